//! The audit as its administrator reads it: acts, what was looked at, and who saw a figure.

use dukao_core::rights::Right;
use dukao_office::out::{self, About, Column, Row, Table, Value};
use dukao_store::{AuditRow, Filter, Micros, RegionId, SYSTEM, TrailEntry, TrailRow};
use jiff::civil::Date;
use serde::Serialize;

use super::detail;
use super::words::{all, told};
use crate::clock::{end_of_day, in_words, start_of_day};
use crate::tables::FileKind;
use crate::{App, AppError};

/// Entries on a page.
const PAGE: u32 = 50;
/// Entries of a file.
const MOST: u32 = 100_000;
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
        let filter = filter(asked);
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

    /// All entries that are wanted, newest first, as a workbook or csv; that they were taken out is noted in the trail. At most
    /// 100,000: whoever wants more asks by months.
    ///
    /// # Errors
    /// As for [`App::audit_view`]; [`AppError::Out`].
    pub async fn audit_file(&self, asked: &AuditAsked, kind: FileKind) -> Result<Vec<u8>, AppError> {
        self.permit_house(Right::SeeAudit)?;
        let region = self.audited(asked.region.as_deref()).await?;
        let filter = filter(asked);
        let lines: Vec<AuditLine> = match asked.book {
            Book::Acts => self.store.acts(region, &filter, MOST).await?.into_iter().map(act_line).collect(),
            Book::Trail => self.store.trail(region, &filter, MOST).await?.into_iter().map(trail_line).collect(),
        };
        self.took_audit(asked, lines.len()).await?;
        match kind {
            FileKind::Json => {
                serde_json::to_vec_pretty(&lines).map_err(|error| AppError::Damaged(format!("写不成JSON：{error}")))
            }
            FileKind::Csv => Ok(out::csv(&table(&lines))?),
            FileKind::Xlsx => Ok(out::workbook(&[table(&lines)], &About { title: "审计".to_owned(), day: None })?),
        }
    }

    /// Notes that entries were taken out.
    async fn took_audit(&self, asked: &AuditAsked, count: usize) -> Result<(), AppError> {
        let detail = serde_json::json!({
            "region": asked.region,
            "from": asked.from,
            "until": asked.to,
            "records": count,
        });
        let entry = TrailEntry {
            at: self.now(),
            actor: self.actor(),
            session: self.session.as_deref().map(str::to_owned),
            act: "audit.export".to_owned(),
            subject: None,
            detail: detail.to_string(),
        };
        self.store.append_trail(SYSTEM, vec![entry]).await.map(drop).map_err(AppError::Write)
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

fn filter(asked: &AuditAsked) -> Filter {
    Filter {
        actor: asked.actor.clone(),
        act: asked.act.clone(),
        subject: None,
        from: asked.from.map(start_of_day),
        to: asked.to.map(|day| Micros(end_of_day(day).0.saturating_add(1))),
        before: asked.before,
    }
}

fn table(lines: &[AuditLine]) -> Table {
    let row = |line: &AuditLine| {
        let texts = [&line.at, &line.actor, &line.act, &line.subject, &line.detail];
        let number = Value::text(line.number.to_string());
        Row::body(std::iter::once(number).chain(texts.map(|text| Value::text(text.as_str()))).collect())
    };
    Table {
        name: "审计".to_owned(),
        columns: ["号", "时间", "谁", "做了什么", "对什么", "细节"].map(Column::text).into(),
        rows: lines.iter().map(row).collect(),
        ..Table::default()
    }
}

fn act_line(row: AuditRow) -> AuditLine {
    AuditLine {
        number: row.version.0,
        at: in_words(row.at),
        actor: row.actor.id,
        act: told(&row.entry.act).to_owned(),
        subject: row.entry.subject.unwrap_or_default(),
        detail: detail::in_words(&row.entry.detail),
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
        detail: detail::in_words(&entry.detail),
    }
}
