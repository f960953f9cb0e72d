//! `GET /people/roster`: users and posts from a table; `POST /people/roster`: keeps the table and shows what it would do;
//! `POST /people/roster/apply`: does exactly that; `GET /people/roster/template`: the workbook to fill.

use askama::Template;
use axum::Form;
use axum::extract::multipart::Multipart;
use axum::response::{IntoResponse as _, Redirect};
use dukao_app::people::{AccountFields, LINK_PATH, MadeLink, roster_template};
use dukao_app::rights::{Post, Right};
use dukao_app::tables::FileKind;
use dukao_app::{AppError, Problem, RosterDone, RosterPreview, moment_in_words};
use serde::Deserialize;

use super::me::PostLine;
use super::{Page, download, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::refused;
use crate::frame::{Frame, Place};
use crate::query::Visit;
use crate::upload;

#[derive(Template)]
#[template(path = "roster.html")]
struct RosterPage {
    f: Frame,
    /// Under which the table waits.
    draft: String,
    preview: Option<Shown>,
    /// One-time links, shown this once: name, login, path, until when.
    links: Vec<(String, String, String, String)>,
    done: Option<String>,
    problems: Vec<Problem>,
    message: Option<&'static str>,
}

/// What the table would do.
struct Shown {
    accounts: Vec<AccountFields>,
    posts: Vec<(String, PostLine)>,
    /// How many stay as they are.
    same: usize,
    /// How many posts stand in a table of accounts: the security administrator's.
    others: usize,
}

impl RosterPage {
    fn new(web: &Web, visit: Visit) -> Result<Self, WebError> {
        // The right is asked for before the form is shown.
        web.app.may_bring_roster()?;
        let f = Frame::bare(visit, Place::People, "从表格导入用户和职务");
        let (draft, problems, links) = (String::new(), Vec::new(), Vec::new());
        Ok(Self { f, draft, preview: None, links, done: None, problems, message: None })
    }

    fn makes_accounts(&self) -> bool {
        self.f.may(Right::ManagePeople)
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    match visit.value("draft")?.map(str::to_owned) {
        None => render(&RosterPage::new(&web, visit)?),
        Some(draft) => previewed(&web, visit, draft).await,
    }
}

pub(crate) async fn submit(web: Web, visit: Visit, multipart: Multipart) -> Page {
    web.app.may_bring_roster()?;
    let sent = upload::read(multipart, None).await.map_err(|error| WebError::Upload(error.status()))?;
    if sent.files.is_empty() {
        let page = RosterPage::new(&web, visit)?;
        return refused(&RosterPage { message: Some(super::import::NO_FILE), ..page });
    }
    let draft = web.app.keep_roster(sent.files).await?;
    Ok(Redirect::to(&crate::link::address("/people/roster", &[("draft", &draft)])).into_response())
}

async fn previewed(web: &Web, visit: Visit, draft: String) -> Page {
    let (shown, problems) = match web.app.preview_roster(&draft).await? {
        RosterPreview::Accounts(preview) => {
            let (same, others) = (preview.same.len(), preview.posts);
            (Shown { accounts: preview.new, posts: Vec::new(), same, others }, preview.problems)
        }
        RosterPreview::Posts(preview) => {
            let (logins, posts): (Vec<String>, Vec<Post>) = preview.new.into_iter().unzip();
            let posts = logins.into_iter().zip(PostLine::all(web, &posts).await?).collect();
            (Shown { accounts: Vec::new(), posts, same: preview.same, others: 0 }, preview.problems)
        }
    };
    let page = RosterPage::new(web, visit)?;
    if problems.is_empty() {
        return render(&RosterPage { draft, preview: Some(shown), ..page });
    }
    refused(&RosterPage { problems, ..page })
}

/// Which table.
#[derive(Deserialize)]
pub(crate) struct Applied {
    draft: String,
}

pub(crate) async fn apply(web: Web, visit: Visit, Form(applied): Form<Applied>) -> Page {
    let done = web.app.apply_roster(&applied.draft).await;
    let page = RosterPage::new(&web, visit)?;
    match done {
        Ok(RosterDone::Links(links)) => {
            let done = Some(format!("已新建{}个用户。", links.len()));
            render(&RosterPage { done, links: links.iter().map(link).collect(), ..page })
        }
        Ok(RosterDone::Posts(posts)) => {
            render(&RosterPage { done: Some(format!("已授予{}个职务。", posts.len())), ..page })
        }
        Err(AppError::Refused(problems)) => refused(&RosterPage { problems, ..page }),
        Err(error) => Err(error.into()),
    }
}

fn link(made: &MadeLink) -> (String, String, String, String) {
    let path = format!("{LINK_PATH}{}", made.secret.reveal());
    (made.account.name.clone(), made.account.login.clone(), path, moment_in_words(made.expires))
}

pub(crate) async fn template(web: Web) -> Page {
    web.app.may_bring_roster()?;
    Ok(download("用户和职务.xlsx", FileKind::Xlsx.media_type(), roster_template()?))
}
