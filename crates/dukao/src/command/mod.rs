//! The commands: one command, one file.

mod annex;
mod audit;
pub(crate) mod backup;
mod check;
mod config;
mod demo;
mod difference;
mod doctor;
mod export;
mod guess;
mod import;
mod index;
mod indicators;
mod init;
mod progress;
mod rank;
mod restore;
mod routes;
mod scheme;
mod score;
mod serve;
mod template;
mod token;
mod trace;
mod undo;
mod unit;
mod user;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::fault::Fault;
use crate::settings::LogFormat;
use crate::{log, output, usage};

#[derive(Parser, Debug)]
#[command(name = "dukao", about = "督考：目标任务、进度欠账、位次，每个数都能查到出处", version)]
struct Cli {
    #[arg(short = 'V', long, action = clap::ArgAction::SetTrue, help = "显示版本")]
    version: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    #[command(about = "导入并打开示范区数据")]
    Demo(demo::Demo),
    #[command(about = "新建一个地区")]
    Init(init::Init),
    #[command(about = "导入工作簿、csv或已发布的宽表")]
    Import(import::Import),
    #[command(about = "撤销一个版本：恢复到它以前，另成一版")]
    Undo(undo::Undo),
    #[command(about = "导出整个地区：单位、指标、目标、数据，可以原样导入回来")]
    Export(export::Export),
    #[command(about = "供填写的工作簿：标准表、列头说明、可选的值")]
    Template(template::Template),
    #[command(about = "打开网页：只在本机，或者按配置文件给办公网用")]
    Serve(serve::Serve),
    #[command(about = "配置文件：打印带说明的样本，检查写得对不对")]
    Config(config::Config),
    #[command(about = "列出指标体系和目标")]
    Indicators(indicators::Indicators),
    #[command(about = "进度、欠账：逐指标，或一个指标逐单位")]
    Progress(progress::Progress),
    #[command(about = "附表1、附表2")]
    Annex(annex::Annex),
    #[command(about = "位次和差距")]
    Rank(rank::Rank),
    #[command(about = "综合指数：按指数文件算一张表，不用数据库")]
    Index(index::Index),
    #[command(about = "考核计分：按办法给每个单位计分、排名、定等次")]
    Score(score::Score),
    #[command(about = "考核办法：检查、演算算例、白话说明")]
    Scheme(scheme::Scheme),
    #[command(about = "一个数的公式、代入和出处")]
    Trace(trace::Trace),
    #[command(about = "核对：数据里互相矛盾的地方")]
    Check(check::Check),
    #[command(about = "备份：整个数据库写成一个文件，随时可以做")]
    Backup(backup::Backup),
    #[command(about = "从备份恢复成新的数据库，SQLite或PostgreSQL")]
    Restore(restore::Restore),
    #[command(about = "审计：核对有没有被改过，导出链头，更换密钥")]
    Audit(audit::Audit),
    #[command(about = "检查数据库、磁盘和备份是否正常")]
    Doctor(doctor::Doctor),
    #[command(about = "机构变更：合并、拆分、更名、调整隶属")]
    Unit(unit::Unit),
    #[command(about = "用户：新建、停用、一次性链接、职务")]
    User(user::User),
    #[command(about = "接口令牌：列出、注销")]
    Token(token::Token),
    #[command(about = "列出网页地址（JSON）", hide = true)]
    Routes,
}

/// The command line as it is documented.
fn command_line() -> clap::Command {
    usage::dress(Cli::command())
}

/// Reads the command line and does what it says.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Result<(), Fault> {
    let arguments: Vec<OsString> = arguments.collect();
    let Some(mut cli) = read(&arguments)? else {
        return Ok(());
    };
    let (level, format) = match &mut cli.command {
        Some(Command::Serve(serve)) => serve.prepare()?,
        _ => ("warn".to_owned(), LogFormat::Text),
    };
    log::start(&level, format);
    if cli.version {
        return output::print(&format!("dukao {}\n", env!("CARGO_PKG_VERSION")));
    }
    let Some(command) = cli.command else {
        return Err(usage_fault(&command_line().error(ErrorKind::MissingSubcommand, ""), &arguments));
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::io("启动失败", &error))?;
    runtime.block_on(execute(command))
}

async fn execute(command: Command) -> Result<(), Fault> {
    match command {
        Command::Demo(demo) => demo.run().await,
        Command::Init(init) => init.run().await,
        Command::Import(import) => import.run().await,
        Command::Undo(undo) => undo.run().await,
        Command::Template(template) => template.run().await,
        Command::Export(export) => export.run().await,
        Command::Serve(serve) => serve.run().await,
        Command::Config(config) => config.run(),
        Command::Indicators(indicators) => indicators.run().await,
        Command::Progress(progress) => progress.run().await,
        Command::Annex(annex) => annex.run().await,
        Command::Rank(rank) => rank.run().await,
        Command::Index(index) => index.run(),
        Command::Score(score) => score.run().await,
        Command::Scheme(scheme) => scheme.run().await,
        Command::Trace(trace) => trace.run().await,
        Command::Check(check) => check.run().await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
        Command::Audit(audit) => audit.run().await,
        Command::Doctor(doctor) => doctor.run().await,
        Command::Unit(unit) => unit.run().await,
        Command::User(user) => user.run().await,
        Command::Token(token) => token.run().await,
        Command::Routes => routes::run(),
    }
}

/// The command line; `None` when help was asked for and printed.
fn read(arguments: &[OsString]) -> Result<Option<Cli>, Fault> {
    let matches = command_line().try_get_matches_from(arguments);
    match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => Ok(Some(cli)),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            output::print(&error.render().to_string())?;
            Ok(None)
        }
        Err(error) => Err(usage_fault(&error, arguments)),
    }
}

fn usage_fault(error: &clap::Error, arguments: &[OsString]) -> Fault {
    let words: Vec<String> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    Fault::Usage(usage::explain(error, &command_line(), &words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        command_line().debug_assert();
    }
}
