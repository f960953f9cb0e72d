//! How each file of an upload is to be read: as standard tables, by a mapping, or by a guess that somebody
//! confirms.

use dukao_core::rights::Right;
use dukao_office::grid::Book;
use dukao_office::guess::{Correction, Guess, Hints, guess};
use dukao_office::{Known, mapping, workbook};

use super::reading::{off_runtime, open};
use super::{FileMapping, ImportRequest, Upload};
use crate::shelf::Snapshot;
use crate::{App, AppError};

/// How one file is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manner {
    /// As standard tables.
    Standard,
    /// By a mapping file that came with it.
    Mapped,
    /// By a mapping file of an earlier import that it fits.
    Saved(FileMapping),
    /// By a guess that has to be confirmed.
    Guessed(Box<GuessedFile>),
}

/// A guess of one file, with the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuessedFile {
    /// The guess.
    pub guess: Guess,
    /// The cells it is about.
    pub book: Book,
}

impl App {
    /// How each file of an upload is to be read, in order.
    ///
    /// # Errors
    /// When a file cannot be opened, the region does not exist, or the store fails.
    pub async fn manners(&self, upload: &Upload) -> Result<Vec<(String, Manner)>, AppError> {
        let snapshot = self.snapshot_for(upload.region.as_deref()).await?.0;
        let upload = upload.clone();
        off_runtime(move || {
            let books = open(&upload.files)?;
            let saved: Vec<_> =
                snapshot.mappings().values().filter_map(|saved| mapping::parse(&saved.text).0).collect();
            let manner = |book: Book| {
                let own = upload.corrections.iter().filter(|(file, _)| *file == book.name);
                // What cannot be read was told when it was said.
                let corrections = own.filter_map(|(_, text)| Correction::parse(text).ok()).collect();
                let hints = Hints { corrections, saved: saved.clone() };
                (book.name.clone(), manner(book, &upload, &hints, &snapshot))
            };
            Ok(books.into_iter().map(manner).collect())
        })
        .await?
    }

    /// The region at its head, with its code; where there is none yet, an empty one.
    pub(super) async fn snapshot_for(&self, region: Option<&str>) -> Result<(Snapshot, String), AppError> {
        match self.permit(Right::Import, region).await {
            Ok(region) => Ok((self.shelf.head(&self.store, region.id).await?, region.code)),
            Err(AppError::NoRegion) => Ok((Snapshot::empty()?, String::new())),
            Err(AppError::UnknownRegion(code)) if self.store.regions().await?.is_empty() => {
                Ok((Snapshot::empty()?, code))
            }
            Err(error) => Err(error),
        }
    }
}

fn manner(book: Book, upload: &Upload, hints: &Hints, snapshot: &Snapshot) -> Manner {
    let for_it = |mapping: &FileMapping| mapping.file.as_deref().is_none_or(|file| file == book.name);
    if upload.mappings.iter().any(for_it) {
        return Manner::Mapped;
    }
    if workbook::is_standard(&book) {
        return Manner::Standard;
    }
    // What somebody has begun to correct is guessed again.
    if hints.corrections.is_empty()
        && let Some(saved) = saved_for(&book, snapshot)
    {
        return Manner::Saved(saved);
    }
    let known: &dyn Known = snapshot.book.as_ref();
    let guess = guess(&book, known, hints);
    Manner::Guessed(Box::new(GuessedFile { guess, book }))
}

/// The mapping files of earlier imports that the other files fit: next month's file of a layout that was confirmed
/// once is read without asking.
pub(super) fn saved_for_all(request: &ImportRequest, books: &[Book], snapshot: &Snapshot) -> Vec<FileMapping> {
    let open = books.iter().filter(|book| !request.is_mapped(&book.name) && !workbook::is_standard(book));
    open.filter_map(|book| saved_for(book, snapshot)).collect()
}

/// The mapping of an earlier import that the file fits: every head is there and the period is read from the file.
/// Where several fit, none is taken: that is asked.
fn saved_for(book: &Book, snapshot: &Snapshot) -> Option<FileMapping> {
    let mut fitting = snapshot.mappings().values().filter(|saved| {
        let parsed = mapping::parse(&saved.text).0;
        parsed.is_some_and(|parsed| parsed.is_for_any_period() && parsed.fits(book))
    });
    let first = fitting.next()?;
    if fitting.next().is_some() {
        return None;
    }
    let bytes = first.text.clone().into_bytes();
    Some(FileMapping { file: Some(book.name.clone()), name: first.name.clone(), bytes })
}
