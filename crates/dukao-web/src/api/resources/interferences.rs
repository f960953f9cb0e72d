//! Attempts to have figures changed (干预记录): recorded by statisticians, read by the audit administrator only.

use dukao_app::notes::{InterferenceLine, NewInterference};
use serde::Deserialize;

use super::instructions::Numbered;
use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{WALK, day};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "干预记录";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::changing(
        "POST",
        ("/regions/{region}/interferences", "recordInterference"),
        (TAG, "登记有人要求改数；登记以后本人也看不到"),
        run!(record),
    )
    .takes(Body::Json(Components::input::<InterferenceToRecord>))
    .gives(Components::add::<Numbered>),
    Operation::get(("/interferences", "listInterferences"), (TAG, "全部干预记录，最近的在前"), run!(list))
        .with(&[WALK])
        .lists(Components::add::<InterferenceLine>, &[]),
];

/// An attempt to be recorded.
#[derive(Deserialize, utoipa::ToSchema)]
struct InterferenceToRecord {
    #[schema(format = Date)]
    day: Option<String>,
    #[schema(min_length = 1, max_length = 100)]
    who: String,
    #[schema(min_length = 1, max_length = 1000)]
    what: String,
    #[serde(default)]
    #[schema(max_length = 1000)]
    how: String,
}

async fn record(call: Call) -> Result<Reply, Failure> {
    let InterferenceToRecord { day: on, who, what, how } = call.body()?;
    let region = Some(call.region().to_owned());
    let new = NewInterference { region, day: on.as_deref().and_then(day), who, what, how };
    Reply::json(&Numbered { id: call.app.record_interference(&new).await? })
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let version = call.people().directory().await?.version();
    List::new(version, call.app.interferences().await?).page(&call)
}
