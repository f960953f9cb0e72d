//! What an import would change, cell by cell, before anything is written.

use std::collections::BTreeSet;

use dukao_core::check::{Finding, check};
use dukao_core::ledger::{Book as Ledger, Cell, Measure, Observation, Place, Standing};
use dukao_core::period::{Month, Period};
use dukao_office::grid::Book;
use dukao_office::{Batch, Problem, Severity};
use serde::Serialize;

use super::entries::Bringing;
use super::manner::saved_for_all;
use super::plan::{Plan, present};
use super::reading::{off_runtime, open, read};
use super::records::{RecordChange, records};
use super::{ImportReport, ImportRequest};
use crate::shelf::Snapshot;
use crate::view::said;
use crate::{App, AppError};

/// Most figures that are listed one by one; the others are counted.
const LISTED: usize = 5_000;

/// What an import would change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The version it was compared with: apply it on this one.
    pub based_on: i64,
    /// How much it would bring.
    pub report: ImportReport,
    /// Units, indicators, targets, partitions, explanations, rules, mappings and filters that would be new or changed.
    pub records: Vec<RecordChange>,
    /// Figures that would be revised, then those that would be new.
    pub figures: Vec<FigureChange>,
    /// How many further figures are not listed.
    pub unlisted: usize,
    /// What is wrong in the files: as long as there is anything here, nothing can be imported.
    pub refused: Vec<Problem>,
    /// Contradictions that the import would bring.
    pub contradictions: Vec<Contradiction>,
    /// Contradictions of today that would be gone.
    pub settled: Vec<Contradiction>,
}

/// A contradiction with the names of what it is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contradiction {
    /// Name of the indicator.
    pub indicator_name: String,
    /// Name of the unit for tables.
    pub unit_name: String,
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
}

/// A figure that would be new or revised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FigureChange {
    /// Code of the indicator.
    pub indicator: String,
    /// Its name.
    pub indicator_name: String,
    /// Code of the unit.
    pub unit: String,
    /// Its name for tables.
    pub unit_name: String,
    /// Period in words.
    pub period: String,
    /// What it says (累计, 当月 …).
    pub measure: &'static str,
    /// 草稿, 上报 …; empty for 核定.
    pub standing: &'static str,
    /// What is stated today, with its unit of measure; `None` when nothing is.
    pub before: Option<String>,
    /// The version that stated it.
    pub before_version: Option<i64>,
    /// What would be stated.
    pub after: String,
    /// File.
    pub file: String,
    /// Sheet; empty for csv.
    pub sheet: String,
    /// Cell, such as F17.
    pub cell: String,
}

impl Difference {
    /// Whether it can be applied: nothing is wrong and something would change.
    pub const fn is_applicable(&self) -> bool {
        self.refused.is_empty() && self.report.changed
    }
}

impl App {
    /// What an import would change; nothing is written.
    ///
    /// # Errors
    /// When a file cannot be opened, the region does not exist, or the store fails. Mistakes inside the files are
    /// part of the answer.
    pub async fn difference(&self, request: ImportRequest) -> Result<Difference, AppError> {
        let (snapshot, region) = self.snapshot_for(request.region.as_deref()).await?;
        let (at, by) = (self.clock.now().0, self.caller.name.clone());
        off_runtime(move || {
            let books = open(&request.files)?;
            let saved = saved_for_all(&request, &books, &snapshot);
            let mut request = request;
            request.mappings.extend(saved);
            let mut difference = compare(&Bringing { request: &request, by: &by, at }, &books, &snapshot)?;
            difference.report.region = region;
            Ok(difference)
        })
        .await?
    }
}

fn compare(bringing: &Bringing<'_>, books: &[Book], snapshot: &Snapshot) -> Result<Difference, AppError> {
    let outcome = read(books, bringing.request, snapshot.book.as_ref());
    let (notes, refused) = outcome.problems.into_iter().partition(|problem| problem.severity == Severity::Note);
    let batch = outcome.batch;
    let plan = Plan::new(&batch, books, snapshot, bringing)?;
    let foreseen = plan.foreseen(snapshot, books)?;
    let (figures, unlisted) = figures(&plan, &batch, snapshot, &foreseen.book);
    let (contradictions, settled) = findings(&plan, snapshot, &foreseen);
    let mut report = plan.report(&batch, notes);
    report.version = snapshot.book.version.0;
    Ok(Difference {
        based_on: snapshot.book.version.0,
        records: records(plan.entries(), snapshot, &foreseen)?,
        report,
        figures,
        unlisted,
        refused,
        contradictions,
        settled,
    })
}

/// The figures one by one: revised ones first, each group in the order of the files.
fn figures(plan: &Plan<'_>, batch: &Batch, snapshot: &Snapshot, after: &Ledger) -> (Vec<FigureChange>, usize) {
    let change = |observation: &&Observation| {
        let stated = present(snapshot, observation);
        let same = stated.iter().find(|cell| cell.standing == observation.standing);
        figure(observation, same.or(stated.first()).copied(), batch, after)
    };
    let changes = || plan.observations().iter().map(change);
    let revised = changes().filter(|change| change.before.is_some());
    let new = changes().filter(|change| change.before.is_none());
    let listed: Vec<FigureChange> = revised.chain(new).take(LISTED).collect();
    let unlisted = plan.observations().len() - listed.len();
    (listed, unlisted)
}

fn figure(observation: &Observation, before: Option<&Cell>, batch: &Batch, after: &Ledger) -> FigureChange {
    let Observation { indicator, unit, period, measure, standing, place, .. } = observation;
    let sheet = place.and_then(|place| batch.sheets.get(usize::try_from(place.sheet).ok()?));
    FigureChange {
        before: before.map(said),
        before_version: before.map(|cell| cell.version.0),
        after: said(&crate::rows::cell_of(observation, after.version, *place)),
        file: sheet.map_or_else(String::new, |sheet| sheet.file.clone()),
        sheet: sheet.map_or_else(String::new, |sheet| sheet.sheet.clone()),
        cell: place.map_or_else(String::new, Place::cell),
        ..FigureChange::named(after, indicator, unit, *period, (*measure, *standing))
    }
}

impl FigureChange {
    /// A change of which only is said what it is about, with the names that the book has for it.
    pub(crate) fn named(
        book: &Ledger,
        indicator: &str,
        unit: &str,
        period: Period,
        (measure, standing): (Measure, Standing),
    ) -> Self {
        let found = book.framework(period.year()).and_then(|year| year.get(indicator));
        let word = Standing::WORDS.iter().find(|(own, _, _)| *own == standing && *own != Standing::Certified);
        Self {
            indicator: indicator.to_owned(),
            indicator_name: found.map_or(indicator, |found| &found.name).to_owned(),
            unit: unit.to_owned(),
            unit_name: book.organisation.get(unit).map_or(unit, |found| found.label()).to_owned(),
            period: period.to_string(),
            measure: measure.label(),
            standing: word.map_or("", |(_, word, _)| word),
            before: None,
            before_version: None,
            after: String::new(),
            file: String::new(),
            sheet: String::new(),
            cell: String::new(),
        }
    }
}

/// Contradictions that would come and go in the years the import touches.
fn findings(plan: &Plan<'_>, before: &Snapshot, after: &Snapshot) -> (Vec<Contradiction>, Vec<Contradiction>) {
    // The figures of a year are the base of the next one.
    let of_figures = plan.observations().iter().flat_map(|one| [one.period.year(), one.period.year() + 1]);
    let of_entries = plan.entries().iter().filter_map(|entry| i16::try_from(entry.year).ok());
    let mut years: BTreeSet<i16> = of_figures.chain(of_entries).filter(|year| *year > 0).collect();
    if plan.entries().iter().any(|entry| entry.year == 0) {
        years.extend(after.book.frameworks.keys());
    }
    contradictions(&years, before, after)
}

/// All contradictions of some years.
pub(crate) fn found(snapshot: &Snapshot, years: &BTreeSet<i16>) -> Vec<Contradiction> {
    let (book, rules) = (&snapshot.book, &snapshot.checks().rules.set);
    let found = years
        .iter()
        .flat_map(|year| check(book, *year, Month::DECEMBER, rules).into_iter().map(move |one| (year, one)));
    found.map(|(year, one)| named(book, *year, one)).collect()
}

/// Contradictions of some years that come, and those that go.
pub(crate) fn contradictions(
    years: &BTreeSet<i16>,
    before: &Snapshot,
    after: &Snapshot,
) -> (Vec<Contradiction>, Vec<Contradiction>) {
    let (old, new) = (found(before, years), found(after, years));
    let only = |these: &[Contradiction], those: &[Contradiction]| -> Vec<Contradiction> {
        let there: BTreeSet<_> = those.iter().map(said_by).collect();
        these.iter().filter(|one| !there.contains(&said_by(one))).cloned().collect()
    };
    (only(&new, &old), only(&old, &new))
}

fn named(book: &Ledger, year: i16, finding: Finding) -> Contradiction {
    let indicator = book.framework(year).and_then(|framework| framework.get(&finding.indicator));
    let unit = book.organisation.get(&finding.unit);
    Contradiction {
        indicator_name: indicator.map_or(&finding.indicator, |found| &found.name).clone(),
        unit_name: unit.map_or(finding.unit.as_str(), |found| found.label()).to_owned(),
        finding,
    }
}

/// Two findings that agree in this say the same.
fn said_by(Contradiction { finding, .. }: &Contradiction) -> (&'static str, &str, &str, &str) {
    (finding.rule.key(), &finding.indicator, &finding.unit, &finding.statement)
}
