//! `GET /people`: everybody with an account; `POST /people`: a new account, with the one-time link for its holder.

use askama::Template;
use axum::Form;
use axum::response::Response;
use dukao_app::people::{Account, Directory, State};
use dukao_app::rights::{Post, Right};
use dukao_app::{AppError, moment_in_words};

use super::me::PostLine;
use super::person::Handed;
use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{AccountForm, Problems, refused};
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
    typed: AccountForm,
    problems: Problems,
    handed: Option<Handed>,
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
        Ok(Self { f, lines, closed, typed: AccountForm::default(), problems: Problems::default(), handed: None })
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

pub(crate) async fn add(web: Web, visit: Visit, Form(typed): Form<AccountForm>) -> Result<Response, WebError> {
    match web.people().add_account(&typed.fields()).await {
        Ok(account) => {
            let made = web.people().make_link(&account.id).await?;
            let expires = moment_in_words(made.expires);
            let handed = Handed { name: account.name, secret: made.secret.reveal().to_owned(), expires };
            let page = PeoplePage { handed: Some(handed), ..PeoplePage::new(&web, visit).await? };
            render(&page)
        }
        Err(AppError::People(problems)) => {
            let page = PeoplePage { typed, problems: problems.into(), ..PeoplePage::new(&web, visit).await? };
            refused(&page)
        }
        Err(error) => Err(error.into()),
    }
}
