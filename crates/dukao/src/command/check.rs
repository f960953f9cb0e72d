//! `dukao check`: contradictions inside the data.

use clap::Args;
use dukao_app::view::FindingsView;
use dukao_core::progress::Source;

use crate::fault::Fault;
use crate::options::{Reading, foot};
use crate::table::{self, Column};

#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    reading: Reading,
}

impl Check {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.reading.database.open_existing().await?;
        let view = app.findings(&self.reading.asked(None)).await?;
        self.reading.give(&view, &view, || shown(&view))
    }
}

fn shown(view: &FindingsView) -> String {
    let basis = &view.basis;
    let title = format!("{} {}年{}核对：{}处", basis.region_name, basis.year, basis.period, view.findings.len());
    if view.findings.is_empty() {
        return format!("{title}\n没有发现互相矛盾的数。\n{}\n", foot(basis));
    }
    let columns = [
        Column::Words("轻重"),
        Column::Words("指标"),
        Column::Words("单位"),
        Column::Words("发现"),
        Column::Words("看这里"),
    ];
    let mut table = table::table(&columns);
    (0..3).for_each(|index| table::keep_whole(&mut table, index));
    for finding in &view.findings {
        let place = finding.sources.first().map_or_else(String::new, place);
        table.add_row([
            finding.severity.label().to_owned(),
            finding.indicator.clone(),
            finding.unit.clone(),
            finding.statement.clone(),
            place,
        ]);
    }
    table::page(&title, &table, &[foot(basis)])
}

fn place(source: &Source) -> String {
    match source {
        Source::Cell { file, sheet, cell, .. } if sheet == "csv" => format!("{file} {cell}"),
        Source::Cell { file, sheet, cell, .. } => format!("{file} {sheet}!{cell}"),
        Source::Typed { version } => format!("录入 {version}"),
        Source::Rule { rule } => rule.clone(),
        Source::Calendar { notice } => notice.clone(),
    }
}
