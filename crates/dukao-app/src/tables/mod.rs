//! Views as tables to hand out: one description for the pages, the command line and every kind of file.

mod annex;
mod chosen;
mod framework;
mod front;
mod indicator;
mod ledger;
mod lists;
mod parts;
mod ranking;
mod rules;
mod trace;
mod units;

use dukao_office::out::{self, About, Table};
use serde::Serialize;

use crate::AppError;
use crate::view::Basis;

pub use chosen::ChosenLedger;
pub use framework::FrameworkView;
pub use ranking::RankingsView;
pub use units::UnitsView;

/// A view that can be handed out as tables.
pub trait Tabled {
    /// What it rests on.
    fn basis(&self) -> &Basis;
    /// What it is called, for file names: 指标台账.
    fn name(&self) -> String;
    /// Its tables.
    fn tables(&self) -> Vec<Table>;
}

/// In which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A workbook.
    Xlsx,
    /// Text parted by commas.
    Csv,
    /// For programs.
    Json,
}

impl FileKind {
    /// The words of addresses, options and file names.
    pub const WORDS: [(&'static str, Self); 3] = [("xlsx", Self::Xlsx), ("csv", Self::Csv), ("json", Self::Json)];

    /// The extension of its files.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// A view as a file.
///
/// # Errors
/// When a text does not fit a cell of a workbook.
pub fn file<V: Tabled + Serialize>(view: &V, kind: FileKind) -> Result<Vec<u8>, AppError> {
    match kind {
        FileKind::Json => {
            serde_json::to_vec_pretty(view).map_err(|error| AppError::Damaged(format!("写不成JSON：{error}")))
        }
        FileKind::Xlsx => workbook(view),
        FileKind::Csv => text(view),
    }
}

/// The tables of a view as a workbook.
///
/// # Errors
/// When a text does not fit a cell.
pub fn workbook(view: &dyn Tabled) -> Result<Vec<u8>, AppError> {
    let basis = view.basis();
    let about = About { title: view.name(), day: basis.today.parse().ok() };
    Ok(out::workbook(&dressed(view), &about)?)
}

/// The tables of a view as csv, one below the other.
///
/// # Errors
/// When the library that writes it refuses.
pub fn text(view: &dyn Tabled) -> Result<Vec<u8>, AppError> {
    let mut whole: Vec<u8> = Vec::new();
    for table in dressed(view) {
        let bytes = out::csv(&table)?;
        let mark = if whole.is_empty() { 0 } else { "\u{FEFF}".len() };
        if !whole.is_empty() {
            whole.extend_from_slice(b"\r\n");
        }
        whole.extend_from_slice(bytes.get(mark..).unwrap_or_default());
    }
    Ok(whole)
}

/// The tables with what they rest on below each.
fn dressed(view: &dyn Tabled) -> Vec<Table> {
    let foot = view.basis().in_words();
    let mut tables = view.tables();
    for table in &mut tables {
        table.notes.push(foot.clone());
    }
    tables
}

/// The file name of a view: 昭临示范区-指标台账-2018年1—7月.xlsx.
pub fn file_name(view: &dyn Tabled, kind: FileKind) -> String {
    let basis = view.basis();
    let name = format!("{}-{}-{}年{}", basis.short_name, view.name(), basis.year, basis.period);
    let plain = name.chars().map(|c| if "/\\:*?\"<>|".contains(c) || c.is_control() { '-' } else { c });
    format!("{}.{}", plain.collect::<String>(), kind.extension())
}
