//! A month of returns: 500 workbooks of 200 rows each, 200,000 values.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::Workbook;
use tokio::runtime::Runtime;

use crate::import::{figure, import, masters, open, unit_code};
use crate::measure::Watch;
use crate::nation::indicator_code;

const UNITS: u32 = 500;
const INDICATORS: u32 = 200;
const VALUES: usize = 200_000;

/// The folder of the workbooks, made when it is not there.
pub(crate) fn make(folder: &Path) -> anyhow::Result<PathBuf> {
    let path = folder.join("returns");
    if path.exists() {
        return Ok(path);
    }
    let unfinished = tempfile::tempdir_in(folder)?;
    for unit in 0..UNITS {
        write(unit, &unfinished.path().join(format!("{}-2018年7月.xlsx", unit_code(unit))))?;
    }
    std::fs::rename(unfinished.keep(), &path)?;
    Ok(path)
}

fn write(unit: u32, path: &Path) -> anyhow::Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0_u16..).zip(["指标", "单位", "期间", "当月", "累计"]) {
        sheet.write(0, column, head)?;
    }
    for indicator in 0..INDICATORS {
        let row = indicator + 1;
        sheet.write(row, 0, indicator_code(indicator.into()))?;
        sheet.write(row, 1, unit_code(unit))?.write(row, 2, "2018-07")?;
        sheet.write(row, 3, figure(unit, indicator))?.write(row, 4, figure(unit + UNITS, indicator))?;
    }
    Ok(book.save(path)?)
}

/// How the workbooks come in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way {
    /// All of them in one import.
    Together,
    /// Each by itself, as they arrive.
    OneByOne,
}

/// Reading, checking and storing them in a new database.
pub(crate) fn times(runtime: &Runtime, folder: &Path, way: Way, runs: usize) -> anyhow::Result<Vec<f64>> {
    let returns = make(folder)?;
    (0..runs).map(|_| runtime.block_on(once(folder, &returns, way))).collect()
}

async fn once(folder: &Path, returns: &Path, way: Way) -> anyhow::Result<f64> {
    let directory = tempfile::tempdir_in(folder)?;
    let app = open(&directory.path().join("returns.db")).await?;
    import(&app, masters(UNITS, INDICATORS)?, None).await?;
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(returns)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    let watch = Watch::start();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, std::fs::read(path)?))
    };
    let new = match way {
        Way::Together => {
            let files = paths.iter().map(read).collect::<std::io::Result<_>>()?;
            import(&app, files, None).await?.new_figures
        }
        Way::OneByOne => {
            let mut new = 0;
            for path in &paths {
                new += import(&app, vec![read(path)?], None).await?.new_figures;
            }
            new
        }
    };
    let time = watch.milliseconds();
    anyhow::ensure!(new == VALUES, "{new} figures");
    Ok(time)
}
