//! A figure opened to its formula, inputs and cells.

use dukao_app::view::{Basis, IndicatorRef, Shown, TraceBy, TraceInput, TraceView};
use dukao_core::progress::RANKING_BASES;
use serde::Serialize;

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::{BASIS, Kind, ORIGIN, PERIOD, Parameter, UNIT, may, must};
use crate::api::reply::Reply;

/// Which figure.
pub(super) const WHICH: &[Parameter] = &[
    must("indicator", Kind::Text(200), "指标的代码、名称或别名"),
    must("figure", Kind::Text(60), "数的键，例如 shortfall、completion"),
    may("partition", Kind::Text(200), "由分项合计的，按哪一套划分；不写是第一套"),
];

pub(super) const OPERATIONS: &[Operation] = &[Operation::get(
    ("/regions/{region}/trace", "traceFigure"),
    ("出处", "一个数的公式、代入的数和单元格"),
    run!(show),
)
.with(&[WHICH, PERIOD, UNIT, ORIGIN, BASIS])
.gives(Components::add::<Trace>)
.refuses(&["unknown_indicator", "unknown_figure"])];

/// A figure opened.
#[derive(Serialize, utoipa::ToSchema)]
struct Trace {
    basis: Basis,
    indicator: IndicatorRef,
    unit: String,
    unit_name: String,
    period: String,
    by: Option<&'static str>,
    by_label: Option<&'static str>,
    figure: Shown,
    formula: Option<String>,
    substitution: Option<String>,
    inputs: Vec<TraceInput>,
    check: Option<String>,
}

/// The figure to rank by.
pub(super) fn basis(call: &Call) -> Option<dukao_core::progress::FigureKind> {
    let by = call.text("by")?;
    RANKING_BASES.into_iter().find(|basis| basis.key() == by)
}

/// The figure that is asked for, opened.
pub(super) async fn view(call: &Call) -> Result<TraceView, Failure> {
    let by = TraceBy { ranking: basis(call), partition: call.text("partition") };
    Ok(call.app.trace_by(&call.asked(), call.given("indicator"), call.given("figure"), by).await?)
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let view = view(&call).await?;
    Reply::json(&Trace {
        basis: view.basis,
        indicator: view.indicator,
        unit: view.unit,
        unit_name: view.unit_name,
        period: view.period,
        by: view.by,
        by_label: view.by_label,
        figure: view.figure,
        formula: view.formula,
        substitution: view.substitution,
        inputs: view.inputs,
        check: view.check,
    })
}
