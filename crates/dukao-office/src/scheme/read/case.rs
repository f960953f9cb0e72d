//! 算例: inputs and what must come out.

use dukao_core::assessment::scheme::{Case, CaseInput, Checkpoint, Expected, Scheme};
use dukao_core::assessment::{POINTS, Plan};
use dukao_core::number::Rational;

use super::value::{number_of, points};
use super::{Draft, Used, event};
use crate::text::{Keys, Node, Problems, Value};

/// The unit of a case that names none.
pub(in crate::scheme) const ONLY: &str = "本单位";
/// An input that is missing on purpose.
pub(in crate::scheme) const MISSING: &str = "缺报";
/// Nothing may come out.
pub(in crate::scheme) const NONE: &str = "无";

pub(super) fn cases(nodes: &[Node], scheme: &Scheme, draft: &mut Draft, problems: &mut Problems) -> Vec<Case> {
    let plan = Plan::of(scheme);
    let mut cases = Vec::new();
    for node in nodes {
        match case(node, &plan, draft, problems) {
            Some(case) => cases.push(case),
            None => draft.incomplete.push("算例".to_owned()),
        }
    }
    cases
}

fn case(node: &Node, plan: &Plan<'_>, draft: &mut Draft, problems: &mut Problems) -> Option<Case> {
    let mut keys = Keys::of(node, "算例", problems)?;
    let name: Option<String> = keys.need("例", problems);
    let entry: Option<Used> = keys.optional("项", problems);
    let class: Option<Used> = keys.optional("类", problems);
    let inputs = keys.node("输入");
    let events: Vec<Node> = keys.optional("事项", problems).unwrap_or_default();
    let expected: Option<Node> = keys.need("应得", problems);
    let tolerance = keys.node("允差").map_or(Some(Rational::zero()), |node| points(node, problems));
    keys.done(problems);
    if let Some(entry) = &entry
        && !draft.codes.iter().any(|code| code.value == entry.value)
    {
        problems.push(entry.span.clone(), format!("没有“{}”这一项", entry.value)).hint("写它的编号或名称");
        return None;
    }
    draft.classes_used.extend(class.clone());
    let start = entry.as_ref().map(|entry| entry.value.as_str());
    let mut read = Given { plan, unit: String::new(), checkpoint: None, inputs: Vec::new(), sound: true };
    if let Some(node) = inputs {
        read.units(node, start, problems);
    }
    let events: Vec<_> = (1..).zip(&events).map(|(id, node)| event::event(node, id, draft, problems)).collect();
    let expected = self::expected(&expected?, problems);
    read.sound.then_some(())?;
    Some(Case {
        name: name?,
        entry: entry.map(|entry| entry.value),
        class: class.map(|class| class.value),
        inputs: read.inputs,
        events: events.into_iter().collect::<Option<_>>()?,
        expected: expected?,
        tolerance: tolerance?,
    })
}

/// The inputs of a case while they are read.
struct Given<'a> {
    plan: &'a Plan<'a>,
    unit: String,
    checkpoint: Option<Checkpoint>,
    inputs: Vec<CaseInput>,
    sound: bool,
}

impl Given<'_> {
    /// Unit by unit; the inputs of the one unit where no unit is named.
    fn units(&mut self, node: &Node, entry: Option<&str>, problems: &mut Problems) {
        let Value::Map(rows) = &node.value else {
            self.wrong(node, "输入应是一组“输入: 数”", "写成 {实绩: 160, 目标: 100}，或按单位分写", problems);
            return;
        };
        let by_unit = rows.iter().all(|(key, value)| {
            matches!(value.value, Value::Map(_)) && self.meaning(key.text().unwrap_or_default(), entry).is_none()
        });
        if !by_unit || rows.is_empty() {
            ONLY.clone_into(&mut self.unit);
            self.inside(node, entry, problems);
            return;
        }
        for (key, value) in rows {
            key.text().unwrap_or_default().clone_into(&mut self.unit);
            self.inside(value, entry, problems);
        }
    }

    /// What a key inside the inputs of a unit means, besides an input of the entry itself.
    fn meaning(&self, key: &str, entry: Option<&str>) -> Option<Meaning> {
        if let Some(checkpoint) = Checkpoint::named(key) {
            return Some(Meaning::Checkpoint(checkpoint));
        }
        if self.is_input(key, entry) {
            return Some(Meaning::Input);
        }
        self.plan.find(key).map(|_| Meaning::Entry)
    }

    /// Whether the entry has such an input, or a condition looks at it.
    fn is_input(&self, key: &str, entry: Option<&str>) -> bool {
        let node = entry.and_then(|code| self.plan.find(code)).and_then(|at| self.plan.nodes.get(at));
        let own = node.is_some_and(|node| key == POINTS || node.inputs.iter().any(|(name, _)| name == key));
        own || self.plan.subjects().contains(key)
    }

    fn inside(&mut self, node: &Node, entry: Option<&str>, problems: &mut Problems) {
        let Value::Map(rows) = &node.value else {
            self.wrong(node, "输入应是一组“输入: 数”", "写成 {实绩: 160, 目标: 100}", problems);
            return;
        };
        for (key, value) in rows {
            let text = key.text().unwrap_or_default();
            match self.meaning(text, entry) {
                Some(Meaning::Checkpoint(checkpoint)) => {
                    let before = self.checkpoint.replace(checkpoint);
                    self.inside(value, entry, problems);
                    self.checkpoint = before;
                }
                Some(Meaning::Entry) => self.inside(value, Some(text), problems),
                Some(Meaning::Input) => self.input(text, value, entry, problems),
                None => {
                    let node = entry.and_then(|code| self.plan.find(code)).and_then(|at| self.plan.nodes.get(at));
                    let known: Vec<&str> = node
                        .map(|node| node.inputs.iter().map(|(name, _)| name.as_str()).collect())
                        .unwrap_or_default();
                    let hint = if known.is_empty() {
                        "写计分项的编号，里面再写它的输入".to_owned()
                    } else {
                        format!("可写：{}", known.join("、"))
                    };
                    self.wrong(key, &format!("“{text}”不是这一项的输入"), &hint, problems);
                }
            }
        }
    }

    fn input(&mut self, name: &str, node: &Node, entry: Option<&str>, problems: &mut Problems) {
        let values = match &node.value {
            Value::Text { raw, .. } if raw == MISSING => Ok(None),
            Value::Text { raw, .. } => plain(raw).map(|value| Some(vec![value])).ok_or(node),
            Value::List(items) => {
                let read = items.iter().map(|item| item.text().and_then(plain).ok_or(item));
                read.collect::<Result<Vec<_>, _>>().map(Some)
            }
            Value::Map(_) => Err(node),
        };
        match values {
            Ok(values) => self.inputs.push(CaseInput {
                unit: self.unit.clone(),
                entry: entry.unwrap_or_default().to_owned(),
                checkpoint: self.checkpoint,
                input: name.to_owned(),
                values,
            }),
            Err(wrong) => self.wrong(wrong, &format!("“{name}”应是数"), "写数、[数, 数] 或 缺报", problems),
        }
    }

    fn wrong(&mut self, node: &Node, message: &str, hint: &str, problems: &mut Problems) {
        self.sound = false;
        problems.push(node.span.clone(), message).hint(hint);
    }
}

/// A figure of a case: 12.5% is 12.5, as figures in percent are held.
fn plain(text: &str) -> Option<Rational> {
    number_of(text.trim_end_matches(['%', '％']))
}

/// What a key of the inputs means.
enum Meaning {
    Checkpoint(Checkpoint),
    Input,
    Entry,
}

/// One number for the one unit, or one for each unit.
fn expected(node: &Node, problems: &mut Problems) -> Option<Vec<Expected>> {
    let Value::Map(rows) = &node.value else { return Some(vec![one(ONLY, node, problems)?]) };
    let single = rows.iter().all(|(key, _)| matches!(key.text(), Some("得分" | "名次" | "等次")));
    if single && !rows.is_empty() {
        return Some(vec![one(ONLY, node, problems)?]);
    }
    let all: Vec<Option<Expected>> =
        rows.iter().map(|(key, value)| one(key.text().unwrap_or_default(), value, problems)).collect();
    all.into_iter().collect()
}

fn one(unit: &str, node: &Node, problems: &mut Problems) -> Option<Expected> {
    let blank = Expected { unit: unit.to_owned(), points: None, rank: None, grade: None };
    if matches!(node.value, Value::Map(_)) {
        let mut keys = Keys::of(node, "应得", problems)?;
        let given = keys.node("得分").map(|node| points(node, problems));
        let rank: Option<u32> = keys.optional("名次", problems);
        let grade: Option<String> = keys.optional("等次", problems);
        keys.done(problems);
        let points = given.map_or(Some(None), |points| points.map(Some))?;
        return Some(Expected { points, rank, grade, ..blank });
    }
    if node.text() == Some(NONE) {
        return Some(blank);
    }
    Some(Expected { points: Some(points(node, problems)?), ..blank })
}
