//! Single values as the format writes them.

use dukao_core::assessment::method::Setting;
use dukao_core::assessment::scheme::{Criterion, EventCondition, FullMarks, Origin, RewardFor};
use dukao_core::number::{Number, Rational};

use super::out::Out;

/// Decimals tried before a number is written with twelve significant digits; a file has no other.
const DECIMALS: u8 = 18;

/// The exact decimal.
pub(super) fn decimal(value: &Rational) -> String {
    let found = (0..=DECIMALS).find_map(|decimals| Some((decimals, value.scaled(decimals)?)));
    let Some((decimals, scaled)) = found else { return value.significant() };
    let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = usize::from(decimals) + 1);
    let (whole, part) = digits.split_at(digits.len() - usize::from(decimals));
    let sign = if scaled < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A number.
pub(super) fn number(value: &Rational) -> Out {
    Out::Number(decimal(value))
}

/// A share in percent.
pub(super) fn percent(value: &Rational) -> Out {
    Out::Number(format!("{}%", decimal(&value.mul(&Rational::integer(100)))))
}

/// The name of one of a list of values.
pub(super) fn name_of<T: PartialEq>(names: &[(&'static str, T)], value: &T) -> Out {
    Out::text(names.iter().find(|(_, other)| other == value).map_or("", |(name, _)| name))
}

/// 分值
pub(super) fn marks(points: &FullMarks) -> Out {
    match points {
        FullMarks::Same(points) => number(points),
        FullMarks::ByClass(rows) => {
            Out::Pairs(rows.iter().map(|(class, points)| (class.clone(), number(points))).collect())
        }
    }
}

/// 取数 of one input, inside an entry about `own`.
pub(super) fn origin(origin: &Origin, own: Option<&str>) -> Out {
    Out::Text(match origin {
        Origin::Figure { indicator, figure } if own == Some(indicator) => figure.label().to_owned(),
        Origin::Figure { indicator, figure } => format!("{indicator}.{}", figure.label()),
        Origin::Column(head) => format!("列 {head}"),
        Origin::Entered => "录入".to_owned(),
        Origin::Fixed { text, .. } => return Out::Number(text.clone()),
    })
}

/// One parameter.
pub(super) fn setting(setting: &Setting) -> Out {
    match setting {
        Setting::Number { text, .. } => Out::Number(text.clone()),
        Setting::Word(word) => Out::Word(word.clone()),
        Setting::List(items) => Out::Row(items.iter().map(self::setting).collect()),
        Setting::Table(rows) => {
            Out::Pairs(rows.iter().map(|(key, value)| (key.clone(), self::setting(value))).collect())
        }
    }
}

/// 条件 of an event.
pub(super) fn event_condition(condition: &EventCondition) -> Out {
    Out::Text(match condition {
        EventCondition::Amount { name, relation, value } => format!("{name} {} {}", relation.sign(), decimal(value)),
        EventCondition::Within { from, to, months } => format!("{from} 至 {to} 不超过 {months}个月"),
    })
}

/// 给
pub(super) fn whom(whom: &RewardFor) -> Out {
    Out::Text(match whom {
        RewardFor::Grade(grade) => grade.clone(),
        RewardFor::Places(first, last) if first == last => format!("第{first}名"),
        RewardFor::Places(first, last) => format!("第{first}名至第{last}名"),
    })
}

/// 入榜
pub(super) fn criterion(criterion: &Criterion) -> Out {
    let share = |rate: &Rational| format!("{}%", decimal(&rate.mul(&Rational::integer(100))));
    Out::Text(match criterion {
        Criterion::Top(count) => format!("前{count}名"),
        Criterion::Bottom(count) => format!("后{count}名"),
        Criterion::Rate(relation, rate) => format!("得分率 {} {}", relation.sign(), share(rate)),
        Criterion::Points(relation, points) => format!("得分 {} {}", relation.sign(), decimal(points)),
        Criterion::BehindBest(points) => format!("比最高低 {} 分", decimal(points)),
    })
}
