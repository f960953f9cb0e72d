//! The organisation changes there were, and those to come.

use dukao_core::organisation::PastChange;
use dukao_core::rights::Right;
use serde::Serialize;

use crate::view::{Asked, Basis, Choices, Settled, UnitRef, unit_ref};
use crate::{App, AppError};

/// A change in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChangeRow {
    /// First day on which it holds.
    pub date: String,
    /// 合并, 拆分, 更名, 调整隶属, 终止.
    pub kind: &'static str,
    /// What was different, in words.
    pub said: String,
    /// The units that it is about: before, then after; each once.
    pub units: Vec<UnitRef>,
    /// Whether its day is still to come.
    pub to_come: bool,
}

/// The list of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangesView {
    /// What it rests on.
    pub basis: Basis,
    /// What one may switch to.
    #[serde(skip)]
    pub choices: Choices,
    /// Latest first.
    pub changes: Vec<ChangeRow>,
    /// Whether the caller may change the organisation.
    pub may_change: bool,
}

impl App {
    /// The organisation changes of a region.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn organisation_changes(&self, asked: &Asked) -> Result<ChangesView, AppError> {
        let settled = self.settle(asked).await?;
        let may_change = match self.permit(Right::Reorganise, asked.region.as_deref()).await {
            Ok(_) => !settled.moment.earlier,
            Err(AppError::Denied(_)) => false,
            Err(error) => return Err(error),
        };
        let organisation = &settled.book().organisation;
        let row = |change: &PastChange| settled.change_row(change);
        Ok(ChangesView {
            basis: settled.basis(),
            choices: settled.choices(),
            changes: organisation.changes().iter().filter(|change| settled.sees_change(change)).map(row).collect(),
            may_change,
        })
    }
}

impl Settled {
    /// The changes of a unit, latest first.
    pub(crate) fn changes_of(&self, unit: &str) -> Vec<ChangeRow> {
        let changes = self.book().organisation.changes();
        changes.iter().filter(|change| change.concerns(unit)).map(|change| self.change_row(change)).collect()
    }

    /// Whether a change is about a unit that the caller may see by itself.
    fn sees_change(&self, change: &PastChange) -> bool {
        change.before.iter().chain(&change.after).any(|code| self.sees_unit(code))
    }

    fn change_row(&self, change: &PastChange) -> ChangeRow {
        let mut codes: Vec<&String> = Vec::new();
        for code in change.before.iter().chain(&change.after) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let organisation = &self.book().organisation;
        ChangeRow {
            date: change.date.to_string(),
            kind: change.kind.label(),
            said: change.said.clone(),
            units: codes.into_iter().filter_map(|code| organisation.get(code)).map(unit_ref).collect(),
            to_come: change.date > self.moment.today,
        }
    }
}
