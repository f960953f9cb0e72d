//! Saying something about a finding: who looks at it, what explains it, why it is left as it is.

use dukao_core::check::{Finding, check};
use dukao_core::period::Month;
use dukao_core::rights::Right;
use dukao_store::{Act, Actor, AuditEntry, Changes, NewEntry, RegionId, WriteError};
use serde::Serialize;

use super::{Checks, FindingState, Note, Subject, year_of};
use crate::shelf::{Snapshot, kind};
use crate::{App, AppError};

/// How often an act is tried again when others write in between.
const TRIES: usize = 64;

/// Most characters of an explanation, and of a person's name.
const LONGEST: usize = 1000;
const LONGEST_NAME: usize = 40;

/// What is to be said about a finding.
#[derive(Debug, Clone)]
pub struct ExplainRequest {
    /// Region code.
    pub region: Option<String>,
    /// The finding's key.
    pub key: String,
    /// The state it is to have; `None`: 已说明 with a text, else as it is.
    pub state: Option<FindingState>,
    /// The explanation, or the reason.
    pub text: String,
    /// The unit that has to look at it: code or name; empty: none.
    pub owner_unit: String,
    /// The person who has to look at it; may be empty.
    pub owner_person: String,
    /// What was looked at ([`crate::view::FindingView::seen`]); nothing is said when it has changed since. `None`: whatever
    /// stands now.
    pub seen: Option<String>,
}

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The version it made; the version that stood when it was said already.
    pub version: i64,
    /// Whether anything changed.
    pub changed: bool,
    /// The finding's key.
    pub key: String,
    /// Its state now.
    pub state: FindingState,
}

/// What is wrong with one field of what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldProblem {
    /// figures, state, text, owner_unit or owner_person.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
}

impl App {
    /// Says something about a finding: one version, with its audit entry.
    ///
    /// # Errors
    /// The finding does not exist ([`AppError::UnknownFinding`]), a field is wrong ([`AppError::Explanation`]), or
    /// the store fails.
    pub async fn explain_finding(&self, request: ExplainRequest) -> Result<Explained, AppError> {
        let region = self.region_with(Right::Explain, request.region.as_deref()).await?;
        for _ in 0..TRIES {
            let snapshot = self.shelf.head(&self.store, region.id).await?;
            let head = snapshot.book.version.0;
            let found = arising(&snapshot, &request.key);
            let of = found.as_ref().map_or(("", year_of(&request.key)), |(one, year)| (one.unit.as_str(), Some(*year)));
            self.permit_unit(Right::Explain, &region, &snapshot, of)?;
            let (finding, year) = found?;
            let said = Said { request: &request, by: &self.caller.name, at: self.clock.now().0 };
            let note = note(&snapshot, &finding, &said);
            let there = snapshot.checks().last(&request.key).map(|(there, _)| there);
            let moved = moved(&snapshot, &finding, &request);
            let note = match (note, moved) {
                (Ok(note), _) if there.is_some_and(|there| says_the_same(there, &note)) => {
                    return Ok(Explained { version: head, changed: false, key: request.key, state: note.state });
                }
                (Ok(note), None) => note,
                (note, moved) => {
                    let wrong = note.err().unwrap_or_default();
                    return Err(AppError::Explanation(moved.into_iter().chain(wrong).collect()));
                }
            };
            let state = note.state;
            match self.store.write(act(region.id, self.actor(), year, &request.key, &note)?).await {
                Ok(committed) => {
                    return Ok(Explained { version: committed.version.0, changed: true, key: request.key, state });
                }
                Err(WriteError::Conflict { .. }) => {}
                Err(error) => return Err(AppError::Write(error)),
            }
        }
        Err(AppError::Crowded)
    }
}

/// The finding with this key as the data is now, and its year.
fn arising(snapshot: &Snapshot, key: &str) -> Result<(Finding, i16), AppError> {
    let unknown = || AppError::UnknownFinding(key.to_owned());
    let year = year_of(key).ok_or_else(unknown)?;
    let found = check(&snapshot.book, year, Month::DECEMBER, &snapshot.checks().rules.set);
    let finding = found.into_iter().find(|finding| finding.key == key).ok_or_else(unknown)?;
    Ok((finding, year))
}

/// What a reader of a finding has before him: its figures, and what was said last.
pub(crate) fn seen(checks: &Checks, finding: &Finding) -> String {
    let said = checks.said.get(&finding.key).and_then(|said| said.last()).map_or(0, |said| said.version);
    format!("{said}:{}", finding.figures)
}

/// That something else stands now than what was looked at.
fn moved(snapshot: &Snapshot, finding: &Finding, request: &ExplainRequest) -> Option<FieldProblem> {
    let asked = request.seen.as_ref()?;
    let now = snapshot.book.version.0;
    let message = format!("在你看的时候，数变了或者别人先说明了（现在v{now}）：请照现在的再看一遍，再保存");
    (*asked != seen(snapshot.checks(), finding)).then_some(FieldProblem { field: "figures", message })
}

fn says_the_same(there: &Note, note: &Note) -> bool {
    let said = |note: &Note| {
        let Note { state, text, owner_unit, owner_person, figures, .. } = note.clone();
        (state, text, owner_unit, owner_person, figures)
    };
    said(there) == said(note)
}

/// What somebody says, and when.
struct Said<'a> {
    request: &'a ExplainRequest,
    by: &'a str,
    at: i64,
}

/// The note, or everything wrong with what was said.
fn note(snapshot: &Snapshot, finding: &Finding, said: &Said<'_>) -> Result<Note, Vec<FieldProblem>> {
    let Said { request, by, at } = *said;
    let mut problems = Vec::new();
    let mut wrong = |field: &'static str, message: String| problems.push(FieldProblem { field, message });
    let text = request.text.trim();
    let state = request.state.unwrap_or(if text.is_empty() { FindingState::Open } else { FindingState::Explained });
    match state {
        FindingState::Corrected => {
            wrong("state", "“已改正”由系统判断：数改对以后自动显示，请导入更正的数".to_owned());
        }
        FindingState::Explained if text.is_empty() => wrong("text", "写明这几个数为什么对不上".to_owned()),
        FindingState::Dismissed if text.is_empty() => wrong("text", "写明为什么不予处理".to_owned()),
        FindingState::Open | FindingState::Explained | FindingState::Dismissed => {}
    }
    if text.chars().count() > LONGEST {
        wrong("text", format!("说明有{}个字，最多{LONGEST}个字", text.chars().count()));
    }
    let person = request.owner_person.trim();
    if person.chars().count() > LONGEST_NAME {
        wrong("owner_person", format!("责任人最多{LONGEST_NAME}个字"));
    }
    let unit = request.owner_unit.trim();
    let owner_unit = snapshot.book.organisation.find(unit).map(|unit| unit.code.clone());
    if !unit.is_empty() && owner_unit.is_none() {
        wrong("owner_unit", format!("没有单位“{unit}”，写单位的代码、全称或简称，或留空"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Note {
        state,
        text: text.to_owned(),
        owner_unit: owner_unit.filter(|_| !unit.is_empty()),
        owner_person: Some(person.to_owned()).filter(|person| !person.is_empty()),
        by: by.to_owned(),
        at,
        based_on: snapshot.book.version.0,
        figures: finding.figures.clone(),
        finding: Subject::of(finding),
    })
}

fn act(region: RegionId, actor: Actor, year: i16, key: &str, note: &Note) -> Result<Act, AppError> {
    let body = serde_json::to_string(note).map_err(|error| AppError::Damaged(error.to_string()))?;
    let detail = serde_json::json!({
        "state": note.state,
        "text": note.text,
        "owner_unit": note.owner_unit,
        "owner_person": note.owner_person,
    });
    let entry = NewEntry {
        kind: kind::FINDING.to_owned(),
        year: i32::from(year),
        key: key.to_owned(),
        body_schema: 1,
        body: Some(body),
    };
    Ok(Act {
        region,
        actor,
        based_on: dukao_store::Version(note.based_on),
        at: dukao_store::Micros(note.at),
        audit: AuditEntry {
            act: "finding.explain".to_owned(),
            subject: Some(key.to_owned()),
            detail: detail.to_string(),
        },
        changes: Changes { entries: vec![entry], ..Changes::default() },
    })
}
