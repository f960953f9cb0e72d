//! One indicator across the units: a row for the region and for every unit that carries a part or
//! reports a figure.

use serde::Serialize;

use super::{Asked, Basis, IndicatorRef, Row};
use crate::{App, AppError};

/// One indicator across the units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Across {
    /// What it rests on.
    pub basis: Basis,
    /// The indicator.
    pub indicator: IndicatorRef,
    /// The region's own row first, then the units in the order in which they are listed.
    pub rows: Vec<Row>,
}

impl App {
    /// One indicator for the unit asked for (the region itself when none is named); with `all_units`
    /// for every unit that has a target or a figure of it.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn across(&self, asked: &Asked, indicator: &str, all_units: bool) -> Result<Across, AppError> {
        let settled = self.settle(asked).await?;
        let indicator = settled.find_indicator(indicator)?;
        let framework = settled.framework()?;
        let concerns = |unit: &&str| {
            *unit != settled.unit
                && (framework.target(&indicator.code, unit).is_some() || settled.has_figures(&indicator.code, unit))
        };
        let others = settled.book().organisation.iter().map(|unit| unit.code.as_str()).filter(concerns);
        let units = std::iter::once(settled.unit.as_str()).chain(others.filter(|_| all_units));
        Ok(Across {
            rows: units.filter_map(|unit| settled.row(indicator, unit)).collect(),
            indicator: settled.indicator_ref(indicator),
            basis: settled.basis(),
        })
    }
}
