//! The page of a form: what may be chosen.

use dukao_core::organisation::Unit;
use dukao_core::rights::Right;

use crate::view::{Asked, Basis, UnitRef, unit_ref};
use crate::{App, AppError};

/// What a form for an organisation change offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeForm {
    /// What it rests on.
    pub basis: Basis,
    /// The units there are today, without the region itself and those above and beside it.
    pub units: Vec<UnitRef>,
    /// Of each, the units below it: code and name.
    pub below: Vec<(String, Vec<(String, String)>)>,
    /// All units there are today that may be a parent.
    pub parents: Vec<UnitRef>,
}

impl App {
    /// What a form for an organisation change offers.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `机构变动`, or the store fails.
    pub async fn organisation_form(&self, asked: &Asked) -> Result<ChangeForm, AppError> {
        self.permit(Right::Reorganise, asked.region.as_deref()).await?;
        let settled = self.settle(asked).await?;
        let (organisation, today) = (&settled.book().organisation, settled.moment.today);
        let all = || organisation.all_on(today);
        let changes = |unit: &&Unit| unit.code != settled.own;
        let below = |unit: &Unit| {
            let children = organisation.children(&unit.code, today);
            (unit.code.clone(), children.map(|child| (child.code.clone(), child.label().to_owned())).collect())
        };
        Ok(ChangeForm {
            units: all().filter(changes).map(unit_ref).collect(),
            below: all()
                .filter(changes)
                .map(below)
                .filter(|(_, children): &(_, Vec<_>)| !children.is_empty())
                .collect(),
            parents: all().filter(|unit| !unit.kind.overlaps()).map(unit_ref).collect(),
            basis: settled.basis(),
        })
    }
}
