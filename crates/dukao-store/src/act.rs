//! A write as data: who did what to which region, based on what he saw, and the rows that come of it.

use std::collections::BTreeMap;

use crate::ids::{FileId, Micros, RegionId, SheetId, Version};

/// One act on one region: all of it is written under one version, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The region it changes.
    pub region: RegionId,
    /// Who does it.
    pub actor: Actor,
    /// The version it was decided on; refused when the region has moved on.
    pub based_on: Version,
    /// The clock of the caller.
    pub at: Micros,
    /// What the audit says about it.
    pub audit: AuditEntry,
    /// The rows; may be empty (an export is an act too).
    pub changes: Changes,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// A person, a program, the local operator …
    pub kind: String,
    /// Which one.
    pub id: String,
}

/// What the audit keeps of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// The kind of act.
    pub act: String,
    /// What it was done to.
    pub subject: Option<String>,
    /// More about it, a JSON text.
    pub detail: String,
}

/// The rows of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that came in with it.
    pub files: Vec<NewFile>,
    /// Master data: units, indicators, targets …
    pub entries: Vec<NewEntry>,
    /// Figures.
    pub observations: NewObservations,
}

/// A file as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its name, without folders.
    pub name: String,
    /// Its kind (`xlsx`, `csv` …).
    pub kind: String,
    /// All of it.
    pub bytes: Vec<u8>,
    /// The names of its sheets, in order.
    pub sheets: Vec<String>,
}

/// A new state of one piece of master data; supersedes the earlier one of the same kind, year and key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// What it is.
    pub kind: String,
    /// The assessment year it belongs to; 0 for all years.
    pub year: i32,
    /// Which one of its kind.
    pub key: String,
    /// Which layout the body has.
    pub body_schema: i32,
    /// A JSON text; nothing ends the piece.
    pub body: Option<String>,
}

/// Many figures, with one dictionary for the texts they share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewObservations {
    words: Vec<String>,
    known: BTreeMap<String, WordRef>,
    /// The last few texts asked for: neighbouring figures share most of theirs.
    recent: [usize; 4],
    /// The figures, in the order in which they will be numbered.
    pub rows: Vec<NewObservation>,
}

/// A text of the act's own dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WordRef(usize);

impl WordRef {
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

impl NewObservations {
    /// The reference for a text; the same text gives the same reference.
    pub fn word(&mut self, text: &str) -> WordRef {
        let same = |place: &&usize| self.words.get(**place).is_some_and(|word| word == text);
        if let Some(place) = self.recent.iter().find(same) {
            return WordRef(*place);
        }
        let reference = match self.known.get(text) {
            Some(found) => *found,
            None => self.new_word(text),
        };
        self.recent.rotate_right(1);
        if let Some(place) = self.recent.first_mut() {
            *place = reference.0;
        }
        reference
    }

    fn new_word(&mut self, text: &str) -> WordRef {
        let reference = WordRef(self.words.len());
        self.words.push(text.to_owned());
        self.known.insert(text.to_owned(), reference);
        reference
    }

    /// The texts, by reference.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }
}

/// One figure. The store knows no meaning of the numbers; it keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewObservation {
    /// The year under which it is read back.
    pub year: i32,
    /// Code of the indicator.
    pub indicator: WordRef,
    /// Code of the unit.
    pub unit: WordRef,
    /// The period.
    pub period: i32,
    /// Which figure of the indicator.
    pub measure: WordRef,
    /// Known, missing, masked …
    pub state: i16,
    /// Digits without the point; nothing when the state has no value.
    pub mantissa: Option<i64>,
    /// How many of them stand behind the point.
    pub scale: i16,
    /// Unit of measure as it was written.
    pub unit_of_measure: Option<WordRef>,
    /// What span the figure covers.
    pub span: i16,
    /// Expected, flash, final.
    pub firmness: i16,
    /// Draft, submitted, reviewed, certified.
    pub standing: i16,
    /// How it came in.
    pub origin: i16,
    /// The cell it came from.
    pub place: Option<Place<SheetRef>>,
    /// A remark.
    pub note: Option<WordRef>,
}

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<S> {
    /// On which sheet.
    pub sheet: S,
    /// Row.
    pub row: i32,
    /// Column.
    pub column: i32,
}

/// A sheet that an act refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetRef {
    /// One that is in the store already.
    Stored(SheetId),
    /// One of this act's files, both counted from 0.
    New {
        /// Which of `Changes::files`.
        file: usize,
        /// Which of its sheets.
        sheet: usize,
    },
}

/// What came of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The version it made.
    pub version: Version,
    /// Later than every act before it, else the caller's clock.
    pub committed_at: Micros,
    /// The numbers of its files, in their order.
    pub files: Vec<FileId>,
}
