//! Options that several commands take.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use dukao_app::audit::KEY_VARIABLE;
use dukao_app::rights::Caller;
use dukao_app::tables::{self, Tabled};
use dukao_app::view::{Asked, Basis};
use dukao_app::{App, AsOf};
use dukao_core::ledger::Origin;
use jiff::civil::Date;
use serde::Serialize;

use crate::clock::SystemClock;
use crate::fault::Fault;
use crate::settings::Settings;
use crate::{files, output};

/// The variable that names the database.
const DATABASE_VARIABLE: &str = "DUKAO_DATABASE_URL";
/// The variable that limits the memory of resident tables.
const CACHE_VARIABLE: &str = "DUKAO_CACHE_MB";
/// The database when nothing names one.
const DEFAULT_DATABASE: &str = "./dukao.db";
/// Memory for resident tables in MiB when nothing names it.
const DEFAULT_CACHE_MB: usize = 256;

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// How a view is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Way {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// A workbook.
    Xlsx,
    /// Text parted by commas.
    Csv,
}

/// Which database.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Database {
    #[arg(
        long,
        value_name = "数据库",
        help = "文件或postgres://…；缺省依次取DUKAO_DATABASE_URL、配置文件、./dukao.db"
    )]
    pub(crate) db: Option<String>,
}

/// Where a database is, and what goes with it.
struct Place {
    url: String,
    key_file: Option<PathBuf>,
    cache_mb: Option<usize>,
}

impl Database {
    /// The database that was named: by the option, by the environment, by the configuration file that the environment
    /// names.
    pub(crate) fn url(&self) -> Result<String, Fault> {
        Ok(self.place()?.url)
    }

    /// The same with the key and the memory that the configuration file gives to its own database.
    fn place(&self) -> Result<Place, Fault> {
        let from_environment = || std::env::var(DATABASE_VARIABLE).ok().filter(|url| !url.is_empty());
        let settings = Settings::named(None)?.unwrap_or_default();
        let own = settings.database.unwrap_or_else(|| DEFAULT_DATABASE.to_owned());
        let url = self.db.clone().or_else(from_environment).unwrap_or_else(|| own.clone());
        // The key is that of the file's own database, however it was named.
        if url != own {
            return Ok(Place { url, key_file: None, cache_mb: None });
        }
        Ok(Place { url, key_file: settings.key_file, cache_mb: settings.cache_mb })
    }

    /// The same, or another one where none was named.
    pub(crate) fn or(self, other: Option<&str>) -> Self {
        let named = self.db.is_some() || std::env::var_os(DATABASE_VARIABLE).is_some_and(|url| !url.is_empty());
        if named { self } else { Self { db: other.map(str::to_owned) } }
    }

    /// Opens it, making it when it is a file that is not there.
    pub(crate) async fn open(&self) -> Result<App, Fault> {
        switched_on(self.open_whatever_policy().await?).await
    }

    /// The same also when the security administrator has switched the command line off: for what must go on then.
    pub(crate) async fn open_whatever_policy(&self) -> Result<App, Fault> {
        let Place { url, key_file, cache_mb } = self.place()?;
        Ok(open_with(&url, key_file.as_deref(), cache_mb).await?.for_command(&typed()).await?)
    }

    /// The same with a key file and a size of the memory where the environment names none.
    pub(crate) async fn open_with(&self, key_file: Option<&Path>, cache_mb: Option<usize>) -> Result<App, Fault> {
        open_with(&self.url()?, key_file, cache_mb).await
    }

    /// Opens it for reading: a file that is not there is a mistake, not a new database.
    pub(crate) async fn open_existing(&self) -> Result<App, Fault> {
        self.must_be_there()?;
        self.open().await
    }

    /// Refuses a file that is not there.
    pub(crate) fn must_be_there(&self) -> Result<(), Fault> {
        match file_of(&self.url()?).filter(|path| !Path::new(path).exists()) {
            Some(path) => {
                Err(Fault::Said(format!("没有数据库 {path}；先运行 dukao import 或 dukao demo，或用 --db 指明")))
            }
            None => Ok(()),
        }
    }
}

/// The application, unless the security administrator has switched the command line off.
async fn switched_on(app: App) -> Result<App, Fault> {
    if app.people().directory().await?.policy().operator {
        return Ok(app);
    }
    Err(Fault::Said("安全管理员已停用本机命令行；请在网页上做，或请安全管理员在安全策略里启用".to_owned()))
}

/// The command as it was typed, without the name of the program and without the address of the database, which may hold a
/// password.
pub(crate) fn typed() -> Vec<String> {
    let mut words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let mut kept = Vec::new();
    while let Some(word) = words.next() {
        if word == "--db" {
            words.next();
        } else if !word.starts_with("--db=") {
            kept.push(if word.contains(is_strange) { format!("{word:?}") } else { word });
        }
    }
    kept
}

/// Whether a sign would make one word look like several.
fn is_strange(sign: char) -> bool {
    sign.is_whitespace() || sign.is_control() || sign == '"'
}

/// The file behind an address; `None` for a server.
pub(crate) fn file_of(url: &str) -> Option<&str> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return None;
    }
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    let path = path.strip_prefix("//").unwrap_or(path);
    Some(path.split('?').next().unwrap_or(path))
}

/// Opens a database with the machine's clock.
pub(crate) async fn open(url: &str) -> Result<App, Fault> {
    open_with(url, None, None).await
}

async fn open_with(url: &str, key_file: Option<&Path>, megabytes: Option<usize>) -> Result<App, Fault> {
    let named = std::env::var_os(KEY_VARIABLE).filter(|path| !path.is_empty());
    let key_file = named.map(PathBuf::from).or_else(|| key_file.map(Path::to_owned));
    if file_of(url).is_none() && key_file.is_none() {
        return Err(Fault::Usage(format!(
            "PostgreSQL 数据库要用环境变量{KEY_VARIABLE}指明审计密钥文件；还没有这个文件的，第一次打开时建立"
        )));
    }
    let megabytes = cache_mb()?.or(megabytes).unwrap_or(DEFAULT_CACHE_MB);
    let app = App::open_with(url, Arc::new(SystemClock), megabytes, key_file.as_deref()).await?;
    Ok(app.called_by(operator()))
}

fn cache_mb() -> Result<Option<usize>, Fault> {
    match std::env::var(CACHE_VARIABLE) {
        Ok(text) if !text.is_empty() => text.parse().map(Some).map_err(|_| {
            Fault::Usage(format!("环境变量{CACHE_VARIABLE}是“{text}”；应当是内存大小，整数，单位MiB，例如 256"))
        }),
        _ => Ok(None),
    }
}

/// Who works at the command line.
fn operator() -> Caller {
    let name = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()));
    Caller::operator(name.as_deref().unwrap_or("命令行"))
}

/// Which region.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Region {
    #[arg(id = "region", long = "region", value_name = "代码", help = "地区代码；库里只有一个地区时不用写")]
    pub(crate) code: Option<String>,
}

impl Region {
    /// Its code, if one was named.
    pub(crate) fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }
}

/// What every command takes that says what it did: how, and of which database.
#[derive(Args, Debug, Clone)]
pub(crate) struct Answer {
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value = "table",
        help = "table（缺省，给人看）或json（给程序读）"
    )]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) database: Database,
}

/// What every reading command takes.
#[derive(Args, Debug, Clone)]
pub(crate) struct Reading {
    #[arg(long, value_name = "年", value_parser = year, help = "考核年度，例如 2018；不写就是最近的一年")]
    pub(crate) year: Option<i16>,
    #[arg(long, value_name = "月", value_parser = month, help = "月份，1—12；不写就是最近有数的月")]
    pub(crate) month: Option<u8>,
    #[arg(long, value_name = "版本或日期", value_parser = as_of, help = "按过去某个版本（v12）或某天终了时（2018-07-31）的数据")]
    pub(crate) as_of: Option<AsOf>,
    #[arg(long, value_name = "数源", value_parser = origin, help = "申报（缺省）或认定")]
    pub(crate) origin: Option<Origin>,
    #[command(flatten)]
    pub(crate) region: Region,
    #[arg(long, value_enum, value_name = "格式", help = "table（缺省，给人看）、json（给程序读）、xlsx、csv")]
    format: Option<Way>,
    #[arg(long, value_name = "文件", help = "写成文件；不写 --format 时按扩展名 .xlsx、.csv、.json")]
    out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) database: Database,
}

impl Reading {
    /// The question for the application.
    pub(crate) fn asked(&self, unit: Option<&str>) -> Asked {
        Asked {
            region: self.region.code.clone(),
            year: self.year,
            month: self.month,
            as_of: self.as_of,
            unit: unit.map(str::to_owned),
            origin: self.origin,
        }
    }

    /// Gives a view as it is wanted: `shown` to people, `view` to programs, `tabled` as a file.
    pub(crate) fn give<V: Serialize>(
        &self,
        view: &V,
        tabled: &dyn Tabled,
        shown: impl FnOnce() -> String,
    ) -> Result<(), Fault> {
        let bytes = match self.way()? {
            Way::Table => return output::print(&shown()),
            Way::Json => output::json(view)?.into_bytes(),
            Way::Csv => tables::text(tabled)?,
            Way::Xlsx => tables::workbook(tabled)?,
        };
        self.write(&bytes)
    }

    /// Gives the bytes of a file: to the file that was named, else to whoever reads the output.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Fault> {
        match &self.out {
            None => output::print_bytes(bytes),
            Some(path) => {
                files::refuse_existing(path)?;
                files::write(path, bytes)?;
                output::say(&format!("已写成 {}", path.display()));
                Ok(())
            }
        }
    }

    /// Whether the result is wanted for programs.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self.way(), Ok(Way::Json))
    }

    /// Gives what is no table: `shown` to people, `value` to programs.
    pub(crate) fn answer<V: Serialize>(&self, value: &V, shown: impl FnOnce() -> String) -> Result<(), Fault> {
        match (self.way()?, &self.out) {
            (Way::Table, _) => output::print(&shown()),
            (Way::Json, None) => output::print_json(value),
            _ => Err(Fault::Usage("这里只能写 --format table 或 json，不能写成文件".to_owned())),
        }
    }

    /// How the result is wanted: as said, or as the file's name says.
    pub(crate) fn way(&self) -> Result<Way, Fault> {
        let extension = self.out.as_ref().and_then(|path| path.extension()?.to_str());
        let by_name = extension.and_then(|extension| Way::from_str(extension, true).ok());
        match (self.format.or(by_name).unwrap_or(Way::Table), &self.out) {
            (Way::Table, Some(_)) => Err(Fault::Usage(
                "写成文件要用 --format xlsx、csv 或 json，或者文件名以 .xlsx、.csv、.json 结尾".to_owned(),
            )),
            (Way::Xlsx, None) => {
                Err(Fault::Usage("--format xlsx 要用 --out 写明文件，例如 --out 台账.xlsx".to_owned()))
            }
            (way, _) => Ok(way),
        }
    }
}

/// What a table rests on, for its foot.
pub(crate) fn foot(basis: &Basis) -> String {
    basis.in_words()
}

pub(crate) fn year(text: &str) -> Result<i16, String> {
    let year = text.strip_suffix('年').unwrap_or(text).parse::<i16>().ok();
    year.filter(|year| (1949..=2200).contains(year)).ok_or_else(|| "应当是四位年份，例如 2018".to_owned())
}

pub(crate) fn month(text: &str) -> Result<u8, String> {
    let month = text.strip_suffix('月').unwrap_or(text).parse::<u8>().ok();
    month.filter(|month| (1..=12).contains(month)).ok_or_else(|| "应当是 1—12 的整数".to_owned())
}

pub(crate) fn as_of(text: &str) -> Result<AsOf, String> {
    let version = text.strip_prefix(['v', 'V']).and_then(|digits| digits.parse().ok()).map(AsOf::Version);
    let date = || text.parse::<Date>().ok().map(AsOf::Date);
    version.or_else(date).ok_or_else(|| "应当是版本（v12）或日期（2018-07-31）".to_owned())
}

/// A day such as 2018-08-01.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "应当是日期，例如 2018-08-01".to_owned())
}

/// A version such as v12.
pub(crate) fn version(text: &str) -> Result<AsOf, String> {
    match as_of(text) {
        Ok(AsOf::Version(version)) if version > 0 => Ok(AsOf::Version(version)),
        _ => Err("应当是版本，例如 v12".to_owned()),
    }
}

fn origin(text: &str) -> Result<Origin, String> {
    let found = Origin::WORDS.iter().find(|(_, word, _)| *word == text).map(|(origin, _, _)| *origin);
    found.ok_or_else(|| "应当是 申报 或 认定".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_versions_or_days() {
        assert_eq!(as_of("v12"), Ok(AsOf::Version(12)));
        assert_eq!(as_of("2018-07-31"), Ok(AsOf::Date(jiff::civil::date(2018, 7, 31))));
        assert!(as_of("12").is_err() && as_of("2018-13-01").is_err());
    }

    #[test]
    fn years_and_months_may_bear_their_word() {
        assert_eq!((year("2018年"), month("7月")), (Ok(2018), Ok(7)));
        assert!(year("18").is_err() && month("0").is_err() && month("13").is_err());
    }

    #[test]
    fn files_and_servers_are_told_apart() {
        assert_eq!(file_of("sqlite:a.db"), Some("a.db"));
        assert_eq!(file_of("./a.db?mode=ro"), Some("./a.db"));
        assert_eq!(file_of("postgres://h/d"), None);
    }
}
