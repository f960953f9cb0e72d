//! An index as it is shown; all figures are decimals as text.

use dukao_core::index::{Aggregation, Index, Kind, Leaf, Node, Results, Step, Transform, UnitResult, What};
use dukao_core::number::{Decimal, Rational};
use dukao_office::Problem;
use dukao_office::index::{method_words, missing_words, weighting_words};
use serde::Serialize;

/// An index over a table.
#[derive(Debug, Clone, Serialize)]
pub struct IndexView {
    /// Its name.
    pub index: String,
    /// How many decimals people are shown.
    pub decimals: u8,
    /// Whether a lower index is the better one.
    pub lower_is_better: bool,
    /// The nodes, each before those below it; the first is the whole.
    pub nodes: Vec<NodeView>,
    /// The units, in the order of the table.
    pub units: Vec<UnitView>,
    /// The unit that is explained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explained: Option<String>,
    /// How its index came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepView>,
    /// What one should know of the table.
    pub notes: Vec<Problem>,
}

/// A branch or an indicator.
#[derive(Debug, Clone, Serialize)]
pub struct NodeView {
    /// Its number, by which parts and steps name it.
    pub node: usize,
    /// Its name.
    pub name: String,
    /// The number of the node it stands below.
    pub parent: Option<usize>,
    /// The column of an indicator.
    pub column: Option<String>,
    /// Its weight among its siblings.
    pub weight: Option<String>,
    /// The product of the weights from the whole down to it.
    pub overall_weight: Option<String>,
    /// Where the weights of its children come from.
    pub weighting: Option<String>,
    /// How its children are put together.
    pub aggregation: Option<&'static str>,
    /// How its figures are made comparable.
    pub normalisation: Option<&'static str>,
    /// What happens where a figure is missing.
    pub missing: Option<String>,
    /// Whether less is better in its figures as they are put together.
    pub lower_is_better: bool,
    /// What was found on the way to the weights of its children.
    pub facts: Vec<FactView>,
}

/// Something found on the way to weights.
#[derive(Debug, Clone, Serialize)]
pub struct FactView {
    /// What it is.
    pub name: &'static str,
    /// The child it is about.
    pub child: Option<String>,
    /// Its value.
    pub value: String,
}

/// A unit.
#[derive(Debug, Clone, Serialize)]
pub struct UnitView {
    /// Its name.
    pub unit: String,
    /// The index, twelve significant digits.
    pub value: String,
    /// The index as people are shown it.
    pub text: String,
    /// Its place.
    pub rank: usize,
    /// Whether others have the same place.
    pub tied: bool,
    /// Its places inside groups.
    pub groups: Vec<GroupView>,
    /// How many of its figures were put in.
    pub imputed: usize,
    /// Its figure for each node below the whole.
    pub parts: Vec<PartView>,
}

/// A place inside a group.
#[derive(Debug, Clone, Serialize)]
pub struct GroupView {
    /// The group column.
    pub column: String,
    /// The group.
    pub group: String,
    /// The place.
    pub rank: usize,
    /// Whether others of the group have the same place.
    pub tied: bool,
    /// How many units the group has.
    pub units: usize,
}

/// The figure of a unit for a node.
#[derive(Debug, Clone, Serialize)]
pub struct PartView {
    /// The number of the node.
    pub node: usize,
    /// Its name.
    pub name: String,
    /// The figure of a branch, the comparable figure of an indicator; none where it was left out.
    pub value: Option<String>,
    /// The same as people are shown it.
    pub text: Option<String>,
    /// Of an indicator: what the table has.
    pub written: Option<String>,
    /// Of an indicator: what was reckoned with.
    pub used: Option<String>,
    /// Whether that was put in.
    pub imputed: bool,
}

/// A step of an explanation.
#[derive(Debug, Clone, Serialize)]
pub struct StepView {
    /// The number of the node.
    pub node: usize,
    /// Its name.
    pub name: String,
    /// What is done.
    pub what: &'static str,
    /// For which group of units, where a method works inside groups.
    pub scope: Option<String>,
    /// What comes out, by the name that later steps use.
    pub symbol: String,
    /// How.
    pub formula: String,
    /// What is put in.
    pub inputs: Vec<InputView>,
    /// What comes out.
    pub result: String,
}

/// What is put into a step.
#[derive(Debug, Clone, Serialize)]
pub struct InputView {
    /// Its name in the formula.
    pub symbol: String,
    /// What it is; empty when the symbol says it.
    pub meaning: String,
    /// The figure, of what is no list.
    pub value: Option<String>,
    /// The figures of a list.
    pub list: Option<Vec<String>>,
}

impl IndexView {
    pub(super) fn of(index: &Index, results: &Results, explained: Option<(&str, Vec<Step>)>) -> Self {
        let (unit, steps) = explained.map_or((None, Vec::new()), |(unit, steps)| (Some(unit.to_owned()), steps));
        Self {
            index: index.name.clone(),
            decimals: index.decimals,
            lower_is_better: results.lower_is_better,
            nodes: nodes(index, results),
            units: results.units.iter().map(|unit| unit_view(index, unit)).collect(),
            explained: unit,
            steps: steps.iter().map(|step| step_view(index, step)).collect(),
            notes: Vec::new(),
        }
    }
}

fn nodes(index: &Index, results: &Results) -> Vec<NodeView> {
    let name_of = |node: usize| index.nodes.get(node).map_or_else(String::new, |node| node.name.clone());
    let all = index.nodes.iter().zip(&results.nodes).enumerate();
    all.map(|(at, (node, result))| {
        let (weighting, aggregation, normalisation) = match &node.kind {
            Kind::Branch(branch) => (
                Some(weighting_words(&branch.weighting)),
                Some(aggregation_words(&branch.aggregation)),
                branch.rescale.as_ref().map(|rescale| method_words(&rescale.method)),
            ),
            Kind::Leaf(leaf) => (None, None, Some(method_words(&leaf.normalisation.method))),
        };
        let leaf = leaf_of(node);
        let children: Vec<usize> = index.children(at).collect();
        let child = |place: Option<usize>| place.and_then(|place| children.get(place)).map(|child| name_of(*child));
        let facts = result.facts.iter().map(|fact| FactView {
            name: fact.name,
            child: child(fact.child),
            value: fact.value.to_string(),
        });
        NodeView {
            node: at,
            name: node.name.clone(),
            parent: node.parent,
            column: leaf.map(|leaf| leaf.column.clone()),
            weight: text(result.weight),
            overall_weight: text(result.overall),
            weighting,
            aggregation,
            normalisation,
            missing: leaf.map(|leaf| missing_words(&leaf.missing)),
            lower_is_better: result.lower_is_better,
            facts: facts.collect(),
        }
    })
    .collect()
}

const fn leaf_of(node: &Node) -> Option<&Leaf> {
    match &node.kind {
        Kind::Leaf(leaf) => Some(leaf),
        Kind::Branch(_) => None,
    }
}

const fn aggregation_words(aggregation: &Aggregation) -> &'static str {
    match aggregation {
        Aggregation::Arithmetic => "算术",
        Aggregation::Geometric => "几何",
        Aggregation::Harmonic => "调和",
        Aggregation::Topsis { .. } => "TOPSIS",
    }
}

fn unit_view(index: &Index, unit: &UnitResult) -> UnitView {
    let shown = |value: Decimal| Rational::from(value).round(index.decimals).to_string();
    let parts = index.nodes.iter().zip(unit.values.iter().zip(&unit.raw)).enumerate().skip(1);
    UnitView {
        unit: unit.unit.clone(),
        value: unit.index.to_string(),
        text: shown(unit.index),
        rank: unit.rank,
        tied: unit.tied,
        groups: unit
            .groups
            .iter()
            .map(|place| GroupView {
                column: place.column.clone(),
                group: place.group.clone(),
                rank: place.rank,
                tied: place.tied,
                units: place.units,
            })
            .collect(),
        imputed: unit.imputed,
        parts: parts
            .map(|(at, (node, (value, raw)))| PartView {
                node: at,
                name: node.name.clone(),
                value: text(*value),
                text: value.map(shown),
                written: raw.as_ref().and_then(|raw| raw.written.clone()),
                used: raw.as_ref().and_then(|raw| text(raw.used)),
                imputed: raw.as_ref().is_some_and(|raw| raw.imputed),
            })
            .collect(),
    }
}

fn step_view(index: &Index, step: &Step) -> StepView {
    let node = index.nodes.get(step.node);
    let transform = node.and_then(leaf_of).map(|leaf| &leaf.transform);
    StepView {
        node: step.node,
        name: node.map_or_else(String::new, |node| node.name.clone()),
        what: what_words(step.what, transform),
        scope: step.scope.clone(),
        symbol: step.symbol.clone(),
        formula: step.formula.clone(),
        inputs: step
            .inputs
            .iter()
            .map(|input| {
                let values: Vec<String> = input.values.iter().map(Decimal::to_string).collect();
                let (value, list) = if input.list { (None, Some(values)) } else { (values.into_iter().next(), None) };
                InputView { symbol: input.symbol.clone(), meaning: input.meaning.clone(), value, list }
            })
            .collect(),
        result: step.result.to_string(),
    }
}

const fn what_words(what: What, transform: Option<&Transform>) -> &'static str {
    match what {
        What::Read => "取数",
        What::Impute => "补缺",
        What::Cut => "缩尾",
        What::Transform => match transform {
            Some(Transform::Logarithm | Transform::ShiftedLogarithm) => "取对数",
            _ => "变换",
        },
        What::Parameter => "参数",
        What::Normalise => "标准化",
        What::Weigh => "赋权",
        What::Aggregate => "合成",
        What::Rescale => "再标准化",
    }
}

fn text(value: Option<Decimal>) -> Option<String> {
    value.map(|value| value.to_string())
}
