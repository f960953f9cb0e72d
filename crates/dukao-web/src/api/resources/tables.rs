//! Tables and templates as files.

use dukao_app::AppError;
use dukao_app::export::{Shape, blank_template, zipped};
use dukao_app::selection::Columns;
use dukao_app::tables::{self, ChosenLedger, FileKind, RankingsView, Tabled, UnitsView};
use dukao_core::period::Month;
use serde::Serialize;

use super::ledger;
use super::trace;
use crate::api::call::Call;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::{BASIS, Kind, ORIGIN, PERIOD, Parameter, UNIT, may, must};
use crate::api::reply::Reply;

const TAG: &str = "文件";

/// In which kind.
const KIND: &[Parameter] = &[may("format", Kind::Word(&["xlsx", "csv", "json"]), "文件格式；不写是 xlsx")];

/// Of which indicator.
const INDICATOR: &[Parameter] = &[must("indicator", Kind::Text(200), "指标的代码、名称或别名")];

const TEMPLATE: &[Parameter] = &[
    may("format", Kind::Word(&["xlsx", "csv"]), "xlsx，或 csv（一个 zip）；不写是 xlsx"),
    may("year", Kind::Whole(1949, 2199), "年；与 month 一起写，表里有这个月要报的每一项"),
    may("month", Kind::Whole(1, 12), "月"),
];

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const KINDS: &[&str] = &[XLSX, "text/csv", "application/json"];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/regions/{region}/tables/{table}", "readTable"), (TAG, "与网页相同的表，成文件"), run!(table))
        .with(&[KIND, PERIOD, UNIT, ORIGIN])
        .hands_out(KINDS)
        .refuses(&["unknown_unit", "nothing_yet", "not_written"]),
    Operation::get(
        ("/regions/{region}/tables/indicator", "readIndicatorTable"),
        (TAG, "一项指标的表，成文件"),
        run!(indicator),
    )
    .with(&[KIND, INDICATOR, PERIOD, UNIT, ORIGIN])
    .hands_out(KINDS)
    .refuses(&["unknown_indicator", "not_written"]),
    Operation::get(
        ("/regions/{region}/tables/ranking", "readRankingTable"),
        (TAG, "一项指标的位次表，成文件"),
        run!(ranking),
    )
    .with(&[KIND, INDICATOR, PERIOD, UNIT, ORIGIN, BASIS])
    .hands_out(KINDS)
    .refuses(&["unknown_indicator", "not_written"]),
    Operation::get(
        ("/regions/{region}/tables/trace", "readTraceTable"),
        (TAG, "一个数的公式、代入的数和单元格，成文件"),
        run!(traced),
    )
    .with(&[KIND, trace::WHICH, PERIOD, UNIT, ORIGIN, BASIS])
    .hands_out(KINDS)
    .refuses(&["unknown_indicator", "unknown_figure", "not_written"]),
    Operation::get(("/regions/{region}/template", "readTemplate"), (TAG, "填报模板"), run!(template))
        .with(&[TEMPLATE])
        .hands_out(&[XLSX, "application/zip"]),
];

/// The tables that are about a unit or the whole region.
pub(in crate::api) fn names() -> Vec<&'static str> {
    vec!["front", "ledger", "units", "unit", "annex1", "annex2", "rankings", "findings", "rules", "files"]
}

async fn table(call: Call) -> Result<Reply, Failure> {
    let (app, asked) = (&call.app, call.asked());
    match call.given("table") {
        "front" => handed_out(&call, &app.front(&asked).await?),
        "units" => {
            let (basis, _, rows) = app.units(&asked).await?;
            handed_out(&call, &UnitsView { basis: &basis, rows: &rows })
        }
        "unit" => handed_out(&call, &app.usual_unit_page(&asked).await?),
        "annex1" => handed_out(&call, &app.annex1(&asked).await?),
        "annex2" => handed_out(&call, &app.annex2(&asked).await?),
        "rankings" => {
            let (basis, _, rows) = app.rankings(&asked).await?;
            handed_out(&call, &RankingsView { basis: &basis, rows: &rows })
        }
        "findings" => handed_out(&call, &app.findings(&asked).await?),
        "rules" => handed_out(&call, &app.rules(&asked).await?),
        "files" => handed_out(&call, &app.files(&asked).await?),
        _ => {
            let ledger = ledger::chosen(&call).await?;
            handed_out(&call, &ChosenLedger { ledger: &ledger, columns: &Columns::default() })
        }
    }
}

async fn indicator(call: Call) -> Result<Reply, Failure> {
    handed_out(&call, &call.app.indicator_page(&call.asked(), call.given("indicator")).await?)
}

async fn ranking(call: Call) -> Result<Reply, Failure> {
    let view = call.app.ranking(&call.asked(), call.given("indicator"), trace::basis(&call)).await?;
    handed_out(&call, &view)
}

async fn traced(call: Call) -> Result<Reply, Failure> {
    handed_out(&call, &trace::view(&call).await?)
}

fn handed_out<V: Tabled + Serialize>(call: &Call, view: &V) -> Result<Reply, Failure> {
    let kind = match call.text("format") {
        Some("csv") => FileKind::Csv,
        Some("json") => FileKind::Json,
        _ => FileKind::Xlsx,
    };
    Ok(Reply::file(&tables::file_name(view, kind), kind.media_type(), tables::file(view, kind)?))
}

async fn template(call: Call) -> Result<Reply, Failure> {
    let asked = call.asked();
    let due = asked.year.zip(asked.month.and_then(Month::new));
    let shape = if call.text("format") == Some("csv") { Shape::Folder } else { Shape::Workbook };
    let mut files = match call.app.template(Some(call.region()), due, shape).await {
        Ok(files) => files,
        Err(AppError::NothingYet) => blank_template(shape)?,
        Err(error) => return Err(error.into()),
    };
    let name = due.map_or_else(|| "填报模板".to_owned(), |(year, month)| format!("{year}年{}月填报", month.number()));
    Ok(match shape {
        Shape::Folder => Reply::file(&format!("{name}.zip"), "application/zip", zipped(&files)?),
        Shape::Workbook => {
            let bytes = files.pop().map(|(_, bytes)| bytes).unwrap_or_default();
            Reply::file(&format!("{name}.xlsx"), FileKind::Xlsx.media_type(), bytes)
        }
    })
}
