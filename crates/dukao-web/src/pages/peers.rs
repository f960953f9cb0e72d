//! `GET /peers`: every ranked indicator in one row.

use askama::Template;
use dukao_app::tables::RankingsView;
use dukao_app::view::{Basis, Row, basis_words};

use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Period, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "peers.html")]
struct PeersPage {
    f: Frame,
    period: Period,
    basis: Basis,
    rows: Vec<Row>,
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let (basis, choices, rows) = web.app.rankings(&visit.asked()?).await?;
    if let Some(file) = as_file(&visit, &RankingsView { basis: &basis, rows: &rows })? {
        return Ok(file);
    }
    let f = Frame::new(visit, Place::Peers, "位次", &basis).with_files();
    render(&PeersPage { period: Period::new(&f, choices, &[]), basis, rows, f })
}

/// By which figure the row is ranked, in words.
pub(crate) fn basis_word(row: &Row) -> &'static str {
    row.ranked_by.map_or("", |by| basis_words(by, row.indicator.value_kind))
}
