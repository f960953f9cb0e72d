//! A figure opened: formula, numbers put in, inputs with their cells.

use dukao_core::framework::{Indicator, ValueKind};
use dukao_core::ledger::Book;
use dukao_core::number::{Number, Rational};
use dukao_core::period::{Month, year_to_date};
use dukao_core::progress::{
    Exact, Expr, FigureKind, Leaf, Reckoner, Source, Subject, Tracing, asked_in, period_before, put_in,
};
use serde::Serialize;

use super::basis::Settled;
use super::ranking::basis_words;
use super::shown::Status;
use super::{Asked, Basis, IndicatorRef, ListedFinding, Shown};
use crate::trail::Page;
use crate::{App, AppError};

/// One input of the figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TraceInput {
    /// How deep it stands inside named sums.
    pub depth: u8,
    /// What it is.
    pub label: String,
    /// As it stands in its source.
    pub text: String,
    /// Unit of measure.
    pub unit: String,
    /// 文件 › 表 › 单元格, or the rule, or who typed it.
    pub source: String,
    /// Link parameters: file number, sheet number, cell.
    pub place: Option<(i64, u32, String)>,
    /// Version that brought it.
    pub version: Option<i64>,
}

/// A figure opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TraceView {
    /// What it rests on.
    pub basis: Basis,
    /// The indicator.
    pub indicator: IndicatorRef,
    /// Unit code.
    pub unit: String,
    /// Unit name.
    pub unit_name: String,
    /// The stretch of the figure.
    pub period: String,
    /// By which figure the places are counted on which it rests: its key.
    pub by: Option<&'static str>,
    /// Its name.
    pub by_label: Option<&'static str>,
    /// The figure.
    pub figure: Shown,
    /// 全年目标 × 序时 − 累计完成
    pub formula: Option<String>,
    /// 252 × 7/12 − 115.25
    pub substitution: Option<String>,
    /// Inputs, sums opened.
    pub inputs: Vec<TraceInput>,
    /// The derivation as data, enough to recompute the figure.
    pub expression: Option<ExprJson>,
    /// A second way to the same figure, in words.
    pub check: Option<String>,
    /// Findings of this indicator and unit that were explained.
    pub explained: Vec<ListedFinding>,
}

/// The derivation as data.
#[derive(Debug, Clone, PartialEq)]
pub struct ExprJson(pub std::sync::Arc<Expr>);

impl Serialize for ExprJson {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// By what a figure is to be opened where there is more than one way.
#[derive(Debug, Clone, Copy, Default)]
pub struct TraceBy<'a> {
    /// Figures made of parts: the partition with this name; the first one when `None`.
    pub partition: Option<&'a str>,
    /// Places and distances: the figure by which the units are ranked; the usual one when `None`.
    pub ranking: Option<FigureKind>,
}

impl App {
    /// A figure opened to its formula, inputs and cells.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn trace(&self, asked: &Asked, indicator: &str, figure: &str) -> Result<TraceView, AppError> {
        self.trace_by(asked, indicator, figure, TraceBy::default()).await
    }

    /// The same by a stated partition or ranking.
    ///
    /// # Errors
    /// When what was asked for does not exist, when a figure that is no place is asked for by a ranking, or the
    /// store fails.
    pub async fn trace_by(
        &self,
        asked: &Asked,
        indicator: &str,
        figure: &str,
        by: TraceBy<'_>,
    ) -> Result<TraceView, AppError> {
        let settled = self.settle(asked).await?;
        let indicator = settled.find_indicator(indicator)?;
        settled.permit_indicator(&indicator.code)?;
        self.saw(Page::Trace, &settled, Some(&indicator.code), Some(figure)).await;
        let kind = FigureKind::from_key(figure).ok_or_else(|| AppError::UnknownFigure(figure.to_owned()))?;
        if by.ranking.is_some() && !kind.is_place() {
            return Err(AppError::NoPlace(kind.label()));
        }
        let mut opener = settled.opener(indicator)?;
        if let Some(name) = by.partition {
            opener = opener.by(name)?;
        }
        if let Some(basis) = by.ranking {
            opener = opener.ranked_by(super::ranking::known_basis(basis)?);
        }
        Ok(opener.open(kind))
    }

    /// Every figure of an indicator opened, in the order in which figures are listed.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn traces(&self, asked: &Asked, indicator: &str) -> Result<Vec<TraceView>, AppError> {
        let settled = self.settle(asked).await?;
        let indicator = settled.find_indicator(indicator)?;
        settled.permit_indicator(&indicator.code)?;
        let opener = settled.opener(indicator)?;
        Ok(FigureKind::ALL.iter().map(|kind| opener.open(*kind)).collect())
    }
}

/// Opens figures of one subject; what several of them need is looked up once.
struct Opener<'s> {
    settled: &'s Settled,
    indicator: &'s Indicator,
    exact: Reckoner<'s, Exact>,
    tracing: Reckoner<'s, Tracing>,
    /// Over everything, where the caller may not see all.
    whole: Option<(&'s Settled, Reckoner<'s, Exact>)>,
    explained: Vec<ListedFinding>,
}

impl Settled {
    fn opener<'s>(&'s self, indicator: &'s Indicator) -> Result<Opener<'s>, AppError> {
        let unknown = |_| AppError::UnknownYear(self.year);
        let subject = || self.subject(&indicator.code, &self.unit);
        Ok(Opener {
            settled: self,
            indicator,
            exact: Reckoner::new(self.book(), subject()).map_err(unknown)?,
            tracing: Reckoner::new(self.book(), subject()).map_err(unknown)?,
            whole: match &self.beyond {
                Some(beyond) => Some((beyond, Reckoner::new(beyond.book(), subject()).map_err(unknown)?)),
                None => None,
            },
            explained: self.explained(&indicator.code, Some(&self.unit)),
        })
    }
}

impl Opener<'_> {
    /// Takes the parts from the partition with this name.
    fn by(self, name: &str) -> Result<Self, AppError> {
        let names: Vec<String> = self.exact.partitions().into_iter().map(|partition| partition.name).collect();
        if !names.iter().any(|known| known == name) {
            return Err(AppError::UnknownPartition { name: name.to_owned(), known: names.join("、") });
        }
        let (exact, tracing) = (self.exact.with_partition(Some(name)), self.tracing.with_partition(Some(name)));
        let whole = self.whole.map(|(settled, whole)| (settled, whole.with_partition(Some(name))));
        Ok(Self { exact, tracing, whole, ..self })
    }

    /// Ranks by this figure.
    fn ranked_by(self, basis: FigureKind) -> Self {
        let (exact, tracing) = (self.exact.with_basis(basis), self.tracing.with_basis(basis));
        let whole = self.whole.map(|(settled, whole)| (settled, whole.with_basis(basis)));
        Self { exact, tracing, whole, ..self }
    }

    /// The figure, unless it rests on what the caller may not see.
    fn seen(&self, kind: FigureKind) -> Shown {
        let shown = self.settled.shown(&self.exact, kind);
        match &self.whole {
            None => shown,
            Some((_, whole)) if kind.is_place() && whole.ranked_among() != self.exact.ranked_among() => {
                shown.withheld()
            }
            Some((settled, whole)) => shown.against(&settled.shown(whole, kind)),
        }
    }

    /// Computes what the figure needs and no other figure.
    fn open(&self, kind: FigureKind) -> TraceView {
        let (settled, indicator) = (self.settled, self.indicator);
        let shown = self.seen(kind);
        let traced = match kind {
            FigureKind::DaysLate if indicator.kind == ValueKind::Milestone => {
                self.tracing.trace_days_late(settled.moment.today)
            }
            _ => self.tracing.trace(kind),
        };
        let traced = traced.ok().filter(|_| shown.status != Status::Withheld);
        let expr = traced.map(|traced| std::sync::Arc::clone(traced.expr()));
        let by = self.exact.counted_by(kind);
        let mut inputs = Vec::new();
        if let Some(expr) = &expr {
            collect(settled.book(), expr.inside(), 0, &mut inputs);
        }
        TraceView {
            indicator: settled.indicator_ref(indicator),
            unit_name: settled.unit_label(&settled.unit),
            unit: settled.unit.clone(),
            period: self.exact.end().map_or_else(|_| String::new(), year_to_date),
            by: by.map(FigureKind::key),
            by_label: by.map(|by| basis_words(by.key(), indicator.kind.label())),
            formula: expr.as_ref().map(|expr| expr.formula()),
            substitution: expr.as_ref().map(|expr| expr.substitution()),
            inputs,
            check: second_way(settled, indicator, kind, &shown),
            explained: self.explained.clone(),
            expression: expr.map(ExprJson),
            basis: settled.basis(),
            figure: shown,
        }
    }
}

/// `文件 › 表 › 单元格`; a csv has no sheet name.
pub(crate) fn place_in_words(file: &str, sheet: &str, cell: &str) -> String {
    if sheet == "csv" { format!("{file} › {cell}") } else { format!("{file} › {sheet} › {cell}") }
}

/// The inputs in the order of the formula, each once under its sum; a named figure is a line of its own with its parts
/// below it.
fn collect(book: &Book, expr: &Expr, depth: u8, inputs: &mut Vec<TraceInput>) {
    match expr {
        Expr::Leaf(leaf) => {
            let input = input(book, leaf, depth);
            let mut beside = inputs.iter().rev().take_while(|other| other.depth >= depth);
            if !beside.any(|other| *other == input) {
                inputs.push(input);
            }
        }
        Expr::Named { label, value, unit, decimals, of } => {
            inputs.push(named(label, value, unit, *decimals, of, depth));
            collect(book, of, depth + 1, inputs);
        }
        other => other.parts().into_iter().for_each(|part| collect(book, part, depth, inputs)),
    }
}

fn named(label: &str, value: &Rational, unit: &str, decimals: u8, of: &Expr, depth: u8) -> TraceInput {
    TraceInput {
        depth,
        label: label.to_owned(),
        text: put_in(value, decimals),
        unit: unit.to_owned(),
        source: of.formula(),
        place: None,
        version: None,
    }
}

/// A source in words, with its link parameters (file number, sheet number, cell) when it is a cell.
pub type SourcePlace = (String, Option<(i64, u32, String)>);

/// Where a source can be looked at.
pub(crate) fn place_of(book: &Book, source: &Source) -> SourcePlace {
    match source {
        Source::Cell { file_id, file, sheet, cell, .. } => {
            let number = book.sheets.iter().find(|(_, name)| name.file_id == *file_id && name.sheet == *sheet);
            let place = number.map(|(number, _)| (*file_id, *number, cell.clone()));
            (place_in_words(file, sheet, cell), place)
        }
        Source::Typed { version } => (format!("录入，见v{}的审计记录", version.0), None),
        Source::Rule { rule } => (rule.clone(), None),
        Source::Calendar { notice } => (format!("国务院放假安排 {notice}"), None),
    }
}

fn input(book: &Book, leaf: &Leaf, depth: u8) -> TraceInput {
    let (source, place) = place_of(book, &leaf.source);
    let version = match &leaf.source {
        Source::Cell { version, .. } | Source::Typed { version } => Some(version.0),
        Source::Rule { .. } | Source::Calendar { .. } => None,
    };
    let (label, text, unit) = (leaf.label.clone(), leaf.text.clone(), leaf.unit.clone());
    TraceInput { depth, label, text, unit, source, place, version }
}

/// A second way to the same figure: last period's shortfall plus this period's new one; the parts' sum.
fn second_way(settled: &Settled, indicator: &Indicator, kind: FigureKind, shown: &Shown) -> Option<String> {
    let exact = super::indicator::exact(shown)?;
    let reckoner = |month: Month| {
        let subject = Subject { month, ..settled.subject(&indicator.code, &settled.unit) };
        Reckoner::<Exact>::new(settled.book(), subject).ok()
    };
    match kind {
        FigureKind::Shortfall => {
            let now = reckoner(settled.month)?;
            let before = period_before(indicator, now.end().ok()?)?;
            let before_month = asked_in(settled.book(), indicator, settled.origin, before)?;
            let earlier = reckoner(before_month)?.figure(FigureKind::Shortfall);
            let new = now.figure(FigureKind::MonthlyShortfall);
            let sum = earlier.known()?.add(new.known()?);
            let verdict = if sum == exact { "一致" } else { "不一致，见核对" };
            Some(format!(
                "{}月末{} + 本期{} = {}，{verdict}。",
                before.number(),
                earlier.text(),
                new.text(),
                sum.round(earlier.decimals).to_string().replace('-', "−")
            ))
        }
        // Whoever sees a part of the units sees no total of parts.
        FigureKind::Cumulative if settled.beyond.is_none() => {
            let now = reckoner(settled.month)?;
            let parts = now.figure(FigureKind::PartsTotal);
            let verdict = if parts.known()? == &exact { "一致" } else { "不一致，见核对" };
            Some(format!("各分项合计{}，{verdict}。", parts.text()))
        }
        _ => None,
    }
}
