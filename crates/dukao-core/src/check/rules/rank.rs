//! Rule 10: a printed rank must be the rank of the values.
//!
//! Looked at where **every** unit of the class has a value. Tables do not say by what they rank: of
//! growth, completion and the amount itself, the printed ranks are held against the one that they
//! follow best. Tolerance: units whose values cannot be told apart within half a printed digit may stand in
//! any order (offices rank on digits that they do not print), so a tie for the 2nd place may be
//! printed as 2, 2, 4 or 2, 3, 4.
//!
//! Example: growth 12.1, 11.0, 9.9; the unit with 11.0 prints rank 3, but only one is better.

use std::collections::BTreeSet;

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Series, View, tolerance};
use crate::framework::ValueKind;
use crate::ledger::{Measure, Origin};
use crate::number::{Number, Rational};
use crate::period::Month;
use crate::progress::{Exact, FigureKind, Reckoner, Subject, shown};

/// A unit's value for one basis.
struct Ranked<'a> {
    unit: &'a str,
    value: Rational,
    half: Rational,
    sources: Vec<Fact>,
}

/// A printed rank that the values do not allow.
struct Wrong<'a> {
    unit: &'a str,
    printed: Fact,
    best: i64,
    worst: i64,
}

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    let mut seen: BTreeSet<(&str, &str, Origin, Month)> = BTreeSet::new();
    for (series, month) in view.printed(Measure::Rank) {
        let key = |unit| (series.indicator.code.as_str(), unit, series.origin, month);
        if seen.contains(&key(series.unit)) {
            continue;
        }
        let units = class_of(view, series, month);
        seen.extend(units.iter().map(|unit| key(unit)));
        out.extend(compare(view, series, month, &units));
    }
}

fn subject<'b>(view: &View<'_>, series: &Series<'b>, unit: &'b str, month: Month) -> Option<Subject<'b>> {
    let month = crate::progress::asked_in(view.book, series.indicator, series.origin, month)?;
    Some(Subject { indicator: &series.indicator.code, unit, year: view.year, month, origin: series.origin })
}

/// The units ranked with the series' own.
fn class_of<'a>(view: &View<'a>, series: &Series<'a>, month: Month) -> Vec<&'a str> {
    subject(view, series, series.unit, month)
        .and_then(|subject| Reckoner::<Exact>::new(view.book, subject).ok())
        .map(|reckoner| reckoner.ranked_units())
        .unwrap_or_default()
}

fn compare(view: &View<'_>, series: &Series<'_>, month: Month, units: &[&str]) -> Vec<Finding> {
    let bases: &[FigureKind] = if series.indicator.kind.accumulates() {
        &[FigureKind::Growth, FigureKind::Completion, FigureKind::Cumulative]
    } else if matches!(series.indicator.kind, ValueKind::Milestone | ValueKind::YesNo | ValueKind::Rank) {
        &[]
    } else {
        &[FigureKind::Cumulative]
    };
    let mut best: Option<(Vec<Wrong<'_>>, FigureKind, Vec<Ranked<'_>>)> = None;
    for basis in bases {
        let Some(ranked) = values(view, series, month, units, *basis) else { continue };
        let wrong = wrong_ranks(view, series, month, &ranked, *basis);
        if wrong.is_empty() {
            return Vec::new();
        }
        if best.as_ref().is_none_or(|(fewest, _, _)| wrong.len() < fewest.len()) {
            best = Some((wrong, *basis, ranked));
        }
    }
    let Some((wrong, basis, ranked)) = best else { return Vec::new() };
    wrong.iter().filter_map(|wrong| draft(view, series, basis, &ranked, wrong)).collect()
}

/// Every unit's value, or nothing when one is not known.
fn values<'a>(
    view: &View<'_>,
    series: &Series<'_>,
    month: Month,
    units: &[&'a str],
    basis: FigureKind,
) -> Option<Vec<Ranked<'a>>> {
    if units.len() < 2 {
        return None;
    }
    units
        .iter()
        .map(|unit| {
            let own = view.series(&series.indicator.code, unit, series.origin);
            let sources: Vec<Fact> = printed_basis(view, series, own, unit, month, basis);
            let value = match sources.as_slice() {
                [printed] if !series.indicator.kind.accumulates() => printed.value.clone(),
                _ => {
                    let subject = Subject { unit, ..subject(view, series, series.unit, month)? };
                    Reckoner::<Exact>::new(view.book, subject).ok()?.compute(basis).ok()?
                }
            };
            let half = if let [only] = sources.as_slice() { only.half() } else { Rational::zero() };
            Some(Ranked { unit, value, half, sources })
        })
        .collect()
}

/// The figures a value rests on: one when it is printed as such.
fn printed_basis(
    view: &View<'_>,
    series: &Series<'_>,
    own: Option<&Series<'_>>,
    unit: &str,
    month: Month,
    basis: FigureKind,
) -> Vec<Fact> {
    let fact = |measure| own.and_then(|own| own.fact(measure, month));
    let pair = || {
        let code = series.indicator.pair.as_deref()?;
        view.series(code, unit, series.origin)?.fact(Measure::Cumulative, month)
    };
    let actual = || own.and_then(|own| own.actual(month));
    let base = || own.and_then(|own| own.last_year(Measure::Cumulative, month));
    let floor = || own.and_then(Series::floor);
    let several = |facts: [Option<Fact>; 2]| facts.into_iter().flatten().collect();
    match basis {
        FigureKind::Growth if series.indicator.kind != ValueKind::Growth => {
            match fact(Measure::CumulativeGrowth).or_else(pair) {
                Some(printed) => vec![printed],
                None => several([actual(), base()]),
            }
        }
        FigureKind::Completion => match floor() {
            Some(floor) => several([actual(), Some(floor)]),
            None => fact(Measure::Completion).into_iter().collect(),
        },
        _ => actual().into_iter().collect(),
    }
}

fn wrong_ranks<'a>(
    view: &View<'_>,
    series: &Series<'_>,
    month: Month,
    ranked: &[Ranked<'a>],
    basis: FigureKind,
) -> Vec<Wrong<'a>> {
    let lower = subject(view, series, series.unit, month)
        .and_then(|subject| Reckoner::<Exact>::new(view.book, subject).ok())
        .is_some_and(|reckoner| reckoner.lower_stands_first(basis));
    let bounds: Vec<Interval> = ranked.iter().map(|unit| Interval::around(&unit.value, &unit.half)).collect();
    let mut wrong = Vec::new();
    for (own, unit) in bounds.iter().zip(ranked) {
        let of_unit = view.series(&series.indicator.code, unit.unit, series.origin);
        let Some(printed) = of_unit.and_then(|of_unit| of_unit.fact(Measure::Rank, month)) else { continue };
        let better = |other: &&Interval| if lower { other.lies_below(own) } else { own.lies_below(other) };
        let worse = |other: &&Interval| if lower { own.lies_below(other) } else { other.lies_below(own) };
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let best = count(bounds.iter().filter(better).count()).saturating_add(1);
        let worst = count(bounds.len()) - count(bounds.iter().filter(worse).count());
        if printed.value < Rational::integer(best) || printed.value > Rational::integer(worst) {
            wrong.push(Wrong { unit: unit.unit, printed, best, worst });
        }
    }
    wrong
}

fn draft(
    view: &View<'_>,
    series: &Series<'_>,
    basis: FigureKind,
    ranked: &[Ranked<'_>],
    wrong: &Wrong<'_>,
) -> Option<Finding> {
    let own = ranked.iter().find(|unit| unit.unit == wrong.unit)?;
    let decimals = match own.sources.as_slice() {
        [printed] => printed.decimals,
        _ => basis.decimals(series.indicator),
    };
    let what = if series.indicator.kind.accumulates() { basis.label() } else { "本期数" };
    let value = format!("{}{}", shown(&own.value, decimals), basis.unit(series.indicator));
    let computed = if wrong.best == wrong.worst {
        format!("第{}位", wrong.best)
    } else {
        format!("第{}至{}位", wrong.best, wrong.worst)
    };
    let printed = format!("第{}位", wrong.printed.text());
    let statement = format!(
        "{}发布位次为{printed}，按{what}{value}在{}个单位中应为{computed}",
        view.unit_name(wrong.unit, wrong.printed.span),
        ranked.len()
    );
    let others = ranked.iter().filter(|unit| unit.unit != wrong.unit).flat_map(|unit| &unit.sources);
    let facts: Vec<&Fact> = std::iter::once(&wrong.printed).chain(&own.sources).chain(others).collect();
    view.finding(Draft {
        rule: Rule::Rank,
        severity: Severity::Error,
        indicator: series.indicator,
        unit: wrong.unit,
        span: wrong.printed.span,
        mark: series.mark(Measure::Rank),
        statement,
        printed: Some(printed),
        computed: Some(computed),
        tolerance: tolerance(&own.half, basis.unit(series.indicator).as_str()),
        facts: &facts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, lines, only};
    use crate::organisation::UnitKind;

    fn growths(figures: &[(&str, &str)]) -> Rows {
        let book = Rows::new()
            .unit("Q01", UnitKind::Peer, Some("C00"))
            .unit("Q02", UnitKind::Peer, Some("C00"))
            .indicator("E05", "%", ValueKind::Growth, |_| ());
        let units = ["Q00", "Q01", "Q02"];
        units.iter().zip(figures).fold(book, |book, (unit, (growth, rank))| {
            let book = book.figure("E05", unit, "2018-07", Measure::Cumulative, growth);
            if rank.is_empty() { book } else { book.figure("E05", unit, "2018-07", Measure::Rank, rank) }
        })
    }

    #[test]
    fn a_rank_that_the_values_do_not_give_is_found() {
        let book = || growths(&[("11.0", "3"), ("12.1", "1"), ("9.9", "3")]);
        assert_eq!(only(book()).statement, "全区发布位次为第3位，按本期数11.0%在3个单位中应为第2位");
        assert_eq!(lines(book()), ["rank 矛盾 Q00 2018-07 B3 B2 B4 B6"]);
    }

    #[test]
    fn values_that_cannot_be_told_apart_may_stand_in_any_order() {
        clean(growths(&[("11.0", "2"), ("12.1", "1"), ("9.9", "3")]));
        clean(growths(&[("11.0", "1"), ("11.0", "1"), ("9.9", "3")]));
        clean(growths(&[("11.0", "2"), ("11.0", "1"), ("9.9", "3")]));
        clean(growths(&[("11.0", "2"), ("11", "1"), ("9.9", "3")]));
        // 11.2 and 11 overlap, 11.6 and 11 no longer
        clean(growths(&[("11.2", "2"), ("11", "1"), ("9.9", "3")]));
        assert_eq!(lines(growths(&[("11.6", "2"), ("11", "1"), ("9.9", "3")])).len(), 2);
    }

    #[test]
    fn a_unit_without_a_value_stops_the_check() {
        clean(growths(&[("11.0", "3"), ("12.1", "1"), ("×", "")]));
        clean(growths(&[("11.0", "3"), ("12.1", "1")]));
    }

    #[test]
    fn the_basis_is_the_one_that_the_printed_ranks_follow() {
        let book = |own: &str| {
            let units = [("Q00", "5.0", "9.0", own), ("Q01", "9.0", "1.0", "1"), ("Q02", "7.0", "5.0", "2")];
            let book = growths(&[]).indicator("P01", "亿元", ValueKind::Flow, |_| ());
            units.iter().fold(book, |book, (unit, amount, growth, rank)| {
                book.figure("P01", unit, "2018-07", Measure::Cumulative, amount)
                    .figure("P01", unit, "2018-07", Measure::CumulativeGrowth, growth)
                    .figure("P01", unit, "2018-07", Measure::Rank, rank)
            })
        };
        clean(book("3"));
        assert!(only(book("2")).statement.contains("按累计完成5.0亿元"));
    }
}
