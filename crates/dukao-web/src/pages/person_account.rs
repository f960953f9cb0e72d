//! `GET /people/{id}/account`: what is said of a person, to be changed; `POST /people/{id}/account`: changes it.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use dukao_app::AppError;
use dukao_app::people::Account;
use dukao_app::rights::Right;

use super::{Page, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{AccountForm, Problems, refused};
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "person_account.html")]
struct AccountPage {
    f: Frame,
    account: Account,
    typed: AccountForm,
    problems: Problems,
}

impl AccountPage {
    async fn new(web: &Web, visit: Visit, id: &str) -> Result<Self, WebError> {
        let account = web.people().seen_for(Right::ManagePeople, id).await?;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let typed = AccountForm {
            login: account.login.clone(),
            name: account.name.clone(),
            person_number: text(&account.person_number),
            phone: text(&account.phone),
        };
        let f = Frame::bare(visit, Place::People, "修改用户");
        Ok(Self { f, account, typed, problems: Problems::default() })
    }
}

pub(crate) async fn show(web: Web, visit: Visit, Path(id): Path<String>) -> Page {
    render(&AccountPage::new(&web, visit, &id).await?)
}

pub(crate) async fn submit(web: Web, visit: Visit, Path(id): Path<String>, Form(typed): Form<AccountForm>) -> Page {
    match web.people().change_account(&id, &typed.fields()).await {
        Ok(account) => Ok(Redirect::to(&format!("/people/{}", account.id)).into_response()),
        Err(AppError::People(problems)) => {
            let page = AccountPage::new(&web, visit, &id).await?;
            refused(&AccountPage { typed, problems: problems.into(), ..page })
        }
        Err(error) => Err(error.into()),
    }
}
