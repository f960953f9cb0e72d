//! Numbers, words, months, conditions.

use dukao_core::assessment::scheme::Effective;
use dukao_core::number::{Decimal, Number, Rational};
use dukao_core::period::Month;
use dukao_core::progress::Relation;

use crate::script::half_width;
use crate::text::{Node, Problems, Read, nearest};

/// Signs and words of relations, the longer ones first.
const RELATIONS: &[(&str, Relation)] = &[
    ("不低于", Relation::AtLeast),
    ("不高于", Relation::AtMost),
    ("不少于", Relation::AtLeast),
    ("不超过", Relation::AtMost),
    ("高于", Relation::Greater),
    ("低于", Relation::Less),
    (">=", Relation::AtLeast),
    ("<=", Relation::AtMost),
    ("≥", Relation::AtLeast),
    ("≤", Relation::AtMost),
    (">", Relation::Greater),
    ("<", Relation::Less),
    ("=", Relation::Equal),
];

/// A number: `12.5`, `80%` is 0.8.
pub(in crate::scheme) fn number_of(text: &str) -> Option<Rational> {
    let plain = half_width(text);
    let plain = plain.trim();
    let (digits, percent) = match plain.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (plain, false),
    };
    let value = Rational::from(Decimal::parse(digits).ok()?);
    Some(if percent { value.mul(&Rational::power_of_ten(-2)) } else { value })
}

/// Reads a number.
pub(in crate::scheme) fn number(node: &Node, problems: &mut Problems) -> Option<Rational> {
    let text = String::read(node, problems)?;
    let read = number_of(&text);
    if read.is_none() {
        problems.push(node.span.clone(), format!("“{text}”不是数")).hint("写成 12.5 或 80%");
    }
    read
}

/// Reads points: a number that is no percentage.
pub(super) fn points(node: &Node, problems: &mut Problems) -> Option<Rational> {
    if node.text().is_some_and(|text| text.trim_end().ends_with(['%', '％'])) {
        problems.push(node.span.clone(), "这里是分数，不能写百分数").hint("写成 12.5");
        return None;
    }
    number(node, problems)
}

/// Reads points over zero.
pub(super) fn positive_points(node: &Node, what: &str, problems: &mut Problems) -> Option<Rational> {
    let value = points(node, problems)?;
    over_zero(value, node, what, problems)
}

/// Reads a number over zero.
pub(super) fn positive(node: &Node, what: &str, problems: &mut Problems) -> Option<Rational> {
    let value = number(node, problems)?;
    over_zero(value, node, what, problems)
}

fn over_zero(value: Rational, node: &Node, what: &str, problems: &mut Problems) -> Option<Rational> {
    if value.signum() <= 0 {
        problems.push(node.span.clone(), format!("{what}应大于零")).hint("扣分也写正数，放在“扣分”下");
        return None;
    }
    Some(value)
}

/// Reads one of some words.
pub(super) fn word<T: Copy>(node: &Node, words: &[(&'static str, T)], problems: &mut Problems) -> Option<T> {
    let text = String::read(node, problems)?;
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    if found.is_none() {
        let hint = match nearest(&text, words.iter().map(|(word, _)| *word)) {
            Some(near) => format!("是不是“{near}”？"),
            None => format!("可写：{}", words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join("、")),
        };
        problems.push(node.span.clone(), format!("这里不能写“{text}”")).hint(hint);
    }
    found
}

/// `2018-01 至 2018-12`
pub(super) fn dates(text: &str) -> Option<Effective> {
    let (first, last) = text.split_once('至')?;
    Some(Effective { first: month(first)?, last: month(last)? })
}

fn month(text: &str) -> Option<(i16, Month)> {
    let (year, month) = text.trim().split_once('-')?;
    let year: i16 = year.parse().ok().filter(|year| (1949..=2200).contains(year))?;
    Some((year, Month::new(month.parse().ok()?)?))
}

/// `GDP.同比增速 ≥ 8`: what is looked at, how it must stand, to what. A percentage keeps its number (8% is 8): figures in
/// percent are held so.
pub(super) fn relation(text: &str) -> Option<(&str, Relation, &str)> {
    let found = RELATIONS.iter().filter_map(|(sign, relation)| Some((text.find(sign)?, *sign, *relation)));
    let (at, sign, relation) = found.min_by_key(|(at, sign, _)| (*at, usize::MAX - sign.len()))?;
    let (subject, value) = (text.get(..at)?.trim(), text.get(at + sign.len()..)?.trim());
    (!value.is_empty()).then_some((subject, relation, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_signs_or_words() {
        for (text, subject, relation, value) in [
            ("GDP.同比增速 ≥ 8", "GDP.同比增速", Relation::AtLeast, "8"),
            ("投资额>=100", "投资额", Relation::AtLeast, "100"),
            ("得分率 低于 60%", "得分率", Relation::Less, "60%"),
            ("增速 不低于 -2.5", "增速", Relation::AtLeast, "-2.5"),
            ("件数 = 0", "件数", Relation::Equal, "0"),
            ("件数 ≤ 0", "件数", Relation::AtMost, "0"),
            ("> 3", "", Relation::Greater, "3"),
        ] {
            assert_eq!(super::relation(text), Some((subject, relation, value)), "{text}");
        }
        assert_eq!(super::relation("GDP.同比增速"), None);
        assert_eq!(super::relation("GDP ≥"), None);
    }

    #[test]
    fn numbers_may_be_percent() {
        assert_eq!(number_of("80%"), Rational::ratio(4, 5));
        assert_eq!(number_of("１２．５"), Rational::ratio(25, 2));
        assert_eq!(number_of("八"), None);
    }

    #[test]
    fn months_run_from_to() {
        assert_eq!(dates("2018-01 至 2018-12").map(|dates| dates.to_string()).as_deref(), Some("2018-01 至 2018-12"));
        assert_eq!(dates("2018-13 至 2019-01"), None);
        assert_eq!(dates("2018-01"), None);
    }
}
