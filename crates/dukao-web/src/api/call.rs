//! What a handler gets: the application as the holder of the token has it, and what was sent, held against the description.

use std::collections::BTreeMap;

use axum::extract::{FromRequestParts, Multipart, Query, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use dukao_app::people::{People, Visit};
use dukao_app::view::Asked;
use dukao_app::{App, AppError, AsOf};
use dukao_core::ledger::Origin;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::check::Check;
use super::description;
use super::failure::{Failure, Mistake};
use super::operation::{Body, Operation};
use super::parameter::{self, Kind, Parameter};
use crate::Site;

/// Most bytes of an object.
pub(super) const LARGEST: usize = 1 << 20;

/// A request of somebody, as the description says it.
pub(crate) struct Call {
    /// The application as the caller has it; nobody's where everybody may ask.
    pub(crate) app: App,
    /// Whose token it is; nothing where everybody may ask.
    pub(crate) visit: Option<Visit>,
    values: BTreeMap<&'static str, String>,
    body: Value,
    /// Field, name and bytes of the files.
    pub(crate) files: Vec<(String, String, Vec<u8>)>,
}

/// Who asks, by his token.
pub(crate) async fn caller(
    site: &Site,
    operation: &Operation,
    headers: &HeaderMap,
) -> Result<(App, Option<Visit>), Failure> {
    if operation.open {
        return Ok((site.house.called_by(site.house.nobody()), None));
    }
    let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let secret = sent.and_then(|sent| sent.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
    let (_, secret) = secret.ok_or(AppError::SignedOut("没有带令牌，要有 Authorization: Bearer 头"))?;
    let visit = site.house.people(site.house.nobody()).visit_token(secret.trim()).await?;
    Ok((site.house.called_by(visit.caller.clone()), Some(visit)))
}

impl Call {
    /// Reads a request; everything that is wrong with it at once.
    pub(crate) async fn read(
        operation: &'static Operation,
        (app, visit): (App, Option<Visit>),
        request: Request,
    ) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let mut mistakes = Vec::new();
        let mut values = places(operation, &mut parts, &mut mistakes).await;
        values.extend(query(operation, &parts, &mut mistakes));
        let request = Request::from_parts(parts, body);
        let mut call = Self { app, visit, values, body: Value::Null, files: Vec::new() };
        match operation.body {
            Body::Nothing => {}
            Body::Json(_) => call.body = object(operation, request, &mut mistakes).await?,
            Body::Files(_, fields) => call.take_files(fields, request, &mut mistakes).await?,
        }
        if mistakes.is_empty() { Ok(call) } else { Err(Failure::Wrong(mistakes)) }
    }

    /// People as the caller has them.
    pub(crate) fn people(&self) -> People<'_> {
        self.app.people()
    }

    /// The text of a parameter.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The text of a parameter that is always there.
    pub(crate) fn given(&self, name: &str) -> &str {
        self.text(name).unwrap_or_default()
    }

    /// The number of a parameter.
    pub(crate) fn whole(&self, name: &str) -> Option<i64> {
        self.text(name).and_then(parameter::whole)
    }

    /// The day of a parameter.
    pub(crate) fn day(&self, name: &str) -> Option<jiff::civil::Date> {
        self.text(name).and_then(parameter::day)
    }

    /// The region of the address.
    pub(crate) fn region(&self) -> &str {
        self.given("region")
    }

    /// What every view of figures is asked for.
    pub(crate) fn asked(&self) -> Asked {
        let as_of = self.text("as-of").and_then(|text| {
            parameter::version(text).map(AsOf::Version).or_else(|| parameter::day(text).map(AsOf::Date))
        });
        Asked {
            region: Some(self.region().to_owned()),
            year: self.whole("year").and_then(|year| i16::try_from(year).ok()),
            month: self.whole("month").and_then(|month| u8::try_from(month).ok()),
            as_of,
            unit: self.text("unit").map(str::to_owned),
            origin: self
                .text("origin")
                .map(|text| if text == "recognised" { Origin::Recognised } else { Origin::Claimed }),
        }
    }

    /// What was sent.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_value(self.body.clone()).map_err(|_| Failure::wrong("/", "内容读不懂"))
    }

    async fn take_files(
        &mut self,
        fields: &'static [Parameter],
        request: Request,
        mistakes: &mut Vec<Mistake>,
    ) -> Result<(), Failure> {
        if !is_kind(request.headers(), "multipart/form-data") {
            return Err(Failure::Of("wrong_kind", "内容的格式不对：要 multipart/form-data".to_owned()));
        }
        let unreadable = |_| Failure::wrong("/", "multipart/form-data 写得不对，读不懂");
        let mut multipart = <Multipart as axum::extract::FromRequest<()>>::from_request(request, &())
            .await
            .map_err(|_| Failure::wrong("/", "没有写 boundary"))?;
        let mut there: Vec<String> = Vec::new();
        while let Some(part) = multipart.next_field().await.map_err(sent_too_much(unreadable))? {
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(sent_too_much(unreadable))?.to_vec();
            let Some(field) = fields.iter().find(|field| field.name == name) else {
                let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
                mistakes
                    .push(Mistake {
                        place: format!("/{name}"), text: format!("没有这一项；有：{}", names.join("、"))
                    });
                continue;
            };
            if matches!(field.kind, Kind::File) {
                self.files.push((name.clone(), crate::upload::file_name(&file), bytes));
            } else {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                mistakes.extend(wrong(&format!("/{name}"), field, &text));
                if there.contains(&name) {
                    mistakes.push(Mistake { place: format!("/{name}"), text: "只能写一次".to_owned() });
                }
                self.values.insert(field.name, text);
            }
            there.push(name);
        }
        for (_, name, _) in self.files.iter().filter(|(_, name, _)| name.is_empty()) {
            mistakes.push(Mistake { place: format!("/files{name}"), text: "文件要有文件名".to_owned() });
        }
        for field in fields.iter().filter(|field| field.required && !there.iter().any(|name| name == field.name)) {
            mistakes.push(Mistake { place: format!("/{}", field.name), text: "没有写".to_owned() });
        }
        Ok(())
    }
}

/// A body that is cut off at the limit is too large, whatever else is wrong with it.
fn sent_too_much(
    otherwise: impl Fn(axum::extract::multipart::MultipartError) -> Failure,
) -> impl Fn(axum::extract::multipart::MultipartError) -> Failure {
    move |error| {
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Failure::of("too_large")
        } else {
            otherwise(error)
        }
    }
}

fn is_kind(headers: &HeaderMap, kind: &str) -> bool {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    sent.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(kind)
}

fn wrong(place: &str, parameter: &Parameter, text: &str) -> Option<Mistake> {
    parameter.wrong(text).map(|text| Mistake { place: place.to_owned(), text })
}

/// The parts of the path.
async fn places(
    operation: &'static Operation,
    parts: &mut Parts,
    mistakes: &mut Vec<Mistake>,
) -> BTreeMap<&'static str, String> {
    let mut values = BTreeMap::new();
    let Ok(sent) = RawPathParams::from_request_parts(parts, &()).await else {
        mistakes.push(Mistake { place: "地址".to_owned(), text: "不是UTF-8".to_owned() });
        return values;
    };
    for name in operation.places() {
        let text = sent.iter().find(|(own, _)| *own == name).map_or("", |(_, text)| text);
        mistakes.extend(wrong(name, &parameter::place(name), text));
        values.insert(name, text.to_owned());
    }
    values
}

/// The parameters behind the question mark.
fn query(operation: &'static Operation, parts: &Parts, mistakes: &mut Vec<Mistake>) -> BTreeMap<&'static str, String> {
    let mut values = BTreeMap::new();
    let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri) else {
        mistakes.push(Mistake { place: "地址".to_owned(), text: "问号后面的读不懂".to_owned() });
        return values;
    };
    let known = || operation.parameters.iter().copied().flatten();
    for (name, text) in &pairs {
        let Some(parameter) = known().find(|one| one.name == name.as_str()) else {
            let names: Vec<&str> = known().map(|one| one.name).collect();
            let names =
                if names.is_empty() { "没有可写的".to_owned() } else { format!("有：{}", names.join("、")) };
            mistakes.push(Mistake { place: name.clone(), text: format!("没有这个参数；{names}") });
            continue;
        };
        mistakes.extend(wrong(name, parameter, text));
        if values.insert(parameter.name, text.clone()).is_some() {
            mistakes.push(Mistake { place: name.clone(), text: "只能写一次".to_owned() });
        }
    }
    for missing in known().filter(|one| one.required && !values.contains_key(one.name)) {
        mistakes.push(Mistake { place: missing.name.to_owned(), text: format!("没有写：{}", missing.about) });
    }
    values
}

/// A whole number is one, also when it is written as 7.0.
fn plain(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            let whole = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
            if let Some(whole) = whole.and_then(|(whole, _)| whole.parse::<i64>().ok()) {
                *number = whole.into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        Value::Object(fields) => fields.values_mut().for_each(plain),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// The object that was sent.
async fn object(
    operation: &'static Operation,
    request: Request,
    mistakes: &mut Vec<Mistake>,
) -> Result<Value, Failure> {
    if !is_kind(request.headers(), "application/json") {
        return Err(Failure::Of("wrong_kind", "内容的格式不对：要 application/json".to_owned()));
    }
    let bytes = axum::body::to_bytes(request.into_body(), LARGEST).await.map_err(|_| Failure::of("too_large"))?;
    match serde_json::from_slice::<Value>(&bytes) {
        Ok(mut value) => {
            plain(&mut value);
            let description = description::whole();
            if let Some(schema) = description.input(operation.id) {
                let mut check = Check { components: &description.components, mistakes: Vec::new() };
                check.hold(schema, &value, "");
                mistakes.extend(check.mistakes);
            }
            Ok(value)
        }
        Err(error) => {
            let text = format!("不是JSON：第{}行第{}个字节读不懂", error.line(), error.column());
            mistakes.push(Mistake { place: "/".to_owned(), text });
            Ok(Value::Null)
        }
    }
}
