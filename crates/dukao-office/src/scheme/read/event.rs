//! 事项 of a worked case.

use std::collections::BTreeMap;

use dukao_core::assessment::{Event, Stage};
use jiff::civil::Date;

use super::value::{number, word};
use super::{Draft, Used};
use crate::text::{Keys, Node, Problems, Read, Value};

/// The day of an event of which none is written.
pub(in crate::scheme) const NO_DAY: Date = Date::constant(2000, 1, 1);

/// Reads an event; `id` is its number in the case.
pub(super) fn event(node: &Node, id: i64, draft: &Draft, problems: &mut Problems) -> Option<Event> {
    let mut keys = Keys::of(node, "事项", problems)?;
    let unit: Option<String> = keys.need("单位", problems);
    let rule: Option<Used> = keys.need("项", problems);
    let level: Option<String> = keys.optional("级别", problems);
    let day = keys.node("日期").map_or(Some(NO_DAY), |node| date(node, problems));
    let matter: Option<String> = keys.optional("事由", problems);
    let evidence: Option<String> = keys.optional("佐证", problems);
    let stage = keys.node("阶段").map_or(Some(Stage::Recognised), |node| word(node, Stage::NAMES, problems));
    let responsible: Option<String> = keys.optional("责任单位", problems);
    let amounts = pairs(keys.node("数额"), problems, number);
    let dates = pairs(keys.node("日期项"), problems, date);
    keys.done(problems);
    let rule = rule?;
    if !draft.codes.iter().any(|code| code.value == rule.value) {
        problems.push(rule.span, format!("没有加分、扣分或一票否决项“{}”", rule.value)).hint("写它的编号或名称");
        return None;
    }
    Some(Event {
        id,
        unit: unit?,
        rule: rule.value,
        level,
        date: day?,
        matter: matter.unwrap_or_else(|| format!("事项{id}")),
        evidence,
        stage: stage?,
        responsible,
        amounts: amounts?,
        dates: dates?,
    })
}

fn date(node: &Node, problems: &mut Problems) -> Option<Date> {
    let text = String::read(node, problems)?;
    let read = text.parse().ok();
    if read.is_none() {
        problems.push(node.span.clone(), format!("“{text}”不是日期")).hint("写成 2018-05-01");
    }
    read
}

/// Names with what belongs to them; `None` when one could not be read.
fn pairs<T>(
    node: Option<&Node>,
    problems: &mut Problems,
    read: impl Fn(&Node, &mut Problems) -> Option<T>,
) -> Option<BTreeMap<String, T>> {
    let Some(node) = node else { return Some(BTreeMap::new()) };
    let Value::Map(rows) = &node.value else {
        problems.push(node.span.clone(), "这里应是一组“名称: 值”").hint("写成 {投资额: 100}");
        return None;
    };
    rows.iter().map(|(key, value)| Some((key.text()?.to_owned(), read(value, problems)?))).collect()
}
