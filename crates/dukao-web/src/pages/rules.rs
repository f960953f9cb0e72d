//! `GET /findings/rules`: the check rules in force and how they differ from the shipped ones.

use askama::Template;
use dukao_app::view::RulesView;

use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage {
    f: Frame,
    v: RulesView,
    saved: bool,
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let v = web.app.rules(&visit.asked()?).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let saved = visit.value("saved")?.is_some();
    let f = Frame::new(visit, Place::Findings, "在用规则", &v.basis).with_files();
    render(&RulesPage { f, v, saved })
}
