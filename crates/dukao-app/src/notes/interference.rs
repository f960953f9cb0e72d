//! 干预记录: a statistician records that somebody tried to have figures changed; only the audit administrator reads it.

use dukao_core::rights::Right;
use dukao_store::Micros;
use jiff::civil::Date;
use serde::Serialize;

use super::instruct::text_problem;
use super::{Interference, Note, kind, next};
use crate::people::{refuse, wrong};
use crate::{App, AppError, moment_in_words};

/// Most characters of a field.
const LONGEST_NAME: usize = 100;
const LONGEST: usize = 1000;

/// An attempt to be recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewInterference {
    /// Code of the region; the only one when `None`.
    pub region: Option<String>,
    /// The day it happened; today when `None`.
    pub day: Option<Date>,
    /// Who asked for it: name and office.
    pub who: String,
    /// Which figures, and how they were to be changed.
    pub what: String,
    /// How it was asked, who was there, what was answered; may be empty.
    pub how: String,
}

/// A record as the audit administrator reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct InterferenceLine {
    /// Its number.
    pub id: String,
    /// Code of the region.
    pub region: String,
    /// The day it happened.
    pub day: String,
    /// Who asked for it.
    pub who: String,
    /// Which figures, and how they were to be changed.
    pub what: String,
    /// How it was asked; may be empty.
    pub how: String,
    /// Who recorded it.
    pub by: String,
    /// When.
    pub at: String,
}

impl App {
    /// Records an attempt to have figures changed; its number. It cannot be changed or removed afterwards, and neither
    /// the one who recorded it nor anybody but the audit administrator can read it again.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `登记干预`, [`AppError::People`] with everything wrong, or the store fails.
    pub async fn record_interference(&self, new: &NewInterference) -> Result<String, AppError> {
        let region = self.permit(Right::RecordInterference, new.region.as_deref()).await?;
        let today = self.house().today();
        let day = new.day.unwrap_or(today);
        let (who, what, how) = (new.who.trim(), new.what.trim(), new.how.trim());
        let mut problems = Vec::new();
        if day > today {
            problems.push(wrong("day", format!("日期不能晚于今天（{today}）")));
        }
        for (field, text, longest, needed) in [
            ("who", who, LONGEST_NAME, Some("写是谁提出的：姓名、单位、职务")),
            ("what", what, LONGEST, Some("写要求改哪些数、怎样改")),
            ("how", how, LONGEST, None),
        ] {
            problems.extend(text_problem(text, longest).map(|message| wrong(field, message)));
            problems.extend(needed.filter(|_| text.is_empty()).map(|message| wrong(field, message.to_owned())));
        }
        refuse(problems)?;
        let record = Interference {
            region: region.code,
            day,
            who: who.to_owned(),
            what: what.to_owned(),
            how: how.to_owned(),
            by: self.by(self.now()),
        };
        self.note_down(|notes| {
            let id = next(&notes.interferences).to_string();
            Note::new("interference.record", kind::INTERFERENCE, id.clone(), &record, id)
        })
        .await
    }

    /// All records, newest first.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `查看干预记录`, or the store fails.
    pub async fn interferences(&self) -> Result<Vec<InterferenceLine>, AppError> {
        if !crate::fault::on("interference") {
            self.permit_house(Right::SeeInterference)?;
        }
        let notes = self.notes.head(&self.store).await?;
        let lines = notes.interferences.iter().rev().map(|(id, one)| InterferenceLine {
            id: id.to_string(),
            region: one.region.clone(),
            day: one.day.to_string(),
            who: one.who.clone(),
            what: one.what.clone(),
            how: one.how.clone(),
            by: one.by.name.clone(),
            at: moment_in_words(Micros(one.by.at)),
        });
        Ok(lines.collect())
    }
}
