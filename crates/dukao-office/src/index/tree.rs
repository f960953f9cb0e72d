//! The tree of an index file: branches, indicators, and what they take from those above them.

use std::collections::BTreeMap;
use std::ops::Range;

use dukao_core::index::{Aggregation, Branch, Figure, Flat, Index, Kind, Leaf, Method, Missing, Node, Normalisation};
use dukao_core::index::{Sum, Transform, Weighting};
use dukao_core::number::Rational;

use super::normalisation::{bounds, direction, missing, normalisation, transform};
use super::values::Fraction;
use super::weighting::{aggregation, sum, weighting};
use crate::text::{self, Keys, Problems, Read, Value};

/// Most nodes of one index.
const MOST: usize = 2_000;

/// What an indicator takes from those above it when it says nothing itself.
#[derive(Clone)]
pub(super) struct Defaults {
    normalisation: Normalisation,
    missing: Missing,
    lower_is_better: bool,
    weighting: Weighting,
    sum: Sum,
    aggregation: Aggregation,
}

impl Default for Defaults {
    fn default() -> Self {
        let one = Rational::ratio(1, 1).unwrap_or_else(Rational::zero);
        Self {
            normalisation: Normalisation {
                method: Method::MinMax { low: Figure::from(0), high: Figure::from(1) },
                within: None,
                flat: Flat::Refused,
            },
            missing: Missing::Refused,
            lower_is_better: false,
            weighting: Weighting::Given(Sum::To(one.clone())),
            sum: Sum::To(one),
            aggregation: Aggregation::Arithmetic,
        }
    }
}

/// Where a node and what it says stand in the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Spans {
    /// The name or the indicator.
    pub(super) whole: Range<usize>,
    /// The values of its keys.
    pub(super) keys: BTreeMap<&'static str, Range<usize>>,
}

/// The tree while it is read.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) spans: Vec<Spans>,
}

/// The keys that say something about a node, for the places of problems.
const PLACED: [&str; 11] =
    ["权重", "权重合计", "赋权", "合成", "再标准化", "标准化", "缺失", "变换", "缩尾", "除以", "方向"];

impl Tree {
    /// Reads the whole: the keys of the file itself.
    pub(super) fn whole(&mut self, name: &str, node: &text::Node, keys: &mut Keys<'_>, problems: &mut Problems) {
        let spans = spans(node.span.start..node.span.start, keys);
        let mut below = Defaults::default();
        below.take(keys, problems);
        let own = branch(keys, &mut below, true, problems);
        self.nodes.push(Node { name: name.to_owned(), parent: None, weight: None, kind: Kind::Branch(own) });
        self.spans.push(spans);
        let children: Option<text::Node> = keys.need("下级", problems);
        if let Some(children) = children {
            self.children(0, &children, &below, problems);
        }
    }

    fn children(&mut self, parent: usize, node: &text::Node, defaults: &Defaults, problems: &mut Problems) {
        let Value::List(items) = &node.value else {
            problems
                .push(node.span.clone(), "“下级”应是一个列表")
                .hint("每个下级一行，以“- ”开头；只有指标时可以写成 [指标甲, 指标乙]");
            return;
        };
        if items.is_empty() {
            problems.push(node.span.clone(), "“下级”是空的").hint("至少写一个指标");
        }
        for item in items {
            if self.nodes.len() >= MOST {
                problems.push(item.span.clone(), format!("指标和层级合计超过 {MOST} 个")).hint("分成几个指数");
                return;
            }
            self.child(parent, item, defaults, problems);
        }
        self.refuse_same_names(parent, items, problems);
    }

    fn refuse_same_names(&self, parent: usize, items: &[text::Node], problems: &mut Problems) {
        let mut names: Vec<&str> = Vec::new();
        let own = self.nodes.iter().zip(&self.spans).filter(|(node, _)| node.parent == Some(parent));
        for (node, spans) in own {
            if names.contains(&node.name.as_str()) && !items.is_empty() {
                problems
                    .push(spans.whole.clone(), format!("同一层里有两个“{}”", node.name))
                    .hint("用“名称”写成不同的名字，或删去一个");
            }
            names.push(&node.name);
        }
    }

    fn child(&mut self, parent: usize, node: &text::Node, defaults: &Defaults, problems: &mut Problems) {
        if let Value::Text { .. } = node.value {
            if let Some(column) = String::read(node, problems) {
                let leaf = defaults.leaf(column.clone());
                let spans = Spans { whole: node.span.clone(), keys: BTreeMap::new() };
                self.push(Node { name: column, parent: Some(parent), weight: None, kind: Kind::Leaf(leaf) }, spans);
            }
            return;
        }
        let Some(mut keys) = Keys::of(node, "下级", problems) else { return };
        let name: Option<text::Spanned<String>> = keys.optional("名称", problems);
        let weight: Option<Fraction> = keys.optional("权重", problems);
        let weight = weight.map(|weight| weight.0);
        let column: Option<text::Spanned<String>> = keys.optional("指标", problems);
        let below = keys.node("下级");
        let at = name.as_ref().or(column.as_ref()).map_or(node.span.start..node.span.start, |said| said.span.clone());
        let spans = spans(at.clone(), &mut keys);
        match (column, below) {
            (Some(column), None) => {
                let leaf = defaults.own_leaf(column.value.clone(), &mut keys, problems);
                let name = name.map_or(column.value, |name| name.value);
                self.push(Node { name, parent: Some(parent), weight, kind: Kind::Leaf(leaf) }, spans);
            }
            (None, Some(children)) => {
                if name.is_none() {
                    problems.push(at, "这一层没有“名称”").hint("补上“名称: …”");
                }
                let mut below = defaults.clone();
                below.take(&mut keys, problems);
                let own = branch(&mut keys, &mut below, false, problems);
                let name = name.map_or_else(String::new, |name| name.value);
                let place = self.nodes.len();
                self.push(Node { name, parent: Some(parent), weight, kind: Kind::Branch(own) }, spans);
                self.children(place, children, &below, problems);
            }
            (Some(_), Some(_)) => {
                problems.push(at, "“指标”和“下级”只写一个").hint("指标是表里的一列；要分几项就只写“下级”");
            }
            (None, None) => {
                problems.push(at, "没有写“指标”，也没有写“下级”").hint("指标写“指标: 列头”，一组指标写“下级:”");
                return;
            }
        }
        keys.done(problems);
    }

    fn push(&mut self, node: Node, spans: Spans) {
        self.nodes.push(node);
        self.spans.push(spans);
    }

    /// The tree as an index.
    pub(super) fn index(
        self,
        name: String,
        groups: Vec<String>,
        decimals: u8,
        rank_as_shown: bool,
    ) -> (Index, Vec<Spans>) {
        (Index { name, groups, nodes: self.nodes, decimals, rank_as_shown }, self.spans)
    }
}

fn spans(whole: Range<usize>, keys: &mut Keys<'_>) -> Spans {
    let mut found = Spans { whole, keys: BTreeMap::new() };
    for key in PLACED {
        if let Some(node) = keys.peek(key) {
            found.keys.insert(key, node.span.clone());
        }
    }
    found
}

impl Defaults {
    /// What this level says for all indicators below it.
    fn take(&mut self, keys: &mut Keys<'_>, problems: &mut Problems) {
        if let Some(read) = keys.node("标准化").and_then(|node| normalisation(node, problems)) {
            self.normalisation = read;
        }
        if let Some(read) = keys.node("缺失").and_then(|node| missing(node, problems)) {
            self.missing = read;
        }
        if let Some(read) = direction(keys, problems) {
            self.lower_is_better = read;
        }
    }

    fn leaf(&self, column: String) -> Leaf {
        Leaf {
            column,
            over: Vec::new(),
            missing: self.missing.clone(),
            floor: None,
            ceiling: None,
            transform: Transform::None,
            lower_is_better: self.lower_is_better,
            normalisation: self.normalisation.clone(),
        }
    }

    fn own_leaf(&self, column: String, keys: &mut Keys<'_>, problems: &mut Problems) -> Leaf {
        let mut own = self.clone();
        own.take(keys, problems);
        let mut leaf = own.leaf(column);
        leaf.over = keys.optional("除以", problems).unwrap_or_default();
        if let Some(read) = keys.node("变换").and_then(|node| transform(node, problems)) {
            leaf.transform = read;
        }
        if let Some((floor, ceiling)) = keys.node("缩尾").and_then(|node| bounds(node, problems)) {
            (leaf.floor, leaf.ceiling) = (floor, ceiling);
        }
        leaf
    }
}

/// What a branch says of itself. What the whole says of weights and of putting together holds for the branches below
/// that say nothing, except for comparisons and combinations, which are of its own children.
fn branch(keys: &mut Keys<'_>, defaults: &mut Defaults, whole: bool, problems: &mut Problems) -> Branch {
    let own_sum = keys.node("权重合计").and_then(|node| sum(node, problems));
    let sum = own_sum.clone().unwrap_or_else(|| defaults.sum.clone());
    let own = keys.node("赋权").map(|node| weighting(node, &sum, problems));
    let said = own.is_some();
    let own = own.flatten();
    let inherited = match &defaults.weighting {
        Weighting::Given(_) => Weighting::Given(sum.clone()),
        other => other.clone(),
    };
    let found = own.unwrap_or(inherited);
    let own_aggregation = keys.node("合成").and_then(|node| aggregation(node, problems));
    let together = own_aggregation.unwrap_or_else(|| defaults.aggregation.clone());
    let rescale = keys.node("再标准化").and_then(|node| normalisation(node, problems));
    if whole {
        defaults.sum = sum.clone();
        defaults.aggregation = together.clone();
        let of_its_own = matches!(found, Weighting::Pairwise(_) | Weighting::Combined { .. });
        defaults.weighting = if said && !of_its_own { found.clone() } else { Weighting::Given(sum) };
    }
    Branch { weighting: found, aggregation: together, rescale }
}
