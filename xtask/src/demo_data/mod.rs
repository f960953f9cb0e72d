//! `cargo xtask demo-data [--check]`: writes the import files of the demonstration district.
//!
//! The outline in `demo/outline` goes in; the files described in `demo/README.md` come out, the same bytes
//! on every machine. With `--check` nothing is written and every file that differs is named.

mod city;
mod figures;
mod fixed;
mod framework;
mod known;
mod outline;
mod period;
mod planted;
mod shapes;
mod steps;
mod streets;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use anyhow::{Context as _, Result};

use figures::{Figure, HEADERS};
use outline::Outline;
use steps::Step;
use table::{Row, row, to_csv};

/// Path below `demo/` and text.
type Files = BTreeMap<String, String>;

/// Whether files are written or only compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write the files and remove those no longer generated.
    Write,
    /// Name the files that differ.
    Check,
}

/// Writes or checks the files of the demonstration district below `root`; returns what differs.
///
/// # Errors
/// When the outline cannot be read, contradicts itself, or a file cannot be written.
pub(crate) fn run(root: &Path, mode: Mode) -> Result<Vec<String>> {
    let demo = root.join("demo");
    let files = build(&Outline::read(&demo.join("outline"))?)?;
    let mut problems = Vec::new();
    for (name, text) in &files {
        let path = demo.join(name);
        if read_if_there(&path)?.as_deref() == Some(text) {
            continue;
        }
        match mode {
            Mode::Write => write(&path, text)?,
            Mode::Check => problems.push(format!("demo/{name} differs: run cargo xtask demo-data")),
        }
    }
    for name in existing(&demo)?.difference(&files.keys().cloned().collect()) {
        match mode {
            Mode::Write => {
                fs::remove_file(demo.join(name)).with_context(|| format!("removing demo/{name}"))?;
            }
            Mode::Check => problems.push(format!("demo/{name} is not generated any more")),
        }
    }
    Ok(problems)
}

/// All generated files.
fn build(outline: &Outline) -> Result<Files> {
    let own = figures::own_figures(outline)?;
    let mut files = Files::new();
    files.insert("01-单位.csv".into(), to_csv(&framework::UNIT_HEADERS, &framework::units(outline)?)?);
    files.insert("02-指标-2018.csv".into(), to_csv(&framework::INDICATOR_HEADERS, &framework::indicators(outline)?)?);
    files.insert("03-目标-2018.csv".into(), to_csv(&framework::TARGET_HEADERS, &framework::targets(outline)?)?);
    files.insert("04-合计关系.csv".into(), to_csv(&framework::TOTAL_HEADERS, &framework::totals(outline))?);
    for year in [2016, 2017] {
        let of_year = || own.iter().filter(move |figure| figure.end.year == year);
        let codes: BTreeSet<String> = of_year().map(|figure| figure.code.clone()).collect();
        let indicators = framework::earlier_indicators(outline, year, &codes)?;
        files.insert(format!("02-指标-{year}.csv"), to_csv(&framework::INDICATOR_HEADERS, &indicators)?);
        let rows: Vec<Row> = of_year().map(|figure| figure.row.clone()).collect();
        files.insert(format!("数据/{year}.csv"), to_csv(&HEADERS, &rows)?);
    }
    let dated = dated_steps(outline, own)?;
    for (step, rows) in &dated {
        files.insert(step.file.clone(), to_csv(&HEADERS, rows)?);
    }
    files.insert("步骤.csv".into(), step_list(dated.into_keys())?);
    files.extend(planted::files(outline)?);
    Ok(files)
}

/// The figures of 2018 by step.
fn dated_steps(outline: &Outline, own: Vec<Figure>) -> Result<BTreeMap<Step, Vec<Row>>> {
    let mut dated: BTreeMap<Step, Vec<Row>> = BTreeMap::new();
    for figure in own.into_iter().filter(|figure| figure.end.year == 2018) {
        let step = steps::own_step(outline.indicator(&figure.code)?, figure.end)?;
        dated.entry(step).or_default().push(figure.row);
    }
    for figure in streets::unit_figures(outline)? {
        dated.entry(steps::street_step(figure.end)?).or_default().push(figure.row);
    }
    for figure in city::peer_figures(outline)? {
        let step = steps::city_step(outline.indicator(&figure.code)?, figure.end)?;
        dated.entry(step).or_default().push(figure.row);
    }
    Ok(dated)
}

/// The table of steps, in the order in which the files are imported.
fn step_list(dated: impl Iterator<Item = Step>) -> Result<String> {
    let mut steps = steps::first_steps();
    steps.extend(dated);
    // A stable sort: on one day, what others build on comes first.
    steps.sort_by_key(|step| (step.date, rank_of_file(&step.file)));
    let rows: Vec<Row> =
        steps.iter().map(|step| row([("日期", step.date), ("文件", &step.file), ("内容", &step.content)])).collect();
    to_csv(&["日期", "文件", "内容"], &rows)
}

/// Order of the files of one day: earlier years, then the district, then streets and towns, then the city.
fn rank_of_file(file: &str) -> u8 {
    [("街镇.csv", 2), ("兄弟区县.csv", 3), ("报补充.csv", 1), ("报.csv", 1)]
        .into_iter()
        .find(|(end, _)| file.ends_with(end))
        .map_or(0, |(_, rank)| rank)
}

/// The csv files below `demo/` that a run of the program owns.
fn existing(demo: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for folder in ["", "数据/", "planted/"] {
        let entries = match fs::read_dir(demo.join(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("listing demo/{folder}")),
        };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if path.extension().is_some_and(|extension| extension == "csv") {
                names.insert(format!("{folder}{name}"));
            }
        }
    }
    Ok(names)
}

fn read_if_there(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}
