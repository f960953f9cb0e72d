//! What a mapping file says of the columns of a table, by their heads: what a person has confirmed once.

use dukao_core::quantity::UnitOfMeasure;

use super::spec::{self, Indicators, Source};
use super::words::Item;

/// What a head was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// Names of units.
    Unit,
    /// Names of indicators.
    Indicator,
    /// Units of measure.
    UnitOfMeasure,
    /// Left out.
    Ignored,
    /// Figures.
    Figures {
        /// What they are.
        item: Item,
        /// The indicator that the column names.
        indicator: Option<String>,
        /// The unit that the file states for the column.
        unit: Option<UnitOfMeasure>,
    },
}

/// The heads of one table with what is said of them. Columns of another period, unit or stage than the table's are left
/// out: what they are hangs on more than their head.
pub(super) fn of(table: &spec::Mapping) -> Vec<(String, Said)> {
    let mut said = Vec::new();
    let label = |column: &Option<crate::text::Spanned<String>>, what: Said| {
        column.as_ref().map(|column| (column.value.clone(), what))
    };
    said.extend(label(&table.subject.column, Said::Unit));
    if let Indicators::Column { column, .. } = &table.indicators {
        said.push((column.value.clone(), Said::Indicator));
    }
    if let Some(Source::Column(column)) = &table.unit {
        said.push((column.value.clone(), Said::UnitOfMeasure));
    }
    let simple = |column: &&spec::Column| {
        column.period.is_none() && column.about.is_none() && column.stage.is_none() && column.goal.is_none()
    };
    said.extend(table.columns.iter().filter(simple).map(|column| {
        let indicator = column.indicator.as_ref().and_then(|own| own.name.clone().or_else(|| own.code.clone()));
        let figures = Said::Figures { item: column.item, indicator, unit: column.unit.clone() };
        (column.head.value.clone(), figures)
    }));
    said.extend(table.ignored.iter().map(|head| (head.value.clone(), Said::Ignored)));
    said
}
