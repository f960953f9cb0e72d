//! Taking files in: read, compare with what is there, write one version or nothing.

mod plan;
mod stage;

use std::collections::BTreeMap;
use std::sync::Arc;

use dukao_core::framework::Framework;
use dukao_core::organisation::Organisation;
use dukao_office::batch::Nothing;
use dukao_office::grid::{self, Book};
use dukao_office::{Batch, Known, Outcome, Problem, Severity, mapping, workbook};
use dukao_store::{Act, Actor, AuditEntry, Changes, NewFile, RegionId, WriteError};
use serde::Serialize;
use sm3::Digest as _;

use crate::hex::hexadecimal;
use crate::shelf::Snapshot;
use crate::{App, AppError};
use plan::Plan;
pub use stage::Stage;

/// How often an import is decided again when others write in between.
const TRIES: usize = 64;

/// What is to be imported.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// File names without folders, with their bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// The mapping file for wide tables.
    pub mapping: Option<(String, Vec<u8>)>,
    /// Region code; the only region when `None`; a first import makes its region.
    pub region: Option<String>,
    /// Who imports.
    pub actor: Actor,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// New figures.
    pub new_figures: usize,
    /// Figures that say something else than before: a new version beside the old one.
    pub revised_figures: usize,
    /// Figures that were there already.
    pub same_figures: usize,
    /// Notes about the files.
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
        let mut read: Option<Reading> = None;
        for _ in 0..TRIES {
            watch(Stage::Reading);
            let snapshot = self.shelf.head(&self.store, region).await?;
            let reading = match read.take().filter(|reading| reading.holds(&snapshot)) {
                Some(reading) => reading,
                None => Reading::new(&books, &request, &snapshot).await?,
            };
            watch(Stage::Comparing);
            let plan = Plan::new(&reading.batch, &books, &snapshot, request.mapping.is_some())?;
            let mut report = plan.report(&reading.batch, reading.notes.clone());
            report.region.clone_from(&self.region_code(region).await?);
            report.version = snapshot.book.version.0;
            if plan.is_empty() {
                return Ok(report);
            }
            let act = self.act(region, &request, &report, plan.changes(&books, &request.files), report.version);
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
        request: &ImportRequest,
        report: &ImportReport,
        changes: Changes,
        based_on: i64,
    ) -> Act {
        let digests: Vec<_> = request.files.iter().map(digest).collect();
        let detail = serde_json::json!({
            "files": digests,
            "mapping": request.mapping.as_ref().map(digest),
            "units": report.units,
            "indicators": report.indicators,
            "targets": report.targets,
            "partitions": report.partitions,
            "new_figures": report.new_figures,
            "revised_figures": report.revised_figures,
            "same_figures": report.same_figures,
        });
        Act {
            region,
            actor: request.actor.clone(),
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
        match self.region(request.region.as_deref()).await {
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
                match self.create_region(&code, &own.name, request.actor.clone()).await {
                    Ok(region) => Ok(region),
                    Err(AppError::Write(WriteError::RegionExists { .. })) => Ok(self.region(Some(&code)).await?.id),
                    Err(error) => Err(error),
                }
            }
            Err(error) => Err(error),
        }
    }
}

/// What the files say, read against the units and indicators of one snapshot. When others wrote in
/// between, it still holds as long as these stayed the same: then only the comparison is made again.
struct Reading {
    batch: Batch,
    notes: Vec<Problem>,
    organisation: Arc<Organisation>,
    frameworks: BTreeMap<i16, Arc<Framework>>,
}

impl Reading {
    async fn new(books: &Arc<Vec<Book>>, request: &Arc<ImportRequest>, snapshot: &Snapshot) -> Result<Self, AppError> {
        let (books, request, book) = (Arc::clone(books), Arc::clone(request), Arc::clone(&snapshot.book));
        let outcome = off_runtime(move || read(&books, &request, book.as_ref())).await?;
        let (batch, notes) = clean(outcome)?;
        let book = &snapshot.book;
        Ok(Self { batch, notes, organisation: Arc::clone(&book.organisation), frameworks: book.frameworks.clone() })
    }

    fn holds(&self, snapshot: &Snapshot) -> bool {
        let book = &snapshot.book;
        let same = |year: &i16, framework: &Arc<Framework>| {
            self.frameworks.get(year).is_some_and(|own| Arc::ptr_eq(own, framework))
        };
        Arc::ptr_eq(&self.organisation, &book.organisation)
            && self.frameworks.len() == book.frameworks.len()
            && book.frameworks.iter().all(|(year, framework)| same(year, framework))
    }
}

/// Long work away from the threads that serve pages.
pub(crate) async fn off_runtime<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| AppError::Interrupted)
}

/// Opens every file; all files that cannot be opened are reported together.
fn open(files: &[(String, Vec<u8>)]) -> Result<Vec<Book>, AppError> {
    let (mut books, mut problems) = (Vec::new(), Vec::new());
    let mut names = std::collections::BTreeSet::new();
    for (name, bytes) in files {
        if !names.insert(name) {
            problems.push(Problem::of_file(name, "一次导入了两个同名的文件", "改名后再导入，否则出处分不清"));
            continue;
        }
        match grid::open(name, bytes) {
            Ok(book) => books.push(book),
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() { Ok(books) } else { Err(AppError::Refused(problems)) }
}

fn read(books: &[Book], request: &ImportRequest, known: &dyn Known) -> Outcome {
    let Some((name, bytes)) = &request.mapping else {
        return workbook::read(books, known);
    };
    let refused = |file: &str, message: &str, hint: &str| Outcome {
        batch: Batch::default(),
        problems: vec![Problem::of_file(file, message, hint)],
    };
    match (books, std::str::from_utf8(bytes)) {
        (_, Err(_)) => refused(name, "映射文件不是UTF-8文字", "用文本编辑器另存为UTF-8"),
        ([book], Ok(text)) => mapping::read(name, text, book, known),
        (_, Ok(_)) => refused(name, "映射文件一次只用于一个数据文件", "逐个文件导入"),
    }
}

/// Name and SM3 of a file: with them in the audit chain, what an import brought cannot be changed unseen.
fn digest((name, bytes): &(String, Vec<u8>)) -> serde_json::Value {
    serde_json::json!({ "name": name, "sm3": hexadecimal(&sm3::Sm3::digest(bytes)) })
}

/// The batch and the notes of a clean outcome.
fn clean(outcome: Outcome) -> Result<(Batch, Vec<Problem>), AppError> {
    if outcome.is_clean() {
        let notes = outcome.problems.into_iter().filter(|problem| problem.severity == Severity::Note).collect();
        return Ok((outcome.batch, notes));
    }
    Err(AppError::Refused(outcome.problems))
}

/// A file as the store keeps it; a csv's only sheet is called csv, because the store keeps no empty texts.
fn new_file(book: &Book, bytes: &[u8]) -> NewFile {
    let kind = book.name.rsplit_once('.').map_or("csv", |(_, extension)| extension);
    NewFile {
        name: book.name.clone(),
        kind: kind.to_ascii_lowercase(),
        bytes: bytes.to_vec(),
        sheets: book.sheets.iter().map(|sheet| stored_sheet_name(&sheet.name)).collect(),
    }
}

/// The name under which a sheet is stored.
pub(crate) fn stored_sheet_name(name: &str) -> String {
    if name.is_empty() { "csv".to_owned() } else { name.to_owned() }
}
