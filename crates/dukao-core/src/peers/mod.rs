//! Peers: the units ranked together, in order, with their distances.
//!
//! Ranks are taken on unrounded values; ties share the rank (1, 2, 2, 4). Units are ranked only
//! inside their class, and only where a figure is known: a unit without one stands below, unranked,
//! with the reason.

use crate::ledger::Book;
use crate::number::{Number, Rational};
use crate::progress::{Absence, Exact, FigureKind, Reckoner, Subject, is_better};

/// One unit in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedUnit<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// The ranked figure, or why there is none.
    pub value: Result<Rational, Absence>,
    /// Its place; `None` without a figure.
    pub rank: Option<usize>,
    /// Whether another unit shares the place.
    pub tied: bool,
    /// What is missing to the place above; `None` for the first.
    pub to_above: Option<Rational>,
    /// What is missing to the first; `None` for the first.
    pub to_first: Option<Rational>,
}

/// The units ranked together by one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking<'a> {
    /// By what.
    pub basis: FigureKind,
    /// Whether the lower figure stands first.
    pub lower_is_better: bool,
    /// The units, first place first, unranked ones last.
    pub units: Vec<RankedUnit<'a>>,
}

impl<'a> Ranking<'a> {
    /// Ranks the units of the subject's class by `basis`; by the indicator's own basis when `None`.
    ///
    /// # Errors
    /// When the indicator does not exist.
    pub fn of(book: &'a Book, subject: &Subject<'a>, basis: Option<FigureKind>) -> Result<Self, Absence> {
        let reckoner = Reckoner::<Exact>::new(book, subject.clone())?;
        let basis = basis.unwrap_or_else(|| reckoner.ranking_basis());
        let lower_is_better = reckoner.lower_stands_first(basis);
        let figures = reckoner.ranked_units().into_iter().map(|unit| {
            let subject = Subject { unit, ..subject.clone() };
            let value = Reckoner::<Exact>::new(book, subject).and_then(|reckoner| reckoner.compute(basis));
            (unit, value)
        });
        let units = place(figures.collect(), lower_is_better);
        Ok(Self { basis, lower_is_better, units })
    }

    /// How many units have a place.
    pub fn ranked(&self) -> usize {
        self.units.iter().filter(|unit| unit.rank.is_some()).count()
    }

    /// The place of `unit`.
    pub fn get(&self, unit: &str) -> Option<&RankedUnit<'a>> {
        self.units.iter().find(|ranked| ranked.unit == unit)
    }
}

/// Puts the figures in order and gives them their places.
pub fn place<'a>(figures: Vec<(&'a str, Result<Rational, Absence>)>, lower_is_better: bool) -> Vec<RankedUnit<'a>> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (unit, value) in figures {
        match value {
            Ok(value) => known.push((unit, value)),
            Err(absence) => unknown.push((unit, absence)),
        }
    }
    known.sort_by(|left, right| if lower_is_better { left.1.cmp(&right.1) } else { right.1.cmp(&left.1) });
    let values: Vec<Rational> = known.iter().map(|(_, value)| value.clone()).collect();
    let mut placed: Vec<RankedUnit<'a>> =
        known.into_iter().map(|(unit, value)| ranked(unit, value, &values, lower_is_better)).collect();
    placed.extend(unknown.into_iter().map(|(unit, absence)| RankedUnit {
        unit,
        value: Err(absence),
        rank: None,
        tied: false,
        to_above: None,
        to_first: None,
    }));
    placed
}

fn ranked<'a>(unit: &'a str, value: Rational, sorted: &[Rational], lower: bool) -> RankedUnit<'a> {
    let better: Vec<&Rational> = sorted.iter().filter(|other| is_better(other, &value, lower)).collect();
    let distance = |other: &&Rational| if lower { value.sub(other) } else { other.sub(&value) };
    RankedUnit {
        unit,
        rank: Some(better.len() + 1),
        tied: sorted.iter().filter(|other| **other == value).count() > 1,
        to_above: better.last().map(distance),
        to_first: better.first().map(distance),
        value: Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ranks(values: &[i64], lower: bool) -> Vec<(String, usize)> {
        let names: Vec<String> = (0..values.len()).map(|index| index.to_string()).collect();
        let figures =
            names.iter().zip(values).map(|(name, value)| (name.as_str(), Ok(Rational::integer(*value)))).collect();
        let mut placed: Vec<_> =
            place(figures, lower).into_iter().map(|unit| (unit.unit.to_owned(), unit.rank.unwrap())).collect();
        placed.sort();
        placed
    }

    #[test]
    fn ties_share_the_place() {
        let placed: Vec<usize> = ranks(&[90, 80, 80, 70], false).into_iter().map(|(_, rank)| rank).collect();
        assert_eq!(placed, [1, 2, 2, 4]);
        let placed: Vec<usize> = ranks(&[58, 66, 60], true).into_iter().map(|(_, rank)| rank).collect();
        assert_eq!(placed, [1, 3, 2]);
    }

    #[test]
    fn distances_are_to_the_nearest_better_value() {
        let figures = vec![
            ("甲", Ok(Rational::integer(9))),
            ("乙", Ok(Rational::integer(4))),
            ("丙", Ok(Rational::integer(4))),
            ("丁", Err(Absence::unreported("未报"))),
        ];
        let placed = place(figures, false);
        assert_eq!(placed[2].to_above, Some(Rational::integer(5)));
        assert_eq!(placed[0].to_above, None);
        assert_eq!(placed[3].rank, None);
        let tied: Vec<(bool, bool)> = placed.iter().map(|unit| (unit.tied, unit.rank.is_some())).collect();
        assert_eq!(tied, [(false, true), (true, true), (true, true), (false, false)]);
        assert_eq!(placed[2].to_first, Some(Rational::integer(5)));
        let lowest = place(
            vec![("甲", Ok(Rational::integer(9))), ("乙", Ok(Rational::integer(4))), ("丙", Ok(Rational::integer(1)))],
            true,
        );
        let distances: Vec<_> =
            lowest.iter().map(|unit| (unit.unit, unit.to_above.clone(), unit.to_first.clone())).collect();
        let whole = |value| Some(Rational::integer(value));
        assert_eq!(distances, [("丙", None, None), ("乙", whole(3), whole(3)), ("甲", whole(5), whole(8))]);
    }

    proptest! {
        #[test]
        fn stable_under_permutation_and_scaling(values in proptest::collection::vec(-50_i64..50, 1..12), factor in 1_i64..1000, turn in 0_usize..12, lower in any::<bool>()) {
            let plain = ranks(&values, lower);
            let scaled: Vec<i64> = values.iter().map(|value| value * factor).collect();
            prop_assert_eq!(&plain, &ranks(&scaled, lower));
            let mut figures: Vec<(String, i64)> = values.iter().enumerate().map(|(index, value)| (index.to_string(), *value)).collect();
            let shift = turn % figures.len();
            figures.rotate_left(shift);
            let mut turned: Vec<_> = place(figures.iter().map(|(name, value)| (name.as_str(), Ok(Rational::integer(*value)))).collect(), lower)
                .into_iter().map(|unit| (unit.unit.to_owned(), unit.rank.unwrap())).collect();
            turned.sort();
            prop_assert_eq!(plain, turned);
        }
    }
}
