//! `GET /people/{id}/sponsors`: which units and indicators a leader looks after (包抓); `POST /people/{id}/sponsors`: notes
//! one, or ends one with a day.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use dukao_app::people::{Account, NewSponsor, Sponsor};
use dukao_app::rights::Right;
use dukao_app::{AppError, RegionChoice};
use serde::Deserialize;

use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{Problems, day, given, refused};
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "sponsors.html")]
struct SponsorsPage {
    f: Frame,
    account: Account,
    sponsored: Vec<(Sponsor, String)>,
    regions: Vec<RegionChoice>,
    typed: Typed,
    problems: Problems,
}

/// The form.
#[derive(Deserialize, Default)]
pub(crate) struct Typed {
    /// Number of the one to be ended; a new one is noted without.
    #[serde(default)]
    id: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    indicator: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

impl SponsorsPage {
    async fn new(web: &Web, visit: Visit, id: &str) -> Result<Self, WebError> {
        let account = web.people().seen_for(Right::GrantPosts, id).await?;
        Ok(Self {
            f: Frame::bare(visit, Place::People, "包抓"),
            sponsored: web.app.sponsored(&account.id).await?,
            regions: web.app.region_choices().await?,
            account,
            typed: Typed::default(),
            problems: Problems::default(),
        })
    }
}

pub(crate) async fn show(web: Web, visit: Visit, Path(id): Path<String>) -> Page {
    render(&SponsorsPage::new(&web, visit, &id).await?)
}

pub(crate) async fn submit(web: Web, visit: Visit, Path(id): Path<String>, Form(typed): Form<Typed>) -> Page {
    match done(&web, &id, &typed).await {
        Ok(()) => Ok(Redirect::to(&format!("/people/{}/sponsors", crate::link::encode(&id))).into_response()),
        Err(AppError::People(problems)) => {
            let page = SponsorsPage::new(&web, visit, &id).await?;
            refused(&SponsorsPage { typed, problems: problems.into(), ..page })
        }
        Err(error) => Err(error.into()),
    }
}

async fn done(web: &Web, id: &str, typed: &Typed) -> Result<(), AppError> {
    let mut problems = Vec::new();
    let (from, until) = (day("from", &typed.from, &mut problems), day("until", &typed.until, &mut problems));
    if !problems.is_empty() {
        return Err(AppError::People(problems));
    }
    if !typed.id.is_empty() {
        return web.people().end_sponsor(&typed.id, until).await.map(drop);
    }
    let new = NewSponsor {
        account: id.to_owned(),
        region: typed.region.clone(),
        unit: given(&typed.unit),
        indicator: given(&typed.indicator),
        from,
        until,
    };
    web.app.add_sponsor(&new).await.map(drop)
}
