//! Figures of units that are no more: those after the day, and what rests on a unit that would be gone.

use dukao_core::framework::Framework;
use dukao_core::ledger::{Book, Origin, Row, RowKey};
use dukao_core::organisation::{Change, Reorganisation};
use dukao_core::period::year_to_date;
use dukao_core::progress::last_day;

use super::effect::EffectLine;
use crate::findings::FieldProblem;
use crate::shelf::Snapshot;
use crate::view::said;

/// The rows of a unit in every year.
fn rows<'a>(book: &'a Book, unit: &str) -> impl Iterator<Item = (i16, &'a RowKey, &'a Row)> {
    let symbol = book.symbols.symbol(unit);
    book.tables.iter().flat_map(move |(year, table)| {
        table.rows().filter(move |(key, _)| Some(key.unit) == symbol).map(|(key, row)| (*year, key, row))
    })
}

/// The figures that units have for months that end on the day of an act or later, though they are no more then.
pub(super) fn figures(snapshot: &Snapshot, act: &Reorganisation) -> Vec<EffectLine> {
    let ends = matches!(act.change, Change::Merge { .. } | Change::Split { .. } | Change::End { .. });
    let book = &snapshot.book;
    let mut lines = Vec::new();
    for unit in act.change.units().into_iter().filter(|_| ends) {
        let label = book.organisation.get(unit).map_or(unit, |found| found.label());
        for (year, key, row) in rows(book, unit).filter(|(year, ..)| *year >= act.date.year()) {
            let code = book.symbols.code(key.indicator).unwrap_or_default();
            let name = book.framework(year).and_then(|framework| framework.get(code)).map_or(code, |found| &found.name);
            let origin = if key.origin == Origin::Recognised { "（认定）" } else { "" };
            for (month, cell) in row.cells().filter(|(month, _)| last_day(year, *month) >= Some(act.date)) {
                lines.push(EffectLine {
                    subject: format!("{label} {name}"),
                    before: format!("{year}年{} {}{origin} {}", year_to_date(month), key.measure.label(), said(cell)),
                    after: "留在原单位，核对时会指出".to_owned(),
                });
            }
        }
    }
    lines
}

/// Why a unit cannot be gone: what rests on it.
pub(super) fn still_used(snapshot: &Snapshot, unit: &str) -> Option<FieldProblem> {
    let book = &snapshot.book;
    let figures: usize = rows(book, unit).map(|(_, _, row)| row.cells().count()).sum();
    let frameworks = || book.frameworks.values().map(AsRef::as_ref);
    let targets = frameworks().flat_map(Framework::targets).filter(|target| target.unit == unit).count();
    let leads = frameworks().flat_map(Framework::iter).filter(|indicator| {
        indicator.lead_unit.as_deref() == Some(unit) || indicator.supporting_units.iter().any(|code| code == unit)
    });
    let partitions = book.partitions.iter();
    let partitions = partitions.filter(|one| one.total == unit || one.parts.iter().any(|part| part == unit));
    let counts = [("数", figures), ("目标", targets), ("负责的指标", leads.count()), ("合计关系", partitions.count())];
    let used: Vec<String> =
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}{count}个")).collect();
    let name = book.organisation.get(unit).map_or(unit, |found| found.label());
    (!used.is_empty()).then(|| FieldProblem {
        field: "units",
        message: format!("{name}还有{}，不能删去；不再有的单位用“终止”", used.join("、")),
    })
}
