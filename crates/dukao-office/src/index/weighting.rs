//! Where weights come from and how children are put together, as an index file writes it.

use dukao_core::index::{Aggregation, Figure, Pairwise, Priorities, Spread, Sum, Weighting};
use dukao_core::number::Rational;

use super::normalisation::normalisation;
use super::values::{Fraction, Written, key_word, must_say, number, worded};
use crate::text::{Keys, Node, Problems, Read, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Given,
    Equal,
    Entropy,
    Critic,
    Deviation,
    Variation,
    Pairwise,
    Combined,
}

const NAMES: [(Name, &str); 12] = [
    (Name::Given, "给定"),
    (Name::Equal, "等权"),
    (Name::Entropy, "熵权"),
    (Name::Critic, "CRITIC"),
    (Name::Deviation, "标准差"),
    (Name::Variation, "变异系数"),
    (Name::Pairwise, "AHP"),
    (Name::Combined, "组合"),
    (Name::Entropy, "熵权法"),
    (Name::Pairwise, "层次分析"),
    (Name::Pairwise, "层次分析法"),
    (Name::Critic, "critic"),
];

/// Reads `熵权` or `{方法: AHP, 判断矩阵: [[1, 3], [1/3, 1]]}`; `sum` is what given weights must add up to.
pub(super) fn weighting(node: &Node, sum: &Sum, problems: &mut Problems) -> Option<Weighting> {
    match Written::of(node, "赋权", problems)? {
        Written::Word(node) => {
            let name = worded(node, "赋权", &NAMES, problems)?;
            let hint = match name {
                Name::Pairwise => "写成 {方法: AHP, 判断矩阵: [[1, 3], [1/3, 1]]}",
                Name::Combined => {
                    "写成 {方法: 组合, 方式: 加权, 部分: [{份额: 0.5, 方法: 熵权}, {份额: 0.5, 方法: 给定}]}"
                }
                _ => return Some(alone(name, sum)),
            };
            problems.push(node.span.clone(), format!("“{}”还要写明怎样算", node.text().unwrap_or_default())).hint(hint);
            None
        }
        Written::Map(mut keys) => {
            let found = of_keys(&mut keys, sum, problems);
            keys.done(problems);
            found
        }
    }
}

fn alone(name: Name, sum: &Sum) -> Weighting {
    let by = match name {
        Name::Equal => return Weighting::Equal,
        Name::Entropy => Spread::Entropy { shift: Figure::from(0) },
        Name::Critic => Spread::Critic,
        Name::Deviation => Spread::Deviation { sample: true },
        Name::Variation => Spread::Variation { sample: true },
        Name::Given | Name::Pairwise | Name::Combined => return Weighting::Given(sum.clone()),
    };
    Weighting::Spread { by, on: None }
}

fn of_keys(keys: &mut Keys<'_>, sum: &Sum, problems: &mut Problems) -> Option<Weighting> {
    let name = must_say(keys, "方法", &NAMES, problems)?;
    match name {
        Name::Given | Name::Equal => Some(alone(name, sum)),
        Name::Pairwise => pairwise(keys, problems).map(Weighting::Pairwise),
        Name::Combined => combined(keys, sum, problems),
        Name::Entropy | Name::Critic | Name::Deviation | Name::Variation => {
            let on = keys.node("标准化").map(|node| normalisation(node, problems));
            let shift = if name == Name::Entropy { number(keys, "平移", problems) } else { None };
            let sample = if matches!(name, Name::Deviation | Name::Variation) {
                key_word(keys, "标准差", &[(true, "样本"), (false, "总体")], problems).unwrap_or(true)
            } else {
                true
            };
            let by = match name {
                Name::Entropy => Spread::Entropy { shift: shift.unwrap_or_else(|| Figure::from(0)) },
                Name::Critic => Spread::Critic,
                Name::Deviation => Spread::Deviation { sample },
                _ => Spread::Variation { sample },
            };
            let on = match on {
                Some(read) => Some(read?),
                None => None,
            };
            Some(Weighting::Spread { by, on })
        }
    }
}

fn pairwise(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<Pairwise> {
    let matrix: Option<Node> = keys.need("判断矩阵", problems);
    let ways = [
        (Priorities::Eigenvector, "特征根"),
        (Priorities::GeometricMeans, "几何平均"),
        (Priorities::ColumnMeans, "列归一平均"),
        (Priorities::GeometricMeans, "方根法"),
        (Priorities::ColumnMeans, "和积法"),
    ];
    let priorities = key_word(keys, "算法", &ways, problems).unwrap_or(Priorities::Eigenvector);
    let random_index = number(keys, "RI", problems);
    if let Some(node) = keys.peek("RI").filter(|_| random_index.as_ref().is_some_and(|index| index.value() <= 0.0)) {
        problems.push(node.span.clone(), "RI 应当大于零").hint("写所用的表里这一阶的随机一致性指标，如 0.52");
    }
    let accepted = key_word(keys, "一致性", &[(false, "检验"), (true, "不合格也接受")], problems).unwrap_or(false);
    let matrix = matrix.and_then(|node| rows(&node, problems))?;
    Some(Pairwise { matrix, priorities, random_index, inconsistency_accepted: accepted })
}

fn rows(node: &Node, problems: &mut Problems) -> Option<Vec<Vec<Rational>>> {
    let Value::List(rows) = &node.value else {
        problems.push(node.span.clone(), "判断矩阵应是一行一个列表").hint("写成 [[1, 3], [1/3, 1]]");
        return None;
    };
    let mut all = Vec::new();
    for row in rows {
        let entries: Option<Vec<Fraction>> = Read::read(row, problems);
        all.push(entries.map(|entries| entries.into_iter().map(|entry| entry.0).collect::<Vec<_>>()));
    }
    all.into_iter().collect()
}

fn combined(keys: &mut Keys<'_>, sum: &Sum, problems: &mut Problems) -> Option<Weighting> {
    let product = must_say(keys, "方式", &[(false, "加权"), (true, "连乘")], problems);
    let parts: Option<Node> = keys.need("部分", problems);
    let parts = parts?;
    let Value::List(items) = &parts.value else {
        problems
            .push(parts.span.clone(), "“部分”应是一个列表")
            .hint("写成 [{份额: 0.5, 方法: 熵权}, {份额: 0.5, 方法: 给定}]");
        return None;
    };
    if items.len() < 2 {
        problems.push(parts.span.clone(), "组合至少要有两种权重").hint("再写一种，或不用组合");
        return None;
    }
    let mut read = Vec::new();
    for item in items {
        let Some(mut keys) = Keys::of(item, "组合的一部分", problems) else { continue };
        let share: Option<Fraction> =
            if product == Some(true) { keys.optional("份额", problems) } else { keys.need("份额", problems) };
        let part = of_keys(&mut keys, sum, problems);
        keys.done(problems);
        let share = share.map_or_else(Rational::zero, |share| share.0);
        read.extend(part.map(|part| (share, part)));
    }
    let whole = read.len() == items.len();
    Some(Weighting::Combined { product: product?, parts: read }).filter(|_| whole)
}

/// What given weights must add up to: `1`, `100`, `相对`, `不除`.
pub(super) fn sum(node: &Node, problems: &mut Problems) -> Option<Sum> {
    match node.text() {
        Some("相对") => Some(Sum::Relative),
        Some("不除") => Some(Sum::AsGiven),
        _ => {
            let expected = Fraction::read(node, problems)?.0;
            if expected <= Rational::zero() {
                problems
                    .push(node.span.clone(), "权重合计应当大于零")
                    .hint("写 1、100，或 相对（按各权重之和折算）、不除（原样使用）");
                return None;
            }
            Some(Sum::To(expected))
        }
    }
}

/// How children are put together: `算术`, `几何`, `调和`, `TOPSIS`.
pub(super) fn aggregation(node: &Node, problems: &mut Problems) -> Option<Aggregation> {
    const TOPSIS: Aggregation = Aggregation::Topsis { weights_on_squares: false };
    const NAMES: [(Aggregation, &str); 7] = [
        (Aggregation::Arithmetic, "算术"),
        (Aggregation::Geometric, "几何"),
        (Aggregation::Harmonic, "调和"),
        (TOPSIS, "TOPSIS"),
        (Aggregation::Arithmetic, "加权平均"),
        (Aggregation::Geometric, "几何平均"),
        (TOPSIS, "topsis"),
    ];
    match Written::of(node, "合成", problems)? {
        Written::Word(node) => worded(node, "合成", &NAMES, problems),
        Written::Map(mut keys) => {
            let name = must_say(&mut keys, "方法", &NAMES, problems);
            let on = match name {
                Some(Aggregation::Topsis { .. }) => {
                    key_word(&mut keys, "权重用于", &[(false, "数值"), (true, "距离平方")], problems)
                }
                _ => None,
            };
            keys.done(problems);
            Some(match name? {
                Aggregation::Topsis { .. } => Aggregation::Topsis { weights_on_squares: on.unwrap_or(false) },
                other => other,
            })
        }
    }
}
