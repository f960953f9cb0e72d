//! `GET /interference`: for statisticians the form with which they record an attempt to have figures changed, for the audit
//! administrator the records; `POST /interference`: records one.

use askama::Template;
use axum::Form;
use axum::response::{IntoResponse as _, Redirect};
use dukao_app::AppError;
use dukao_app::notes::{InterferenceLine, NewInterference};
use dukao_app::rights::Right;
use serde::Deserialize;

use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{Problems, day, given, refused};
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "interference.html")]
struct InterferencePage {
    f: Frame,
    /// What the audit administrator reads.
    lines: Option<Vec<InterferenceLine>>,
    /// Regions to choose from, where there are several: code and name.
    regions: Vec<(String, String)>,
    typed: Typed,
    problems: Problems,
    /// The number of what was recorded just now.
    recorded: Option<String>,
}

/// The form.
#[derive(Deserialize, Default)]
pub(crate) struct Typed {
    #[serde(default)]
    region: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    who: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    how: String,
}

impl InterferencePage {
    async fn new(web: &Web, visit: Visit) -> Result<Self, WebError> {
        let records = web.app.caller().has(Right::RecordInterference);
        let lines = if records { None } else { Some(web.app.interferences().await?) };
        let recorded = visit.number("recorded", 1..=u32::MAX, "从登记页面进入")?.map(|number| number.to_string());
        let regions = web.app.regions().await?.into_iter().map(|region| (region.code, region.name)).collect();
        let f = Frame::bare(visit, Place::Interference, if records { "登记干预" } else { "干预记录" });
        Ok(Self { f, lines, regions, typed: Typed::default(), problems: Problems::default(), recorded })
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    render(&InterferencePage::new(&web, visit).await?)
}

pub(crate) async fn submit(web: Web, visit: Visit, Form(typed): Form<Typed>) -> Page {
    let mut problems = Vec::new();
    let new = NewInterference {
        region: given(&typed.region),
        day: day("day", &typed.day, &mut problems),
        who: typed.who.clone(),
        what: typed.what.clone(),
        how: typed.how.clone(),
    };
    let done =
        if problems.is_empty() { web.app.record_interference(&new).await } else { Err(AppError::People(problems)) };
    match done {
        Ok(id) => Ok(Redirect::to(&format!("/interference?recorded={id}")).into_response()),
        Err(AppError::People(problems)) => {
            let page = InterferencePage::new(&web, visit).await?;
            refused(&InterferencePage { typed, problems: problems.into(), ..page })
        }
        Err(error) => Err(error.into()),
    }
}
