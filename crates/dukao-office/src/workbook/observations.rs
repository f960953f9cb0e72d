//! 数据.

use std::collections::BTreeMap;

use dukao_core::ledger::{Firmness, Measure, Observation, Origin, Place, Recorded, Standing};
use dukao_core::period::Period;
use dukao_core::quantity::UnitOfMeasure;

use super::Table;
use super::row::{Reported, Row};
use crate::batch::{Batch, Report};
use crate::cellvalue::{figure, note_mark};
use crate::lookup::Lookup;
use crate::recorded::{Facts, recorded, unit_of_measure};
use crate::typed::{period, word};

/// Which statements were seen, and where: for duplicates inside the files.
pub(super) type Seen = BTreeMap<(String, String, Period, Origin, Standing), Vec<(Measure, Place)>>;

pub(super) fn read(table: &Table<'_>, lookup: &Lookup<'_>, seen: &mut Seen, batch: &mut Batch, report: &mut Report) {
    let measures: Vec<(Measure, &str)> = Measure::WORDS
        .iter()
        .filter(|(_, word, _)| table.head.columns.contains_key(word))
        .map(|(measure, word, _)| (*measure, *word))
        .collect();
    for row in table.rows() {
        row_of_figures(&row, &measures, lookup, seen, batch, report);
    }
}

fn row_of_figures(
    row: &Row<'_>,
    measures: &[(Measure, &str)],
    lookup: &Lookup<'_>,
    seen: &mut Seen,
    batch: &mut Batch,
    report: &mut Report,
) {
    let common = common(row, lookup, report);
    let unit = row.optional("计量单位", report, |cell| unit_of_measure(cell.trimmed()));
    let facts = facts(row, lookup);
    let figures = figures(row, measures, facts, unit.as_ref().ok().and_then(Option::as_ref), report);
    let (Ok(common), Ok(_), Some(_)) = (common, unit, facts) else { return };
    let key = (common.indicator.clone(), common.unit.clone(), common.period, common.origin, common.standing);
    let earlier = seen.entry(key).or_default();
    for (measure, place, value) in figures {
        if let Some((_, first)) = earlier.iter().find(|(other, _)| *other == measure) {
            let column = measure.label();
            let message = format!("“{}”{}的{column}重复，前面 {} 已有", common.indicator, common.period, first.cell());
            report.error(place, message, "同一指标、单位、期间、数源、状态的一个数只写一次");
            continue;
        }
        earlier.push((measure, place));
        batch.observations.push(Observation { measure, recorded: value, place: Some(place), ..common.clone() });
    }
}

/// The figures of a row. Without facts about the indicator only their writing is checked.
fn figures(
    row: &Row<'_>,
    measures: &[(Measure, &str)],
    facts: Option<Facts<'_>>,
    unit: Option<&UnitOfMeasure>,
    report: &mut Report,
) -> Vec<(Measure, Place, Recorded)> {
    let mut figures = Vec::new();
    for (measure, column) in measures {
        let Some(cell) = row.cell(column) else { continue };
        let read = match facts {
            Some(facts) => recorded(cell, *measure, facts, unit.filter(|unit| holds_for(unit, *measure))),
            None if matches!(measure, Measure::Progress | Measure::Done) => Ok(None),
            None => figure(cell).map(|_| None),
        };
        match read {
            Ok(None) => {}
            Ok(Some(value)) => {
                if let Some(mark) = note_mark(cell) {
                    report.note(row.place(column), format!("数后面的注号“{mark}”没有读"), "注的内容可以写到备注里");
                }
                figures.push((*measure, row.place(column), value));
            }
            Err(refusal) => report.error(row.place(column), refusal.message, refusal.hint),
        }
    }
    figures
}

/// The unit of the row is that of its amounts; percentages have their own.
fn holds_for(unit: &UnitOfMeasure, measure: Measure) -> bool {
    measure.in_indicator_unit() || *unit == UnitOfMeasure::percent() || *unit == UnitOfMeasure::percentage_points()
}

fn facts<'l>(row: &Row<'_>, lookup: &'l Lookup<'_>) -> Option<Facts<'l>> {
    let period = period(row.cell("期间")?).ok()?;
    lookup.indicator(period.year(), row.cell("指标")?.trimmed()).ok()
}

/// What all figures of the row share.
fn common(row: &Row<'_>, lookup: &Lookup<'_>, report: &mut Report) -> Result<Observation, Reported> {
    let indicator = row.needed("指标", report, |cell| Ok(cell.trimmed().to_owned()));
    let period = row.needed("期间", report, period);
    if let (Ok(indicator), Ok(period)) = (&indicator, &period)
        && let Err(refusal) = lookup.indicator(period.year(), indicator)
    {
        report.error(row.place("指标"), refusal.message, refusal.hint);
    }
    let unit = unit(row, lookup, report);
    let firmness = row.optional("快慢", report, |cell| {
        word(cell.trimmed(), "快慢", &Firmness::WORDS.map(|(value, word, _)| (value, word)))
    });
    let standing = row.optional("状态", report, |cell| {
        word(cell.trimmed(), "状态", &Standing::WORDS.map(|(value, word, _)| (value, word)))
    });
    let origin = row.optional("数源", report, |cell| {
        word(cell.trimmed(), "数源", &Origin::WORDS.map(|(value, word, _)| (value, word)))
    });
    let note = row.text("备注", report);
    Ok(Observation {
        indicator: indicator?,
        unit: unit?,
        period: period?,
        measure: Measure::Cumulative,
        origin: origin?.unwrap_or(Origin::Claimed),
        recorded: Recorded::NoData,
        firmness: firmness?.unwrap_or(Firmness::Flash),
        standing: standing?.unwrap_or(Standing::Certified),
        place: None,
        note: note?,
    })
}

/// The unit a row is about; blank is the region itself.
pub(super) fn unit(row: &Row<'_>, lookup: &Lookup<'_>, report: &mut Report) -> Result<String, Reported> {
    let given = row.optional("单位", report, |cell| lookup.unit(cell.trimmed()).map(|unit| unit.code.clone()))?;
    given.map_or_else(
        || {
            lookup.own().map_err(|refusal| {
                report.error(row.place("单位"), refusal.message, refusal.hint);
                Reported
            })
        },
        Ok,
    )
}
