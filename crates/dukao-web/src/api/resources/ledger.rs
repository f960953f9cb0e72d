//! The ledger: every indicator of a unit with all its figures.

use dukao_app::selection::{LedgerColumn, Selection, Show};
use dukao_app::view::{Basis, Counts, Ledger, Row};
use serde::Serialize;

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::{Kind, ORIGIN, PERIOD, Parameter, UNIT, WALK, may};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "台账";

/// Which rows, in which order.
const CHOICE: &[Parameter] = &[
    may("show", Kind::Known(shows), "只要哪些，例如 behind 欠账、unreported 未报"),
    may("lead", Kind::Text(200), "牵头单位的代码"),
    may("q", Kind::Text(200), "名称、代码、口径或牵头单位里有这几个字的"),
    may("sort", Kind::Known(sorts), "按哪一列排；不写按类别"),
    may("dir", Kind::Word(&["asc", "desc"]), "asc 从小到大；不写从大到小"),
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(
        ("/regions/{region}/ledger", "readLedger"),
        (TAG, "指标台账：一个单位的每项指标和全部的数"),
        run!(show),
    )
    .with(&[PERIOD, UNIT, ORIGIN, CHOICE, WALK])
    .lists(Components::add::<Row>, &[("basis", Components::add::<Basis>), ("counts", Components::add::<Counts>)])
    .refuses(&["nothing_yet"]),
    Operation::get(
        ("/regions/{region}/missing", "listMissing"),
        (TAG, "未报：到期没有数的指标和牵头单位"),
        run!(missing),
    )
    .with(&[PERIOD, UNIT, ORIGIN, WALK])
    .lists(Components::add::<Missing>, &[("basis", Components::add::<Basis>)])
    .refuses(&["nothing_yet"]),
];

/// An indicator without a figure that is due.
#[derive(Serialize, utoipa::ToSchema)]
struct Missing {
    indicator: String,
    indicator_name: String,
    unit: String,
    unit_name: String,
    lead_unit: Option<String>,
    lead_unit_code: Option<String>,
    reason: Option<String>,
}

pub(super) fn shows() -> Vec<&'static str> {
    Show::ALL.iter().map(|show| show.key()).collect()
}

pub(super) fn sorts() -> Vec<&'static str> {
    LedgerColumn::ALL.into_iter().filter(|column| column.sorts()).map(LedgerColumn::key).collect()
}

/// The rows that the address chooses.
pub(super) async fn chosen(call: &Call) -> Result<Ledger, Failure> {
    let own = ["show", "lead", "q", "sort", "dir"];
    let get = |name: &str| own.contains(&name).then(|| call.given(name).to_owned());
    let selection = Selection::parse(get).map_err(|wrong| Failure::wrong(wrong.name, wrong.known.join("、")))?;
    Ok(selection.of(call.app.ledger(&call.asked()).await?))
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let ledger = chosen(&call).await?;
    let rows: Vec<Row> = ledger.groups.into_iter().flat_map(|group| group.rows).collect();
    List::new(ledger.basis.version, rows).beside("basis", &ledger.basis).beside("counts", &ledger.counts).page(&call)
}

async fn missing(call: Call) -> Result<Reply, Failure> {
    let ledger = call.app.ledger(&call.asked()).await?;
    let rows = ledger.groups.into_iter().flat_map(|group| group.rows);
    let unreported = Show::Light(dukao_core::framework::Light::Unreported);
    let items = rows.filter(|row| unreported.keeps(row)).map(|row| Missing {
        indicator: row.indicator.code,
        indicator_name: row.indicator.name,
        unit: row.unit,
        unit_name: row.unit_name,
        lead_unit: row.indicator.lead_unit,
        lead_unit_code: row.indicator.lead_unit_code,
        reason: row.standing.reason,
    });
    List::new(ledger.basis.version, items.collect()).beside("basis", &ledger.basis).page(&call)
}
