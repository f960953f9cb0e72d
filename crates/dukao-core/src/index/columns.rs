//! Which columns of a table an index needs.

use super::model::{Index, Kind, Missing, Weighting};

impl Index {
    /// The children of a node, in order.
    pub fn children(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.parent == Some(of)).map(|(at, _)| at)
    }

    /// All columns with figures that are needed from a table, each once, in order.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns: Vec<&str> = Vec::new();
        for node in &self.nodes {
            let Kind::Leaf(leaf) = &node.kind else { continue };
            for column in std::iter::once(&leaf.column).chain(&leaf.over) {
                if !columns.contains(&column.as_str()) {
                    columns.push(column);
                }
            }
        }
        columns
    }

    /// All columns with groups that are needed from a table, each once, in order.
    pub fn group_columns(&self) -> Vec<&str> {
        let mut columns: Vec<&str> = self.groups.iter().map(String::as_str).collect();
        for node in &self.nodes {
            let named = match &node.kind {
                Kind::Leaf(leaf) => {
                    let missing = match &leaf.missing {
                        Missing::GroupMean(group) | Missing::GroupMedian(group) => Some(group),
                        _ => None,
                    };
                    vec![missing, leaf.normalisation.within.as_ref()]
                }
                Kind::Branch(branch) => {
                    let mut named = vec![branch.rescale.as_ref().and_then(|rescale| rescale.within.as_ref())];
                    branch.weighting.groups(&mut named);
                    named
                }
            };
            for column in named.into_iter().flatten() {
                if !columns.contains(&column.as_str()) {
                    columns.push(column);
                }
            }
        }
        columns
    }
}

impl Weighting {
    fn groups<'w>(&'w self, named: &mut Vec<Option<&'w String>>) {
        match self {
            Self::Spread { on: Some(on), .. } => named.push(on.within.as_ref()),
            Self::Combined { parts, .. } => parts.iter().for_each(|(_, part)| part.groups(named)),
            _ => {}
        }
    }
}
