//! The regions in which the caller has a post.

use serde::Serialize;

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::WALK;
use crate::api::reply::Reply;
use crate::api::walk::List;

pub(super) const OPERATIONS: &[Operation] =
    &[Operation::get(("/regions", "listRegions"), ("地区", "有职务的地区"), run!(list))
        .with(&[WALK])
        .lists(Components::add::<RegionItem>, &[])];

/// A region.
#[derive(Serialize, utoipa::ToSchema)]
struct RegionItem {
    code: String,
    name: String,
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let regions = call.app.regions().await?;
    let items = regions.into_iter().map(|region| RegionItem { code: region.code, name: region.name });
    List::unversioned(items.collect()).page(&call)
}
