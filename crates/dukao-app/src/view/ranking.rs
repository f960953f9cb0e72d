//! Rank among the peers.

use dukao_core::rights::Right;
use std::collections::BTreeMap;

use dukao_core::framework::Indicator;
use dukao_core::number::Rational;
use dukao_core::peers::{RankedUnit, Ranking};
use dukao_core::period::year_to_date;
use dukao_core::progress::{
    Absence, Exact, Figure, FigureKind, RANKING_BASES, Reckoner, Subject, asked_in, period_before,
};
use serde::Serialize;

use super::basis::Settled;
use super::ledger::Row;
use super::{Asked, Basis, Choices, IndicatorRef, Shown};
use crate::trail::Page;
use crate::{App, AppError};

/// One unit in a ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RankRow {
    /// Unit code.
    pub unit: String,
    /// Unit name.
    pub unit_name: String,
    /// Whether it is the region itself (or the unit asked for).
    pub own: bool,
    /// Place; `None` without a comparable figure.
    pub rank: Option<usize>,
    /// Whether the place is shared.
    pub tied: bool,
    /// The ranked figure.
    pub value: Shown,
    /// What is missing to the place above.
    pub to_above: Option<Shown>,
    /// What is missing to the first.
    pub to_first: Option<Shown>,
    /// The cumulative amount beside it.
    pub cumulative: Shown,
    /// Published place of last year.
    pub last_year_rank: Option<String>,
    /// Places won since last year (negative: lost).
    pub movement: Option<i64>,
    /// Last year's published place as a figure.
    #[serde(skip)]
    pub last_year: Shown,
    /// Places won since last year as a figure.
    #[serde(skip)]
    pub won: Shown,
    /// Place in the period before.
    pub rank_before: Option<usize>,
}

/// A ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RankingView {
    /// What it rests on.
    pub basis: Basis,
    /// What one may switch to.
    #[serde(skip)]
    pub choices: Choices,
    /// The indicator.
    pub indicator: IndicatorRef,
    /// The stretch of the figures.
    pub period: String,
    /// Key of the figure ranked by.
    pub by: &'static str,
    /// Its name.
    pub by_label: &'static str,
    /// Bases one may choose: key and name, with the chosen one marked.
    #[serde(skip)]
    pub bases: Vec<super::Choice>,
    /// Whether the lower figure stands first.
    pub lower_is_better: bool,
    /// Units, first place first.
    pub rows: Vec<RankRow>,
}

impl RankingView {
    /// How many have a place.
    pub fn ranked(&self) -> usize {
        self.rows.iter().filter(|row| row.rank.is_some()).count()
    }
}

impl App {
    /// The ranking of the units beside the region (or beside the unit asked for) by an indicator.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn ranking(
        &self,
        asked: &Asked,
        indicator: &str,
        by: Option<FigureKind>,
    ) -> Result<RankingView, AppError> {
        let settled = self.settle_whole(Right::SeeFigures, asked).await?;
        self.saw(Page::Ranking, &settled, Some(indicator), None).await;
        let indicator = settled.find_indicator(indicator)?;
        let unit = settled.ranked_beside(asked, indicator);
        settled.ranking(indicator, &unit, by)
    }

    /// The ledger rows of the indicators on which the region is ranked, each headline once.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn rankings(&self, asked: &Asked) -> Result<(Basis, Choices, Vec<Row>), AppError> {
        let settled = self.settle_whole(Right::SeeFigures, asked).await?;
        self.saw(Page::Rankings, &settled, None, None).await;
        let all = settled.rows(&settled.unit)?;
        let ranked = |row: &&Row| row.ranked > 1 && !super::front::is_ranked_through_pair(row, &all);
        let rows = all.iter().filter(ranked).cloned().collect();
        Ok((settled.basis(), settled.choices(), rows))
    }
}

impl Settled {
    /// The indicator named by code, name or alias.
    pub(crate) fn find_indicator(&self, text: &str) -> Result<&Indicator, AppError> {
        let framework = self.framework()?;
        framework.find(text).ok_or_else(|| {
            let near: Vec<String> = framework
                .iter()
                .filter(|indicator| indicator.name.contains(text))
                .take(3)
                .map(|indicator| format!("{}（{}）", indicator.name, indicator.code))
                .collect();
            let hint = if near.is_empty() { String::new() } else { format!("；是不是{}？", near.join("、")) };
            AppError::UnknownIndicator { name: text.to_owned(), year: self.year, hint }
        })
    }

    /// Whom the ranking is about: the unit asked for; the region where it has peers; else the first
    /// unit below it that has a figure (three-level tables rank the units of the region).
    fn ranked_beside(&self, asked: &Asked, indicator: &Indicator) -> String {
        if asked.unit.is_some() {
            return self.unit.clone();
        }
        let ranked = |unit: &str| {
            Ranking::of(self.book(), &self.subject(&indicator.code, unit), None)
                .is_ok_and(|ranking| ranking.ranked() > 1)
        };
        if ranked(&self.own) {
            return self.own.clone();
        }
        let below = self.book().organisation.iter().find(|unit| unit.code != self.own && ranked(&unit.code));
        below.map_or_else(|| self.own.clone(), |unit| unit.code.clone())
    }

    pub(crate) fn ranking(
        &self,
        indicator: &Indicator,
        unit: &str,
        by: Option<FigureKind>,
    ) -> Result<RankingView, AppError> {
        let by = by.map(known_basis).transpose()?;
        let subject = self.subject(&indicator.code, unit);
        let reckoner =
            Reckoner::<Exact>::new(self.book(), subject.clone()).map_err(|_| AppError::UnknownYear(self.year))?;
        let ranking = Ranking::of(self.book(), &subject, by).map_err(|_| AppError::UnknownYear(self.year))?;
        let before = self.ranks_before(&reckoner, indicator, unit, ranking.basis);
        let rows =
            ranking.units.iter().map(|ranked| self.rank_row(&reckoner, unit, &ranking, ranked, &before)).collect();
        Ok(RankingView {
            basis: self.basis(),
            choices: self.choices(),
            indicator: self.indicator_ref(indicator),
            period: reckoner.end().map_or_else(|_| String::new(), year_to_date),
            by: ranking.basis.key(),
            by_label: ranking.basis.label(),
            bases: bases(indicator, ranking.basis),
            lower_is_better: ranking.lower_is_better,
            rows,
        })
    }

    /// Places in the period before, by the same basis.
    fn ranks_before(
        &self,
        reckoner: &Reckoner<'_, Exact>,
        indicator: &Indicator,
        unit: &str,
        basis: FigureKind,
    ) -> BTreeMap<String, usize> {
        let before = reckoner.end().ok().and_then(|end| period_before(indicator, end));
        let asked = before.and_then(|end| asked_in(self.book(), indicator, self.origin, end));
        let Some(month) = asked else { return BTreeMap::new() };
        let subject = Subject { month, ..self.subject(&indicator.code, unit) };
        let Ok(ranking) = Ranking::of(self.book(), &subject, Some(basis)) else { return BTreeMap::new() };
        ranking.units.iter().filter_map(|ranked| Some((ranked.unit.to_owned(), ranked.rank?))).collect()
    }

    fn rank_row<'a>(
        &'a self,
        beside: &Reckoner<'a, Exact>,
        asked: &str,
        ranking: &Ranking<'_>,
        ranked: &RankedUnit<'a>,
        before: &BTreeMap<String, usize>,
    ) -> RankRow {
        let indicator = beside.indicator();
        let reckoner = Reckoner::<Exact>::new(self.book(), self.subject(&indicator.code, ranked.unit));
        let reckoner = reckoner.map(|reckoner| reckoner.beside(beside).with_basis(ranking.basis));
        let distance = |kind: FigureKind, value: &Option<Rational>| {
            value.clone().map(|value| distance_shown(indicator, ranking.basis, kind, value))
        };
        let figure = |kind: FigureKind, value: Result<Rational, Absence>| match &reckoner {
            Ok(reckoner) => Shown::from(&reckoner.present(kind, value)),
            Err(absence) => {
                Shown::from(&Figure { kind, value: Err(absence.clone()), unit: kind.unit(indicator), decimals: 0 })
            }
        };
        let computed = |kind: FigureKind| match &reckoner {
            Ok(reckoner) => figure(kind, reckoner.compute(kind)),
            Err(absence) => figure(kind, Err(absence.clone())),
        };
        let (last_year, won) = (computed(FigureKind::LastYearRank), computed(FigureKind::RankMovement));
        RankRow {
            unit: ranked.unit.to_owned(),
            unit_name: self.unit_label(ranked.unit),
            own: ranked.unit == asked && ranked.unit == self.own || ranked.unit == self.unit && self.unit != self.own,
            rank: ranked.rank,
            tied: ranked.tied,
            value: figure(ranking.basis, ranked.value.clone()),
            to_above: distance(FigureKind::ToAbove, &ranked.to_above),
            to_first: distance(FigureKind::ToFirst, &ranked.to_first),
            cumulative: computed(FigureKind::Cumulative),
            last_year_rank: last_year.is_known().then(|| last_year.text.clone()),
            movement: super::indicator::exact(&won).and_then(|places| places.to_i64()),
            last_year,
            won,
            rank_before: before.get(ranked.unit).copied(),
        }
    }
}

/// A distance has the unit and decimals of the figure ranked by; of percentages, percentage points.
fn distance_shown(indicator: &Indicator, basis: FigureKind, kind: FigureKind, value: Rational) -> Shown {
    let (unit, decimals) = basis.distance_presentation(indicator);
    Shown::from(&Figure { kind, value: Ok(value), unit, decimals })
}

/// The figure, where units may be ranked by it.
pub(crate) fn known_basis(basis: FigureKind) -> Result<FigureKind, AppError> {
    if RANKING_BASES.contains(&basis) { Ok(basis) } else { Err(AppError::UnknownBasis(basis.label())) }
}

/// The name of what is ranked by for a kind of indicator: the figure of a growth indicator is a growth, and a rate or
/// level is no sum.
pub fn basis_words(by: &str, kind: &str) -> &'static str {
    match (FigureKind::from_key(by), kind) {
        (Some(FigureKind::Cumulative), "增速") => "增速",
        (Some(FigureKind::Cumulative), kind) if !["流量", "计数"].contains(&kind) => "本期数",
        (by, _) => by.map_or("", FigureKind::label),
    }
}

fn bases(indicator: &Indicator, chosen: FigureKind) -> Vec<super::Choice> {
    RANKING_BASES
        .into_iter()
        .filter(|basis| indicator.kind.accumulates() || *basis == FigureKind::Cumulative)
        .map(|basis| super::Choice {
            value: basis.key().to_owned(),
            label: basis.label().to_owned(),
            chosen: basis == chosen,
        })
        .collect()
}
