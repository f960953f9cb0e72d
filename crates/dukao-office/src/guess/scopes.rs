//! Of the month or to date: settled for every column of amounts and rates.

use dukao_core::framework::ValueKind;

use super::claims::What;
use super::decided::{Decided, Meaning, When};
use super::evidence::Number;
use super::heads::Scope;
use super::vocabulary::Label;
use super::{names, solve};
use crate::mapping::words::Item;

/// Settles the scope of every column, or asks.
pub(super) fn settle(decided: &mut Decided<'_>) {
    from_group(decided);
    solve::confirm(decided);
    from_left(decided);
    from_others(decided);
    from_table(decided);
    from_group(decided);
    from_left(decided);
    from_all(decided);
    ask(decided);
}

fn open(decided: &Decided<'_>) -> Vec<usize> {
    let is_open = |what: Option<What>| matches!(what, Some(What::Amount | What::Base | What::Growth));
    decided
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.scope.is_none() && is_open(column.what()))
        .map(|(at, _)| at)
        .collect()
}

fn set(decided: &mut Decided<'_>, at: usize, scope: Scope, reason: &str) {
    if let Some(column) = decided.columns.get_mut(at) {
        column.scope = Some(scope);
        column.because(reason);
    }
}

fn group(decided: &Decided<'_>, at: usize) -> Vec<String> {
    let path = decided.draft.columns.get(at).map(|col| col.head.path.clone()).unwrap_or_default();
    path.split_last().map(|(_, above)| above.to_vec()).unwrap_or_default()
}

/// A column under the same upper head as one that is settled.
fn from_group(decided: &mut Decided<'_>) {
    for at in open(decided) {
        let own = group(decided, at);
        if own.is_empty() {
            continue;
        }
        let mut scopes: Vec<Scope> = decided
            .figures()
            .filter(|(other, _)| *other != at && group(decided, *other) == own)
            .filter_map(|(_, column)| column.scope)
            .collect();
        scopes.sort_unstable();
        scopes.dedup();
        if let [scope] = scopes.as_slice() {
            set(decided, at, *scope, "与同一组的列一样");
        }
    }
}

/// A rate belongs to the amount at its left.
fn from_left(decided: &mut Decided<'_>) {
    for at in open(decided) {
        let rate = decided.columns.get(at).and_then(super::decided::Column::what) != Some(What::Amount);
        let own = group(decided, at);
        let left = decided.columns.iter().enumerate().take(at).rev().find(|(other, column)| {
            column.what() == Some(What::Amount) && column.when == When::Table && group(decided, *other) == own
        });
        let scope = left.and_then(|(_, column)| column.scope);
        if let Some(scope) = scope.filter(|_| rate) {
            set(decided, at, scope, "跟着左边的完成数");
        }
    }
}

/// Rates beside amounts that are all of one kind.
fn from_all(decided: &mut Decided<'_>) {
    let amounts =
        decided.figures().filter(|(_, column)| column.what() == Some(What::Amount) && column.when == When::Table);
    let mut scopes: Vec<Option<Scope>> = amounts.map(|(_, column)| column.scope).collect();
    scopes.sort_unstable();
    scopes.dedup();
    let [Some(scope)] = scopes.as_slice() else { return };
    let scope = *scope;
    for at in open(decided) {
        set(decided, at, scope, if scope == Scope::ToDate { "表里的数都是累计" } else { "表里的数都是当月" });
    }
}

/// Beside a column of the month, the other one runs from January; the smaller one is of the month.
fn from_others(decided: &mut Decided<'_>) {
    for at in open(decided) {
        let Some(column) = decided.columns.get(at) else { continue };
        let (what, about) = (column.what(), column.about.clone());
        let rest = |at: usize| decided.draft.columns.get(at).map(|col| col.head.rest());
        let same = |other: &usize, column: &super::decided::Column| {
            *other != at
                && column.what() == what
                && column.about == about
                && column.when == When::Table
                && rest(*other) == rest(at)
        };
        let others: Vec<(usize, Scope)> = decided
            .figures()
            .filter(|(other, column)| same(other, column))
            .filter_map(|(other, column)| Some((other, column.scope?)))
            .collect();
        let [(other, scope)] = others.as_slice() else { continue };
        let (this, that) = (numbers(decided, at), numbers(decided, *other));
        if *scope == Scope::OneMonth && (what != Some(What::Amount) || at_least(&this, &that)) {
            set(decided, at, Scope::ToDate, "另有一列是当月，这一列不小于它");
        } else if *scope == Scope::ToDate && what == Some(What::Amount) && at_least(&that, &this) {
            set(decided, at, Scope::OneMonth, "另有一列是累计，这一列不大于它");
        }
    }
}

fn numbers(decided: &Decided<'_>, at: usize) -> Vec<Option<Number>> {
    decided.draft.columns.get(at).map(|col| col.numbers.clone()).unwrap_or_default()
}

fn at_least(more: &[Option<Number>], less: &[Option<Number>]) -> bool {
    let pairs: Vec<_> =
        more.iter().zip(less).filter_map(|(more, less)| Some((more.as_ref()?, less.as_ref()?))).collect();
    let held = pairs.iter().filter(|(more, less)| more.value >= less.value).count();
    pairs.len() > 1 && held * 10 >= pairs.len() * 9
}

/// What the title, the period, the kind of the indicator or a target beside it say.
fn from_table(decided: &mut Decided<'_>) {
    let months_down = decided.label(Label::Period).is_some();
    let by_month =
        decided.facts.titles.iter().any(|title| ["分月", "逐月", "各月"].iter().any(|word| title.contains(word)));
    for at in open(decided).into_iter().filter(|_| months_down) {
        if by_month {
            set(decided, at, Scope::OneMonth, "标题写着是各月的数");
        } else if falls(decided, at) {
            set(decided, at, Scope::OneMonth, "后面的月份比前面的小，不是累计");
        }
    }
    for at in open(decided) {
        let rest = decided.draft.columns.get(at).map(|col| col.head.rest()).unwrap_or_default();
        let kind = names::inside(&rest).or_else(|| names::inside(&decided.facts.theme)).map(|one| one.kind);
        let still = kind.is_some_and(|kind| !kind.accumulates() && kind != ValueKind::Growth);
        if let Some(reason) = decided.facts.to_date.clone() {
            set(decided, at, Scope::ToDate, &reason);
        } else if still {
            set(decided, at, Scope::ToDate, "这个指标不按月累加");
        } else if target_reached(decided, at) {
            set(decided, at, Scope::ToDate, "与全年目标相比已有相当比例，是累计数");
        }
    }
}

/// Whether figures of one year fall from one row of the same unit to the next, as running totals never do.
fn falls(decided: &Decided<'_>, at: usize) -> bool {
    let names: Vec<Vec<String>> = [Label::Unit, Label::Indicator]
        .into_iter()
        .filter_map(|label| decided.label(label))
        .map(|column| decided.draft.names(column))
        .collect();
    let own = |row: usize| names.iter().map(|names| names.get(row).cloned().unwrap_or_default()).collect::<Vec<_>>();
    let figures = numbers(decided, at);
    let amount = decided.columns.get(at).is_some_and(super::decided::Column::is_amount);
    let pairs = figures.iter().zip(figures.iter().skip(1)).enumerate();
    let falls = pairs.filter(|(row, (one, next))| {
        own(*row) == own(row + 1) && one.zip(**next).is_some_and(|(one, next)| next.value < one.value && one.value > 0)
    });
    amount && falls.count() > 0
}

/// The amounts have reached more of the annual target than any month could, or much of the stage's.
fn target_reached(decided: &Decided<'_>, at: usize) -> bool {
    let end = decided.facts.moment.period.and_then(dukao_core::period::Period::end);
    let months = i128::from(end.map_or(0, dukao_core::period::Month::number));
    let unit = |at: usize| decided.columns.get(at).and_then(|column| column.unit.clone());
    let amount = numbers(decided, at);
    decided.figures().any(|(other, column)| {
        let target = numbers(decided, other);
        let pairs = amount
            .iter()
            .zip(&target)
            .filter_map(|(amount, target)| Some((amount.as_ref()?.value, target.as_ref()?.value)));
        let (done, plan) = pairs.fold((0_i128, 0_i128), |(done, plan), (one, other)| (done + one, plan + other));
        let same = unit(at) == unit(other) || unit(at).is_none() || unit(other).is_none();
        match column.what() {
            _ if !same || plan <= 0 || done > plan * 2 => false,
            Some(What::Fixed(Item::Stage)) => done * 2 >= plan,
            // Twice an even month, and at least half of an even pace.
            Some(What::Fixed(Item::Floor)) if months >= 3 => done * 12 >= plan * 2 && done * 24 >= plan * months,
            Some(What::Fixed(Item::Floor)) if months == 0 => done * 12 >= plan * 3,
            _ => false,
        }
    })
}

fn ask(decided: &mut Decided<'_>) {
    let growth_only = !decided.figures().any(|(_, column)| column.what() == Some(What::Amount));
    for at in open(decided) {
        let Some(column) = decided.columns.get_mut(at) else { continue };
        if column.meaning == Meaning::Figures(What::Base) && growth_only {
            continue;
        }
        column.sure = column.sure.min(45);
        column.question = Some("没有写明是当月还是从1月起累计".to_owned());
        column.others = match column.what() {
            Some(What::Amount) => vec!["累计", "当月"],
            Some(What::Base) => vec!["上年同期累计", "上年同期当月"],
            _ => vec!["累计增速", "当月增速"],
        };
    }
}
