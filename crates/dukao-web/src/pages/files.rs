//! `GET /files`: what has been imported.

use askama::Template;
use dukao_app::view::FileView;

use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "files.html")]
struct FilesPage {
    f: Frame,
    v: FileView,
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let v = web.app.files(&visit.asked()?).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let f = Frame::new(visit, Place::Files, "文件", &v.basis).with_files();
    render(&FilesPage { f, v })
}
