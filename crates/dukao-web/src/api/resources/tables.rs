//! Tables and templates as files.

use dukao_app::AppError;
use dukao_app::export::{Shape, blank_template, zipped};
use dukao_app::selection::Columns;
use dukao_app::tables::{self, ChosenLedger, FileKind, RankingsView, Tabled, UnitsView};
use dukao_app::view::TraceBy;
use dukao_core::period::Month;
use serde::Serialize;

use super::ledger;
use super::trace;
use crate::api::call::Call;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::{BASIS, Kind, ORIGIN, PERIOD, Parameter, UNIT, may};
use crate::api::reply::Reply;

const TAG: &str = "文件";

/// In which kind, and of what where a table is about one thing.
const KIND: &[Parameter] = &[
    may("format", Kind::Word(&["xlsx", "csv", "json"]), "文件格式；不写是 xlsx"),
    may("indicator", Kind::Text(200), "指标的代码、名称或别名：indicator、ranking、trace 要写"),
    may("figure", Kind::Text(60), "数的键：trace 要写"),
];

const TEMPLATE: &[Parameter] = &[
    may("format", Kind::Word(&["xlsx", "csv"]), "xlsx，或 csv（一个 zip）；不写是 xlsx"),
    may("year", Kind::Whole(1949, 2199), "年；与 month 一起写，表里有这个月要报的每一项"),
    may("month", Kind::Whole(1, 12), "月"),
];

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/regions/{region}/tables/{table}", "readTable"), (TAG, "与网页相同的表，成文件"), run!(table))
        .with(&[KIND, PERIOD, UNIT, ORIGIN, BASIS])
        .hands_out(&[XLSX, "text/csv", "application/json"])
        .refuses(&["unknown_indicator", "not_written"]),
    Operation::get(("/regions/{region}/template", "readTemplate"), (TAG, "填报模板"), run!(template))
        .with(&[TEMPLATE])
        .hands_out(&[XLSX, "application/zip"]),
];

/// The tables that there are.
pub(in crate::api) fn names() -> Vec<&'static str> {
    vec![
        "front",
        "ledger",
        "units",
        "unit",
        "annex1",
        "annex2",
        "rankings",
        "ranking",
        "indicator",
        "trace",
        "findings",
        "rules",
        "files",
    ]
}

async fn table(call: Call) -> Result<Reply, Failure> {
    let (app, asked) = (&call.app, call.asked());
    let named = |name: &str| {
        let text = call.text(name);
        text.ok_or_else(|| Failure::wrong(name, format!("{}要写这一项", call.given("table"))))
    };
    match call.given("table") {
        "front" => handed_out(&call, &app.front(&asked).await?),
        "units" => {
            let (basis, _, rows) = app.units(&asked).await?;
            handed_out(&call, &UnitsView { basis: &basis, rows: &rows })
        }
        "unit" => handed_out(&call, &app.unit_page(&asked, named("unit")?).await?),
        "annex1" => handed_out(&call, &app.annex1(&asked).await?),
        "annex2" => handed_out(&call, &app.annex2(&asked).await?),
        "rankings" => {
            let (basis, _, rows) = app.rankings(&asked).await?;
            handed_out(&call, &RankingsView { basis: &basis, rows: &rows })
        }
        "ranking" => handed_out(&call, &app.ranking(&asked, named("indicator")?, trace::basis(&call)).await?),
        "indicator" => handed_out(&call, &app.indicator_page(&asked, named("indicator")?).await?),
        "trace" => {
            let by = TraceBy { ranking: trace::basis(&call), partition: None };
            handed_out(&call, &app.trace_by(&asked, named("indicator")?, named("figure")?, by).await?)
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
