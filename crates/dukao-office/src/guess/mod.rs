//! What a table of an office means, guessed from its words and its figures, with reasons.
//!
//! A guess writes nothing. It is the text of a mapping file ([`Guess::mapping`]) and, beside it, the reasons
//! of every decision and the questions that only a person can answer ([`Doubt`]).

mod areas;
mod claims;
mod clashes;
mod columns;
mod correction;
mod crossed;
mod decided;
mod doubts;
mod draft;
mod evidence;
mod facts;
mod growth;
mod heads;
mod made;
mod names;
mod naming;
mod one;
mod orientation;
mod roles;
mod rows;
mod saved;
mod scan;
mod scopes;
mod shown;
mod solve;
mod stale;
mod subjects;
mod sums;
mod table;
mod trial;
mod vocabulary;
mod words;
mod writing;

pub use correction::{Correction, Subject};
pub use rows::RowMeaning;
pub use shown::{Bounds, ColumnGuess, Confidence, Doubt, FactGuess, Guess, RowGuess, TableGuess};

use crate::batch::Known;
use crate::grid::Book;
use crate::mapping::Mapping;

/// What the guess may rely on beside the file and the region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// What a person has said; later ones win.
    pub corrections: Vec<Correction>,
    /// Mapping files of earlier imports: a head that they name is read as it was then.
    pub saved: Vec<Mapping>,
}

/// Guesses every table of every sheet that is not hidden.
pub fn guess(book: &Book, known: &dyn Known, hints: &Hints) -> Guess {
    let mut guess = Guess { file: book.name.clone(), tables: Vec::new(), hidden: Vec::new(), without: Vec::new() };
    for (at, sheet) in book.sheets.iter().enumerate() {
        if sheet.hidden {
            guess.hidden.push(sheet.name.clone());
            continue;
        }
        let before = guess.tables.len();
        for found in one::tables(book, at, known, hints, before) {
            guess.tables.push(found);
        }
        if guess.tables.len() == before && sheet.height() > 0 {
            guess.without.push(sheet.name.clone());
        }
    }
    guess
}

impl Hints {
    /// The same with one more correction.
    #[must_use]
    pub fn with(&self, correction: Correction) -> Self {
        let mut hints = self.clone();
        hints.corrections.push(correction);
        hints
    }
}

/// The words a column may be corrected to, in the order in which they are offered.
pub fn meanings() -> Vec<&'static str> {
    words::all()
}
