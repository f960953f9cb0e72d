//! Figures that agree with each other, made from a seed.

use std::collections::BTreeMap;

use dukao_core::period::{Month, Span};

use super::described::{Column, Row, Table};

/// Whole numbers in the last printed digit of an amount, of one indicator and unit.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    pub(crate) target: i64,
    pub(crate) months: [i64; 12],
    pub(crate) base: [i64; 12],
}

impl Series {
    fn sum(parts: &[&Self]) -> Self {
        let add = |get: &dyn Fn(&Self) -> i64| parts.iter().map(|part| get(part)).sum();
        Self {
            target: add(&|one| one.target),
            months: std::array::from_fn(|at| add(&|one| one.months[at])),
            base: std::array::from_fn(|at| add(&|one| one.base[at])),
        }
    }
}

/// A stream of numbers that depends on nothing but the seed and what it is for.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn of(seed: u64, what: &str) -> Self {
        Self(what.bytes().fold(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5555, |state, byte| {
            (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        }))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.next() % u64::try_from(high - low + 1).unwrap()).unwrap()
    }
}

/// All series of a table, by indicator and unit (empty for the region).
pub(crate) struct Figures {
    pub(crate) series: BTreeMap<(String, String), Series>,
    month: usize,
    seed: u64,
}

pub(crate) const REGION: &str = "";

impl Figures {
    pub(crate) fn of(table: &Table, seed: u64) -> Self {
        let month = table.period.end().map_or(12, Month::number);
        let mut figures = Self { series: BTreeMap::new(), month: usize::from(month), seed };
        let mut units: Vec<String> = Vec::new();
        for (row, column) in cells(table) {
            let about = unit_of(table, row, column);
            if about != "-" && !units.contains(&about) {
                units.push(about);
            }
        }
        for (row, column) in cells(table) {
            let name = indicator_of(table, row, column);
            let unit = unit_of(table, row, column);
            if unit == "-" || name == "-" {
                continue;
            }
            let key = (name.clone(), unit.clone());
            if figures.series.contains_key(&key) {
                continue;
            }
            let parts: Vec<&String> = units.iter().filter(|unit| !unit.is_empty()).collect();
            let series = if unit.is_empty() && parts.len() > 1 {
                let own: Vec<Series> = parts.iter().map(|part| one(seed, &name, part)).collect();
                Series::sum(&own.iter().collect::<Vec<_>>())
            } else {
                one(seed, &name, &unit)
            };
            figures.series.insert(key, series);
        }
        figures
    }

    pub(crate) fn get(&self, indicator: &str, unit: &str) -> &Series {
        &self.series[&(indicator.to_owned(), unit.to_owned())]
    }

    /// A rate that is computed from nothing, in tenths: growth of an indicator without amounts.
    pub(crate) fn free_rate(&self, what: &str, unit: &str, low: i64, high: i64) -> i64 {
        let mut dice = Dice::of(self.seed + 77, &format!("{what}|{unit}|{}", self.month));
        dice.between(low, high)
    }

    pub(crate) const fn month(&self) -> usize {
        self.month
    }
}

fn one(seed: u64, indicator: &str, unit: &str) -> Series {
    let mut dice = Dice::of(seed, &format!("{indicator}|{unit}"));
    let size = [400, 900, 2_500, 6_000][usize::try_from(dice.between(0, 3)).unwrap()];
    let base: [i64; 12] = std::array::from_fn(|_| dice.between(size, size * 2));
    let growth = dice.between(-80, 220);
    let months: [i64; 12] = std::array::from_fn(|at| base[at] + base[at] * (growth + dice.between(-60, 60)) / 1_000);
    let year: i64 = base.iter().sum();
    let target = year + year * dice.between(20, 120) / 1_000;
    Series { target, months, base }
}

/// Every cell of a table that holds a figure.
fn cells(table: &Table) -> impl Iterator<Item = (&Row, &Column)> {
    table.rows.iter().filter(|row| !row.group).flat_map(|row| table.columns.iter().map(move |column| (row, column)))
}

/// Which unit a cell is of: the region is empty, `-` is nobody.
pub(crate) fn unit_of(table: &Table, row: &Row, column: &Column) -> String {
    if let Some(about) = &column.about {
        return if about == "*" { REGION.to_owned() } else { about.clone() };
    }
    let in_rows = table.columns.iter().any(|column| column.item == "单位");
    if !in_rows {
        return REGION.to_owned();
    }
    if row.means == "*" { REGION.to_owned() } else { row.means.clone() }
}

/// Which indicator a cell is of.
pub(crate) fn indicator_of(table: &Table, row: &Row, column: &Column) -> String {
    let in_rows = table.columns.iter().any(|column| column.item == "指标");
    if let Some(name) = column.indicator.as_deref().and_then(|name| name.strip_prefix('+')) {
        return format!("{}{name}", row.means);
    }
    column.indicator.clone().unwrap_or_else(|| if in_rows { row.means.clone() } else { table.indicator.clone() })
}

/// The month, from 0, that a column `~7月` is of, and whether it runs from January.
pub(crate) fn months_of(table: &Table, row: &Row, column: &Column) -> (usize, usize) {
    let own = column
        .period
        .clone()
        .or_else(|| table.columns.iter().any(|column| column.item == "期间").then(|| row.text.clone()));
    let end = table.period.end().map_or(12, Month::number);
    let Some(own) = own else { return (usize::from(end), usize::from(end)) };
    let text = table.filled(&own);
    let period = dukao_core::period::Period::parse(&format!("2019年{text}"))
        .or_else(|| dukao_core::period::Period::parse(&text));
    let period = period.unwrap_or_else(|| panic!("{text}"));
    let end = usize::from(period.end().unwrap().number());
    let first = match period.span() {
        Span::JanFeb => 1,
        Span::Quarter(_) => end - 2,
        _ => end,
    };
    (first, end)
}
