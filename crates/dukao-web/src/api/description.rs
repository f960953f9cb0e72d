//! The description of the API (OpenAPI 3.1), made of the table of operations. `docs/openapi.json` is the same text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use dukao_app::error_info;
use serde_json::{Map, Value, json};

use super::document::Components;
use super::failure::{KIND, Problem};
use super::operation::{Answer, Body, Operation};
use super::parameter::{self, Kind, Parameter};
use super::{ROOT, reply, resources};

/// The description, and what is sent by the names of the operations.
pub(crate) struct Description {
    text: String,
    pub(crate) components: Components,
    inputs: BTreeMap<&'static str, Value>,
}

impl Description {
    /// The schema of what an operation is sent.
    pub(crate) fn input(&self, id: &str) -> Option<&Value> {
        self.inputs.get(id)
    }
}

static WHOLE: LazyLock<Description> = LazyLock::new(make);

/// The description.
pub(crate) fn whole() -> &'static Description {
    &WHOLE
}

/// The description as text: what `docs/openapi.json` holds.
pub fn openapi() -> &'static str {
    &WHOLE.text
}

const ABOUT: &str = "督考的接口。每个请求用 Authorization: Bearer 带上令牌；令牌在网页“我的账号”里或用 dukao token 开，有范围和期限，权限不会多于本人。\n\n\
数：所有指标数都是十进制文字，不用浮点数。text 是网页上显示的，value 是十二位有效数字，numerator 和 denominator 是精确的分子、分母，计量单位在旁边的 unit 里，不会换算；没有数时 status 说明为什么。\n\n\
列表：items 是一页，total 是总数，next 是下一页的 cursor（没有了是 null）。一次翻页的各页属于同一个数据版本（version）；中间数据变了，答 409 page_moved，从头再取，或加 as-of。\n\n\
改动：每个改动要有 Idempotency-Key 头；同一个键重发，得到同一个答案，不会做两次。键和答案保留24小时以上。\n\n\
没有改过的：GET 的答案有 ETag；带 If-None-Match 再取，没有变的答 304。\n\n\
错误：都是 application/problem+json（RFC 9457），code 见 /api/v1/errors，一个请求的错误一次说全。";

fn make() -> Description {
    let (mut components, mut inputs) = (Components::default(), BTreeMap::new());
    let problem = components.add::<Problem>();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut tags: Vec<&str> = Vec::new();
    for operation in resources::all() {
        if !tags.contains(&operation.tag) {
            tags.push(operation.tag);
        }
        if let Body::Json(shape) = operation.body {
            inputs.insert(operation.id, shape(&mut components));
        }
        let told = told(operation, &mut components, &problem);
        paths.entry(operation.path).or_default().insert(operation.method.to_lowercase(), told);
    }
    components.sort();
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "督考接口", "version": "1", "description": ABOUT },
        "servers": [{ "url": ROOT }],
        "tags": tags.iter().map(|tag| json!({ "name": tag })).collect::<Vec<_>>(),
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": components.schemas(),
        },
    });
    let text = serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
    Description { text, components, inputs }
}

fn told(operation: &Operation, components: &mut Components, problem: &Value) -> Value {
    let mut told = Map::new();
    told.insert("tags".to_owned(), json!([operation.tag]));
    told.insert("operationId".to_owned(), json!(operation.id));
    told.insert("summary".to_owned(), json!(operation.title));
    if operation.open {
        told.insert("security".to_owned(), json!([]));
    }
    told.insert("parameters".to_owned(), Value::Array(parameters(operation)));
    match operation.body {
        Body::Nothing => {}
        Body::Json(shape) => {
            let schema = shape(components);
            let body = json!({ "required": true, "content": { reply::JSON: { "schema": schema } } });
            told.insert("requestBody".to_owned(), body);
        }
        Body::Files(_, fields) => {
            let body = json!({ "required": true, "content": { "multipart/form-data": { "schema": form(fields) } } });
            told.insert("requestBody".to_owned(), body);
        }
    }
    let mut answers = Map::new();
    answers.insert("200".to_owned(), answer(operation, components));
    if operation.method == "GET" {
        answers.insert("304".to_owned(), json!({ "description": "与 If-None-Match 里的 ETag 相比没有变" }));
    }
    for (status, codes) in refusals(operation) {
        let words: Vec<String> =
            codes.iter().map(|code| format!("{code} {}", error_info(code).map_or("", |info| info.text))).collect();
        let told = json!({ "description": words.join("；"), "content": { KIND: { "schema": problem } } });
        answers.insert(status.to_string(), told);
    }
    told.insert("responses".to_owned(), Value::Object(answers));
    Value::Object(told)
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let told = |place: &str, one: &Parameter| {
        json!({
            "name": one.name, "in": place, "required": one.required, "description": one.about, "schema": one.schema(),
        })
    };
    let places = operation.places().map(|name| told("path", &parameter::place(name)));
    let query = operation.parameters.iter().copied().flatten().map(|one| told("query", one));
    let key = operation.changing.then(|| {
        json!({
            "name": "Idempotency-Key", "in": "header", "required": true,
            "description": "这件事的键：同一个键重发，得到同一个答案，不会做两次",
            "schema": { "type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$" },
        })
    });
    places.chain(query).chain(key).collect()
}

fn form(fields: &[Parameter]) -> Value {
    let property = |field: &Parameter| {
        let mut schema = field.schema();
        if let (Value::Object(schema), Kind::File) = (&mut schema, field.kind) {
            schema.insert("minItems".to_owned(), json!(usize::from(field.required)));
        }
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), json!(field.about));
        }
        (field.name.to_owned(), schema)
    };
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({
        "type": "object", "additionalProperties": false, "required": required,
        "properties": fields.iter().map(property).collect::<Map<_, _>>(),
    })
}

fn answer(operation: &Operation, components: &mut Components) -> Value {
    match operation.answer {
        Answer::Json(shape) => {
            json!({ "description": "做成了", "content": { reply::JSON: { "schema": shape(components) } } })
        }
        Answer::List { item, beside } => {
            let mut properties = Map::new();
            properties.insert(
                "version".to_owned(),
                json!({ "type": ["integer", "null"], "description": "数据版本；没有版本的是 null" }),
            );
            let total = json!({ "type": ["integer", "null"], "description": "一共几条；不数的是 null" });
            properties.insert("total".to_owned(), total);
            let next = json!({ "type": ["string", "null"], "description": "下一页的 cursor；没有了是 null" });
            properties.insert("next".to_owned(), next);
            properties.insert("items".to_owned(), json!({ "type": "array", "items": item(components) }));
            let mut required = vec!["version", "total", "next", "items"];
            for (name, shape) in beside {
                properties.insert((*name).to_owned(), shape(components));
                required.push(name);
            }
            let schema = json!({ "type": "object", "required": required, "properties": properties });
            json!({ "description": "一页", "content": { reply::JSON: { "schema": schema } } })
        }
        Answer::File(kinds) => {
            let schema = json!({ "schema": { "type": "string", "format": "binary" } });
            let kinds: Map<String, Value> = kinds.iter().map(|kind| ((*kind).to_owned(), schema.clone())).collect();
            json!({ "description": "文件", "content": kinds })
        }
    }
}

/// What may be refused, by status.
fn refusals(operation: &Operation) -> BTreeMap<u16, Vec<&'static str>> {
    let mut codes = vec!["bad_request", "internal", "busy", "foreign_host", "too_many"];
    if operation.method != "GET" {
        codes.extend(["too_large", "wrong_kind"]);
    }
    if !operation.open {
        codes.extend(["signed_out", "denied", "unknown_region"]);
    }
    if matches!(operation.answer, Answer::List { .. }) {
        codes.push("page_moved");
    }
    if operation.changing {
        codes.extend(["key_missing", "key_other", "key_running", "crowded", "write_failed"]);
    }
    match operation.body {
        Body::Files(..) => codes.extend(["refused", "moved"]),
        Body::Json(_) => codes.extend(["people", "moved"]),
        Body::Nothing => {}
    }
    codes.extend(operation.refuses);
    let mut statuses: BTreeMap<u16, Vec<&'static str>> = BTreeMap::new();
    for code in codes {
        let info = error_info(code);
        let own = statuses.entry(info.map_or(500, |info| info.status)).or_default();
        if !own.contains(&code) {
            own.push(code);
        }
    }
    statuses
}
