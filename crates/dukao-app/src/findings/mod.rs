//! Findings as work: rules in force, who looks at a contradiction, what was said about it.
//!
//! A finding is computed from the data each time; what people say about it is stored beside it as entries,
//! under the finding's key. An explanation is about the figures as they were: when they change, it is shown
//! as of then and the finding is open again.

mod explain;
mod gone;
mod kept;
mod lines;
mod proposed;
mod rules;

pub(crate) use explain::seen;
pub use explain::{ExplainRequest, Explained, FieldProblem};
pub(crate) use gone::Found;
pub(crate) use kept::Brought;
pub use lines::LineChange;
pub use proposed::{ProposedRules, RulesText};
pub use rules::{RuleFile, SavedRules};
pub(crate) use rules::{Rules, SAVED_KEY, Stored, shipped};

use std::collections::BTreeMap;

use dukao_core::check::{Finding, Rule, Severity};
use dukao_core::period::Period;
use serde::{Deserialize, Serialize};

/// How far a finding has been dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// 待核实
    Open,
    /// 已说明
    Explained,
    /// 不予处理, with the reason.
    Dismissed,
    /// 已改正: it no longer arises.
    Corrected,
}

impl FindingState {
    /// All with the key in JSON and addresses and the word shown.
    pub const WORDS: [(Self, &'static str, &'static str); 4] = [
        (Self::Open, "open", "待核实"),
        (Self::Explained, "explained", "已说明"),
        (Self::Dismissed, "dismissed", "不予处理"),
        (Self::Corrected, "corrected", "已改正"),
    ];

    /// The word shown.
    pub fn label(self) -> &'static str {
        Self::WORDS.iter().find(|(own, ..)| *own == self).map_or("", |(.., word)| word)
    }

    /// The key in JSON and addresses.
    pub fn key(self) -> &'static str {
        Self::WORDS.iter().find(|(own, ..)| *own == self).map_or("", |(_, key, _)| key)
    }

    /// By key or word.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, key, word)| *key == text || *word == text).map(|(own, ..)| *own)
    }
}

/// What was said about a finding, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    pub(crate) state: FindingState,
    #[serde(default)]
    pub(crate) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) owner_unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) owner_person: Option<String>,
    /// Who said it.
    pub(crate) by: String,
    /// When, in microseconds.
    pub(crate) at: i64,
    /// The version of the data that was looked at.
    pub(crate) based_on: i64,
    /// The figures that were looked at.
    pub(crate) figures: String,
    /// The finding as it was.
    pub(crate) finding: Subject,
}

/// A finding as it was when something was said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subject {
    rule: String,
    name: String,
    severity: String,
    pub(crate) indicator: String,
    pub(crate) unit: String,
    period: String,
    statement: String,
    printed: Option<String>,
    computed: Option<String>,
    #[serde(default)]
    tolerance: String,
}

impl Subject {
    fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.key().to_owned(),
            name: finding.name.clone(),
            severity: finding.severity.key().to_owned(),
            indicator: finding.indicator.clone(),
            unit: finding.unit.clone(),
            period: finding.period.code(),
            statement: finding.statement.clone(),
            printed: finding.printed.clone(),
            computed: finding.computed.clone(),
            tolerance: finding.tolerance.clone(),
        }
    }

    /// The finding again; its cells are those of then and not kept.
    pub(crate) fn finding(&self, key: &str, figures: &str) -> Option<Finding> {
        let severity = Severity::KEYS.iter().find(|(own, _)| *own == self.severity)?.1;
        Some(Finding {
            rule: Rule::from_key(&self.rule)?,
            severity,
            name: self.name.clone(),
            key: key.to_owned(),
            figures: figures.to_owned(),
            indicator: self.indicator.clone(),
            unit: self.unit.clone(),
            period: Period::parse(&self.period)?,
            statement: self.statement.clone(),
            printed: self.printed.clone(),
            computed: self.computed.clone(),
            tolerance: self.tolerance.clone(),
            sources: Vec::new(),
        })
    }
}

/// One state of what was said, and the version that brought it; nothing when it was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) version: i64,
    pub(crate) note: Option<Note>,
}

/// The rules in force and all that was said about findings.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    pub(crate) rules: Rules,
    /// By the finding's key, in the order in which it was said.
    pub(crate) said: BTreeMap<String, Vec<Said>>,
}

impl Checks {
    /// The shipped rules, and nothing said.
    pub(crate) fn new() -> Result<Self, crate::AppError> {
        Ok(Self { rules: Rules::shipped()?, said: BTreeMap::new() })
    }

    /// What was said last about a finding.
    pub(crate) fn last(&self, key: &str) -> Option<(&Note, i64)> {
        let said = self.said.get(key)?.last()?;
        said.note.as_ref().map(|note| (note, said.version))
    }
}

/// The year of a finding by its key.
pub(crate) fn year_of(key: &str) -> Option<i16> {
    // Rule, indicator and unit stand before it; their codes may look like years.
    key.split(':').skip(3).find_map(|part| {
        let (year, rest) = part.split_at_checked(4)?;
        (rest.is_empty() || rest.starts_with('-')).then(|| year.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_words_and_keys() {
        for (state, key, word) in FindingState::WORDS {
            assert_eq!((state.key(), state.label()), (key, word));
            assert_eq!((FindingState::from_text(key), FindingState::from_text(word)), (Some(state), Some(state)));
        }
        assert_eq!(FindingState::from_text("其他"), None);
    }

    #[test]
    fn the_year_is_in_the_key() {
        assert_eq!(year_of("growth:P03:Q00:2018-07:cumulative_growth"), Some(2018));
        assert_eq!(year_of("stretch:P01:Q00:2018"), Some(2018));
        assert_eq!(year_of("growth:2017:2016-5:2018-07:cumulative_growth"), Some(2018));
        assert_eq!(year_of("nothing"), None);
    }
}
