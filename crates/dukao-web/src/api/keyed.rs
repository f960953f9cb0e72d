//! Idempotency keys: a request that changes something is done once, however often it is sent.
//!
//! The work goes on when whoever asked does not wait any more; the answer is kept for when the request is sent again.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use dukao_app::people::Visit;
use dukao_app::{App, House, Keyed, digest_in_words};

use super::call::{Call, LARGEST};
use super::failure::{Failure, Mistake};
use super::operation::{Body as Bulk, Operation};
use super::reply::{JSON, Reply};

/// The header that bears the key, and the one that says that an answer is that of an earlier request.
const KEY: &str = "idempotency-key";
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
const LONGEST: usize = 64;

/// What is known of a request before it is done.
struct Wanted {
    house: Arc<House>,
    caller: String,
    key: String,
}

/// Does an operation that changes something, or gives the answer of when it was done.
pub(crate) async fn perform(
    operation: &'static Operation,
    (app, visit): (App, Option<Visit>),
    headers: &HeaderMap,
    request: Request,
) -> Result<Response, Failure> {
    let key = key_of(headers)?;
    let (parts, body) = request.into_parts();
    let most = if matches!(operation.body, Bulk::Files(..)) { usize::MAX } else { LARGEST };
    let body = to_bytes(body, most).await.map_err(|_| Failure::of("too_large"))?;
    let what = format!("{} {}\n{}", parts.method, parts.uri, digest_in_words(&body));
    let wanted = Wanted { house: Arc::clone(app.house()), caller: caller_of(headers), key };
    let call = Call::read(operation, (app, visit), Request::from_parts(parts, Body::from(body))).await?;
    match wanted.house.take_key(&wanted.caller, &wanted.key, &digest_in_words(what.as_bytes())).await? {
        Keyed::Other => Err(Failure::of("key_other")),
        Keyed::Running => Err(Failure::of("key_running")),
        Keyed::Done(body) if body.is_empty() => Err(Failure::of("key_secret")),
        Keyed::Done(body) => {
            let reply = Reply { kind: JSON.to_owned(), disposition: None, body: Bytes::from(body) };
            let mut response = reply.answer(headers, false);
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
            Ok(response)
        }
        Keyed::New => {
            let done = tokio::spawn(wanted.work(operation, call)).await;
            // A key whose work broke off stays taken: nobody knows what was done.
            let reply = done.map_err(|_| Failure::of("internal"))??;
            Ok(reply.answer(headers, false))
        }
    }
}

impl Wanted {
    async fn work(self, operation: &'static Operation, call: Call) -> Result<Reply, Failure> {
        match (operation.run)(call).await {
            Ok(reply) => {
                // A secret is shown once; that it was is kept.
                let body = if operation.secret { Vec::new() } else { reply.body.to_vec() };
                if let Err(error) = self.house.keep_answer(&self.caller, &self.key, body).await {
                    tracing::error!(error.text = %error, "an answer was not kept");
                }
                Ok(reply)
            }
            Err(failure) => {
                if !matches!(&failure, Failure::App(error) if error.is_unsure())
                    && let Err(error) = self.house.release_key(&self.caller, &self.key).await
                {
                    tracing::error!(error.text = %error, "a key was not given free");
                }
                Err(failure)
            }
        }
    }
}

/// The key of a request.
fn key_of(headers: &HeaderMap) -> Result<String, Failure> {
    let sent: Vec<&HeaderValue> = headers.get_all(KEY).iter().collect();
    let plain = |text: &&str| {
        let known = |sign: u8| sign.is_ascii_alphanumeric() || b"._-".contains(&sign);
        (1..=LONGEST).contains(&text.len()) && text.bytes().all(known)
    };
    match sent.as_slice() {
        [] => Err(Failure::of("key_missing")),
        [one] => {
            let text = one.to_str().ok().filter(plain);
            let told = format!("1到{LONGEST}个英文字母、数字、点、下划线或连字符");
            text.map(str::to_owned).ok_or_else(|| Failure::wrong("Idempotency-Key", told))
        }
        _ => Err(Failure::Wrong(vec![Mistake {
            place: "Idempotency-Key".to_owned(), text: "只能写一次".to_owned()
        }])),
    }
}

/// Who asks, by the digest of his token: another token of the same person has keys of its own.
fn caller_of(headers: &HeaderMap) -> String {
    let sent = headers.get(header::AUTHORIZATION).map_or(&b""[..], HeaderValue::as_bytes);
    digest_in_words(sent)
}
