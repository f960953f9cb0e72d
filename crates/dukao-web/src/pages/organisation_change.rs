//! `GET /organisation/change`: the form of an organisation change; `POST`: what it would write and touch, and, with what
//! was looked at (`seen`), the change itself.

use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dukao_app::AppError;
use dukao_app::organisation::{ChangeEffect, ChangeForm};
use dukao_app::people::FieldProblem;
use dukao_app::view::{Asked, UnitRef};
use dukao_core::organisation::UnitKind;

use super::organisation::KINDS;
use super::{Page, render};
use crate::Web;
use crate::change_form::{Typed, request};
use crate::error::WebError;
use crate::frame::{Frame, Place};
use crate::link::address;
use crate::query::Visit;

#[derive(Template)]
#[template(path = "organisation_change.html")]
struct ChangePage {
    f: Frame,
    form: ChangeForm,
    typed: Typed,
    problems: Vec<FieldProblem>,
    /// What it would write and touch, when it was asked for.
    effect: Option<ChangeEffect>,
    /// Whether something was different when it was to be done.
    moved: bool,
}

impl ChangePage {
    async fn new(web: &Web, visit: Visit, typed: Typed) -> Result<Self, WebError> {
        let region = Some(typed.text("region").to_owned()).filter(|region| !region.is_empty());
        let form = web.app.organisation_form(&Asked { region, ..Asked::default() }).await?;
        let f = Frame::new(visit, Place::Units, "机构变更", &form.basis);
        Ok(Self { f, form, typed, problems: Vec::new(), effect: None, moved: false })
    }

    /// What is wrong with a field; empty when nothing is.
    fn wrong(&self, field: &str) -> &str {
        self.problems.iter().find(|problem| problem.field == field).map_or("", |problem| problem.message.as_str())
    }

    /// The word of the kind of change, and what it is for.
    fn kind(&self) -> (&'static str, &'static str) {
        let found = KINDS.iter().find(|(key, _, _)| *key == self.typed.kind());
        found.map_or(("机构变更", ""), |(_, word, what)| (word, what))
    }

    /// Whether the kind of change is one of these, parted by blanks.
    fn is(&self, kinds: &str) -> bool {
        kinds.split(' ').any(|kind| kind == self.typed.kind())
    }

    fn name_hint(&self) -> &'static str {
        if self.is("merge") { "并入已有单位的可以不写。" } else { "" }
    }

    /// Units by kind, for the boxes of a merger.
    fn by_kind(&self) -> Vec<(&'static str, Vec<&UnitRef>)> {
        let mut kinds: Vec<(&'static str, Vec<_>)> = Vec::new();
        for unit in &self.form.units {
            match kinds.iter_mut().find(|(kind, _)| *kind == unit.kind) {
                Some((_, units)) => units.push(unit),
                None => kinds.push((unit.kind, vec![unit])),
            }
        }
        kinds
    }

    /// Whether a group of boxes is open: streets and what is ticked.
    fn is_open(&self, units: &[&UnitRef]) -> bool {
        let street = |unit: &&UnitRef| ["街道", "镇", "乡"].contains(&unit.kind);
        units.iter().any(|unit| street(unit) || self.typed.has("units", &unit.code))
    }

    const fn kind_words() -> [(UnitKind, &'static str); 13] {
        UnitKind::WORDS
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let typed = Typed::of_address(&visit)?;
    render(&ChangePage::new(&web, visit, typed).await?)
}

pub(crate) async fn submit(
    web: Web,
    visit: Visit,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed::new(pairs);
    let mut page = ChangePage::new(&web, visit, typed).await?;
    if !page.typed.text("edit").is_empty() {
        return render(&page);
    }
    let mut status = StatusCode::OK;
    let looked = match request(&page.typed) {
        Err(problems) => Err(AppError::Organisation(problems)),
        Ok(request) if request.seen.is_some() => match web.app.change_organisation(&request).await {
            Ok(done) => {
                let version = done.version.unwrap_or(done.based_on).to_string();
                let to = address("/organisation", &[("done", &version), ("region", page.typed.text("region"))]);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(AppError::LookAgain) => {
                (page.moved, status) = (true, StatusCode::CONFLICT);
                web.app.organisation_preview(&request).await
            }
            Err(error) => Err(error),
        },
        Ok(request) => web.app.organisation_preview(&request).await,
    };
    match looked {
        Ok(effect) => page.effect = Some(effect),
        Err(AppError::Organisation(problems)) => {
            (page.problems, status) = (problems, StatusCode::UNPROCESSABLE_ENTITY);
        }
        Err(error) => return Err(error.into()),
    }
    Ok((status, Html(page.render()?)).into_response())
}
