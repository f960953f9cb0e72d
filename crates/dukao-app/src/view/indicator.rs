//! One indicator: sentence, chart, months, units, peers, versions.

use dukao_core::framework::{Frequency, Indicator};
use dukao_core::number::{Number, Rational};
use dukao_core::period::Month;
use dukao_core::progress::{Exact, Figure, FigureKind, Reckoner, Subject};
use serde::Serialize;

use super::basis::Settled;
use super::ledger::Row;
use super::sentence::Piece;
use super::{Asked, Basis, Choices, ListedFinding, RankingView, Shown};
use crate::trail::Page;
use crate::{App, AppError};

/// One month (or joint report, quarter …) of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MonthRow {
    /// 7月, 1—2月, 二季度.
    pub label: String,
    /// Month in which it ends.
    pub end: u8,
    /// How many months it spans.
    pub span: u8,
    /// Its figures: month, monthly_requirement, monthly_shortfall, cumulative, shortfall, completion, behind_pace, growth.
    #[schema(value_type = std::collections::BTreeMap<String, Shown>)]
    pub figures: std::collections::BTreeMap<&'static str, Shown>,
    /// What is due by pace at its end; `None` where there is no pace.
    pub due: Option<Shown>,
    /// Last year's cumulative at its end.
    pub last_year: Option<Shown>,
}

/// A point of the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartPoint {
    /// Month in which the period ends, 0 for the beginning of the year.
    pub end: u8,
    /// Months the period spans.
    pub span: u8,
    /// Cumulative actual.
    pub actual: Option<Rational>,
    /// Last year's cumulative.
    pub last_year: Option<Rational>,
    /// What is due by pace.
    pub due: Option<Rational>,
    /// The period's own figure.
    pub month: Option<Rational>,
    /// The period's requirement.
    pub requirement: Option<Rational>,
}

/// A unit's share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShareRow {
    /// The unit's ledger row.
    pub row: Row,
    /// Whether it owes something of what the region owes.
    pub owes: bool,
}

/// One version of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HistoryRow {
    /// Version of the data.
    pub version: i64,
    /// Period in words.
    pub period: String,
    /// What it says (累计, 当月 …).
    pub measure: &'static str,
    /// As written, with its unit.
    pub text: String,
    /// 快报 …
    pub firmness: &'static str,
    /// 核定 …
    pub standing: &'static str,
    /// File › sheet › cell.
    pub place: Option<String>,
    /// Link parameters: file number, sheet number, cell.
    pub source: Option<(i64, u32, String)>,
    /// When it was committed.
    pub committed: String,
    /// Whether a later version replaced it.
    pub superseded: bool,
}

/// The page of one indicator for one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndicatorPage {
    /// What it rests on.
    pub basis: Basis,
    /// What one may switch to.
    #[serde(skip)]
    pub choices: Choices,
    /// The ledger row with all figures.
    pub row: Row,
    /// The sentence, in pieces.
    pub sentence: Vec<Piece>,
    /// Facts as label and text: targets, lead unit, supporting units, sponsor, basis, notes.
    pub facts: Vec<(&'static str, String)>,
    /// Months of the year.
    pub months: Vec<MonthRow>,
    /// Chart points by month.
    #[serde(skip)]
    pub chart: Vec<ChartPoint>,
    /// Target for the chart.
    #[serde(skip)]
    pub chart_target: Option<Rational>,
    /// Stretch for the chart.
    #[serde(skip)]
    pub chart_stretch: Option<Rational>,
    /// Units below with their shares, widest shortfall first.
    pub shares: Vec<ShareRow>,
    /// Places among the peers.
    pub ranking: Option<RankingView>,
    /// Versions of this period's figures.
    pub history: Vec<HistoryRow>,
    /// Statements of findings about this indicator.
    pub findings: Vec<String>,
    /// The findings of this indicator that were explained.
    pub explained: Vec<ListedFinding>,
    /// The remaining task against the past: 需增长…，近年最高…
    pub outlook: Option<Vec<Piece>>,
}

/// Figures shown in the table of months.
const MONTH_FIGURES: [FigureKind; 9] = [
    FigureKind::Requirement,
    FigureKind::Month,
    FigureKind::MonthlyShortfall,
    FigureKind::Cumulative,
    FigureKind::Shortfall,
    FigureKind::Completion,
    FigureKind::BehindPace,
    FigureKind::Growth,
    FigureKind::GrowthGap,
];

impl App {
    /// The page of an indicator for the region or the unit asked for.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn indicator_page(&self, asked: &Asked, indicator: &str) -> Result<IndicatorPage, AppError> {
        let settled = self.settle(asked).await?;
        let indicator = settled.find_indicator(indicator)?;
        settled.permit_indicator(&indicator.code)?;
        self.saw(Page::Indicator, &settled, Some(&indicator.code), None).await;
        let row = settled.row(indicator, &settled.unit).ok_or(AppError::UnknownYear(settled.year))?;
        let ranking = settled.ranking(indicator, &settled.unit, None)?;
        let (months, chart) = settled.months_seen(indicator);
        let findings = settled.found();
        Ok(IndicatorPage {
            sentence: super::sentence::of_row(&row, &settled),
            facts: settled.indicator_facts(indicator),
            months,
            chart,
            chart_target: settled.number(indicator, FigureKind::Target),
            chart_stretch: settled.number(indicator, FigureKind::Stretch),
            shares: settled.shares(indicator),
            ranking: (settled.beyond.is_none() && ranking.ranked() > 1).then_some(ranking),
            history: self.history(&settled, &indicator.code, row.end).await?,
            findings: findings
                .into_iter()
                .filter(|finding| finding.indicator == indicator.code)
                .map(|finding| finding.statement)
                .collect(),
            explained: settled.explained(&indicator.code, None),
            outlook: settled.outlook_seen(indicator, &row),
            basis: settled.basis(),
            choices: settled.choices(),
            row,
        })
    }
}

impl Settled {
    fn number(&self, indicator: &Indicator, kind: FigureKind) -> Option<Rational> {
        Reckoner::<Exact>::new(self.book(), self.subject(&indicator.code, &self.unit)).ok()?.compute(kind).ok()
    }

    /// The periods, without what rests on what the caller may not see.
    fn months_seen(&self, indicator: &Indicator) -> (Vec<MonthRow>, Vec<ChartPoint>) {
        let (months, chart) = self.months(indicator);
        let Some(beyond) = &self.beyond else { return (months, chart) };
        let (others, points) = beyond.months(indicator);
        let months = months.into_iter().zip(&others).map(|(own, other)| own.against(other)).collect();
        (months, chart.into_iter().zip(&points).map(|(own, other)| own.against(other)).collect())
    }

    /// The outlook, where it is the same over everything.
    fn outlook_seen(&self, indicator: &Indicator, row: &Row) -> Option<Vec<Piece>> {
        let own = self.outlook(indicator, row);
        let Some(beyond) = &self.beyond else { return own };
        let whole = beyond.row(indicator, &self.unit).and_then(|row| beyond.outlook(indicator, &row));
        own.filter(|own| Some(own) == whole.as_ref())
    }

    /// The periods of the year up to December: the table holds those that have ended, the chart all.
    fn months(&self, indicator: &Indicator) -> (Vec<MonthRow>, Vec<ChartPoint>) {
        let (mut months, mut chart) = (Vec::new(), Vec::new());
        let mut before = 0;
        for end in Month::all() {
            let asked = if indicator.late_month { end.next() } else { Some(end) };
            let Some(asked) = asked else { continue };
            let subject = Subject { month: asked, ..self.subject(&indicator.code, &self.unit) };
            let Ok(reckoner) = Reckoner::<Exact>::new(self.book(), subject) else { continue };
            if reckoner.end() != Ok(end) {
                continue;
            }
            let span = end.number() - before;
            before = end.number();
            let point = chart_point(&reckoner, self, end, span);
            if asked <= self.month {
                let figures =
                    MONTH_FIGURES.iter().map(|kind| (kind.key(), Shown::from(&reckoner.figure(*kind)))).collect();
                let cumulative = reckoner.figure(FigureKind::Cumulative);
                let (due, last_year) = (
                    like(&cumulative, point.due.as_ref(), ("due", "序时应完成")),
                    like(&cumulative, point.last_year.as_ref(), (FigureKind::Base.key(), FigureKind::Base.label())),
                );
                let label = period_label(indicator, end);
                months.push(MonthRow { label, end: end.number(), span, figures, due, last_year });
            }
            chart.push(point);
        }
        (months, chart)
    }

    /// The units that carry a part, widest shortfall first.
    fn shares(&self, indicator: &Indicator) -> Vec<ShareRow> {
        let Ok(framework) = self.framework() else { return Vec::new() };
        if self.unit != self.own {
            return Vec::new();
        }
        let units = framework.targets().filter(|target| target.indicator == indicator.code && target.unit != self.own);
        let mut rows: Vec<(Option<Rational>, ShareRow)> = units
            .filter_map(|target| self.row(indicator, &target.unit))
            .map(|row| {
                let owed = row.figure(FigureKind::Shortfall.key()).and_then(exact);
                let owes = row.figure(FigureKind::ShareOfShortfall.key()).is_some_and(Shown::is_known);
                (owed, ShareRow { row, owes })
            })
            .collect();
        rows.sort_by(|left, right| right.0.cmp(&left.0));
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// A number shown as a figure of the same unit.
fn like(figure: &Figure, number: Option<&Rational>, (key, label): (&'static str, &'static str)) -> Option<Shown> {
    let shown = Shown::from(&Figure { value: Ok(number?.clone()), ..figure.clone() });
    Some(Shown { key, label, ..shown })
}

pub(crate) fn exact(figure: &Shown) -> Option<Rational> {
    Rational::from_texts(figure.numerator.as_deref()?, figure.denominator.as_deref()?)
}

pub(crate) fn period_label(indicator: &Indicator, end: Month) -> String {
    match (indicator.frequency, end.number()) {
        (Frequency::Monthly, 2) if indicator.joint_january => "1—2月".to_owned(),
        (Frequency::Monthly, month) => format!("{month}月"),
        (Frequency::Quarterly, month) => format!(
            "{}季度",
            ["一", "二", "三", "四"].get(usize::from(month / 3).saturating_sub(1)).copied().unwrap_or_default()
        ),
        (Frequency::HalfYearly, 6) => "上半年".to_owned(),
        (Frequency::HalfYearly, _) => "下半年".to_owned(),
        (Frequency::Annual, _) => "全年".to_owned(),
    }
}

/// What the chart draws at the end of a period.
fn chart_point(reckoner: &Reckoner<'_, Exact>, settled: &Settled, end: Month, span: u8) -> ChartPoint {
    let number = |kind: FigureKind| reckoner.compute(kind).ok();
    let ended = end <= settled.month;
    let due = number(FigureKind::Target).zip(number(FigureKind::Pace));
    let last_year = reckoner.last_year_cumulative(end);
    ChartPoint {
        end: end.number(),
        span,
        actual: ended.then(|| number(FigureKind::Cumulative)).flatten(),
        last_year,
        due: due.and_then(|(target, pace)| target.mul(&pace).div(&Rational::integer(100))),
        month: ended.then(|| number(FigureKind::Month)).flatten(),
        requirement: number(FigureKind::Requirement),
    }
}
