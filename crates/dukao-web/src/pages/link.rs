//! `GET /link/{secret}`: what a one-time link is for; `POST /link/{secret}`: chooses the password, or becomes the administrator
//! for whom it was made. Nobody is signed in by it: the password that was chosen is used at once.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dukao_app::AppError;
use dukao_app::people::{AccountFields, FieldProblem, NewAdministrator, Opened, Policy, Purpose};
use serde::Deserialize;

use super::{Page, render};
use crate::door::Porch;
use crate::error::WebError;
use crate::frame::{Frame, Place};
use crate::query::Visit;

/// The form.
#[derive(Deserialize, Default)]
pub(crate) struct Typed {
    #[serde(default)]
    login: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    person_number: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

#[derive(Template)]
#[template(path = "link.html")]
struct LinkPage {
    f: Frame,
    /// 系统管理员 …; `None` when a password is to be chosen for an account that is there.
    role: Option<&'static str>,
    /// Name and login of the account that is there.
    holder: Option<(String, String)>,
    rules: String,
    typed: Typed,
    problems: Vec<FieldProblem>,
}

impl LinkPage {
    fn new(visit: Visit, opened: &Opened, policy: &Policy) -> Self {
        let role = match &opened.purpose {
            Purpose::Administrator { role } => Some(role.label()),
            Purpose::Password { .. } => None,
        };
        let holder = opened.account.as_ref().map(|account| (account.name.clone(), account.login.clone()));
        let f = Frame::bare(visit, Place::None, "设置密码");
        Self { f, role, holder, rules: policy.in_words(), typed: Typed::default(), problems: Vec::new() }
    }

    /// What is wrong with a field; empty when nothing is.
    fn wrong(&self, field: &str) -> &str {
        self.problems.iter().find(|problem| problem.field == field).map_or("", |problem| problem.message.as_str())
    }
}

pub(crate) async fn show(porch: Porch, visit: Visit, Path(secret): Path<String>) -> Page {
    let people = porch.people();
    let opened = people.open_link(&secret).await?;
    let directory = people.directory().await?;
    render(&LinkPage::new(visit, &opened, directory.policy()))
}

pub(crate) async fn submit(
    porch: Porch,
    visit: Visit,
    Path(secret): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let people = porch.people();
    let opened = people.open_link(&secret).await?;
    let mut problems = Vec::new();
    if typed.password == typed.again {
        let done = match opened.purpose {
            Purpose::Password { .. } => people.use_link(&secret, &typed.password).await,
            Purpose::Administrator { .. } => people.use_first_link(&secret, &administrator(&typed)).await,
        };
        match done {
            Ok(_) => return Ok(Redirect::to("/login").into_response()),
            Err(AppError::People(found)) => problems = found,
            Err(error) => return Err(error.into()),
        }
    } else {
        problems.push(FieldProblem { field: "again", message: "两次输入的密码不一样".to_owned() });
    }
    let directory = people.directory().await?;
    let page = LinkPage { typed, problems, ..LinkPage::new(visit, &opened, directory.policy()) };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}

fn administrator(typed: &Typed) -> NewAdministrator {
    NewAdministrator {
        fields: AccountFields {
            login: typed.login.clone(),
            name: typed.name.clone(),
            person_number: typed.person_number.clone(),
            phone: typed.phone.clone(),
        },
        password: typed.password.clone(),
    }
}
