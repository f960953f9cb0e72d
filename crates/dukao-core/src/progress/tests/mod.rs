//! Tests of the figures, computed forwards from books: import the target and the series, and every
//! figure must appear.

mod choice;
mod display;
mod formed;
mod growth;
mod judgement;
mod kinds;
mod names;
mod pace;
mod parts;
mod places;
mod properties;
mod recipe;
mod sources;
mod standing;
mod sweep;

use super::{Exact, Figure, FigureKind, Reckoner};
use crate::ledger::Book;
use crate::testing::{OWN, figure, subject};

/// One figure of the district and the indicator `I`.
fn own(book: &Book, at: u8, kind: FigureKind) -> Figure {
    figure(book, "I", OWN, at, kind)
}

/// `月:figure=text` rows for the district and the indicator `I`, all at once.
#[track_caller]
fn check(book: &Book, at: u8, expected: &[(FigureKind, &str)]) {
    for (kind, text) in expected {
        let found = own(book, at, *kind);
        assert_eq!(found.text(), *text, "{} in month {at}: {:?}", kind.key(), found.value);
    }
}

/// The reason why a figure of `I` does not exist, with its word.
#[track_caller]
fn refused(book: &Book, at: u8, kind: FigureKind, label: &str, reason: &str) {
    let found = own(book, at, kind).value;
    let absence = found.expect_err("no figure");
    assert_eq!(absence.label(), label, "{}: {}", kind.key(), absence.reason());
    assert!(absence.reason().contains(reason), "{}: {}", kind.key(), absence.reason());
}

/// A reckoner of the district's `I`.
fn reckoner(book: &Book, at: u8) -> Reckoner<'_, Exact> {
    Reckoner::new(book, subject(book, "I", OWN, at)).unwrap()
}
