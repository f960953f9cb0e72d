//! `GET /import/template`: a workbook to fill, with the region's own units and indicators and, when a month is
//! asked for, a row for everything that is due in it.

use axum::extract::State;
use axum::response::Response;
use dukao_app::AppError;
use dukao_app::export::blank_template;
use dukao_core::period::Month;

use super::download;
use crate::Web;
use crate::error::WebError;
use crate::query::Visit;

pub(crate) async fn show(State(web): State<Web>, visit: Visit) -> Result<Response, WebError> {
    let asked = visit.asked()?;
    let due = asked.year.zip(asked.month.and_then(Month::new));
    let bytes = match web.app.template(asked.region.as_deref(), due).await {
        Ok(bytes) => bytes,
        Err(AppError::NoRegion | AppError::NothingYet) => blank_template()?,
        Err(error) => return Err(error.into()),
    };
    let name = due
        .map_or_else(|| "填报模板.xlsx".to_owned(), |(year, month)| format!("{year}年{}月填报.xlsx", month.number()));
    Ok(download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}
