//! `GET /files/{id}/{sheet}/{cell}`: the imported sheet with the cell marked.

use askama::Template;
use axum::extract::Path;
use dukao_app::view::{SourceRow, SourceView};

use super::{Page, render};
use crate::Web;
use crate::error::WebError;
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "source.html")]
struct SourcePage {
    f: Frame,
    v: SourceView,
}

impl SourcePage {
    /// The rows, each with whether rows are left out before it.
    fn rows(&self) -> Vec<(&SourceRow, bool)> {
        let before = [0].into_iter().chain(self.v.rows.iter().map(|row| row.number));
        self.v.rows.iter().zip(before).map(|(row, before)| (row, row.number > before + 1)).collect()
    }
}

pub(crate) async fn show(web: Web, Path((id, sheet, cell)): Path<(String, String, String)>, visit: Visit) -> Page {
    let (Ok(id), Ok(sheet)) = (id.parse(), sheet.parse()) else { return Err(WebError::NoPage) };
    let v = web.app.source(&visit.asked()?, id, sheet, &cell).await?;
    let f = Frame::new(visit, Place::Files, &format!("{} {}", v.file.name, v.cell), &v.basis);
    render(&SourcePage { f, v })
}
