//! Which indicator, which unit and which stage the figures of a column are of.

use dukao_core::ledger::Measure;

use super::claims::What;
use super::decided::{Decided, When};
use super::heads::Scope;
use super::naming::{full_name, rests, stem, without_deed};
use super::vocabulary::Label;
use super::{growth, names};
use crate::batch::Known;
use crate::mapping::words::Item;

/// Settles indicator, unit across and stage of every column of figures.
pub(super) fn settle(decided: &mut Decided<'_>, known: &dyn Known) {
    let rests = rests(decided, known);
    if decided.indicators_in_rows() {
        super::crossed::settle(decided, &rests, known);
    } else {
        name_indicators(decided, &rests, known);
        growth::settle(decided, known);
    }
    stages(decided);
}

pub(super) fn name_indicators(decided: &mut Decided<'_>, rests: &[String], known: &dyn Known) {
    let mut names = names_by_column(decided, rests, known);
    if names.iter().flatten().next().is_none() {
        let theme = decided.facts.theme.clone();
        let name = (!theme.is_empty()).then_some(theme);
        for (at, slot) in names.iter_mut().enumerate() {
            if decided.columns.get(at).is_some_and(|column| column.what().is_some()) {
                slot.clone_from(&name);
            }
        }
    } else {
        inherit(decided, &mut names);
    }
    for (column, name) in decided.columns.iter_mut().zip(names) {
        if column.what().is_some() && column.indicator.is_none() {
            column.indicator = name;
        }
    }
}

/// The indicator that each head names itself.
fn names_by_column(decided: &Decided<'_>, rests: &[String], known: &dyn Known) -> Vec<Option<String>> {
    let stems: Vec<String> = rests.iter().map(|rest| stem(rest)).collect();
    let mut names = Vec::new();
    for (at, rest) in rests.iter().enumerate() {
        let figures = decided.columns.get(at).is_some_and(|column| column.what().is_some());
        if rest.is_empty() || !figures {
            names.push(None);
            continue;
        }
        // Columns of one stem are of one indicator; the name is that of what was done.
        let own = stems.get(at);
        let same =
            rests.iter().zip(&stems).enumerate().filter(|(_, (rest, stem))| Some(*stem) == own && !rest.is_empty());
        let deed = same.clone().find(|(other, _)| {
            decided.columns.get(*other).and_then(super::decided::Column::what) == Some(What::Amount)
        });
        let rest = deed.map_or(rest, |(_, (rest, _))| rest);
        // 产值增速 beside 总产值 is of it.
        let amounts = rests.iter().enumerate().filter(|(other, _)| {
            decided.columns.get(*other).and_then(super::decided::Column::what) == Some(What::Amount)
        });
        let goes_on = |other: &&String| other.ends_with(rest.as_str()) || other.starts_with(rest.as_str());
        let mut longer: Vec<&String> = amounts.map(|(_, other)| other).filter(goes_on).collect();
        longer.dedup();
        let rest = match longer.as_slice() {
            [one] => *one,
            _ => rest,
        };
        let rest = if names::exactly(rest).is_some() { rest.as_str() } else { without_deed(rest) };
        names.push(Some(full_name(rest, &decided.facts.theme, known)));
    }
    names
}

/// Heads without a name belong to the named one of their group, at their left, or to the only one.
fn inherit(decided: &Decided<'_>, names: &mut [Option<String>]) {
    let mut distinct: Vec<String> = names.iter().flatten().cloned().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let only = match distinct.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    let own = names.to_vec();
    let figures = |at: &usize| decided.columns.get(*at).is_some_and(|column| column.what().is_some());
    // What only rates name says nothing of the amounts beside them.
    let of_amounts = |at: &usize| decided.columns.get(*at).is_some_and(super::decided::Column::is_amount);
    let amounts_named = (0..names.len()).filter(of_amounts).any(|at| own.get(at).is_some_and(Option::is_some));
    let theme = Some(decided.facts.theme.clone()).filter(|theme| !theme.is_empty());
    for at in (0..names.len()).filter(figures) {
        if own.get(at).is_some_and(Option::is_some) {
            continue;
        }
        let follows = decided.columns.get(at).is_some_and(|column| {
            column.what() == Some(What::Growth)
                || matches!(column.what(), Some(What::Fixed(Item::Measure(Measure::Rank))))
        });
        if !amounts_named && (of_amounts(&at) || !follows) && (0..names.len()).any(|at| of_amounts(&at)) {
            if let Some(slot) = names.get_mut(at) {
                slot.clone_from(&theme);
            }
            continue;
        }
        // 本月止累计 before 其中：工业投资/本月止累计 is of what the table is about.
        if twice(decided, &own, at) && theme.is_some() && theme != only {
            if let Some(slot) = names.get_mut(at) {
                slot.clone_from(&theme);
            }
            continue;
        }
        let left = (0..at).rev().filter(figures).find_map(|other| own.get(other).cloned().flatten());
        let right = (at + 1..names.len()).filter(figures).find_map(|other| own.get(other).cloned().flatten());
        let goal = decided.columns.get(at).is_some_and(|column| {
            matches!(column.what(), Some(What::Fixed(Item::Floor | Item::Stretch | Item::Stage)))
        });
        let found = only.clone().or(if goal { right.clone().or(left.clone()) } else { left.or(right) });
        if let Some(slot) = names.get_mut(at) {
            *slot = found;
        }
    }
}

/// Whether a column without a name says the same as one behind it that has a name.
fn twice(decided: &Decided<'_>, names: &[Option<String>], at: usize) -> bool {
    let first = names.iter().position(Option::is_some);
    let Some(column) = decided.columns.get(at).filter(|_| first.is_some_and(|first| at < first)) else { return false };
    decided.figures().any(|(other, own)| {
        names.get(other).is_some_and(Option::is_some)
            && (own.what(), own.scope, &own.when, &own.about)
                == (column.what(), column.scope, &column.when, &column.about)
    })
}

/// The stage of stage targets: from the head, a column, or else up to the table's period.
fn stages(decided: &mut Decided<'_>) {
    let column_of_stages = decided.label(Label::Stage).is_some();
    let has_period = decided.facts.moment.period.is_some();
    for (col, column) in decided.draft.columns.iter().zip(&mut decided.columns) {
        if column.what() != Some(What::Fixed(Item::Stage)) || column.stage.is_some() {
            continue;
        }
        let named = col.head.path.iter().rev().find_map(|text| {
            let (plain, found) = crate::mapping::stretch::stretches(text);
            let one = found.into_iter().find(|one| one.span.is_some())?;
            plain.get(one.start..one.end).map(str::to_owned)
        });
        if column_of_stages {
            column.because("阶段写在另一列");
        } else if let Some(stage) = named {
            column.because(format!("列头写着“{stage}”"));
            column.stage = Some(stage);
        } else if has_period {
            column.because("没有写阶段，按到本期为止");
            column.stage = Some("1-{月}月".to_owned());
        } else {
            column.question = Some("是哪个阶段的目标".to_owned());
            column.sure = 40;
        }
        column.scope = Some(Scope::ToDate);
        column.when = When::Table;
    }
}
