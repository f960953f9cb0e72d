//! `POST /import/check` keeps an upload, `GET /import/check` shows what it would change, cell by cell,
//! `POST /import/apply` imports exactly that.

use askama::Template;
use axum::Form;
use axum::extract::multipart::Multipart;
use axum::response::{IntoResponse, Redirect, Response};
use dukao_app::AppError;
use dukao_app::import::{Difference, FigureChange, ImportRequest};
use serde::Deserialize;

use super::guess;
use super::import::{ImportPage, NO_FILE, done, frame, refused};
use super::render;
use crate::error::WebError;
use crate::frame::Frame;
use crate::link::address;
use crate::query::Visit;
use crate::{Web, upload};

/// How many figures a page lists.
const LISTED: usize = 500;

#[derive(Template)]
#[template(path = "difference.html")]
struct DifferencePage {
    f: Frame,
    draft: String,
    names: Vec<String>,
    d: Difference,
}

impl DifferencePage {
    fn listed(&self) -> &[FigureChange] {
        self.d.figures.get(..LISTED).unwrap_or(&self.d.figures)
    }

    fn unlisted(&self) -> usize {
        self.d.figures.len().saturating_sub(LISTED) + self.d.unlisted
    }

    /// 2个修订数据、13个新数据、1项指标
    fn brought(&self) -> String {
        let report = &self.d.report;
        let counts = [
            (report.revised_figures, "个修订数据"),
            (report.new_figures, "个新数据"),
            (report.units, "个单位"),
            (report.indicators, "项指标"),
            (report.targets, "项目标"),
            (report.partitions, "个合计关系"),
            (report.explanations, "条核对说明"),
            (report.rules, "个规则文件"),
            (report.mappings, "个映射文件"),
            (report.filters, "个常用筛选"),
        ];
        let parts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count}{words}"));
        parts.collect::<Vec<_>>().join("、")
    }

    /// The version on which it is applied.
    fn based_on(&self) -> i64 {
        self.d.based_on.max(1)
    }
}

/// Keeps what was sent and goes on to look at it.
pub(crate) async fn submit(web: Web, visit: Visit, multipart: Multipart) -> Result<Response, WebError> {
    web.may_upload()?;
    let region = visit.value("region")?.map(str::to_owned);
    let upload = upload::read(multipart, region.clone()).await.map_err(|error| WebError::Upload(error.status()))?;
    if upload.files.is_empty() {
        return refused(&ImportPage::new(&web, visit, Vec::new(), Some(NO_FILE)).await?);
    }
    let draft = web.app.keep_upload(&upload).await?;
    let region = region.unwrap_or_default();
    Ok(Redirect::to(&address("/import/check", &[("draft", &draft), ("region", &region)])).into_response())
}

/// The difference of the upload that waits; without one, the form.
pub(crate) async fn show(web: Web, visit: Visit) -> Result<Response, WebError> {
    let Some(draft) = visit.value("draft")?.map(str::to_owned) else {
        return Ok(render(&ImportPage::new(&web, visit, Vec::new(), None).await?)?.into_response());
    };
    let upload = web.app.upload(&draft).await?;
    match web.app.manners(&upload).await {
        Ok(manners) => {
            let guessed = guess::to_confirm(manners);
            if !guessed.is_empty() {
                return guess::page(&web, visit, draft, &guessed, Vec::new()).await;
            }
        }
        Err(AppError::Refused(problems)) => {
            return refused(&ImportPage::new(&web, visit, problems, None).await?);
        }
        Err(error) => return Err(error.into()),
    }
    let names = upload.files.iter().map(|(name, _)| name.clone()).collect();
    match web.app.difference(upload.request()).await {
        Ok(d) => {
            let f = frame(&web, visit, "核对差异").await?;
            Ok(render(&DifferencePage { f, draft, names, d })?.into_response())
        }
        Err(AppError::Refused(problems)) => refused(&ImportPage::new(&web, visit, problems, None).await?),
        Err(error) => Err(error.into()),
    }
}

/// The form that applies a difference.
#[derive(Debug, Deserialize)]
pub(crate) struct Apply {
    draft: String,
    based_on: i64,
}

/// Imports the upload, if the data is still what it was compared with.
pub(crate) async fn apply(web: Web, visit: Visit, Form(form): Form<Apply>) -> Result<Response, WebError> {
    let upload = web.app.upload(&form.draft).await?;
    let region = upload.region.clone().unwrap_or_default();
    let request = ImportRequest { based_on: Some(form.based_on), ..upload.request() };
    match web.app.import(request).await {
        Ok(report) => {
            web.app.forget_upload(&form.draft).await?;
            Ok(Redirect::to(&done(&report, &region)).into_response())
        }
        Err(AppError::Moved { .. }) => {
            let more = [("draft", form.draft.as_str()), ("region", &region), ("moved", "1")];
            Ok(Redirect::to(&address("/import/check", &more)).into_response())
        }
        Err(AppError::Refused(problems)) => refused(&ImportPage::new(&web, visit, problems, None).await?),
        Err(error) => Err(error.into()),
    }
}
