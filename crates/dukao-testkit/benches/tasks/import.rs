//! A workbook of 100,000 rows with two columns of text and eight of figures: 800,000 values, in and out again.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dukao_app::export::Shape;
use dukao_app::import::{ImportReport, ImportRequest};
use dukao_app::{App, FixedClock, Micros};
use dukao_core::ledger::Measure;
use dukao_office::batch::Nothing;
use dukao_office::grid::{self, Book};
use dukao_office::out::{self, About, STANDARD};
use dukao_office::workbook;
use dukao_office::workbook::written::Written;
use rust_xlsxwriter::Workbook;
use tokio::runtime::Runtime;

use crate::measure::{Watch, times};
use crate::nation::indicator_code;

const UNITS: u32 = 2000;
const INDICATORS: u32 = 50;
const FIGURES: u32 = 8;
/// Indicators × units × months of the standard table come to 100,000 rows.
const STANDARD_UNITS: u32 = 167;

/// The measures across the standard table.
const MEASURES: [Measure; 8] = [
    Measure::Cumulative,
    Measure::Month,
    Measure::CumulativeBase,
    Measure::MonthBase,
    Measure::CumulativeGrowth,
    Measure::MonthGrowth,
    Measure::Completion,
    Measure::Change,
];

const MAPPING: &str = "映射: 大表\n年度: 2018\n单位: {列: 单位}\n指标: {列: 指标}\n期间列:\n  \
                       当月: [1月, 2月, 3月, 4月, 5月, 6月, 7月, 8月]\n";

/// The files of this task.
pub(crate) struct Files {
    masters: Vec<(String, Vec<u8>)>,
    /// Units and indicators down, months across, with a mapping file.
    pub(crate) wide: PathBuf,
    /// The standard table: eight measures across.
    pub(crate) standard: PathBuf,
}

impl Files {
    pub(crate) fn make(folder: &Path) -> anyhow::Result<Self> {
        let masters = masters(UNITS, INDICATORS)?;
        let (wide, standard) = (folder.join("wide.xlsx"), folder.join("standard.xlsx"));
        if !wide.exists() {
            write_wide(&wide)?;
            write_standard(&standard)?;
        }
        Ok(Self { masters, wide, standard })
    }
}

/// The tables of units and of indicators of a region.
pub(crate) fn masters(units: u32, indicators: u32) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut unit_rows = "代码,名称,类别,上级,生效日期\n本地区,大区,区县,,2010-01-01\n".to_owned();
    for unit in 0..units {
        writeln!(unit_rows, "{},第{unit}街道,街道,本地区,2010-01-01", unit_code(unit))?;
    }
    let mut indicator_rows = "年度,代码,分类,名称,计量单位,数值类型\n".to_owned();
    for indicator in 0..indicators {
        let code = indicator_code(indicator.into());
        writeln!(indicator_rows, "2018,{code},经济发展,指标{indicator},万元,流量")?;
    }
    Ok(vec![("单位.csv".to_owned(), unit_rows.into_bytes()), ("指标.csv".to_owned(), indicator_rows.into_bytes())])
}

pub(crate) fn unit_code(unit: u32) -> String {
    format!("S{unit:04}")
}

pub(crate) fn figure(row: u32, column: u32) -> f64 {
    f64::from((row * 7919 + column * 104_729) % 1_000_000) / 100.0
}

fn write_wide(path: &Path) -> anyhow::Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "单位")?.write(0, 1, "指标")?;
    for column in 0..FIGURES {
        sheet.write(0, u16::try_from(column + 2)?, format!("{}月", column + 1))?;
    }
    for number in 0..UNITS * INDICATORS {
        let row = number + 1;
        sheet.write(row, 0, unit_code(number / INDICATORS))?;
        sheet.write(row, 1, indicator_code((number % INDICATORS).into()))?;
        for column in 0..FIGURES {
            sheet.write(row, u16::try_from(column + 2)?, figure(number, column))?;
        }
    }
    Ok(book.save(path)?)
}

fn write_standard(path: &Path) -> anyhow::Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "指标")?.write(0, 1, "单位")?.write(0, 2, "期间")?;
    for (column, measure) in (3_u16..).zip(MEASURES) {
        sheet.write(0, column, measure.label())?;
    }
    for number in 0..UNITS * INDICATORS {
        let row = number + 1;
        let (month, rest) = (number % 12 + 1, number / 12);
        sheet.write(row, 0, indicator_code((rest / STANDARD_UNITS).into()))?;
        sheet.write(row, 1, unit_code(rest % STANDARD_UNITS))?;
        sheet.write(row, 2, format!("2018-{month:02}"))?;
        for column in 0..FIGURES {
            sheet.write(row, u16::try_from(column + 3)?, figure(number, column))?;
        }
    }
    Ok(book.save(path)?)
}

/// Reading and checking the standard table as rows, before anything is compared or stored.
pub(crate) fn rows(files: &Files, runs: usize) -> anyhow::Result<Vec<f64>> {
    let masters: Vec<Book> = files.masters.iter().map(|(name, bytes)| opened(name, bytes)).collect::<Result<_, _>>()?;
    let one = |_| {
        let watch = Watch::start();
        let mut books = masters.clone();
        books.push(opened("table.xlsx", &std::fs::read(&files.standard)?)?);
        let outcome = workbook::read(&books, &Nothing::default());
        let time = watch.milliseconds();
        let figures = outcome.batch.observations.len();
        anyhow::ensure!(outcome.is_clean() && figures == 800_000, "{figures} figures");
        Ok(time)
    };
    (0..runs).map(one).collect()
}

fn opened(name: &str, bytes: &[u8]) -> anyhow::Result<Book> {
    grid::open(name, bytes).map_err(|problem| anyhow::anyhow!("{problem}"))
}

/// Reading, checking and storing the wide table.
pub(crate) fn wide(runtime: &Runtime, files: &Files, folder: &Path, runs: usize) -> anyhow::Result<Vec<f64>> {
    let mapping = ("大表.yaml".to_owned(), MAPPING.as_bytes().to_vec());
    timed(runtime, files, &files.wide, Some(&mapping), folder, runs)
}

/// Reading, checking and storing the standard table.
pub(crate) fn standard(runtime: &Runtime, files: &Files, folder: &Path, runs: usize) -> anyhow::Result<Vec<f64>> {
    timed(runtime, files, &files.standard, None, folder, runs)
}

fn timed(
    runtime: &Runtime,
    files: &Files,
    table: &Path,
    mapping: Option<&(String, Vec<u8>)>,
    folder: &Path,
    runs: usize,
) -> anyhow::Result<Vec<f64>> {
    let one = |_| {
        let directory = tempfile::tempdir_in(folder)?;
        let database = directory.path().join("import.db");
        runtime.block_on(async {
            let app = open(&database).await?;
            import(&app, files.masters.clone(), None).await?;
            let watch = Watch::start();
            let file = ("table.xlsx".to_owned(), std::fs::read(table)?);
            let report = import(&app, vec![file], mapping.cloned()).await?;
            let time = watch.milliseconds();
            anyhow::ensure!(report.new_figures == 800_000, "{} figures", report.new_figures);
            Ok(time)
        })
    };
    (0..runs).map(one).collect()
}

/// The rows of the standard table, in memory, written as one workbook.
pub(crate) fn written(folder: &Path, runs: usize) -> anyhow::Result<Vec<f64>> {
    let directory = tempfile::tempdir_in(folder)?;
    let table = STANDARD.iter().find(|table| table.name == "数据").ok_or_else(|| anyhow::anyhow!("no 数据"))?;
    let rows: Vec<Written> = (0..UNITS * INDICATORS).map(row).collect();
    times(runs, || {
        let table = out::standard(table, &rows, false);
        anyhow::ensure!(table.columns.len() == 11, "{} columns", table.columns.len());
        Ok(std::fs::write(directory.path().join("rows.xlsx"), out::workbook(&[table], &About::default())?)?)
    })
}

/// The row of this number of the standard table, from 0.
fn row(number: u32) -> Written {
    let (month, rest) = (number % 12 + 1, number / 12);
    let names = [
        ("指标", indicator_code((rest / STANDARD_UNITS).into())),
        ("单位", unit_code(rest % STANDARD_UNITS)),
        ("期间", format!("2018-{month:02}")),
    ];
    let figures =
        MEASURES.iter().zip(0..).map(|(measure, column)| (measure.label(), figure(number, column).to_string()));
    names.into_iter().chain(figures).collect()
}

/// What the standard table brought, written out as one workbook.
pub(crate) fn export(runtime: &Runtime, files: &Files, folder: &Path, runs: usize) -> anyhow::Result<Vec<f64>> {
    let directory = tempfile::tempdir_in(folder)?;
    let app = runtime.block_on(async {
        let app = open(&directory.path().join("export.db")).await?;
        import(&app, files.masters.clone(), None).await?;
        import(&app, vec![("table.xlsx".to_owned(), std::fs::read(&files.standard)?)], None).await?;
        anyhow::Ok(app)
    })?;
    times(runs, || {
        let out = runtime.block_on(app.export_region(None, None, Shape::Workbook))?;
        let (_, bytes) = out.files.first().ok_or_else(|| anyhow::anyhow!("no file"))?;
        std::fs::write(directory.path().join("export.xlsx"), bytes)?;
        anyhow::ensure!(out.rows.iter().any(|(table, rows)| table == "数据" && *rows == 100_000), "{:?}", out.rows);
        Ok(())
    })
}

/// A new database, or one that is there.
pub(crate) async fn open(database: &Path) -> anyhow::Result<App> {
    Ok(App::open(&database.to_string_lossy(), Arc::new(FixedClock(Micros(0)))).await?)
}

/// Imports files as the local operator.
pub(crate) async fn import(
    app: &App,
    files: Vec<(String, Vec<u8>)>,
    mapping: Option<(String, Vec<u8>)>,
) -> anyhow::Result<ImportReport> {
    let request = ImportRequest::of(files);
    Ok(app.import(mapping.into_iter().fold(request, ImportRequest::mapped)).await?)
}
