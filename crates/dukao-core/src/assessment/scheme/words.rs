//! Parts of a scheme in words, the same wherever they are shown.

use super::{
    Boundary, Colour, Condition, Criterion, Effect, EventCondition, Feed, FullMarks, Grade, Missing, Origin, Quota,
    QuotaRounding, RankOn, RewardFor, Worth,
};
use crate::assessment::method::{Direction, Setting};
use crate::number::{Number, Rational};

/// 85% of 0.85.
pub fn percent(share: &Rational) -> String {
    format!("{}%", share.mul(&Rational::integer(100)).significant())
}

/// What an entry is worth: `10`, or class by class.
pub fn marks(points: &FullMarks) -> String {
    match points {
        FullMarks::Same(points) => points.significant(),
        FullMarks::ByClass(all) => pairs(all.iter().map(|(name, points)| (name.as_str(), points.significant()))),
    }
}

fn pairs<'a>(all: impl Iterator<Item = (&'a str, String)>) -> String {
    all.map(|(name, value)| format!("{name}{value}")).collect::<Vec<_>>().join("、")
}

/// A parameter as it was written.
pub fn setting(value: &Setting) -> String {
    match value {
        Setting::Number { text, .. } => text.clone(),
        Setting::Word(word) => word.clone(),
        Setting::List(items) => items.iter().map(setting).collect::<Vec<_>>().join("、"),
        Setting::Table(rows) => {
            rows.iter().map(|(name, value)| format!("{name}:{}", setting(value))).collect::<Vec<_>>().join("、")
        }
    }
}

/// Where a number comes from.
pub fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Figure { indicator, figure } => format!("{indicator}的{}", figure.label()),
        Origin::Column(head) => format!("表中“{head}”一列"),
        Origin::Entered => "录入的数".to_owned(),
        Origin::Fixed { text, .. } => format!("定数{text}"),
    }
}

/// 实绩取P01的累计完成，目标取P01的全年目标
pub fn feeds(all: &[Feed]) -> String {
    all.iter().map(|feed| format!("{}取{}", feed.input, origin(&feed.origin))).collect::<Vec<_>>().join("，")
}

pub(super) fn conditions(all: &[Condition]) -> String {
    all.iter().map(|condition| condition.text.clone()).collect::<Vec<_>>().join("；")
}

pub(super) const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::HigherIsBetter => "越高越好",
        Direction::LowerIsBetter => "越低越好",
    }
}

fn named<T: Copy + PartialEq>(names: &[(&'static str, T)], value: T) -> String {
    names.iter().find(|(_, own)| *own == value).map_or("", |(name, _)| name).to_owned()
}

pub(super) fn missing(value: Missing) -> String {
    named(Missing::NAMES, value)
}

pub(super) fn rank_on(value: RankOn) -> String {
    named(RankOn::NAMES, value)
}

pub(super) fn rounding(value: QuotaRounding) -> String {
    named(QuotaRounding::NAMES, value)
}

pub(super) fn boundary(value: Boundary) -> String {
    named(Boundary::NAMES, value)
}

pub(super) fn worth(worth: &Worth) -> String {
    match worth {
        Worth::Each(points) => points.significant(),
        Worth::ByLevel(levels) => pairs(levels.iter().map(|(name, points)| (name.as_str(), points.significant()))),
    }
}

/// What an event must show.
pub fn event_condition(condition: &EventCondition) -> String {
    match condition {
        EventCondition::Amount { name, relation, value } => {
            format!("{name} {} {}", relation.sign(), value.significant())
        }
        EventCondition::Within { from, to, months } => format!("{from}至{to}不超过{months}个月"),
    }
}

pub(super) fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Zero => "计零分".to_owned(),
        Effect::Ceiling(grade) => format!("等次不高于{grade}"),
        Effect::Excluded => "取消资格".to_owned(),
    }
}

pub(super) fn grade(grade: &Grade) -> String {
    let quota = grade.quota.as_ref().map(|quota| match quota {
        Quota::Share(share) => format!("比例{}", percent(share)),
        Quota::Count(count) => format!("名额{count}"),
    });
    let least = grade.least.as_ref().map(|least| format!("不低于{}分", least.significant()));
    let limits: Vec<String> = quota.into_iter().chain(least).collect();
    if limits.is_empty() { grade.name.clone() } else { format!("{}（{}）", grade.name, limits.join("，")) }
}

pub(super) fn whom(whom: &RewardFor) -> String {
    match whom {
        RewardFor::Grade(grade) => grade.clone(),
        RewardFor::Places(first, last) if first == last => format!("第{first}名"),
        RewardFor::Places(first, last) => format!("第{first}名至第{last}名"),
    }
}

pub(super) const fn colour(colour: Colour) -> &'static str {
    match colour {
        Colour::Red => "红榜",
        Colour::Black => "黑榜",
    }
}

pub(super) fn criterion(criterion: &Criterion) -> String {
    match criterion {
        Criterion::Top(count) => format!("前{count}名"),
        Criterion::Bottom(count) => format!("后{count}名"),
        Criterion::Rate(relation, value) => format!("得分率 {} {}", relation.sign(), percent(value)),
        Criterion::Points(relation, value) => format!("得分 {} {}", relation.sign(), value.significant()),
        Criterion::BehindBest(gap) => format!("比最高低{}分", gap.significant()),
    }
}
