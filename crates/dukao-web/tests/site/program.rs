//! A program that asks the API, by token.

#![expect(clippy::indexing_slicing, reason = "what is not there fails the test")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dukao_app::demo::CARDS;
use dukao_app::people::NewToken;
use dukao_app::rights::{Right, TABLE};
use serde_json::Value;

use crate::site::{Answer, Site, demo};

/// What stands for an upload in the place of a body.
pub(crate) const UPLOAD: &str = "文件";

/// A site with a token for each card, with all that its holder may.
pub(crate) struct Api {
    pub(crate) site: Site,
    pub(crate) tokens: BTreeMap<&'static str, String>,
}

/// A token of somebody with all that he may.
pub(crate) async fn token(site: &Site, login: &str) -> String {
    let app = site.as_app(login).await;
    let rights = TABLE.iter().map(|(right, _)| *right);
    let scope = rights.filter(|right| *right != Right::UseTokens && app.caller().has(*right)).collect();
    let new = NewToken { name: "测试".to_owned(), scope, days: 1 };
    app.people().make_token(&new).await.unwrap().secret.reveal().to_owned()
}

static KEYS: AtomicU64 = AtomicU64::new(1);

impl Api {
    pub(crate) async fn over(site: Site) -> Self {
        let mut tokens = BTreeMap::new();
        for card in CARDS {
            tokens.insert(card.login, token(&site, card.login).await);
        }
        Self { site: site.as_nobody(), tokens }
    }

    /// A site with a district.
    pub(crate) async fn district() -> Self {
        Self::over(Site::district().await).await
    }

    /// A request with the token of a card, `body` being JSON, [`UPLOAD`] or nothing.
    pub(crate) async fn ask(&self, card: &str, method: &str, address: &str, body: &str) -> Answer {
        let key = format!("k{}", KEYS.fetch_add(1, Ordering::Relaxed));
        self.ask_with(card, (method, address), body, &[("idempotency-key", &key)]).await
    }

    /// The same with these headers.
    pub(crate) async fn ask_with(
        &self,
        card: &str,
        (method, address): (&str, &str),
        body: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let sent = match body.strip_prefix(UPLOAD) {
            Some(fields) => (FORM, form(&demo("数据/2018-07月报.csv"), fields)),
            None => ("application/json", body.as_bytes().to_vec()),
        };
        self.send(card, (method, address), sent, headers).await
    }

    /// A file of this name and text, with fields beside it: `based_on=3`.
    pub(crate) async fn upload(&self, card: &str, address: &str, file: (&str, &str), fields: &str) -> Answer {
        let key = format!("k{}", KEYS.fetch_add(1, Ordering::Relaxed));
        let file = (file.0.to_owned(), file.1.as_bytes().to_vec());
        self.send(card, ("POST", address), (FORM, form(&file, fields)), &[("idempotency-key", &key)]).await
    }

    async fn send(
        &self,
        card: &str,
        (method, address): (&str, &str),
        (kind, bytes): (&str, Vec<u8>),
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{address}"));
        request = request.header(header::HOST, "127.0.0.1:8000");
        if let Some(token) = self.tokens.get(card) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !bytes.is_empty() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        self.site.send(request.body(Body::from(bytes)).unwrap()).await
    }

    /// What a card reads.
    pub(crate) async fn read(&self, card: &str, address: &str) -> Value {
        let answer = self.ask(card, "GET", address, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text);
        serde_json::from_str(&answer.text).unwrap()
    }
}

/// The kind of a form with a file.
const FORM: &str = "multipart/form-data; boundary=x";

/// A file with fields beside it.
fn form((name, bytes): &(String, Vec<u8>), fields: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in fields.split_whitespace().filter_map(|pair| pair.split_once('=')) {
        let part = format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    body
}

/// A refusal, which is always of one kind.
pub(crate) fn problem(answer: &Answer) -> Value {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{} {}", answer.status, answer.text);
    let problem: Value = serde_json::from_str(&answer.text).unwrap();
    for name in ["type", "title", "detail", "code", "todo"] {
        assert!(problem[name].as_str().is_some_and(|text| !text.is_empty()), "{name} of {problem}");
    }
    problem
}

/// The code of a refusal and where its mistakes are.
pub(crate) fn refused(answer: &Answer) -> (u16, String, Vec<String>) {
    let problem = problem(answer);
    let places = problem["errors"].as_array().unwrap().iter().map(|one| one["place"].as_str().unwrap().to_owned());
    (answer.status.as_u16(), problem["code"].as_str().unwrap().to_owned(), places.collect())
}
