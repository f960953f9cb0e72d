//! Old rules, new rules: the same figures under two schemes, who gains, who loses, and through which line.

use dukao_core::assessment::scheme::Scheme;
use dukao_core::assessment::{Assessment, Contribution, Facts, Plan, Sheet, UnitScore, contributions, evaluate, moved};
use dukao_core::number::{Number, Rational};
use dukao_core::period::Month;
use serde::Serialize;

use super::score::{PointsShown, SchemeRef, points_shown, scheme_ref};

/// A line that brings something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ThroughLine {
    /// Code of the entry or event rule; empty for caps of groups, given points, vetoes.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it brought under the old rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<PointsShown>,
    /// What it brings under the new rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<PointsShown>,
    /// What it brings more.
    pub change: PointsShown,
}

/// A unit under old and new rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReplayLine {
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// Its class under the new rules.
    pub class: String,
    /// Its place under the old rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank_before: Option<usize>,
    /// Its place under the new rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank_after: Option<usize>,
    /// Its total under the old rules; none when they do not assess it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<PointsShown>,
    /// Its total under the new rules.
    pub after: PointsShown,
    /// What it gains.
    pub change: PointsShown,
    /// Through which lines, the greatest change first; together they are the gain.
    pub through: Vec<ThroughLine>,
}

/// The same figures under two schemes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Replay {
    /// The old rules.
    pub old: SchemeRef,
    /// The new rules.
    pub new: SchemeRef,
    /// Month that is assessed.
    pub month: u8,
    /// The units, the first place under the new rules first, class by class.
    pub units: Vec<ReplayLine>,
}

/// One scheme with the facts laid out for it.
pub struct Side<'a> {
    /// The scheme.
    pub scheme: &'a Scheme,
    /// Its facts.
    pub facts: &'a Sheet,
}

/// Applies both schemes and compares unit by unit.
pub fn replay(old: &Side<'_>, new: &Side<'_>, month: Month) -> Replay {
    let (old_plan, new_plan) = (Plan::of(old.scheme), Plan::of(new.scheme));
    let before: Assessment<Rational> = evaluate(&old_plan, old.facts, month);
    let after: Assessment<Rational> = evaluate(&new_plan, new.facts, month);
    let decimals = new.scheme.rules.decimals.max(old.scheme.rules.decimals);
    let units = Facts::<Rational>::units(new.facts);
    let mut lines: Vec<ReplayLine> = Vec::new();
    for (score, unit) in after.units.iter().filter_map(|score| Some((score, units.get(score.unit)?))) {
        let earlier = old.facts.unit(&unit.code);
        let earlier = earlier.and_then(|at| before.units.iter().find(|score| score.unit == at));
        let brought = earlier.map(|score| contributions(&old_plan, score)).unwrap_or_default();
        let through = through(&brought, &contributions(&new_plan, score), decimals);
        let zero = Rational::zero();
        let total_before = earlier.map_or(&zero, |score: &UnitScore<Rational>| &score.total);
        lines.push(ReplayLine {
            unit: unit.code.clone(),
            name: unit.name.clone(),
            class: unit.class.clone(),
            rank_before: earlier.and_then(|score| score.rank),
            rank_after: score.rank,
            before: earlier.map(|score| points_shown(&score.total, decimals)),
            after: points_shown(&score.total, decimals),
            change: points_shown(&score.total.sub(total_before), decimals),
            through,
        });
    }
    lines.sort_by(|left, right| {
        let key = |line: &ReplayLine| (line.class.clone(), line.rank_after.unwrap_or(usize::MAX));
        key(left).cmp(&key(right))
    });
    Replay { old: scheme_ref(old.scheme), new: scheme_ref(new.scheme), month: month.number(), units: lines }
}

fn through(before: &[Contribution], after: &[Contribution], decimals: u8) -> Vec<ThroughLine> {
    let shown = |points: &Rational| points_shown(points, decimals);
    let line = |line: dukao_core::assessment::Moved| ThroughLine {
        change: shown(&line.change()),
        before: line.before.as_ref().map(shown),
        after: line.after.as_ref().map(shown),
        code: line.code,
        name: line.name,
    };
    moved(before, after).into_iter().map(line).collect()
}
