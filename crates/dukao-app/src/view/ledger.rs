//! The ledger: every indicator of a unit with all its figures.

use std::collections::BTreeMap;

use dukao_core::framework::{Direction, Flag, Goal, Indicator, Light, Lights, Target, ValueKind};
use dukao_core::ledger::Measure;
use dukao_core::number::{Decimal, Number, Rational};
use dukao_core::period::{Month, year_to_date};
use dukao_core::progress::{Exact, FigureKind, Judgement, Reckoner, Subject, period_before};
use serde::Serialize;

use super::basis::Settled;
use super::counts::Counts;
use super::indicator::period_label;
use super::{Asked, Basis, Choices, KeptFilter, Shown};
use crate::trail::Page;
use crate::{App, AppError};

/// An indicator as named on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IndicatorRef {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Scope.
    pub scope: Option<String>,
    /// Category.
    pub category: String,
    /// Unit of measure.
    pub unit: String,
    /// Value kind in words.
    pub value_kind: &'static str,
    /// Whether the lower figure is the better one.
    pub lower_is_better: bool,
    /// Points.
    pub points: Option<String>,
    /// Short name of the lead unit.
    pub lead_unit: Option<String>,
    /// Code of the lead unit.
    pub lead_unit_code: Option<String>,
    /// Warned by the superior.
    pub warned: bool,
    /// What it bears, in words (新增, 加分 …).
    pub flags: Vec<&'static str>,
}

/// How an indicator stands, for a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Standing {
    /// Light.
    #[schema(value_type = String)]
    pub light: Light,
    /// Its word.
    pub label: &'static str,
    /// Behind by any gap.
    pub behind: bool,
    /// On pace or ahead.
    pub on_pace: bool,
    /// Key of the figure the light rests on.
    pub by: Option<&'static str>,
    /// Why it cannot be judged.
    pub reason: Option<String>,
}

/// One indicator of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Row {
    /// The indicator.
    pub indicator: IndicatorRef,
    /// Unit code.
    pub unit: String,
    /// Unit name.
    pub unit_name: String,
    /// The stretch the figures are of (1—6月 for a quarterly indicator in July).
    pub period: String,
    /// Month in which that stretch ends; `None` when nothing is due yet.
    pub end: Option<u8>,
    /// The last period alone: 7月, 二季度, 1—2月.
    pub own_period: Option<String>,
    /// The period before it: 6月, 一季度.
    pub previous_period: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// The target in the document's words.
    pub target_text: Option<String>,
    /// Deadline.
    pub deadline: Option<String>,
    /// Whether less is better, so that what is left under the target is 余 and what exceeds it 超.
    #[serde(skip)]
    pub ceiling: bool,
    /// Whether this month brought new shortfall.
    pub new_shortfall: bool,
    /// How many units are ranked together.
    pub ranked: usize,
    /// By which figure they are ranked.
    pub ranked_by: Option<&'static str>,
    /// Half-year rule; `None` before June or where it does not apply.
    pub half_year_met: Option<bool>,
    /// Code of the paired amount or growth indicator.
    pub pair: Option<String>,
    /// Progress in words, for milestones and yes/no.
    pub progress: Option<String>,
    /// All figures by key.
    #[schema(value_type = BTreeMap<String, Shown>)]
    pub figures: BTreeMap<&'static str, Shown>,
    /// The gap the light rests on, for sorting.
    #[serde(skip)]
    pub gap: Option<Rational>,
    /// Place and number of the ranked, where there are three or more: each headline once, so that an
    /// amount ranked by its pair's growth has none.
    #[serde(skip)]
    pub place: Option<(usize, usize)>,
}

impl Row {
    /// A figure by its key; a row always has all of them.
    pub fn figure(&self, key: &str) -> Option<&Shown> {
        self.figures.get(key)
    }

    /// Whether it stands in one of the first three places.
    pub fn is_in_first_three(&self) -> bool {
        self.place.is_some_and(|(place, _)| place <= 3)
    }

    /// Whether it stands below the fifth place.
    pub fn is_below_fifth(&self) -> bool {
        self.place.is_some_and(|(place, _)| place > 5)
    }

    /// Whether it stands in one of the last three places.
    pub fn is_in_last_three(&self) -> bool {
        self.place.is_some_and(|(place, of)| place + 3 > of)
    }

    /// Whether it is behind by pace, not by a target that is not measured by pace.
    pub fn is_behind_pace(&self) -> bool {
        self.standing.behind && self.standing.by == Some(FigureKind::BehindPace.key())
    }
}

/// One category of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Category.
    pub category: String,
    /// Sum of points.
    pub points: String,
    /// Counts.
    pub counts: Counts,
    /// Its indicators.
    pub rows: Vec<Row>,
}

/// The ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ledger {
    /// What it rests on.
    pub basis: Basis,
    /// Unit code.
    pub unit: String,
    /// Unit name.
    pub unit_name: String,
    /// What one may switch to.
    #[serde(skip)]
    pub choices: Choices,
    /// The filters that were kept, by their names.
    #[serde(skip)]
    pub filters: Vec<KeptFilter>,
    /// Counts of all.
    pub counts: Counts,
    /// Categories.
    pub groups: Vec<Group>,
}

impl App {
    /// The ledger of a unit (the region itself when none is named): every indicator with all figures.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn ledger(&self, asked: &Asked) -> Result<Ledger, AppError> {
        let settled = self.settle(asked).await?;
        self.saw(Page::Ledger, &settled, None, None).await;
        settled.ledger()
    }
}

impl Settled {
    pub(crate) fn ledger(&self) -> Result<Ledger, AppError> {
        let rows = self.rows(&self.unit)?;
        let counts = Counts::of(&rows);
        let mut groups: Vec<Group> = Vec::new();
        for row in rows {
            match groups.iter_mut().find(|group| group.category == row.indicator.category) {
                Some(group) => group.rows.push(row),
                None => groups.push(Group {
                    category: row.indicator.category.clone(),
                    points: String::new(),
                    counts: Counts::default(),
                    rows: vec![row],
                }),
            }
        }
        for group in &mut groups {
            group.counts = Counts::of(&group.rows);
            group.points = points_total(&group.rows);
        }
        Ok(Ledger {
            basis: self.basis(),
            unit: self.unit.clone(),
            unit_name: self.unit_label(&self.unit),
            choices: self.choices(),
            filters: self.filters(),
            counts,
            groups,
        })
    }

    /// The rows of a unit: every indicator for the region itself; for another unit those it has a
    /// target or figures of.
    pub(crate) fn rows(&self, unit: &str) -> Result<Vec<Row>, AppError> {
        let framework = self.framework()?;
        let concerns = |indicator: &&Indicator| {
            let known = unit == self.own
                || framework.target(&indicator.code, unit).is_some()
                || self.has_figures(&indicator.code, unit);
            known && self.sees(&indicator.code, unit)
        };
        let mut rows: Vec<Row> =
            framework.iter().filter(concerns).filter_map(|indicator| self.row(indicator, unit)).collect();
        super::front::give_places(&mut rows);
        Ok(rows)
    }

    pub(crate) fn has_figures(&self, indicator: &str, unit: &str) -> bool {
        let book = self.book();
        let (Some(indicator), Some(unit)) = (book.symbols.symbol(indicator), book.symbols.symbol(unit)) else {
            return false;
        };
        book.tables.get(&self.year).is_some_and(|table| table.rows_of(indicator, unit).next().is_some())
    }

    pub(crate) fn subject<'a>(&'a self, indicator: &'a str, unit: &'a str) -> Subject<'a> {
        Subject { indicator, unit, year: self.year, month: self.month, origin: self.origin }
    }

    pub(crate) fn row(&self, indicator: &Indicator, unit: &str) -> Option<Row> {
        Some(self.row_of(&Reckoner::new(self.book(), self.subject(&indicator.code, unit)).ok()?, unit))
    }

    /// The row of a unit for the reckoner's indicator, without what rests on what the caller may not see.
    pub(crate) fn row_of(&self, reckoner: &Reckoner<'_, Exact>, unit: &str) -> Row {
        let row = self.row_alone(reckoner, unit);
        match self.beyond.as_ref().and_then(|beyond| beyond.row(reckoner.indicator(), unit)) {
            Some(whole) => row.against(&whole),
            None => row,
        }
    }

    fn row_alone(&self, reckoner: &Reckoner<'_, Exact>, unit: &str) -> Row {
        let indicator = reckoner.indicator();
        let judgement = reckoner.judge(Lights::builtin(), self.moment.today);
        let figures = self.figures(reckoner);
        let end = reckoner.end().ok();
        let target = reckoner.target();
        let new_shortfall = figures.get(FigureKind::MonthlyShortfall.key()).is_some_and(|shown| exact_sign(shown) > 0);
        let ranks = figures.get(FigureKind::Rank.key()).is_some_and(Shown::is_known);
        let basis = ranks.then(|| reckoner.ranking_basis());
        Row {
            indicator: self.indicator_ref(indicator),
            pair: indicator.pair.clone(),
            progress: self.progress_in_words(&indicator.code, unit),
            unit: unit.to_owned(),
            unit_name: self.unit_label(unit),
            period: end.map_or_else(String::new, year_to_date),
            end: end.map(dukao_core::period::Month::number),
            own_period: end.map(|end| period_label(indicator, end)),
            previous_period: end.and_then(|end| period_before(indicator, end)).map(|end| period_label(indicator, end)),
            ceiling: is_ceiling(indicator, target),
            new_shortfall: new_shortfall && end == Some(self.month) && is_monthly_duty(target),
            ranked: basis.map_or(0, |_| reckoner.ranked_among().0),
            ranked_by: basis.map(FigureKind::key),
            half_year_met: reckoner.half_year_met().ok(),
            standing: standing(&judgement),
            target_text: target.and_then(|target| target.text.clone()),
            deadline: target.and_then(|target| target.deadline).map(|date| date.to_string()),
            figures,
            gap: judgement.gap,
            place: None,
        }
    }

    fn figures(&self, reckoner: &Reckoner<'_, Exact>) -> BTreeMap<&'static str, Shown> {
        FigureKind::ALL.iter().map(|kind| (kind.key(), self.shown(reckoner, *kind))).collect()
    }

    /// One figure; days late are counted to the day that counts as today.
    pub(crate) fn shown(&self, reckoner: &Reckoner<'_, Exact>, kind: FigureKind) -> Shown {
        if kind == FigureKind::DaysLate && reckoner.indicator().kind == ValueKind::Milestone {
            let late = reckoner.days_late(self.moment.today).map(Rational::integer);
            return Shown::from(&reckoner.present(kind, late));
        }
        Shown::from(&reckoner.figure(kind))
    }

    /// The latest reported progress up to the month asked for.
    fn progress_in_words(&self, indicator: &str, unit: &str) -> Option<String> {
        let cell = |month| self.book().cell(indicator, unit, Measure::Progress, self.origin, self.year, month);
        Month::all().rev().filter(|month| *month <= self.month).find_map(cell)?.text.as_deref().map(str::to_owned)
    }

    pub(crate) fn indicator_ref(&self, indicator: &Indicator) -> IndicatorRef {
        let lead = indicator
            .lead_unit
            .as_deref()
            .map_or_else(Vec::new, |code| self.book().organisation.in_place_of(code, self.day()));
        IndicatorRef {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            scope: indicator.scope.clone(),
            category: indicator.category.clone(),
            unit: indicator.unit.to_string(),
            value_kind: indicator.kind.label(),
            lower_is_better: indicator.direction == Direction::Down,
            points: indicator.points.map(|points| points.to_string()),
            lead_unit: (!lead.is_empty())
                .then(|| lead.iter().map(|code| self.unit_label(code)).collect::<Vec<_>>().join("、")),
            lead_unit_code: lead.first().map(|code| (*code).to_owned()),
            warned: indicator.warned,
            flags: Flag::WORDS.iter().filter(|(flag, _)| indicator.has(*flag)).map(|(_, word)| *word).collect(),
        }
    }
}

/// The sign of the exact figure: a new shortfall too small to show is one all the same.
pub(crate) fn exact_sign(shown: &Shown) -> i32 {
    super::indicator::exact(shown).map_or(0, |value| value.signum())
}

/// A limit, or a measure of which less is better; places have words of their own.
fn is_ceiling(indicator: &Indicator, target: Option<&Target>) -> bool {
    let limit = target.is_some_and(|target| target.goal == Goal::Ceiling);
    limit || (indicator.lower_is_better(target) && indicator.kind != ValueKind::Rank)
}

/// A ceiling is not a duty of the month: being over pace is no new shortfall.
fn is_monthly_duty(target: Option<&Target>) -> bool {
    target.is_some_and(|target| target.goal == Goal::Amount)
}

fn standing(judgement: &Judgement) -> Standing {
    Standing {
        light: judgement.light,
        label: judgement.light.label(),
        behind: judgement.is_behind(),
        on_pace: judgement.is_on_pace(),
        by: judgement.by.map(FigureKind::key),
        reason: judgement.reason.clone(),
    }
}

fn points_total(rows: &[Row]) -> String {
    let points = rows.iter().filter(|row| !row.indicator.flags.contains(&"加分"));
    let known = points.filter_map(|row| row.indicator.points.as_deref()).filter_map(|text| Decimal::parse(text).ok());
    let total = Rational::sum(&known.map(Rational::from).collect::<Vec<_>>());
    total.significant()
}
