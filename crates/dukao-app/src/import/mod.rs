//! Taking files in: read, compare with what is there, write one version or nothing.

mod difference;
mod entries;
mod manner;
mod plan;
mod reading;
mod records;
mod shape;
mod stage;
mod upload;

use dukao_core::rights::Right;
use std::sync::Arc;

use dukao_office::Problem;
use dukao_office::batch::Nothing;
use dukao_office::grid::Book;
use dukao_store::{Act, AuditEntry, Changes, RegionId, WriteError};
use serde::Serialize;

use crate::{App, AppError};
pub use difference::{Contradiction, Difference, FigureChange};
pub(crate) use difference::{contradictions, found};
use entries::Bringing;
pub(crate) use entries::entry;
pub use manner::{GuessedFile, Manner};
use plan::Plan;
pub(crate) use reading::digest;
use reading::{Reading, clean, open, read};
pub(crate) use reading::{off_runtime, stored_sheet_name};
pub(crate) use records::records as record_changes;
pub use records::{RecordChange, RecordKind};
pub use shape::ProblemShape;
pub use stage::Stage;
pub use upload::Upload;

/// How often an import is decided again when others write in between.
const TRIES: usize = 64;

/// What is to be imported.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// File names without folders, with their bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// The mapping files for wide tables.
    pub mappings: Vec<FileMapping>,
    /// Region code; the only region when `None`; a first import makes its region.
    pub region: Option<String>,
    /// The version on which a difference was looked at: when others wrote since, nothing is imported.
    pub based_on: Option<i64>,
}

/// The mapping file of a wide table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMapping {
    /// The data file it is for, by its name; the only one when `None`. A file may have several: one for each table.
    pub file: Option<String>,
    /// Its own name, for problems.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl ImportRequest {
    /// Files to be imported: standard tables of the only region.
    pub const fn of(files: Vec<(String, Vec<u8>)>) -> Self {
        Self { files, mappings: Vec::new(), region: None, based_on: None }
    }

    /// The same, read by a mapping file.
    #[must_use]
    pub fn mapped(mut self, (name, bytes): (String, Vec<u8>)) -> Self {
        self.mappings.push(FileMapping { file: None, name, bytes });
        self
    }

    /// Whether a file is read by a mapping.
    pub(crate) fn is_mapped(&self, file: &str) -> bool {
        self.mappings.iter().any(|mapping| mapping.file.as_deref().is_none_or(|own| own == file))
    }
}

/// The size of the largest file that is read, in bytes. Of a larger one, one byte more is enough to refuse it.
pub fn largest_file() -> u64 {
    u64::try_from(dukao_office::grid::Limits::default().bytes).unwrap_or(u64::MAX)
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportReport {
    /// Title of the import.
    pub title: String,
    /// Region code.
    pub region: String,
    /// The version it made; the version that stood before when nothing changed.
    pub version: i64,
    /// Whether anything changed.
    pub changed: bool,
    /// New or changed units.
    pub units: usize,
    /// New or changed indicators.
    pub indicators: usize,
    /// New or changed targets.
    pub targets: usize,
    /// New or changed partitions.
    pub partitions: usize,
    /// New or changed explanations of findings.
    pub explanations: usize,
    /// New or changed rule files: 0 or 1.
    pub rules: usize,
    /// New or changed mapping files in the tables; those that were used are not counted.
    pub mappings: usize,
    /// New or changed filters of the ledger.
    pub filters: usize,
    /// New figures.
    pub new_figures: usize,
    /// Figures that say something else than before: a new version beside the old one.
    pub revised_figures: usize,
    /// Figures that were there already.
    pub same_figures: usize,
    /// Notes about the files.
    #[schema(value_type = Vec<shape::ProblemShape>)]
    pub notes: Vec<Problem>,
}

impl App {
    /// Imports files: all of them in one version, or nothing.
    ///
    /// # Errors
    /// [`AppError::Refused`] with every mistake of every file; otherwise when the store fails.
    pub async fn import(&self, request: ImportRequest) -> Result<ImportReport, AppError> {
        self.import_watched(request, |_| {}).await
    }

    /// The same; `watch` hears each step as it begins.
    ///
    /// # Errors
    /// As for [`App::import`].
    pub async fn import_watched(
        &self,
        request: ImportRequest,
        watch: impl Fn(Stage) + Send + Sync,
    ) -> Result<ImportReport, AppError> {
        watch(Stage::Opening);
        let request = Arc::new(request);
        let opened = Arc::clone(&request);
        let books = Arc::new(off_runtime(move || open(&opened.files)).await??);
        let region = self.region_for(&request, &books).await?;
        let snapshot = self.shelf.head(&self.store, region).await?;
        let saved = manner::saved_for_all(&request, &books, &snapshot);
        let mut request = request;
        if !saved.is_empty() {
            Arc::make_mut(&mut request).mappings.extend(saved);
        }
        let mut read: Option<Reading> = None;
        for _ in 0..TRIES {
            watch(Stage::Reading);
            let snapshot = self.shelf.head(&self.store, region).await?;
            let head = snapshot.book.version.0;
            // The first import makes its region, which is version 1.
            if let Some(based_on) = request.based_on.filter(|based_on| (*based_on).max(1) != head) {
                return Err(AppError::Moved { based_on, head });
            }
            let reading = match read.take().filter(|reading| reading.holds(&snapshot)) {
                Some(reading) => reading,
                None => Reading::new(&books, &request, &snapshot).await?,
            };
            watch(Stage::Comparing);
            let bringing = Bringing { request: &request, by: &self.caller.name, at: self.clock.now().0 };
            let mut plan = Plan::new(&reading.batch, &books, &snapshot, &bringing)?;
            if !plan.is_empty() {
                plan.keep_mappings(&request.mappings, &snapshot)?;
            }
            let mut report = plan.report(&reading.batch, reading.notes.clone());
            report.region.clone_from(&self.region_code(region).await?);
            report.version = snapshot.book.version.0;
            if plan.is_empty() {
                return Ok(report);
            }
            let act = self.act(region, &report, &request, plan.changes(&books, &request.files), report.version);
            watch(Stage::Storing);
            match self.store.write(act).await {
                Ok(committed) => {
                    report.version = committed.version.0;
                    return Ok(report);
                }
                Err(WriteError::Conflict { .. }) => read = Some(reading),
                Err(error) => return Err(AppError::Write(error)),
            }
        }
        Err(AppError::Crowded)
    }

    fn act(
        &self,
        region: RegionId,
        report: &ImportReport,
        request: &ImportRequest,
        changes: Changes,
        based_on: i64,
    ) -> Act {
        let digests: Vec<_> = request.files.iter().map(digest).collect();
        let mappings: Vec<_> =
            request.mappings.iter().map(|mapping| digest(&(mapping.name.clone(), mapping.bytes.clone()))).collect();
        let detail = serde_json::json!({
            "files": digests,
            "mappings": mappings,
            "units": report.units,
            "indicators": report.indicators,
            "targets": report.targets,
            "partitions": report.partitions,
            "explanations": report.explanations,
            "rules": report.rules,
            "kept_mappings": report.mappings,
            "filters": report.filters,
            "new_figures": report.new_figures,
            "revised_figures": report.revised_figures,
            "same_figures": report.same_figures,
        });
        Act {
            region,
            actor: self.actor(),
            based_on: dukao_store::Version(based_on),
            at: self.clock.now(),
            audit: AuditEntry {
                act: "import".to_owned(),
                subject: Some(report.title.clone()).filter(|title| !title.is_empty()),
                detail: detail.to_string(),
            },
            changes,
        }
    }

    async fn region_code(&self, region: RegionId) -> Result<String, AppError> {
        let regions = self.store.regions().await?;
        Ok(regions.into_iter().find(|found| found.id == region).map_or_else(String::new, |found| found.code))
    }

    /// The region the files are for. The first import into an empty database makes its region from
    /// the unit that is the region itself.
    async fn region_for(&self, request: &ImportRequest, books: &[Book]) -> Result<RegionId, AppError> {
        match self.permit(Right::Import, request.region.as_deref()).await {
            Ok(region) => Ok(region.id),
            Err(AppError::UnknownRegion(code)) if !self.store.regions().await?.is_empty() => {
                Err(AppError::UnknownRegion(code))
            }
            Err(AppError::NoRegion | AppError::UnknownRegion(_)) => {
                let (batch, _) = clean(read(books, request, &Nothing::default()))?;
                let mut organisation = dukao_core::organisation::Organisation::default();
                organisation.extend(batch.units.into_iter().map(|unit| unit.value));
                let own = organisation.own().ok_or(AppError::NoRegion)?;
                let code = request.region.clone().unwrap_or_else(|| own.code.clone());
                match self.new_region(&code, &own.name).await {
                    Ok(region) => Ok(region),
                    Err(AppError::Write(WriteError::RegionExists { .. })) => {
                        Ok(self.permit(Right::Import, Some(&code)).await?.id)
                    }
                    Err(error) => Err(error),
                }
            }
            Err(error) => Err(error),
        }
    }
}
