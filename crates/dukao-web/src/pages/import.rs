//! `GET /import` the form, `POST /import` the upload of programs: all files in one version, or nothing and
//! the list of every mistake. People look at the difference first (`check`).

use askama::Template;
use axum::extract::multipart::Multipart;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dukao_app::import::ImportReport;
use dukao_app::{AppError, Problem};

use super::{Page, render};
use crate::error::WebError;
use crate::frame::{Frame, Place};
use crate::link::address;
use crate::query::Visit;
use crate::{Web, upload};

#[derive(Template)]
#[template(path = "import.html")]
pub(super) struct ImportPage {
    f: Frame,
    problems: Vec<Problem>,
    message: Option<&'static str>,
}

impl ImportPage {
    /// The form, with what is wrong with what was sent.
    pub(super) async fn new(
        web: &Web,
        visit: Visit,
        problems: Vec<Problem>,
        message: Option<&'static str>,
    ) -> Result<Self, WebError> {
        web.app.permit_upload()?;
        let f = frame(web, visit, "导入文件").await?;
        Ok(Self { f, problems, message })
    }
}

/// The frame with the version of the data, when there is any yet.
pub(crate) async fn frame(web: &Web, visit: Visit, title: &str) -> Result<Frame, WebError> {
    match web.app.files(&visit.asked()?).await {
        Ok(view) => Ok(Frame::new(visit, Place::Import, title, &view.basis)),
        Err(AppError::NoRegion | AppError::NothingYet) => Ok(Frame::bare(visit, Place::Import, title)),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn form(web: Web, visit: Visit) -> Page {
    render(&ImportPage::new(&web, visit, Vec::new(), None).await?)
}

/// What is said when no file was chosen.
pub(super) const NO_FILE: &str = "请先选择要导入的文件";

pub(crate) async fn submit(web: Web, visit: Visit, multipart: Multipart) -> Result<Response, WebError> {
    web.may_upload()?;
    let region = visit.value("region")?.map(str::to_owned);
    let upload = upload::read(multipart, region.clone()).await.map_err(|error| WebError::Upload(error.status()))?;
    if upload.files.is_empty() {
        return refused(&ImportPage::new(&web, visit, Vec::new(), Some(NO_FILE)).await?);
    }
    match web.app.import(upload.request()).await {
        Ok(report) => Ok(Redirect::to(&done(&report, region.as_deref().unwrap_or_default())).into_response()),
        Err(AppError::Refused(problems)) => refused(&ImportPage::new(&web, visit, problems, None).await?),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn refused(page: &ImportPage) -> Result<Response, WebError> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}

/// The result page: of the version that the import made; without one when nothing changed.
pub(super) fn done(report: &ImportReport, region: &str) -> String {
    let version = if report.changed { report.version.to_string() } else { String::new() };
    address("/import/done", &[("version", &version), ("region", region)])
}
