//! An indicator as a mapping file defines it; everything may be left out but the name.

use std::ops::Range;

use dukao_core::framework::{Direction, Frequency, PriceBasis, ValueKind};
use dukao_core::quantity::UnitOfMeasure;

use super::words::said;
use crate::recorded::unit_of_measure;
use crate::text::{Keys, Node, Problems, Read, Value};
use crate::typed::{whole, word, yes_no};

/// An indicator as far as the mapping file says anything about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Definition {
    pub(super) span: Range<usize>,
    pub(super) name: Option<String>,
    pub(super) code: Option<String>,
    pub(super) category: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) unit: Option<UnitOfMeasure>,
    pub(super) kind: Option<ValueKind>,
    pub(super) direction: Option<Direction>,
    pub(super) price: Option<PriceBasis>,
    pub(super) frequency: Option<Frequency>,
    pub(super) late_month: Option<bool>,
    pub(super) joint_january: Option<bool>,
    pub(super) decimals: Option<u8>,
}

impl Definition {
    /// Nothing but a name.
    pub(super) fn named(name: &str, span: Range<usize>) -> Self {
        Self { span, name: Some(name.to_owned()), ..Self::default() }
    }

    /// Two definitions that agree in this mean the same indicator.
    pub(super) fn identity(&self) -> (Option<&str>, Option<&str>, Option<&str>) {
        (self.code.as_deref(), self.name.as_deref(), self.scope.as_deref())
    }

    /// What is left out here is taken from `defaults`.
    pub(super) fn or(self, defaults: &Self) -> Self {
        let defaults = defaults.clone();
        Self {
            span: self.span,
            name: self.name.or(defaults.name),
            code: self.code.or(defaults.code),
            category: self.category.or(defaults.category),
            scope: self.scope.or(defaults.scope),
            unit: self.unit.or(defaults.unit),
            kind: self.kind.or(defaults.kind),
            direction: self.direction.or(defaults.direction),
            price: self.price.or(defaults.price),
            frequency: self.frequency.or(defaults.frequency),
            late_month: self.late_month.or(defaults.late_month),
            joint_january: self.joint_january.or(defaults.joint_january),
            decimals: self.decimals.or(defaults.decimals),
        }
    }
}

impl Read for Definition {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let Value::Text { .. } = node.value {
            return String::read(node, problems).map(|name| Self::named(&name, node.span.clone()));
        }
        let mut keys = Keys::of(node, "指标", problems)?;
        let definition = Self::of(node, &mut keys, problems);
        keys.done(problems);
        Some(definition)
    }
}

impl Definition {
    /// Reads the keys of a definition.
    pub(super) fn of(node: &Node, keys: &mut Keys<'_>, problems: &mut Problems) -> Self {
        Self {
            span: node.span.clone(),
            name: keys.optional("名称", problems),
            code: keys.optional("代码", problems),
            category: keys.optional("分类", problems),
            scope: keys.optional("口径", problems),
            unit: keys.optional("计量单位", problems),
            kind: words(keys, "数值类型", &ValueKind::WORDS, problems),
            direction: words(keys, "方向", &[(Direction::Up, "越高越好"), (Direction::Down, "越低越好")], problems),
            price: words(
                keys,
                "价格",
                &[(PriceBasis::Current, "现价"), (PriceBasis::Constant, "可比价"), (PriceBasis::None, "无")],
                problems,
            ),
            frequency: words(keys, "频率", &Frequency::WORDS, problems),
            late_month: flag(keys, "错月", problems),
            joint_january: flag(keys, "一二月合并", problems),
            decimals: keys.node("小数位").and_then(|node| {
                let text = String::read(node, problems)?;
                said(node, problems, whole(&text, 0, 6))
            }),
        }
    }
}

fn words<T: Clone>(keys: &mut Keys<'_>, key: &'static str, words: &[(T, &str)], problems: &mut Problems) -> Option<T> {
    let node = keys.node(key)?;
    let text = String::read(node, problems)?;
    said(node, problems, word(&text, key, words))
}

fn flag(keys: &mut Keys<'_>, key: &'static str, problems: &mut Problems) -> Option<bool> {
    let node = keys.node(key)?;
    let text = String::read(node, problems)?;
    said(node, problems, yes_no(&text))
}

impl Read for UnitOfMeasure {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        said(node, problems, unit_of_measure(&text))
    }
}
