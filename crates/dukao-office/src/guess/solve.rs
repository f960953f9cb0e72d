//! What figures prove about columns: unknown ones are found out, known ones are confirmed.

use dukao_core::ledger::Measure;

use super::claims::What;
use super::decided::{Column, Decided, Meaning};
use super::evidence::{Law, Number, are_places};
use super::heads::Scope;
use crate::mapping::words::Item;

/// Most columns that take part.
const MOST: usize = 30;

const COMPLETION: What = What::Fixed(Item::Measure(Measure::Completion));
const CHANGE: What = What::Fixed(Item::Measure(Measure::Change));
const FLOOR: What = What::Fixed(Item::Floor);

/// Finds out what unknown columns are, as far as the figures prove it; every finding may prove another.
pub(super) fn unknown(decided: &mut Decided<'_>) {
    for _ in 0..4 {
        let open: Vec<usize> = decided
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.meaning == Meaning::Unknown)
            .map(|(at, _)| at)
            .take(MOST)
            .collect();
        let mut found = false;
        for at in open {
            if let Some((what, scope, sure, reason)) = proof(decided, at)
                && let Some(column) = decided.columns.get_mut(at)
            {
                column.meaning = Meaning::Figures(what);
                column.scope = column.scope.or(scope);
                column.sure = sure;
                column.because(reason);
                found = true;
            }
        }
        if !found {
            return;
        }
    }
}

type Proof = (What, Option<Scope>, u8, String);

fn proof(decided: &Decided<'_>, at: usize) -> Option<Proof> {
    let own = numbers(decided, at)?;
    let col = decided.draft.columns.get(at)?;
    if col.head.unit.is_none() && col.percents == 0 && are_places(own) {
        return Some((What::Fixed(Item::Measure(Measure::Rank)), None, 75, "这一列的数是1起的位次".to_owned()));
    }
    let known: Vec<(usize, What)> =
        decided.figures().filter_map(|(at, column)| Some((at, column.what()?))).take(MOST).collect();
    for (second, what) in known.iter().filter(|(_, what)| *what == What::Amount) {
        for (third, other) in &known {
            if let Some(found) = as_result(decided, own, (*second, *what), (*third, *other)) {
                return Some(found);
            }
        }
    }
    for (rate, what) in &known {
        for (other, amount) in &known {
            if let Some(found) = as_part(decided, own, (*rate, *what), (*other, *amount)) {
                return Some(found);
            }
        }
    }
    None
}

fn numbers<'d>(decided: &Decided<'d>, at: usize) -> Option<&'d [Option<Number>]> {
    decided.draft.columns.get(at).map(|col| col.numbers.as_slice())
}

fn name(decided: &Decided<'_>, at: usize) -> String {
    decided.draft.column_name(at)
}

/// The column is computed from two known ones.
fn as_result(
    decided: &Decided<'_>,
    own: &[Option<Number>],
    second: (usize, What),
    third: (usize, What),
) -> Option<Proof> {
    let (a, b) = (numbers(decided, second.0)?, numbers(decided, third.0)?);
    let scope = decided.columns.get(second.0)?.scope;
    let (law, what, words) = match third.1 {
        FLOOR => (Law::Ratio, COMPLETION, "÷目标"),
        What::Fixed(Item::Stage) => (Law::Ratio, What::Fixed(Item::Measure(Measure::StageCompletion)), "÷阶段目标"),
        What::Base => (Law::Growth, What::Growth, "比上年同期增长"),
        _ => return None,
    };
    if let Some(rows) = law.is_sure([own, a, b]) {
        let reason = format!("等于{}{words}（{}），{rows}行都对得上", name(decided, second.0), name(decided, third.0));
        return Some((what, scope, 92, reason));
    }
    if third.1 == What::Base
        && let Some(rows) = Law::Difference.is_sure([own, a, b])
    {
        let reason = format!("等于{}减{}，{rows}行都对得上", name(decided, second.0), name(decided, third.0));
        return Some((CHANGE, scope, 92, reason));
    }
    None
}

/// A known column is computed from this one and another.
fn as_part(decided: &Decided<'_>, own: &[Option<Number>], rate: (usize, What), other: (usize, What)) -> Option<Proof> {
    let (r, o) = (numbers(decided, rate.0)?, numbers(decided, other.0)?);
    let scope = decided.columns.get(rate.0)?.scope.or(decided.columns.get(other.0)?.scope);
    let (law, whole, part) = match rate.1 {
        COMPLETION => (Law::Ratio, FLOOR, "目标"),
        What::Fixed(Item::Measure(Measure::StageCompletion)) => (Law::Ratio, What::Fixed(Item::Stage), "阶段目标"),
        What::Growth => (Law::Growth, What::Base, "上年同期"),
        CHANGE => (Law::Difference, What::Base, "上年同期"),
        _ => return None,
    };
    let proved = |columns: [&[Option<Number>]; 3], what, scope, sentence: String| {
        let rows = law.is_sure(columns)?;
        Some((what, scope, 90, format!("{sentence}，{rows}行都对得上")))
    };
    if other.1 == What::Amount {
        let sentence = format!("{}由{}和这一列算出，所以是{part}", name(decided, rate.0), name(decided, other.0));
        return proved([r, o, own], whole, scope, sentence);
    }
    if other.1 == whole {
        let sentence = format!("{}由这一列和{}算出，所以是完成数", name(decided, rate.0), name(decided, other.0));
        return proved([r, own, o], What::Amount, scope.or(Some(Scope::ToDate)), sentence);
    }
    None
}

/// Notes for every column of rates which amounts it is computed from, so that the clerk sees the proof.
/// Gives the amounts that a completion proves to run from January.
pub(super) fn confirm(decided: &mut Decided<'_>) {
    let known: Vec<(usize, What)> =
        decided.figures().filter_map(|(at, column)| Some((at, column.what()?))).take(MOST).collect();
    for (rate, what) in &known {
        let (law, whole) = match *what {
            COMPLETION => (Law::Ratio, FLOOR),
            What::Growth => (Law::Growth, What::Base),
            CHANGE => (Law::Difference, What::Base),
            _ => continue,
        };
        confirm_one(decided, &known, *rate, law, whole);
    }
}

fn confirm_one(decided: &mut Decided<'_>, known: &[(usize, What)], rate: usize, law: Law, whole: What) {
    let amounts = known.iter().filter(|(_, what)| *what == What::Amount);
    for ((amount, _), (base, _)) in
        amounts.flat_map(|one| known.iter().filter(|(_, what)| *what == whole).map(move |base| (one, base)))
    {
        let columns = (numbers(decided, rate), numbers(decided, *amount), numbers(decided, *base));
        let (Some(r), Some(a), Some(b)) = columns else { continue };
        let Some(rows) = law.is_sure([r, a, b]) else { continue };
        let sign = match law {
            Law::Ratio => "÷",
            Law::Growth => "比",
            Law::Difference => "−",
        };
        let (amount_name, base_name) = (name(decided, *amount), name(decided, *base));
        if let Some(column) = decided.columns.get_mut(rate) {
            column.because(format!("等于{amount_name}{sign}{base_name}，{rows}行都对得上"));
            column.sure = column.sure.max(97);
        }
        if law == Law::Ratio
            && let Some(column) = decided.columns.get_mut(*amount)
        {
            with_completion(column, &base_name);
        }
        if law != Law::Ratio {
            share_scope(decided, [rate, *amount, *base]);
        }
        return;
    }
}

/// An amount that is measured against the annual target runs from January.
fn with_completion(column: &mut Column, base: &str) {
    if column.scope.is_none() {
        column.scope = Some(Scope::ToDate);
        column.because(format!("完成率是它除以全年的{base}，所以从1月起累计"));
    }
}

/// Columns in one computation are all of the month or all to date.
fn share_scope(decided: &mut Decided<'_>, columns: [usize; 3]) {
    let scope = columns.iter().find_map(|at| decided.columns.get(*at)?.scope);
    for at in columns {
        if let Some(column) = decided.columns.get_mut(at)
            && column.scope.is_none()
            && scope.is_some()
        {
            column.scope = scope;
            column.because("与相关的列同是当月或同是累计");
        }
    }
}
