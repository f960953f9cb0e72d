//! Pages of a list. All pages of one walk are of one version: when the data changed in between, the walk ends with
//! `page_moved`, and begins again or is made over a version that is named.

use serde::Serialize;
use serde_json::{Map, Value};

use super::call::Call;
use super::failure::Failure;
use super::parameter::{USUAL, version, whole};
use super::reply::Reply;

/// Where to read on: behind how many, in which version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    version: i64,
    offset: usize,
}

impl Cursor {
    fn parse(text: &str) -> Option<Self> {
        let (own, offset) = text.split_once('-')?;
        Some(Self { version: version(own)?, offset: usize::try_from(whole(offset)?).ok()? })
    }
}

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
        let offset = match call.text("cursor") {
            None => 0,
            Some(text) => {
                let unreadable = || Failure::wrong("cursor", "不是上一页答案里的 next");
                let cursor = Cursor::parse(text).ok_or_else(unreadable)?;
                if cursor.version != version {
                    let told = format!("翻页期间数据变了（当时v{}，现在v{}）", cursor.version, version);
                    return Err(Failure::Of("page_moved", told));
                }
                cursor.offset
            }
        };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        assert_eq!(Cursor::parse("v12-100"), Some(Cursor { version: 12, offset: 100 }));
        for wrong in ["", "v12", "12-1", "v0-1", "v12--1", "v12-x"] {
            assert_eq!(Cursor::parse(wrong), None, "{wrong}");
        }
    }
}
