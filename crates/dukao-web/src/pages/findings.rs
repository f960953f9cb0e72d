//! `GET /findings`: contradictions inside the data, each with its cells.

use askama::Template;
use axum::extract::State;
use dukao_app::view::{FindingsView, SourcePlace};
use dukao_core::check::Finding;

use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Period, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "findings.html")]
struct FindingsPage {
    f: Frame,
    period: Period,
    v: FindingsView,
}

/// A cell: words, and the address where there is one.
type Cell<'a> = (&'a str, Option<String>);

impl FindingsPage {
    /// Each finding with its cells: words, and the address where there is one.
    fn rows(&self) -> Vec<(&Finding, Vec<Cell<'_>>)> {
        let places = self.v.places.iter().map(|places| self.cells(places));
        self.v.findings.iter().zip(places).collect()
    }

    fn cells<'a>(&self, places: &'a [SourcePlace]) -> Vec<Cell<'a>> {
        let address = |place: &Option<_>| place.as_ref().map(|place| self.f.cell_at(place));
        places.iter().map(|(words, place)| (words.as_str(), address(place))).collect()
    }
}

pub(crate) async fn show(State(web): State<Web>, visit: Visit) -> Page {
    let v = web.app.findings(&visit.asked()?).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let f = Frame::new(visit, Place::Findings, "数据核对", &v.basis).with_files();
    render(&FindingsPage { period: Period::new(&f, v.choices.clone(), &[]), f, v })
}
