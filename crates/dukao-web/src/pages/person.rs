//! `GET /people/{id}`: one account with its posts and sessions; `POST /people/{id}/…`: what administrators do to it.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use dukao_app::people::{Account, FieldProblem, NewPost, Sponsor, State};
use dukao_app::rights::{Post, Right, Role, Years};
use dukao_app::{AppError, RegionChoice, moment_in_words};
use serde::Deserialize;

use super::me::{PostLine, SessionLine};
use super::me_tokens::TokenLine;
use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{Problems, day, given, refused, wrong};
use crate::frame::{Frame, Place};
use crate::query::Visit;

/// A one-time link that is shown this once.
pub(crate) struct Handed {
    pub(crate) name: String,
    pub(crate) secret: String,
    pub(crate) expires: String,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    f: Frame,
    account: Account,
    posts: Vec<PostLine>,
    sessions: Vec<SessionLine>,
    tokens: Vec<TokenLine>,
    sponsored: Vec<(Sponsor, String)>,
    has_password: bool,
    asks_for_code: bool,
    /// Whether it is bound to somebody of the identity provider.
    is_bound: bool,
    locked: Option<String>,
    roles: Vec<&'static str>,
    regions: Vec<RegionChoice>,
    typed: Typed,
    problems: Problems,
    handed: Option<Handed>,
}

/// The form of a new post.
#[derive(Deserialize, Default)]
pub(crate) struct Typed {
    #[serde(default)]
    role: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    years: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    acting: String,
}

impl PersonPage {
    async fn new(web: &Web, visit: Visit, id: &str) -> Result<Self, WebError> {
        let people = web.people();
        let directory = people.see().await?;
        let account = directory.find(id)?.clone();
        let f = Frame::bare(visit, Place::People, &account.name);
        let sessions = if f.may(Right::EndSessions) { people.sessions(true).await? } else { Vec::new() };
        let own = web.signed.visit.session.as_deref();
        let sessions = sessions.iter().filter(|session| session.account.id == account.id);
        let posts: Vec<Post> = directory.posts_of(&account.id).cloned().collect();
        let given = |role: &&Role| **role != Role::Operator;
        Ok(Self {
            posts: PostLine::all(web, &posts).await?,
            sessions: sessions.map(|session| SessionLine::of(session, own)).collect(),
            tokens: directory
                .tokens()
                .filter(|token| token.account == account.id)
                .map(|token| TokenLine::of(token, web.app.now()))
                .collect(),
            sponsored: web.app.sponsored(&account.id).await?,
            has_password: directory.has_password(&account.id),
            is_bound: directory.policy().provider && directory.is_bound(&account.id),
            asks_for_code: directory.asks_for_code(&account.id),
            locked: people.locked_until(&account.login).await?.map(moment_in_words),
            roles: Role::ALL.iter().filter(given).map(|role| role.label()).collect(),
            regions: if f.may(Right::GrantPosts) { web.app.region_choices().await? } else { Vec::new() },
            typed: Typed::default(),
            problems: Problems::default(),
            handed: None,
            account,
            f,
        })
    }

    fn address(&self) -> String {
        format!("/people/{}", self.account.id)
    }

    fn active(&self) -> bool {
        self.account.state == State::Active
    }
}

pub(crate) async fn show(web: Web, visit: Visit, Path(id): Path<String>) -> Page {
    render(&PersonPage::new(&web, visit, &id).await?)
}

/// What is to be done to the account, or to one of its posts or sessions.
#[derive(Deserialize)]
pub(crate) struct Asked {
    act: String,
    /// Number of the post, name of the session.
    #[serde(default)]
    id: String,
}

pub(crate) async fn act(
    web: Web,
    visit: Visit,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let people = web.people();
    let done = match asked.act.as_str() {
        "close" => people.close_account(&id).await.map(drop),
        "reopen" => people.reopen_account(&id).await.map(drop),
        "unlock" => people.unlock(&id).await.map(drop),
        "code" => people.remove_code_of(&id).await,
        "unbind" => people.unbind_provider(&id).await,
        "sessions" => people.end_sessions_of(&id).await.map(drop),
        "session" => people.end_session(&asked.id).await,
        "token" => people.revoke_token(&asked.id).await.map(drop),
        "post" => people.end_post(&asked.id, None).await.map(drop),
        "link" => {
            let made = people.make_link(&id).await?;
            let (name, expires) = (made.account.name.clone(), moment_in_words(made.expires));
            let handed = Handed { name, secret: made.secret.reveal().to_owned(), expires };
            return render(&PersonPage { handed: Some(handed), ..PersonPage::new(&web, visit, &id).await? });
        }
        other => return Err(WebError::query("act", other, "请从页面上的按钮操作")),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/people/{}", crate::link::encode(&id))).into_response()),
        Err(AppError::People(problems)) => again(&web, visit, &id, Typed::default(), problems).await,
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn grant(
    web: Web,
    visit: Visit,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let done = match new_post(&id, &typed) {
        Ok(new) => web.app.grant_post(&new).await.map(drop),
        Err(problems) => Err(AppError::People(problems)),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/people/{}", crate::link::encode(&id))).into_response()),
        Err(AppError::People(problems)) => again(&web, visit, &id, typed, problems).await,
        Err(error) => Err(error.into()),
    }
}

async fn again(
    web: &Web,
    visit: Visit,
    id: &str,
    typed: Typed,
    problems: Vec<FieldProblem>,
) -> Result<Response, WebError> {
    let page = PersonPage { typed, problems: problems.into(), ..PersonPage::new(web, visit, id).await? };
    refused(&page)
}

/// The post that was typed, or everything that cannot be read.
fn new_post(account: &str, typed: &Typed) -> Result<NewPost, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let role = Role::from_label(typed.role.trim());
    if role.is_none() {
        problems.push(wrong("role", "选一个角色"));
    }
    let (from, until) = (day("from", &typed.from, &mut problems), day("until", &typed.until, &mut problems));
    let asked = Some(typed.years.trim()).filter(|text| !text.is_empty());
    let years = asked.and_then(Years::parse);
    if years.is_none() && asked.is_some() {
        problems.push(wrong("years", "写年度，例如 2026 或 2026-2028；不限就留空"));
    }
    match role {
        Some(role) if problems.is_empty() => Ok(NewPost {
            account: account.to_owned(),
            role,
            region: given(&typed.region).filter(|_| !role.is_administrator()),
            unit: given(&typed.unit).filter(|_| !role.is_administrator()),
            years,
            from,
            until,
            acting: !typed.acting.is_empty(),
        }),
        _ => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = Typed { years: "x".to_owned(), from: "昨天".to_owned(), ..Typed::default() };
        let fields: Vec<&str> = new_post("1", &typed).unwrap_err().iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["role", "from", "years"]);
    }
}
