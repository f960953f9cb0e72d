//! What a check found, in words.

use dukao_store::verify::{Book, Fault, RegionReport, RowsChange, Verification};
use dukao_store::{AuditFault, SYSTEM};
use serde::Serialize;

use super::head::ExportedText;
use crate::App;

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether nothing is wrong, and everything could be checked.
    pub sound: bool,
    /// What was found in each region.
    pub regions: Vec<RegionVerdict>,
    /// What belongs to no region, or to all.
    pub faults: Vec<String>,
    /// What could not be looked at, or is to be seen to.
    pub notes: Vec<String>,
}

/// The result for a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegionVerdict {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its newest version.
    pub version: i64,
    /// How many entries its audit has.
    pub acts: u64,
    /// How many entries its trail has.
    pub views: u64,
    /// How many rows they cover.
    pub rows: u64,
    /// What is wrong, in order.
    pub faults: Vec<String>,
}

impl Verdict {
    pub(super) fn new(found: &Verification, app: &App, exported: Option<&ExportedText>) -> Self {
        let regions: Vec<RegionVerdict> = found.regions.iter().map(region).collect();
        let mut faults: Vec<String> = found.faults.iter().map(told).collect();
        let mut notes = Vec::new();
        let keyed = found.regions.iter().any(|region| region.keyed);
        if app.store.keys().is_none() && keyed {
            notes.push(format!("没有密钥，只核对了版本号和链头，没有核对内容。{}", reason(app)));
        } else if !keyed && !found.regions.is_empty() {
            notes.push("审计记录还没有用密钥签章，只核对了审计链，没有核对各表的内容".to_owned());
        }
        match exported.map(|exported| (exported.genuine, exported)) {
            None => notes.push("没有用导出的链头核对：整个末尾被删掉，或者换成了以前的数据库，这样看不出来".to_owned()),
            Some((Some(true), _)) => {}
            Some((Some(false), _)) => faults.push("链头文件的签章不对：文件被改过，不能作为凭据".to_owned()),
            Some((None, exported)) => {
                notes.push(format!("链头文件用密钥 {} 签章，没有这把密钥，不知道真假", exported.key));
            }
        }
        let unproven = exported.is_some_and(|exported| exported.genuine.is_none());
        let unchecked = unproven || (app.store.keys().is_none() && keyed);
        let sound = faults.is_empty() && !unchecked && regions.iter().all(|region| region.faults.is_empty());
        Self { sound, regions, faults, notes }
    }

    /// The same with what else is wrong.
    pub(super) fn and(mut self, faults: Vec<String>) -> Self {
        self.sound = self.sound && faults.is_empty();
        self.faults.extend(faults);
        self
    }
}

fn reason(app: &App) -> String {
    app.keys.problem.clone().unwrap_or_default()
}

fn region(report: &RegionReport) -> RegionVerdict {
    let mut faults: Vec<String> = report.faults.iter().map(told).collect();
    if report.untold > 0 {
        faults.push(format!("还有{}处没有列出", report.untold));
    }
    let lost = report.name.is_empty();
    let name = if lost { format!("地区{}", report.region) } else { report.name.clone() };
    RegionVerdict {
        code: if report.region == SYSTEM { String::new() } else { report.code.clone() },
        name,
        version: report.version.0,
        acts: report.acts,
        views: report.views,
        rows: report.rows,
        faults,
    }
}

/// A table as people know it.
fn table(name: &str) -> &str {
    match name {
        "region" => "地区",
        "source_file" => "原始文件",
        "sheet" => "工作表",
        "entry" => "资料",
        "word" => "词表",
        "observation_year" => "各年数的个数",
        "observation" => "数",
        "audit" => "审计记录",
        "trail" => "访问记录",
        "trail_head" => "访问链头",
        other => other,
    }
}

fn told(fault: &Fault) -> String {
    match fault {
        Fault::Entry { book, number, fault } => entry(*book, *number, *fault),
        Fault::Rows { table: name, year, version, earlier, change } => {
            let year = year.map(|year| format!("{year}年")).unwrap_or_default();
            let earlier = if *earlier { "及以前" } else { "" };
            let change = match change {
                RowsChange::Changed => "被改过：有的行改了、少了、多了或调换了",
                RowsChange::Removed => "整个不见了",
                RowsChange::Added => "不是它写的，是后来加进去的",
            };
            format!("v{version}{earlier}写入的{year}{}（{name}）{change}", table(name))
        }
        Fault::File { file } => format!("原始文件{file}的内容与导入时不同"),
        Fault::NoHead(Book::Audit) => "审计链头不见了（region_head）".to_owned(),
        Fault::NoHead(Book::Trail) => "访问链头不见了（trail_head）".to_owned(),
        Fault::Unkeyed => "审计记录没有签章，而别的地区都有：整条链被换过".to_owned(),
        Fault::Cut { book, exported, found } => {
            let (what, mark) = named(*book);
            format!("{what}导出链头时到{mark}{exported}，现在只到{mark}{found}：末尾被删掉，或者换成了以前的数据库")
        }
        Fault::Replaced { book, number } => {
            let (what, mark) = named(*book);
            format!("{what}的{mark}{number}不是导出链头时的那一笔：从这里或以前被换过")
        }
        Fault::LostRegion { region, code: Some(code) } => format!("地区{region}（{code}）整个不见了"),
        Fault::LostRegion { region, code: None } => format!("地区{region}整个不见了"),
        Fault::Stray { table: name, region } => {
            format!("{}（{name}）里有地区{region}的行，而没有这个地区", table(name))
        }
        other => format!("{other:?}"),
    }
}

const fn named(book: Book) -> (&'static str, &'static str) {
    match book {
        Book::Audit => ("审计记录", "v"),
        Book::Trail => ("访问记录", "第"),
    }
}

fn entry(book: Book, number: i64, fault: AuditFault) -> String {
    let (what, mark) = named(book);
    let place = match book {
        Book::Audit => format!("{what}{mark}{number}"),
        Book::Trail => format!("{what}{mark}{number}笔"),
    };
    place + &fault_in_words(fault)
}

/// What is wrong with an entry.
pub(crate) fn fault_in_words(fault: AuditFault) -> String {
    match fault {
        AuditFault::Missing => "缺了".to_owned(),
        AuditFault::Surplus => "是多出来的".to_owned(),
        AuditFault::Altered => "被改过".to_owned(),
        AuditFault::Moved { from } => format!("原来在{from}，被挪到这里"),
        AuditFault::HeadDiffers => "与链头不符".to_owned(),
        AuditFault::Plain => "没有签章，而它以前的有".to_owned(),
        AuditFault::OldKey(key) => format!("用的是已经换掉的密钥 {key}"),
        AuditFault::UnknownKey(key) => format!("用的密钥 {key} 不在密钥文件里，从它起无法核对"),
        _ => "不对".to_owned(),
    }
}
