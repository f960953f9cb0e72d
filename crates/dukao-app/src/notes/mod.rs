//! What people note by hand beside the figures: a leader's instructions (批示) with their receipts (签收), and attempts to
//! have figures changed (干预记录).
//!
//! Notes are entries of the house itself, not of a region: they are no data, no version of the data comes of them, and no
//! undo takes one back. None is changed or removed. The audit has their numbers, not their words: who reads it is not
//! always who may read them.

mod about;
mod instruct;
mod instructions;
mod interference;
mod record;

use std::collections::BTreeMap;

use dukao_store::{Act, AuditEntry, Changes, NewEntry, SYSTEM, StoredEntry, Version, WriteError};
use serde::Serialize;

pub use about::{About, AboutPage};
pub use instruct::{Acknowledgement, InstructionSubject, NewInstruction};
pub(crate) use instructions::Unsigned;
pub use instructions::{Addressed, InstructionFilter, InstructionLine, Instructions};
pub use interference::{InterferenceLine, NewInterference};
pub(crate) use record::{Instruction, Interference, Receipt};

use crate::kept::{Resident, body, number};
use crate::{App, AppError};

/// Kinds of entries of the house.
mod kind {
    pub(super) const INSTRUCTION: &str = "instruction";
    pub(super) const RECEIPT: &str = "receipt";
    pub(super) const INTERFERENCE: &str = "interference";
}

/// How often a note is tried again when others write in between.
const TRIES: usize = 64;

/// All notes, at one version of the house.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notes {
    version: Version,
    instructions: BTreeMap<u32, Instruction>,
    /// By number of the instruction and code of the unit.
    receipts: BTreeMap<(u32, String), Receipt>,
    interferences: BTreeMap<u32, Interference>,
}

impl Resident for Notes {
    fn version(&self) -> Version {
        self.version
    }

    fn stand_at(&mut self, version: Version) {
        self.version = version;
    }

    fn take(&mut self, entry: &StoredEntry) -> Result<(), AppError> {
        let damaged = || AppError::Damaged(format!("{}“{}”", entry.kind, entry.key));
        match entry.kind.as_str() {
            kind::INSTRUCTION => {
                self.instructions.insert(number(entry)?, body(entry)?.ok_or_else(damaged)?);
            }
            kind::INTERFERENCE => {
                self.interferences.insert(number(entry)?, body(entry)?.ok_or_else(damaged)?);
            }
            kind::RECEIPT => {
                let (of, unit) = entry.key.split_once('/').ok_or_else(damaged)?;
                let of = of.parse().map_err(|_| damaged())?;
                self.receipts.insert((of, unit.to_owned()), body(entry)?.ok_or_else(damaged)?);
            }
            _ => {}
        }
        Ok(())
    }
}

/// A note to be written.
struct Note<T> {
    /// The audit's word.
    act: &'static str,
    /// The kind of the entry.
    kind: &'static str,
    /// Its key.
    key: String,
    /// Its record.
    body: String,
    /// What the caller is told.
    told: T,
}

impl<T> Note<T> {
    fn new(
        act: &'static str,
        kind: &'static str,
        key: String,
        record: &impl Serialize,
        told: T,
    ) -> Result<Self, AppError> {
        let body = serde_json::to_string(record).map_err(|error| AppError::Damaged(error.to_string()))?;
        Ok(Self { act, kind, key, body, told })
    }
}

impl App {
    /// Writes a note; decided again when others wrote in between.
    async fn note_down<T>(&self, decide: impl Fn(&Notes) -> Result<Note<T>, AppError>) -> Result<T, AppError> {
        for _ in 0..TRIES {
            let notes = self.notes.head(&self.store).await?;
            let note = decide(&notes)?;
            let entry = NewEntry {
                kind: note.kind.to_owned(),
                year: 0,
                key: note.key.clone(),
                body_schema: 1,
                body: Some(note.body),
            };
            let act = Act {
                region: SYSTEM,
                actor: self.actor(),
                based_on: notes.version,
                at: self.now(),
                audit: AuditEntry { act: note.act.to_owned(), subject: Some(note.key), detail: "{}".to_owned() },
                changes: Changes { entries: vec![entry], ..Changes::default() },
            };
            match self.store.write(act).await {
                Ok(_) => return Ok(note.told),
                Err(WriteError::Conflict { .. }) => {}
                Err(error) => return Err(AppError::Write(error)),
            }
        }
        Err(AppError::Crowded)
    }
}

/// The next number of records that are numbered from 1.
fn next<T>(records: &BTreeMap<u32, T>) -> u32 {
    records.last_key_value().map_or(0, |(last, _)| *last).saturating_add(1)
}
