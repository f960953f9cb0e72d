//! What a region keeps beside its figures: what was said about findings, its check rules, its mapping files,
//! its filters.

use std::collections::BTreeMap;

use dukao_core::check::{Rule, Severity};
use dukao_core::period::Period;

/// What was said about a finding, with the finding as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The finding's key.
    pub key: String,
    /// 待核实, 已说明 or 不予处理.
    pub state: &'static str,
    /// The explanation, or the reason; may be empty.
    pub text: String,
    /// Code of the unit that has to look at it.
    pub owner_unit: Option<String>,
    /// The person who has to look at it.
    pub owner_person: Option<String>,
    /// Who said it; `None`: who brings the file.
    pub by: Option<String>,
    /// When, in microseconds since 1970; `None`: now.
    pub at: Option<i64>,
    /// The rule that found it.
    pub rule: Rule,
    /// The rule's name in the rules of then.
    pub name: String,
    /// How grave it was.
    pub severity: Severity,
    /// Indicator code.
    pub indicator: String,
    /// Unit code.
    pub unit: String,
    /// Its period.
    pub period: Period,
    /// The sentence with the figures.
    pub statement: String,
    /// What was printed.
    pub printed: Option<String>,
    /// What the other figures gave.
    pub computed: Option<String>,
    /// How far the two may be apart.
    pub tolerance: String,
    /// The figures it was about: when the finding rests on others, what was said is outdated.
    pub figures: String,
}

impl Explanation {
    /// The states that can be said; 已改正 is seen, not said.
    pub const STATES: [(&'static str, &'static str); 3] =
        [("待核实", "待核实"), ("已说明", "已说明"), ("不予处理", "不予处理")];
}

/// A filter of the ledger that is kept under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFilter {
    /// Its name.
    pub name: String,
    /// The parameters of the ledger's address, by their names.
    pub parameters: BTreeMap<String, String>,
}

/// A text file that a region keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptText {
    /// Title of a mapping; empty for rules.
    pub title: String,
    /// File name.
    pub name: String,
    /// Its text.
    pub text: String,
}
