//! Places: by which figure they are counted, what was published, and how they moved.

use crate::framework::ValueKind;
use crate::ledger::Measure;
use crate::period::year_to_date;

use super::reckoner::{Outcome, Reckoner};
use super::subject::{Subject, asked_in, period_before};
use super::{Absence, FigureKind, Lens, formula};

impl<L: Lens> Reckoner<'_, L> {
    /// Ranks by `basis`, one of [`super::RANKING_BASES`], instead of the usual one: places are then counted,
    /// never taken as published.
    #[must_use]
    pub fn with_basis(mut self, basis: FigureKind) -> Self {
        self.stated = Some(basis);
        self
    }

    /// By which figure the places are counted on which `kind` rests; `None` where it rests on no place, or on
    /// a published one.
    pub fn counted_by(&self, kind: FigureKind) -> Option<FigureKind> {
        let distance = matches!(kind, FigureKind::ToAbove | FigureKind::ToBelow | FigureKind::ToFirst);
        let counted = || distance || self.stated.is_some() || !self.is_published();
        (kind.is_place() && counted()).then(|| self.ranking_basis())
    }

    /// Whether the place is a published one.
    fn is_published(&self) -> bool {
        let uncounted = || self.rank_by(FigureKind::Rank, self.ranking_basis()).is_err();
        self.indicator().kind == ValueKind::Rank || self.rank_of_all().is_some() || uncounted()
    }

    pub(super) fn peers(&self, kind: FigureKind) -> Outcome<L> {
        if matches!(self.indicator().kind, ValueKind::Milestone | ValueKind::YesNo) {
            return Err(Absence::not_applicable("节点和是否类不排位"));
        }
        match kind {
            FigureKind::LastYearRank => self.inputs.last_year_rank(),
            FigureKind::RankMovement => {
                self.is_usual("上年位次")?;
                let before = self.inputs.last_year_rank()?;
                Ok(formula::places_won(&before, &L::named(self.rank()?, "本期位次", "位", 0)))
            }
            FigureKind::PeriodRankMovement => self.places_won_in_period(),
            FigureKind::PlacesMissing => {
                self.is_usual("位次目标")?;
                let target = self.inputs.target_rank()?;
                Ok(formula::places_missing(&L::named(self.rank()?, "本期位次", "位", 0), &target))
            }
            FigureKind::Rank => self.rank(),
            _ => self.rank_by(kind, self.ranking_basis()),
        }
    }

    /// What is written somewhere as a place is by the usual basis.
    fn is_usual(&self, written: &str) -> Result<(), Absence> {
        let usual = self.usual_basis();
        match self.stated {
            Some(stated) if stated != usual => {
                let (usual, stated) = (usual.label(), stated.label());
                Err(Absence::Incomparable(format!("{written}按{usual}，与按{stated}排的位次不可比")))
            }
            _ => Ok(()),
        }
    }

    /// Counted among the peers; where a figure of theirs is not known, as published, and only without that
    /// among those that are known. An indicator that is a rank is its own place.
    fn rank(&self) -> Outcome<L> {
        if let Some(stated) = self.stated {
            return self.rank_by(FigureKind::Rank, stated);
        }
        if self.indicator().kind == ValueKind::Rank {
            return self.inputs.cumulative(self.inputs.subject.year, self.end()?);
        }
        if let Some(published) = self.rank_of_all() {
            return Ok(published);
        }
        match self.rank_by(FigureKind::Rank, self.ranking_basis()) {
            Err(absence @ Absence::NotApplicable(_)) => match self.inputs.published_rank(Measure::Rank) {
                Err(Absence::Unreported(_)) => Err(absence),
                other => other,
            },
            other => other,
        }
    }

    /// The same subject in the period before, ranked by the same figure.
    ///
    /// # Errors
    /// When there is no period before in the year.
    pub fn before(&self) -> Result<Self, Absence> {
        let inputs = &self.inputs;
        let end = period_before(inputs.indicator, self.end()?);
        let month = end.and_then(|end| asked_in(inputs.book, inputs.indicator, inputs.subject.origin, end));
        let month = month.ok_or_else(|| Absence::not_applicable("没有上一期"))?;
        let earlier = Self::new(inputs.book, Subject { month, ..inputs.subject.clone() })?.kept_by(self);
        let basis = self.ranking_basis();
        let may_be_published = || earlier.comparable(basis) < earlier.ranked_units().len();
        let same = self.stated.is_none() && may_be_published() && earlier.usual_basis() == basis;
        Ok(if same { earlier } else { earlier.with_basis(basis) })
    }

    fn places_won_in_period(&self) -> Outcome<L> {
        let earlier = self.before()?;
        let is_partial = |one: &Self| {
            let (ranked, all) = one.ranked_among();
            ranked < all
        };
        let apart = |one: &Self, other: &Self| one.rank_of_all().is_some() && is_partial(other);
        let (now, before) = (self.rank()?, earlier.rank()?);
        if apart(self, &earlier) || apart(&earlier, self) {
            return Err(Absence::incomparable("一期的位次是发布的，另一期只在有数的单位之间排"));
        }
        let named = |one: &Self, place| {
            let label = format!("{}位次", one.end().map_or_else(|_| String::new(), year_to_date));
            L::named(place, &label, "位", 0)
        };
        Ok(formula::places_won(&named(&earlier, before), &named(self, now)))
    }
}
