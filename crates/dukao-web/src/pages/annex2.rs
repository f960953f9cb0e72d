//! `GET /annex/2`: units' completion and the tasks of the remaining months, as paper.

use askama::Template;
use dukao_app::view::Annex2;

use super::annex1::{Tab, in_full, tabs};
use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Period, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "annex2.html")]
struct Annex2Page {
    f: Frame,
    period: Period,
    v: Annex2,
    tabs: [Tab; 2],
}

impl Annex2Page {
    fn date(&self) -> String {
        in_full(&self.v.basis.today)
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let v = web.app.annex2(&visit.asked()?).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let f = Frame::new(visit, Place::Annex, "附表2", &v.basis).with_files();
    render(&Annex2Page { period: Period::new(&f, v.choices.clone(), &[]), tabs: tabs(&f, 2), v, f })
}
