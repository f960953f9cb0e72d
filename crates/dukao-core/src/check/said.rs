//! Figures in running words: 完成投资3.2亿元，增长9%.
//!
//! A figure is taken only where its unit of measure stands right behind it and measures what is asked
//! for; it comes with the words of its clause before it and what follows it.

use crate::number::Decimal;
use crate::quantity::UnitOfMeasure;

/// A figure that words state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) value: Decimal,
    pub(super) unit: UnitOfMeasure,
    /// The words of its clause before it.
    pub(super) before: String,
    /// The next few words.
    pub(super) after: String,
    /// Which clause of the text it stands in.
    pub(super) clause: usize,
    /// As written, with its unit.
    pub(super) text: String,
}

/// Multiples that words put between a number and a unit, the longest first.
const MULTIPLES: [&str; 9] = ["万亿", "千亿", "百亿", "千万", "百万", "亿", "万", "千", ""];

/// The figures of `text` that are written in a unit which measures what `like` does.
pub(super) fn figures(text: &str, like: &UnitOfMeasure) -> Vec<Said> {
    let plain = plain(text);
    let mut found = Vec::new();
    for (clause, words) in plain.split(is_end).enumerate() {
        let mut rest = words;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (_, from) = rest.split_at(start);
            let length = from.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(from.len());
            let (digits, behind) = from.split_at(length);
            if let Some((unit, written)) = unit_of(behind, like)
                && let Ok(value) = Decimal::parse(digits.trim_end_matches('.'))
            {
                let before = words.len() - from.len();
                found.push(Said {
                    value,
                    unit,
                    before: words.get(..before).unwrap_or_default().to_owned(),
                    after: behind.get(written.len()..).unwrap_or_default().chars().take(4).collect(),
                    clause,
                    text: format!("{digits}{written}"),
                });
            }
            rest = behind;
        }
    }
    found
}

/// The unit that `behind` begins with, and how it is written.
fn unit_of(behind: &str, like: &UnitOfMeasure) -> Option<(UnitOfMeasure, String)> {
    let found = MULTIPLES.iter().find_map(|multiple| {
        let written = format!("{multiple}{}", like.base());
        let rest = behind.strip_prefix(written.as_str())?;
        // 元/平方米 is another unit than 元.
        (!rest.starts_with(['/', '每'])).then_some(written)
    })?;
    let unit = UnitOfMeasure::parse(&found).ok().filter(|unit| unit.power_to(like).is_some())?;
    Some((unit, found))
}

fn is_end(c: char) -> bool {
    matches!(c, '，' | ',' | '。' | '；' | ';' | '、' | '：' | ':' | '（' | '）' | '(' | ')' | '\n')
}

/// Half-width digits, points and percent signs, no marks between thousands, no blanks.
fn plain(text: &str) -> String {
    let narrow: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace() || *c == '\n')
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            '．' => '.',
            '％' => '%',
            other => other,
        })
        .collect();
    let digit = |at: usize| narrow.get(at).is_some_and(char::is_ascii_digit);
    let between = |at: usize| {
        let three = (1..=3).all(|step| digit(at + step)) && !digit(at + 4);
        at > 0 && digit(at - 1) && three
    };
    let kept = narrow.iter().enumerate().filter(|(at, c)| !(matches!(c, ',' | '，') && between(*at)));
    kept.map(|(_, c)| *c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, unit: &str) -> Vec<(String, String, usize)> {
        let unit = UnitOfMeasure::parse(unit).unwrap();
        figures(text, &unit).into_iter().map(|one| (one.text, one.before, one.clause)).collect()
    }

    fn one(text: &str, before: &str, clause: usize) -> (String, String, usize) {
        (text.to_owned(), before.to_owned(), clause)
    }

    #[test]
    fn takes_figures_with_a_fitting_unit() {
        let text = "1—7月，完成投资３．２亿元，增长9%；新签约12个项目";
        assert_eq!(said(text, "万元"), [one("3.2亿元", "完成投资", 1)]);
        assert_eq!(said(text, "%"), [one("9%", "增长", 2)]);
        assert_eq!(said(text, "个"), [one("12个", "新签约", 3)]);
    }

    #[test]
    fn marks_between_thousands_and_blanks_do_not_divide_a_figure() {
        assert_eq!(said("完成 1,234.5 万元", "亿元"), [one("1234.5万元", "完成", 0)]);
        assert_eq!(said("1,5户", "户"), [one("5户", "", 1)]);
    }

    #[test]
    fn leaves_what_measures_something_else() {
        assert!(said("均价3500元/平方米", "亿元").is_empty());
        assert!(said("250多亿元，2018年，3位", "亿元").is_empty());
        assert!(said("", "亿元").is_empty());
        assert!(said("增长2个百分点", "%").is_empty());
    }
}
