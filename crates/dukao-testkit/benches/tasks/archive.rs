//! Saving and restoring six million figures on either engine. The database is made once and kept.

use std::path::{Path, PathBuf};

use dukao_store::archive;
use dukao_store::testing::{self, POSTGRES_VARIABLE, Scratch, TestEngine};
use dukao_store::{
    Act, Actor, AuditEntry, Changes, Micros, NewFile, NewObservation, NewObservations, Place, RegionId, SheetRef,
    Version,
};
use tokio::runtime::Runtime;

use crate::measure::Watch;
use crate::report::Line;

/// Counties, and the figures of each in one act.
const REGIONS: i64 = 60;
const FIGURES: i64 = 100_000;
const BUDGET: f64 = 20_000.0;
/// More runs say no more: each takes seconds.
const MOST: usize = 3;

fn actor() -> Actor {
    Actor { kind: "operator".to_owned(), id: "bench".to_owned() }
}

fn audit() -> AuditEntry {
    AuditEntry { act: "import".to_owned(), subject: None, detail: "{}".to_owned() }
}

/// The database, made when it is not there.
fn make(runtime: &Runtime, folder: &Path) -> anyhow::Result<PathBuf> {
    let path = folder.join("six-million.db");
    if path.exists() {
        return Ok(path);
    }
    let directory = tempfile::tempdir_in(folder)?;
    let unfinished = directory.path().join("making.db");
    runtime.block_on(async {
        let store = testing::open(&unfinished.to_string_lossy()).await?;
        for number in 0..REGIONS {
            let code = format!("C{number:04}");
            let (region, first) =
                store.create_region(&code, &format!("第{number}县"), actor(), Micros(0), audit()).await?;
            store.write(act(region, first.version)?).await?;
        }
        anyhow::Ok(())
    })?;
    std::fs::rename(&unfinished, &path)?;
    Ok(path)
}

fn act(region: RegionId, based_on: Version) -> anyhow::Result<Act> {
    let mut observations = NewObservations::default();
    for number in 0..FIGURES {
        let row = figure(&mut observations, number)?;
        observations.rows.push(row);
    }
    let sheets = vec!["月报".to_owned()];
    let file = NewFile { name: "年报.xlsx".to_owned(), kind: "xlsx".to_owned(), bytes: vec![7; 100_000], sheets };
    let changes = Changes { files: vec![file], entries: Vec::new(), observations };
    Ok(Act { region, actor: actor(), based_on, at: Micros(0), audit: audit(), changes })
}

/// Three years, a hundred indicators, eighty units, each figure with its cell.
fn figure(words: &mut NewObservations, number: i64) -> anyhow::Result<NewObservation> {
    let (month, unit, indicator) = (number % 12, number / 12 % 83, number / 1000);
    let place = Place {
        sheet: SheetRef::New { file: 0, sheet: 0 },
        row: i32::try_from(number / 8 + 2)?,
        column: i32::try_from(number % 8 + 3)?,
    };
    Ok(NewObservation {
        year: i32::try_from(2016 + number % 3)?,
        indicator: words.word(&format!("I{indicator:03}")),
        unit: words.word(&format!("S{unit:02}")),
        period: i32::try_from(24_216 + month)?,
        measure: words.word("累计"),
        state: 1,
        mantissa: Some(number * 7919 % 1_000_003),
        scale: 2,
        unit_of_measure: Some(words.word("亿元")),
        span: 1,
        firmness: 2,
        standing: 4,
        origin: 1,
        place: Some(place),
        note: None,
    })
}

/// Saving and restoring on SQLite, and on PostgreSQL where a server is named.
pub(crate) fn lines(runtime: &Runtime, folder: &Path, runs: usize) -> anyhow::Result<Vec<Line>> {
    let source = make(runtime, folder)?;
    let (mut saves, mut restores) = (Vec::new(), Vec::new());
    for _ in 0..runs.min(MOST) {
        let directory = tempfile::tempdir_in(folder)?;
        let target = directory.path().join("restored.db");
        saves.push(save(runtime, &source.to_string_lossy(), directory.path())?);
        restores.push(restore(runtime, directory.path(), &target.to_string_lossy())?);
    }
    let mut lines = Vec::from(both("SQLite", saves, restores));
    if std::env::var_os(POSTGRES_VARIABLE).is_some() {
        let (mut saves, mut restores) = (Vec::new(), Vec::new());
        for _ in 0..runs.min(MOST) {
            let directory = tempfile::tempdir_in(folder)?;
            let scratch = runtime.block_on(Scratch::new(TestEngine::Postgres)).map_err(anyhow::Error::msg)?;
            save(runtime, &source.to_string_lossy(), directory.path())?;
            restores.push(restore(runtime, directory.path(), scratch.url())?);
            std::fs::remove_file(directory.path().join("archive.zip"))?;
            saves.push(save(runtime, scratch.url(), directory.path())?);
            runtime.block_on(scratch.clear())?;
        }
        lines.extend(both("PostgreSQL", saves, restores));
    }
    Ok(lines)
}

fn both(engine: &str, saves: Vec<f64>, restores: Vec<f64>) -> [Line; 2] {
    let save = format!("backup of 6,000,000 figures, {engine}, synced to disk and read again");
    let restore = format!("restore of 6,000,000 figures, {engine}, checked and synced to disk");
    [Line::time(&save, Some(BUDGET), saves), Line::time(&restore, Some(BUDGET), restores)]
}

fn save(runtime: &Runtime, url: &str, folder: &Path) -> anyhow::Result<f64> {
    runtime.block_on(async {
        let store = testing::open(url).await?;
        let watch = Watch::start();
        let summary = store.backup_to(Micros(0), &folder.join("archive.zip")).await?;
        let time = watch.milliseconds();
        anyhow::ensure!(summary.figures == 6_000_000, "{} figures", summary.figures);
        Ok(time)
    })
}

fn restore(runtime: &Runtime, folder: &Path, url: &str) -> anyhow::Result<f64> {
    runtime.block_on(async {
        let watch = Watch::start();
        let summary = archive::restore(&folder.join("archive.zip"), url).await?;
        let time = watch.milliseconds();
        anyhow::ensure!(summary.figures == 6_000_000, "{} figures", summary.figures);
        Ok(time)
    })
}
