//! `GET /peers/{code}`: the ranking of one indicator, by the figure asked for.

use askama::Template;
use axum::extract::Path;
use dukao_app::view::RankingView;
use dukao_core::progress::FigureKind;

use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Period, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "peer.html")]
struct PeerPage {
    f: Frame,
    period: Period,
    v: RankingView,
}

pub(crate) async fn show(web: Web, Path(code): Path<String>, visit: Visit) -> Page {
    let by = visit.basis()?;
    let chosen = by.map_or("", FigureKind::key);
    let v = web.app.ranking(&visit.asked()?, &code, by).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let f = Frame::new(visit, Place::Peers, &format!("{}位次", v.indicator.name), &v.basis).with_files();
    let unit = f.unit.clone().unwrap_or_default();
    let kept = [("by", chosen), ("unit", unit.as_str())];
    render(&PeerPage { period: Period::new(&f, v.choices.clone(), &kept), v, f })
}

/// The same ranking by another figure.
pub(crate) fn by(f: &Frame, code: &str, key: &str) -> String {
    let unit = f.unit.as_deref().unwrap_or_default();
    f.page_with(&format!("/peers/{}", crate::link::encode(code)), &[("by", key), ("unit", unit)])
}
