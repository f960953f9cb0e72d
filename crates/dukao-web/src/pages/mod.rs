//! The pages: one route, one file.

pub(crate) mod annex1;
pub(crate) mod annex2;
pub(crate) mod audit;
pub(crate) mod audit_check;
pub(crate) mod check;
pub(crate) mod files;
pub(crate) mod filters;
pub(crate) mod finding;
pub(crate) mod findings;
pub(crate) mod front;
pub(crate) mod guess;
pub(crate) mod health;
pub(crate) mod import;
pub(crate) mod imported;
pub(crate) mod indicator;
pub(crate) mod instruct;
pub(crate) mod instructions;
pub(crate) mod interference;
pub(crate) mod ledger;
pub(crate) mod link;
pub(crate) mod login;
pub(crate) mod me;
pub(crate) mod me_code;
pub(crate) mod me_lend;
pub(crate) mod me_tokens;
pub(crate) mod metrics;
pub(crate) mod missing;
pub(crate) mod organisation;
pub(crate) mod organisation_change;
pub(crate) mod peer;
pub(crate) mod peers;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod person_account;
pub(crate) mod policy;
pub(crate) mod provider;
pub(crate) mod regions;
pub(crate) mod rights;
pub(crate) mod roster;
pub(crate) mod rules;
pub(crate) mod rules_edit;
pub(crate) mod source;
pub(crate) mod sponsors;
pub(crate) mod template;
pub(crate) mod trace;
pub(crate) mod undo;
pub(crate) mod unit;
pub(crate) mod units;

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse as _, Response};
use dukao_app::tables::{self, FileKind, Tabled};
use serde::Serialize;

use crate::error::WebError;
use crate::query::Visit;

/// A rendered page, or the same as a file.
pub(crate) type Page = Result<Response, WebError>;

pub(crate) fn render(template: &impl Template) -> Page {
    Ok(Html(template.render()?).into_response())
}

/// The view as the file that the address asks for (`format=xlsx`); `None` when it asks for the page.
pub(crate) fn as_file<V: Tabled + Serialize>(visit: &Visit, view: &V) -> Result<Option<Response>, WebError> {
    visit.file_kind()?.map(|kind| handed_out(view, kind)).transpose()
}

/// The view as a file.
pub(crate) fn handed_out<V: Tabled + Serialize>(view: &V, kind: FileKind) -> Page {
    let bytes = tables::file(view, kind)?;
    Ok(download(&tables::file_name(view, kind), kind.media_type(), bytes))
}

/// A file to keep, under its Chinese name.
pub(crate) fn download(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' }).collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", crate::link::encode(name));
    let mut response = ([(header::CONTENT_TYPE, HeaderValue::from_static(media_type))], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
