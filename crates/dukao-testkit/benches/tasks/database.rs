//! The nation in a database: 2,844 regions, each with its own office. Made once and kept.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dukao_app::import::ImportRequest;
use dukao_app::{Actor, App, FixedClock, Micros};
use dukao_core::ledger::Origin;
use dukao_core::organisation::OWN_CODE;
use dukao_core::progress::Sweep;
use dukao_store::{Act, AuditEntry, Changes, NewEntry, NewObservation, NewObservations, Version};
use serde::Serialize;
use tokio::runtime::Runtime;

use crate::measure::{Watch, times};
use crate::memory::{all, renew};
use crate::nation::{
    COUNTIES, INDICATORS, YEAR, county_code, cumulative, indicator_code, indicator_record, own_unit, target_record,
};

fn actor() -> Actor {
    Actor { kind: "operator".to_owned(), id: "bench".to_owned() }
}

fn audit(act: &str) -> AuditEntry {
    AuditEntry { act: act.to_owned(), subject: None, detail: "{}".to_owned() }
}

async fn open(path: &Path) -> anyhow::Result<App> {
    Ok(App::open(&path.to_string_lossy(), Arc::new(FixedClock(Micros(0)))).await?)
}

/// The database, made when it is not there.
pub(crate) fn make(runtime: &Runtime, folder: &Path) -> anyhow::Result<PathBuf> {
    let path = folder.join("nation.db");
    if path.exists() {
        return Ok(path);
    }
    let unfinished = folder.join("nation.part.db");
    for leftover in [unfinished.clone(), folder.join("nation.part.db-wal"), folder.join("nation.part.db-shm")] {
        if leftover.exists() {
            std::fs::remove_file(leftover)?;
        }
    }
    runtime.block_on(async {
        let app = open(&unfinished).await?;
        for county in 0..COUNTIES {
            let name = format!("第{county}县");
            let (region, created) =
                app.store().create_region(&county_code(county), &name, actor(), Micros(0), audit("create")).await?;
            let act = Act {
                region,
                actor: actor(),
                based_on: created.version,
                at: Micros(0),
                audit: audit("import"),
                changes: changes(county)?,
            };
            app.store().write(act).await?;
        }
        anyhow::Ok(())
    })?;
    let key = |path: &Path| format!("{}.key", path.display());
    std::fs::rename(key(&unfinished), key(&path))?;
    std::fs::rename(&unfinished, &path)?;
    Ok(path)
}

fn changes(county: i64) -> anyhow::Result<Changes> {
    let mut entries = vec![entry("unit", 0, OWN_CODE, &own_unit(county))?];
    for indicator in 0..INDICATORS {
        entries.push(entry("indicator", YEAR, &indicator_code(indicator), &indicator_record(indicator)?)?);
        let target = target_record(county, indicator)?;
        entries.push(entry("target", YEAR, &target.key(), &target)?);
    }
    let mut observations = NewObservations::default();
    for indicator in 0..INDICATORS {
        for month in 1..=12 {
            let row = figure(&mut observations, indicator, month, cumulative(county, indicator, month))?;
            observations.rows.push(row);
        }
    }
    Ok(Changes { files: Vec::new(), entries, observations })
}

fn entry<T: Serialize>(kind: &str, year: i16, key: &str, record: &T) -> anyhow::Result<NewEntry> {
    Ok(NewEntry {
        kind: kind.to_owned(),
        year: year.into(),
        key: key.to_owned(),
        body_schema: 1,
        body: Some(serde_json::to_string(record)?),
    })
}

fn figure(words: &mut NewObservations, indicator: i64, month: i64, value: i64) -> anyhow::Result<NewObservation> {
    Ok(NewObservation {
        year: YEAR.into(),
        indicator: words.word(&indicator_code(indicator)),
        unit: words.word(OWN_CODE),
        period: i32::try_from(month)?,
        measure: words.word("累计"),
        state: 1,
        mantissa: Some(value),
        scale: 2,
        unit_of_measure: Some(words.word("亿元")),
        span: 1,
        firmness: 2,
        standing: 4,
        origin: 1,
        place: None,
        note: None,
    })
}

/// One changed figure of a county, by import: what the act itself takes, and from the head query to all
/// figures of the county for the next reader.
pub(crate) fn changed(runtime: &Runtime, path: &Path, runs: usize) -> anyhow::Result<(Vec<f64>, Vec<f64>)> {
    let code = county_code(11);
    runtime.block_on(async {
        let app = open(path).await?;
        let before = app.moment(Some(&code), None).await?;
        let mut sweep = Sweep::of(&before.snapshot.book, YEAR, Origin::Claimed);
        let (mut acts, mut reads) = (Vec::new(), Vec::new());
        let start = before.snapshot.book.version;
        for run in 0..=runs {
            let value = start.0 * 1000 + i64::try_from(run)?;
            let csv = format!("指标,期间,累计\n{},2018-07,{value}\n", indicator_code(3));
            let watch = Watch::start();
            let files = vec![("月报.csv".to_owned(), csv.into_bytes())];
            app.import(ImportRequest { region: Some(code.clone()), ..ImportRequest::of(files) }).await?;
            acts.push(watch.milliseconds());
            let watch = Watch::start();
            let moment = app.moment(Some(&code), None).await?;
            renew(&mut sweep, &moment.snapshot.book, 3)?;
            let found = all(&sweep);
            reads.push(watch.milliseconds());
            anyhow::ensure!(found.cells == 1200, "{} cells", found.cells);
            anyhow::ensure!(moment.snapshot.book.version > start, "the figure did not change");
        }
        Ok((acts.split_off(1), reads.split_off(1)))
    })
}

/// Opening the database and the first ledger of a county, in a fresh application.
pub(crate) fn first_ledger(runtime: &Runtime, path: &Path, runs: usize) -> anyhow::Result<Vec<f64>> {
    times(runs, || {
        runtime.block_on(async {
            let app = open(path).await?;
            let region = Some(county_code(1234));
            let ledger = app.ledger(&dukao_app::view::Asked { region, ..Default::default() }).await?;
            let (all, version) = (ledger.counts.all, ledger.basis.version);
            anyhow::ensure!(
                all == 100 && version >= Version(2).0,
                "another ledger: {all} indicators, version {version}"
            );
            Ok(())
        })
    })
}
