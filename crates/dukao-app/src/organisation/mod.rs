//! Organisation changes: one plan decides what an act writes and says what it touches; it is applied as it was looked at,
//! or not at all. Nothing before its day changes ([`dukao_core::organisation`]).

mod effect;
mod form;
mod late;
mod list;
mod names;
mod people;
mod plan;
mod targets;

use dukao_core::number::Decimal;
use dukao_core::organisation::Reorganisation;
use dukao_core::rights::Right;
use dukao_store::{Act, AuditEntry, Changes, NewObservations, Region, WriteError};

use crate::shelf::Snapshot;
use crate::{App, AppError};
pub use effect::{ChangeEffect, EffectLine, EffectSection};
pub use form::ChangeForm;
pub use list::{ChangeRow, ChangesView};
use plan::Plan;

/// How often a change is decided again when others write in between.
const TRIES: usize = 64;

/// A part of the annual target of a unit that is divided, as the person gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetPart {
    /// Assessment year.
    pub year: i16,
    /// Code of the indicator.
    pub indicator: String,
    /// Code of one of the new units.
    pub unit: String,
    /// Its part, in the unit of measure of the target that is divided.
    pub amount: Decimal,
}

/// An organisation change that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRequest {
    /// Region code; the only region when `None`.
    pub region: Option<String>,
    /// The act.
    pub act: Reorganisation,
    /// Of a division: how annual targets are divided. What is not said stays with the old unit.
    pub parts: Vec<TargetPart>,
    /// What was looked at ([`ChangeEffect::seen`]): when anything is different since, nothing is stored.
    pub seen: Option<String>,
}

impl ChangeRequest {
    /// An act in the only region, without parts.
    pub const fn of(act: Reorganisation) -> Self {
        Self { region: None, act, parts: Vec::new(), seen: None }
    }
}

impl App {
    /// What an organisation change writes and touches; nothing is stored.
    ///
    /// # Errors
    /// [`AppError::Organisation`] with everything that speaks against it, [`AppError::Denied`] without the right
    /// `机构变动`, or the store fails.
    pub async fn organisation_preview(&self, request: &ChangeRequest) -> Result<ChangeEffect, AppError> {
        let region = self.permit(Right::Reorganise, request.region.as_deref()).await?;
        let snapshot = self.shelf.head(&self.store, region.id).await?;
        Ok(self.decide_change(&region, &snapshot, request).await?.1)
    }

    /// Changes the organisation: one version.
    ///
    /// # Errors
    /// As for [`App::organisation_preview`]; [`AppError::LookAgain`] when it is not what was looked at any more.
    pub async fn change_organisation(&self, request: &ChangeRequest) -> Result<ChangeEffect, AppError> {
        let region = self.permit(Right::Reorganise, request.region.as_deref()).await?;
        for _ in 0..TRIES {
            let snapshot = self.shelf.head(&self.store, region.id).await?;
            let (plan, mut effect) = self.decide_change(&region, &snapshot, request).await?;
            if request.seen.as_ref().is_some_and(|seen| *seen != effect.seen) {
                return Err(AppError::LookAgain);
            }
            let act = Act {
                region: region.id,
                actor: self.actor(),
                based_on: dukao_store::Version(effect.based_on),
                at: self.clock.now(),
                audit: entry_of_change(request, &effect)?,
                changes: Changes { files: Vec::new(), entries: plan.entries, observations: NewObservations::default() },
            };
            match self.store.write(act).await {
                Ok(committed) => {
                    effect.version = Some(committed.version.0);
                    return Ok(effect);
                }
                Err(WriteError::Conflict { .. }) => {}
                Err(error) => return Err(AppError::Write(error)),
            }
        }
        Err(AppError::Crowded)
    }

    async fn decide_change(
        &self,
        region: &Region,
        snapshot: &Snapshot,
        request: &ChangeRequest,
    ) -> Result<(Plan, ChangeEffect), AppError> {
        let request = &request.resolved(&snapshot.book.organisation);
        let plan = Plan::new(snapshot, request)?;
        let people = self.people_touched(region, snapshot, &request.act).await?;
        let effect = ChangeEffect::new(snapshot, &plan, request, people)?;
        Ok((plan, effect))
    }
}

/// The audit entry: the act as it was asked for, and how much it touches.
fn entry_of_change(request: &ChangeRequest, effect: &ChangeEffect) -> Result<AuditEntry, AppError> {
    let act = serde_json::to_value(&request.act).map_err(|error| AppError::Damaged(error.to_string()))?;
    let counts = effect.sections.iter().map(|section| (section.key.to_owned(), section.count().into()));
    let detail = serde_json::json!({
        "act": act,
        "touched": counts.collect::<serde_json::Map<String, serde_json::Value>>(),
    });
    Ok(AuditEntry {
        act: format!("unit.{}", request.act.change.key()),
        subject: Some(effect.title.clone()),
        detail: detail.to_string(),
    })
}
