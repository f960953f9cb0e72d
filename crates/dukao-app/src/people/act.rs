//! Writing: one act on the house with its audit entry, decided again when others wrote in between.

use dukao_core::rights::{CallerKind, Right};
use dukao_store::{Act, Actor, AuditEntry, Changes, NewEntry, WriteError};
use serde::Serialize;

use super::{Directory, People};
use crate::AppError;

/// How often an act is decided again when others write in between.
const TRIES: usize = 64;

/// What is to be written.
pub(super) struct Decision<T> {
    /// The kind of act.
    pub(super) act: &'static str,
    /// On whom or what.
    pub(super) subject: String,
    /// What the audit says of it; never a secret.
    pub(super) detail: serde_json::Value,
    pub(super) entries: Vec<NewEntry>,
    /// Who acts, when it is not the caller: somebody with a link has no session yet.
    pub(super) actor: Option<Actor>,
    /// What the caller is told.
    pub(super) told: T,
}

impl<T> Decision<T> {
    pub(super) fn new(act: &'static str, subject: impl Into<String>, detail: serde_json::Value, told: T) -> Self {
        Self { act, subject: subject.into(), detail, entries: Vec::new(), actor: None, told }
    }

    /// Also writes a record.
    pub(super) fn with(mut self, kind: &str, key: &str, record: &impl Serialize) -> Result<Self, AppError> {
        let body = serde_json::to_string(record).map_err(|error| AppError::Damaged(error.to_string()))?;
        self.entries.push(entry(kind, key, Some(body)));
        Ok(self)
    }

    /// Also ends a record.
    pub(super) fn without(mut self, kind: &str, key: &str) -> Self {
        self.entries.push(entry(kind, key, None));
        self
    }

    /// Somebody else than the caller acts.
    pub(super) fn by(mut self, actor: Actor) -> Self {
        self.actor = Some(actor);
        self
    }
}

fn entry(kind: &str, key: &str, body: Option<String>) -> NewEntry {
    NewEntry { kind: kind.to_owned(), year: 0, key: key.to_owned(), body_schema: 1, body }
}

/// A person as the audit names him: the number is never given again, the name is what he was called then.
pub(super) fn person(account: &str, name: &str) -> Actor {
    Actor { kind: CallerKind::Person.key().to_owned(), id: format!("{account} {name}") }
}

impl People<'_> {
    /// Does an act for which the caller needs a right over the house.
    pub(super) async fn act<T>(
        &self,
        right: Right,
        decide: impl Fn(&Directory) -> Result<Decision<T>, AppError>,
    ) -> Result<T, AppError> {
        self.write(|directory| {
            self.permit(directory, right)?;
            decide(directory)
        })
        .await
    }

    /// Does an act that asks for its right itself.
    pub(super) async fn write<T>(
        &self,
        decide: impl Fn(&Directory) -> Result<Decision<T>, AppError>,
    ) -> Result<T, AppError> {
        for _ in 0..TRIES {
            let mut directory = self.directory().await?;
            let decided = decide(&directory);
            let moved = self.based_on.filter(|based_on| *based_on != directory.version());
            // Whoever may not do it is not told that others did.
            if let (Some(based_on), false) = (moved, matches!(decided, Err(AppError::Denied(_)))) {
                return Err(AppError::Moved { based_on, head: directory.version() });
            }
            let mut decision = decided?;
            if directory.version() == 0 {
                self.store.system(self.now()).await.map_err(AppError::Write)?;
                directory = self.directory().await?;
                decision = decide(&directory)?;
            }
            let act = Act {
                region: dukao_store::SYSTEM,
                actor: decision.actor.unwrap_or_else(|| self.actor()),
                based_on: directory.version,
                at: self.now(),
                audit: AuditEntry {
                    act: decision.act.to_owned(),
                    subject: Some(decision.subject).filter(|subject| !subject.is_empty()),
                    detail: decision.detail.to_string(),
                },
                changes: Changes { entries: decision.entries, ..Changes::default() },
            };
            match self.store.write(act).await {
                Ok(_) => return Ok(decision.told),
                Err(WriteError::Conflict { .. }) => {}
                Err(error) => return Err(AppError::Write(error)),
            }
        }
        Err(AppError::Crowded)
    }
}
