//! `GET /peers`: every ranked indicator in one row.

use askama::Template;
use axum::extract::State;
use dukao_app::view::{Basis, Row};
use dukao_core::progress::FigureKind;

use super::{Page, render};
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

pub(crate) async fn show(State(web): State<Web>, visit: Visit) -> Page {
    let (basis, choices, rows) = web.app.rankings(&visit.asked()?).await?;
    let f = Frame::new(visit, Place::Peers, "位次", &basis);
    render(&PeersPage { period: Period::new(&f, choices, &[]), basis, rows, f })
}

/// By which figure the row is ranked, in words.
pub(crate) fn basis_word(row: &Row) -> &'static str {
    row.ranked_by.map_or("", |by| by_words(by, row.indicator.value_kind))
}

/// The name of a ranked figure for a kind of indicator: the figure of a growth indicator is a growth.
pub(crate) fn by_words(by: &str, kind: &str) -> &'static str {
    match (FigureKind::from_key(by), kind) {
        (Some(FigureKind::Cumulative), "增速") => "增速",
        (Some(FigureKind::Cumulative), kind) if !["流量", "计数"].contains(&kind) => "本期数",
        (by, _) => by.map_or("", FigureKind::label),
    }
}
