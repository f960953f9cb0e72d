//! The plain table an index is computed from.

use std::collections::BTreeMap;

use super::figure::Figure;

/// Units in rows, figures and groups in columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The units, in the order of the table.
    pub units: Vec<String>,
    /// Figures by column, one for each unit; `None` where there is none.
    pub columns: BTreeMap<String, Vec<Option<Figure>>>,
    /// Groups by column, one for each unit.
    pub groups: BTreeMap<String, Vec<String>>,
}

impl Table {
    /// The figure of a unit.
    pub(super) fn figure(&self, column: &str, unit: usize) -> Option<&Figure> {
        self.columns.get(column)?.get(unit)?.as_ref()
    }

    /// For each unit the number of its group; all in group 0 when no column is named or it does not exist.
    pub(super) fn scopes(&self, column: Option<&str>) -> Scopes {
        let groups = column.and_then(|column| self.groups.get(column));
        let Some(groups) = groups else {
            return Scopes { names: vec![String::new()], of: vec![0; self.units.len()] };
        };
        let mut names: Vec<String> = groups.clone();
        names.sort();
        names.dedup();
        let place = |group: &String| names.binary_search(group).unwrap_or(0);
        let of = (0..self.units.len()).map(|unit| groups.get(unit).map_or(0, place)).collect();
        Scopes { names, of }
    }
}

/// Which units are looked at together.
#[derive(Debug, Clone)]
pub(super) struct Scopes {
    /// The groups; one without a name when all units are one.
    pub(super) names: Vec<String>,
    /// The group of each unit.
    pub(super) of: Vec<usize>,
}

impl Scopes {
    /// The values of the units of one group that have one.
    pub(super) fn values(&self, scope: usize, values: &[Option<f64>]) -> Vec<f64> {
        self.of.iter().zip(values).filter(|(of, _)| **of == scope).filter_map(|(_, value)| *value).collect()
    }
}
