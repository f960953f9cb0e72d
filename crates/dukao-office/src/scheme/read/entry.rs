//! 计分项: the tree of entries.

use dukao_core::assessment::method::{Direction, Method, Parameters, Setting, Wrong};
use dukao_core::assessment::scheme::{Body, Checkpoint, Combine, Entry, FullMarks, Missing, Scored};
use dukao_core::number::{Number, Rational};

use super::super::Beside;
use super::feed::{self, EntryOf};
use super::value::{self, number_of, positive, positive_points};
use super::{Draft, Used};
use crate::text::{Keys, Node, Problems, Spanned, Value};

const DIRECTIONS: &[(&str, Direction)] =
    &[("越高越好", Direction::HigherIsBetter), ("越低越好", Direction::LowerIsBetter)];
/// How a group is made up; whether by shares.
const COMBINED: &[(&str, bool)] = &[("相加", false), ("按占比", true)];

/// What an entry takes from the group it stands in.
#[derive(Clone)]
pub(super) struct Above<'a> {
    pub(super) beside: &'a Beside<'a>,
    /// Code of the group; empty at the top.
    code: String,
    clause: Option<String>,
    /// Full marks of a group that is made up by shares: those of its entries.
    shared: Option<FullMarks>,
}

impl<'a> Above<'a> {
    /// Nothing stands above.
    pub(super) fn top(beside: &'a Beside<'a>) -> Self {
        Self { beside, code: String::new(), clause: None, shared: None }
    }
}

/// Reads the entries of a group.
pub(super) fn entries(nodes: &[Node], above: &Above<'_>, draft: &mut Draft, problems: &mut Problems) -> Vec<Entry> {
    let mut entries = Vec::new();
    for node in nodes {
        match entry(node, above, draft, problems) {
            Some(entry) => entries.push(entry),
            None => draft.incomplete.push(above.code.clone()),
        }
    }
    entries
}

/// Reads one entry.
pub(super) fn entry(node: &Node, above: &Above<'_>, draft: &mut Draft, problems: &mut Problems) -> Option<Entry> {
    let mut keys = Keys::of(node, "计分项", problems)?;
    let name: Option<Used> = keys.need("项", problems);
    let code = code(&mut keys, name.as_ref(), node, draft, problems);
    let own_clause: Option<String> = keys.optional("条款", problems);
    let clause = own_clause.or_else(|| above.clause.clone());
    if clause.is_none() {
        let at = node.span.start;
        problems.push(at..at, "没有写条款").hint("写出自办法哪一条，如 条款: 第五条");
    }
    let points = points(&mut keys, node, above, &code, draft, problems);
    let mut common = Common::read(&mut keys, node, above, &code, draft, problems);
    let here = Above { beside: above.beside, code: code.clone(), clause: clause.clone(), shared: None };
    let body = body(&mut keys, node, &here, name.as_ref(), points.as_ref(), draft, problems);
    keys.done(problems);
    let (name, clause, points, body) = (name?.value, clause?, points?, body?);
    common.complete.then_some(())?;
    Some(Entry {
        code,
        name,
        clause,
        points,
        body,
        cap: common.cap.take(),
        floor: common.floor.take(),
        missing: common.missing,
        conditions: common.conditions,
        process: common.process,
        responsible: common.responsible,
        checked_by: common.checked_by,
        scored_by: common.scored_by,
        evidence: common.evidence,
        rank_goal: common.rank_goal,
    })
}

/// The code of an entry, bonus or veto: as written, else its name; a code that was given before is refused.
pub(super) fn code(
    keys: &mut Keys<'_>,
    name: Option<&Used>,
    node: &Node,
    draft: &mut Draft,
    problems: &mut Problems,
) -> String {
    let written: Option<Used> = keys.optional("编号", problems);
    let Some(code) = written.or_else(|| name.cloned()) else { return String::new() };
    if draft.codes.iter().any(|other| other.value == code.value) {
        problems
            .push(code.span.clone(), format!("“{}”在前面已有一项", code.value))
            .hint("名称相同的项用“编号: …”区分，编号各不相同");
    }
    draft.places.note(&code.value, "", &(node.span.start..node.span.start));
    draft.places.note(&code.value, "项", &code.span);
    draft.codes.push(code.clone());
    code.value
}

/// 分值, or 占比 inside a group made up by shares (noted in the draft for the group).
fn points(
    keys: &mut Keys<'_>,
    node: &Node,
    above: &Above<'_>,
    code: &str,
    draft: &mut Draft,
    problems: &mut Problems,
) -> Option<FullMarks> {
    let written = keys.node("分值");
    if let Some(written) = written {
        draft.places.note(code, "分值", &written.span);
    }
    if let Some(shared) = &above.shared {
        if let Some(written) = written {
            problems.push(written.span.clone(), "按占比合成的下级不写分值").hint("写占比，如 占比: 40%");
        }
        return Some(shared.clone());
    }
    let Some(written) = written else {
        let at = node.span.start;
        problems.push(at..at, "没有写分值").hint("写成 分值: 10，或按类写 分值: {城区: 10, 山区: 6}");
        return None;
    };
    let Value::Map(rows) = &written.value else {
        return positive_points(written, "分值", problems).map(FullMarks::Same);
    };
    let mut by_class = Vec::new();
    for (key, value) in rows {
        let class = key.text().unwrap_or_default().to_owned();
        draft.classes_used.push(Spanned { span: key.span.clone(), value: class.clone() });
        by_class.push((class, positive_points(value, "分值", problems)?));
    }
    Some(FullMarks::ByClass(by_class))
}

/// What groups and scored entries have alike.
struct Common {
    complete: bool,
    cap: Option<Rational>,
    floor: Option<Rational>,
    missing: Option<Missing>,
    conditions: Vec<dukao_core::assessment::scheme::Condition>,
    process: Vec<(Checkpoint, Rational)>,
    responsible: Option<String>,
    checked_by: Option<String>,
    scored_by: Option<String>,
    evidence: Vec<String>,
    rank_goal: Option<u32>,
}

impl Common {
    fn read(
        keys: &mut Keys<'_>,
        node: &Node,
        above: &Above<'_>,
        code: &str,
        draft: &mut Draft,
        problems: &mut Problems,
    ) -> Self {
        let mut complete = true;
        let mut optional = |node: Option<&Node>, key: &'static str, problems: &mut Problems| {
            let node = node?;
            draft.places.note(code, key, &node.span);
            let read = value::points(node, problems);
            complete &= read.is_some();
            read
        };
        let cap = optional(keys.node("上限"), "上限", problems);
        let floor = optional(keys.node("下限"), "下限", problems);
        let missing = keys.node("缺报").and_then(|node| value::word(node, Missing::NAMES, problems));
        let indicator = indicator_of(node);
        let conditions = feed::conditions(keys.node("前提"), indicator.as_deref(), above.beside, problems);
        let process = keys.node("过程").map(|node| process(node, code, draft, problems)).unwrap_or_default();
        Self {
            complete,
            cap,
            floor,
            missing,
            conditions,
            process,
            responsible: keys.optional("责任", problems),
            checked_by: keys.optional("核实", problems),
            scored_by: keys.optional("上级评分", problems),
            evidence: keys.optional("佐证", problems).unwrap_or_default(),
            rank_goal: keys.optional("目标名次", problems),
        }
    }
}

/// What stands under 指标, before it is looked at.
fn indicator_of(node: &Node) -> Option<String> {
    let Value::Map(rows) = &node.value else { return None };
    rows.iter().find(|(key, _)| key.text() == Some("指标")).and_then(|(_, value)| value.text()).map(str::to_owned)
}

fn process(node: &Node, code: &str, draft: &mut Draft, problems: &mut Problems) -> Vec<(Checkpoint, Rational)> {
    draft.places.note(code, "过程", &node.span);
    let Value::Map(rows) = &node.value else {
        problems
            .push(node.span.clone(), "过程应是一组“时点: 占比”")
            .hint("写成 {一季度: 15%, 上半年: 25%, 前三季度: 25%, 全年: 35%}");
        return Vec::new();
    };
    let mut process: Vec<(Checkpoint, Rational)> = Vec::new();
    for (key, value) in rows {
        let Some(checkpoint) = key.text().and_then(Checkpoint::named) else {
            let text = key.text().unwrap_or("…");
            problems
                .push(key.span.clone(), format!("没有“{text}”这个时点"))
                .hint("可写：一季度、上半年、前三季度、全年，或1月到12月");
            continue;
        };
        process.extend(positive(value, "占比", problems).map(|share| (checkpoint, share)));
    }
    process.sort_by_key(|(checkpoint, _)| *checkpoint);
    let whole = process.iter().fold(Rational::zero(), |sum, (_, share)| sum.add(share));
    if whole != Rational::integer(1) && process.len() == rows.len() {
        let message = format!("过程占比合计{}，不是100%", percent(&whole));
        problems.push(node.span.clone(), message).hint("各时点占比加起来应是100%");
    }
    process
}

/// 85% of 0.85.
pub(in crate::scheme) fn percent(share: &Rational) -> String {
    format!("{}%", share.mul(&Rational::integer(100)).significant())
}

fn body(
    keys: &mut Keys<'_>,
    node: &Node,
    here: &Above<'_>,
    name: Option<&Used>,
    points: Option<&FullMarks>,
    draft: &mut Draft,
    problems: &mut Problems,
) -> Option<Body> {
    let below: Option<Spanned<Vec<Node>>> = keys.optional("下级", problems);
    let mixed = keys.node("合成").and_then(|node| value::word(node, COMBINED, problems));
    if let Some(below) = below {
        return group(&below, mixed == Some(true), here, points, draft, problems);
    }
    scored(keys, node, here, name, problems).map(Body::Scored)
}

fn group(
    below: &Spanned<Vec<Node>>,
    mixed: bool,
    here: &Above<'_>,
    points: Option<&FullMarks>,
    draft: &mut Draft,
    problems: &mut Problems,
) -> Option<Body> {
    draft.places.note(&here.code, "下级", &below.span);
    if below.value.is_empty() {
        problems.push(below.span.clone(), "下级是空的").hint("写出下级各项，或删去“下级”，改写方法");
        return None;
    }
    if !mixed {
        let entries = entries(&below.value, here, draft, problems);
        return Some(Body::Group { combine: Combine::Sum, entries });
    }
    let inside = Above { shared: Some(points?.clone()), ..here.clone() };
    let mut shares = Vec::new();
    for node in &below.value {
        let share = share_of(node).map(|node| positive(node, "占比", problems));
        if share.is_none() {
            let at = node.span.start;
            problems.push(at..at, "没有写占比").hint("按占比合成的每一项都写占比，如 占比: 40%");
        }
        shares.extend(share.flatten());
    }
    let whole = shares.iter().fold(Rational::zero(), |sum, share| sum.add(share));
    if shares.len() == below.value.len() && whole != Rational::integer(1) {
        let message = format!("占比合计{}，不是100%", percent(&whole));
        problems.push(below.span.start..below.span.start, message).hint("各项占比加起来应是100%");
    }
    let stripped: Vec<Node> = below.value.iter().map(without_share).collect();
    let entries = entries(&stripped, &inside, draft, problems);
    (shares.len() == entries.len()).then_some(Body::Group { combine: Combine::Mix(shares), entries })
}

fn share_of(node: &Node) -> Option<&Node> {
    let Value::Map(rows) = &node.value else { return None };
    rows.iter().find(|(key, _)| key.text() == Some("占比")).map(|(_, value)| value)
}

fn without_share(node: &Node) -> Node {
    let Value::Map(rows) = &node.value else { return node.clone() };
    let rows = rows.iter().filter(|(key, _)| key.text() != Some("占比")).cloned().collect();
    Node { span: node.span.clone(), value: Value::Map(rows) }
}

fn scored(
    keys: &mut Keys<'_>,
    node: &Node,
    here: &Above<'_>,
    name: Option<&Used>,
    problems: &mut Problems,
) -> Option<Scored> {
    let indicator: Option<Used> = keys.optional("指标", problems);
    let indicator = indicator.map(|used| {
        feed::known_indicator(&used.value, here.beside).map_err(|(message, hint)| {
            problems.push(used.span, message).hint(hint);
        })
    });
    let method: Option<Used> = keys.need("方法", problems);
    let parameters = keys.node("参数");
    let direction = keys.node("方向");
    let feeds = keys.node("取数");
    let (written, places) = parameters.map(|node| settings(node, problems)).unwrap_or_default();
    let facing = direction.map_or(Some(Direction::HigherIsBetter), |node| value::word(node, DIRECTIONS, problems));
    let method = method.and_then(|method| known_method(&method, &written, &places, problems));
    let (method, facing) = (method?, facing?);
    if !method.allows(facing) {
        let span = direction.map_or(node.span.clone(), |node| node.span.clone());
        let message = format!("“{}”不能用于越低越好的指标", method.spec().name);
        problems.push(span, message).hint("换一种方法，或换成越高越好的指标");
    }
    let indicator = match indicator {
        Some(Ok(code)) => Some(code),
        Some(Err(())) => return None,
        None => None,
    };
    let entry = EntryOf {
        name: name.map_or("", |name| name.value.as_str()),
        span: node.span.clone(),
        indicator: indicator.as_deref(),
        beside: here.beside,
    };
    let feeds = feed::feeds(feeds, &entry, &method.inputs(), problems);
    Some(Scored { indicator, method, parameters: written, direction: facing, feeds })
}

fn known_method(
    method: &Used,
    written: &Parameters,
    places: &[(String, std::ops::Range<usize>)],
    problems: &mut Problems,
) -> Option<Method> {
    match Method::new(&method.value, written) {
        Ok(method) => Some(method),
        Err(wrong) => {
            for Wrong { parameter, message, hint } in wrong {
                let place = parameter.as_ref().and_then(|name| places.iter().find(|(known, _)| known == name));
                let span = place.map_or_else(|| method.span.clone(), |(_, span)| span.clone());
                problems.push(span, message).hint(hint);
            }
            None
        }
    }
}

/// 参数 as they stand, with their places.
fn settings(node: &Node, problems: &mut Problems) -> (Parameters, Vec<(String, std::ops::Range<usize>)>) {
    let Value::Map(rows) = &node.value else {
        problems.push(node.span.clone(), "参数应是一组“名称: 值”").hint("写成 {上限: 1.2}");
        return (Parameters::new(), Vec::new());
    };
    let mut places = Vec::new();
    let mut parameters = Parameters::new();
    for (key, value) in rows {
        let name = key.text().unwrap_or_default().to_owned();
        places.push((name.clone(), value.span.clone()));
        parameters.insert(name, setting(value));
    }
    (parameters, places)
}

fn setting(node: &Node) -> Setting {
    match &node.value {
        Value::Text { raw, plain } => match number_of(raw).filter(|_| *plain) {
            Some(value) => Setting::Number { value, text: raw.clone() },
            None => Setting::Word(raw.clone()),
        },
        Value::List(items) => Setting::List(items.iter().map(setting).collect()),
        Value::Map(rows) => {
            let row = |(key, value): &(Node, Node)| (key.text().unwrap_or_default().to_owned(), setting(value));
            Setting::Table(rows.iter().map(row).collect())
        }
    }
}
