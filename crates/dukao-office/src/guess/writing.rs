//! The guess as the text of a mapping file, with the reasons beside each line.

use dukao_core::framework::{PriceBasis, ValueKind};
use dukao_core::period::Month;

use super::decided::{Column, When};
use super::made::Made;
use super::table::Table;
use super::vocabulary::Label;
use super::words::item_word;
use crate::mapping::head_text::plain;
use crate::mapping::moment::Moment;
use crate::mapping::settle::TO_DATE;
use crate::mapping::stretch::stretches;

/// A text as the mapping file writes it: quoted where a mark in it would mean something else.
pub(super) fn quoted(text: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || "()（）、_-—/.·+".contains(c);
    let starts = text.starts_with(|c: char| c.is_alphanumeric() || c == '(' || c == '（');
    if !text.is_empty() && starts && text.chars().all(safe) {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
}

/// A head with its months written so that next month's fit too.
pub(super) fn pattern(text: &str, moment: Moment) -> String {
    let (plain, found) = stretches(text);
    let mut out = String::new();
    let mut at = 0;
    for one in found {
        out.push_str(plain.get(at..one.start).unwrap_or(""));
        let own = plain.get(one.start..one.end).unwrap_or("");
        out.push_str(&moving(own, &one, moment));
        at = one.end;
    }
    out.push_str(plain.get(at..).unwrap_or(""));
    out
}

fn moving(own: &str, one: &crate::mapping::stretch::Stretch, moment: Moment) -> String {
    let mut text = own.to_owned();
    if let (Some(year), Some(table)) = (one.year, moment.year) {
        let mark = if year == table {
            "{年}"
        } else if year + 1 == table {
            "{上年}"
        } else {
            return text;
        };
        text = text.replacen(&year.to_string(), mark, 1);
    }
    let Some((period, span)) = moment.period.zip(one.span) else { return text };
    let Some(end) = dukao_core::period::Period::new(2000, span).and_then(dukao_core::period::Period::end) else {
        return text;
    };
    let month = period.end().map_or(0, Month::number);
    if one.to_date && end.number() == month {
        let head = text.find('年').map_or(0, |at| at + '年'.len_utf8());
        let head = if text.get(..head).is_some_and(|head| head.contains(['{', '年'])) { head } else { 0 };
        return format!("{}{TO_DATE}", text.get(..head).unwrap_or(""));
    }
    for (number, mark) in [(month, "{月}"), (month.wrapping_sub(1), "{上月}")] {
        if end.number() == number && !one.to_date {
            let digits = number.to_string();
            if let Some(before) = text.rfind(&digits).filter(|_| text.contains(&format!("{digits}月"))) {
                text.replace_range(before..before + digits.len(), mark);
            }
            return text;
        }
    }
    text
}

/// The text of the mapping file of one table; without the first line when `inside` a file of several.
pub(super) fn write(table: &Table<'_>) -> String {
    let mut lines = vec![format!("映射: {}", quoted(&table.title()))];
    lines.extend(whole(table));
    lines.extend(subject(table));
    lines.extend(indicators(table));
    lines.push("列:".to_owned());
    for (at, column) in table.decided.figures() {
        lines.push(column_line(table, at, column));
    }
    lines.extend(rest(table));
    lines.join("\n") + "\n"
}

fn with(line: String, reason: &str) -> String {
    let reason: String = reason.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if reason.is_empty() { line } else { format!("{line}  # {reason}") }
}

fn whole(table: &Table<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let facts = &table.facts;
    if let Some((region, reason)) = table.region() {
        lines.push(with(format!("地区: {}", quoted(&region)), &reason));
    }
    if let Some(at) = table.decided.label(Label::Period) {
        lines.push(format!("期间: {{列: {}}}", quoted(&table.key(at))));
        // 7月 in the column needs a year from elsewhere.
        let names = table.draft.names(at);
        let yearless = names.iter().any(|name| !name.is_empty() && dukao_core::period::Period::parse(name).is_none());
        if yearless && facts.moment.year.is_some() {
            lines.push("年度: {标题: 是}".to_owned());
        }
    } else if let Some(period) = table.fixed_period {
        lines.push(with(format!("期间: {}", quoted(&period.code())), "由人指定"));
    } else if facts.moment.period.is_some() {
        lines.push(with("期间: {标题: 是}".to_owned(), &facts.moment_reason));
    } else if facts.moment.year.is_some() {
        lines.push("年度: {标题: 是}".to_owned());
    }
    if let Some(sheet) = &table.sheet_key {
        lines.push(format!("工作表: {}", quoted(sheet)));
    }
    lines.extend(table.area_key.clone());
    if table.draft.transposed {
        lines.push("转置: 是  # 数据项写在行首，单位或期间排在上边".to_owned());
    }
    lines.extend(table.rows_key.iter().cloned());
    if let Some(at) = table.decided.label(Label::UnitOfMeasure) {
        lines.push(format!("计量单位: {{列: {}}}", quoted(&table.key(at))));
    } else if let Some(unit) = &table.unit_key {
        lines.push(format!("计量单位: {}", quoted(unit.as_str())));
    }
    lines
}

fn subject(table: &Table<'_>) -> Vec<String> {
    let Some(at) = table.decided.label(Label::Unit) else { return Vec::new() };
    let reason = table.decided.columns.get(at).map_or("", |column| column.reasons.first().map_or("", String::as_str));
    let mut lines = vec!["单位:".to_owned(), with(format!("  列: {}", quoted(&table.key(at))), reason)];
    if let Some((_, name, reason)) = &table.total {
        lines.push(with(format!("  合计: [{}]", quoted(name)), reason));
    }
    if let Some(category) = table.decided.label(Label::Category) {
        let words = table.category_words(category);
        let pairs: Vec<String> = words.iter().map(|(word, kind)| format!("{}: {kind}", quoted(word))).collect();
        lines.push(format!("  类别: {{列: {}, {}}}", quoted(&table.key(category)), pairs.join(", ")));
    }
    lines
}

fn indicators(table: &Table<'_>) -> Vec<String> {
    if let Some(at) = table.decided.label(Label::Indicator) {
        let mut lines = vec!["指标:".to_owned(), format!("  列: {}", quoted(&table.key(at)))];
        if table.decided.crossed {
            lines.push("  行列合成: 是  # 行是行业或分类，列是指标".to_owned());
        }
        for (key, name, made) in &table.row_definitions {
            let mut parts = vec![format!("名称: {}", quoted(name))];
            parts.extend(made.as_ref().map(|made| attributes(made, false)).unwrap_or_default());
            lines.push(format!("  {}: {{{}}}", quoted(key), parts.join(", ")));
        }
        lines.extend(
            table.row_defaults.as_ref().map(|made| format!("指标缺省: {{{}}}", attributes(made, true).join(", "))),
        );
        return lines;
    }
    let [made] = table.made.as_slice() else { return Vec::new() };
    if made.held {
        return vec![format!("指标: {}", quoted(&made.name))];
    }
    vec![format!("指标: {}", definition(made))]
}

fn definition(made: &Made) -> String {
    let mut parts = vec![format!("名称: {}", quoted(&made.name))];
    parts.extend(attributes(made, true));
    format!("{{{}}}", parts.join(", "))
}

fn attributes(made: &Made, all: bool) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(unit) = &made.unit {
        parts.push(format!("计量单位: {}", quoted(unit.as_str())));
    }
    if all || made.kind != ValueKind::Flow {
        parts.push(format!("数值类型: {}", made.kind.label()));
    }
    let price = match made.price {
        PriceBasis::Current => "现价",
        PriceBasis::Constant => "可比价",
        PriceBasis::None => "",
    };
    let amount = made.unit.as_ref().is_none_or(|unit| unit.base() == "元");
    if !price.is_empty() && amount && made.kind == ValueKind::Flow && all {
        parts.push(format!("价格: {price}"));
    }
    if made.category != "未分类" && all {
        parts.push(format!("分类: {}", made.category));
    }
    parts
}

fn column_line(table: &Table<'_>, at: usize, column: &Column) -> String {
    let item = column.item().map_or("", item_word);
    let mut parts: Vec<String> = Vec::new();
    let single = table.made.len() <= 1 && table.decided.label(Label::Indicator).is_none();
    if let Some(name) = &column.indicator
        && !single
    {
        let made = table.made.iter().find(|made| made.name == *name);
        let first = table.decided.figures().find(|(_, other)| other.indicator.as_ref() == Some(name)).map(|(at, _)| at);
        let text = made.filter(|made| first == Some(at) && !made.held).map_or_else(|| quoted(name), definition);
        parts.push(format!("指标: {text}"));
    }
    if let Some(about) = &column.about {
        parts.push(format!("单位: {}", quoted(about)));
    }
    match &column.when {
        When::Table => {}
        When::Previous => parts.push("期间: 上月".to_owned()),
        When::Named(text) => parts.push(format!("期间: {}", quoted(text))),
    }
    if let Some(stage) = &column.stage {
        parts.push(format!("阶段: {}", quoted(stage)));
    } else if item == "阶段目标"
        && let Some(stage) = table.decided.label(Label::Stage)
    {
        parts.push(format!("阶段: {{列: {}}}", quoted(&table.key(stage))));
    }
    if column.growth_goal {
        parts.push("目标类型: 增速".to_owned());
    }
    let head_says = table.draft.columns.get(at).and_then(|col| col.head.unit.as_ref());
    if let Some(unit) = column.unit.as_ref().filter(|unit| head_says != Some(*unit) || table.unit_in_head_is_hidden(at))
    {
        parts.push(format!("计量单位: {}", quoted(unit.as_str())));
    }
    let value = if parts.is_empty() { item.to_owned() } else { format!("{{数据项: {item}, {}}}", parts.join(", ")) };
    let reasons = format!("{}：{}", table.draft.column_name(at), column.reasons.join("；"));
    with(format!("  {}: {value}", quoted(&table.key(at))), &reasons)
}

fn rest(table: &Table<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let unread: Vec<String> = table.unread().iter().map(|at| table.key(*at)).collect();
    if !unread.is_empty() {
        lines.push(format!("忽略: {}", list(&unread)));
    }
    if !table.skipped.is_empty() {
        lines.push(with(format!("不读行: {}", list(&table.skipped)), "能由别的行算出，或不是数据"));
    }
    if !table.sums.is_empty() {
        lines.push("合计关系:".to_owned());
    }
    for sum in &table.sums {
        let line = if sum.indicators {
            format!("  - {{指标: {}, 划分: {}, 分项指标: {}}}", quoted(&sum.total), quoted(&sum.by), list(&sum.parts))
        } else {
            format!("  - {{合计: {}, 划分: {}, 分项: {}}}", quoted(&sum.total), quoted(&sum.by), list(&sum.parts))
        };
        lines.push(with(line, &sum.reason));
    }
    lines
}

/// A head as a key of the mapping file.
pub(super) fn head_key(path: &[String], moment: Moment, literal: bool) -> String {
    let texts: Vec<String> =
        path.iter().map(|text| if literal { plain(text) } else { pattern(text, moment) }).collect();
    texts.join("/")
}
