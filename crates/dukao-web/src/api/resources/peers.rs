//! Places among the peers: the indicators on which the region is ranked.

use dukao_app::view::{Basis, Row};

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::{ORIGIN, PERIOD, UNIT, WALK};
use crate::api::reply::Reply;
use crate::api::walk::List;

pub(super) const OPERATIONS: &[Operation] =
    &[Operation::get(("/regions/{region}/rankings", "listRankings"), ("位次", "排位次的指标和现在的位次"), run!(list))
        .with(&[PERIOD, UNIT, ORIGIN, WALK])
        .lists(Components::add::<Row>, &[("basis", Components::add::<Basis>)])
        .refuses(&["nothing_yet"])];

async fn list(call: Call) -> Result<Reply, Failure> {
    let (basis, _, rows) = call.app.rankings(&call.asked()).await?;
    List::new(basis.version, rows).beside("basis", &basis).page(&call)
}
