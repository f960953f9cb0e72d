//! What an import or an undo would change, as tables.

use dukao_app::Problem;
use dukao_app::import::{Contradiction, Difference, FigureChange, RecordChange};

use crate::table::{self, Column};

/// How many figures are printed one by one; `--format json` has more.
const PRINTED: usize = 60;

/// The difference of an import.
pub(super) fn shown(difference: &Difference) -> String {
    let report = &difference.report;
    let mut text = format!(
        "与数据版本 v{} 比较：新的数 {}、修订的数 {}、未变的数 {}；单位、指标、目标、合计关系新增或变更 {}。\n",
        difference.based_on,
        report.new_figures,
        report.revised_figures,
        report.same_figures,
        difference.records.len()
    );
    text.push_str(&records(&difference.records));
    text.push_str(&figures(&difference.figures, difference.unlisted));
    text.push_str(&findings("导入后会出现的矛盾", &difference.contradictions));
    text.push_str(&findings("导入后会消除的矛盾", &difference.settled));
    let wrong = format!("错误 {} 处，改正以前不能导入", difference.refused.len());
    text.push_str(&problems(&wrong, &difference.refused));
    text.push_str(&problems("提示", &report.notes));
    text
}

fn problems(title: &str, problems: &[Problem]) -> String {
    if problems.is_empty() { String::new() } else { format!("\n{title}\n{}", table::problems(problems)) }
}

fn records(changes: &[RecordChange]) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let columns = ["表", "名称", "", "列", "原来", "现在"].map(Column::Words);
    let mut table = table::table(&columns);
    for change in changes {
        let word = if change.is_new { "新增" } else { "变更" };
        let name = if change.year > 0 { format!("{}年 {}", change.year, change.name) } else { change.name.clone() };
        let start = [change.kind.label().to_owned(), name, word.to_owned()];
        if change.is_new {
            table.add_row(start.into_iter().chain([String::new(), String::new(), String::new()]));
            continue;
        }
        for (place, (head, before, after)) in change.fields.iter().enumerate() {
            let start = if place == 0 { start.clone() } else { Default::default() };
            table.add_row(start.into_iter().chain([(*head).to_owned(), or_blank(before), or_blank(after)]));
        }
    }
    format!("\n{}", table::ruled(&table))
}

fn or_blank(text: &str) -> String {
    if text.is_empty() { "（空）".to_owned() } else { text.to_owned() }
}

/// Figures one by one: what is stated today, what would be.
pub(super) fn figures(changes: &[FigureChange], unlisted: usize) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let columns = [
        Column::Words("指标"),
        Column::Words("单位"),
        Column::Words("期间"),
        Column::Words("数据项"),
        Column::Number("原来"),
        Column::Number("现在"),
        Column::Words("出处"),
    ];
    let mut table = table::table(&columns);
    for change in changes.iter().take(PRINTED) {
        let measure = format!("{}{}", change.measure, mark(change.standing));
        table.add_row([
            change.indicator_name.clone(),
            change.unit_name.clone(),
            change.period.clone(),
            measure,
            change.before.clone().unwrap_or_else(|| "（没有）".to_owned()),
            if change.after.is_empty() { "（撤回）".to_owned() } else { change.after.clone() },
            place(change),
        ]);
    }
    let more = changes.len().saturating_sub(PRINTED) + unlisted;
    let more = if more > 0 { format!("……另有 {more} 个数\n") } else { String::new() };
    format!("\n{}{more}", table::ruled(&table))
}

fn mark(standing: &str) -> String {
    if standing.is_empty() { String::new() } else { format!("（{standing}）") }
}

fn place(change: &FigureChange) -> String {
    let joint = if change.sheet.is_empty() { " ".to_owned() } else { format!(" {}!", change.sheet) };
    if change.cell.is_empty() { String::new() } else { format!("{}{joint}{}", change.file, change.cell) }
}

fn findings(title: &str, findings: &[Contradiction]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let lines = findings.iter().map(|Contradiction { indicator_name, unit_name, finding }| {
        format!("  {}：{unit_name} {indicator_name} {}\n", finding.severity.label(), finding.statement)
    });
    format!("\n{title} {} 处\n{}", findings.len(), lines.collect::<String>())
}
