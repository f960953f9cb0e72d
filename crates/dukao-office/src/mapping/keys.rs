//! The keys of a mapping file, one by one.

use dukao_core::organisation::UnitKind;
use dukao_core::period::Period;

use super::definition::Definition;
use super::spec::{Indicators, KindRule, Source, Subject};
use super::words::{Kind, said};
use crate::text::{Keys, Node, Problems, Read, Spanned, Value};
use crate::typed::refuse;

/// `地区: 甲市` or `地区: {名称: 甲市, 类别: 区县}`.
pub(super) fn region(keys: &mut Keys<'_>, problems: &mut Problems) -> (Option<Spanned<String>>, Option<UnitKind>) {
    let Some(node) = keys.node("地区") else { return (None, None) };
    if let Value::Text { .. } = node.value {
        return (Spanned::read(node, problems), None);
    }
    let Some(mut inner) = Keys::of(node, "地区", problems) else { return (None, None) };
    let name = inner.need("名称", problems);
    let kind: Option<Kind> = inner.optional("类别", problems);
    inner.done(problems);
    (name, kind.map(|kind| kind.0))
}

/// `3`, `2-3` or `5-` (to the end), counted from 1 as the user sees them; given from 0.
pub(super) fn rows_of(node: &Node, problems: &mut Problems) -> Option<(usize, Option<usize>)> {
    let text = String::read(node, problems)?;
    let (first, last) = text
        .split_once(['-', '—', '至'])
        .map_or((text.as_str(), Some(text.as_str())), |(first, last)| (first, Some(last)));
    let number = |text: &str| text.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let first_row = number(first);
    let last_row = last.filter(|last| !last.trim().is_empty()).map(number);
    match (first_row, last_row) {
        (Some(first), None) => Some((first, None)),
        (Some(first), Some(Some(last))) if first <= last && last < 1_000_000 => Some((first, Some(last))),
        _ => said(node, problems, refuse(format!("“{text}”不是行号"), "写成 1 或 2-3，与表格左边的行号一致")),
    }
}

impl<T: Read> Read for Source<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let Value::Map(_) = node.value {
            let mut keys = Keys::of(node, "这里", problems)?;
            let column = keys.need("列", problems);
            keys.done(problems);
            return column.map(Self::Column);
        }
        T::read(node, problems).map(Self::Fixed)
    }
}

impl Read for Period {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        said(node, problems, crate::typed::period(&crate::grid::Cell::of_text(&text)))
    }
}

pub(super) fn subject(node: &Node, problems: &mut Problems) -> Option<Subject> {
    if let Value::Text { .. } = node.value {
        let fixed = String::read(node, problems)?;
        return Some(Subject { column: None, fixed: Some(fixed), totals: Vec::new(), kind: KindRule::Guess });
    }
    let mut keys = Keys::of(node, "单位", problems)?;
    let column = keys.need("列", problems);
    let totals = keys.optional("合计", problems).unwrap_or_default();
    let kind = keys.node("类别").map_or(Some(KindRule::Guess), |node| kind_rule(node, problems));
    keys.done(problems);
    Some(Subject { column: Some(column?), fixed: None, totals, kind: kind? })
}

pub(super) fn kind_rule(node: &Node, problems: &mut Problems) -> Option<KindRule> {
    if let Value::Text { .. } = node.value {
        return Kind::read(node, problems).map(|kind| KindRule::All(kind.0));
    }
    let mut keys = Keys::of(node, "类别", problems)?;
    let column = keys.need("列", problems);
    let mut words = Vec::new();
    for (key, value) in keys.rest() {
        if let (Some(word), Some(kind)) = (key.text(), Kind::read(value, problems)) {
            words.push((word.to_owned(), kind.0));
        }
    }
    Some(KindRule::Column { column: column?, words })
}

pub(super) fn indicators(node: &Node, problems: &mut Problems) -> Option<Indicators> {
    let Value::Map(entries) = &node.value else {
        return Definition::read(node, problems).map(Indicators::One);
    };
    if !entries.iter().any(|(key, _)| key.text() == Some("列")) {
        return Definition::read(node, problems).map(Indicators::One);
    }
    let mut keys = Keys::of(node, "指标", problems)?;
    let column = keys.need("列", problems);
    let crossed = keys.node("行列合成").and_then(|node| {
        let text = String::read(node, problems)?;
        said(node, problems, crate::typed::yes_no(&text))
    });
    let mut defined = Vec::new();
    for (key, value) in keys.rest() {
        if let (Some(word), Some(definition)) = (key.text(), Definition::read(value, problems)) {
            let name = definition.name.clone().unwrap_or_else(|| word.to_owned());
            defined.push((word.to_owned(), Definition { name: Some(name), ..definition }));
        }
    }
    Some(Indicators::Column { column: column?, defined, crossed: crossed.unwrap_or(false) })
}
