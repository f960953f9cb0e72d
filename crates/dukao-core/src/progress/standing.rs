//! The units ranked together, by which figure, and what that makes of each: rank and distances.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

use crate::ledger::Measure;
use crate::number::Number;
use crate::organisation::Partition;

use super::inputs::Inputs;
use super::reckoner::{Outcome, Reckoner};
use super::subject::{Subject, last_day};
use super::wording::OF;
use super::{Absence, Exact, FigureKind, Lens};

/// What units may be ranked by.
pub const RANKING_BASES: [FigureKind; 6] = [
    FigureKind::Growth,
    FigureKind::Completion,
    FigureKind::Cumulative,
    FigureKind::StageCompletion,
    FigureKind::BehindPace,
    FigureKind::Change,
];

/// What is asked for by several figures of one subject and looked up once.
#[derive(Debug)]
pub(super) struct Known<'a, N> {
    class: OnceCell<Rc<Class<'a, N>>>,
    pub(super) partitions: OnceCell<Vec<Partition>>,
}

impl<N> Default for Known<'_, N> {
    fn default() -> Self {
        Self { class: OnceCell::new(), partitions: OnceCell::new() }
    }
}

/// The units ranked together, and their figures as far as they were asked for.
#[derive(Debug)]
struct Class<'a, N> {
    units: Vec<&'a str>,
    basis: OnceCell<FigureKind>,
    /// By [`RANKING_BASES`].
    figures: [OnceCell<Vec<Result<N, Absence>>>; RANKING_BASES.len()],
    /// The same in the period before.
    before: OnceCell<Rc<Class<'a, N>>>,
}

impl Reckoner<'_, Exact> {
    /// Takes over what `other` has looked up of the ranked units, where they are the same ones at the same period:
    /// the rows of a table ask for their places one after the other.
    #[must_use]
    pub fn beside(mut self, other: &Self) -> Self {
        let (own, others) = (&self.inputs.subject, &other.inputs.subject);
        let same = std::ptr::eq(self.inputs.book, other.inputs.book)
            && *own == Subject { unit: own.unit, ..others.clone() }
            && self.units() == other.units();
        if same {
            self.known.class = OnceCell::from(Rc::clone(other.class()));
        }
        self
    }
}

impl<'a, L: Lens> Reckoner<'a, L> {
    /// The units ranked with the subject's unit, itself included, by code.
    pub fn ranked_units(&self) -> Vec<&'a str> {
        self.units().to_vec()
    }

    /// How many of them can be compared by `basis`.
    pub fn comparable(&self, basis: FigureKind) -> usize {
        self.of_units(basis).iter().filter(|figure| figure.is_ok()).count()
    }

    /// By what the units are ranked: the basis stated for this reckoner, else the usual one.
    pub fn ranking_basis(&self) -> FigureKind {
        self.stated.unwrap_or_else(|| self.usual_basis())
    }

    /// By what the units are ranked where nothing else is stated: the basis on which most of them can be
    /// compared; growth before completion before the value itself where they are equal. A growth that only
    /// follows from a printed change (9 days fewer) is not what a table ranks by.
    pub(super) fn usual_basis(&self) -> FigureKind {
        *self.class().basis.get_or_init(|| {
            let candidates: &[FigureKind] = if self.indicator().kind.accumulates() {
                &[FigureKind::Growth, FigureKind::Completion, FigureKind::Cumulative]
            } else {
                &[FigureKind::Cumulative]
            };
            let mut best = (FigureKind::Cumulative, 0);
            for basis in candidates {
                let count = self.rankable(*basis);
                if count > best.1 {
                    best = (*basis, count);
                }
            }
            best.0
        })
    }

    /// How many units a table can be meant to rank by `basis`.
    fn rankable(&self, basis: FigureKind) -> usize {
        let figures = self.of_units(basis);
        let known = self.units().iter().zip(figures.iter()).filter(|(_, figure)| figure.is_ok());
        known.filter(|(unit, _)| basis != FigureKind::Growth || !self.follows_from_change(unit)).count()
    }

    /// Whether the growth of another unit rests on nothing but a printed change.
    fn follows_from_change(&self, unit: &'a str) -> bool {
        let inputs = &self.inputs;
        let Ok(end) = self.end() else { return false };
        let (code, origin, year) = (inputs.subject.indicator, inputs.subject.origin, inputs.subject.year);
        if inputs.book.cell(code, unit, Measure::Change, origin, year, end).is_none() {
            return false;
        }
        let subject = Subject { unit, ..inputs.subject.clone() };
        Inputs::<L>::of_another(inputs.book, subject).is_ok_and(|other| {
            let unreported = |found: Outcome<L>| matches!(found, Err(Absence::Unreported(_)));
            unreported(other.published_growth(end)) && unreported(other.reported_base(end))
        })
    }

    /// The published rank, where counting would leave out units whose figure is not known. It is by the
    /// usual basis.
    pub(super) fn rank_of_all(&self) -> Option<L::N> {
        if self.stated.is_some() {
            return None;
        }
        let all = self.comparable(self.ranking_basis()) >= self.units().len();
        if all { None } else { self.inputs.published_rank(Measure::Rank).ok() }
    }

    /// Among how many units the rank is taken, and how many there are of the class: fewer where a figure is
    /// not known and no rank was published.
    pub fn ranked_among(&self) -> (usize, usize) {
        let all = self.units().len();
        if self.rank_of_all().is_some() { (all, all) } else { (self.comparable(self.ranking_basis()), all) }
    }

    fn units(&self) -> &[&'a str] {
        &self.class().units
    }

    fn class(&self) -> &Rc<Class<'a, L::N>> {
        self.known.class.get_or_init(|| {
            let figures = [const { OnceCell::new() }; RANKING_BASES.len()];
            Rc::new(Class { units: self.units_of_class(), basis: OnceCell::new(), figures, before: OnceCell::new() })
        })
    }

    fn units_of_class(&self) -> Vec<&'a str> {
        let inputs = &self.inputs;
        let organisation = &inputs.book.organisation;
        let day = last_day(inputs.subject.year, inputs.subject.month);
        let code = inputs.subject.unit;
        let Some((latest, day)) = organisation.get(code).zip(day) else {
            return Vec::new();
        };
        let unit = organisation.on(code, day).unwrap_or(latest);
        if unit.kind.class() == crate::organisation::UnitClass::Unranked {
            return Vec::new();
        }
        organisation.peers(unit, day).map(|peer| peer.code.as_str()).collect()
    }

    /// Takes over what a reckoner of the next period has looked up of this one.
    pub(super) fn kept_by(mut self, next: &Self) -> Self {
        let kept = next.class().before.get_or_init(|| Rc::clone(self.class()));
        if kept.units == *self.units() {
            self.known.class = OnceCell::from(Rc::clone(kept));
        }
        self
    }

    /// The figure of each ranked unit, at this subject's period.
    fn of_units(&self, basis: FigureKind) -> Cow<'_, [Outcome<L>]> {
        let compute = || self.units().iter().map(|unit| self.of_unit(unit, basis)).collect::<Vec<_>>();
        let slot = RANKING_BASES.iter().position(|known| *known == basis);
        match slot.and_then(|slot| self.class().figures.get(slot)) {
            Some(kept) => Cow::Borrowed(kept.get_or_init(compute)),
            None => Cow::Owned(compute()),
        }
    }

    /// The ranked figure of another unit, at this subject's period.
    fn of_unit(&self, unit: &'a str, basis: FigureKind) -> Outcome<L> {
        if unit == self.inputs.subject.unit {
            return self.compute(basis);
        }
        let subject = Subject { unit, ..self.inputs.subject.clone() };
        Reckoner::<'a, L>::of_another(self.inputs.book, subject)?.compute(basis)
    }

    /// What is ranked, under its name where it is made of several figures.
    fn named_basis(&self, value: L::N, label: &str, basis: FigureKind) -> L::N {
        let indicator = self.indicator();
        L::named(value, label, basis.unit(indicator).as_str(), basis.decimals(indicator))
    }

    /// The same of another unit.
    fn after_unit<'n>(&self, unit: &str, value: &'n L::N, basis: FigureKind) -> Cow<'n, L::N> {
        if !L::RECORDS {
            return Cow::Borrowed(value);
        }
        let name = self.inputs.subject.called(self.inputs.book, unit);
        Cow::Owned(self.named_basis(value.clone(), &format!("{name}{OF}{}", basis.label()), basis))
    }

    /// Whether the lower figure stands first; a unit without a target of its own stands under the region's.
    pub fn lower_stands_first(&self, basis: FigureKind) -> bool {
        let inputs = &self.inputs;
        let own = || inputs.framework.target(inputs.subject.indicator, &inputs.book.organisation.own()?.code);
        basis == FigureKind::BehindPace || self.indicator().lower_is_better(inputs.target.or_else(own))
    }

    /// Rank, or a distance, by a stated basis. Units without a comparable figure are left out.
    ///
    /// # Errors
    /// When the own figure is not known, or nobody is to be compared with.
    pub fn rank_by(&self, kind: FigureKind, basis: FigureKind) -> Result<L::N, Absence> {
        let own_code = self.inputs.subject.unit;
        let figures = self.of_units(basis);
        let others = self.units().iter().zip(figures.iter()).filter(|(unit, _)| **unit != own_code);
        let named = |(unit, figure)| self.after_unit(unit, figure, basis);
        let others: Vec<Cow<'_, L::N>> =
            others.filter_map(|(unit, figure)| Some((*unit, figure.as_ref().ok()?))).map(named).collect();
        let others: Vec<&L::N> = others.iter().map(AsRef::as_ref).collect();
        if others.is_empty() {
            return Err(Absence::not_applicable("没有可比的同类单位"));
        }
        let own = self.named_basis(self.compute(basis)?, basis.label(), basis);
        let lower = self.lower_stands_first(basis);
        if kind == FigureKind::Rank {
            return Ok(L::rank(&own, &others, lower));
        }
        distance::<L>(kind, &own, &others, lower)
    }
}

/// Distances are positive numbers: how much is missing to the place above and the first, how much
/// ahead of the place below.
fn distance<L: Lens>(kind: FigureKind, own: &L::N, others: &[&L::N], lower: bool) -> Outcome<L> {
    let value = L::value(own);
    let above = others.iter().filter(|other| super::is_better(L::value(other), value, lower));
    let below = others.iter().filter(|other| super::is_better(value, L::value(other), lower));
    let by_value = |left: &&&L::N, right: &&&L::N| L::value(left).cmp(L::value(right));
    let size = |other: &&L::N| if lower { own.sub(other) } else { other.sub(own) };
    let first = || Absence::not_applicable("已列第一位");
    let (lowest_above, highest_above) = (above.clone().min_by(by_value), above.max_by(by_value));
    let (farthest, nearest) = if lower { (lowest_above, highest_above) } else { (highest_above, lowest_above) };
    match kind {
        FigureKind::ToFirst => farthest.map(size).ok_or_else(first),
        FigureKind::ToAbove => nearest.map(size).ok_or_else(first),
        _ => {
            let next = if lower { below.min_by(by_value) } else { below.max_by(by_value) };
            next.map(|other| if lower { other.sub(own) } else { own.sub(other) })
                .ok_or_else(|| Absence::not_applicable("已列末位"))
        }
    }
}
