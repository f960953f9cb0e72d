//! `dukao import --guess`: what a table seems to mean, with reasons and questions; taken in only when confirmed.

use std::path::PathBuf;

use clap::Args;
use comfy_table::{Cell, Color};
use dukao_app::App;
use dukao_app::guess::{ColumnGuess, Confidence, Correction, Guess, TableGuess};
use dukao_app::import::{FileMapping, GuessedFile, ImportRequest, Manner, Upload};
use serde_json::json;

use crate::fault::Fault;
use crate::options::Format;
use crate::output;
use crate::table::{self, Column};

#[derive(Args, Debug)]
pub(super) struct GuessOptions {
    #[arg(long, help = "猜一张宽表的含义：每一列是什么、为什么、哪里拿不准；不写入")]
    pub(super) guess: bool,
    #[arg(long, requires = "guess", help = "没有拿不准的地方就照猜的导入")]
    yes: bool,
    #[arg(
        long,
        value_name = "哪里=是什么",
        requires = "guess",
        help = "改正或回答，可以写几次，如 D列=累计、期间=2018-07、D列指标=财政收入"
    )]
    set: Vec<String>,
    #[arg(long, value_name = "映射文件", requires = "guess", help = "没有拿不准的地方就把猜的存成映射文件")]
    save_mapping: Option<PathBuf>,
}

impl GuessOptions {
    /// Guesses, shows, saves; the request to import when that was asked for and nothing is open.
    pub(super) async fn run(
        &self,
        app: &App,
        request: ImportRequest,
        wanted: bool,
        format: Format,
    ) -> Result<Option<ImportRequest>, Fault> {
        let corrections = self.corrections(&request)?;
        let upload =
            Upload { files: request.files.clone(), region: request.region.clone(), corrections, ..Upload::default() };
        let manners = app.manners(&upload).await?;
        let guessed: Vec<&GuessedFile> = manners
            .iter()
            .filter_map(|(_, manner)| match manner {
                Manner::Guessed(guessed) => Some(guessed.as_ref()),
                Manner::Standard | Manner::Mapped | Manner::Saved(_) => None,
            })
            .collect();
        show(&manners, &guessed, format)?;
        let open = guessed.iter().any(|file| !file.guess.is_sure());
        if open && (self.yes || self.save_mapping.is_some()) {
            output::say_error("还有拿不准的地方，回答以前不导入、不存映射文件；没有写入任何内容");
            return Err(Fault::AlreadySaid);
        }
        self.save(&guessed)?;
        if self.yes || (wanted && !open) {
            return Ok(Some(confirmed(request, &guessed)));
        }
        if open {
            output::say("没有写入。逐个用 --set 回答，再看一遍");
        } else {
            output::say("没有写入。确认无误就加 --yes 导入，或加 --save-mapping 存成映射文件；不对就用 --set 改正");
        }
        Ok(None)
    }

    /// What was typed behind `--set`.
    fn corrections(&self, request: &ImportRequest) -> Result<Vec<(String, String)>, Fault> {
        let [(file, _)] = request.files.as_slice() else {
            let several = !self.set.is_empty() || self.save_mapping.is_some();
            return if several {
                Err(Fault::Usage("--set 和 --save-mapping 一次只用于一个文件".to_owned()))
            } else {
                Ok(Vec::new())
            };
        };
        let read = |text: &String| match Correction::parse(text) {
            Ok(_) => Ok((file.clone(), text.clone())),
            Err(wrong) => Err(Fault::Usage(wrong)),
        };
        self.set.iter().map(read).collect()
    }

    fn save(&self, guessed: &[&GuessedFile]) -> Result<(), Fault> {
        let (Some(path), [file]) = (&self.save_mapping, guessed) else { return Ok(()) };
        let Some(text) = file.guess.mapping() else { return Ok(()) };
        std::fs::write(path, text).map_err(|error| Fault::io(&format!("写不了 {}", path.display()), &error))?;
        output::say(&format!(
            "映射文件已存为 {}；下个月的表直接用它：dukao import 文件 --mapping {}",
            path.display(),
            path.display()
        ));
        Ok(())
    }
}

/// The request with the mapping that each guess says.
fn confirmed(request: ImportRequest, guessed: &[&GuessedFile]) -> ImportRequest {
    let mut request = request;
    for file in guessed {
        let Some(text) = file.guess.mapping() else { continue };
        let name =
            format!("{}.yaml", file.guess.file.rsplit_once('.').map_or(file.guess.file.as_str(), |(stem, _)| stem));
        request.mappings.push(FileMapping { file: Some(file.guess.file.clone()), name, bytes: text.into_bytes() });
    }
    request
}

fn show(manners: &[(String, Manner)], guessed: &[&GuessedFile], format: Format) -> Result<(), Fault> {
    if format == Format::Json {
        let guesses: Vec<&Guess> = guessed.iter().map(|file| &file.guess).collect();
        let mappings: Vec<Option<String>> = guesses.iter().map(|guess| guess.mapping()).collect();
        return output::print_json(&json!({ "guesses": guesses, "mappings": mappings }));
    }
    let mut text: Vec<String> = Vec::new();
    for (file, manner) in manners {
        match manner {
            Manner::Standard => text.push(format!("{file}：是标准表，不用猜\n")),
            Manner::Saved(mapping) => {
                text.push(format!("{file}：照以前确认过的映射文件“{}”读，不用猜\n", mapping.name));
            }
            Manner::Mapped | Manner::Guessed(_) => {}
        }
    }
    for file in guessed {
        text.push(shown(file));
    }
    output::print(&text.concat())
}

/// One file, table by table.
fn shown(file: &GuessedFile) -> String {
    let guess = &file.guess;
    let mut text: Vec<String> = Vec::new();
    if guess.tables.is_empty() {
        text.push(format!("{}：没有找到表：要有表头，下面有数\n", guess.file));
    }
    for (at, one) in guess.tables.iter().enumerate() {
        let sheet = if one.sheet.is_empty() { String::new() } else { format!(" {}", one.sheet) };
        let turned = if one.transposed { "，数据项写在行首（转置）" } else { "" };
        text.push(format!("{}{sheet} 第{}张表 {}{turned}\n", guess.file, at + 1, one.area));
        text.push(facts(one));
        text.push(columns(file, one));
        text.push(doubts(one, at, guess.tables.len()));
    }
    for sheet in &guess.hidden {
        text.push(format!("隐藏的工作表“{sheet}”没有看\n"));
    }
    text.concat()
}

fn facts(one: &TableGuess) -> String {
    let mut text: Vec<String> = Vec::new();
    for fact in &one.facts {
        let value = fact.value.as_deref().unwrap_or("没有写明");
        let reasons =
            if fact.reasons.is_empty() { String::new() } else { format!("（{}）", fact.reasons.join("；")) };
        text.push(format!("{}：{value}{reasons}\n", fact.name));
    }
    let rows: Vec<String> = one
        .rows
        .iter()
        .filter(|row| row.meaning.label() != "空行")
        .map(|row| {
            let last = if row.last > row.first { format!("—{}", row.last + 1) } else { String::new() };
            format!("{}{last} {}", row.first + 1, row.meaning.label())
        })
        .collect();
    let what = if one.transposed { "列" } else { "行" };
    text.push(format!("{what}：{}\n", rows.join("，")));
    text.concat()
}

/// The columns with a figure of each, coloured by how sure they are.
fn columns(file: &GuessedFile, one: &TableGuess) -> String {
    let heads = ["列", "列头", "例", "含义", "指标、单位", "把握", "理由"];
    let mut shown = table::table(&heads.map(Column::Words));
    table::keep_whole(&mut shown, 0);
    table::keep_whole(&mut shown, 3);
    table::keep_whole(&mut shown, 5);
    table::at_most(&mut shown, 1, 20);
    table::at_most(&mut shown, 2, 14);
    table::at_most(&mut shown, 4, 18);
    for column in one.columns.iter().filter(|column| !column.head.is_empty() || column.meaning != "不读") {
        let confidence = Confidence::of(column.sure);
        let colour = match confidence {
            Confidence::Sure => Color::Green,
            Confidence::Likely => Color::Yellow,
            Confidence::Doubtful => Color::Red,
        };
        shown.add_row([
            Cell::new(&column.name),
            Cell::new(&column.head),
            Cell::new(example(file, one, column)),
            Cell::new(&column.meaning).fg(colour),
            Cell::new(about(column)),
            Cell::new(confidence.label()).fg(colour),
            Cell::new(column.reasons.join("；")),
        ]);
    }
    table::ruled(&shown)
}

fn about(column: &ColumnGuess) -> String {
    let parts = [&column.indicator, &column.about, &column.period, &column.unit];
    parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
}

/// The first cell below the heads.
fn example(file: &GuessedFile, one: &TableGuess, column: &ColumnGuess) -> String {
    let Some(sheet) = file.book.sheets.get(one.sheet_index) else { return String::new() };
    let data = one.rows.iter().filter(|row| matches!(row.meaning.label(), "数据" | "合计"));
    let first = data.flat_map(|row| row.first..=row.last).take(20).find_map(|row| {
        let cell = if one.transposed { sheet.shown(column.index, row) } else { sheet.shown(row, column.index) };
        (!cell.is_empty()).then(|| cell.trimmed().to_owned())
    });
    first.unwrap_or_default()
}

fn doubts(one: &TableGuess, at: usize, tables: usize) -> String {
    let mut text: Vec<String> = Vec::new();
    for (number, doubt) in one.doubts.iter().enumerate() {
        text.push(format!("问{}（{}）：{}\n", number + 1, doubt.at, doubt.question));
        let table = if tables > 1 { format!("{}:", at + 1) } else { String::new() };
        let answers: Vec<String> = doubt.answers.iter().map(|answer| format!("--set {table}{answer}")).collect();
        if !answers.is_empty() {
            text.push(format!("    答：{}\n", answers.join(" 或 ")));
        }
    }
    text.concat()
}
