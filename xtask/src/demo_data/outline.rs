//! The outline of the district as its authors wrote it: the csv files of `demo/outline`.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use serde::{Deserialize, de::DeserializeOwned};

/// One indicator of 2018 with its target and the few figures the outline gives.
#[derive(Debug, Deserialize)]
pub(crate) struct Indicator {
    pub(crate) code: String,
    pub(crate) category: String,
    pub(crate) name: String,
    pub(crate) scope: String,
    pub(crate) unit: String,
    pub(crate) value_kind: String,
    pub(crate) direction: String,
    pub(crate) price_basis: String,
    pub(crate) frequency: String,
    pub(crate) late_month: String,
    pub(crate) jan_feb_joint: String,
    pub(crate) publication_day: u8,
    pub(crate) decimals: u32,
    pub(crate) target_kind: String,
    pub(crate) target_text: String,
    pub(crate) floor: String,
    pub(crate) stretch: String,
    pub(crate) deadline: String,
    pub(crate) pace: String,
    pub(crate) pace_points: String,
    pub(crate) points: String,
    pub(crate) flags: String,
    pub(crate) lead_unit: String,
    pub(crate) supporting_units: String,
    pub(crate) city_data_provider: String,
    pub(crate) scoring_point: String,
    pub(crate) deduction_point: String,
    pub(crate) watch_point: String,
    pub(crate) shape: String,
    pub(crate) last_year: String,
    pub(crate) period_so_far: String,
    pub(crate) value_so_far: String,
    pub(crate) same_period_last_year: String,
    pub(crate) yoy_so_far: String,
    pub(crate) yoy_unit: String,
    pub(crate) pair_code: String,
    pub(crate) warned_by_city: String,
}

impl Indicator {
    /// Whether the figures are numbers, not words on progress.
    pub(crate) fn is_numeric(&self) -> bool {
        !matches!(self.value_kind.as_str(), "milestone" | "yes_no")
    }
}

/// One district in one table of the city.
#[derive(Debug, Deserialize)]
pub(crate) struct Peer {
    pub(crate) indicator_code: String,
    pub(crate) growth_code: String,
    pub(crate) period: String,
    pub(crate) district_code: String,
    pub(crate) cumulative_value: String,
    pub(crate) growth: String,
    pub(crate) growth_unit: String,
    pub(crate) rank: String,
    pub(crate) last_year_rank: String,
}

/// Target and figures of one street or town.
#[derive(Debug, Deserialize)]
pub(crate) struct UnitTask {
    pub(crate) indicator_code: String,
    pub(crate) unit_code: String,
    pub(crate) annual_target: String,
    pub(crate) actual_1_6: String,
    pub(crate) actual_july: String,
    pub(crate) actual_1_7: String,
}

/// One unit of the organisation.
#[derive(Debug, Deserialize)]
pub(crate) struct Unit {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) kind: String,
    pub(crate) parent: String,
    pub(crate) valid_from: String,
    pub(crate) valid_to: String,
    pub(crate) groups: String,
    pub(crate) note: String,
}

/// A figure stated in, derived from or invented to fit the speech of the district.
#[derive(Debug, Deserialize)]
pub(crate) struct SourceFigure {
    pub(crate) section: String,
    pub(crate) indicator_code: String,
    pub(crate) period: String,
    pub(crate) measure: String,
    pub(crate) value: String,
}

/// Share of each month in a year's total, as twelve decimals.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) months: Vec<String>,
}

/// Everything the generator reads.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) indicators: Vec<Indicator>,
    pub(crate) peers: Vec<Peer>,
    pub(crate) unit_tasks: Vec<UnitTask>,
    pub(crate) units: Vec<Unit>,
    pub(crate) source: Vec<SourceFigure>,
    pub(crate) shapes: Vec<Shape>,
}

impl Outline {
    /// Reads the six files; an error names the file and the line.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let shapes: Vec<csv::StringRecord> = records(&folder.join("seasonal_shapes.csv"))?;
        Ok(Self {
            indicators: rows(&folder.join("framework.csv"))?,
            peers: rows(&folder.join("peers.csv"))?,
            unit_tasks: rows(&folder.join("unit_tasks.csv"))?,
            units: rows(&folder.join("units.csv"))?,
            source: rows(&folder.join("source000.csv"))?,
            shapes: shapes
                .iter()
                .map(|record| Shape {
                    name: record.iter().take(1).collect(),
                    months: record.iter().skip(2).take(12).map(str::to_owned).collect(),
                })
                .collect(),
        })
    }

    /// The indicator of that code.
    pub(crate) fn indicator(&self, code: &str) -> Result<&Indicator> {
        self.indicators
            .iter()
            .find(|indicator| indicator.code == code)
            .with_context(|| format!("the framework has no indicator {code}"))
    }

    /// The unit of that code.
    pub(crate) fn unit(&self, code: &str) -> Result<&Unit> {
        self.units.iter().find(|unit| unit.code == code).with_context(|| format!("there is no unit {code}"))
    }

    /// Whether the whole monthly series of an indicator is given.
    pub(crate) fn has_series(&self, code: &str) -> bool {
        self.source.iter().any(|figure| figure.section == "monthly" && figure.indicator_code == code)
    }
}

fn records(path: &Path) -> Result<Vec<csv::StringRecord>> {
    let text = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let read: Result<Vec<_>, _> = csv::Reader::from_reader(text.as_slice()).records().collect();
    read.with_context(|| format!("reading {}", path.display()))
}

fn rows<Row: DeserializeOwned>(path: &Path) -> Result<Vec<Row>> {
    let text = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let read: Result<Vec<_>, _> = csv::Reader::from_reader(text.as_slice()).deserialize().collect();
    read.with_context(|| format!("reading {}", path.display()))
}
