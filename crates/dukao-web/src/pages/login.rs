//! `GET /login`: the form, in the demonstration also the role cards; `POST /login`: signs in; `POST /logout`: ends the
//! session; `POST /enter`: steps into a role of the demonstration.

use askama::Template;
use axum::Form;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use dukao_app::demo::{CARDS, Card};
use dukao_app::people::{SignIn, SignedIn};
use dukao_app::trail::AtDoor;
use serde::Deserialize;

use super::{Page, render};
use crate::door::{self, NEW_PASSWORD, NotSigned, Porch, Who};
use crate::error::WebError;
use crate::frame::{Frame, Place};
use crate::link::{address, local};
use crate::query::Visit;

/// The form.
#[derive(Deserialize, Default)]
pub(crate) struct Typed {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    back: String,
}

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    f: Frame,
    login: String,
    back: String,
    /// Whether the code of the telephone is asked for.
    code: bool,
    problem: Option<String>,
    note: Option<&'static str>,
    cards: &'static [Card],
    /// The button of the identity provider and where it leads.
    provider: Option<(String, String)>,
}

impl LoginPage {
    async fn new(porch: &Porch, visit: Visit, back: &str) -> Result<Self, WebError> {
        let cards = if porch.site.options.demo { CARDS } else { &[] };
        let title = if cards.is_empty() { "登录" } else { "选择身份" };
        let f = Frame::bare(visit, Place::None, title);
        let (login, back) = (String::new(), local(back).to_owned());
        let wanted = if back == "/" { "" } else { &back };
        let provider = porch.site.outside.provider.as_ref();
        let provider = provider.map(|one| (one.button().to_owned(), address("/login/oidc", &[("back", wanted)])));
        let provider = if porch.people().provider_may().await? { provider } else { None };
        Ok(Self { f, login, back, code: false, problem: None, note: None, cards, provider })
    }
}

pub(crate) async fn show(porch: Porch, visit: Visit) -> Page {
    let back = visit.value("back")?.unwrap_or("/").to_owned();
    if matches!(porch.who, Who::Signed(_)) && !porch.site.options.demo {
        return Ok(Redirect::to(local(&back)).into_response());
    }
    let note = match porch.who {
        Who::Nobody(NotSigned { why }) => why,
        Who::Signed(_) => None,
    };
    render(&LoginPage { note, ..LoginPage::new(&porch, visit, &back).await? })
}

/// The form again, with what went wrong elsewhere.
pub(super) async fn again(porch: &Porch, visit: Visit, back: &str, problem: String) -> Result<String, WebError> {
    let page = LoginPage { problem: Some(problem), ..LoginPage::new(porch, visit, back).await? };
    Ok(page.render()?)
}

pub(crate) async fn submit(porch: Porch, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, WebError> {
    porch.site.outside.try_login(&typed.login, porch.site.house.now())?;
    let code = Some(typed.code.trim()).filter(|code| !code.is_empty());
    let at_door = SignIn { login: &typed.login, password: &typed.password, code, from: porch.door() };
    let outcome = porch.people().sign_in(at_door).await?;
    note(&porch, &outcome).await?;
    match &outcome {
        SignedIn::In(session) => {
            end_present(&porch).await?;
            let to = if session.must_change { NEW_PASSWORD } else { local(&typed.back) };
            Ok(entered(&porch, session.secret.reveal(), to))
        }
        SignedIn::NeedsCode | SignedIn::Refused | SignedIn::Locked(_) => {
            let asks = code.is_some() || matches!(outcome, SignedIn::NeedsCode);
            let page = LoginPage {
                login: typed.login,
                code: asks,
                problem: outcome.message(),
                ..LoginPage::new(&porch, visit, &typed.back).await?
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
    }
}

/// Notes how it went in the trail.
async fn note(porch: &Porch, outcome: &SignedIn) -> Result<(), WebError> {
    let house = &porch.site.house;
    match outcome {
        SignedIn::In(session) => {
            let visit = porch.people().visit(session.secret.reveal()).await?;
            house.note_door(&AtDoor::In { caller: &visit.caller, session: &session.id }, porch.door()).await;
        }
        SignedIn::NeedsCode => house.note_door(&AtDoor::AskedForCode, porch.door()).await,
        SignedIn::Refused => house.note_door(&AtDoor::Refused, porch.door()).await,
        SignedIn::Locked(_) => house.note_door(&AtDoor::Locked, porch.door()).await,
    }
    Ok(())
}

/// Ends the session, and tells the browser to forget it; whoever is not signed in is not signed in.
pub(crate) async fn leave(porch: Porch) -> Result<Response, WebError> {
    if let Who::Signed(signed) = &porch.who
        && let Some(id) = &signed.visit.session
    {
        porch.site.house.people(signed.visit.caller.clone()).end_own_session(id).await?;
        let out = AtDoor::Out { caller: &signed.visit.caller, session: id };
        porch.site.house.note_door(&out, porch.door()).await;
    }
    let headers = [(header::SET_COOKIE, door::no_cookie(porch.site.options)), (header::LOCATION, "/login".to_owned())];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// Ends the session with which somebody comes who begins another one.
pub(super) async fn end_present(porch: &Porch) -> Result<(), WebError> {
    if let Who::Signed(signed) = &porch.who
        && let Some(id) = &signed.visit.session
    {
        porch.site.house.people(signed.visit.caller.clone()).end_own_session(id).await?;
    }
    Ok(())
}

/// Which card.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    card: String,
    #[serde(default)]
    back: String,
}

pub(crate) async fn enter(porch: Porch, Form(chosen): Form<Chosen>) -> Result<Response, WebError> {
    let card = CARDS.iter().find(|card| card.login == chosen.card).filter(|_| porch.site.options.demo);
    let card = card.ok_or(WebError::NoPage)?;
    let people = porch.people();
    let directory = people.directory().await?;
    let account = directory.by_login(card.login).ok_or(WebError::NoPage)?;
    let session = people.open_session(&account.id, "demo", porch.door()).await?;
    let caller = directory.caller(&account.id, porch.site.house.today());
    let entered_as = AtDoor::In { caller: &caller, session: &session.id };
    porch.site.house.note_door(&entered_as, porch.door()).await;
    end_present(&porch).await?;
    // What one role may see is not where another one is.
    let to = if chosen.back == "/" || chosen.back.is_empty() { "/" } else { local(&chosen.back) };
    Ok(entered(&porch, session.secret.reveal(), to))
}

/// The answer to whoever is in now.
pub(super) fn entered(porch: &Porch, secret: &str, to: &str) -> Response {
    let headers = [(header::SET_COOKIE, door::cookie(porch.site.options, secret)), (header::LOCATION, to.to_owned())];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Where somebody is sent who is not signed in.
pub(crate) fn address_of(back: &str) -> String {
    if back == "/" { "/login".to_owned() } else { address("/login", &[("back", back)]) }
}
