//! Workbooks and csv files to fill: the standard tables with what each column takes, and for a month one row a figure that is due.

use dukao_core::framework::{Framework, Frequency, Indicator, ValueKind};
use dukao_core::organisation::UnitKind;
use dukao_core::period::Month;
use dukao_core::rights::Right;
use dukao_office::out::{self, About, Choice, Column, Row, STANDARD, StandardTable, Table, Value};
use dukao_office::workbook::written::Written;

use super::{Files, Shape, records};
use crate::shelf::Snapshot;
use crate::{App, AppError};

/// The name of the text beside the csv files.
const EXPLAINED: &str = "填写说明.txt";

impl App {
    /// A workbook or a folder of csv files to fill, with the units and indicators of the region; with a year and month, 数据 has a row for
    /// every figure that is due then.
    ///
    /// # Errors
    /// When the region does not exist, has no indicators in the year, or the store fails.
    pub async fn template(
        &self,
        region: Option<&str>,
        due: Option<(i16, Month)>,
        shape: Shape,
    ) -> Result<Files, AppError> {
        self.permit(Right::Import, region).await?;
        let moment = self.moment_for(Right::Import, region, None).await?;
        let snapshot = &moment.snapshot;
        let month = match due {
            None => Vec::new(),
            Some((year, month)) => {
                let framework = snapshot.book.framework(year).ok_or(AppError::UnknownYear(year))?;
                due_rows(snapshot, framework, year, month)
            }
        };
        let rows = |name: &str| if name == "数据" { month.clone() } else { records::of(name, snapshot) };
        let tables: Vec<Table> = STANDARD.iter().map(|table| to_fill(table, &rows(table.name), snapshot)).collect();
        written(&tables, shape, &About { title: moment.region.name.clone(), day: Some(moment.today) })
    }
}

/// A workbook or a folder of csv files to fill for a region that is not there yet.
///
/// # Errors
/// When the library that writes it refuses.
pub fn blank_template(shape: Shape) -> Result<Files, AppError> {
    let empty = Snapshot::empty()?;
    let tables: Vec<Table> = STANDARD.iter().map(|table| to_fill(table, &[], &empty)).collect();
    written(&tables, shape, &About::default())
}

/// The tables in a workbook, or each in a csv, beside a text that says what is written in the columns.
fn written(tables: &[Table], shape: Shape, about: &About) -> Result<Files, AppError> {
    match shape {
        Shape::Workbook => Ok(vec![(String::new(), out::workbook(tables, about)?)]),
        Shape::Folder => {
            let csv = |table: &Table| Ok((format!("{}.csv", table.name), out::csv(table)?));
            let mut files: Files = tables.iter().map(csv).collect::<Result<_, AppError>>()?;
            files.push((EXPLAINED.to_owned(), explained(tables).into_bytes()));
            Ok(files)
        }
    }
}

/// What csv cannot hold beside its heads.
fn explained(tables: &[Table]) -> String {
    let intro = "\u{FEFF}填好各个 csv 后一起导入；没有用到的表可以不填或删去。这个文件不用导入。\r\n";
    let column =
        |column: &Column| format!("  {}：{}\r\n", column.head, column.comment.as_deref().unwrap_or("不读，只供对照"));
    let table = |table: &Table| -> String {
        std::iter::once(format!("\r\n{}.csv\r\n", table.name)).chain(table.columns.iter().map(column)).collect()
    };
    std::iter::once(intro.to_owned()).chain(tables.iter().map(table)).collect()
}

/// A standard table with comments and choices; in 数据, names stand beside the codes in columns that are not read.
fn to_fill(of: &StandardTable, rows: &[Written], snapshot: &Snapshot) -> Table {
    let mut table = out::standard(of, rows, true);
    for (column, (head, needed, _, takes)) in table.columns.iter_mut().zip(of.columns) {
        column.comment = Some(if *needed { format!("必填。{takes}") } else { (*takes).to_owned() });
        column.choice = choice(of.name, head);
    }
    if of.name == "数据" && !rows.is_empty() {
        name_codes(&mut table, rows, snapshot);
    }
    table
}

fn name_codes(table: &mut Table, rows: &[Written], snapshot: &Snapshot) {
    let book = &snapshot.book;
    let text = |row: &Written, head: &str| {
        row.iter().find(|(own, _)| *own == head).map_or_else(String::new, |(_, text)| text.clone())
    };
    table.columns.extend(["#指标名称", "#单位名称"].map(Column::text));
    for (line, row) in table.rows.iter_mut().zip(rows) {
        let year = text(row, "期间").get(..4).and_then(|year| year.parse().ok());
        let indicator = year.and_then(|year| book.framework(year)).and_then(|year| year.get(&text(row, "指标")));
        let unit = book.organisation.get(&text(row, "单位"));
        let names = [indicator.map(|own| own.name.clone()), unit.map(|own| own.label().to_owned())];
        *line =
            Row::body(line.cells.drain(..).chain(names.map(|name| Value::text(name.unwrap_or_default()))).collect());
    }
}

/// What may be chosen in a column.
fn choice(table: &str, head: &str) -> Option<Choice> {
    let words = |words: &[&str]| Some(Choice::Words(words.iter().map(|word| (*word).to_owned()).collect()));
    match (table, head) {
        ("单位", "类别") => words(&UnitKind::WORDS.map(|(_, word)| word)),
        ("单位", "上级") | ("指标", "责任单位") | ("目标" | "数据", "单位") | ("合计关系", "合计单位") => {
            Some(Choice::Listed("单位".to_owned(), 0))
        }
        ("目标" | "数据" | "合计关系", "指标") | ("指标", "对应指标") => {
            Some(Choice::Listed("指标".to_owned(), 1))
        }
        ("指标", "数值类型") => words(&ValueKind::WORDS.map(|(_, word)| word)),
        ("指标", "频率") => words(&Frequency::WORDS.map(|(_, word)| word)),
        ("指标", "方向") => words(&["越高越好", "越低越好"]),
        ("指标", "价格") => words(&["现价", "可比价", "无"]),
        ("指标", "错月" | "一二月合并" | "上级预警") => words(&["是", "否"]),
        ("目标", "目标类型") => {
            words(&["总量", "增速", "上限", "水平", "位次", "位次提升", "相对", "节点", "是否", "无"])
        }
        ("目标", "进度方式") => words(&["均衡", "上年同期", "工作日", "自定", "分段"]),
        ("数据", "快慢") => words(&["预计", "快报", "年报"]),
        ("数据", "状态") => words(&["草稿", "上报", "审核", "核定"]),
        ("数据", "数源") => words(&["申报", "认定"]),
        _ => None,
    }
}

/// A row for every indicator due in the month: of the region itself and of every unit that has a target.
fn due_rows(snapshot: &Snapshot, framework: &Framework, year: i16, month: Month) -> Vec<Written> {
    let own = snapshot.book.organisation.own().map(|unit| unit.code.as_str());
    let mut rows = Vec::new();
    for indicator in framework.iter() {
        let Some(period) = period_due(indicator, year, month) else { continue };
        let others = framework.targets_of(&indicator.code).map(|target| target.unit.as_str());
        let units = own.into_iter().chain(others.filter(|unit| Some(*unit) != own));
        let unit = indicator.unit.as_str();
        rows.extend(units.map(|code| {
            let mut row: Written =
                vec![("指标", indicator.code.clone()), ("单位", code.to_owned()), ("期间", period.clone())];
            row.extend(indicator.kind.is_numeric().then(|| ("计量单位", unit.to_owned())));
            row
        }));
    }
    rows
}

/// The period of the indicator that ends in the month; `None` when none does.
fn period_due(indicator: &Indicator, year: i16, month: Month) -> Option<String> {
    let number = month.number();
    match indicator.frequency {
        Frequency::Monthly if indicator.joint_january && number == 1 => None,
        Frequency::Monthly if indicator.joint_january && number == 2 => Some(format!("{year}-01/02")),
        Frequency::Monthly => Some(format!("{year}-{number:02}")),
        Frequency::Quarterly if number.is_multiple_of(3) => Some(format!("{year}-Q{}", number / 3)),
        Frequency::HalfYearly if number.is_multiple_of(6) => Some(format!("{year}-H{}", number / 6)),
        Frequency::Annual if number == 12 => Some(year.to_string()),
        Frequency::Quarterly | Frequency::HalfYearly | Frequency::Annual => None,
    }
}
