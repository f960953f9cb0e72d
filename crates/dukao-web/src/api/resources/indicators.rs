//! Indicators: which there are, one with its facts, its months, its units, its places.

use dukao_app::view::{Basis, HistoryRow, IndicatorRef, MonthRow, PartitionRow, RankRow, Row};
use serde::Serialize;

use super::trace;
use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, Shape, run};
use crate::api::parameter::{BASIS, ORIGIN, PERIOD, UNIT, WALK};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "指标";
const BASIS_BESIDE: (&str, Shape) = ("basis", Components::add::<Basis>);
const UNKNOWN: &[&str] = &["unknown_indicator", "unknown_unit"];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/regions/{region}/indicators", "listIndicators"), (TAG, "指标体系里的指标"), run!(list))
        .with(&[PERIOD, UNIT, WALK])
        .lists(Components::add::<IndicatorRef>, &[BASIS_BESIDE])
        .refuses(UNKNOWN),
    Operation::get(("/regions/{region}/indicators/{indicator}", "readIndicator"), (TAG, "一项指标"), run!(show))
        .with(&[PERIOD, UNIT, ORIGIN])
        .gives(Components::add::<Indicator>)
        .refuses(UNKNOWN),
    Operation::get(
        ("/regions/{region}/indicators/{indicator}/months", "listMonths"),
        (TAG, "一项指标逐月的数"),
        run!(months),
    )
    .with(&[PERIOD, UNIT, ORIGIN, WALK])
    .lists(Components::add::<MonthRow>, &[BASIS_BESIDE])
    .refuses(UNKNOWN),
    Operation::get(
        ("/regions/{region}/indicators/{indicator}/units", "listUnitsOf"),
        (TAG, "一项指标逐单位的数"),
        run!(across),
    )
    .with(&[PERIOD, ORIGIN, WALK])
    .lists(Components::add::<Row>, &[BASIS_BESIDE, ("partitions", partitions)])
    .refuses(UNKNOWN),
    Operation::get(
        ("/regions/{region}/indicators/{indicator}/ranking", "listRanking"),
        (TAG, "一项指标的位次"),
        run!(ranking),
    )
    .with(&[PERIOD, UNIT, ORIGIN, BASIS, WALK])
    .lists(Components::add::<RankRow>, &[BASIS_BESIDE, ("indicator", Components::add::<IndicatorRef>)])
    .refuses(&["unknown_indicator", "unknown_unit", "unknown_basis"]),
];

fn partitions(components: &mut Components) -> serde_json::Value {
    serde_json::json!({ "type": "array", "items": components.add::<PartitionRow>(), "description": "各套划分" })
}

/// An indicator.
#[derive(Serialize, utoipa::ToSchema)]
struct Indicator {
    basis: Basis,
    row: Row,
    facts: Vec<Fact>,
    findings: Vec<String>,
    history: Vec<HistoryRow>,
}

/// Something that is said of an indicator or a unit.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Fact {
    label: &'static str,
    text: String,
}

impl Fact {
    pub(super) fn all(facts: Vec<(&'static str, String)>) -> Vec<Self> {
        facts.into_iter().map(|(label, text)| Self { label, text }).collect()
    }
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let ledger = call.app.ledger(&call.asked()).await?;
    let items = ledger.groups.into_iter().flat_map(|group| group.rows).map(|row| row.indicator);
    List::new(ledger.basis.version, items.collect()).beside("basis", &ledger.basis).page(&call)
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let page = call.app.indicator_page(&call.asked(), call.given("indicator")).await?;
    Reply::json(&Indicator {
        basis: page.basis,
        row: page.row,
        facts: Fact::all(page.facts),
        findings: page.findings,
        history: page.history,
    })
}

async fn months(call: Call) -> Result<Reply, Failure> {
    let page = call.app.indicator_page(&call.asked(), call.given("indicator")).await?;
    List::new(page.basis.version, page.months).beside("basis", &page.basis).page(&call)
}

async fn across(call: Call) -> Result<Reply, Failure> {
    let across = call.app.across(&call.asked(), call.given("indicator"), true, None).await?;
    let list = List::new(across.basis.version, across.rows);
    list.beside("basis", &across.basis).beside("partitions", &across.partitions).page(&call)
}

async fn ranking(call: Call) -> Result<Reply, Failure> {
    let ranking = call.app.ranking(&call.asked(), call.given("indicator"), trace::basis(&call)).await?;
    let list = List::new(ranking.basis.version, ranking.rows);
    list.beside("basis", &ranking.basis).beside("indicator", &ranking.indicator).page(&call)
}
