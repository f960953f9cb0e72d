//! `GET /findings/rules`: the check rules in force and how they differ from the shipped ones.

use askama::Template;
use axum::extract::State;
use dukao_app::view::RulesView;

use super::{Page, render};
use crate::Web;
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage {
    f: Frame,
    v: RulesView,
}

pub(crate) async fn show(State(web): State<Web>, visit: Visit) -> Page {
    let v = web.app.rules(&visit.asked()?).await?;
    let f = Frame::new(visit, Place::Findings, "在用规则", &v.basis);
    render(&RulesPage { f, v })
}
