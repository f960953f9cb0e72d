//! Grades by quota and threshold.

use crate::assessment::result::{GradeResult, UnitScore};
use crate::assessment::scheme::{Boundary, Effect, Grade, Grades, Quota, QuotaRounding, Scheme};
use crate::number::{Number, Rational};
use crate::progress::Derived;

use super::vetoes;

/// Gives every unit that has a place its grade, the best grade first. A unit that may not have a grade hands its place in
/// the quota on to the next.
pub(super) fn grade<N: Derived>(scheme: &Scheme, scores: &mut [UnitScore<N>]) {
    let Some(grades) = &scheme.grades else { return };
    let assessed = scores.len();
    let mut waiting: Vec<(usize, usize)> =
        scores.iter().enumerate().filter_map(|(at, score)| Some((score.rank?, at))).collect();
    waiting.sort_unstable();
    for (level, grade) in grades.list.iter().enumerate() {
        let eligible = |at: usize| scores.get(at).is_some_and(|score| may_have(scheme, grades, grade, level, score));
        let fits: Vec<(usize, usize)> = waiting.iter().copied().filter(|(_, at)| eligible(*at)).collect();
        let given = within_quota(grades, level, &fits, quota(grade, grades.rounding, assessed));
        for (at, result) in given {
            waiting.retain(|(_, other)| *other != at);
            if let Some(score) = scores.get_mut(at) {
                score.grade = Some(result);
            }
        }
    }
}

/// Whether the total reaches the grade and no veto stands before it.
fn may_have<N: Derived>(scheme: &Scheme, grades: &Grades, grade: &Grade, level: usize, score: &UnitScore<N>) -> bool {
    let reached = grade.least.as_ref().is_none_or(|least| score.total.value() >= least);
    let ceilings = vetoes::effects(scheme, &score.vetoes).filter_map(|veto| match &veto.effect {
        Effect::Ceiling(name) => grades.list.iter().position(|grade| grade.name == *name),
        Effect::Zero | Effect::Excluded => None,
    });
    reached && ceilings.max().is_none_or(|highest| level >= highest)
}

/// How many may have the grade; `None` without a quota.
fn quota(grade: &Grade, rounding: QuotaRounding, assessed: usize) -> Option<usize> {
    match grade.quota.as_ref()? {
        Quota::Count(count) => usize::try_from(*count).ok(),
        Quota::Share(share) => {
            let exact = share.mul(&Rational::integer(i64::try_from(assessed).unwrap_or(i64::MAX)));
            let down = exact.to_i64().unwrap_or(0);
            let beyond = exact > Rational::integer(down);
            let whole = match rounding {
                QuotaRounding::Nearest => exact.rounded(0).to_i64().unwrap_or(down),
                QuotaRounding::Up if beyond => down.saturating_add(1),
                QuotaRounding::Down | QuotaRounding::Up => down,
            };
            usize::try_from(whole).ok()
        }
    }
}

/// Who of those that may have the grade gets it. Equal places stand together: where they stand on both sides of the
/// quota, the scheme says what happens.
fn within_quota(
    grades: &Grades,
    level: usize,
    fits: &[(usize, usize)],
    quota: Option<usize>,
) -> Vec<(usize, GradeResult)> {
    let name = |at: usize| grades.list.get(at).map_or_else(String::new, |grade| grade.name.clone());
    let is = |(_, at): (usize, usize)| (at, GradeResult::Is(name(level)));
    let Some(quota) = quota else { return fits.iter().copied().map(is).collect() };
    let cut = fits.get(..quota.min(fits.len())).unwrap_or_default();
    let rest = fits.get(cut.len()..).unwrap_or_default();
    let (Some((last, _)), Some((next, _))) = (cut.last(), rest.first()) else {
        return cut.iter().copied().map(is).collect();
    };
    if last != next {
        return cut.iter().copied().map(is).collect();
    }
    let tied = fits.iter().copied().filter(|(rank, _)| *rank == *last);
    let clear = fits.iter().copied().filter(|(rank, _)| *rank < *last).map(is);
    match grades.boundary {
        Boundary::AllIn => clear.chain(tied.map(is)).collect(),
        Boundary::AllOut => clear.collect(),
        Boundary::Committee => {
            let open = GradeResult::Open(vec![name(level), name(level + 1)]);
            clear.chain(tied.map(|(_, at)| (at, open.clone()))).collect()
        }
    }
}
