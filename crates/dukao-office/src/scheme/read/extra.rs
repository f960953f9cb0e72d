//! 加分 and 扣分: by events, or by figures like an entry.

use dukao_core::assessment::scheme::{EventCondition, EventRule, Extra, ExtraBody, Sign, Worth};
use dukao_core::progress::Relation;

use super::entry::{self, Above};
use super::value::{number_of, positive_points, relation, word};
use super::{Draft, Used, feed};
use crate::text::{Keys, Node, Problems, Read, Value};

const EVIDENCE: &[(&str, bool)] = &[("不要求", false), ("必须", true)];

pub(super) fn bonuses(nodes: &[Node], above: &Above<'_>, draft: &mut Draft, problems: &mut Problems) -> Vec<Extra> {
    extras(nodes, Sign::Bonus, above, draft, problems)
}

pub(super) fn deductions(nodes: &[Node], above: &Above<'_>, draft: &mut Draft, problems: &mut Problems) -> Vec<Extra> {
    extras(nodes, Sign::Deduction, above, draft, problems)
}

fn extras(nodes: &[Node], sign: Sign, above: &Above<'_>, draft: &mut Draft, problems: &mut Problems) -> Vec<Extra> {
    let mut extras = Vec::new();
    for node in nodes {
        let body = if by_figures(node) {
            entry::entry(node, above, draft, problems).map(|entry| ExtraBody::Entry(Box::new(entry)))
        } else {
            rule(node, above, draft, problems).map(ExtraBody::Events)
        };
        match body {
            Some(body) => extras.push(Extra { sign, body }),
            None => draft.incomplete.push("加分扣分".to_owned()),
        }
    }
    extras
}

/// Whether it is scored by figures: it has a method or entries below it.
fn by_figures(node: &Node) -> bool {
    let Value::Map(rows) = &node.value else { return false };
    rows.iter().any(|(key, _)| matches!(key.text(), Some("方法" | "下级")))
}

fn rule(node: &Node, above: &Above<'_>, draft: &mut Draft, problems: &mut Problems) -> Option<EventRule> {
    let mut keys = Keys::of(node, "加扣分", problems)?;
    let name: Option<Used> = keys.need("项", problems);
    let code = entry::code(&mut keys, name.as_ref(), node, draft, problems);
    let clause: Option<String> = keys.need("条款", problems);
    let worth = keys.need::<Node>("分值", problems).and_then(|node| worth(&node, problems));
    let cap = keys.node("最多").map(|node| positive_points(node, "最高分", problems));
    let highest_of: Option<String> = keys.optional("取最高", problems);
    let needs_evidence = keys.node("佐证").map_or(Some(false), |node| word(node, EVIDENCE, problems));
    let events: Vec<Node> = keys.optional("条件", problems).unwrap_or_default();
    let event_conditions: Vec<Option<EventCondition>> =
        events.iter().map(|node| event_condition(node, problems)).collect();
    let conditions = feed::conditions(keys.node("前提"), None, above.beside, problems);
    keys.done(problems);
    Some(EventRule {
        code,
        name: name?.value,
        clause: clause?,
        worth: worth?,
        cap: cap.map_or(Some(None), |cap| cap.map(Some))?,
        highest_of,
        needs_evidence: needs_evidence?,
        event_conditions: event_conditions.into_iter().collect::<Option<_>>()?,
        conditions,
    })
}

fn worth(node: &Node, problems: &mut Problems) -> Option<Worth> {
    let Value::Map(rows) = &node.value else { return positive_points(node, "分值", problems).map(Worth::Each) };
    let mut levels = Vec::new();
    for (key, value) in rows {
        let points = positive_points(value, "分值", problems)?;
        if levels.last().is_some_and(|(_, above)| points > *above) {
            problems.push(value.span.clone(), "级别从高到低写，低的分值不能比高的多").hint("调换次序，或改分值");
        }
        levels.push((key.text().unwrap_or_default().to_owned(), points));
    }
    Some(Worth::ByLevel(levels))
}

/// `投资额 ≥ 100`, `签约 至 开工 不超过 6个月`
fn event_condition(node: &Node, problems: &mut Problems) -> Option<EventCondition> {
    let text = String::read(node, problems)?;
    let read = relation(&text).and_then(|(subject, relation, value)| {
        if let (Some((from, to)), Some(months)) = (subject.split_once('至'), value.strip_suffix("个月")) {
            // Between two days only a longest stretch can be asked.
            if relation != Relation::AtMost {
                return None;
            }
            let months = months.trim().parse().ok()?;
            return Some(EventCondition::Within { from: from.trim().to_owned(), to: to.trim().to_owned(), months });
        }
        let name = subject.to_owned();
        (!name.is_empty()).then_some(EventCondition::Amount { name, relation, value: number_of(value)? })
    });
    if read.is_none() {
        problems
            .push(node.span.clone(), format!("“{text}”不是条件"))
            .hint("写成 投资额 ≥ 100，或 签约 至 开工 不超过 6个月");
    }
    read
}
