//! `dukao indicators`: the framework of a year with its targets.

use clap::Args;
use dukao_app::tables::FrameworkView;
use dukao_app::view::{Basis, IndicatorRef, Ledger, Row, Shown};
use dukao_core::progress::FigureKind;
use serde::Serialize;

use crate::fault::Fault;
use crate::options::{Reading, foot};
use crate::table::{self, Column};
use crate::words;

#[derive(Args, Debug)]
pub(super) struct Indicators {
    #[command(flatten)]
    reading: Reading,
}

/// The framework of a year.
#[derive(Serialize)]
struct Framework<'a> {
    basis: &'a Basis,
    indicators: Vec<Entry<'a>>,
}

/// An indicator with its target.
#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    indicator: &'a IndicatorRef,
    pair: Option<&'a str>,
    target_text: Option<&'a str>,
    deadline: Option<&'a str>,
    target: Option<&'a Shown>,
    stretch: Option<&'a Shown>,
    target_growth: Option<&'a Shown>,
}

impl Indicators {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.reading.database.open_existing().await?;
        let ledger = app.ledger(&self.reading.asked(None)).await?;
        let indicators = ledger.groups.iter().flat_map(|group| &group.rows).map(entry).collect();
        let view = Framework { basis: &ledger.basis, indicators };
        self.reading.give(&view, &FrameworkView(&ledger), || shown(&ledger))
    }
}

fn entry(row: &Row) -> Entry<'_> {
    Entry {
        indicator: &row.indicator,
        pair: row.pair.as_deref(),
        target_text: row.target_text.as_deref(),
        deadline: row.deadline.as_deref(),
        target: row.figure(FigureKind::Target.key()),
        stretch: row.figure(FigureKind::Stretch.key()),
        target_growth: row.figure(FigureKind::TargetGrowth.key()),
    }
}

fn shown(ledger: &Ledger) -> String {
    let columns = [
        Column::Words("代码"),
        Column::Words("指标 计量单位"),
        Column::Words("类型"),
        Column::Number("分值"),
        Column::Number("全年目标"),
        Column::Words("目标表述"),
        Column::Words("责任单位"),
    ];
    let mut table = table::table(&columns);
    table::keep_whole(&mut table, 0);
    table::keep_whole(&mut table, 2);
    for group in &ledger.groups {
        table.add_row([String::new(), format!("【{}】", group.category), String::new(), group.points.clone()]);
        for row in &group.rows {
            let indicator = &row.indicator;
            table.add_row([
                indicator.code.clone(),
                words::name_and_unit(row),
                indicator.value_kind.to_owned(),
                indicator.points.clone().unwrap_or_default(),
                words::text(row, FigureKind::Target),
                row.target_text.clone().unwrap_or_default(),
                indicator.lead_unit.clone().unwrap_or_default(),
            ]);
        }
    }
    let title = format!("{} {}年指标体系（{}项）", ledger.basis.region_name, ledger.basis.year, ledger.counts.all);
    table::page(&title, &table, &[foot(&ledger.basis)])
}
