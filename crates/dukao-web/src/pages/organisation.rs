//! `GET /organisation`: the organisation changes there were and those to come.

use askama::Template;
use dukao_app::organisation::ChangesView;

use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "organisation.html")]
struct ChangesPage {
    f: Frame,
    v: ChangesView,
    /// The version that a change has just made.
    done: Option<i64>,
}

/// The kinds of change with their keys and what they are for, for links to the form.
pub(crate) const KINDS: [(&str, &str, &str); 6] = [
    ("merge", "合并", "几个单位并成一个"),
    ("split", "拆分", "一个单位分成几个"),
    ("rename", "更名", "换名称，代码不变"),
    ("move", "调整隶属", "换上级、类别、分组"),
    ("end", "终止", "单位不再有，没有单位接替"),
    ("withdraw", "删去记录", "写错的一行单位记录"),
];

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let v = web.app.organisation_changes(&visit.asked()?).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let done = visit.number("done", 1..=i64::MAX, "写版本号")?;
    let f = Frame::new(visit, Place::Units, "机构变更", &v.basis).with_files();
    render(&ChangesPage { f, v, done })
}
