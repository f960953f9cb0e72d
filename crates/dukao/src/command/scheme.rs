//! `dukao scheme`: a scheme file checked, its worked cases played, told in plain words.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use dukao_app::assessment::{self, CasesView, Outline, SchemeFile};
use dukao_app::view::Asked;
use dukao_app::{AppError, Problem};
use dukao_core::assessment::scheme::diff;
use serde_json::json;

use crate::fault::Fault;
use crate::options::{Database, Format};
use crate::output;
use crate::table::{self, Column};

#[derive(Args, Debug)]
pub(super) struct Scheme {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    #[command(about = "检查办法文件：所有错误一次列出，各在几行几列")]
    Check(Check),
    #[command(about = "演算办法里的算例，看应得的分是不是都得得出来")]
    Test(One),
    #[command(about = "两版办法有什么不同：逐项列出改前、改后")]
    Diff(Diff),
    #[command(about = "用白话说明办法：每一项多少分、怎样计分、出自哪一条")]
    Explain(One),
}

#[derive(Args, Debug)]
struct One {
    #[arg(value_name = "办法文件", help = "考核办法，写法见 docs/考核办法.md")]
    file: PathBuf,
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value = "table",
        help = "table（缺省，给人看）或json（给程序读）"
    )]
    format: Format,
}

#[derive(Args, Debug)]
struct Check {
    #[command(flatten)]
    one: One,
    #[arg(long, value_name = "办法文件", help = "同一办法的其他版本，适用月份不能重叠；可以写几次")]
    beside: Vec<PathBuf>,
    #[command(flatten)]
    database: Database,
}

impl Scheme {
    pub(super) async fn run(self) -> Result<(), Fault> {
        match self.command {
            Command::Check(check) => check.run().await,
            Command::Test(one) => one.test(),
            Command::Diff(diff) => diff.run(),
            Command::Explain(one) => one.explain(),
        }
    }
}

#[derive(Args, Debug)]
struct Diff {
    #[arg(value_name = "原办法", help = "改以前的办法文件")]
    old: PathBuf,
    #[command(flatten)]
    one: One,
}

impl Diff {
    fn run(self) -> Result<(), Fault> {
        let new = self.one.read()?.scheme;
        let is_json = self.one.is_json();
        let old = One { file: self.old, format: self.one.format }.read()?.scheme;
        let changes = diff(&old, &new);
        if is_json {
            return output::print_json(&json!({ "old": old.name, "new": new.name, "changes": changes }));
        }
        if changes.is_empty() {
            return output::print("两份办法没有不同（算例不比较）\n");
        }
        let columns = [Column::Words("哪里"), Column::Words("内容"), Column::Words("改前"), Column::Words("改后")];
        let mut table = table::table(&columns);
        for change in &changes {
            let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
            table.add_row([change.path.clone(), change.what.to_owned(), text(&change.before), text(&change.after)]);
        }
        let foot = format!("{}处不同；算例不比较。", changes.len());
        output::print(&table::page(&format!("{} → {}", old.name, new.name), &table, &[foot]))
    }
}

impl Check {
    async fn run(self) -> Result<(), Fault> {
        let is_json = self.one.is_json();
        match self.checked().await {
            Ok(file) if is_json => {
                output::print_json(&json!({ "name": file.scheme.name, "sound": true, "unchecked": file.unchecked }))
            }
            Ok(file) => {
                let mut text = format!("{}：没有错误\n", file.scheme.name);
                for line in &file.unchecked {
                    output::line(&mut text, &format!("{line}；要核对就用 --db 指明数据库"));
                }
                output::print(&text)
            }
            Err(Fault::App(AppError::Refused(problems))) => Err(refused(&problems, is_json, "办法不能用")),
            Err(other) => Err(other),
        }
    }

    async fn checked(self) -> Result<SchemeFile, Fault> {
        let mut versions = Vec::new();
        for path in &self.beside {
            let (name, bytes) = super::import::read(path)?;
            let scheme = SchemeFile::read(&name, &bytes, &[])?.scheme;
            versions.push((scheme.name, scheme.effective));
        }
        let (name, bytes) = super::import::read(&self.one.file)?;
        let file = SchemeFile::read(&name, &bytes, &versions)?;
        if self.database.db.is_none() {
            return Ok(file);
        }
        let app = self.database.open_existing().await?;
        let asked = Asked { year: Some(file.scheme.effective.first.0), ..Asked::default() };
        Ok(app.read_scheme(&asked, &name, &bytes).await?)
    }
}

impl One {
    fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    fn read(&self) -> Result<SchemeFile, Fault> {
        let (name, bytes) = super::import::read(&self.file)?;
        match SchemeFile::read(&name, &bytes, &[]) {
            Err(AppError::Refused(problems)) => Err(refused(&problems, self.is_json(), "办法不能用")),
            other => Ok(other?),
        }
    }

    fn test(&self) -> Result<(), Fault> {
        let file = self.read()?;
        let played = file.play();
        if self.is_json() {
            output::print_json(&played)?;
        } else {
            output::print(&cases(&file.scheme.name, &played))?;
        }
        if played.passes {
            return Ok(());
        }
        output::say_error("有算例得不出应得的分");
        Err(Fault::AlreadySaid)
    }

    fn explain(&self) -> Result<(), Fault> {
        let outline = assessment::outline(&self.read()?.scheme);
        if self.is_json() { output::print_json(&outline) } else { output::print(&told(&outline)) }
    }
}

/// Says everything that is wrong in a file, in the way that is wanted.
pub(super) fn refused(problems: &[Problem], is_json: bool, consequence: &str) -> Fault {
    let message = format!("有{}处错误，{consequence}", problems.len());
    let said = if is_json {
        let error = json!({ "code": "refused", "message": message, "problems": problems });
        output::print_json(&json!({ "error": error }))
    } else {
        output::print(&table::problems(problems))
    };
    if let Err(fault) = said {
        return fault;
    }
    output::say_error(&message);
    Fault::AlreadySaid
}

fn cases(name: &str, played: &CasesView) -> String {
    if played.cases.is_empty() {
        return format!("{name}：没有算例\n");
    }
    let columns = [
        Column::Words("算例"),
        Column::Words("单位"),
        Column::Words("应得"),
        Column::Words("得到"),
        Column::Words("结果"),
    ];
    let mut table = table::table(&columns);
    for case in &played.cases {
        for line in &case.lines {
            let result = if line.passes { "相符" } else { "不符" };
            table.add_row([&case.name, &line.unit, &line.expected, &line.found, result]);
        }
        for unknown in &case.unknown {
            table.add_row([case.name.as_str(), "", "", unknown, "不符"]);
        }
    }
    let right = played.cases.iter().filter(|case| case.passes).count();
    table::page(name, &table, &[format!("{}个算例，{right}个相符。", played.cases.len())])
}

fn told(outline: &Outline) -> String {
    let scheme = &outline.scheme;
    let document = scheme.document.as_ref().map_or_else(String::new, |document| format!("（{document}）"));
    let mut text = format!("{}{document}\n{}制定，适用{}\n", scheme.name, scheme.owner, scheme.effective);
    for entry in &outline.entries {
        let indent = "  ".repeat(entry.depth);
        let extra = entry.extra.map_or_else(String::new, |extra| format!("{extra}："));
        output::line(&mut text, &format!("\n{indent}{extra}{}　{}分　{}", entry.name, entry.points, entry.clause));
        for line in &entry.how {
            output::line(&mut text, &format!("{indent}  {line}"));
        }
    }
    text
}
