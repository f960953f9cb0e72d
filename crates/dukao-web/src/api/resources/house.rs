//! What everybody may ask: whether the server runs, how the API is described, what the errors mean.

use axum::body::Bytes;
use dukao_app::{AppError, ERRORS};
use serde::Serialize;

use crate::api::call::Call;
use crate::api::description;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::WALK;
use crate::api::reply::{JSON, Reply};
use crate::api::walk::List;

const TAG: &str = "系统";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/health", "health"), (TAG, "运行状态"), run!(health))
        .gives(Components::add::<Health>)
        .to_everybody(),
    Operation::get(("/openapi.json", "describe"), (TAG, "接口说明（OpenAPI 3.1）"), run!(describe))
        .gives(|_| serde_json::json!({ "type": "object" }))
        .to_everybody(),
    Operation::get(("/errors", "listErrors"), (TAG, "错误代码"), run!(errors))
        .with(&[WALK])
        .lists(Components::add::<ErrorCode>, &[])
        .to_everybody(),
];

/// How the server is.
#[derive(Serialize, utoipa::ToSchema)]
struct Health {
    status: &'static str,
}

/// An error that may be answered.
#[derive(Serialize, utoipa::ToSchema)]
struct ErrorCode {
    code: &'static str,
    status: u16,
    text: &'static str,
    todo: &'static str,
}

async fn health(call: Call) -> Result<Reply, Failure> {
    call.app.store().regions().await.map_err(AppError::from)?;
    Reply::json(&Health { status: "ok" })
}

async fn describe(_call: Call) -> Result<Reply, Failure> {
    let body = Bytes::from_static(description::openapi().as_bytes());
    Ok(Reply { kind: JSON.to_owned(), disposition: None, body })
}

async fn errors(call: Call) -> Result<Reply, Failure> {
    let told =
        ERRORS.iter().map(|one| ErrorCode { code: one.code, status: one.status, text: one.text, todo: one.todo });
    List::unversioned(told.collect()).page(&call)
}
