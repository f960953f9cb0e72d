//! Units and their tasks.

use dukao_app::view::{Basis, Row, UnitRef, UnitRow};
use serde::Serialize;

use super::indicators::Fact;
use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::{ORIGIN, PERIOD, WALK};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "单位";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/regions/{region}/units", "listUnits"), (TAG, "单位和各自的任务数"), run!(list))
        .with(&[PERIOD, ORIGIN, WALK])
        .lists(Components::add::<UnitRow>, &[("basis", Components::add::<Basis>)])
        .refuses(&["nothing_yet"]),
    Operation::get(
        ("/regions/{region}/units/{unit}", "readUnit"),
        (TAG, "一个单位的任务、牵头和配合的指标"),
        run!(show),
    )
    .with(&[PERIOD, ORIGIN])
    .gives(Components::add::<UnitTasks>)
    .refuses(&["unknown_unit"]),
];

/// A unit with its tasks.
#[derive(Serialize, utoipa::ToSchema)]
struct UnitTasks {
    basis: Basis,
    unit: UnitRef,
    facts: Vec<Fact>,
    tasks: Vec<Row>,
    leads: Vec<Row>,
    supports: Vec<Row>,
    members: Vec<UnitRow>,
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let (basis, _, rows) = call.app.units(&call.asked()).await?;
    List::new(basis.version, rows).beside("basis", &basis).page(&call)
}

async fn show(call: Call) -> Result<Reply, Failure> {
    // The unit of the path is whom the page is about, not for whom it is asked.
    let asked = dukao_app::view::Asked { unit: None, ..call.asked() };
    let page = call.app.unit_page(&asked, call.given("unit")).await?;
    Reply::json(&UnitTasks {
        basis: page.basis,
        unit: page.unit,
        facts: Fact::all(page.facts),
        tasks: page.tasks,
        leads: page.leads,
        supports: page.supports,
        members: page.members,
    })
}
