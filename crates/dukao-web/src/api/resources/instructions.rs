//! Instructions of leaders (批示): read, left, signed for.

use dukao_app::notes::{AboutPage, InstructionFilter, InstructionLine, NewInstruction};
use dukao_app::view::Asked;
use dukao_app::{Micros, moment_in_words};
use serde::{Deserialize, Serialize};

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{Kind, Parameter, WALK, may};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "批示";

const CHOICE: &[Parameter] =
    &[may("show", Kind::Word(&["all", "open"]), "all 全部，open 还有单位没有签收的；不写是 all")];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(
        ("/regions/{region}/instructions", "listInstructions"),
        (TAG, "自己写的和批给自己单位的批示，带签收，最近的在前"),
        run!(list),
    )
    .with(&[CHOICE, WALK])
    .lists(Components::add::<InstructionLine>, &[("counts", Components::add::<InstructionCounts>)]),
    Operation::changing(
        "POST",
        ("/regions/{region}/instructions", "leaveInstruction"),
        (TAG, "对一个数或一页写批示，批给几个单位"),
        run!(leave),
    )
    .takes(Body::Json(Components::input::<InstructionToLeave>))
    .gives(Components::add::<Numbered>)
    .refuses(&["nothing_yet", "unknown_year", "unknown_unit", "unknown_indicator", "unknown_figure"]),
    Operation::changing(
        "POST",
        ("/instructions/{id}/acknowledge", "acknowledgeInstruction"),
        (TAG, "代一个单位签收批示"),
        run!(acknowledge),
    )
    .takes(Body::Json(Components::input::<ReceiptToGive>))
    .gives(Components::add::<GivenReceipt>)
    .refuses(&["unknown_record"]),
];

/// How many there are.
#[derive(Serialize, utoipa::ToSchema)]
struct InstructionCounts {
    all: usize,
    open: usize,
}

/// An instruction to be left.
#[derive(Deserialize, utoipa::ToSchema)]
struct InstructionToLeave {
    page: AboutPage,
    #[schema(minimum = 1949, maximum = 2199)]
    year: Option<i16>,
    #[schema(minimum = 1, maximum = 12)]
    month: Option<u8>,
    #[schema(min_length = 1, max_length = 200)]
    unit: Option<String>,
    #[schema(min_length = 1, max_length = 200)]
    indicator: Option<String>,
    #[schema(min_length = 1, max_length = 60)]
    figure: Option<String>,
    #[schema(min_length = 1, max_length = 1000)]
    text: String,
    #[schema(min_items = 1, max_items = 50)]
    to: Vec<String>,
}

/// The number of what was noted down.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Numbered {
    pub(super) id: String,
}

/// A receipt to be given.
#[derive(Deserialize, utoipa::ToSchema)]
struct ReceiptToGive {
    #[schema(min_length = 1, max_length = 200)]
    unit: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    note: String,
}

/// A receipt.
#[derive(Serialize, utoipa::ToSchema)]
struct GivenReceipt {
    id: String,
    unit: String,
    at: String,
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let version = call.people().directory().await?.version();
    let open = call.text("show") == Some("open");
    let filter = if open { InstructionFilter::Open } else { InstructionFilter::All };
    let view = call.app.instructions(Some(call.region()), filter).await?;
    let counts = InstructionCounts { all: view.all, open: view.open };
    List::new(version, view.lines).beside("counts", &counts).page(&call)
}

async fn leave(call: Call) -> Result<Reply, Failure> {
    let new: InstructionToLeave = call.body()?;
    let asked = Asked {
        region: Some(call.region().to_owned()),
        year: new.year,
        month: new.month,
        unit: new.unit,
        ..Asked::default()
    };
    let InstructionToLeave { page, indicator, figure, text, to, .. } = new;
    let id = call.app.leave_instruction(&NewInstruction { asked, page, indicator, figure, text, to }).await?;
    Reply::json(&Numbered { id })
}

async fn acknowledge(call: Call) -> Result<Reply, Failure> {
    let new: ReceiptToGive = call.body()?;
    let given = call.app.acknowledge(call.given("id"), &new.unit, &new.note).await?;
    Reply::json(&GivenReceipt { id: given.id, unit: given.unit, at: moment_in_words(Micros(given.at)) })
}
