//! 取数 and 前提: where figures come from.

use dukao_core::assessment::scheme::{Condition, Feed, Origin};
use dukao_core::progress::FigureKind;

use super::super::Beside;
use super::value::{number_of, relation};
use crate::text::{Node, Problems, Read, Value, nearest};

/// Reads 取数, or says what it is when it is left out: without an indicator each input is a column of a plain table.
pub(super) fn feeds(
    node: Option<&Node>,
    entry: &EntryOf<'_>,
    inputs: &[(String, bool)],
    problems: &mut Problems,
) -> Vec<Feed> {
    let Some(node) = node else { return left_out(entry, inputs, problems) };
    let mut feeds = Vec::new();
    match &node.value {
        Value::Map(rows) => {
            for (key, value) in rows {
                let input = key.text().unwrap_or_default();
                if !inputs.iter().any(|(name, _)| name == input) {
                    let known: Vec<&str> = inputs.iter().map(|(name, _)| name.as_str()).collect();
                    let message = format!("这种方法没有“{input}”这项输入");
                    problems.push(key.span.clone(), message).hint(format!("可用：{}", known.join("、")));
                }
                feeds.extend(feed(input, value, entry, problems));
            }
        }
        // One text for a method with one input.
        Value::Text { .. } => {
            if let [(name, _)] = inputs {
                feeds.extend(feed(name, node, entry, problems));
            } else {
                let known: Vec<String> = inputs.iter().map(|(name, _)| format!("{name}: …")).collect();
                let hint = format!("写成 {{{}}}", known.join(", "));
                problems.push(node.span.clone(), "这种方法要几项输入，逐项写明取什么数").hint(hint);
            }
        }
        Value::List(_) => {
            problems.push(node.span.clone(), "取数应是一组“输入: 数”").hint("写成 {实绩: 累计完成, 目标: 全年目标}");
        }
    }
    for (name, _) in inputs {
        if entry.indicator.is_some() && !feeds.iter().any(|feed| feed.input == *name) && !named(node, name) {
            problems.push(node.span.clone(), format!("没有写“{name}”取什么数")).hint("每项输入都要写");
        }
    }
    feeds
}

/// Whether 取数 names an input, right or wrong.
fn named(node: &Node, input: &str) -> bool {
    match &node.value {
        Value::Map(rows) => rows.iter().any(|(key, _)| key.text() == Some(input)),
        Value::Text { .. } | Value::List(_) => true,
    }
}

/// What 取数 needs to know of its entry.
pub(super) struct EntryOf<'a> {
    pub(super) name: &'a str,
    pub(super) span: std::ops::Range<usize>,
    pub(super) indicator: Option<&'a str>,
    pub(super) beside: &'a Beside<'a>,
}

fn left_out(entry: &EntryOf<'_>, inputs: &[(String, bool)], problems: &mut Problems) -> Vec<Feed> {
    if entry.indicator.is_some() && !inputs.is_empty() {
        let known: Vec<String> = inputs.iter().map(|(name, _)| format!("{name}: …")).collect();
        let hint = format!("补上“取数: {{{}}}”", known.join(", "));
        problems.push(entry.span.start..entry.span.start, "写了指标，没有写取什么数").hint(hint);
    }
    let head = |input: &str| if inputs.len() == 1 { entry.name.to_owned() } else { format!("{}{input}", entry.name) };
    let feed = |(input, _): &(String, bool)| Feed { input: input.clone(), origin: Origin::Column(head(input)) };
    inputs.iter().map(feed).collect()
}

fn feed(input: &str, node: &Node, entry: &EntryOf<'_>, problems: &mut Problems) -> Option<Feed> {
    let text = String::read(node, problems)?;
    match origin(&text, entry.indicator, entry.beside) {
        Ok(origin) => Some(Feed { input: input.to_owned(), origin }),
        Err((message, hint)) => {
            problems.push(node.span.clone(), message).hint(hint);
            None
        }
    }
}

/// 累计完成 · GDP.同比增速 · 列 表头 · 录入 · 8
fn origin(text: &str, indicator: Option<&str>, beside: &Beside<'_>) -> Result<Origin, (String, String)> {
    if text == "录入" {
        return Ok(Origin::Entered);
    }
    if let Some(head) = text.strip_prefix("列 ").map(str::trim).filter(|head| !head.is_empty()) {
        return Ok(Origin::Column(head.to_owned()));
    }
    // 8% and 8 are the same: figures in percent are held so.
    if let Some(value) = number_of(text.trim_end_matches(['%', '％'])) {
        return Ok(Origin::Fixed { value, text: text.to_owned() });
    }
    let (indicator, figure) = match text.rsplit_once('.') {
        Some((indicator, figure)) => (known_indicator(indicator, beside)?, figure),
        None => match indicator {
            Some(indicator) => (indicator.to_owned(), text),
            None => {
                return Err((
                    format!("“{text}”是哪个指标的数没有写明"),
                    "写“指标: …”，或写成“指标代码.数”；表里的一列写“列 表头”".to_owned(),
                ));
            }
        },
    };
    let found = FigureKind::ALL.iter().copied().find(|kind| kind.label() == figure || kind.key() == figure);
    let figure = found.ok_or_else(|| {
        let near = nearest(figure, FigureKind::ALL.iter().map(|kind| kind.label()));
        let hint = near.map_or_else(
            || "常用的有累计完成、全年目标、同比增速、完成率".to_owned(),
            |near| format!("是不是“{near}”？"),
        );
        (format!("没有“{figure}”这个数"), hint)
    })?;
    Ok(Origin::Figure { indicator, figure })
}

/// The code of an indicator; the text itself where no indicators are at hand.
pub(super) fn known_indicator(text: &str, beside: &Beside<'_>) -> Result<String, (String, String)> {
    let Some(framework) = beside.framework else { return Ok(text.to_owned()) };
    framework.find(text).map(|indicator| indicator.code.clone()).ok_or_else(|| {
        let names: Vec<&str> = framework.iter().map(|indicator| indicator.name.as_str()).collect();
        let hint = nearest(text, names.iter().copied())
            .map_or_else(|| "核对指标体系里的代码或名称".to_owned(), |near| format!("是不是“{near}”？"));
        (format!("指标体系里没有“{text}”"), hint)
    })
}

/// Reads 前提: one text or several.
pub(super) fn conditions(
    node: Option<&Node>,
    indicator: Option<&str>,
    beside: &Beside<'_>,
    problems: &mut Problems,
) -> Vec<Condition> {
    let nodes: Vec<Node> = node.and_then(|node| Vec::read(node, problems)).unwrap_or_default();
    nodes.iter().filter_map(|node| condition(node, indicator, beside, problems)).collect()
}

fn condition(node: &Node, indicator: Option<&str>, beside: &Beside<'_>, problems: &mut Problems) -> Option<Condition> {
    let text = String::read(node, problems)?;
    let parted = relation(&text).and_then(|(subject, relation, value)| {
        // 8% and 8 are the same: figures in percent are held so.
        let value = number_of(value.trim_end_matches(['%', '％']))?;
        (!subject.is_empty()).then_some((subject, relation, value))
    });
    let Some((subject, relation, value)) = parted else {
        problems.push(node.span.clone(), format!("“{text}”不是条件")).hint("写成 GDP.同比增速 ≥ 8");
        return None;
    };
    match origin(subject, indicator, beside) {
        Ok(origin) => {
            // What an entry's own indicator implies is said, so that two entries never mean one figure by the same word.
            let subject = match (&origin, subject.contains('.')) {
                (Origin::Figure { indicator, figure }, false) => format!("{indicator}.{}", figure.label()),
                _ => subject.to_owned(),
            };
            Some(Condition { origin, subject, relation, value, text })
        }
        Err((message, hint)) => {
            problems.push(node.span.clone(), message).hint(hint);
            None
        }
    }
}
