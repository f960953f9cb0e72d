//! A scheme laid out for computing: its entries one after another, parents before children.

use std::collections::BTreeSet;

use super::scheme::{Body, Combine, Entry, ExtraBody, Scheme, Sign};

/// An entry in its place.
#[derive(Debug, Clone)]
pub struct Node<'s> {
    /// The entry.
    pub entry: &'s Entry,
    /// The group it stands in; `None` at the top and for bonuses.
    pub parent: Option<usize>,
    /// How deep it stands, 0 at the top.
    pub depth: usize,
    /// The entries below it.
    pub children: Vec<usize>,
    /// How the entries below make it up.
    pub combine: Option<&'s Combine>,
    /// The inputs of its method, with whether each may hold several numbers.
    pub inputs: Vec<(String, bool)>,
    /// Whether it is a bonus or a deduction instead of a part of the marks.
    pub sign: Option<Sign>,
}

/// All entries of a scheme in one list; an entry is named by its number in it.
#[derive(Debug, Clone)]
pub struct Plan<'s> {
    /// The scheme.
    pub scheme: &'s Scheme,
    /// Its entries, parents before children, bonuses and deductions after the marks.
    pub nodes: Vec<Node<'s>>,
    /// The entries at the top, in order.
    pub roots: Vec<usize>,
}

impl<'s> Plan<'s> {
    /// Lays out `scheme`.
    pub fn of(scheme: &'s Scheme) -> Self {
        let mut plan = Self { scheme, nodes: Vec::new(), roots: Vec::new() };
        for entry in &scheme.entries {
            let root = plan.add(entry, None, 0, None);
            plan.roots.push(root);
        }
        for extra in &scheme.extras {
            if let ExtraBody::Entry(entry) = &extra.body {
                plan.add(entry, None, 0, Some(extra.sign));
            }
        }
        plan
    }

    fn add(&mut self, entry: &'s Entry, parent: Option<usize>, depth: usize, sign: Option<Sign>) -> usize {
        let at = self.nodes.len();
        let (combine, inputs) = match &entry.body {
            Body::Group { combine, .. } => (Some(combine), Vec::new()),
            Body::Scored(scored) => (None, scored.method.inputs()),
        };
        self.nodes.push(Node { entry, parent, depth, children: Vec::new(), combine, inputs, sign });
        if let Body::Group { entries, .. } = &entry.body {
            let children: Vec<usize> = entries.iter().map(|child| self.add(child, Some(at), depth + 1, sign)).collect();
            if let Some(node) = self.nodes.get_mut(at) {
                node.children = children;
            }
        }
        at
    }

    /// The entries that stand in no group: the top of the marks, bonuses and deductions.
    pub fn tops(&self) -> Vec<usize> {
        let top = |(at, node): (usize, &Node<'s>)| node.parent.is_none().then_some(at);
        self.nodes.iter().enumerate().filter_map(top).collect()
    }

    /// What the conditions of the scheme look at.
    pub fn subjects(&self) -> BTreeSet<&'s str> {
        let of_entries = self.nodes.iter().flat_map(|node| &node.entry.conditions);
        let of_events = self.scheme.extras.iter().flat_map(|extra| match &extra.body {
            ExtraBody::Events(rule) => rule.conditions.as_slice(),
            ExtraBody::Entry(_) => &[],
        });
        of_entries.chain(of_events).map(|condition| condition.subject.as_str()).collect()
    }

    /// The number of the entry with this code.
    pub fn find(&self, code: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.entry.code == code)
    }
}
