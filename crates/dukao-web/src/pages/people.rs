//! `GET /people`: everybody with an account; `POST /people`: a new account, with the one-time link for its holder.

use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use dukao_app::people::{Account, AccountFields, Directory, FieldProblem, State};
use dukao_app::rights::{Post, Right};
use dukao_app::{AppError, moment_in_words};
use serde::Deserialize;

use super::me::PostLine;
use super::person::Handed;
use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::frame::{Frame, Place};
use crate::query::Visit;

/// Somebody in the list.
struct Line {
    account: Account,
    posts: String,
    password: &'static str,
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    f: Frame,
    lines: Vec<Line>,
    closed: usize,
    typed: Typed,
    problems: Vec<FieldProblem>,
    handed: Option<Handed>,
}

/// The form of a new account.
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
}

impl PeoplePage {
    async fn new(web: &Web, visit: Visit) -> Result<Self, WebError> {
        let directory = web.people().see().await?;
        let posts: Vec<Post> = directory.posts().to_vec();
        let shown = PostLine::all(web, &posts).await?;
        let of = |account: &Account| {
            let own = posts.iter().zip(&shown).filter(|(post, _)| post.account == account.id);
            own.map(|(_, line)| in_short(line)).collect::<Vec<_>>().join("；")
        };
        let lines: Vec<Line> = directory.accounts().map(|account| line(&directory, account, of(account))).collect();
        let closed = lines.iter().filter(|line| line.account.state == State::Closed).count();
        let f = Frame::bare(visit, Place::People, "用户");
        Ok(Self { f, lines, closed, typed: Typed::default(), problems: Vec::new(), handed: None })
    }

    /// What is wrong with a field; empty when nothing is.
    fn wrong(&self, field: &str) -> &str {
        self.problems.iter().find(|problem| problem.field == field).map_or("", |problem| problem.message.as_str())
    }

    fn manages(&self) -> bool {
        self.f.may(Right::ManagePeople)
    }
}

fn line(directory: &Directory, account: &Account, posts: String) -> Line {
    let password = if directory.has_password(&account.id) { "已设" } else { "未设" };
    Line { account: account.clone(), posts, password }
}

/// 考核员 示范区全地区（2018-01-01起）.
fn in_short(line: &PostLine) -> String {
    format!("{} {}（{}）", line.role, line.place, line.days)
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    render(&PeoplePage::new(&web, visit).await?)
}

pub(crate) async fn add(web: Web, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, WebError> {
    let fields = AccountFields {
        login: typed.login.clone(),
        name: typed.name.clone(),
        person_number: typed.person_number.clone(),
        phone: typed.phone.clone(),
    };
    match web.people().add_account(&fields).await {
        Ok(account) => {
            let made = web.people().make_link(&account.id).await?;
            let expires = moment_in_words(made.expires);
            let handed = Handed { name: account.name, secret: made.secret.reveal().to_owned(), expires };
            let page = PeoplePage { handed: Some(handed), ..PeoplePage::new(&web, visit).await? };
            render(&page)
        }
        Err(AppError::People(problems)) => {
            let page = PeoplePage { typed, problems, ..PeoplePage::new(&web, visit).await? };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
