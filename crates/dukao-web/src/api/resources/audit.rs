//! The audit: entries, who saw a figure, whether all of it is sound, also against an exported head.

use dukao_app::AppError;
use dukao_app::audit::Verdict;
use dukao_app::people::FieldProblem;
use dukao_app::trail::{AuditAsked, AuditLine, Book};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{Kind, Parameter, WALK, may, must};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "审计";

const CHOICE: &[Parameter] = &[
    may("region", Kind::Text(200), "地区代码；不写是本系统"),
    may("book", Kind::Word(&["acts", "trail"]), "acts 审计记录（改动），trail 访问记录（看、登录、被拒）；不写是 acts"),
    may("actor", Kind::Text(200), "谁：编号和姓名，照审计里写的"),
    may("act", Kind::Text(60), "做了什么，例如 import、login"),
    may("from", Kind::Day, "从哪一天起"),
    may("to", Kind::Day, "到哪一天止"),
    may("cursor", Kind::Whole(0, i64::MAX), "上一页答案里的 next；第一页不写"),
];

const WHICH: &[Parameter] = &[
    must("region", Kind::Text(200), "地区代码"),
    must("unit", Kind::Text(200), "单位代码"),
    must("indicator", Kind::Text(200), "指标代码"),
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/audit", "listAudit"), (TAG, "审计记录或访问记录，最近的在前；一页50笔，不数总数"), run!(list))
        .with(&[CHOICE])
        .lists(Components::add::<AuditLine>, &[]),
    Operation::get(("/audit/viewers", "listViewers"), (TAG, "谁看过这个数"), run!(viewers))
        .with(&[WHICH, WALK])
        .lists(Components::add::<AuditLine>, &[]),
    Operation::get(("/audit/verify", "verifyAudit"), (TAG, "核对全部审计"), run!(verify))
        .gives(Components::add::<AuditReport>),
    Operation::asking(
        ("/audit/verify", "verifyAgainstHead"),
        (TAG, "核对全部审计，再用导出的链头核对：末尾有没有被删掉"),
        run!(verify_against),
    )
    .takes(Body::Json(Components::input::<KeptHead>))
    .gives(Components::add::<AuditReport>),
    Operation::changing(
        "POST",
        ("/audit/heads", "exportHeads"),
        (TAG, "导出各地区的链头，可以打印、存到别处；导出记在访问记录里"),
        run!(export),
    )
    .gives(Components::add::<ExportedHead>)
    .refuses(&["audit_key"]),
];

/// An exported head that somebody kept.
#[derive(Deserialize, utoipa::ToSchema)]
struct KeptHead {
    #[schema(min_length = 1, max_length = 200_000)]
    text: String,
}

/// The heads as they are exported.
#[derive(Serialize, utoipa::ToSchema)]
struct ExportedHead {
    file: String,
    text: String,
}

/// Whether the audit is sound.
#[derive(Serialize, utoipa::ToSchema)]
struct AuditReport {
    sound: bool,
    regions: Vec<RegionReport>,
    faults: Vec<String>,
    notes: Vec<String>,
    against: Option<String>,
}

/// The same of a region.
#[derive(Serialize, utoipa::ToSchema)]
struct RegionReport {
    code: String,
    name: String,
    version: i64,
    acts: u64,
    views: u64,
    rows_checked: u64,
    faults: Vec<String>,
}

impl AuditReport {
    fn new(verdict: Verdict, against: Option<String>) -> Self {
        let regions = verdict.regions.into_iter().map(|region| RegionReport {
            code: region.code,
            name: region.name,
            version: region.version,
            acts: region.acts,
            views: region.views,
            rows_checked: region.rows,
            faults: region.faults,
        });
        Self { sound: verdict.sound, regions: regions.collect(), faults: verdict.faults, notes: verdict.notes, against }
    }
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let asked = AuditAsked {
        region: call.text("region").map(str::to_owned),
        book: if call.text("book") == Some("trail") { Book::Trail } else { Book::Acts },
        actor: call.text("actor").map(str::to_owned),
        act: call.text("act").map(str::to_owned),
        from: call.day("from"),
        to: call.day("to"),
        before: call.whole("cursor"),
    };
    let view = call.app.audit_view(&asked).await?;
    let next = view.next.map(|number| number.to_string());
    Reply::json(&json!({ "version": null, "total": null, "next": next, "items": view.lines }))
}

async fn viewers(call: Call) -> Result<Reply, Failure> {
    let lines = call.app.who_saw(call.region(), call.given("unit"), call.given("indicator")).await?;
    List::unversioned(lines).page(&call)
}

async fn verify(call: Call) -> Result<Reply, Failure> {
    Reply::json(&AuditReport::new(call.app.verify(None).await?, None))
}

async fn verify_against(call: Call) -> Result<Reply, Failure> {
    let KeptHead { text } = call.body()?;
    let here = |error| match error {
        AppError::People(problems) => {
            AppError::People(problems.into_iter().map(|one| FieldProblem { field: "text", ..one }).collect())
        }
        other => other,
    };
    let exported = call.app.read_exported(&text).map_err(here)?;
    let verdict = call.app.verify(Some(&exported)).await?;
    Reply::json(&AuditReport::new(verdict, Some(exported.exported)))
}

async fn export(call: Call) -> Result<Reply, Failure> {
    let text = call.app.export_heads().await?;
    Reply::json(&ExportedHead { file: format!("链头-{}.txt", call.app.today()), text })
}
