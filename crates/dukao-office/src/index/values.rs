//! Small values of an index file: figures, weights, words.

use dukao_core::index::Figure;
use dukao_core::number::{Decimal, Number as _, Rational};

use crate::text::{Keys, Node, Problems, Read, Value};
use crate::typed::{Said, word, yes_no};

/// Says what is wrong at a node.
pub(super) fn said<T>(node: &Node, problems: &mut Problems, said: Said<T>) -> Option<T> {
    match said {
        Ok(value) => Some(value),
        Err(refusal) => {
            problems.push(node.span.clone(), refusal.message).hint(refusal.hint);
            None
        }
    }
}

/// One of a closed list of words.
pub(super) fn worded<T: Clone>(node: &Node, what: &str, words: &[(T, &str)], problems: &mut Problems) -> Option<T> {
    let text = String::read(node, problems)?;
    said(node, problems, word(&text, what, words))
}

/// One of a closed list of words under a key that may be left out.
pub(super) fn key_word<T: Clone>(
    keys: &mut Keys<'_>,
    key: &'static str,
    words: &[(T, &str)],
    problems: &mut Problems,
) -> Option<T> {
    let node = keys.node(key)?;
    worded(node, key, words, problems)
}

/// The same under a key that must be there, because the choice changes the result.
pub(super) fn must_say<T: Clone>(
    keys: &mut Keys<'_>,
    key: &'static str,
    words: &[(T, &str)],
    problems: &mut Problems,
) -> Option<T> {
    let node: Node = keys.need(key, problems)?;
    worded(&node, key, words, problems)
}

/// 是 or 否; 否 when it is left out.
pub(super) fn flag(keys: &mut Keys<'_>, key: &'static str, problems: &mut Problems) -> bool {
    let Some(node) = keys.node(key) else { return false };
    let Some(text) = String::read(node, problems) else { return false };
    said(node, problems, yes_no(&text)).unwrap_or(false)
}

/// A figure as an index file writes it.
pub(super) struct Number(pub(super) Figure);

impl Read for Number {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        let figure = Figure::parse(&text);
        if figure.is_none() {
            problems.push(node.span.clone(), format!("“{text}”不是数")).hint("写半角数字，如 0.5、-3、1e-5");
        }
        figure.map(Self)
    }
}

/// A figure under a key that may be left out.
pub(super) fn number(keys: &mut Keys<'_>, key: &'static str, problems: &mut Problems) -> Option<Figure> {
    keys.optional::<Number>(key, problems).map(|number| number.0)
}

/// An exact number, also as a fraction or in percent: `0.25`, `1/3`, `25%`.
pub(super) struct Fraction(pub(super) Rational);

impl Read for Fraction {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        let found = fraction(&text);
        if found.is_none() {
            problems.push(node.span.clone(), format!("“{text}”不是数")).hint("写成 0.25、1/3 或 25%");
        }
        found.map(Self)
    }
}

fn fraction(text: &str) -> Option<Rational> {
    let decimal = |text: &str| Decimal::parse(text).ok().map(Rational::from);
    if let Some((above, below)) = text.split_once('/') {
        return decimal(above)?.div(&decimal(below)?);
    }
    match text.strip_suffix('%') {
        Some(percent) => decimal(percent)?.div(&Rational::ratio(100, 1)?),
        None => decimal(text),
    }
}

/// The range of a result: `[0, 100]`.
pub(super) fn range(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<(Figure, Figure)> {
    let Some(node) = keys.node("区间") else { return Some((Figure::from(0), Figure::from(1))) };
    pair(node, "区间", problems)
}

/// Two figures, the smaller first.
pub(super) fn pair(node: &Node, what: &str, problems: &mut Problems) -> Option<(Figure, Figure)> {
    let Value::List(items) = &node.value else {
        problems.push(node.span.clone(), format!("{what}应是两个数")).hint("写成 [0, 100]");
        return None;
    };
    let read: Vec<Option<Number>> = items.iter().map(|item| Number::read(item, problems)).collect();
    let read: Vec<Figure> = read.into_iter().collect::<Option<Vec<_>>>()?.into_iter().map(|number| number.0).collect();
    match read.as_slice() {
        [low, high] if low.value() < high.value() => Some((low.clone(), high.clone())),
        [low, high] => {
            problems
                .push(node.span.clone(), format!("{what}的两个数应当前小后大，这里是 {low} 和 {high}"))
                .hint("把小的写在前面");
            None
        }
        _ => {
            problems
                .push(node.span.clone(), format!("{what}应是两个数，这里有 {} 个", items.len()))
                .hint("写成 [0, 100]");
            None
        }
    }
}

/// The map of a value, or the word that stands for a map with nothing but its method.
pub(super) enum Written<'n> {
    /// A word alone.
    Word(&'n Node),
    /// A map.
    Map(Keys<'n>),
}

impl<'n> Written<'n> {
    pub(super) fn of(node: &'n Node, what: &'static str, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text { .. } => Some(Self::Word(node)),
            _ => Keys::of(node, what, problems).map(Self::Map),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_as_people_write_them() {
        for (text, above, below) in [("0.25", 1, 4), ("1/3", 1, 3), ("12.5%", 1, 8), ("2", 2, 1), ("0.5/2", 1, 4)] {
            assert_eq!(fraction(text), Rational::ratio(above, below), "{text}");
        }
        for text in ["", "一", "1/0", "1/", "%", "1/2/3"] {
            assert_eq!(fraction(text), None, "{text}");
        }
    }
}
