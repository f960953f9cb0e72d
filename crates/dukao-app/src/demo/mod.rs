//! The demonstration district: imported in dated steps, as if its office had worked with the product
//! since February 2018.

mod cards;

use std::sync::Arc;

use dukao_core::rights::Caller;
use dukao_store::{Act, AuditEntry, Changes, Micros, NewEntry, WriteError};
use jiff::civil::Date;

use crate::clock::{FixedClock, start_of_day};
use crate::import::ImportRequest;
use crate::shelf::kind;
use crate::{App, AppError};

pub use cards::{CARDS, Card, people};

/// One file of the demonstration.
pub type DemoFile = (String, Vec<u8>);

/// A dated step: the day and the files that came in on it, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub date: Date,
    /// File with its path below the demonstration's folder.
    pub file: String,
}

/// The day that the demonstration takes as today.
pub const TODAY: Date = Date::constant(2018, 8, 20);

/// Half past five in the afternoon, after the start of a day, in microseconds.
const HALF_PAST_FIVE: i64 = (17 * 60 + 30) * 60 * 1_000_000;

/// Reads the list of steps (`日期,文件,内容`).
///
/// # Errors
/// When a line has no date or no file.
pub fn steps(text: &str) -> Result<Vec<Step>, AppError> {
    let mut steps = Vec::new();
    for (index, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let damaged = || AppError::Damaged(format!("步骤.csv第{}行", index + 1));
        let mut fields = line.split(',');
        let date = fields.next().and_then(|text| text.trim().parse().ok()).ok_or_else(damaged)?;
        let file =
            fields.next().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).ok_or_else(damaged)?;
        steps.push(Step { date, file });
    }
    Ok(steps)
}

/// Imports the demonstration into an empty database at `url`; `read` gives the bytes of a file of the
/// demonstration, `progress` hears how far it is. Each step is committed at nine in the morning of its day.
///
/// # Errors
/// When a file is missing or wrong, or the store fails.
pub async fn import(
    url: &str,
    steps: &[Step],
    read: impl Fn(&str) -> Option<Vec<u8>>,
    mut progress: impl FnMut(usize, &str),
) -> Result<(), AppError> {
    for (number, step) in steps.iter().enumerate() {
        progress(number, &step.file);
        let nine = 9 * 3600 * 1_000_000;
        let app = App::open(url, Arc::new(FixedClock(Micros(start_of_day(step.date).0 + nine))))
            .await?
            .called_by(demonstrator());
        let bytes = read(&step.file).ok_or(AppError::UnknownPlace)?;
        let name = step.file.rsplit('/').next().unwrap_or(&step.file).to_owned();
        app.import(ImportRequest::of(vec![(name, bytes)])).await?;
    }
    fix_today(url).await?;
    let app = App::open(url, Arc::new(FixedClock(Micros(start_of_day(TODAY).0 + HALF_PAST_FIVE)))).await?;
    let region = app.region(None).await?;
    people(&app.called_by(demonstrator()), &region.code).await
}

/// Whoever brought the demonstration in.
fn demonstrator() -> Caller {
    Caller::operator("演示")
}

/// Writes down that this database takes 20 August 2018 as today.
async fn fix_today(url: &str) -> Result<(), AppError> {
    let app = App::open(url, Arc::new(FixedClock(start_of_day(TODAY)))).await?.called_by(demonstrator());
    let region = app.region(None).await?;
    let head = app.store.head(region.id).await?;
    let body = serde_json::to_string(&TODAY.to_string()).map_err(|error| AppError::Damaged(error.to_string()))?;
    let entry =
        NewEntry { kind: kind::SETTING.to_owned(), year: 0, key: "today".to_owned(), body_schema: 1, body: Some(body) };
    let act = Act {
        region: region.id,
        actor: app.actor(),
        based_on: head.version,
        at: Micros(start_of_day(TODAY).0 + HALF_PAST_FIVE),
        audit: AuditEntry {
            act: "setting".to_owned(),
            subject: Some(format!("今天按{TODAY}")),
            detail: serde_json::json!({ "today": TODAY.to_string() }).to_string(),
        },
        changes: Changes { entries: vec![entry], ..Changes::default() },
    };
    match app.store.write(act).await {
        Ok(_) => Ok(()),
        Err(WriteError::Conflict { .. }) => Err(AppError::Crowded),
        Err(error) => Err(AppError::Write(error)),
    }
}
