//! What was said about findings and the region's own rules, as they go out in files and come back.

use dukao_core::check::{Rule, Severity};
use dukao_core::period::Period;
use dukao_office::{Explanation, KeptText};

use super::{Checks, FindingState, Note, Subject};
use crate::AppError;

/// Who brings a file, when, and the version it makes: for what the file does not say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Brought<'a> {
    pub(crate) by: &'a str,
    pub(crate) at: i64,
    pub(crate) version: i64,
}

impl Checks {
    /// What was said last about each finding.
    ///
    /// # Errors
    /// [`AppError::Damaged`] when a finding is not what it says.
    pub(crate) fn explanations(&self) -> Result<Vec<Explanation>, AppError> {
        self.said.keys().filter_map(|key| self.explanation(key).transpose()).collect()
    }

    /// What was said last about a finding.
    ///
    /// # Errors
    /// As for [`Checks::explanations`].
    pub(crate) fn explanation(&self, key: &str) -> Result<Option<Explanation>, AppError> {
        let Some((note, _)) = self.last(key) else { return Ok(None) };
        explanation(key, note).map(Some).ok_or_else(|| AppError::Damaged(format!("核对说明“{key}”")))
    }

    /// The region's own rule file.
    pub(crate) fn own_rules(&self) -> Option<KeptText> {
        let (file, _) = self.rules.own.as_ref()?;
        Some(KeptText { title: String::new(), name: file.name.clone(), text: file.text.clone() })
    }

    /// The note to write for what a file says about a finding; `None` when it is said already.
    pub(crate) fn news(&self, own: &Explanation, brought: Brought<'_>) -> Option<Note> {
        let there = self.last(&own.key).map(|(note, _)| note);
        let by = |note: &Note| own.by.as_ref().is_none_or(|by| *by == note.by);
        let at = |note: &Note| own.at.is_none_or(|at| at == note.at);
        let note = note(own, brought);
        let same = |there: &&Note| {
            by(there)
                && at(there)
                && **there == Note { by: there.by.clone(), at: there.at, based_on: there.based_on, ..note.clone() }
        };
        if there.as_ref().is_some_and(same) { None } else { Some(note) }
    }
}

fn explanation(key: &str, note: &Note) -> Option<Explanation> {
    let Subject { rule, name, severity, indicator, unit, period, statement, printed, computed, tolerance } =
        note.finding.clone();
    let state = note.state.label();
    Some(Explanation {
        key: key.to_owned(),
        state: Explanation::STATES.iter().find(|(_, word)| *word == state)?.0,
        text: note.text.clone(),
        owner_unit: note.owner_unit.clone(),
        owner_person: note.owner_person.clone(),
        by: Some(note.by.clone()),
        at: Some(note.at),
        rule: Rule::from_key(&rule)?,
        name,
        severity: Severity::KEYS.iter().find(|(own, _)| *own == severity)?.1,
        indicator,
        unit,
        period: Period::parse(&period)?,
        statement,
        printed,
        computed,
        tolerance,
        figures: note.figures.clone(),
    })
}

fn note(own: &Explanation, brought: Brought<'_>) -> Note {
    let own = own.clone();
    Note {
        state: FindingState::from_text(own.state).unwrap_or(FindingState::Open),
        text: own.text,
        owner_unit: own.owner_unit,
        owner_person: own.owner_person,
        by: own.by.unwrap_or_else(|| brought.by.to_owned()),
        at: own.at.unwrap_or(brought.at),
        based_on: brought.version,
        figures: own.figures,
        finding: Subject {
            rule: own.rule.key().to_owned(),
            name: own.name,
            severity: own.severity.key().to_owned(),
            indicator: own.indicator,
            unit: own.unit,
            period: own.period.code(),
            statement: own.statement,
            printed: own.printed,
            computed: own.computed,
            tolerance: own.tolerance,
        },
    }
}
