//! What one import brings, whatever the shape of its files, and what it may rely on.

use std::collections::BTreeMap;

use dukao_core::framework::{Framework, Indicator, Target};
use dukao_core::ledger::{Measure, Observation, Origin, Place};
use dukao_core::organisation::{Organisation, Partition, Unit};
use dukao_core::period::Month;
use dukao_core::quantity::Quantity;

use crate::kept::{Explanation, KeptFilter, KeptText};
use crate::problem::{Problem, Severity};

/// A record with the place it stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// Its place; the sheet is an index into [`Batch::sheets`].
    pub place: Place,
    /// The record.
    pub value: T,
}

/// One sheet of one of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRef {
    /// File name without folders.
    pub file: String,
    /// Sheet name; empty for csv.
    pub sheet: String,
}

/// A setting of the region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The name under which it is kept.
    pub name: &'static str,
    /// What is set.
    pub value: String,
}

impl Setting {
    /// The settings that a file may bring: the name kept and the word of the import format.
    pub const WORDS: [(&'static str, &'static str); 1] = [("today", "今天")];
}

/// Everything one import brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// What the import is called: the title of the mapping file, or the file names.
    pub title: String,
    /// The sheets that places refer to.
    pub sheets: Vec<SheetRef>,
    /// Units, new or changed.
    pub units: Vec<Placed<Unit>>,
    /// Indicators, new or changed.
    pub indicators: Vec<Placed<Indicator>>,
    /// Targets.
    pub targets: Vec<Placed<Target>>,
    /// Figures.
    pub observations: Vec<Observation>,
    /// Partitions of totals.
    pub partitions: Vec<Placed<Partition>>,
    /// Settings of the region.
    pub settings: Vec<Placed<Setting>>,
    /// What was said about findings.
    pub explanations: Vec<Placed<Explanation>>,
    /// The region's own check rules: at most one file.
    pub rules: Vec<Placed<KeptText>>,
    /// Mapping files that were used.
    pub mappings: Vec<Placed<KeptText>>,
    /// Filters of the ledger that are kept.
    pub filters: Vec<Placed<KeptFilter>>,
}

/// What the region holds already, so that references to it are checked at their cell.
pub trait Known {
    /// The organisation tree.
    fn organisation(&self) -> &Organisation;
    /// The framework of a year; `None` when nothing is known of that year.
    fn framework(&self, year: i16) -> Option<&Framework>;
    /// The years that have a framework, ascending.
    fn years(&self) -> Vec<i16>;
    /// The last cumulative figure of a year, by the codes of indicator and unit; to tell a figure that is ten
    /// thousand times too large.
    fn latest(&self, _indicator: &str, _unit: &str, _year: i16) -> Option<Quantity> {
        None
    }
}

/// A region that holds nothing yet.
#[derive(Debug, Clone, Default)]
pub struct Nothing {
    organisation: Organisation,
}

impl Known for Nothing {
    fn organisation(&self) -> &Organisation {
        &self.organisation
    }
    fn framework(&self, _: i16) -> Option<&Framework> {
        None
    }
    fn years(&self) -> Vec<i16> {
        Vec::new()
    }
}

impl Known for dukao_core::ledger::Book {
    fn organisation(&self) -> &Organisation {
        &self.organisation
    }
    fn framework(&self, year: i16) -> Option<&Framework> {
        Self::framework(self, year)
    }
    fn years(&self) -> Vec<i16> {
        self.frameworks.keys().copied().collect()
    }
    fn latest(&self, indicator: &str, unit: &str, year: i16) -> Option<Quantity> {
        let figure = |month| {
            let cell = self.cell(indicator, unit, Measure::Cumulative, Origin::Claimed, year, month)?;
            Some(Quantity { value: cell.value?, unit: cell.unit.as_ref().clone() })
        };
        Month::all().rev().find_map(figure)
    }
}

/// What reading gives: all that is right, and all that is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Everything that could be read. To be stored only when [`Outcome::is_clean`].
    pub batch: Batch,
    /// Everything that is wrong or worth knowing, in the order of files, sheets and rows.
    pub problems: Vec<Problem>,
}

impl Outcome {
    /// No errors; notes do not count.
    pub fn is_clean(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity == Severity::Note)
    }
}

/// Where problems are collected while files are read.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) sheets: Vec<SheetRef>,
    found: BTreeMap<(Place, usize), (Severity, String, String)>,
    whole_files: Vec<Problem>,
    /// Errors that are only counted.
    more: usize,
}

/// Most problems that are told one by one: nobody reads more, and a file may have millions.
const MAX_TOLD: usize = 5_000;

impl Report {
    /// Takes up a sheet and gives its number.
    pub(crate) fn sheet(&mut self, file: &str, sheet: &str) -> u32 {
        self.sheets.push(SheetRef { file: file.to_owned(), sheet: sheet.to_owned() });
        u32::try_from(self.sheets.len() - 1).unwrap_or(u32::MAX)
    }

    /// Something wrong in a cell.
    pub(crate) fn error(&mut self, place: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.note_at(place, Severity::Error, message.into(), hint.into());
    }

    /// Something the user should know about a cell.
    pub(crate) fn note(&mut self, place: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.note_at(place, Severity::Note, message.into(), hint.into());
    }

    fn note_at(&mut self, place: Place, severity: Severity, message: String, hint: String) {
        // An empty message is a reference to a record that was itself refused: said once, at the record.
        if message.is_empty() {
            return;
        }
        let number = self.found.len();
        if number >= MAX_TOLD {
            self.more += usize::from(severity == Severity::Error);
            return;
        }
        self.found.insert((place, number), (severity, message, hint));
    }

    /// Something about a whole file or sheet.
    pub(crate) fn whole(&mut self, severity: Severity, file: &str, sheet: &str, message: &str, hint: &str) {
        let mut problem = Problem::of_file(file, message, hint);
        problem.severity = severity;
        sheet.clone_into(&mut problem.sheet);
        self.whole_files.push(problem);
    }

    /// All problems: whole files first, then cell by cell.
    pub(crate) fn finish(self) -> (Vec<SheetRef>, Vec<Problem>) {
        let mut problems = self.whole_files;
        for ((place, _), (severity, message, hint)) in self.found {
            let index = usize::try_from(place.sheet).unwrap_or(usize::MAX);
            let (file, sheet) = self.sheets.get(index).map_or(("", ""), |at| (at.file.as_str(), at.sheet.as_str()));
            problems.push(Problem {
                file: file.to_owned(),
                sheet: sheet.to_owned(),
                cell: place.cell(),
                message,
                hint,
                severity,
            });
        }
        if self.more > 0 {
            let message = format!("另有 {} 处错误没有逐条列出", self.more);
            let file = self.sheets.first().map_or("", |sheet| sheet.file.as_str());
            problems.push(Problem::of_file(file, message, "先改上面列出的，再导入一次"));
        }
        (self.sheets, problems)
    }
}
