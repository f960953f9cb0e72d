//! `dukao unit list`

use clap::Args;
use dukao_app::organisation::ChangesView;
use dukao_app::view::Asked;

use crate::fault::Fault;
use crate::options::{Answer, Format, Region, foot};
use crate::output;
use crate::table::{self, Column};

#[derive(Args, Debug)]
pub(super) struct List {
    #[command(flatten)]
    region: Region,
    #[command(flatten)]
    answer: Answer,
}

impl List {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let asked = Asked { region: self.region.code, ..Asked::default() };
        let view = app.organisation_changes(&asked).await?;
        match self.answer.format {
            Format::Json => output::print_json(&view),
            Format::Table => output::print(&shown(&view)),
        }
    }
}

fn shown(view: &ChangesView) -> String {
    if view.changes.is_empty() {
        return format!("还没有机构变更。\n{}\n", foot(&view.basis));
    }
    let columns = [Column::Words("日期"), Column::Words("变更"), Column::Words("内容"), Column::Words("单位代码")];
    let mut rows = table::table(&columns);
    for change in &view.changes {
        let codes: Vec<&str> = change.units.iter().map(|unit| unit.code.as_str()).collect();
        let kind = if change.to_come { format!("{}（未到）", change.kind) } else { change.kind.to_owned() };
        rows.add_row([change.date.clone(), kind, change.said.clone(), codes.join("、")]);
    }
    table::page("机构变更", &rows, &[foot(&view.basis)])
}
