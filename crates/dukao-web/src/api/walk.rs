//! Pages of a list. All pages of one walk are of one version: when the data changed in between, the walk ends with
//! `page_moved`, and begins again or is made over a version that is named.

use serde::Serialize;
use serde_json::{Map, Value};

use super::call::Call;
use super::failure::Failure;
use super::parameter::{USUAL, cursor};
use super::reply::Reply;

/// A list of which one page is sent.
pub(crate) struct List<T> {
    /// The version of the data that is listed; `None` for what has none.
    version: Option<i64>,
    items: Vec<T>,
    /// What stands beside the items.
    beside: Map<String, Value>,
}

impl<T: Serialize> List<T> {
    pub(crate) fn new(version: i64, items: Vec<T>) -> Self {
        Self { version: Some(version), items, beside: Map::new() }
    }

    /// Of something that has no versions.
    pub(crate) fn unversioned(items: Vec<T>) -> Self {
        Self { version: None, items, beside: Map::new() }
    }

    /// With something beside the items.
    pub(crate) fn beside(mut self, name: &str, value: &impl Serialize) -> Self {
        self.beside.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
        self
    }

    /// The page that was asked for.
    pub(crate) fn page(self, call: &Call) -> Result<Reply, Failure> {
        let version = self.version.unwrap_or(1);
        let limit = usize::try_from(call.whole("limit").unwrap_or(USUAL)).unwrap_or_default();
        let (of, offset) = call.text("cursor").and_then(cursor).unwrap_or((version, 0));
        if of != version {
            return Err(Failure::Of("page_moved", format!("翻页期间数据变了（当时v{of}，现在v{version}）")));
        }
        let total = self.items.len();
        let end = offset.saturating_add(limit).min(total);
        let next = (end < total).then(|| format!("v{version}-{end}"));
        let mut page = self.beside;
        page.insert("version".to_owned(), self.version.into());
        page.insert("total".to_owned(), total.into());
        page.insert("next".to_owned(), next.into());
        let items: Vec<T> = self.items.into_iter().skip(offset).take(limit).collect();
        page.insert("items".to_owned(), serde_json::to_value(items).unwrap_or_default());
        Reply::json(&Value::Object(page))
    }
}
