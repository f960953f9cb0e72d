//! Asking for a right: every act begins here.

use dukao_core::organisation::Organisation;
use dukao_core::rights::{Denial, Right, Role, Target, Why};
use dukao_store::Region;
use jiff::civil::Date;

use crate::shelf::Snapshot;
use crate::{App, AppError, fault};

impl App {
    /// The region, when the caller has `right` over the whole of it and in all years.
    ///
    /// # Errors
    /// The region does not exist for the caller ([`AppError::UnknownRegion`]), or the right is missing
    /// ([`AppError::Denied`]).
    pub(crate) async fn permit(&self, right: Right, region: Option<&str>) -> Result<Region, AppError> {
        let region = self.region_with(right, region).await?;
        let snapshot = self.shelf.head(&self.store, region.id).await?;
        let organisation = &snapshot.book.organisation;
        let own = organisation.own().map(|unit| unit.code.clone());
        let line = own.map_or_else(Vec::new, |own| organisation.line(&own, self.today_of(&snapshot)));
        self.permit_in(right, &region, &line, None).map_err(|error| named(error, &snapshot))?;
        Ok(region)
    }

    /// The region ([`App::region`]); whoever has no region is refused the right where he has none of it, not told that there
    /// is no data.
    pub(crate) async fn region_with(&self, right: Right, region: Option<&str>) -> Result<Region, AppError> {
        match self.region(region).await {
            Err(AppError::NoRegion) if !self.caller.has(right) => {
                let roles = right.roles().filter(|role| *role != Role::Operator).collect();
                Err(AppError::Denied(Denial { right, why: Why::Role(roles) }))
            }
            other => other,
        }
    }

    /// Asks for `right` over a unit of a region in a year.
    pub(crate) fn permit_unit(
        &self,
        right: Right,
        region: &Region,
        snapshot: &Snapshot,
        (unit, year): (&str, Option<i16>),
    ) -> Result<(), AppError> {
        let line = line(&snapshot.book.organisation, unit, self.today_of(snapshot));
        self.permit_in(right, region, &line, year).map_err(|error| named(error, snapshot))
    }

    /// Asks for `right` over the units of `line` (the unit first, then those above it) in a year.
    pub(crate) fn permit_in(
        &self,
        right: Right,
        region: &Region,
        line: &[String],
        year: Option<i16>,
    ) -> Result<(), AppError> {
        if fault::on("permit") {
            return Ok(());
        }
        let target = Target { region: Some(&region.code), line, year };
        self.caller.may(right, &target).map_err(AppError::Denied)
    }

    /// Asks for `right` anywhere at all: before what was sent is read.
    ///
    /// # Errors
    /// [`AppError::Denied`].
    pub fn may_somewhere(&self, right: Right) -> Result<(), AppError> {
        if self.caller.has(right) { Ok(()) } else { self.permit_house(right) }
    }

    /// Asks for `right` over the house itself.
    pub(crate) fn permit_house(&self, right: Right) -> Result<(), AppError> {
        if fault::on("permit_house") {
            return Ok(());
        }
        self.caller.may(right, &Target::default()).map_err(AppError::Denied)
    }
}

/// The unit and those above it, each with the units that were merged into it: a post at one of these has moved with it. A
/// unit that has ended is where it was last; one that was never there is by itself.
fn line(organisation: &Organisation, unit: &str, today: Date) -> Vec<String> {
    let last = organisation.ended(unit).filter(|last| *last < today);
    let line = organisation.line(unit, last.unwrap_or(today));
    let mut all = if line.is_empty() { vec![unit.to_owned()] } else { line };
    let mut next = 0;
    while let Some(code) = all.get(next).cloned() {
        let merged = organisation.merged_from(&code, today).iter().filter(|merged| !all.contains(merged));
        let merged: Vec<String> = merged.cloned().collect();
        all.extend(merged);
        next += 1;
    }
    all
}

/// The same refusal with the names of units in place of their codes.
pub(crate) fn named(error: AppError, snapshot: &Snapshot) -> AppError {
    let name = |code: String| snapshot.book.organisation.get(&code).map_or(code, |unit| unit.label().to_owned());
    match error {
        AppError::Denied(Denial { right, why: Why::Unit(codes) }) => {
            AppError::Denied(Denial { right, why: Why::Unit(codes.into_iter().map(name).collect()) })
        }
        other => other,
    }
}
