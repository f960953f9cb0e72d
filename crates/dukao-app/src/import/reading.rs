//! From files to what they say: opened, read against what the region holds, all mistakes in one pass.

use std::collections::BTreeMap;
use std::sync::Arc;

use dukao_core::framework::Framework;
use dukao_core::organisation::Organisation;
use dukao_office::grid::{self, Book};
use dukao_office::{Batch, Known, Outcome, Problem, Severity, mapping, workbook};
use dukao_store::NewFile;
use sm3::Digest as _;

use super::{FileMapping, ImportRequest};
use crate::AppError;
use crate::hex::hexadecimal;
use crate::shelf::Snapshot;

/// What the files say, read against the units and indicators of one snapshot. When others wrote in
/// between, it still holds as long as these stayed the same: then only the comparison is made again.
pub(super) struct Reading {
    pub(super) batch: Batch,
    pub(super) notes: Vec<Problem>,
    organisation: Arc<Organisation>,
    frameworks: BTreeMap<i16, Arc<Framework>>,
}

impl Reading {
    pub(super) async fn new(
        books: &Arc<Vec<Book>>,
        request: &Arc<ImportRequest>,
        snapshot: &Snapshot,
    ) -> Result<Self, AppError> {
        let (books, request, book) = (Arc::clone(books), Arc::clone(request), Arc::clone(&snapshot.book));
        let outcome = off_runtime(move || read(&books, &request, book.as_ref())).await?;
        let (batch, notes) = clean(outcome)?;
        let book = &snapshot.book;
        Ok(Self { batch, notes, organisation: Arc::clone(&book.organisation), frameworks: book.frameworks.clone() })
    }

    pub(super) fn holds(&self, snapshot: &Snapshot) -> bool {
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
pub(super) fn open(files: &[(String, Vec<u8>)]) -> Result<Vec<Book>, AppError> {
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

/// Reads every file: those with mapping files by them, the others together as standard tables.
pub(super) fn read(books: &[Book], request: &ImportRequest, known: &dyn Known) -> Outcome {
    let (mapped, standard): (Vec<&Book>, Vec<&Book>) = books.iter().partition(|book| request.is_mapped(&book.name));
    if mapped.is_empty() {
        return workbook::read(books, known);
    }
    let mut outcomes = Vec::new();
    if !standard.is_empty() {
        let standard: Vec<Book> = standard.into_iter().cloned().collect();
        outcomes.push(workbook::read(&standard, known));
    }
    for mapping in &request.mappings {
        let own = |book: &&&Book| mapping.file.as_deref().is_none_or(|file| file == book.name);
        let meant: Vec<&&Book> = mapped.iter().filter(own).collect();
        outcomes.push(by_mapping(mapping, &meant, known));
    }
    Outcome::join(outcomes)
}

fn by_mapping(mapping: &FileMapping, meant: &[&&Book], known: &dyn Known) -> Outcome {
    let refused = |message: &str, hint: &str| Outcome {
        batch: Batch::default(),
        problems: vec![Problem::of_file(&mapping.name, message, hint)],
    };
    match (meant, std::str::from_utf8(&mapping.bytes)) {
        (_, Err(_)) => refused("映射文件不是UTF-8文字", "用文本编辑器另存为UTF-8"),
        ([book], Ok(text)) => mapping::read(&mapping.name, text, book, known),
        (_, Ok(_)) => refused("映射文件一次只用于一个数据文件", "逐个文件导入"),
    }
}

/// Name and SM3 of a file: with them in the audit chain, what an import brought cannot be changed unseen.
pub(crate) fn digest((name, bytes): &(String, Vec<u8>)) -> serde_json::Value {
    serde_json::json!({ "name": name, "sm3": hexadecimal(&sm3::Sm3::digest(bytes)) })
}

/// The batch and the notes of a clean outcome.
pub(super) fn clean(outcome: Outcome) -> Result<(Batch, Vec<Problem>), AppError> {
    if outcome.is_clean() {
        let notes = outcome.problems.into_iter().filter(|problem| problem.severity == Severity::Note).collect();
        return Ok((outcome.batch, notes));
    }
    Err(AppError::Refused(outcome.problems))
}

/// A file as the store keeps it; a csv's only sheet is called csv, because the store keeps no empty texts.
pub(super) fn new_file(book: &Book, bytes: &[u8]) -> NewFile {
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
