//! `GET /instructions`: the instructions of leaders (批示) with their receipts; `POST /instructions`: leaves one;
//! `POST /instructions/acknowledge`: signs for one.

use askama::Template;
use axum::Form;
use axum::response::{IntoResponse as _, Redirect};
use dukao_app::AppError;
use dukao_app::notes::{InstructionFilter, Instructions};
use dukao_app::rights::Right;
use serde::Deserialize;

use super::{Page, render};
use crate::about;
use crate::door::Web;
use crate::form::{Problems, refused};
use crate::frame::{Frame, Place};
use crate::link::address;
use crate::query::Visit;

#[derive(Template)]
#[template(path = "instructions.html")]
struct InstructionsPage {
    f: Frame,
    v: Instructions,
    filter: InstructionFilter,
    region: String,
    done: Option<&'static str>,
    /// Which one could not be signed for, and for which unit.
    refused: (String, String),
    problems: Problems,
}

impl InstructionsPage {
    async fn new(web: &Web, visit: Visit, region: Option<&str>) -> Result<Self, crate::error::WebError> {
        let filter = visit.one_of("show", &[("all", InstructionFilter::All), ("open", InstructionFilter::Open)])?;
        let done = visit.one_of("done", &[("left", "已批示。"), ("signed", "已签收。")])?;
        let filter = filter.unwrap_or_default();
        let v = web.app.instructions(region, filter).await?;
        let region = region.unwrap_or_default().to_owned();
        let f = Frame::bare(visit, Place::Instructions, "批示");
        Ok(Self { f, v, filter, region, done, refused: Default::default(), problems: Problems::default() })
    }

    fn is_all(&self) -> bool {
        self.filter == InstructionFilter::All
    }

    fn leaves(&self) -> bool {
        self.f.may(Right::Instruct)
    }

    fn is_refused(&self, id: &str, unit: &str) -> bool {
        self.refused.0 == id && self.refused.1 == unit
    }

    fn show(&self, show: &str) -> String {
        address("/instructions", &[("show", show), ("region", &self.region)])
    }

    fn page_of(&self, about: &dukao_app::notes::About) -> String {
        about::page(about, &self.region)
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let region = visit.value("region")?.map(str::to_owned);
    render(&InstructionsPage::new(&web, visit, region.as_deref()).await?)
}

/// The form of a receipt.
#[derive(Deserialize)]
pub(crate) struct Signed {
    id: String,
    unit: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    region: String,
}

pub(crate) async fn acknowledge(web: Web, visit: Visit, Form(signed): Form<Signed>) -> Page {
    let region = Some(signed.region.as_str()).filter(|region| !region.is_empty());
    match web.app.acknowledge(&signed.id, &signed.unit, &signed.note).await {
        Ok(_) => {
            let to = address("/instructions", &[("done", "signed"), ("region", &signed.region)]);
            Ok(Redirect::to(&to).into_response())
        }
        Err(AppError::People(problems)) => {
            let page = InstructionsPage::new(&web, visit, region).await?;
            refused(&InstructionsPage { problems: problems.into(), refused: (signed.id, signed.unit), ..page })
        }
        Err(error) => Err(error.into()),
    }
}
