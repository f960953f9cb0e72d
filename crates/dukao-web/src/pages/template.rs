//! `GET /import/template`: a workbook to fill, or a zip of csv files (`format=csv`), with the region's own units and indicators and, when a month is
//! asked for, a row for everything that is due in it.

use axum::response::Response;
use dukao_app::AppError;
use dukao_app::export::{Shape, blank_template, zipped};
use dukao_app::tables::FileKind;
use dukao_core::period::Month;

use super::download;
use crate::Web;
use crate::error::WebError;
use crate::query::Visit;

pub(crate) async fn show(web: Web, visit: Visit) -> Result<Response, WebError> {
    let asked = visit.asked()?;
    let due = asked.year.zip(asked.month.and_then(Month::new));
    let shape = if visit.file_kind()? == Some(FileKind::Csv) { Shape::Folder } else { Shape::Workbook };
    let mut files = match web.app.template(asked.region.as_deref(), due, shape).await {
        Ok(files) => files,
        Err(AppError::NoRegion | AppError::NothingYet) => blank_template(shape)?,
        Err(error) => return Err(error.into()),
    };
    let name = due.map_or_else(|| "填报模板".to_owned(), |(year, month)| format!("{year}年{}月填报", month.number()));
    match shape {
        Shape::Folder => Ok(download(&format!("{name}.zip"), "application/zip", zipped(&files)?)),
        Shape::Workbook => {
            let bytes = files.pop().map(|(_, bytes)| bytes).unwrap_or_default();
            Ok(download(&format!("{name}.xlsx"), FileKind::Xlsx.media_type(), bytes))
        }
    }
}
