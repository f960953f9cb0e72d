//! That no accident costs data: backups, their rotation, restoring, and looking whether all is well.
//!
//! Neither a backup nor a restore writes anything into a database beside its content, so neither is an act with an audit
//! entry: a restored database must be the one that was saved.

mod doctor;
mod folder;
pub mod rotation;
pub(crate) mod words;

use dukao_core::rights::Right;
use std::path::Path;

use dukao_store::archive::{self, Summary};
use serde::Serialize;

pub use doctor::{Diagnosis, Finding, Gravity};
pub use folder::{Folder, Rotated};

use crate::clock::in_words;
use crate::{App, AppError};

/// What an archive holds, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Archived {
    /// The file.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// Its format number.
    pub format: u64,
    /// The version of the program that wrote it.
    pub program: String,
    /// When it was made.
    pub made: String,
    /// Its regions.
    pub regions: Vec<ArchivedRegion>,
    /// How many figures, earlier versions included.
    pub figures: u64,
    /// How many entries of master data, earlier versions included.
    pub entries: u64,
    /// How many imported files.
    pub files: u64,
}

/// A region in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchivedRegion {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its newest version.
    pub version: i64,
    /// When that was committed.
    pub committed: String,
}

impl Archived {
    fn new(path: &Path, summary: Summary) -> Self {
        let region = |region: archive::SummaryRegion| ArchivedRegion {
            code: region.code,
            name: region.name,
            version: region.version.0,
            committed: in_words(region.committed_at),
        };
        Self {
            file: path.display().to_string(),
            bytes: std::fs::metadata(path).map_or(0, |found| found.len()),
            format: summary.format,
            program: summary.program,
            made: in_words(summary.made_at),
            regions: summary.regions.into_iter().map(region).collect(),
            figures: summary.figures,
            entries: summary.entries,
            files: summary.files,
        }
    }
}

impl App {
    /// Saves the whole database into a new file, while others go on working.
    ///
    /// # Errors
    /// [`AppError::Backup`]; then there is no such file.
    pub async fn backup(&self, path: &Path) -> Result<Archived, AppError> {
        self.permit_house(Right::KeepHouse)?;
        let summary = self.store.backup_to(self.now(), path).await.map_err(AppError::Backup)?;
        Ok(Archived::new(path, summary))
    }
}

/// Makes the database at `url` out of an archive, completely or not at all.
///
/// # Errors
/// [`AppError::Restore`]; then nothing was made.
pub async fn restore(archive: &Path, url: &str) -> Result<Archived, AppError> {
    let summary = archive::restore(archive, url).await.map_err(AppError::Restore)?;
    Ok(Archived::new(archive, summary))
}

/// Reads a whole archive and tells whether it is sound.
///
/// # Errors
/// [`AppError::Restore`] with what is wrong with it.
pub async fn inspect(archive: &Path) -> Result<Archived, AppError> {
    let summary = archive::inspect(archive).await.map_err(AppError::Restore)?;
    Ok(Archived::new(archive, summary))
}
