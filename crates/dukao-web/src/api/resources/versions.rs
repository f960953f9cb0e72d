//! Versions of a region's data, and taking one back.

use dukao_app::import::FigureChange;
use dukao_app::undo::Undone;
use dukao_app::view::VersionView;
use serde::{Deserialize, Serialize};

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::reply::Reply;

const TAG: &str = "数据版本";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/regions/{region}/versions/head", "readHead"), (TAG, "最新的数据版本"), run!(head))
        .gives(Components::add::<VersionView>),
    Operation::get(
        ("/regions/{region}/versions/{version}", "readVersion"),
        (TAG, "一个数据版本：谁在什么时候写入，带来什么"),
        run!(show),
    )
    .gives(Components::add::<VersionView>)
    .refuses(&["unknown_version"]),
    Operation::get(
        ("/regions/{region}/versions/{version}/undo", "previewUndo"),
        (TAG, "撤销一个版本会怎样；不撤销"),
        run!(preview),
    )
    .gives(Components::add::<Taken>)
    .refuses(&["nothing_to_undo", "still_used", "unknown_version"]),
    Operation::changing(
        "POST",
        ("/regions/{region}/versions/{version}/undo", "undoVersion"),
        (TAG, "撤销一个版本"),
        run!(undo),
    )
    .takes(Body::Json(Components::input::<Undoing>))
    .gives(Components::add::<Taken>)
    .refuses(&["nothing_to_undo", "still_used", "unknown_version", "moved"]),
];

/// On which version it is decided.
#[derive(Deserialize, utoipa::ToSchema)]
struct Undoing {
    #[schema(minimum = 1)]
    based_on: i64,
}

/// What taking back does.
#[derive(Serialize, utoipa::ToSchema)]
struct Taken {
    undone: i64,
    act: String,
    subject: Option<String>,
    version: i64,
    restored: usize,
    withdrawn: usize,
    records: usize,
    kept: usize,
    figures: Vec<FigureChange>,
}

impl From<Undone> for Taken {
    fn from(undone: Undone) -> Self {
        Self {
            undone: undone.undone,
            act: undone.act,
            subject: undone.subject,
            version: undone.version,
            restored: undone.restored,
            withdrawn: undone.withdrawn,
            records: undone.records,
            kept: undone.kept,
            figures: undone.figures,
        }
    }
}

async fn head(call: Call) -> Result<Reply, Failure> {
    Reply::json(&call.app.version(Some(call.region()), None).await?)
}

async fn show(call: Call) -> Result<Reply, Failure> {
    Reply::json(&call.app.version(Some(call.region()), call.whole("version")).await?)
}

async fn preview(call: Call) -> Result<Reply, Failure> {
    let version = call.whole("version").unwrap_or_default();
    Reply::json(&Taken::from(call.app.undo_preview(Some(call.region()), version).await?))
}

async fn undo(call: Call) -> Result<Reply, Failure> {
    let asked: Undoing = call.body()?;
    let version = call.whole("version").unwrap_or_default();
    Reply::json(&Taken::from(call.app.undo_on(Some(call.region()), version, Some(asked.based_on)).await?))
}
