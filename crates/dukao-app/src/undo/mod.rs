//! Taking a version back: a new version that states again what was stated before.
//!
//! Nothing is overwritten. The data is as if the version had not been: what later versions stated since stays as they
//! say, what nobody stated before is withdrawn. An undo is a version like any other and can itself be undone.

mod figures;
mod history;
mod records;

use dukao_core::rights::Right;
use std::collections::BTreeSet;

use dukao_store::{Act, AuditEntry, Changes, RegionId, WriteError};
use serde::Serialize;

use crate::import::FigureChange;
use crate::shelf::Snapshot;
use crate::{App, AppError};
use figures::Figures;
use history::History;
use records::Records;

/// How often an undo is decided again when others write in between.
const TRIES: usize = 64;

/// What an undo does, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// The version taken back.
    pub undone: i64,
    /// What it was: import, undo …
    pub act: String,
    /// What it was done to.
    pub subject: Option<String>,
    /// The version on which this was decided; after the undo, the version it made.
    pub version: i64,
    /// Figures that are stated again as they were before.
    pub restored: usize,
    /// Figures that nobody had stated before: withdrawn.
    pub withdrawn: usize,
    /// Units, indicators, targets and partitions that are again as before, or gone.
    pub records: usize,
    /// Figures and records that later versions stated anew: left alone.
    pub kept: usize,
    /// The figures one by one: what is stated today, and what will be (an empty text is none).
    pub figures: Vec<FigureChange>,
}

/// Which versions count before and after an undo.
struct Times {
    /// Do not count today.
    now: BTreeSet<i64>,
    /// Will not count when the version has been taken back.
    next: BTreeSet<i64>,
    /// The version taken back; of an undo, also what it took back.
    meant: Vec<i64>,
}

impl Times {
    fn is_meant(&self, version: dukao_store::Version) -> bool {
        self.meant.contains(&version.0)
    }
}

/// An undo that was decided on and not written.
struct Decision {
    undone: Undone,
    changes: Changes,
}

impl App {
    /// What taking a version back would do; nothing is written.
    ///
    /// # Errors
    /// As for [`App::undo`].
    pub async fn undo_preview(&self, region: Option<&str>, version: i64) -> Result<Undone, AppError> {
        let region = self.permit(Right::Undo, region).await?.id;
        let snapshot = self.shelf.head(&self.store, region).await?;
        Ok(self.decide(region, &snapshot, version).await?.undone)
    }

    /// Takes a version back.
    ///
    /// # Errors
    /// The version does not exist ([`AppError::UnknownVersion`]), brought nothing that could be taken back
    /// ([`AppError::NothingToUndo`]), or brought what later ones rest on ([`AppError::StillUsed`]); or the store fails.
    pub async fn undo(&self, region: Option<&str>, version: i64) -> Result<Undone, AppError> {
        self.undo_on(region, version, None).await
    }

    /// The same on the version that was looked at, or not at all.
    ///
    /// # Errors
    /// As for [`App::undo`]; [`AppError::Moved`] when others wrote since.
    pub async fn undo_on(&self, region: Option<&str>, version: i64, based_on: Option<i64>) -> Result<Undone, AppError> {
        let region = self.permit(Right::Undo, region).await?.id;
        for _ in 0..TRIES {
            let snapshot = self.shelf.head(&self.store, region).await?;
            let head = snapshot.book.version.0;
            if let Some(based_on) = based_on.filter(|based_on| *based_on != head) {
                return Err(AppError::Moved { based_on, head });
            }
            let Decision { mut undone, changes } = self.decide(region, &snapshot, version).await?;
            let act = self.act_of_undo(region, &undone, changes);
            match self.store.write(act).await {
                Ok(committed) => {
                    undone.version = committed.version.0;
                    return Ok(undone);
                }
                Err(WriteError::Conflict { .. }) => {}
                Err(error) => return Err(AppError::Write(error)),
            }
        }
        Err(AppError::Crowded)
    }

    fn act_of_undo(&self, region: RegionId, undone: &Undone, changes: Changes) -> Act {
        let detail = serde_json::json!({
            "version": undone.undone,
            "restored": undone.restored,
            "withdrawn": undone.withdrawn,
            "records": undone.records,
            "kept": undone.kept,
        });
        let subject = Some(format!("v{}", undone.undone));
        Act {
            region,
            actor: self.actor(),
            based_on: dukao_store::Version(undone.version),
            at: self.clock.now(),
            audit: AuditEntry { act: "undo".to_owned(), subject, detail: detail.to_string() },
            changes,
        }
    }

    async fn decide(&self, region: RegionId, snapshot: &Snapshot, version: i64) -> Result<Decision, AppError> {
        let head = snapshot.book.version.0;
        if version < 1 || version > head {
            return Err(AppError::UnknownVersion { asked: version, head });
        }
        let said = self.store.audit(region, dukao_store::Version(version - 1), 1).await?;
        let said = said.into_iter().next().ok_or(AppError::UnknownVersion { asked: version, head })?;
        let history = History::of(&self.store, region, head).await?;
        if history.is_taken_back(version) {
            return Err(AppError::NothingToUndo(version));
        }
        let next = history.with(head + 1, version);
        let times = Times { now: history.ignored(), next: next.ignored(), meant: history.chain(version) };
        let records = Records::of(&self.store, region, snapshot, &times).await?;
        let figures = Figures::of(&self.store, region, snapshot, &times).await?;
        if records.entries.is_empty() && figures.is_empty() {
            return Err(AppError::NothingToUndo(version));
        }
        let undone = Undone {
            undone: version,
            act: said.entry.act,
            subject: said.entry.subject,
            version: head,
            restored: figures.restored,
            withdrawn: figures.withdrawn,
            records: records.entries.len(),
            kept: figures.kept + records.kept,
            figures: figures.changes,
        };
        let changes = Changes { files: Vec::new(), entries: records.entries, observations: figures.rows };
        Ok(Decision { undone, changes })
    }
}
