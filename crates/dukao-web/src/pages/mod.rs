//! The pages: one route, one file.

pub(crate) mod annex1;
pub(crate) mod annex2;
pub(crate) mod check;
pub(crate) mod files;
pub(crate) mod findings;
pub(crate) mod front;
pub(crate) mod guess;
pub(crate) mod health;
pub(crate) mod import;
pub(crate) mod imported;
pub(crate) mod indicator;
pub(crate) mod ledger;
pub(crate) mod missing;
pub(crate) mod peer;
pub(crate) mod peers;
pub(crate) mod source;
pub(crate) mod trace;
pub(crate) mod undo;
pub(crate) mod unit;
pub(crate) mod units;

use askama::Template;
use axum::response::Html;

use crate::error::WebError;

/// A rendered page.
pub(crate) type Page = Result<Html<String>, WebError>;

pub(crate) fn render(template: &impl Template) -> Page {
    Ok(Html(template.render()?))
}
