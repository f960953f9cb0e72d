//! A scheme told in plain words: what each entry is worth, how it is scored, and out of which clause.

use dukao_core::assessment::Plan;
use dukao_core::assessment::method::{Direction, Setting};
use dukao_core::assessment::scheme::words::{feeds, marks, percent, setting};
use dukao_core::assessment::scheme::{Body, Combine, Entry, Scheme, Scored, Sign};
use dukao_core::number::Rational;
use serde::Serialize;

use super::score::{SchemeRef, scheme_ref};

/// An entry in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutlineLine {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How deep it stands.
    pub depth: usize,
    /// What it is worth.
    pub points: String,
    /// The clause it comes from.
    pub clause: String,
    /// 加分 or 扣分, where it is no part of the marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<&'static str>,
    /// How it is scored, sentence by sentence.
    pub how: Vec<String>,
}

/// A scheme in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outline {
    /// The scheme.
    pub scheme: SchemeRef,
    /// Its entries.
    pub entries: Vec<OutlineLine>,
}

/// Tells a scheme in plain words.
pub fn outline(scheme: &Scheme) -> Outline {
    let plan = Plan::of(scheme);
    let line = |node: &dukao_core::assessment::Node<'_>| OutlineLine {
        code: node.entry.code.clone(),
        name: node.entry.name.clone(),
        depth: node.depth,
        points: marks(&node.entry.points),
        clause: node.entry.clause.clone(),
        extra: node.sign.map(|sign| match sign {
            Sign::Bonus => "加分",
            Sign::Deduction => "扣分",
        }),
        how: how(node.entry),
    };
    Outline { scheme: scheme_ref(scheme), entries: plan.nodes.iter().map(line).collect() }
}

fn how(entry: &Entry) -> Vec<String> {
    let mut how = match &entry.body {
        Body::Group { combine: Combine::Sum, .. } => vec!["下级各项相加".to_owned()],
        Body::Group { combine: Combine::Mix(shares), entries } => {
            let part = |(share, entry): (&Rational, &Entry)| format!("{}{}", entry.name, percent(share));
            vec![format!("下级按占比合成：{}", shares.iter().zip(entries).map(part).collect::<Vec<_>>().join("、"))]
        }
        Body::Scored(scored) => method(scored),
    };
    how.extend(entry.cap.as_ref().map(|cap| format!("最高{}分", cap.significant())));
    how.extend(entry.floor.as_ref().map(|floor| format!("最低{}分", floor.significant())));
    how.extend(entry.conditions.iter().map(|condition| format!("前提：{}", condition.text)));
    if !entry.process.is_empty() {
        let part = |(at, share): &(dukao_core::assessment::scheme::Checkpoint, Rational)| {
            format!("{}{}", at.name(), percent(share))
        };
        how.push(format!("按过程计分：{}", entry.process.iter().map(part).collect::<Vec<_>>().join("、")));
    }
    how.extend(entry.rank_goal.map(|goal| format!("目标名次：前{goal}名")));
    how.extend(entry.responsible.iter().map(|unit| format!("责任单位：{unit}")));
    how
}

fn method(scored: &Scored) -> Vec<String> {
    let spec = scored.method.spec();
    let mut how = vec![format!("{}（{}）：{}", spec.name, spec.id, spec.formula)];
    if !scored.parameters.is_empty() {
        let one = |(name, value): (&String, &Setting)| format!("{name} {}", setting(value));
        how.push(format!("参数：{}", scored.parameters.iter().map(one).collect::<Vec<_>>().join("，")));
    }
    if scored.direction == Direction::LowerIsBetter {
        how.push("越低越好".to_owned());
    }
    if !scored.feeds.is_empty() {
        how.push(feeds(&scored.feeds));
    }
    how
}
