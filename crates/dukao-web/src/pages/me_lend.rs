//! `GET /me/lend`: lending one's own posts to a colleague for a time (委托); `POST /me/lend`: lends one, or takes it back.

use askama::Template;
use axum::Form;
use axum::response::{IntoResponse as _, Redirect};
use dukao_app::AppError;
use dukao_app::rights::{Manner, Post};
use serde::Deserialize;

use super::me::PostLine;
use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{Problems, day, refused, wrong};
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "me_lend.html")]
struct LendPage {
    f: Frame,
    /// Own posts that can be lent.
    posts: Vec<PostLine>,
    /// What is lent, and to whom.
    lent: Vec<(PostLine, String)>,
    typed: Typed,
    problems: Problems,
}

/// The form.
#[derive(Deserialize, Default)]
pub(crate) struct Typed {
    /// `end` takes back what the post number says was lent.
    #[serde(default)]
    act: String,
    #[serde(default)]
    post: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

impl LendPage {
    async fn new(web: &Web, visit: Visit) -> Result<Self, WebError> {
        let own = web.app.caller().posts().iter();
        let own: Vec<Post> = own.filter(|post| !matches!(post.manner, Manner::Delegated { .. })).cloned().collect();
        let (lent, holders): (Vec<Post>, Vec<String>) = web
            .people()
            .lent()
            .await?
            .into_iter()
            .map(|(post, holder)| (post, format!("{}（{}）", holder.name, holder.login)))
            .unzip();
        Ok(Self {
            posts: PostLine::all(web, &own).await?,
            lent: PostLine::all(web, &lent).await?.into_iter().zip(holders).collect(),
            typed: Typed::default(),
            problems: Problems::default(),
            f: Frame::bare(visit, Place::Me, "委托"),
        })
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    render(&LendPage::new(&web, visit).await?)
}

pub(crate) async fn submit(web: Web, visit: Visit, Form(typed): Form<Typed>) -> Page {
    let done = match typed.act.as_str() {
        "end" => web.people().end_delegation(&typed.post, None).await.map(drop),
        _ => lend(&web, &typed).await,
    };
    match done {
        Ok(()) => Ok(Redirect::to("/me/lend").into_response()),
        Err(AppError::People(problems)) => {
            let page = LendPage::new(&web, visit).await?;
            refused(&LendPage { typed, problems: problems.into(), ..page })
        }
        Err(error) => Err(error.into()),
    }
}

async fn lend(web: &Web, typed: &Typed) -> Result<(), AppError> {
    let mut problems = Vec::new();
    let (from, until) = (day("from", &typed.from, &mut problems), day("until", &typed.until, &mut problems));
    if typed.post.is_empty() {
        problems.push(wrong("post", "选委托哪个职务"));
    }
    if typed.to.trim().is_empty() {
        problems.push(wrong("to", "写受委托人的登录名"));
    }
    if until.is_none() && typed.until.trim().is_empty() {
        problems.push(wrong("until", "写委托到哪一天为止"));
    }
    let (true, Some(until)) = (problems.is_empty(), until) else { return Err(AppError::People(problems)) };
    let from = from.unwrap_or_else(|| web.app.house().today());
    match web.people().delegate(&typed.post, &typed.to, from, until).await {
        Ok(_) => Ok(()),
        Err(error @ AppError::UnknownPerson(_)) => Err(AppError::People(vec![wrong("to", error.to_string())])),
        Err(error) => Err(error),
    }
}
