//! `GET /import` the form, `POST /import` the upload: all files in one version, or nothing and the list
//! of every mistake.

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dukao_app::import::{ImportReport, ImportRequest};
use dukao_app::{Actor, AppError};

use super::{Page, render};
use crate::Web;
use crate::error::WebError;
use crate::frame::{Frame, Place};
use crate::link::address;
use crate::query::Visit;

/// A mistake of an upload.
struct Problem {
    file: String,
    sheet: String,
    cell: String,
    message: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    f: Frame,
    problems: Vec<Problem>,
    message: Option<&'static str>,
}

impl ImportPage {
    async fn new(web: &Web, visit: Visit) -> Result<Self, WebError> {
        let f = frame(web, visit, "导入文件").await?;
        Ok(Self { f, problems: Vec::new(), message: None })
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

/// What was sent.
#[derive(Default)]
struct Upload {
    files: Vec<(String, Vec<u8>)>,
    mapping: Option<(String, Vec<u8>)>,
}

pub(crate) async fn form(State(web): State<Web>, visit: Visit) -> Page {
    render(&ImportPage::new(&web, visit).await?)
}

pub(crate) async fn submit(State(web): State<Web>, visit: Visit, multipart: Multipart) -> Result<Response, WebError> {
    let region = visit.value("region")?.map(str::to_owned);
    let upload = read(multipart).await.map_err(|error| WebError::Upload(error.status()))?;
    if upload.files.is_empty() {
        let page =
            ImportPage { message: Some("请先选择要导入的文件"), ..ImportPage::new(&web, visit).await? };
        return refused(&page);
    }
    let actor = Actor { kind: "operator".to_owned(), id: "本机".to_owned() };
    let request = ImportRequest { region: region.clone(), ..ImportRequest::of(upload.files, actor) };
    let request = upload.mapping.into_iter().fold(request, ImportRequest::mapped);
    match web.app.import(request).await {
        Ok(report) => Ok(Redirect::to(&done(&report, region.as_deref().unwrap_or_default())).into_response()),
        Err(AppError::Refused(problems)) => {
            let problems = problems.into_iter().map(|found| Problem {
                file: found.file,
                sheet: found.sheet,
                cell: found.cell,
                message: found.message,
                hint: found.hint,
            });
            refused(&ImportPage { problems: problems.collect(), ..ImportPage::new(&web, visit).await? })
        }
        Err(error) => Err(error.into()),
    }
}

fn refused(page: &ImportPage) -> Result<Response, WebError> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}

async fn read(mut multipart: Multipart) -> Result<Upload, MultipartError> {
    let mut upload = Upload::default();
    while let Some(field) = multipart.next_field().await? {
        let kind = field.name().unwrap_or_default().to_owned();
        let name = file_name(field.file_name().unwrap_or_default());
        let bytes = field.bytes().await?;
        if name.is_empty() {
            continue;
        }
        match kind.as_str() {
            "files" => upload.files.push((name, bytes.to_vec())),
            "mapping" => upload.mapping = Some((name, bytes.to_vec())),
            _ => {}
        }
    }
    Ok(upload)
}

/// The name without the folders that some browsers send.
fn file_name(sent: &str) -> String {
    sent.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned()
}

/// The result page: of the version that the import made; without one when nothing changed.
fn done(report: &ImportReport, region: &str) -> String {
    let version = if report.changed { report.version.to_string() } else { String::new() };
    address("/import/done", &[("version", &version), ("region", region)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_no_part_of_a_name() {
        assert_eq!(file_name("C:\\数据\\月报.xlsx"), "月报.xlsx");
        assert_eq!(file_name("a/b.csv"), "b.csv");
        assert_eq!(file_name(""), "");
    }
}
