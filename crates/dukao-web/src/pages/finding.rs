//! `GET /findings/one`: a finding with everything that was said about it and the form to say more;
//! `POST /findings/one`: says it.

use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dukao_app::AppError;
use dukao_app::findings::{ExplainRequest, FieldProblem, FindingState};
use dukao_app::view::FindingView;
use serde::Deserialize;

use super::{Page, render};
use crate::Web;
use crate::error::WebError;
use crate::frame::{Frame, Place};
use crate::link::address;
use crate::query::Visit;

/// What stands in the form.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Said {
    key: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    owner_unit: String,
    #[serde(default)]
    owner_person: String,
    /// What was looked at; nothing from an address written by hand.
    #[serde(default)]
    seen: String,
}

/// A finding and the form.
struct Shown {
    v: FindingView,
    said: Said,
    problems: Vec<FieldProblem>,
    saved: bool,
}

#[derive(Template)]
#[template(path = "finding.html")]
struct FindingPage {
    f: Frame,
    /// Nothing when none was asked for.
    shown: Option<Shown>,
}

impl Shown {
    /// What is wrong with a field; empty when nothing is.
    fn wrong(&self, field: &str) -> &str {
        self.problems.iter().find(|problem| problem.field == field).map_or("", |problem| problem.message.as_str())
    }

    /// The states that one may choose: key, word, what it means.
    fn states(&self) -> Vec<(&'static str, &'static str, &'static str, bool)> {
        let all = [
            (FindingState::Open, "还要核实，可以先写明由谁负责"),
            (FindingState::Explained, "数没有错，写明为什么对不上"),
            (FindingState::Dismissed, "不改，写明理由"),
        ];
        all.iter().map(|(state, hint)| (state.key(), state.label(), *hint, self.said.state == state.key())).collect()
    }

    fn cells(&self, f: &Frame) -> Vec<(&str, Option<String>)> {
        let address = |place: &Option<_>| f.link_to(place.as_ref());
        self.v.places.iter().map(|(words, place)| (words.as_str(), address(place))).collect()
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let asked = visit.asked()?;
    let Some(key) = visit.value("key")?.map(str::to_owned) else {
        let basis = web.app.findings(&asked).await?.basis;
        return render(&FindingPage { f: Frame::new(visit, Place::Findings, "核对说明", &basis), shown: None });
    };
    let saved = visit.value("saved")?.is_some();
    let v = web.app.finding(&asked, &key).await?;
    let f = Frame::new(visit, Place::Findings, "核对说明", &v.basis);
    let last = v.finding.explanation.as_ref();
    let said = Said {
        region: asked.region.unwrap_or_default(),
        state: v.finding.state.key().to_owned(),
        text: last.map(|said| said.text.clone()).unwrap_or_default(),
        owner_unit: v.finding.owner_unit.clone().unwrap_or_default(),
        owner_person: v.finding.owner_person.clone().unwrap_or_default(),
        seen: v.seen.clone(),
        key,
    };
    render(&FindingPage { f, shown: Some(Shown { v, said, problems: Vec::new(), saved }) })
}

pub(crate) async fn submit(web: Web, visit: Visit, Form(said): Form<Said>) -> Result<Response, WebError> {
    let region = Some(said.region.clone()).filter(|region| !region.is_empty());
    let request = ExplainRequest {
        region: region.clone(),
        key: said.key.clone(),
        state: FindingState::from_text(&said.state),
        text: said.text.clone(),
        owner_unit: said.owner_unit.clone(),
        owner_person: said.owner_person.clone(),
        seen: Some(said.seen.clone()).filter(|seen| !seen.is_empty()),
    };
    match web.app.explain_finding(request).await {
        Ok(explained) => {
            let pairs = [("key", explained.key.as_str()), ("region", said.region.as_str()), ("saved", "1")];
            Ok(Redirect::to(&address("/findings/one", &pairs)).into_response())
        }
        Err(AppError::Explanation(problems)) => {
            let asked = dukao_app::view::Asked { region, ..dukao_app::view::Asked::default() };
            let v = web.app.finding(&asked, &said.key).await?;
            let f = Frame::new(visit, Place::Findings, "错误：核对说明", &v.basis);
            let said = Said { seen: v.seen.clone(), ..said };
            let page = FindingPage { f, shown: Some(Shown { v, said, problems, saved: false }) };
            let text = page.render().map_err(WebError::Template)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(text)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
