//! 红黑榜.

use dukao_core::assessment::scheme::{Colour, Criterion, ListRule};

use super::value::{number_of, relation, word};
use super::{Draft, Used};
use crate::text::{Keys, Node, Problems};

const COLOURS: &[(&str, Colour)] = &[("红榜", Colour::Red), ("黑榜", Colour::Black)];

pub(super) fn lists(nodes: &[Node], draft: &mut Draft, problems: &mut Problems) -> Vec<ListRule> {
    let mut lists = Vec::new();
    for node in nodes {
        match list(node, draft, problems) {
            Some(list) => lists.push(list),
            None => draft.incomplete.push("红黑榜".to_owned()),
        }
    }
    lists
}

fn list(node: &Node, draft: &mut Draft, problems: &mut Problems) -> Option<ListRule> {
    let mut keys = Keys::of(node, "红黑榜", problems)?;
    let colour = keys.need::<Node>("榜", problems).and_then(|node| word(&node, COLOURS, problems));
    let entry: Option<Used> = keys.optional("项", problems);
    let who: Option<Used> = keys.need("入榜", problems);
    let clause: Option<String> = keys.optional("条款", problems);
    keys.done(problems);
    draft.entries_used.extend(entry.clone());
    let who = who?;
    let Some(criterion) = criterion(&who.value) else {
        problems
            .push(who.span, format!("“{}”说不清谁入榜", who.value))
            .hint("写成 前2名、后1名、得分率 < 60%、得分 ≥ 90 或 比最高低 5 分");
        return None;
    };
    let entry = entry.map(|entry| entry.value);
    Some(ListRule { colour: colour?, entry, criterion, clause: clause.unwrap_or_default() })
}

fn criterion(text: &str) -> Option<Criterion> {
    let count = |text: &str| text.trim().strip_suffix('名')?.trim().parse().ok().filter(|count| *count > 0);
    if let Some(rest) = text.strip_prefix('前') {
        return count(rest).map(Criterion::Top);
    }
    if let Some(rest) = text.strip_prefix('后') {
        return count(rest).map(Criterion::Bottom);
    }
    if let Some(rest) = text.strip_prefix("比最高低") {
        return number_of(rest.trim().strip_suffix('分')?).map(Criterion::BehindBest);
    }
    match relation(text)? {
        // 60 is no rate, and 60% are no points.
        ("得分率", relation, value) if value.ends_with(['%', '％']) => {
            number_of(value).map(|value| Criterion::Rate(relation, value))
        }
        ("得分", relation, value) if !value.ends_with(['%', '％']) => {
            number_of(value).map(|value| Criterion::Points(relation, value))
        }
        _ => None,
    }
}
