//! Forms: what is wrong with their fields, the page that says so, and the fields that several forms share.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _};
use dukao_app::people::{AccountFields, FieldProblem};
use serde::Deserialize;

use crate::pages::Page;

/// What is wrong with the fields of a form.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<FieldProblem>);

impl Problems {
    /// What is wrong with a field; empty when nothing is.
    pub(crate) fn wrong(&self, field: &str) -> &str {
        self.0.iter().find(|problem| problem.field == field).map_or("", |problem| problem.message.as_str())
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<FieldProblem>> for Problems {
    fn from(problems: Vec<FieldProblem>) -> Self {
        Self(problems)
    }
}

impl<'p> IntoIterator for &'p Problems {
    type Item = &'p FieldProblem;
    type IntoIter = std::slice::Iter<'p, FieldProblem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A page with its form again, because something in it is wrong.
pub(crate) fn refused(page: &impl Template) -> Page {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}

/// Something wrong with one field.
pub(crate) fn wrong(field: &'static str, message: impl Into<String>) -> FieldProblem {
    FieldProblem { field, message: message.into() }
}

/// What was typed into a field, when anything was.
pub(crate) fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A day that was typed; a word about it when it is none.
pub(crate) fn day(field: &'static str, text: &str, problems: &mut Vec<FieldProblem>) -> Option<jiff::civil::Date> {
    let found = text.trim().parse().ok();
    if found.is_none() && !text.trim().is_empty() {
        problems.push(wrong(field, "写日期，例如 2026-01-01"));
    }
    found
}

/// What is said of a person.
#[derive(Deserialize, Default)]
pub(crate) struct AccountForm {
    #[serde(default)]
    pub(crate) login: String,
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) person_number: String,
    #[serde(default)]
    pub(crate) phone: String,
}

impl AccountForm {
    /// As it was typed.
    pub(crate) fn fields(&self) -> AccountFields {
        AccountFields {
            login: self.login.clone(),
            name: self.name.clone(),
            person_number: self.person_number.clone(),
            phone: self.phone.clone(),
        }
    }
}
