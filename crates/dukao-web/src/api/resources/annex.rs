//! 附表1 and 附表2.

use dukao_app::view::{Annex1Group, Annex2Block, Basis};
use serde::Serialize;

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::{ORIGIN, PERIOD};
use crate::api::reply::Reply;

const TAG: &str = "附表";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/regions/{region}/annex/1", "readAnnex1"), (TAG, "附表1：完成进度及后几个月目标"), run!(first))
        .with(&[PERIOD, ORIGIN])
        .gives(Components::add::<FirstAnnex>)
        .refuses(&["nothing_yet"]),
    Operation::get(
        ("/regions/{region}/annex/2", "readAnnex2"),
        (TAG, "附表2：各单位完成情况及后几个月任务"),
        run!(second),
    )
    .with(&[PERIOD, ORIGIN])
    .gives(Components::add::<SecondAnnex>)
    .refuses(&["nothing_yet"]),
];

/// 附表1
#[derive(Serialize, utoipa::ToSchema)]
struct FirstAnnex {
    basis: Basis,
    title: String,
    office: String,
    pace: String,
    remaining_head: String,
    stage_head: String,
    groups: Vec<Annex1Group>,
}

/// 附表2
#[derive(Serialize, utoipa::ToSchema)]
struct SecondAnnex {
    basis: Basis,
    title: String,
    remaining_head: String,
    blocks: Vec<Annex2Block>,
}

async fn first(call: Call) -> Result<Reply, Failure> {
    let annex = call.app.annex1(&call.asked()).await?;
    Reply::json(&FirstAnnex {
        basis: annex.basis,
        title: annex.title,
        office: annex.office,
        pace: annex.pace,
        remaining_head: annex.remaining_head,
        stage_head: annex.stage_head,
        groups: annex.groups,
    })
}

async fn second(call: Call) -> Result<Reply, Failure> {
    let annex = call.app.annex2(&call.asked()).await?;
    let (basis, title, remaining_head) = (annex.basis, annex.title, annex.remaining_head);
    Reply::json(&SecondAnnex { basis, title, remaining_head, blocks: annex.blocks })
}
