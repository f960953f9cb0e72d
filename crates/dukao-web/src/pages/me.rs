//! `GET /me`: one's own account: posts, sessions, password; `GET` and `POST /me/password`: a new password;
//! `POST /me/sessions/end`: ends one of one's own sessions.

use askama::Template;
use axum::Form;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use dukao_app::people::{Account, OpenSession};
use dukao_app::rights::Post;
use dukao_app::{AppError, moment_in_words};
use serde::Deserialize;

use super::{Page, render};
use crate::door::{self, Porch, Web};
use crate::error::WebError;
use crate::form::{Problems, refused, wrong};
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "me.html")]
struct MePage {
    f: Frame,
    account: Account,
    posts: Vec<PostLine>,
    sessions: Vec<SessionLine>,
    demo: bool,
}

/// A post in a table.
pub(crate) struct PostLine {
    pub(crate) id: String,
    pub(crate) role: &'static str,
    pub(crate) place: String,
    pub(crate) years: String,
    pub(crate) days: String,
    pub(crate) manner: &'static str,
}

impl PostLine {
    /// Posts with the names of their places.
    pub(crate) async fn all(web: &Web, posts: &[Post]) -> Result<Vec<Self>, WebError> {
        let places = web.app.places_of(posts).await?;
        Ok(posts.iter().zip(places).map(|(post, place)| Self::of(post, place)).collect())
    }

    fn of(post: &Post, place: String) -> Self {
        let years = post.years.map_or_else(
            || "全部年度".to_owned(),
            |years| {
                years.last.map_or_else(|| format!("{}年起", years.first), |last| format!("{}—{last}年", years.first))
            },
        );
        let until = post.until.map_or_else(|| "起".to_owned(), |until| format!("至{until}"));
        let days = format!("{}{until}", post.from);
        Self { id: post.id.clone(), role: post.role.label(), place, years, days, manner: post.manner.label() }
    }
}

/// A session in a table.
pub(crate) struct SessionLine {
    pub(crate) id: String,
    pub(crate) since: String,
    pub(crate) seen: String,
    pub(crate) manner: String,
    pub(crate) address: String,
    pub(crate) agent: String,
    pub(crate) own: bool,
}

impl SessionLine {
    pub(crate) fn of(session: &OpenSession, own: Option<&str>) -> Self {
        Self {
            id: session.id.clone(),
            since: moment_in_words(session.created_at),
            seen: moment_in_words(session.seen_at),
            manner: session.manner_label().to_owned(),
            address: session.address.clone().unwrap_or_default(),
            agent: session.agent.clone().unwrap_or_default(),
            own: own == Some(session.id.as_str()),
        }
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let own = web.signed.visit.session.as_deref();
    let sessions = web.people().sessions(false).await?;
    render(&MePage {
        f: Frame::bare(visit, Place::Me, "我的账号"),
        account: web.signed.visit.account.clone(),
        posts: PostLine::all(&web, web.app.caller().posts()).await?,
        sessions: sessions.iter().map(|session| SessionLine::of(session, own)).collect(),
        demo: web.options.demo,
    })
}

/// Which session.
#[derive(Deserialize)]
pub(crate) struct Ended {
    id: String,
}

pub(crate) async fn end_session(web: Web, Form(ended): Form<Ended>) -> Result<Response, WebError> {
    web.people().end_own_session(&ended.id).await?;
    Ok(Redirect::to("/me").into_response())
}

/// The form of a new password.
#[derive(Deserialize, Default)]
pub(crate) struct Typed {
    #[serde(default)]
    present: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    f: Frame,
    must: bool,
    rules: String,
    problems: Problems,
}

impl PasswordPage {
    async fn new(web: &Web, visit: Visit) -> Result<Self, WebError> {
        let directory = web.people().directory().await?;
        let (must, rules) = (web.signed.visit.must_change, directory.policy().in_words());
        Ok(Self { f: Frame::bare(visit, Place::Me, "修改密码"), must, rules, problems: Problems::default() })
    }
}

pub(crate) async fn password(web: Web, visit: Visit) -> Page {
    render(&PasswordPage::new(&web, visit).await?)
}

pub(crate) async fn change_password(
    web: Web,
    porch: Porch,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let problems = if typed.password == typed.again {
        match web.people().change_password(&typed.present, &typed.password, porch.door()).await {
            Ok(session) => {
                let cookie = door::cookie(web.options, session.secret.reveal());
                let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, "/me".to_owned())];
                return Ok((StatusCode::SEE_OTHER, headers).into_response());
            }
            Err(AppError::People(problems)) => problems,
            Err(error) => return Err(error.into()),
        }
    } else {
        vec![wrong("again", "两次输入的新密码不一样")]
    };
    let page = PasswordPage { problems: problems.into(), ..PasswordPage::new(&web, visit).await? };
    refused(&page)
}
