//! Imported files and the cells of their sheets.

use dukao_core::rights::Right;
use std::sync::{Arc, PoisonError};

use dukao_office::grid;
use dukao_store::{FileId, RegionId, StoredFile};
use serde::Serialize;

use super::{Asked, Basis};
use crate::hex::hexadecimal;
use crate::import::{off_runtime, stored_sheet_name};
use crate::trail::Page;
use crate::{App, AppError, clock};

/// An imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedFile {
    /// Number of the file in the region.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Version that imported it.
    pub version: i64,
    /// When.
    pub imported: String,
    /// Who.
    pub actor: String,
    /// Size in bytes.
    pub size: i64,
    /// SM3 of its bytes, hexadecimal.
    pub sm3: String,
    /// Names of its sheets.
    pub sheets: Vec<String>,
}

/// The list of imported files, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileView {
    /// What it rests on.
    pub basis: Basis,
    /// Files.
    pub files: Vec<ImportedFile>,
}

/// One cell of a source sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SourceCell {
    /// As written.
    pub text: String,
    /// Whether it is the cell that was asked for.
    pub marked: bool,
}

/// One row of a source sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SourceRow {
    /// Row number, from 1.
    pub number: usize,
    /// Whether it holds the cell that was asked for.
    pub marked: bool,
    /// Cells.
    pub cells: Vec<SourceCell>,
}

/// A sheet of an imported file around a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceView {
    /// What it rests on.
    pub basis: Basis,
    /// The file.
    pub file: ImportedFile,
    /// Name of the sheet.
    pub sheet: String,
    /// The cell, such as F17.
    pub cell: String,
    /// Column letters.
    pub columns: Vec<String>,
    /// The head rows and the rows around the cell.
    pub rows: Vec<SourceRow>,
    /// How many rows the sheet has.
    pub row_count: usize,
}

/// Rows shown before and after the cell.
const AROUND: usize = 8;
/// Head rows always shown.
const HEAD: usize = 3;

impl App {
    /// The imported files, newest first.
    ///
    /// # Errors
    /// When the region does not exist or the store fails.
    pub async fn files(&self, asked: &Asked) -> Result<FileView, AppError> {
        // A file may hold figures of any year.
        self.permit(Right::SeeSources, asked.region.as_deref()).await?;
        let settled = self.settle_whole(Right::SeeSources, asked).await?;
        self.saw(Page::Files, &settled, None, None).await;
        let region = settled.moment.region.id;
        let through = dukao_store::Version(settled.book().version.0);
        let files = self.store.files(region, through).await?.into_iter().rev();
        let files = files.map(|file| imported(&settled, file)).collect();
        Ok(FileView { basis: settled.basis(), files })
    }

    /// The file, read; the one asked for last is kept, because readers walk from cell to cell.
    async fn opened(&self, region: RegionId, file: &StoredFile) -> Result<Arc<grid::Book>, AppError> {
        let kept = self.opened.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, book)) = kept.filter(|(sm3, book)| *sm3 == file.sm3 && book.name == file.name) {
            return Ok(book);
        }
        let bytes = self.store.file_bytes(region, file.id).await?.ok_or(AppError::UnknownPlace)?;
        let name = file.name.clone();
        let read = off_runtime(move || grid::open(&name, &bytes)).await?;
        let book = Arc::new(read.map_err(|_| AppError::UnknownPlace)?);
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some((file.sm3, Arc::clone(&book)));
        Ok(book)
    }

    /// A sheet of an imported file around a cell.
    ///
    /// # Errors
    /// [`AppError::UnknownPlace`] when there is no such file, sheet or cell.
    pub async fn source(&self, asked: &Asked, file_id: i64, sheet: u32, cell: &str) -> Result<SourceView, AppError> {
        // A file may hold figures of any year.
        self.permit(Right::SeeSources, asked.region.as_deref()).await?;
        let settled = self.settle_whole(Right::SeeSources, asked).await?;
        self.saw(Page::Source, &settled, None, Some(&format!("{file_id}/{sheet}/{cell}"))).await;
        let region = settled.moment.region.id;
        let name =
            settled.book().sheets.get(&sheet).filter(|name| name.file_id == file_id).ok_or(AppError::UnknownPlace)?;
        let id = FileId(i32::try_from(file_id).map_err(|_| AppError::UnknownPlace)?);
        let file = self.store.file(region, id).await?.ok_or(AppError::UnknownPlace)?;
        let book = self.opened(region, &file).await?;
        let sheet = book
            .sheets
            .iter()
            .find(|found| stored_sheet_name(&found.name) == name.sheet)
            .ok_or(AppError::UnknownPlace)?;
        let (row, column) = grid::parse_address(cell).ok_or(AppError::UnknownPlace)?;
        if row >= sheet.height() {
            return Err(AppError::UnknownPlace);
        }
        let shown = |index: &usize| *index < HEAD || index.abs_diff(row) <= AROUND;
        let width =
            (0..sheet.height()).filter(shown).map(|index| sheet.width(index)).max().unwrap_or(0).max(column + 1);
        let rows =
            (0..sheet.height()).filter(shown).map(|index| source_row(sheet, index, width, (row, column))).collect();
        Ok(SourceView {
            file: imported(&settled, file),
            sheet: sheet.name.clone(),
            cell: cell.to_owned(),
            columns: (0..width).map(grid::column_name).collect(),
            rows,
            row_count: sheet.height(),
            basis: settled.basis(),
        })
    }
}

fn imported(settled: &super::basis::Settled, file: StoredFile) -> ImportedFile {
    let names = settled.book().sheets.values().filter(|sheet| sheet.file_id == i64::from(file.id.0));
    ImportedFile {
        id: i64::from(file.id.0),
        name: file.name,
        version: file.version.0,
        imported: clock::in_words(file.at),
        actor: crate::app::name_of(&file.actor).to_owned(),
        size: file.size,
        sm3: hexadecimal(&file.sm3),
        sheets: names.map(|sheet| sheet.sheet.clone()).collect(),
    }
}

fn source_row(sheet: &grid::Sheet, index: usize, width: usize, marked: (usize, usize)) -> SourceRow {
    let cells = (0..width).map(|column| SourceCell {
        text: sheet.cell(index, column).text().to_owned(),
        marked: (index, column) == marked,
    });
    SourceRow { number: index + 1, marked: index == marked.0, cells: cells.collect() }
}
