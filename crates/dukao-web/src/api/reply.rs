//! What is answered: an object, a page of a list, or a file.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dukao_app::AppError;
use serde::Serialize;

use super::failure::Failure;

/// JSON as it is answered.
pub(crate) const JSON: &str = "application/json";

/// An answer that can be sent, kept and sent again.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) kind: String,
    pub(crate) disposition: Option<HeaderValue>,
    pub(crate) body: Bytes,
}

impl Reply {
    /// An object.
    pub(crate) fn json(value: &impl Serialize) -> Result<Self, Failure> {
        let body = serde_json::to_vec(value).map_err(|error| AppError::Damaged(format!("写不成JSON：{error}")))?;
        Ok(Self { kind: JSON.to_owned(), disposition: None, body: Bytes::from(body) })
    }

    /// A file under a Chinese name.
    pub(crate) fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Self {
        let response = crate::pages::download(name, kind, Vec::new());
        let disposition = response.headers().get(header::CONTENT_DISPOSITION).cloned();
        Self { kind: kind.to_owned(), disposition, body: Bytes::from(bytes) }
    }

    /// The answer, or that nothing changed since whoever asks saw it last.
    pub(crate) fn answer(self, asked: &HeaderMap, reads: bool) -> Response {
        let tag = format!("\"{}\"", dukao_app::digest_in_words(&self.body));
        let seen = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let same = reads && seen.split(',').any(|own| own.trim().trim_start_matches("W/") == tag);
        let mut response = if same {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            ([(header::CONTENT_TYPE, self.kind)], self.body).into_response()
        };
        let headers = response.headers_mut();
        if let (true, Ok(tag)) = (reads, HeaderValue::from_str(&tag)) {
            headers.insert(header::ETAG, tag);
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        }
        if let Some(disposition) = self.disposition.filter(|_| !same) {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        response
    }
}
