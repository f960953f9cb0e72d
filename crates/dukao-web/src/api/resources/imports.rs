//! Imports: what they would change, done on the version that was looked at; and what was imported.

use dukao_app::import::{Difference, FigureChange, ImportReport, ImportRequest, ProblemShape, RecordChange, Upload};
use dukao_app::rights::Right;
use dukao_app::view::{Basis, ImportedFile};
use serde::Serialize;

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{Kind, PERIOD, Parameter, WALK, may, must};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "导入";

const FILES: &[Parameter] = &[
    must("files", Kind::File, "要导入的文件，可以写几次；都在一个数据版本里，或一个也不导入"),
    may("mapping", Kind::File, "映射文件（自己的表怎样读），可以写几次"),
];

const ON_VERSION: &[Parameter] = &[
    must("files", Kind::File, "要导入的文件，可以写几次；都在一个数据版本里，或一个也不导入"),
    may("mapping", Kind::File, "映射文件（自己的表怎样读），可以写几次"),
    must("based_on", Kind::Whole(0, i64::MAX), "核对差异时的数据版本；以后别人又写过的，答409，要重新核对"),
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::asking(
        ("/regions/{region}/imports/preview", "previewImport"),
        (TAG, "核对差异：导入会改变什么；不导入"),
        run!(preview),
    )
    .takes(Body::Files(Right::Import, FILES))
    .gives(Components::add::<Preview>)
    .refuses(&["not_written"]),
    Operation::changing(
        "POST",
        ("/regions/{region}/imports", "importFiles"),
        (TAG, "在核对过的版本上导入"),
        run!(import),
    )
    .takes(Body::Files(Right::Import, ON_VERSION))
    .gives(Components::add::<ImportReport>)
    .refuses(&["refused", "moved"]),
    Operation::get(("/regions/{region}/imports", "listImports"), (TAG, "导入过的文件，最近的在前"), run!(list))
        .with(&[PERIOD, WALK])
        .lists(Components::add::<ImportedFile>, &[("basis", Components::add::<Basis>)])
        .refuses(&["nothing_yet"]),
];

/// What an import would change.
#[derive(Serialize, utoipa::ToSchema)]
struct Preview {
    based_on: i64,
    report: ImportReport,
    records: Vec<RecordChange>,
    figures: Vec<FigureChange>,
    unlisted: usize,
    #[schema(value_type = Vec<ProblemShape>)]
    refused: Vec<dukao_app::Problem>,
    contradictions: Vec<String>,
    settled: Vec<String>,
}

impl From<Difference> for Preview {
    fn from(difference: Difference) -> Self {
        let said =
            |all: Vec<dukao_app::import::Contradiction>| all.into_iter().map(|one| one.finding.statement).collect();
        Self {
            based_on: difference.based_on,
            report: difference.report,
            records: difference.records,
            figures: difference.figures,
            unlisted: difference.unlisted,
            refused: difference.refused,
            contradictions: said(difference.contradictions),
            settled: said(difference.settled),
        }
    }
}

fn request(mut call: Call, based_on: Option<i64>) -> (dukao_app::App, ImportRequest) {
    let mut upload = Upload { region: Some(call.region().to_owned()), ..Upload::default() };
    for (field, name, bytes) in std::mem::take(&mut call.files) {
        if field == "mapping" {
            upload.mappings.push(dukao_app::import::FileMapping { file: None, name, bytes });
        } else {
            upload.files.push((name, bytes));
        }
    }
    (call.app, ImportRequest { based_on, ..upload.request() })
}

async fn preview(call: Call) -> Result<Reply, Failure> {
    let (app, request) = request(call, None);
    Reply::json(&Preview::from(app.difference(request).await?))
}

async fn import(call: Call) -> Result<Reply, Failure> {
    let based_on = call.whole("based_on");
    let (app, request) = request(call, based_on);
    Reply::json(&app.import(request).await?)
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let view = call.app.files(&call.asked()).await?;
    List::new(view.basis.version, view.files).beside("basis", &view.basis).page(&call)
}
