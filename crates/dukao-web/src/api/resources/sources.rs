//! The cell of an imported file from which a figure comes.

use dukao_app::view::{Basis, ImportedFile, SourceRow};
use serde::Serialize;

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::PERIOD;
use crate::api::reply::Reply;

pub(super) const OPERATIONS: &[Operation] = &[Operation::get(
    ("/regions/{region}/files/{file}/{sheet}/{cell}", "readSource"),
    ("出处", "原始文件里的一个单元格和前后几行"),
    run!(show),
)
.with(&[PERIOD])
.gives(Components::add::<SourceAround>)
.refuses(&["unknown_place"])];

/// A cell and the rows around it.
#[derive(Serialize, utoipa::ToSchema)]
struct SourceAround {
    basis: Basis,
    file: ImportedFile,
    sheet: String,
    cell: String,
    columns: Vec<String>,
    rows: Vec<SourceRow>,
    row_count: usize,
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let (file, sheet) = (call.whole("file").unwrap_or_default(), call.whole("sheet").unwrap_or_default());
    let sheet = u32::try_from(sheet).unwrap_or_default();
    let view = call.app.source(&call.asked(), file, sheet, call.given("cell")).await?;
    Reply::json(&SourceAround {
        basis: view.basis,
        file: view.file,
        sheet: view.sheet,
        cell: view.cell,
        columns: view.columns,
        rows: view.rows,
        row_count: view.row_count,
    })
}
