//! `dukao progress`: completion, pace, shortfall; every indicator of a unit, or one across the units.

use clap::Args;
use comfy_table::{Cell, Table};
use dukao_app::selection::StoredFilter;
use dukao_app::tables::ChosenLedger;
use dukao_app::view::{Across, Counts, Ledger, OF_PARTS, PartitionRow, Row};
use dukao_core::progress::FigureKind;

use crate::fault::Fault;
use crate::options::{Reading, foot};
use crate::table::{self, Column};
use crate::words;

#[derive(Args, Debug)]
pub(super) struct Progress {
    #[arg(long, value_name = "单位", help = "单位代码或名称；不写就是本地区")]
    unit: Option<String>,
    #[arg(long, value_name = "指标", help = "指标代码或名称；不写就是全部指标")]
    indicator: Option<String>,
    #[arg(
        long,
        value_name = "名称",
        conflicts_with = "indicator",
        help = "按台账页上存的常用筛选：哪些指标、什么次序；写成文件时还有哪些列"
    )]
    filter: Option<String>,
    #[arg(long, requires = "indicator", help = "一个指标逐单位列出（与 --indicator 一起用）")]
    units: bool,
    #[arg(
        long,
        value_name = "计量单位",
        requires = "indicator",
        help = "金额、数量改用这个计量单位，例如 亿元（与 --indicator 一起用）"
    )]
    measure: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Progress {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.reading.database.open_existing().await?;
        let asked = self.reading.asked(self.unit.as_deref());
        let Some(indicator) = &self.indicator else {
            let kept = match &self.filter {
                Some(name) => app.filter(&asked, name).await?,
                None => StoredFilter::default(),
            };
            let selection = kept.selection();
            let unit = self.unit.as_deref().or(kept.unit());
            let ledger = selection.of(app.ledger(&self.reading.asked(unit)).await?);
            let tabled = ChosenLedger { ledger: &ledger, columns: &selection.columns };
            return self.reading.give(&ledger, &tabled, || of_ledger(&ledger));
        };
        let across = app.across(&asked, indicator, self.units, self.measure.as_deref()).await?;
        self.reading.give(&across, &across, || if self.units { of_units(&across) } else { of_one(&across) })
    }
}

fn of_ledger(ledger: &Ledger) -> String {
    let mut table = figures_table(Column::Words("指标 计量单位"));
    for group in &ledger.groups {
        if !group.category.is_empty() {
            table.add_row([String::new(), format!("【{}】", group.category)]);
        }
        for row in &group.rows {
            table.add_row(cells(code(&row.indicator.code, &row.indicator.name), name_and_progress(row), row));
        }
    }
    let title = format!("{} {}年{}进度", ledger.unit_name, ledger.basis.year, ledger.basis.period);
    table::page(&title, &table, &[counts(&ledger.counts), LEGEND.to_owned(), foot(&ledger.basis)])
}

fn of_units(across: &Across) -> String {
    let mut table = figures_table(Column::Words("单位"));
    for row in &across.rows {
        table.add_row(cells(code(&row.unit, &row.unit_name), row.unit_name.clone(), row));
    }
    let (indicator, basis) = (&across.indicator, &across.basis);
    let title = format!(
        "{} {}（{}）{}年{}各单位进度",
        code(&indicator.code, &indicator.name),
        indicator.name,
        indicator.unit,
        basis.year,
        basis.period
    );
    let mut lines: Vec<String> = across.partitions.iter().map(partition).collect();
    lines.extend([LEGEND.to_owned(), foot(basis)]);
    table::page(title.trim_start(), &table, &lines)
}

const LEGEND: &str = "差距：欠序时、与目标增速相差等，点=百分点；欠账、新账按指标的计量单位；—表示没有这个数。";

fn figures_table(first: Column) -> Table {
    let columns = [
        Column::Words("代码"),
        first,
        Column::Number("全年目标"),
        Column::Number("累计"),
        Column::Number("完成率%"),
        Column::Number("增速%"),
        Column::Number("差距"),
        Column::Number("欠账"),
        Column::Number("新账"),
        Column::Number("位次"),
        Column::Words("状态"),
    ];
    let mut table = table::table(&columns);
    table::keep_whole(&mut table, 0);
    table::keep_whole(&mut table, 10);
    table
}

/// The code, unless it only says the name again (imported by a mapping, a name is its own code).
fn code<'a>(code: &'a str, name: &str) -> &'a str {
    if code == name { "" } else { code }
}

/// The indicator with its unit, and what was reported in words where it has no numbers.
fn name_and_progress(row: &Row) -> String {
    match &row.progress {
        Some(progress) => format!("{}：{progress}", row.indicator.name),
        None => words::name_and_unit(row),
    }
}

fn cells(code: &str, name: String, row: &Row) -> Vec<Cell> {
    vec![
        Cell::new(code),
        Cell::new(name),
        Cell::new(words::text(row, FigureKind::Target)),
        Cell::new(words::text(row, FigureKind::Cumulative)),
        Cell::new(words::text(row, FigureKind::Completion)),
        Cell::new(words::text(row, FigureKind::Growth)),
        Cell::new(words::gap(row)),
        Cell::new(words::owed_of(row, FigureKind::Shortfall)),
        Cell::new(words::monthly(row)),
        Cell::new(words::rank(row)),
        table::light(row),
    ]
}

fn counts(counts: &Counts) -> String {
    format!(
        "共{}项：滞后{}、偏慢{}、正常{}、未报{}、不评{}；落后于进度{}项，当月新账{}项",
        counts.all,
        counts.lagging,
        counts.slow,
        counts.normal,
        counts.unreported,
        counts.not_judged,
        counts.behind,
        counts.new_shortfall
    )
}

/// 按县区（8项）：分项合计76.7，按分项重建增速−3.6
fn partition(partition: &PartitionRow) -> String {
    let figures = FigureKind::ALL.iter().filter_map(|kind| partition.figures.get(kind.key()));
    let known: Vec<String> = figures
        .filter(|figure| figure.is_known())
        .map(|figure| format!("{}{}{}", figure.label, figure.text, figure.unit))
        .collect();
    let count = partition.parts.len() + partition.part_indicators.len();
    format!("{}（{count}项）：{}", partition.name, known.join("，"))
}

/// The name of a figure; one made of parts says of which partition it is where there are several.
fn label(kind: FigureKind, partitions: &[PartitionRow]) -> String {
    match partitions {
        [first, _, ..] if OF_PARTS.contains(&kind) => format!("{}（{}）", kind.label(), first.name),
        _ => kind.label().to_owned(),
    }
}

/// Every figure of one indicator and unit, with the reason where there is none.
fn of_one(across: &Across) -> String {
    let mut table = table::table(&[
        Column::Words("数"),
        Column::Number("值"),
        Column::Words("单位"),
        Column::Words("没有数的原因"),
    ]);
    table::keep_whole(&mut table, 0);
    table::keep_whole(&mut table, 2);
    let (mut title, mut lines) = (String::new(), Vec::new());
    for row in &across.rows {
        title = format!("{} {} {}年{}", row.unit_name, words::full_name(row), across.basis.year, row.period);
        lines.push(format!("状态：{} {}", words::light(row), words::gap(row)));
        for (kind, figure) in FigureKind::ALL.iter().filter_map(|kind| Some((*kind, row.figure(kind.key())?))) {
            let unit = if figure.is_known() { figure.unit.clone() } else { String::new() };
            let reason = figure.reason.clone().unwrap_or_default();
            table.add_row([label(kind, &across.partitions), figure.text.clone(), unit, reason]);
        }
    }
    lines.extend(across.partitions.iter().map(partition));
    lines.push(foot(&across.basis));
    table::page(&title, &table, &lines)
}
