//! The figures of the front page.

use dukao_app::view::{Basis, Counts, DueItem, FrontBehind, FrontMoves, FrontNew, FrontRank, Row};
use serde::Serialize;

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::{ORIGIN, PERIOD, UNIT};
use crate::api::reply::Reply;

pub(super) const OPERATIONS: &[Operation] = &[Operation::get(
    ("/regions/{region}/front", "readFront"),
    ("总览", "总览的数：欠账、新欠账、位次进退、快到期的"),
    run!(show),
)
.with(&[PERIOD, UNIT, ORIGIN])
.gives(Components::add::<FrontFigures>)
.refuses(&["nothing_yet"])];

/// What the front page says.
#[derive(Serialize, utoipa::ToSchema)]
struct FrontFigures {
    basis: Basis,
    headline: String,
    counts: Counts,
    ranked: usize,
    below_fifth: usize,
    last_three: usize,
    first_three: usize,
    pace: String,
    working_days_left: Option<i64>,
    months_passed: u8,
    behind: Vec<FrontBehind>,
    behind_otherwise: usize,
    new_shortfalls: Vec<FrontNew>,
    lost: Vec<FrontRank>,
    won: Vec<FrontRank>,
    moves: Vec<FrontMoves>,
    warned: Vec<Row>,
    due: Vec<DueItem>,
    findings: usize,
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let front = call.app.front(&call.asked()).await?;
    Reply::json(&FrontFigures {
        basis: front.basis,
        headline: front.headline,
        counts: front.counts,
        ranked: front.ranked,
        below_fifth: front.below_fifth,
        last_three: front.last_three,
        first_three: front.first_three,
        pace: front.pace,
        working_days_left: front.working_days_left,
        months_passed: front.months_passed,
        behind: front.behind,
        behind_otherwise: front.behind_otherwise,
        new_shortfalls: front.new_shortfalls,
        lost: front.lost,
        won: front.won,
        moves: front.moves,
        warned: front.warned,
        due: front.due,
        findings: front.findings,
    })
}
