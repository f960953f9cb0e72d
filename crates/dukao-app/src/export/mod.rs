//! A whole region as standard tables: what it says at one version, so that importing it into an empty database
//! says the same again.

mod figures;
mod records;
mod template;

use dukao_core::rights::Right;
use dukao_office::out::{self, About, KEPT, STANDARD, StandardTable, Table};
use dukao_office::workbook::written::Written;
use serde::Serialize;

use crate::import::off_runtime;
use crate::{App, AppError, AsOf};
pub use template::blank_template;

/// Files as one zip.
///
/// # Errors
/// When the library that writes it refuses.
pub fn zipped(files: &Files) -> Result<Vec<u8>, AppError> {
    Ok(out::zipped(files)?)
}

/// Rows of one sheet or csv: well below what an import takes, so that a region of any size comes back.
const ROWS: usize = 200_000;

/// In which files a region is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One xlsx with a sheet for each table.
    Workbook,
    /// One csv for each table; figures by year.
    Folder,
}

/// A region as files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegionExport {
    /// Region code.
    pub region: String,
    /// The version that was written.
    pub version: i64,
    /// How many rows each table has.
    pub rows: Vec<(String, usize)>,
    /// File names without folders, with their bytes; a workbook has one without a name.
    #[serde(skip)]
    pub files: Vec<(String, Vec<u8>)>,
}

/// The rows of a table, in pieces that fit a sheet.
type Pieces = Vec<(String, &'static StandardTable, Vec<Written>)>;

impl App {
    /// What a region says, as files that an import takes.
    ///
    /// # Errors
    /// When the region or version does not exist, holds nothing, a text does not fit a cell of a workbook, or the
    /// store fails.
    pub async fn export_region(
        &self,
        region: Option<&str>,
        as_of: Option<AsOf>,
        shape: Shape,
    ) -> Result<RegionExport, AppError> {
        self.permit(Right::Export, region).await?;
        let moment = self.moment_for(Right::Export, region, as_of).await?;
        let snapshot = &moment.snapshot;
        if snapshot.book.organisation.is_empty() {
            return Err(AppError::NothingYet);
        }
        let mut pieces: Pieces = Vec::new();
        for table in &STANDARD {
            match table.name {
                "数据" => {
                    for year in snapshot.book.tables.keys() {
                        let rows = self.figures_of(moment.region.id, snapshot, *year).await?;
                        let name =
                            if shape == Shape::Folder { format!("{}-{year}", table.name) } else { String::new() };
                        pieces.push((name, table, rows));
                    }
                }
                name => pieces.push((name.to_owned(), table, records::of(name, snapshot))),
            }
        }
        for table in &KEPT {
            pieces.push((table.name.to_owned(), table, records::kept(table.name, snapshot)?));
        }
        let about = About { title: moment.region.name.clone(), day: Some(moment.today) };
        let (rows, files) = off_runtime(move || written(pieces, shape, &about)).await??;
        let version = snapshot.book.version.0;
        Ok(RegionExport { region: moment.region.code.clone(), version, rows, files })
    }
}

/// Files without folders: name and bytes; a workbook has one without a name.
pub type Files = Vec<(String, Vec<u8>)>;

fn written(pieces: Pieces, shape: Shape, about: &About) -> Result<(Vec<(String, usize)>, Files), AppError> {
    let pieces = if shape == Shape::Workbook { years_together(pieces) } else { pieces };
    let pieces: Pieces = pieces.into_iter().filter(|(_, _, rows)| !rows.is_empty()).collect();
    let rows = pieces.iter().map(|(name, _, rows)| (name.clone(), rows.len())).collect();
    let tables = pieces.iter().flat_map(|(name, of, rows)| in_sheets(name, of, rows));
    let files = match shape {
        Shape::Workbook => vec![(String::new(), out::workbook(&tables.collect::<Vec<_>>(), about)?)],
        Shape::Folder => tables
            .map(|table| Ok((format!("{}.csv", table.name), out::csv(&table)?)))
            .collect::<Result<_, AppError>>()?,
    };
    Ok((rows, files))
}

/// The figures of all years as one table.
fn years_together(pieces: Pieces) -> Pieces {
    let mut together: Pieces = Vec::new();
    for (name, of, rows) in pieces {
        match together.iter_mut().find(|(_, other, _)| *other == of) {
            Some((_, _, all)) => all.extend(rows),
            None => together.push((if name.is_empty() { of.name.to_owned() } else { name }, of, rows)),
        }
    }
    together
}

/// One table, or several when it has many rows: 数据, 数据-2 …
fn in_sheets(name: &str, of: &StandardTable, rows: &[Written]) -> Vec<Table> {
    let named = |(at, rows): (usize, &[Written])| {
        let name = if at == 0 { name.to_owned() } else { format!("{name}-{}", at + 1) };
        Table { name, ..out::standard(of, rows, false) }
    };
    rows.chunks(ROWS).enumerate().map(named).collect()
}
