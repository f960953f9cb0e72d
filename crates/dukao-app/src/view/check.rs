//! Findings: contradictions inside the data, with what was said about them.

use dukao_core::rights::Right;
use std::collections::BTreeSet;
use std::ops::Deref;

use dukao_core::check::{Finding, Rule, RuleSet, Severity, check};
use dukao_core::ledger::Book;
use dukao_core::period::Month;
use serde::Serialize;

use super::basis::Settled;
use super::trace::{SourcePlace, place_of};
use super::{Asked, Basis, Choices};
use crate::findings::{Checks, FindingState, Note, seen, year_of};
use crate::trail::Page;
use crate::{App, AppError, clock};

/// What was said about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Explanation {
    /// The state it was given.
    #[schema(value_type = String)]
    pub state: FindingState,
    /// The explanation, or the reason; may be empty.
    pub text: String,
    /// Who has to look at it, in words; may be empty.
    pub owner: String,
    /// Who said it.
    pub by: String,
    /// When.
    pub at: String,
    /// The version that brought it.
    pub version: i64,
    /// The version of the data it is about.
    pub based_on: i64,
    /// Whether the figures are others now.
    pub outdated: bool,
}

/// A finding with its state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedFinding {
    /// The finding; of one that no longer arises, as it was, without its cells.
    #[serde(flatten)]
    pub finding: Finding,
    /// Name of the indicator.
    pub indicator_name: String,
    /// Name of the unit.
    pub unit_name: String,
    /// How far it has been dealt with.
    pub state: FindingState,
    /// Code of the unit that has to look at it.
    pub owner_unit: Option<String>,
    /// The person who has to look at it.
    pub owner_person: Option<String>,
    /// Both in words; may be empty.
    pub owner: String,
    /// What was said last.
    pub explanation: Option<Explanation>,
    /// The version since which it no longer arises.
    pub corrected_in: Option<i64>,
}

impl Deref for ListedFinding {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        &self.finding
    }
}

/// How many findings there are, whatever is shown of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FindingCounts {
    /// All that arise.
    pub total: usize,
    /// 矛盾
    pub errors: usize,
    /// 提醒
    pub warnings: usize,
    /// 待核实
    pub open: usize,
    /// 已说明
    pub explained: usize,
    /// 不予处理
    pub dismissed: usize,
    /// 已改正; not among those that arise.
    pub corrected: usize,
}

/// Which findings are shown; empty: all that arise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingFilter {
    /// In this state; 已改正 only when asked for.
    pub state: Option<FindingState>,
    /// Found by this rule.
    pub rule: Option<Rule>,
    /// So grave.
    pub severity: Option<Severity>,
    /// Unit (code, name) or person that has to look at it; `-`: nobody has.
    pub owner: Option<String>,
    /// Of this indicator (code or name).
    pub indicator: Option<String>,
}

impl FindingFilter {
    /// Whether anything is asked for.
    pub fn is_set(&self) -> bool {
        *self != Self::default()
    }

    fn shows(&self, one: &ListedFinding) -> bool {
        let state = match self.state {
            Some(state) => one.state == state,
            None => one.state != FindingState::Corrected,
        };
        let owner = |asked: &str| match asked {
            "-" => one.owner.is_empty(),
            _ => one.owner_unit.as_deref() == Some(asked) || one.owner.contains(asked),
        };
        state
            && self.rule.is_none_or(|rule| rule == one.rule)
            && self.severity.is_none_or(|severity| severity == one.severity)
            && self.owner.as_deref().is_none_or(owner)
            && self.indicator.as_deref().is_none_or(|asked| asked == one.indicator || asked == one.indicator_name)
    }
}

/// The findings of a year up to a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingsView {
    /// What it rests on.
    pub basis: Basis,
    /// What one may switch to.
    #[serde(skip)]
    pub choices: Choices,
    /// How many there are.
    pub counts: FindingCounts,
    /// Findings, gravest first.
    pub findings: Vec<ListedFinding>,
    /// Where each finding's sources can be looked at, in the order of the findings.
    #[serde(skip)]
    pub places: Vec<Vec<SourcePlace>>,
    /// What is shown of them.
    #[serde(skip)]
    pub filter: FindingFilter,
    /// Who has to look at any of them, for the choice.
    #[serde(skip)]
    pub owners: Vec<String>,
    /// The indicators that have any, by code and name, for the choice.
    #[serde(skip)]
    pub indicators: Vec<(String, String)>,
}

/// One finding with everything that was said about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingView {
    /// What it rests on.
    pub basis: Basis,
    /// The finding.
    pub finding: ListedFinding,
    /// Where its sources can be looked at.
    #[serde(skip)]
    pub places: Vec<SourcePlace>,
    /// Everything that was said, the latest first.
    pub history: Vec<Explanation>,
    /// What is looked at: its figures and what was said last. Sent back with what is said about it.
    #[serde(skip)]
    pub seen: String,
    /// Units that may have to look at it: code and name.
    #[serde(skip)]
    pub units: Vec<(String, String)>,
}

impl App {
    /// The findings of the year up to the month.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn findings(&self, asked: &Asked) -> Result<FindingsView, AppError> {
        self.findings_by(asked, FindingFilter::default(), None).await
    }

    /// The same, some of them, and by other rules than those in force when there are any.
    ///
    /// # Errors
    /// As for [`App::findings`].
    pub async fn findings_by(
        &self,
        asked: &Asked,
        filter: FindingFilter,
        rules: Option<&RuleSet>,
    ) -> Result<FindingsView, AppError> {
        let settled = self.settle_for(Right::SeeFindings, asked).await?;
        self.saw(Page::Findings, &settled, None, None).await;
        let rules = rules.unwrap_or(&settled.checks().rules.set);
        let found = settled.found_by(settled.month, rules);
        let mut all: Vec<ListedFinding> = found.into_iter().map(|one| settled.listed(one)).collect();
        all.extend(self.corrected(&settled, &all).await?);
        let owners: BTreeSet<String> =
            all.iter().map(|one| one.owner.clone()).filter(|owner| !owner.is_empty()).collect();
        let mut indicators: Vec<(String, String)> = Vec::new();
        for one in &all {
            let own = (one.indicator.clone(), one.indicator_name.clone());
            if !indicators.contains(&own) {
                indicators.push(own);
            }
        }
        let counts = count(&all);
        let findings: Vec<ListedFinding> = all.into_iter().filter(|one| filter.shows(one)).collect();
        let places = findings.iter().map(|one| places(settled.book(), one)).collect();
        let owners = owners.into_iter().collect();
        let (basis, choices) = (settled.basis(), settled.choices());
        Ok(FindingsView { basis, choices, counts, findings, places, filter, owners, indicators })
    }

    /// One finding with its history.
    ///
    /// # Errors
    /// [`AppError::UnknownFinding`] when it never arose or nothing was said about it and it is gone.
    pub async fn finding(&self, asked: &Asked, key: &str) -> Result<FindingView, AppError> {
        let unknown = || AppError::UnknownFinding(key.to_owned());
        let asked = Asked { year: year_of(key), ..asked.clone() };
        let settled = self.settle_for(Right::SeeFindings, &asked).await.map_err(|error| match error {
            AppError::UnknownYear(_) => unknown(),
            other => other,
        })?;
        self.saw(Page::Finding, &settled, None, Some(key)).await;
        let found = settled.found_by(Month::DECEMBER, &settled.checks().rules.set);
        let there: Vec<ListedFinding> = found.into_iter().map(|one| settled.listed(one)).collect();
        let finding = if let Some(one) = there.iter().find(|one| one.key == key) {
            one.clone()
        } else {
            let gone = self.corrected(&settled, &there).await?;
            gone.into_iter().find(|one| one.key == key).ok_or_else(unknown)?
        };
        let said = settled.checks().said.get(key).into_iter().flatten().rev();
        let figures = (finding.state != FindingState::Corrected).then_some(finding.figures.as_str());
        let history =
            said.filter_map(|said| Some(settled.explanation(said.note.as_ref()?, said.version, figures))).collect();
        let units = settled.book().organisation.iter().map(|unit| (unit.code.clone(), unit.label().to_owned()));
        let places = places(settled.book(), &finding);
        let seen = seen(settled.checks(), &finding);
        Ok(FindingView { basis: settled.basis(), units: units.collect(), places, finding, history, seen })
    }

    /// The findings of the year about which something was said and which no longer arise.
    async fn corrected(&self, settled: &Settled, there: &[ListedFinding]) -> Result<Vec<ListedFinding>, AppError> {
        // What a finding said may rest on what the caller may not see: whoever sees a part is not shown those that are gone.
        if settled.beyond.is_some() {
            return Ok(Vec::new());
        }
        let there: BTreeSet<&str> = there.iter().map(|one| one.key.as_str()).collect();
        let (region, head) = (settled.moment.region.id, settled.book().version.0);
        let mut gone = Vec::new();
        for key in settled.checks().said.keys() {
            let Some((note, version)) = settled.checks().last(key) else { continue };
            if year_of(key) != Some(settled.year) || there.contains(key.as_str()) {
                continue;
            }
            if self.found_at(region, settled.year, head).await?.contains(key) {
                continue;
            }
            let corrected = self.corrected_in(region, settled.year, key, note.based_on, head).await?;
            gone.extend(settled.gone(key, note, version, corrected));
        }
        Ok(gone)
    }
}

impl Settled {
    pub(crate) fn checks(&self) -> &Checks {
        self.moment.snapshot.checks()
    }

    /// The findings up to the month by the rules in force.
    pub(crate) fn found(&self) -> Vec<Finding> {
        self.found_by(self.month, &self.checks().rules.set)
    }

    /// The findings up to a month, those only that are the same over everything.
    fn found_by(&self, month: Month, rules: &RuleSet) -> Vec<Finding> {
        let mut found = check(self.book(), self.year, month, rules);
        if let Some(beyond) = &self.beyond {
            let whole = beyond.found_by(month, rules);
            found.retain(|one| whole.contains(one));
        }
        found
    }

    /// A finding that arises, with what was said about it.
    pub(crate) fn listed(&self, finding: Finding) -> ListedFinding {
        let said = self.checks().last(&finding.key);
        let explanation = said.map(|(note, version)| self.explanation(note, version, Some(&finding.figures)));
        let state = match &explanation {
            Some(said) if !said.outdated => said.state,
            _ => FindingState::Open,
        };
        self.with_names(finding, state, said.map(|(note, _)| note), explanation, None)
    }

    fn gone(&self, key: &str, note: &Note, version: i64, corrected: i64) -> Option<ListedFinding> {
        let finding = note.finding.finding(key, &note.figures)?;
        let explanation = Some(self.explanation(note, version, None));
        Some(self.with_names(finding, FindingState::Corrected, Some(note), explanation, Some(corrected)))
    }

    fn with_names(
        &self,
        finding: Finding,
        state: FindingState,
        note: Option<&Note>,
        explanation: Option<Explanation>,
        corrected_in: Option<i64>,
    ) -> ListedFinding {
        let indicator = self.book().framework(self.year).and_then(|framework| framework.get(&finding.indicator));
        ListedFinding {
            indicator_name: indicator.map_or(&finding.indicator, |found| &found.name).clone(),
            unit_name: self.unit_label(&finding.unit),
            state,
            owner_unit: note.and_then(|note| note.owner_unit.clone()),
            owner_person: note.and_then(|note| note.owner_person.clone()),
            owner: note.map_or_else(String::new, |note| self.owner(note)),
            explanation,
            corrected_in,
            finding,
        }
    }

    fn owner(&self, note: &Note) -> String {
        let unit = note.owner_unit.as_deref().map(|code| self.unit_label(code));
        unit.into_iter().chain(note.owner_person.clone()).collect::<Vec<_>>().join(" ")
    }

    /// What a note says; it is outdated when the finding rests on other figures now.
    pub(crate) fn explanation(&self, note: &Note, version: i64, figures: Option<&str>) -> Explanation {
        Explanation {
            state: note.state,
            text: note.text.clone(),
            owner: self.owner(note),
            by: note.by.clone(),
            at: clock::in_words(dukao_store::Micros(note.at)),
            version,
            based_on: note.based_on,
            outdated: figures.is_some_and(|figures| figures != note.figures),
        }
    }

    /// The findings of an indicator and unit about which something was said, while they arise.
    pub(crate) fn explained(&self, indicator: &str, unit: Option<&str>) -> Vec<ListedFinding> {
        let about =
            |note: &Note| note.finding.indicator == indicator && unit.is_none_or(|unit| note.finding.unit == unit);
        let said = &self.checks().said;
        if !said.keys().any(|key| self.checks().last(key).is_some_and(|(note, _)| about(note))) {
            return Vec::new();
        }
        let found = self.found().into_iter().filter(|finding| {
            self.checks().last(&finding.key).is_some_and(|(note, _)| about(note) && !note.text.is_empty())
        });
        found.map(|finding| self.listed(finding)).collect()
    }
}

fn places(book: &Book, finding: &Finding) -> Vec<SourcePlace> {
    finding.sources.iter().map(|source| place_of(book, source)).collect()
}

fn count(all: &[ListedFinding]) -> FindingCounts {
    let mut counts = FindingCounts::default();
    for one in all {
        match one.state {
            FindingState::Corrected => {
                counts.corrected += 1;
                continue;
            }
            FindingState::Open => counts.open += 1,
            FindingState::Explained => counts.explained += 1,
            FindingState::Dismissed => counts.dismissed += 1,
        }
        counts.total += 1;
        match one.severity {
            Severity::Error => counts.errors += 1,
            Severity::Warning => counts.warnings += 1,
        }
    }
    counts
}
