//! What a table of an upload means: the table itself, coloured by meaning, with a choice over every column;
//! `POST /import/guess` takes corrections and, when nothing is in doubt, the confirmation.

use askama::Template;
use axum::Form;
use axum::response::{IntoResponse, Redirect, Response};
use dukao_app::guess::Correction;
use dukao_app::import::{FileMapping, GuessedFile, Manner, Upload};

use super::import::frame;
use super::render;
use crate::Web;
use crate::error::WebError;
use crate::frame::Frame;
use crate::guessed::{TableView, changed};
use crate::link::address;
use crate::query::Visit;

#[derive(Template)]
#[template(path = "guess.html")]
struct GuessPage {
    f: Frame,
    draft: String,
    files: Vec<(String, Vec<TableView>)>,
    /// Files and sheets in which no table was found.
    without: Vec<String>,
    /// What was said and not understood.
    wrong: Vec<String>,
    sure: bool,
}

/// The page for the files that have to be confirmed.
pub(super) async fn page(
    web: &Web,
    visit: Visit,
    draft: String,
    guessed: &[(String, Box<GuessedFile>)],
    wrong: Vec<String>,
) -> Result<Response, WebError> {
    let f = frame(web, visit, "认表").await?;
    let files = guessed.iter().enumerate().map(|(number, (name, file))| (name.clone(), TableView::of(number, file)));
    let without = guessed.iter().filter(|(_, file)| file.guess.tables.is_empty()).map(|(name, _)| name.clone());
    let sure = guessed.iter().all(|(_, file)| file.guess.is_sure());
    let page = GuessPage { f, draft, files: files.collect(), without: without.collect(), wrong, sure };
    Ok(render(&page)?.into_response())
}

/// The files of an upload that have to be confirmed.
pub(super) fn to_confirm(manners: Vec<(String, Manner)>) -> Vec<(String, Box<GuessedFile>)> {
    let guessed = |(name, manner)| match manner {
        Manner::Guessed(file) => Some((name, file)),
        Manner::Standard | Manner::Mapped | Manner::Saved(_) => None,
    };
    manners.into_iter().filter_map(guessed).collect()
}

/// The fields of the form, in order.
type Fields = Vec<(String, String)>;

/// Takes up what was said; goes on to the difference when all is confirmed.
pub(crate) async fn submit(web: Web, visit: Visit, Form(fields): Form<Fields>) -> Result<Response, WebError> {
    let field = |name: &str| fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let draft = field("draft").unwrap_or_default().to_owned();
    let mut upload = web.app.upload(&draft).await?;
    let before = to_confirm(web.app.manners(&upload).await?);
    let wrong = take_corrections(&mut upload, &before, &fields);
    let guessed = to_confirm(web.app.manners(&upload).await?);
    if !wrong.is_empty() {
        return page(&web, visit, draft, &guessed, wrong).await;
    }
    let confirmed = field("confirm").is_some() && guessed.iter().all(|(_, file)| file.guess.is_sure());
    if confirmed {
        upload.mappings.extend(guessed.iter().filter_map(|(name, file)| mapping(name, file)));
    }
    web.app.put_upload(&draft, &upload).await?;
    let region = upload.region.unwrap_or_default();
    Ok(Redirect::to(&address("/import/check", &[("draft", &draft), ("region", &region)])).into_response())
}

/// The confirmed guess as a mapping file for its data file.
fn mapping(name: &str, file: &GuessedFile) -> Option<FileMapping> {
    let text = file.guess.mapping()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Some(FileMapping { file: Some(name.to_owned()), name: format!("{stem}.映射.yaml"), bytes: text.into_bytes() })
}

/// Adds what differs from the guess on the page; gives what was not understood.
fn take_corrections(upload: &mut Upload, guessed: &[(String, Box<GuessedFile>)], fields: &Fields) -> Vec<String> {
    let mut wrong = Vec::new();
    for (number, (name, file)) in guessed.iter().enumerate() {
        for text in changed(number, &file.guess, fields) {
            match Correction::parse(&text) {
                Ok(_) => upload.corrections.push((name.clone(), text)),
                Err(message) => wrong.push(message),
            }
        }
    }
    wrong
}
