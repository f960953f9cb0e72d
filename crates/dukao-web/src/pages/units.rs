//! `GET /units`: all units with what they carry.

use askama::Template;
use dukao_app::tables::UnitsView;
use dukao_app::view::{Basis, Counts, UnitRow};

use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Period, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "units.html")]
struct UnitsPage {
    f: Frame,
    period: Period,
    basis: Basis,
    kinds: Vec<(&'static str, Vec<UnitRow>)>,
    total: usize,
}

/// The kind of units that are only compared with: they come last, without tasks.
pub(crate) const PEERS: &str = "兄弟区县";

/// A count in the table.
pub(crate) struct Cell {
    count: usize,
    bad: bool,
    none: bool,
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let (basis, choices, rows) = web.app.units(&visit.asked()?).await?;
    if let Some(file) = as_file(&visit, &UnitsView { basis: &basis, rows: &rows })? {
        return Ok(file);
    }
    let f = Frame::new(visit, Place::Units, "单位", &basis).with_files();
    let total = rows.iter().filter(|row| row.unit.kind != PEERS && row.tasks.all + row.leads.all > 0).count();
    render(&UnitsPage { period: Period::new(&f, choices, &[]), basis, kinds: by_kind(rows), total, f })
}

/// Units by kind, kinds in the order in which they come.
fn by_kind(rows: Vec<UnitRow>) -> Vec<(&'static str, Vec<UnitRow>)> {
    let mut kinds: Vec<(&'static str, Vec<UnitRow>)> = Vec::new();
    for row in rows {
        match kinds.iter_mut().find(|(kind, _)| *kind == row.unit.kind) {
            Some((_, rows)) => rows.push(row),
            None => kinds.push((row.unit.kind, vec![row])),
        }
    }
    kinds.sort_by_key(|(kind, _)| *kind == PEERS);
    kinds
}

/// Own tasks, behind, new shortfall; indicators led, behind, lagging.
pub(crate) fn cells(row: &UnitRow) -> [Cell; 6] {
    let cell = |counts: &Counts, count, red| Cell { count, bad: red && count > 0, none: counts.all == 0 };
    [
        cell(&row.tasks, row.tasks.all, false),
        cell(&row.tasks, row.tasks.behind, false),
        cell(&row.tasks, row.tasks.new_shortfall, true),
        cell(&row.leads, row.leads.all, false),
        cell(&row.leads, row.leads.behind, false),
        cell(&row.leads, row.leads.lagging, true),
    ]
}
