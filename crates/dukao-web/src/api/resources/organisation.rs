//! Organisation changes: listed, looked at, done as they were looked at.

use dukao_app::AppError;
use dukao_app::organisation::{ChangeEffect, ChangeRequest, ChangeRow};
use dukao_app::people::FieldProblem;
use dukao_app::view::Basis;
use dukao_core::organisation::{Reorganisation, UnitKind};
use serde::Deserialize;
use serde_json::Value;

use super::change::{ChangeToMake, TargetPartToGive, parts};
use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{PERIOD, WALK, day};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "机构变更";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(
        ("/regions/{region}/organisation/changes", "listOrganisationChanges"),
        (TAG, "机构变更，最近的在前"),
        run!(list),
    )
    .with(&[PERIOD, WALK])
    .lists(Components::add::<ChangeRow>, &[("basis", Components::add::<Basis>)])
    .refuses(&["nothing_yet"]),
    Operation::asking(
        ("/regions/{region}/organisation/preview", "previewOrganisationChange"),
        (TAG, "一次变更会写什么、动到什么；不变更"),
        run!(preview),
    )
    .takes(Body::Json(to_look_at))
    .gives(Components::add::<ChangeEffect>)
    .refuses(&["organisation"]),
    Operation::changing(
        "POST",
        ("/regions/{region}/organisation/changes", "changeOrganisation"),
        (TAG, "照看过的办理：合并、拆分、更名、调整隶属、终止、删去记录"),
        run!(apply),
    )
    .takes(Body::Json(to_do))
    .gives(Components::add::<ChangeEffect>)
    .refuses(&["organisation", "look_again"]),
];

/// A change to be looked at.
#[derive(Deserialize, utoipa::ToSchema)]
struct ChangeToLookAt {
    #[schema(format = Date)]
    date: String,
    change: ChangeToMake,
    #[serde(default)]
    #[schema(max_items = 500)]
    target_parts: Vec<TargetPartToGive>,
}

/// A change that was looked at.
#[derive(Deserialize, utoipa::ToSchema)]
struct ChangeToDo {
    #[schema(format = Date)]
    date: String,
    change: ChangeToMake,
    #[serde(default)]
    #[schema(max_items = 500)]
    target_parts: Vec<TargetPartToGive>,
    #[schema(min_length = 1, max_length = 100)]
    seen: String,
}

fn with_kinds<T: utoipa::ToSchema>(components: &mut Components) -> Value {
    let reference = components.input::<T>();
    let words = UnitKind::WORDS.map(|(_, word)| word);
    for name in ["ChangeToMake", "UnitToMake"] {
        components.words(name, "unit_kind", &words);
    }
    reference
}

fn to_look_at(components: &mut Components) -> Value {
    with_kinds::<ChangeToLookAt>(components)
}

fn to_do(components: &mut Components) -> Value {
    with_kinds::<ChangeToDo>(components)
}

/// The change as the application takes it.
fn request(call: &Call, wanted: ChangeToLookAt, seen: Option<String>) -> Result<ChangeRequest, Failure> {
    let date = day(&wanted.date).ok_or_else(|| Failure::wrong("/date", "应当是日期，例如2018-08-01"))?;
    let act = Reorganisation { date, change: wanted.change.into() };
    let parts = parts(&wanted.target_parts).map_err(|problems| placed(AppError::Organisation(problems), ""))?;
    Ok(ChangeRequest { region: Some(call.region().to_owned()), act, parts, seen })
}

/// The same with the places of what was sent.
fn placed(error: AppError, kind: &str) -> Failure {
    let AppError::Organisation(problems) = error else { return error.into() };
    let here = problems.into_iter().map(|one| FieldProblem { field: place(one.field, kind), ..one });
    AppError::Organisation(here.collect()).into()
}

fn place(field: &str, kind: &str) -> &'static str {
    match (field, kind) {
        ("date", _) => "date",
        ("parts", _) => "target_parts",
        ("code" | "name" | "kind" | "parent", "split") => "change/new",
        ("code", _) => "change/code",
        ("name", _) => "change/name",
        ("kind", _) => "change/unit_kind",
        ("parent", _) => "change/parent",
        ("groups", _) => "change/groups",
        ("below", "split") => "change/below",
        ("units", "merge") => "change/units",
        _ => "change/unit",
    }
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let view = call.app.organisation_changes(&call.asked()).await?;
    List::new(view.basis.version, view.changes).beside("basis", &view.basis).page(&call)
}

async fn preview(call: Call) -> Result<Reply, Failure> {
    let request = request(&call, call.body()?, None)?;
    let effect = call.app.organisation_preview(&request).await;
    Reply::json(&effect.map_err(|error| placed(error, request.act.change.key()))?)
}

async fn apply(call: Call) -> Result<Reply, Failure> {
    let ChangeToDo { date, change, target_parts, seen } = call.body()?;
    let request = request(&call, ChangeToLookAt { date, change, target_parts }, Some(seen))?;
    let done = call.app.change_organisation(&request).await;
    Reply::json(&done.map_err(|error| placed(error, request.act.change.key()))?)
}
