//! The regions: those in which the caller has a post; for whoever keeps the house all of them, and new ones.

use serde::{Deserialize, Serialize};

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{Kind, Parameter, WALK, may};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "地区";

const CHOICE: &[Parameter] =
    &[may("show", Kind::Word(&["own", "all"]), "own 有职务的，all 全部（要有“维护系统”的权限）；不写是 own")];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/regions", "listRegions"), (TAG, "有职务的地区，或全部"), run!(list))
        .with(&[CHOICE, WALK])
        .lists(Components::add::<RegionItem>, &[]),
    Operation::changing("POST", ("/regions", "addRegion"), (TAG, "新建地区，还没有数据"), run!(add))
        .takes(Body::Json(Components::input::<NewRegion>))
        .gives(Components::add::<RegionItem>),
];

/// A region.
#[derive(Serialize, utoipa::ToSchema)]
struct RegionItem {
    code: String,
    name: String,
}

/// A region to be made.
#[derive(Deserialize, utoipa::ToSchema)]
struct NewRegion {
    #[schema(min_length = 1, max_length = 20)]
    code: String,
    #[schema(min_length = 1, max_length = 60)]
    name: String,
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let all = call.text("show") == Some("all");
    let regions = if all { call.app.kept_regions().await? } else { call.app.regions().await? };
    let items = regions.into_iter().map(|region| RegionItem { code: region.code, name: region.name });
    List::unversioned(items.collect()).page(&call)
}

async fn add(call: Call) -> Result<Reply, Failure> {
    let NewRegion { code, name } = call.body()?;
    call.app.create_region(&code, &name).await?;
    Reply::json(&RegionItem { code: code.trim().to_owned(), name: name.trim().to_owned() })
}
