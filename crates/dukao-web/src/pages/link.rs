//! `GET /link/{secret}`: what a one-time link is for; `POST /link/{secret}`: chooses the password, or becomes the administrator
//! for whom it was made. Nobody is signed in by it: the password that was chosen is used at once.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use dukao_app::AppError;
use dukao_app::people::{NewAdministrator, Opened, Policy, Purpose};
use serde::Deserialize;

use super::{Page, render};
use crate::door::Porch;
use crate::error::WebError;
use crate::form::{AccountForm, Problems, refused, wrong};
use crate::frame::{Frame, Place};
use crate::query::Visit;

/// The form.
#[derive(Deserialize, Default)]
pub(crate) struct Typed {
    #[serde(flatten)]
    account: AccountForm,
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
    problems: Problems,
}

impl LinkPage {
    fn new(visit: Visit, opened: &Opened, policy: &Policy) -> Self {
        let role = match &opened.purpose {
            Purpose::Administrator { role } => Some(role.label()),
            Purpose::Password { .. } => None,
        };
        let holder = opened.account.as_ref().map(|account| (account.name.clone(), account.login.clone()));
        let f = Frame::bare(visit, Place::None, "设置密码");
        Self { f, role, holder, rules: policy.in_words(), typed: Typed::default(), problems: Problems::default() }
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
        problems.push(wrong("again", "两次输入的密码不一样"));
    }
    let directory = people.directory().await?;
    let page = LinkPage { typed, problems: problems.into(), ..LinkPage::new(visit, &opened, directory.policy()) };
    refused(&page)
}

fn administrator(typed: &Typed) -> NewAdministrator {
    NewAdministrator { fields: typed.account.fields(), password: typed.password.clone() }
}
