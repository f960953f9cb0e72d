//! The audit as its administrator reads it: acts, what was looked at, and who saw a figure.

use dukao_core::rights::Right;
use dukao_store::{AuditRow, Filter, Micros, RegionId, SYSTEM, TrailRow};
use jiff::civil::Date;
use serde::Serialize;

use super::words::{all, told};
use crate::clock::{end_of_day, in_words, start_of_day};
use crate::{App, AppError};

/// Entries on a page.
const PAGE: u32 = 50;
/// Entries that are looked through for one figure.
const LOOKED: u32 = 500;

/// Which of the two books.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Book {
    /// Acts: what changed something.
    #[default]
    Acts,
    /// The trail: what was looked at, who came to the door.
    Trail,
}

/// Which entries are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditAsked {
    /// Code of the region; the house itself when `None`.
    pub region: Option<String>,
    /// Which book.
    pub book: Book,
    /// By this one, as the audit writes him.
    pub actor: Option<String>,
    /// This kind of act.
    pub act: Option<String>,
    /// Not before this day.
    pub from: Option<Date>,
    /// Not after this day.
    pub to: Option<Date>,
    /// Read on below this number.
    pub before: Option<i64>,
}

/// One entry in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditLine {
    /// Version, or number in the trail.
    pub number: i64,
    /// When.
    pub at: String,
    /// Who: number and name.
    pub actor: String,
    /// What.
    pub act: String,
    /// To what.
    pub subject: String,
    /// More about it: key and value.
    pub detail: String,
}

/// A page of entries, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditView {
    /// Regions to choose from: code and name.
    pub regions: Vec<(String, String)>,
    /// Kinds of acts to choose from.
    pub acts: Vec<(&'static str, &'static str)>,
    /// The entries.
    pub lines: Vec<AuditLine>,
    /// Where to read on; nothing at the end.
    pub next: Option<i64>,
}

impl App {
    /// A page of a region's audit or trail.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `查看审计`, [`AppError::UnknownRegion`], or the store fails.
    pub async fn audit_view(&self, asked: &AuditAsked) -> Result<AuditView, AppError> {
        self.permit_house(Right::SeeAudit)?;
        let region = self.audited(asked.region.as_deref()).await?;
        let filter = Filter {
            actor: asked.actor.clone(),
            act: asked.act.clone(),
            subject: None,
            from: asked.from.map(start_of_day),
            to: asked.to.map(|day| Micros(end_of_day(day).0.saturating_add(1))),
            before: asked.before,
        };
        let lines: Vec<AuditLine> = match asked.book {
            Book::Acts => self.store.acts(region, &filter, PAGE).await?.into_iter().map(act_line).collect(),
            Book::Trail => self.store.trail(region, &filter, PAGE).await?.into_iter().map(trail_line).collect(),
        };
        let full = lines.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX);
        Ok(AuditView {
            regions: self.store.regions().await?.into_iter().map(|region| (region.code, region.name)).collect(),
            acts: all().collect(),
            next: lines.last().map(|line| line.number).filter(|_| full),
            lines,
        })
    }

    /// Who saw a figure: who opened the pages of the indicator for the unit, and who looked at tables of the unit that hold
    /// it, newest first.
    ///
    /// # Errors
    /// As for [`App::audit_view`].
    pub async fn who_saw(&self, region: &str, unit: &str, indicator: &str) -> Result<Vec<AuditLine>, AppError> {
        self.permit_house(Right::SeeAudit)?;
        let region = self.audited(Some(region)).await?;
        let mut rows = Vec::new();
        for subject in [format!("{unit} {indicator}"), unit.to_owned()] {
            let filter = Filter { subject: Some(subject), act: Some("see.".to_owned()), ..Filter::default() };
            rows.extend(self.store.trail(region, &filter, LOOKED).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
        Ok(rows.into_iter().map(trail_line).collect())
    }

    async fn audited(&self, code: Option<&str>) -> Result<RegionId, AppError> {
        let Some(code) = code else { return Ok(SYSTEM) };
        let found = self.store.region_by_code(code).await?;
        found.map(|region| region.id).ok_or_else(|| AppError::UnknownRegion(code.to_owned()))
    }
}

fn act_line(row: AuditRow) -> AuditLine {
    AuditLine {
        number: row.version.0,
        at: in_words(row.at),
        actor: row.actor.id,
        act: told(&row.entry.act).to_owned(),
        subject: row.entry.subject.unwrap_or_default(),
        detail: in_short(&row.entry.detail),
    }
}

fn trail_line(row: TrailRow) -> AuditLine {
    let entry = row.entry;
    AuditLine {
        number: row.seq,
        at: in_words(entry.at),
        actor: entry.actor.id,
        act: told(&entry.act).to_owned(),
        subject: entry.subject.unwrap_or_default(),
        detail: in_short(&entry.detail),
    }
}

/// The pairs of a JSON object, without what is empty.
fn in_short(detail: &str) -> String {
    let Ok(serde_json::Value::Object(pairs)) = serde_json::from_str(detail) else { return detail.to_owned() };
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let told = pairs.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| format!("{key} {}", text(value)));
    told.collect::<Vec<_>>().join("，")
}
