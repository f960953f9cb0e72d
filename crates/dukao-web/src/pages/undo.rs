//! `GET /undo`: what taking a version back would do; `POST /undo`: takes it back.

use askama::Template;
use axum::Form;
use axum::response::{IntoResponse, Redirect, Response};
use dukao_app::AppError;
use dukao_app::import::FigureChange;
use dukao_app::undo::Undone;
use serde::Deserialize;

use super::import::frame;
use super::{Page, render};
use crate::Web;
use crate::error::WebError;
use crate::frame::Frame;
use crate::link::address;
use crate::query::Visit;

/// How many figures a page lists.
const LISTED: usize = 500;

#[derive(Template)]
#[template(path = "undo.html")]
struct UndoPage {
    f: Frame,
    version: i64,
    region: String,
    /// What would be done, or why it cannot.
    u: Result<Undone, String>,
}

impl UndoPage {
    fn listed(undone: &Undone) -> &[FigureChange] {
        undone.figures.get(..LISTED).unwrap_or(&undone.figures)
    }

    fn unlisted(undone: &Undone) -> usize {
        (undone.restored + undone.withdrawn).saturating_sub(Self::listed(undone).len())
    }
}

/// With a version, that one; without, the newest.
pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let region = visit.value("region")?.map(str::to_owned);
    let asked = visit.number("version", 1..=i64::MAX, "写不带符号的整数")?;
    let version = web.app.version(region.as_deref(), asked).await?.version;
    let u = match web.app.undo_preview(region.as_deref(), version).await {
        Ok(undone) => Ok(undone),
        Err(error @ (AppError::NothingToUndo(_) | AppError::StillUsed { .. })) => Err(error.to_string()),
        Err(error) => return Err(error.into()),
    };
    let f = frame(&web, visit, "撤销").await?;
    render(&UndoPage { f, version, region: region.unwrap_or_default(), u })
}

/// The form that takes a version back.
#[derive(Debug, Deserialize)]
pub(crate) struct Undo {
    version: i64,
    #[serde(default)]
    region: String,
}

pub(crate) async fn submit(web: Web, Form(form): Form<Undo>) -> Result<Response, WebError> {
    let region = Some(form.region.as_str()).filter(|region| !region.is_empty());
    let undone = match web.app.undo(region, form.version).await {
        Ok(undone) => undone,
        Err(AppError::NothingToUndo(_) | AppError::StillUsed { .. }) => {
            let back = address("/undo", &[("version", &form.version.to_string()), ("region", &form.region)]);
            return Ok(Redirect::to(&back).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    let done = address("/import/done", &[("version", &undone.version.to_string()), ("region", &form.region)]);
    Ok(Redirect::to(&done).into_response())
}
