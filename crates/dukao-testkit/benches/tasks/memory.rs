//! All figures of the nation in memory, and of one county after one changed figure.

use std::hint::black_box;
use std::sync::Arc;

use dukao_core::ledger::{Book, Origin};
use dukao_core::number::Number;
use dukao_core::progress::{FigureKind, Sweep};

use crate::measure::times;
use crate::nation::{COUNTIES, Common, INDICATORS, YEAR, indicator_code};
use dukao_core::organisation::OWN_CODE;

/// What the substitutes must find too: how many of the figures lie behind pace.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) cells: u64,
    pub(crate) behind: u64,
}

/// Computes every figure of a sweep; nothing is left out because every result is looked at.
fn run(sweep: &Sweep, found: &mut Found) {
    sweep.run(|_, _, swept| {
        found.cells += 1;
        let behind = black_box(swept).get(FigureKind::BehindPace);
        found.behind += u64::from(behind.is_some_and(|gap| gap.signum() > 0));
    });
}

/// All seven figures of 2,844 counties × 100 indicators × 12 months, on one core.
pub(crate) fn nation(runs: usize) -> anyhow::Result<(Vec<f64>, Found)> {
    let common = Common::new()?;
    let sweeps = (0..COUNTIES)
        .map(|county| Ok(Sweep::of(&common.book(county)?, YEAR, Origin::Claimed)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut found = Found::default();
    let times = times(runs, || {
        found = Found::default();
        for sweep in &sweeps {
            run(sweep, &mut found);
        }
        Ok(())
    })?;
    let expected = u64::try_from(COUNTIES * INDICATORS * 12)?;
    anyhow::ensure!(found.cells == expected, "{} cells instead of {expected}", found.cells);
    Ok((times, found))
}

/// One changed figure: the next book, the row looked up again, all figures of the county.
pub(crate) fn county(runs: usize) -> anyhow::Result<Vec<f64>> {
    let common = Common::new()?;
    let mut book = common.book(7)?;
    let mut sweep = Sweep::of(&book, YEAR, Origin::Claimed);
    let mut found = Found::default();
    let mut value = 1000;
    times(runs, || {
        value += 1;
        book = changed(&common, &book, value)?;
        renew(&mut sweep, &book, 3)?;
        found = Found::default();
        run(&sweep, &mut found);
        anyhow::ensure!(found.cells == 1200, "{} cells instead of 1200", found.cells);
        Ok(())
    })
}

/// The next book: everything shared but the table, where one cell is another.
fn changed(common: &Common, book: &Book, value: i64) -> anyhow::Result<Book> {
    let mut next = book.clone();
    let table = next.tables.get_mut(&YEAR).ok_or_else(|| anyhow::anyhow!("no table"))?;
    common.accept(Arc::make_mut(table), 3, 7, value)?;
    Ok(next)
}

/// Looks the changed row up again.
pub(crate) fn renew(sweep: &mut Sweep, book: &Book, indicator: i64) -> anyhow::Result<()> {
    let framework = book.framework(YEAR).ok_or_else(|| anyhow::anyhow!("no framework"))?;
    let target = framework.target(&indicator_code(indicator), OWN_CODE);
    sweep.renew(book, target.ok_or_else(|| anyhow::anyhow!("no target"))?);
    Ok(())
}

/// All figures of a county's book.
pub(crate) fn all(sweep: &Sweep) -> Found {
    let mut found = Found::default();
    run(sweep, &mut found);
    found
}
