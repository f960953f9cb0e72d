//! `GET /policy`: passwords, locks, timeouts, the command line, the identity provider; `POST /policy`: changes them.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::response::{IntoResponse, Redirect, Response};
use dukao_app::AppError;
use dukao_app::people::{FieldProblem, Policy, SETTINGS, SWITCHES, Setting, Switch};

use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{Problems, refused, wrong};
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "policy.html")]
struct PolicyPage {
    f: Frame,
    /// What is on or off.
    switches: Vec<(&'static Switch, bool)>,
    /// What stands in each field.
    values: Vec<(&'static Setting, String)>,
    problems: Problems,
    saved: bool,
}

impl PolicyPage {
    async fn new(web: &Web, visit: Visit) -> Result<Self, WebError> {
        let policy = web.people().policy_to_change().await?;
        let saved = visit.value("saved")?.is_some();
        let values = SETTINGS.iter().map(|setting| (setting, setting.of(&policy).to_string())).collect();
        let f = Frame::bare(visit, Place::Policy, "安全策略");
        let switches = SWITCHES.iter().map(|switch| (switch, switch.of(&policy))).collect();
        Ok(Self { f, switches, values, problems: Problems::default(), saved })
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    render(&PolicyPage::new(&web, visit).await?)
}

pub(crate) async fn submit(
    web: Web,
    visit: Visit,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let present = web.people().policy_to_change().await?;
    let done = match read(&present, &typed) {
        Ok(next) => web.people().set_policy(&next).await.map(drop),
        Err(problems) => Err(AppError::People(problems)),
    };
    match done {
        Ok(()) => Ok(Redirect::to("/policy?saved=1").into_response()),
        Err(AppError::People(problems)) => {
            let text = |setting: &Setting| typed.get(setting.key).cloned().unwrap_or_default();
            let page = PolicyPage {
                values: SETTINGS.iter().map(|setting| (setting, text(setting))).collect(),
                switches: SWITCHES.iter().map(|switch| (switch, typed.contains_key(switch.key))).collect(),
                problems: problems.into(),
                saved: false,
                ..PolicyPage::new(&web, visit).await?
            };
            refused(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// The policy that was typed, or every field that is no number.
fn read(present: &Policy, typed: &BTreeMap<String, String>) -> Result<Policy, Vec<FieldProblem>> {
    let mut next = present.clone();
    for switch in &SWITCHES {
        switch.put(&mut next, typed.contains_key(switch.key));
    }
    let mut problems = Vec::new();
    for setting in &SETTINGS {
        if let Some(Ok(value)) = typed.get(setting.key).map(|text| text.trim().parse()) {
            setting.put(&mut next, value);
        } else {
            let message = format!("{}写{}到{}之间的整数", setting.label, setting.least, setting.most);
            problems.push(wrong(setting.key, message));
        }
    }
    if problems.is_empty() { Ok(next) } else { Err(problems) }
}
