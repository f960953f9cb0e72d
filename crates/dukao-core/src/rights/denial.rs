//! A refusal: which right was missing, and why.

use super::{Right, Role, Years};

/// Why a right does not reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// None of the caller's posts gives it; these roles have it.
    Role(Vec<Role>),
    /// It reaches other regions only.
    Region,
    /// It reaches these units and what is below them; empty for what concerns the whole region.
    Unit(Vec<String>),
    /// It reaches these years.
    Year(Vec<Years>),
    /// It was switched off.
    Off(&'static str),
    /// A token was not given this right.
    Scope,
}

/// A right was missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The right.
    pub right: Right,
    /// Why it does not reach.
    pub why: Why,
}

impl Denial {
    /// In words, naming the right.
    pub fn message(&self) -> String {
        let right = self.right.label();
        match &self.why {
            Why::Role(roles) if roles.is_empty() => format!("没有“{right}”的权限"),
            Why::Role(roles) => {
                let roles: Vec<&str> = roles.iter().map(|role| role.label()).collect();
                format!("没有“{right}”的权限，它只给{}", roles.join("、"))
            }
            Why::Region => format!("没有这个地区“{right}”的权限"),
            Why::Unit(units) if units.is_empty() => format!("“{right}”的权限只到本单位，这里要全地区的权限"),
            Why::Unit(units) => format!("“{right}”的权限只到{}", units.join("、")),
            Why::Year(years) => {
                let one = |years: &Years| match years.last {
                    Some(last) if last == years.first => format!("{last}年"),
                    Some(last) => format!("{}—{last}年", years.first),
                    None => format!("{}年以后", years.first),
                };
                format!("“{right}”的权限只到{}", years.iter().map(one).collect::<Vec<_>>().join("、"))
            }
            Why::Off(what) => format!("没有“{right}”的权限：{what}"),
            Why::Scope => format!("这个令牌没有“{right}”的权限"),
        }
    }
}
