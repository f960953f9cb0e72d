//! What an organisation change writes: records of units, and targets.

use std::collections::BTreeSet;

use dukao_core::organisation::{Change, ChangeProblem};
use dukao_store::{NewEntry, StoredEntry, Version};

use super::targets::{TargetLine, merged, parted};
use super::{ChangeRequest, late};
use crate::AppError;
use crate::findings::FieldProblem;
use crate::import::entry;
use crate::shelf::{Foreseen, Snapshot, kind};

/// An act that was decided on.
pub(super) struct Plan {
    /// What is written.
    pub(super) entries: Vec<NewEntry>,
    /// What becomes of targets.
    pub(super) targets: Vec<TargetLine>,
}

impl Plan {
    /// # Errors
    /// [`AppError::Organisation`] with everything that speaks against it.
    pub(super) fn new(snapshot: &Snapshot, request: &ChangeRequest) -> Result<Self, AppError> {
        let organisation = &snapshot.book.organisation;
        let records = request.act.records(organisation);
        let mut problems: Vec<FieldProblem> = records.as_ref().err().into_iter().flatten().map(wrong).collect();
        let (targets, wrong_parts) = match &request.act.change {
            Change::Merge { new, .. } => (merged(snapshot, &request.act, new), Vec::new()),
            Change::Split { unit, new, .. } => parted(snapshot, &request.act, unit, new, &request.parts),
            _ => (Vec::new(), Vec::new()),
        };
        problems.extend(wrong_parts);
        let records = records.unwrap_or_default();
        let codes: BTreeSet<&str> = records.gone.iter().filter_map(|key| key.split('|').next()).collect();
        for code in codes.into_iter().filter(|code| records.applied_to(organisation).get(code).is_none()) {
            problems.extend(late::still_used(snapshot, code));
        }
        if !problems.is_empty() {
            return Err(AppError::Organisation(problems));
        }
        let mut entries = Vec::new();
        for unit in &records.put {
            entries.push(entry(kind::UNIT, 0, &unit.key(), unit)?);
        }
        for key in &records.gone {
            let gone = NewEntry { kind: kind::UNIT.to_owned(), year: 0, key: key.clone(), body_schema: 1, body: None };
            entries.push(gone);
        }
        for target in targets.iter().filter_map(|line| line.made.as_ref().ok()).flatten() {
            entries.push(entry(kind::TARGET, target.year, &target.key(), target)?);
        }
        Ok(Self { entries, targets })
    }

    /// The region as it would be.
    pub(super) fn foreseen(&self, snapshot: &Snapshot) -> Result<Snapshot, AppError> {
        let version = Version(snapshot.book.version.0 + 1);
        let mut seq = 0;
        let stored = |entry: &NewEntry| {
            seq += 1;
            let NewEntry { kind, year, key, body_schema, body } = entry.clone();
            StoredEntry { version, seq, kind, year, key, body_schema, body }
        };
        let entries = self.entries.iter().map(stored).collect();
        snapshot.foreseen(Foreseen { entries, sheets: Vec::new(), observations: Vec::new() })
    }
}

fn wrong(problem: &ChangeProblem) -> FieldProblem {
    FieldProblem { field: problem.field(), message: problem.to_string() }
}
