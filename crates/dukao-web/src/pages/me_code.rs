//! `GET /me/code`: the second factor of one's own account (动态口令); `POST /me/code`: sets it up, confirms it, stops it.

use askama::Template;
use axum::Form;
use axum::response::{IntoResponse as _, Redirect};
use dukao_app::AppError;
use dukao_app::people::Enrolment;
use serde::Deserialize;

use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{Problems, refused};
use crate::frame::{Frame, Place};
use crate::markup::Markup;
use crate::query::Visit;

#[derive(Template)]
#[template(path = "me_code.html")]
struct CodePage {
    f: Frame,
    /// Whether a code is asked for at login.
    on: bool,
    /// What the telephone needs; shown this once.
    enrolled: Option<Shown>,
    /// Whether a telephone was set up and its first code is waited for.
    waits: bool,
    done: Option<&'static str>,
    problems: Problems,
}

/// What the telephone needs.
struct Shown {
    /// In groups of four letters, to be typed.
    secret: String,
    square: Markup,
}

impl CodePage {
    async fn new(web: &Web, visit: Visit) -> Result<Self, WebError> {
        let directory = web.people().directory().await?;
        let account = &web.signed.visit.account.id;
        let done = visit.one_of("done", &[("on", "已启用。以后登录要输入手机上的动态口令。"), ("off", "已停用。")])?;
        Ok(Self {
            on: directory.asks_for_code(account),
            waits: directory.has_code(account) && !directory.asks_for_code(account),
            enrolled: None,
            done,
            problems: Problems::default(),
            f: Frame::bare(visit, Place::Me, "动态口令"),
        })
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    render(&CodePage::new(&web, visit).await?)
}

/// The form.
#[derive(Deserialize)]
pub(crate) struct Typed {
    act: String,
    #[serde(default)]
    present: String,
    #[serde(default)]
    code: String,
}

pub(crate) async fn submit(web: Web, visit: Visit, Form(typed): Form<Typed>) -> Page {
    let people = web.people();
    let done = match typed.act.as_str() {
        "enrol" => match people.enrol_code(&typed.present).await {
            Ok(enrolment) => {
                let page = CodePage { enrolled: Some(shown(&enrolment)), ..CodePage::new(&web, visit).await? };
                return render(&page);
            }
            Err(error) => Err(error),
        },
        "confirm" => people.confirm_code(&typed.code).await.map(|()| "on"),
        "remove" => people.remove_code(&typed.present).await.map(|()| "off"),
        other => return Err(WebError::query("act", other, "请从页面上的按钮操作")),
    };
    match done {
        Ok(done) => Ok(Redirect::to(&format!("/me/code?done={done}")).into_response()),
        Err(AppError::People(problems)) => {
            refused(&CodePage { problems: problems.into(), ..CodePage::new(&web, visit).await? })
        }
        Err(error) => Err(error.into()),
    }
}

fn shown(enrolment: &Enrolment) -> Shown {
    let letters: Vec<char> = enrolment.secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Shown { secret: groups.join(" "), square: crate::square::drawn(&enrolment.address) }
}
