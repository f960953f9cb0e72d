//! `dukao import`: files in, or every mistake with its cell.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use dukao_app::import::{ImportReport, ImportRequest, Stage, largest_file};
use dukao_app::{App, AppError, AsOf};
use serde_json::json;

use super::difference;
use super::guess::GuessOptions;
use crate::bar::bar;
use crate::fault::Fault;
use crate::options::{Answer, Database, Format, Region, file_of, open, version};
use crate::output;
use crate::table::{self, Column};

#[derive(Args, Debug)]
pub(super) struct Import {
    #[arg(
        value_name = "文件",
        required = true,
        help = "工作簿、文本、网页或文档，可以是多个；全部成为一个版本，或者一个也不导入"
    )]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "映射文件", help = "读宽表时说明哪一列是什么，格式见 docs/映射文件.md")]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    guessing: GuessOptions,
    #[arg(long, help = "只列出会新增、修订、拒绝什么和会出现的矛盾，不写入")]
    dry_run: bool,
    #[arg(long, value_name = "版本", value_parser = version, help = "看差异时的版本；此后别人写入过就不导入")]
    based_on: Option<AsOf>,
    #[command(flatten)]
    region: Region,
    #[command(flatten)]
    answer: Answer,
}

impl Import {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let files = self.files.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
        let mapping = self.mapping.as_deref().map(read).transpose()?;
        let based_on = match self.based_on {
            Some(AsOf::Version(version)) => Some(version),
            Some(AsOf::Date(_)) | None => None,
        };
        let request = ImportRequest { region: self.region.code, based_on, ..ImportRequest::of(files) };
        let mut request = mapping.into_iter().fold(request, ImportRequest::mapped);
        if self.guessing.guess {
            let (app, _empty) = open_or_empty(&self.answer.database).await?;
            match self.guessing.run(&app, request, self.dry_run, self.answer.format).await? {
                Some(confirmed) => request = confirmed,
                None => return Ok(()),
            }
        }
        if self.dry_run {
            return foretell(&self.answer.database, request, self.answer.format).await;
        }
        let app = self.answer.database.open().await?;
        let bar = bar("正在导入", Stage::ALL.len());
        let at = |stage: Stage| Stage::ALL.iter().position(|other| *other == stage).unwrap_or(0);
        let watch = |stage: Stage| {
            bar.set_position(u64::try_from(at(stage)).unwrap_or(0));
            bar.set_message(stage.label());
        };
        let result = app.import_watched(request, watch).await;
        bar.finish_and_clear();
        match (result, self.answer.format) {
            (Ok(report), Format::Json) => output::print_json(&json!({ "imported": report })),
            (Ok(report), Format::Table) => output::print(&done(&report)),
            (Err(AppError::Refused(problems)), format) => refuse(AppError::Refused(problems), format),
            (Err(error), _) => Err(error.into()),
        }
    }
}

/// Prints what the import would change; nothing is written.
async fn foretell(database: &Database, request: ImportRequest, format: Format) -> Result<(), Fault> {
    let (app, _empty) = open_or_empty(database).await?;
    let difference = match app.difference(request).await {
        Ok(difference) => difference,
        Err(AppError::Refused(problems)) => return refuse(AppError::Refused(problems), format),
        Err(error) => return Err(error.into()),
    };
    match format {
        Format::Json => output::print_json(&json!({ "difference": difference }))?,
        Format::Table => output::print(&difference::shown(&difference))?,
    }
    if !difference.refused.is_empty() {
        output::say_error("文件有错，改正以前不能导入；没有写入任何内容");
        return Err(Fault::AlreadySaid);
    }
    output::say(&format!("没有写入。照此导入：去掉 --dry-run，加上 --based-on v{}", difference.based_on.max(1)));
    Ok(())
}

/// The database; where there is none yet, an empty one stands in for it, in a folder that goes with it.
async fn open_or_empty(database: &Database) -> Result<(App, tempfile::TempDir), Fault> {
    let empty = tempfile::tempdir().map_err(|error| Fault::io("建不了临时文件夹", &error))?;
    let app = match file_of(&database.url()?).filter(|path| !Path::new(path).exists()) {
        Some(_) => open(&empty.path().join("empty.db").to_string_lossy()).await?,
        None => database.open().await?,
    };
    Ok((app, empty))
}

/// A file with its name; of one that is too large only as much as it takes to see that.
pub(super) fn read(path: &Path) -> Result<(String, Vec<u8>), Fault> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(largest_file().saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| Fault::io(&format!("读不了 {}", path.display()), &error))?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok((name, bytes))
}

/// Prints every mistake at its cell; nothing was stored.
pub(super) fn refuse(error: AppError, format: Format) -> Result<(), Fault> {
    let message = error.to_string();
    let AppError::Refused(problems) = error else {
        return Err(error.into());
    };
    if format == Format::Json {
        output::print_json(&json!({ "error": { "code": "refused", "message": message, "problems": problems } }))?;
    } else {
        output::print(&table::problems(&problems))?;
    }
    output::say_error(&message);
    Err(Fault::AlreadySaid)
}

/// What the import brought.
fn done(report: &ImportReport) -> String {
    let mut text = if report.changed {
        format!("已导入，数据版本 v{}（地区 {}）\n", report.version, report.region)
    } else {
        format!("没有变化，数据版本仍是 v{}（地区 {}）\n", report.version, report.region)
    };
    let mut counts = table::table(&[Column::Words("内容"), Column::Number("新增或变更")]);
    let lines = [
        ("单位", report.units),
        ("指标", report.indicators),
        ("目标", report.targets),
        ("合计关系", report.partitions),
        ("核对说明", report.explanations),
        ("核对规则", report.rules),
        ("映射文件", report.mappings),
        ("常用筛选", report.filters),
    ];
    for (name, count) in lines.into_iter().filter(|(_, count)| *count > 0) {
        counts.add_row([name.to_owned(), count.to_string()]);
    }
    counts.add_row(["新的数".to_owned(), report.new_figures.to_string()]);
    counts.add_row(["修订的数".to_owned(), report.revised_figures.to_string()]);
    counts.add_row(["原来就有、未变的数".to_owned(), report.same_figures.to_string()]);
    text.push_str(&table::ruled(&counts));
    if !report.notes.is_empty() {
        text.push_str(&table::problems(&report.notes));
    }
    text
}
