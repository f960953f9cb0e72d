//! `GET /me/tokens`: one's own tokens for programs; `POST /me/tokens`: makes one and shows its secret this once;
//! `POST /me/tokens/revoke`: revokes one.

use std::collections::BTreeSet;

use askama::Template;
use axum::Form;
use axum::extract::RawForm;
use axum::response::{IntoResponse as _, Redirect};
use dukao_app::people::{MadeToken, NewToken, Token};
use dukao_app::rights::{Right, TABLE};
use dukao_app::{AppError, Micros, moment_in_words};
use serde::Deserialize;

use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{Problems, refused};
use crate::frame::{Frame, Place};
use crate::query::Visit;

/// For how many days a token counts when nothing else is typed.
const DAYS: u32 = 90;

/// A token in a table.
pub(crate) struct TokenLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) rights: String,
    pub(crate) created: String,
    pub(crate) until: String,
    /// Whether it still counts.
    pub(crate) live: bool,
}

impl TokenLine {
    pub(crate) fn of(token: &Token, now: Micros) -> Self {
        let until = match token.revoked {
            Some(at) => format!("{}注销", moment_in_words(Micros(at))),
            None if token.counts(now) => format!("至{}", moment_in_words(Micros(token.expires))),
            None => format!("{}到期", moment_in_words(Micros(token.expires))),
        };
        Self {
            id: token.id.clone(),
            name: token.name.clone(),
            rights: token.scope.iter().map(|right| right.label()).collect::<Vec<_>>().join("、"),
            created: moment_in_words(Micros(token.created)),
            until,
            live: token.counts(now),
        }
    }
}

#[derive(Template)]
#[template(path = "me_tokens.html")]
struct TokensPage {
    f: Frame,
    lines: Vec<TokenLine>,
    /// The rights that the caller has and may give: key, word, whether it is chosen.
    rights: Vec<(String, &'static str, bool)>,
    name: String,
    days: String,
    longest: u32,
    made: Option<(String, String, String)>,
    problems: Problems,
}

impl TokensPage {
    async fn new(web: &Web, visit: Visit, typed: Option<&Typed>) -> Result<Self, WebError> {
        let people = web.people();
        let (tokens, now) = (people.tokens(false).await?, web.app.now());
        let caller = web.app.caller();
        let may = TABLE.iter().map(|(right, _)| *right);
        let may = may.filter(|right| *right != Right::UseTokens && caller.has(*right));
        let chosen = |right: Right| typed.is_some_and(|typed| typed.scope.contains(&right));
        let longest = people.directory().await?.policy().token_days;
        Ok(Self {
            lines: tokens.iter().rev().map(|token| TokenLine::of(token, now)).collect(),
            rights: may.map(|right| (key(right), right.label(), chosen(right))).collect(),
            name: typed.map(|typed| typed.name.clone()).unwrap_or_default(),
            days: typed.map_or_else(|| DAYS.min(longest).to_string(), |typed| typed.days.clone()),
            longest,
            made: None,
            problems: Problems::default(),
            f: Frame::bare(visit, Place::Me, "接口令牌"),
        })
    }
}

/// The word of a right in the form: its Chinese name, which is what the table of rights has.
fn key(right: Right) -> String {
    right.label().to_owned()
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    render(&TokensPage::new(&web, visit, None).await?)
}

/// What was typed.
struct Typed {
    name: String,
    days: String,
    scope: BTreeSet<Right>,
}

impl Typed {
    fn of(visit: &Visit) -> Result<Self, WebError> {
        let mut scope = BTreeSet::new();
        for word in visit.values("scope")? {
            let known = TABLE.iter().map(|(right, _)| *right).find(|right| right.label() == word);
            scope.insert(known.ok_or_else(|| WebError::query("scope", word, "从页面上选择权限"))?);
        }
        let text = |name: &str| visit.value(name).map(|value| value.unwrap_or_default().to_owned());
        Ok(Self { name: text("name")?, days: text("days")?, scope })
    }

    /// The token; days that are no number are none, which no policy allows.
    fn token(&self) -> NewToken {
        NewToken { name: self.name.clone(), scope: self.scope.clone(), days: self.days.parse().unwrap_or(0) }
    }
}

pub(crate) async fn make(web: Web, visit: Visit, RawForm(body): RawForm) -> Page {
    let visit = visit.with_form(&body)?;
    let typed = Typed::of(&visit)?;
    match web.people().make_token(&typed.token()).await {
        Ok(MadeToken { secret, token }) => {
            let until = moment_in_words(Micros(token.expires));
            let made = Some((token.name, secret.reveal().to_owned(), until));
            render(&TokensPage { made, ..TokensPage::new(&web, visit, None).await? })
        }
        Err(AppError::People(problems)) => {
            let page = TokensPage::new(&web, visit, Some(&typed)).await?;
            refused(&TokensPage { problems: problems.into(), ..page })
        }
        Err(error) => Err(error.into()),
    }
}

/// Which one.
#[derive(Deserialize)]
pub(crate) struct Revoked {
    id: String,
}

pub(crate) async fn revoke(web: Web, visit: Visit, Form(revoked): Form<Revoked>) -> Page {
    match web.people().revoke_own_token(&revoked.id).await {
        Ok(_) => Ok(Redirect::to("/me/tokens").into_response()),
        Err(AppError::People(problems)) => {
            refused(&TokensPage { problems: problems.into(), ..TokensPage::new(&web, visit, None).await? })
        }
        Err(error) => Err(error.into()),
    }
}
