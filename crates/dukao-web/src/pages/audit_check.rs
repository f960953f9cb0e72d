//! `GET /audit/check`: what a check of the audit does; `POST /audit/check`: checks everything, also against an exported head;
//! `POST /audit/head`: the heads of all regions as a text to be printed and kept elsewhere.

use askama::Template;
use axum::extract::multipart::Multipart;
use dukao_app::audit::Verdict;
use dukao_app::{AppError, moment_in_words};

use super::{Page, download, render};
use crate::door::Web;
use crate::error::WebError;
use crate::form::{Problems, refused};
use crate::frame::{Frame, Place};
use crate::query::Visit;
use crate::upload;

#[derive(Template)]
#[template(path = "audit_check.html")]
struct CheckPage {
    f: Frame,
    /// When heads were exported last.
    last: Option<String>,
    verdict: Option<Verdict>,
    /// When the head was exported that everything was held against.
    against: Option<String>,
    problems: Problems,
}

impl CheckPage {
    async fn new(web: &Web, visit: Visit) -> Result<Self, WebError> {
        let last = web.app.last_head().await?.map(moment_in_words);
        let f = Frame::bare(visit, Place::Audit, "核对审计");
        Ok(Self { f, last, verdict: None, against: None, problems: Problems::default() })
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    render(&CheckPage::new(&web, visit).await?)
}

pub(crate) async fn submit(web: Web, visit: Visit, multipart: Multipart) -> Page {
    let page = CheckPage::new(&web, visit).await?;
    let sent = upload::read(multipart, None).await.map_err(|error| WebError::Upload(error.status()))?;
    let read = |bytes: &Vec<u8>| web.app.read_exported(&String::from_utf8_lossy(bytes));
    let exported = match sent.files.first().map(|(_, bytes)| read(bytes)).transpose() {
        Ok(exported) => exported,
        Err(AppError::People(problems)) => return refused(&CheckPage { problems: problems.into(), ..page }),
        Err(error) => return Err(error.into()),
    };
    let verdict = web.app.verify(exported.as_ref()).await?;
    let against = exported.map(|exported| exported.exported);
    render(&CheckPage { verdict: Some(verdict), against, ..page })
}

pub(crate) async fn head(web: Web) -> Page {
    let text = web.app.export_heads().await?;
    let name = format!("链头-{}.txt", web.app.house().today());
    Ok(download(&name, "text/plain; charset=utf-8", text.into_bytes()))
}
