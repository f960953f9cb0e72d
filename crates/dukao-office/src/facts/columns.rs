//! Which columns a scheme asks for.

use dukao_core::assessment::Plan;
use dukao_core::assessment::scheme::{Body, Checkpoint, Condition, ExtraBody, Origin};
use dukao_core::period::Month;

/// A column that a scheme asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// Its head.
    pub head: String,
    /// What it is for.
    pub(super) purpose: Purpose,
    /// Whether a cell may hold several figures.
    pub(super) many: bool,
}

/// What a column is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// An input of an entry.
    Input { entry: usize, input: usize, checkpoint: Option<Checkpoint> },
    /// What a condition looks at.
    Condition { subject: String },
}

/// The columns that a scheme asks for, in its order.
pub(super) fn needed(plan: &Plan<'_>, month: Month) -> Vec<Needed> {
    let mut needed: Vec<Needed> = Vec::new();
    for (entry, node) in plan.nodes.iter().enumerate() {
        let Body::Scored(scored) = &node.entry.body else { continue };
        for (input, (name, many)) in node.inputs.iter().enumerate() {
            let feed = scored.feeds.iter().find(|feed| feed.input == *name);
            let head = match feed.map(|feed| &feed.origin) {
                Some(Origin::Column(head)) => head.clone(),
                Some(Origin::Fixed { .. }) => continue,
                // A figure of the ledger, marks that are entered: in a plain table they stand under the name of the entry.
                Some(Origin::Figure { .. } | Origin::Entered) | None if node.inputs.len() == 1 => {
                    node.entry.name.clone()
                }
                Some(Origin::Figure { .. } | Origin::Entered) | None => format!("{}{name}", node.entry.name),
            };
            for checkpoint in checkpoints(plan, entry, month) {
                let head = checkpoint.map_or_else(|| head.clone(), |point| format!("{}{head}", point.name()));
                needed.push(Needed { head, purpose: Purpose::Input { entry, input, checkpoint }, many: *many });
            }
        }
    }
    for condition in conditions(plan) {
        let head = match &condition.origin {
            Origin::Column(head) => head.clone(),
            Origin::Fixed { .. } => continue,
            Origin::Figure { .. } | Origin::Entered => condition.subject.clone(),
        };
        let purpose = Purpose::Condition { subject: condition.subject.clone() };
        let column = Needed { head, purpose, many: false };
        if !needed.contains(&column) {
            needed.push(column);
        }
    }
    needed
}

/// The checkpoints of an entry that have passed; `None` where it is scored once, and before the first of them.
fn checkpoints(plan: &Plan<'_>, entry: usize, month: Month) -> Vec<Option<Checkpoint>> {
    let mut here = plan.nodes.get(entry);
    while let Some(node) = here {
        let passed = node.entry.process.iter().map(|(point, _)| *point).filter(|point| point.0 <= month);
        let passed: Vec<Option<Checkpoint>> = passed.map(Some).collect();
        if !passed.is_empty() {
            return passed;
        }
        here = node.parent.and_then(|parent| plan.nodes.get(parent));
    }
    vec![None]
}

fn conditions<'a>(plan: &'a Plan<'_>) -> impl Iterator<Item = &'a Condition> {
    let of_entries = plan.nodes.iter().flat_map(|node| &node.entry.conditions);
    of_entries.chain(plan.scheme.extras.iter().flat_map(|extra| match &extra.body {
        ExtraBody::Events(rule) => rule.conditions.as_slice(),
        ExtraBody::Entry(_) => &[],
    }))
}
