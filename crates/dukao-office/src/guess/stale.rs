//! What contradicts itself or what the region has: months in heads that are not the title's, and figures that
//! are a thousand times larger or smaller than those of the months before.

use dukao_core::ledger::Measure;
use dukao_core::period::Period;
use dukao_core::quantity::UnitOfMeasure;

use super::claims::What;
use super::decided::{Decided, When};
use super::evidence::{Law, Number};
use super::table::Table;
use super::vocabulary::{Label, Sense};
use crate::batch::Known;
use crate::mapping::words::Item;

/// Heads of running totals that end in another month than the one of the title.
pub(super) fn ask_about_months(decided: &mut Decided<'_>) {
    let Some(period) = decided.facts.moment.period else { return };
    for (col, column) in decided.draft.columns.iter().zip(&mut decided.columns) {
        let stage = matches!(column.what(), Some(What::Fixed(Item::Stage | Item::Measure(Measure::StageCompletion))));
        if column.what().is_none() || stage || column.when != When::Table || column.fixed {
            continue;
        }
        let other = col.head.stretches.iter().filter(|one| !one.day).find_map(|one| {
            let own = Period::new(one.year.unwrap_or(period.year()), one.span?)?;
            let last_year = own.year() + 1 == period.year();
            (own.end() != period.end() || (own.year() != period.year() && !last_year)).then_some(own)
        });
        if let Some(other) = other {
            column.sure = column.sure.min(40);
            column.question =
                Some(format!("列头的期间是{other}，标题的却是{period}，以哪个为准？以标题为准就改正列头"));
            column.others = vec!["不读"];
        }
    }
}

/// Figures of last year that may be of the whole year: nothing computed from them says otherwise.
pub(super) fn ask_about_last_year(decided: &mut Decided<'_>) {
    let year_only = |at: usize, year: i16| {
        let stretches = decided.draft.columns.get(at).map(|col| col.head.stretches.as_slice()).unwrap_or_default();
        stretches.iter().any(|one| one.year == Some(year) && one.span.is_none())
    };
    let Some(year) = decided.facts.moment.year else { return };
    let beside = decided.figures().any(|(at, column)| column.what() == Some(What::Amount) && year_only(at, year));
    let mut open = Vec::new();
    for (at, _) in decided.figures().filter(|(_, column)| column.what() == Some(What::Base) && !column.fixed) {
        let Some(col) = decided.draft.columns.get(at) else { continue };
        let vague = col.head.says(Sense::LastYear) || (year_only(at, year - 1) && !beside);
        if vague && !col.head.says(Sense::Base) && !is_computed_from(decided, at) {
            open.push(at);
        }
    }
    for at in open {
        if let Some(column) = decided.columns.get_mut(at) {
            column.sure = column.sure.min(45);
            column.question = Some("是上年同期的数，还是上年全年的？全年的不读".to_owned());
            column.others = vec!["上年同期累计", "上年同期当月", "不读"];
        }
    }
}

/// Whether a printed growth or change is computed from a column.
fn is_computed_from(decided: &Decided<'_>, base: usize) -> bool {
    let numbers = |at: usize| decided.draft.columns.get(at).map_or(&[][..], |col| col.numbers.as_slice());
    let amounts = || decided.figures().filter(|(_, column)| column.what() == Some(What::Amount)).map(|(at, _)| at);
    decided.figures().any(|(rate, column)| {
        let law = match column.what() {
            Some(What::Growth) => Law::Growth,
            Some(What::Fixed(Item::Measure(Measure::Change))) => Law::Difference,
            _ => return false,
        };
        amounts().any(|amount| law.is_sure([numbers(rate), numbers(amount), numbers(base)]).is_some())
    })
}

/// Amounts, targets and completions that belong together by arithmetic, but were given different indicators.
pub(super) fn one_indicator(decided: &mut Decided<'_>) {
    let of = |what: What| {
        decided.figures().filter(|(_, column)| column.what() == Some(what)).map(|(at, _)| at).collect::<Vec<_>>()
    };
    let (rates, amounts, goals) =
        (of(What::Fixed(Item::Measure(Measure::Completion))), of(What::Amount), of(What::Fixed(Item::Floor)));
    for rate in rates {
        let numbers = |at: usize| decided.draft.columns.get(at).map_or(&[][..], |col| col.numbers.as_slice());
        let pairs: Vec<(usize, usize)> = amounts
            .iter()
            .flat_map(|amount| goals.iter().map(move |goal| (*amount, *goal)))
            .filter(|(amount, goal)| Law::Ratio.is_sure([numbers(rate), numbers(*amount), numbers(*goal)]).is_some())
            .collect();
        let [(amount, goal)] = pairs.as_slice() else { continue };
        let name = |at: usize| decided.columns.get(at).and_then(|column| column.indicator.clone());
        let (Some(done), Some(planned)) = (name(*amount), name(*goal)) else { continue };
        if done == planned {
            continue;
        }
        let question = format!("完成率说明它和{}是同一个指标，名称却不同，叫什么？", decided.draft.column_name(*goal));
        if let Some(column) = decided
            .columns
            .get_mut(*amount)
            .filter(|column| !column.reasons.iter().any(|reason| reason.contains("由人指定")))
        {
            column.sure = 45;
            column.question = Some(question);
            column.others = Vec::new();
        }
    }
}

/// How many times as large a figure may be as the last one of the same indicator and unit.
const TIMES: i128 = 500;

/// A question when most figures of a column are out of all proportion to what the region has.
pub(super) fn out_of_proportion(table: &Table<'_>, known: &dyn Known) -> Option<(usize, String)> {
    let units = table.decided.label(Label::Unit);
    let indicators = table.decided.label(Label::Indicator);
    let year = table.facts.moment.year?;
    for (at, column) in
        table.decided.figures().filter(|(_, column)| column.what() == Some(What::Amount) && !column.fixed)
    {
        let (mut tried, mut far) = (0, 0);
        for row in table.draft.data.iter().take(40) {
            let unit = match (units, &column.about) {
                (_, Some(name)) => known.organisation().find(name),
                (Some(units), None) => {
                    known.organisation().find(&super::roles::bare(table.draft.cell(*row, units).text()))
                }
                (None, None) => known.organisation().own(),
            };
            let row_name = indicators.map(|at| super::roles::bare(table.draft.cell(*row, at).text()));
            let name = column.indicator.clone().or(row_name).unwrap_or_default();
            let written = column.unit.clone().or_else(|| table.facts.unit.clone());
            let (Some(unit), Some(written)) = (unit, written) else { continue };
            let Some(last) = latest(known, &name, &unit.code, year, &written) else { continue };
            let Some(own) = Number::of(table.draft.cell(*row, at)).map(|number| number.value.abs()) else { continue };
            if own > 0 && last > 0 {
                tried += 1;
                far += usize::from(own > last * TIMES || last > own * TIMES);
            }
        }
        if tried > 0 && far * 2 > tried {
            let unit = column.unit.as_ref().or(table.facts.unit.as_ref()).map_or("", UnitOfMeasure::as_str);
            return Some((at, format!("这一列按{unit}读，与上期相差{TIMES}倍以上，计量单位对不对？")));
        }
    }
    None
}

/// The last figure of an indicator and unit, in millionths of the given unit of measure.
fn latest(known: &dyn Known, name: &str, unit: &str, year: i16, written: &UnitOfMeasure) -> Option<i128> {
    let held = [year, year - 1].into_iter().find_map(|year| {
        let indicator = known.framework(year)?.find(name)?;
        known.latest(&indicator.code, unit, year)
    })?;
    let value = held.convert(written)?;
    Number::of_decimal(value).map(|number| number.value.abs())
}
