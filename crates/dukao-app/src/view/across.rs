//! One indicator across the units: a row for the region and for every unit that carries a part or
//! reports a figure, with the complete partitions of the total, in any unit of measure of the same kind.

use std::collections::BTreeMap;

use dukao_core::framework::Indicator;
use dukao_core::number::{Number, Rational};
use dukao_core::progress::{Exact, Figure, FigureKind, Reckoner};
use dukao_core::quantity::UnitOfMeasure;
use serde::Serialize;

use super::basis::Settled;
use super::indicator::exact;
use super::{Asked, Basis, IndicatorRef, Row, Shown};
use crate::trail::Page;
use crate::{App, AppError};

/// One indicator across the units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Across {
    /// What it rests on.
    pub basis: Basis,
    /// The indicator.
    pub indicator: IndicatorRef,
    /// The row of the unit asked for first, then the others in the order in which they are listed.
    pub rows: Vec<Row>,
    /// The partitions of the unit asked for; each is complete by itself, they are never added together.
    pub partitions: Vec<PartitionRow>,
}

/// A complete set of parts of a total, and what they add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PartitionRow {
    /// Its name: 按县区, 按征收系统.
    pub name: String,
    /// Unit codes of the parts.
    pub parts: Vec<String>,
    /// Codes of the indicators that are the parts, where those make up this one.
    pub part_indicators: Vec<String>,
    /// What the parts give: totals, and rates rebuilt from them.
    #[schema(value_type = BTreeMap<String, Shown>)]
    pub figures: BTreeMap<&'static str, Shown>,
}

/// Figures made of parts: each partition has its own.
pub const OF_PARTS: [FigureKind; 5] = [
    FigureKind::PartsTotal,
    FigureKind::PartsTarget,
    FigureKind::PartsStage,
    FigureKind::RebuiltCompletion,
    FigureKind::RebuiltGrowth,
];

/// Decimals at least shown when amounts are written in a larger unit of measure.
const DECIMALS_IN_LARGER: u8 = 2;

impl App {
    /// One indicator for the unit asked for (the region itself when none is named); with `all_units`
    /// for every unit that has a target or a figure of it; amounts in `measure` when one is named.
    ///
    /// # Errors
    /// When what was asked for does not exist, the indicator cannot be written in `measure`, or the
    /// store fails.
    pub async fn across(
        &self,
        asked: &Asked,
        indicator: &str,
        all_units: bool,
        measure: Option<&str>,
    ) -> Result<Across, AppError> {
        let settled = self.settle(asked).await?;
        let indicator = settled.find_indicator(indicator)?;
        settled.permit_indicator(&indicator.code)?;
        self.saw(Page::Across, &settled, Some(&indicator.code), None).await;
        let mut across = settled.across(indicator, all_units)?;
        if let Some(text) = measure {
            let other = Conversion::new(indicator, text)?;
            across.indicator.unit = other.unit.to_string();
            for row in &mut across.rows {
                row.indicator.unit.clone_from(&across.indicator.unit);
                other.convert(&mut row.figures);
            }
            across.partitions.iter_mut().for_each(|partition| other.convert(&mut partition.figures));
        }
        Ok(across)
    }
}

impl Settled {
    fn across(&self, indicator: &Indicator, all_units: bool) -> Result<Across, AppError> {
        let framework = self.framework()?;
        let concerns = |unit: &&str| {
            *unit != self.unit
                && (framework.target(&indicator.code, unit).is_some() || self.has_figures(&indicator.code, unit))
        };
        let others = self.book().organisation.iter().map(|unit| unit.code.as_str()).filter(concerns);
        let units = std::iter::once(self.unit.as_str()).chain(others.filter(|_| all_units));
        Ok(Across {
            rows: self.rows_of_units(indicator, units),
            // Whoever sees a part of the units sees no total of parts.
            partitions: if self.beyond.is_none() { self.partition_rows(indicator) } else { Vec::new() },
            indicator: self.indicator_ref(indicator),
            basis: self.basis(),
        })
    }

    /// A row for each unit; what was looked up of the ranked units for one row serves the next.
    fn rows_of_units<'a>(&'a self, indicator: &'a Indicator, units: impl Iterator<Item = &'a str>) -> Vec<Row> {
        let mut before: Option<Reckoner<'a, Exact>> = None;
        let mut rows = Vec::new();
        for unit in units {
            let Ok(reckoner) = Reckoner::new(self.book(), self.subject(&indicator.code, unit)) else { continue };
            let reckoner = match &before {
                Some(before) => reckoner.beside(before),
                None => reckoner,
            };
            rows.push(self.row_of(&reckoner, unit));
            before = Some(reckoner);
        }
        rows
    }

    fn partition_rows(&self, indicator: &Indicator) -> Vec<PartitionRow> {
        let reckoner = || Reckoner::<Exact>::new(self.book(), self.subject(&indicator.code, &self.unit)).ok();
        let partitions = reckoner().map_or_else(Vec::new, |reckoner| reckoner.partitions());
        let row = |partition: &dukao_core::organisation::Partition| {
            let reckoner = reckoner()?.with_partition(Some(&partition.name));
            let figures = OF_PARTS.iter().map(|kind| (kind.key(), Shown::from(&reckoner.figure(*kind)))).collect();
            Some(PartitionRow {
                name: partition.name.clone(),
                parts: partition.parts.clone(),
                part_indicators: partition.part_indicators.clone(),
                figures,
            })
        };
        partitions.iter().filter_map(row).collect()
    }
}

/// Amounts of an indicator in another unit of measure.
struct Conversion {
    own: String,
    unit: UnitOfMeasure,
    factor: Rational,
    decimals: u8,
}

impl Conversion {
    fn new(indicator: &Indicator, text: &str) -> Result<Self, AppError> {
        let refused = || AppError::OtherMeasure { measure: text.to_owned(), own: indicator.unit.to_string() };
        let unit = UnitOfMeasure::parse(text).map_err(|_| refused())?;
        let power = indicator.unit.power_to(&unit).ok_or_else(refused)?;
        let decimals = match u8::try_from(power) {
            Ok(shift) => indicator.decimals.saturating_sub(shift),
            Err(_) => indicator.decimals.max(DECIMALS_IN_LARGER),
        };
        Ok(Self { own: indicator.unit.to_string(), factor: Rational::power_of_ten(power), unit, decimals })
    }

    fn convert(&self, figures: &mut BTreeMap<&'static str, Shown>) {
        for (key, shown) in figures.iter_mut().filter(|(_, shown)| shown.unit == self.own) {
            let Some(kind) = FigureKind::from_key(key) else { continue };
            shown.unit = self.unit.to_string();
            if let Some(value) = exact(shown) {
                *shown = Shown::from(&Figure {
                    kind,
                    value: Ok(value.mul(&self.factor)),
                    unit: self.unit.clone(),
                    decimals: self.decimals,
                });
            }
        }
    }
}
