//! Measures whole tasks of a user and, in the same run, what would be used instead:
//! `./dev/bench [--write] [--runs N] [--no-substitutes] [task …]`.

mod archive;
mod database;
mod import;
mod login;
mod measure;
mod memory;
mod nation;
mod pages;
mod report;
mod returns;
mod server;
mod substitute;
mod verify;

use std::io::Write;
use std::path::{Path, PathBuf};

use report::Line;
use returns::Way;
use substitute::Substitutes;
use tokio::runtime::Runtime;

const TASKS: [&str; 11] =
    ["nation", "county", "import", "export", "returns", "archive", "verify", "login", "pages", "server", "memory"];

/// Tasks that need nothing of what the others make.
const ALONE: [&str; 2] = ["verify", "login"];

/// Tasks that the substitutes do too.
const SUBSTITUTED: [&str; 5] = ["nation", "county", "import", "export", "returns"];

struct Options {
    write: bool,
    substitutes: bool,
    runs: usize,
    tasks: Vec<String>,
}

impl Options {
    fn read() -> anyhow::Result<Self> {
        let mut options = Self { write: false, substitutes: true, runs: 5, tasks: Vec::new() };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--bench" => {}
                "--write" => options.write = true,
                "--no-substitutes" => options.substitutes = false,
                "--runs" => options.runs = arguments.next().unwrap_or_default().parse()?,
                task if TASKS.contains(&task) => options.tasks.push(task.to_owned()),
                other => anyhow::bail!("no task {other}; there are {}", TASKS.join(", ")),
            }
        }
        Ok(options)
    }

    fn wants(&self, task: &str) -> bool {
        self.tasks.is_empty() || self.tasks.iter().any(|wanted| wanted == task)
    }
}

fn main() -> anyhow::Result<()> {
    let options = Options::read()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let folder = root.join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let began = measure::load();
    let lines = run(&options, &folder)?;
    let table = report::markdown(&lines, (&began, &measure::load()));
    writeln!(std::io::stdout(), "{table}")?;
    let document = root.join("docs/performance.md");
    match (options.write, options.tasks.is_empty()) {
        (true, true) => report::write(&document, &table)?,
        (true, false) => report::renew(&document, &lines, &options.tasks, (&began, &measure::load()))?,
        (false, _) => {}
    }
    Ok(())
}

fn run(options: &Options, folder: &Path) -> anyhow::Result<Vec<Line>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let runs = options.runs;
    if !options.tasks.is_empty() && options.tasks.iter().all(|task| ALONE.contains(&task.as_str())) {
        return alone(&runtime, options, folder, runs);
    }
    let files = import::Files::make(folder)?;
    let (nation, found) = memory::nation(runs)?;
    let substitutes = if options.substitutes {
        let tasks: Vec<&str> = SUBSTITUTED.into_iter().filter(|task| options.wants(task)).collect();
        returns::make(folder)?;
        Substitutes::run(folder, (&files.wide, &files.standard), &tasks, found)?
    } else {
        Substitutes::none()
    };
    let mut lines = Vec::new();
    if options.wants("import") {
        lines.extend(imports(&runtime, &files, folder, runs, &substitutes)?);
    }
    lines.extend(exports_and_returns(&runtime, options, &files, folder, &substitutes)?);
    if options.wants("nation") {
        let task = "all figures of 2,844 counties × 100 indicators × 12 months in memory, one core";
        lines.push(Line::time(task, Some(80.0), nation).beside(substitutes.of("nation")));
    }
    if options.wants("county") {
        lines.extend(county(&runtime, folder, runs * 20, &substitutes)?);
    }
    if options.wants("archive") {
        lines.extend(archive::lines(&runtime, folder, runs)?);
    }
    lines.extend(alone(&runtime, options, folder, runs)?);
    if options.wants("pages") {
        let demo = pages::demonstration(&runtime, folder)?;
        for (page, times) in pages::warm(&runtime, &demo, runs * 6)? {
            lines.push(Line::time(&format!("demo, page `{page}` at the server"), Some(20.0), times));
        }
    }
    if options.wants("server") {
        let (demo, nation) = (demonstration(&runtime, folder)?, database::make(&runtime, folder)?);
        lines.push(Line::time("demo, server start to the first answer", Some(100.0), server::start(&demo, runs)?));
        let task = "nation-size database, server start to the whole first ledger of a county";
        lines.push(Line::time(task, Some(1200.0), server::first_page(&runtime, &nation, runs)?));
        let task = "the same without a server: open and compute the ledger";
        lines.push(Line::time(task, None, database::first_ledger(&runtime, &nation, runs)?));
    }
    if options.wants("memory") {
        let demo = demonstration(&runtime, folder)?;
        let mut line =
            Line::time("demo, resident after 1,000 mixed pages", Some(60.0), server::memory(&runtime, &demo, runs)?);
        line.unit = "MiB";
        lines.push(line);
    }
    Ok(lines)
}

fn alone(runtime: &Runtime, options: &Options, folder: &Path, runs: usize) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::new();
    if options.wants("verify") {
        lines.extend(verify::lines(runtime, folder, runs)?);
    }
    if options.wants("login") {
        lines.extend(login::lines(runtime, &pages::demonstration(runtime, folder)?)?);
    }
    Ok(lines)
}

fn imports(
    runtime: &Runtime,
    files: &import::Files,
    folder: &Path,
    runs: usize,
    substitutes: &Substitutes,
) -> anyhow::Result<Vec<Line>> {
    let task =
        "xlsx of 100,000 rows × 10 columns, validated and stored as 800,000 values (months across, by a mapping)";
    let wide = Line::time(task, Some(6000.0), import::wide(runtime, files, folder, runs)?);
    let task = "the same as the standard table (指标, 单位, 期间 and 8 measures)";
    let standard = Line::time(task, Some(6000.0), import::standard(runtime, files, folder, runs)?);
    let task = "xlsx of 100,000 rows × 10 columns read and validated as rows (the standard table, nothing stored)";
    let rows = Line::time(task, Some(2000.0), import::rows(files, runs)?).beside(substitutes.of("rows"));
    Ok(vec![rows, wide.beside(substitutes.of("import")), standard])
}

fn exports_and_returns(
    runtime: &Runtime,
    options: &Options,
    files: &import::Files,
    folder: &Path,
    substitutes: &Substitutes,
) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::new();
    if options.wants("export") {
        let task = "xlsx of 100,000 rows × 11 columns written from rows (the standard table)";
        let rows = import::written(folder, options.runs)?;
        lines.push(Line::time(task, Some(2000.0), rows).beside(substitutes.of("export")));
        let task = "the same as the export of a region: 800,000 values from the database";
        lines.push(Line::time(task, None, import::export(runtime, files, folder, options.runs)?));
    }
    if options.wants("returns") {
        let times = |way| returns::times(runtime, folder, way, options.runs);
        let task = "500 workbooks × 200 rows (a month of returns, 200,000 values), validated and stored in one import";
        let together = Line::time(task, Some(10_000.0), times(Way::Together)?);
        lines.push(together.beside(substitutes.of("returns")));
        let task = "the same one by one: 500 imports, each durable on disk";
        lines.push(Line::time(task, Some(10_000.0), times(Way::OneByOne)?));
    }
    Ok(lines)
}

fn county(runtime: &Runtime, folder: &Path, runs: usize, substitutes: &Substitutes) -> anyhow::Result<Vec<Line>> {
    let nation = database::make(runtime, folder)?;
    let (acts, reads) = database::changed(runtime, &nation, runs)?;
    let task = "one changed figure: the county's table and all its figures in memory";
    let memory = Line::time(task, Some(1.0), memory::county(runs)?).beside(substitutes.of("county"));
    let task = "the same from the database: head, new rows, next snapshot, all figures";
    let read = Line::time(task, Some(1.0), reads);
    Ok(vec![memory, read, Line::time("the import of that figure, durable on disk", None, acts)])
}

/// The demonstration's database, made by an earlier task of this run or now.
fn demonstration(runtime: &Runtime, folder: &Path) -> anyhow::Result<PathBuf> {
    let path = folder.join("demo.db");
    if path.exists() { Ok(path) } else { pages::demonstration(runtime, folder) }
}
