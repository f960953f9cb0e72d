//! Units by code, name or short name: an act names them as people do.

use dukao_core::organisation::{Change, NewUnit, Organisation};

use super::{ChangeRequest, TargetPart};

impl ChangeRequest {
    /// The same with codes in place of names. What is not found stays as it was written and is refused by its words; new
    /// units are called as they are written.
    pub(super) fn resolved(&self, organisation: &Organisation) -> Self {
        let code = |text: &String| organisation.find(text.trim()).map_or(text.trim(), |unit| &unit.code).to_owned();
        let place = |text: &String| if text.trim().is_empty() { String::new() } else { code(text) };
        let new = |unit: &NewUnit| NewUnit { parent: unit.parent.as_ref().map(place), ..unit.clone() };
        let change = match &self.act.change {
            Change::Merge { units, into, new: made } => {
                Change::Merge { units: units.iter().map(code).collect(), into: into.as_ref().map(code), new: new(made) }
            }
            Change::Split { unit, new: made, below } => Change::Split {
                unit: code(unit),
                new: made.iter().map(new).collect(),
                below: below.iter().map(|(child, to)| (code(child), to.clone())).collect(),
            },
            Change::Rename { unit, name, short_name } => {
                Change::Rename { unit: code(unit), name: name.clone(), short_name: short_name.clone() }
            }
            Change::Move { unit, parent, kind, groups } => Change::Move {
                unit: code(unit),
                parent: parent.as_ref().map(place),
                kind: *kind,
                groups: groups.as_ref().map(|groups| groups.iter().map(code).collect()),
            },
            Change::End { unit } => Change::End { unit: code(unit) },
            Change::Withdraw { unit } => Change::Withdraw { unit: code(unit) },
        };
        let parts = self.parts.iter().map(|part| TargetPart { unit: part.unit.trim().to_owned(), ..part.clone() });
        let mut resolved = self.clone();
        (resolved.act.change, resolved.parts) = (change, parts.collect());
        resolved
    }
}
