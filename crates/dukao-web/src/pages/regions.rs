//! `GET /regions`: the regions of the house; `POST /regions`: a new one, without data.

use askama::Template;
use axum::Form;
use axum::response::{IntoResponse as _, Redirect};
use dukao_app::AppError;
use serde::Deserialize;

use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{Problems, refused};
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "regions.html")]
struct RegionsPage {
    f: Frame,
    /// Code and name.
    regions: Vec<(String, String)>,
    typed: Typed,
    problems: Problems,
}

/// The form.
#[derive(Deserialize, Default)]
pub(crate) struct Typed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
}

impl RegionsPage {
    async fn new(web: &Web, visit: Visit) -> Result<Self, WebError> {
        let regions = web.app.kept_regions().await?.into_iter().map(|region| (region.code, region.name)).collect();
        let f = Frame::bare(visit, Place::Regions, "地区");
        Ok(Self { f, regions, typed: Typed::default(), problems: Problems::default() })
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    render(&RegionsPage::new(&web, visit).await?)
}

pub(crate) async fn add(web: Web, visit: Visit, Form(typed): Form<Typed>) -> Page {
    match web.app.create_region(&typed.code, &typed.name).await {
        Ok(_) => Ok(Redirect::to("/regions").into_response()),
        Err(AppError::People(problems)) => {
            let page = RegionsPage::new(&web, visit).await?;
            refused(&RegionsPage { typed, problems: problems.into(), ..page })
        }
        Err(error) => Err(error.into()),
    }
}
