//! What a new version of a scheme changes.
//!
//! Either version is taken apart into plain statements, each under the code of what it is about; what stands otherwise
//! in the new one is a change. Worked cases are no part of the rules and are left out.

use std::collections::BTreeSet;

use super::words;
use super::{Body, Combine, Entry, EventRule, ExtraBody, Scheme, Sign};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// Where: 经济发展 › 固定资产投资; empty for the scheme as a whole.
    pub path: String,
    /// What: 分值, 方法 …
    pub what: &'static str,
    /// As it stood before; `None` when it is new.
    pub before: Option<String>,
    /// As it stands now; `None` when it is gone.
    pub after: Option<String>,
}

/// A plain statement of a scheme.
struct Statement {
    /// Code of what it is about, with its kind before it.
    key: String,
    path: String,
    what: &'static str,
    value: String,
}

/// What `new` changes of `old`, in the order of the new version, what is gone last.
pub fn diff(old: &Scheme, new: &Scheme) -> Vec<Change> {
    let (before, after) = (statements(old), statements(new));
    let find = |all: &'_ [Statement], like: &Statement| {
        all.iter().find(|one| one.key == like.key && one.what == like.what).map(|one| one.value.clone())
    };
    let mut changes = Vec::new();
    let known = |all: &[Statement]| all.iter().map(|one| one.key.clone()).collect::<BTreeSet<String>>();
    let (old_keys, new_keys) = (known(&before), known(&after));
    for statement in &after {
        let earlier = find(&before, statement);
        if earlier.as_ref() != Some(&statement.value) && tells(statement, &after, old_keys.contains(&statement.key)) {
            let after = Some(statement.value.clone());
            changes.push(Change { path: statement.path.clone(), what: statement.what, before: earlier, after });
        }
    }
    for statement in &before {
        if find(&after, statement).is_none() && tells(statement, &before, new_keys.contains(&statement.key)) {
            let before = Some(statement.value.clone());
            changes.push(Change { path: statement.path.clone(), what: statement.what, before, after: None });
        }
    }
    changes
}

/// Whether a statement that differs is worth telling: of what stands in one version only, that it is there as a whole; of
/// what stands in both, each part, and the whole only where it has no parts.
fn tells(statement: &Statement, beside: &[Statement], in_both: bool) -> bool {
    let in_parts = || beside.iter().any(|other| other.key == statement.key && other.what != WHOLE);
    if in_both { statement.what != WHOLE || !in_parts() } else { statement.what == WHOLE }
}

/// The statement that something is there at all.
const WHOLE: &str = "整项";

struct Taken(Vec<Statement>);

impl Taken {
    fn say(&mut self, key: &str, path: &str, what: &'static str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.0.push(Statement { key: key.to_owned(), path: path.to_owned(), what, value });
        }
    }
}

fn statements(scheme: &Scheme) -> Vec<Statement> {
    let mut taken = Taken(Vec::new());
    taken.say("", "", "办法", scheme.name.as_str());
    taken.say("", "", "制定", scheme.owner.as_str());
    taken.say("", "", "文号", scheme.document.clone().unwrap_or_default());
    taken.say("", "", "说明", scheme.about.clone().unwrap_or_default());
    taken.say("", "", "适用", scheme.effective.to_string());
    taken.say("", "", "缺报", words::missing(scheme.rules.missing));
    taken.say("", "", "小数", scheme.rules.decimals.to_string());
    taken.say("", "", "排名依据", words::rank_on(scheme.rules.rank_on));
    taken.say("", "", "并列", scheme.rules.tie_break.join("、"));
    for class in &scheme.classes {
        let (key, path) = (format!("类 {}", class.name), format!("对象 › {}", class.name));
        taken.say(&key, &path, WHOLE, class.name.as_str());
        taken.say(&key, &path, "单位", class.units.join("、"));
    }
    for entry in &scheme.entries {
        self::entry(entry, Above { path: "计分项", code: "" }, None, &mut taken);
    }
    for extra in &scheme.extras {
        let sign = match extra.sign {
            Sign::Bonus => "加分",
            Sign::Deduction => "扣分",
        };
        match &extra.body {
            ExtraBody::Entry(entry) => self::entry(entry, Above { path: sign, code: sign }, None, &mut taken),
            ExtraBody::Events(rule) => event_rule(rule, sign, &mut taken),
        }
    }
    ends(scheme, &mut taken);
    taken.0
}

/// What an entry stands under.
#[derive(Clone, Copy)]
struct Above<'a> {
    path: &'a str,
    /// Code of the group: a group that is only renamed moves nothing.
    code: &'a str,
}

fn entry(entry: &Entry, above: Above<'_>, share: Option<String>, taken: &mut Taken) {
    let (key, path) = (format!("项 {}", entry.code), format!("{} › {}", above.path, entry.name));
    let mut say = |what: &'static str, value: String| taken.say(&key, &path, what, value);
    say(WHOLE, format!("{}（{}分）", entry.name, words::marks(&entry.points)));
    say("名称", entry.name.clone());
    say("位置", above.code.to_owned());
    say("条款", entry.clause.clone());
    say("分值", if share.is_some() { String::new() } else { words::marks(&entry.points) });
    say("占比", share.unwrap_or_default());
    say("上限", entry.cap.as_ref().map_or_else(String::new, crate::number::Rational::significant));
    say("下限", entry.floor.as_ref().map_or_else(String::new, crate::number::Rational::significant));
    say("缺报", entry.missing.map_or_else(String::new, words::missing));
    say("前提", words::conditions(&entry.conditions));
    let process = entry.process.iter().map(|(at, share)| format!("{}{}", at.name(), words::percent(share)));
    say("过程", process.collect::<Vec<_>>().join("、"));
    say("责任", entry.responsible.clone().unwrap_or_default());
    say("核实", entry.checked_by.clone().unwrap_or_default());
    say("上级评分", entry.scored_by.clone().unwrap_or_default());
    say("佐证", entry.evidence.join("、"));
    say("目标名次", entry.rank_goal.map_or_else(String::new, |goal| goal.to_string()));
    match &entry.body {
        Body::Scored(scored) => {
            say("方法", scored.method.spec().name.to_owned());
            let one = |(name, value): (&String, _)| format!("{name} {}", words::setting(value));
            say("参数", scored.parameters.iter().map(one).collect::<Vec<_>>().join("，"));
            say("方向", words::direction(scored.direction).to_owned());
            say("指标", scored.indicator.clone().unwrap_or_default());
            say("取数", words::feeds(&scored.feeds));
        }
        Body::Group { combine, entries } => {
            let mixed = matches!(combine, Combine::Mix(_));
            say("合成", if mixed { "按占比" } else { "相加" }.to_owned());
            for (at, below) in entries.iter().enumerate() {
                let share = match combine {
                    Combine::Mix(shares) => shares.get(at).map(words::percent),
                    Combine::Sum => None,
                };
                self::entry(below, Above { path: &path, code: &entry.code }, share, taken);
            }
        }
    }
}

fn event_rule(rule: &EventRule, sign: &str, taken: &mut Taken) {
    let (key, path) = (format!("项 {}", rule.code), format!("{sign} › {}", rule.name));
    let mut say = |what: &'static str, value: String| taken.say(&key, &path, what, value);
    say(WHOLE, format!("{}（{}分）", rule.name, words::worth(&rule.worth)));
    say("名称", rule.name.clone());
    say("位置", sign.to_owned());
    say("条款", rule.clause.clone());
    say("分值", words::worth(&rule.worth));
    say("最多", rule.cap.as_ref().map_or_else(String::new, crate::number::Rational::significant));
    say("取最高", rule.highest_of.clone().unwrap_or_default());
    say("佐证", if rule.needs_evidence { "必须" } else { "" }.to_owned());
    say("条件", rule.event_conditions.iter().map(words::event_condition).collect::<Vec<_>>().join("；"));
    say("前提", words::conditions(&rule.conditions));
}

/// Vetoes, grades, rewards, lists.
fn ends(scheme: &Scheme, taken: &mut Taken) {
    for veto in &scheme.vetoes {
        let (key, path) = (format!("项 {}", veto.code), format!("一票否决 › {}", veto.name));
        taken.say(&key, &path, WHOLE, format!("{}（{}）", veto.name, words::effect(&veto.effect)));
        taken.say(&key, &path, "名称", veto.name.as_str());
        taken.say(&key, &path, "条款", veto.clause.as_str());
        taken.say(&key, &path, "效果", words::effect(&veto.effect));
        taken.say(&key, &path, "责任单位", if veto.cascades { "同罚" } else { "" });
    }
    if let Some(grades) = &scheme.grades {
        taken.say("", "等次", "名额取整", words::rounding(grades.rounding));
        taken.say("", "等次", "边界并列", words::boundary(grades.boundary));
        let names: Vec<&str> = grades.list.iter().map(|grade| grade.name.as_str()).collect();
        taken.say("", "等次", "等次次序", names.join("、"));
        for grade in &grades.list {
            let (key, path) = (format!("等次 {}", grade.name), format!("等次 › {}", grade.name));
            taken.say(&key, &path, WHOLE, words::grade(grade));
        }
    }
    for reward in &scheme.rewards {
        let what = format!("{}：{}", words::whom(&reward.whom), reward.what);
        taken.say(&format!("奖惩 {what}"), "奖惩", WHOLE, format!("{what}{}", bracketed(&reward.clause)));
    }
    for rule in &scheme.lists {
        let about = rule.entry.as_deref().unwrap_or("总分");
        let what = format!("{}：{about} {}", words::colour(rule.colour), words::criterion(&rule.criterion));
        taken.say(&format!("红黑榜 {what}"), "红黑榜", WHOLE, format!("{what}{}", bracketed(&rule.clause)));
    }
}

fn bracketed(clause: &str) -> String {
    if clause.is_empty() { String::new() } else { format!("（{clause}）") }
}
