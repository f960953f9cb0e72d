//! What must be asked: no guess with an open question is ever applied.

use super::decided::{Column, Meaning, When};
use super::facts::Facts;
use super::names;
use super::shown::Doubt;
use super::table::Table;
use super::vocabulary::Label;

/// All questions of a table, in the order of the columns, then those about the whole.
pub(super) fn of(table: &Table<'_>) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> =
        table.decided.columns.iter().enumerate().filter_map(|(at, column)| of_column(table, at, column)).collect();
    doubts.extend(of_rows(table));
    let hidden = table.hidden_rows();
    if let (Some(first), false) = (hidden.first(), table.hidden_settled) {
        let question = format!("{}等{}行是隐藏的，里面有数，读不读？", table.draft.row_name(*first), hidden.len());
        doubts.push(ask("隐藏行", &question, &["隐藏行=不读".to_owned(), "隐藏行=读".to_owned()]));
    }
    doubts.extend(of_period(table));
    doubts.extend(of_region(table));
    doubts.extend(of_indicators(table));
    if table.decided.figures().next().is_none() {
        doubts.push(ask("表", "没有一列认得是数，请说明各列的含义", &[]));
    }
    doubts
}

fn ask(at: &str, question: &str, answers: &[String]) -> Doubt {
    Doubt { at: at.to_owned(), question: question.to_owned(), answers: answers.to_vec() }
}

fn of_column(table: &Table<'_>, at: usize, column: &Column) -> Option<Doubt> {
    let name = table.draft.column_name(at);
    let head = table.draft.columns.get(at).map_or("", |col| col.shown.as_str());
    let answers = |words: &[&str]| words.iter().map(|word| format!("{name}={word}")).collect::<Vec<_>>();
    if column.meaning == Meaning::Unknown {
        let usual = ["累计", "当月", "目标", "上年同期累计", "累计增速", "完成率", "不读"];
        let said = column.reasons.last().map_or("", String::as_str);
        return Some(ask(&name, &format!("“{head}”这一列是什么？{said}"), &answers(&usual)));
    }
    if let Some(question) = &column.question {
        return Some(ask(&name, &format!("“{head}”{question}"), &answers(&column.others)));
    }
    let names = matches!(column.meaning, Meaning::Label(Label::Unit | Label::Indicator));
    (names && column.sure < 60 && !column.fixed)
        .then(|| ask(&name, &format!("“{head}”这一列是单位还是指标？"), &answers(&["单位", "指标", "不读"])))
}

/// Names that stand in several rows and cannot be told apart.
fn of_rows(table: &Table<'_>) -> Option<Doubt> {
    let units = table.decided.label(Label::Unit)?;
    if table.decided.label(Label::Indicator).is_some() || table.decided.label(Label::Period).is_some() {
        return None;
    }
    let mut names: Vec<String> =
        table.draft.names(units).into_iter().filter(|name| !name.is_empty() && !table.skipped.contains(name)).collect();
    names.sort_unstable();
    let twice = names.windows(2).find(|pair| pair.first() == pair.last())?.first()?.clone();
    Some(ask(&table.draft.column_name(units), &format!("“{twice}”出现了几次，不知道哪一行才是它的数"), &[]))
}

fn of_period(table: &Table<'_>) -> Option<Doubt> {
    let facts: &Facts = table.facts;
    let in_columns = table.decided.label(Label::Period).is_some();
    let named = table.decided.figures().all(|(_, column)| matches!(column.when, When::Named(_)) || is_goal(column));
    if table.fixed_period.is_some() || in_columns {
        return None;
    }
    if named && facts.moment.year.is_some() {
        return None;
    }
    match facts.moment.period {
        None => {
            let whole_year = facts.moment.year.map(|year| format!("期间={year}年全年"));
            let whole_year: Vec<String> = whole_year.into_iter().collect();
            let question = "标题、工作表名、文件名里都没有写明是哪个期间，如 期间=2018-07";
            Some(ask("期间", question, &whole_year))
        }
        Some(period) if !facts.other_periods.is_empty() => {
            let all = std::iter::once(period.code()).chain(facts.other_periods.iter().cloned());
            let answers: Vec<String> = all.map(|code| format!("期间={code}")).collect();
            Some(ask("期间", "标题里写着几个期间，是哪一个？", &answers))
        }
        Some(_) => None,
    }
}

fn is_goal(column: &Column) -> bool {
    column.item().is_some_and(|item| item.measure().is_none())
}

fn of_region(table: &Table<'_>) -> Option<Doubt> {
    if table.own.is_none() && table.region().is_none() {
        return Some(ask("地区", "没有写明是哪个地区的表，如 地区=某某市", &[]));
    }
    let (own, (said, _)) = (table.own.as_ref()?, table.facts.region.as_ref()?);
    let other =
        said != own && table.fixed_region.is_none() && !own.contains(said.as_str()) && !said.contains(own.as_str());
    other.then(|| {
        ask("地区", &format!("表里写的是“{said}”，本地区是“{own}”，是本地区的表吗？"), &[format!("地区={own}")])
    })
}

fn of_indicators(table: &Table<'_>) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let in_rows = table.decided.label(Label::Indicator).is_some();
    for made in
        table.made.iter().filter(|made| made.name.is_ascii() && !made.held && names::exactly(&made.name).is_none())
    {
        let at = table
            .decided
            .figures()
            .find(|(_, column)| column.indicator.as_ref() == Some(&made.name))
            .map_or(0, |(at, _)| at);
        let name = table.draft.column_name(at);
        doubts.push(ask(&name, &format!("“{}”是什么指标？写中文名称，如 {name}指标=固定资产投资", made.name), &[]));
    }
    let unnamed = table.decided.figures().any(|(_, column)| column.indicator.is_none());
    if !in_rows && unnamed {
        doubts.push(ask("指标", "没有写明是什么指标，如 指标=一般公共预算收入", &[]));
    }
    let usual: Vec<String> =
        ["亿元", "万元", "元", "个", "户", "人", "%"].iter().map(|unit| format!("计量单位={unit}")).collect();
    let lacking: Vec<&str> = table
        .made
        .iter()
        .filter(|made| made.has_amounts && made.unit.is_none() && !made.held && table.unit_key.is_none())
        .map(|made| made.name.as_str())
        .collect();
    if !lacking.is_empty() && table.decided.label(Label::UnitOfMeasure).is_none() {
        let question = format!("“{}”的计量单位是什么？", lacking.join("”“"));
        let several = lacking.len() > 1 && table.made.len() > 1;
        let answers = if several { table.columns_without_unit() } else { usual.clone() };
        doubts.push(ask("计量单位", &question, &answers));
    }
    let amounts = table.decided.figures().any(|(_, column)| column.is_amount() && column.unit.is_none());
    let rows = &table.row_indicators;
    let table_unit = table.unit_key.is_some() || table.facts.unit.is_some();
    if in_rows
        && amounts
        && !table_unit
        && rows.iter().any(|row| row.unit.is_none())
        && !rows.iter().all(|row| row.unit.is_some())
    {
        let name = rows.iter().find(|row| row.unit.is_none()).map_or("", |row| row.name.as_str());
        doubts.push(ask("计量单位", &format!("“{name}”等行的计量单位是什么？"), &usual));
    }
    doubts
}
