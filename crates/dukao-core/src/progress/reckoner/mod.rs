//! Which figure is computed how, for which kind of value.

mod amounts;
mod growth;
mod pace;
mod remaining;

use crate::framework::{Indicator, Target};
use crate::ledger::Book;
use crate::number::Rational;
use crate::period::Month;
use crate::quantity::UnitOfMeasure;

use super::inputs::Inputs;
use super::standing::Known;
use super::subject::Subject;
use super::{Absence, Exact, Figure, FigureKind, Lens, Traced, Tracing, formula};

/// What a calculation gives: a number or the reason why there is none.
pub(in crate::progress) type Outcome<L> = Result<<L as Lens>::N, Absence>;

/// Computes the figures of one subject.
#[derive(Debug)]
pub struct Reckoner<'a, L: Lens> {
    pub(in crate::progress) inputs: Inputs<'a, L>,
    pub(in crate::progress) partition: Option<String>,
    /// The figure to rank by instead of the usual one.
    pub(in crate::progress) stated: Option<FigureKind>,
    pub(in crate::progress) known: Known<'a, L::N>,
}

impl<'a, L: Lens> Reckoner<'a, L> {
    /// A reckoner for `subject`.
    ///
    /// # Errors
    /// When the year has no framework or the framework no such indicator.
    pub fn new(book: &'a Book, subject: Subject<'a>) -> Result<Self, Absence> {
        Ok(Self { inputs: Inputs::new(book, subject)?, partition: None, stated: None, known: Known::default() })
    }

    /// A reckoner for a unit beside the one asked about: its inputs are called after it.
    pub(in crate::progress) fn of_another(book: &'a Book, subject: Subject<'a>) -> Result<Self, Absence> {
        Ok(Self { inputs: Inputs::of_another(book, subject)?, partition: None, stated: None, known: Known::default() })
    }

    /// Uses the partition with this name for figures made of parts.
    #[must_use]
    pub fn with_partition(mut self, name: Option<&str>) -> Self {
        self.partition = name.map(str::to_owned);
        self
    }

    /// The indicator.
    pub fn indicator(&self) -> &'a Indicator {
        self.inputs.indicator
    }

    /// The target, if one was handed down.
    pub fn target(&self) -> Option<&'a Target> {
        self.inputs.target
    }

    /// The end of the latest period due.
    ///
    /// # Errors
    /// When nothing is due yet.
    pub fn end(&self) -> Result<Month, Absence> {
        self.inputs.end()
    }

    /// The number of one figure under the lens.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn compute(&self, kind: FigureKind) -> Result<L::N, Absence> {
        use FigureKind as K;
        match kind {
            K::Target => self.inputs.floor(),
            K::PublishedDifference => self.published_difference(),
            K::Stretch => self.inputs.stretch(),
            K::TargetGrowth => self.inputs.target_growth(),
            K::Month => self.inputs.month(self.end()?),
            K::MonthBase => self.inputs.month_base(self.end()?),
            K::MonthGrowth => self.inputs.month_growth(self.end()?),
            K::Cumulative | K::Base | K::Growth | K::Change | K::ImpliedBase | K::ImpliedTarget => self.actual(kind),
            K::Completion | K::HalfYear => self.completion(kind),
            K::Pace | K::BehindPace | K::Shortfall | K::PaceMovement | K::ThirdQuarter => self.pace(kind),
            K::Requirement | K::MonthlyShortfall | K::RequirementMet => self.monthly(kind),
            K::GrowthGap | K::GrowthAmountGap | K::GrowthMovement => self.growth(kind),
            K::MonthOnMonthChange | K::MonthOnMonth => self.month_on_month(kind),
            K::Remaining | K::RemainingMonthly | K::Pressure | K::RemainingGrowth => self.remaining(kind),
            K::BestPastGrowth => self.best_past_growth(),
            K::StageTarget | K::StageCompletion | K::StageAhead => self.stage(kind),
            K::GapToTarget | K::RelativeGap => self.gap(kind),
            K::DaysLate => Err(Absence::not_applicable("逾期天数按当日计算，见节点")),
            K::PartsTotal | K::PartsTarget | K::PartsStage | K::RebuiltCompletion | K::RebuiltGrowth => {
                self.parts(kind)
            }
            K::Contribution | K::ContributionShare | K::ShareOfTotal => self.share_of_unit(kind),
            K::WholeContribution | K::WholeContributionShare | K::ShareOfWhole => self.share_of_indicator(kind),
            K::ShareOfShortfall => self.share_of_shortfall(),
            K::Rank
            | K::ToAbove
            | K::ToBelow
            | K::ToFirst
            | K::PlacesMissing
            | K::RankMovement
            | K::PeriodRankMovement
            | K::LastYearRank => self.peers(kind),
        }
    }

    /// Whether less is better: by the indicator's direction, under a ceiling, and for ranks.
    pub(in crate::progress) fn lower_is_better(&self) -> bool {
        self.indicator().lower_is_better(self.target())
    }

    /// Lower-is-better turns the signs: positive is always behind.
    fn turned(&self, value: L::N) -> L::N {
        if self.lower_is_better() { formula::turned(&value) } else { value }
    }

    /// Unit and decimals of a figure. Distances between peers are measured like what they are ranked by.
    fn presentation(&self, kind: FigureKind, value: Option<&L::N>) -> (UnitOfMeasure, u8) {
        let indicator = self.indicator();
        match kind {
            FigureKind::ToAbove | FigureKind::ToBelow | FigureKind::ToFirst => {
                self.ranking_basis().distance_presentation(indicator)
            }
            _ => {
                let whole = value.is_some_and(|value| L::value(value).is_whole_at(kind.decimals(indicator)));
                let decimals = if whole { kind.declared_decimals(indicator) } else { kind.decimals(indicator) };
                (kind.unit(indicator), decimals)
            }
        }
    }
}

impl Reckoner<'_, Exact> {
    /// One figure.
    pub fn figure(&self, kind: FigureKind) -> Figure {
        self.present(kind, self.compute(kind))
    }

    /// A value of this kind that was computed elsewhere (days late on a day), with its unit and decimals.
    pub fn present(&self, kind: FigureKind, value: Result<Rational, Absence>) -> Figure {
        let (unit, decimals) = self.presentation(kind, value.as_ref().ok());
        Figure { kind, value, unit, decimals }
    }
}

impl Reckoner<'_, Tracing> {
    /// The days late of a milestone with their derivation.
    ///
    /// # Errors
    /// The reason why there are none.
    pub fn trace_days_late(&self, today: jiff::civil::Date) -> Result<Traced, Absence> {
        Ok(self.days_late_on(today)?.named(FigureKind::DaysLate.label(), "天", 0))
    }

    /// One figure with its derivation.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn trace(&self, kind: FigureKind) -> Result<Traced, Absence> {
        let value = self.compute(kind)?;
        let (unit, decimals) = self.presentation(kind, Some(&value));
        Ok(value.named(kind.label(), unit.as_str(), decimals))
    }
}
