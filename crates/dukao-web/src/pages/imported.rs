//! `GET /import/done`: what an import did, in one sentence.

use askama::Template;
use axum::extract::State;

use super::import::frame;
use super::{Page, render};
use crate::Web;
use crate::error::WebError;
use crate::frame::Frame;
use crate::query::Visit;

#[derive(Template)]
#[template(path = "imported.html")]
struct ImportedPage {
    f: Frame,
    changed: bool,
    sentence: String,
}

const COUNTS: [(&str, &str); 6] = [
    ("units", "个单位"),
    ("indicators", "项指标"),
    ("targets", "项目标"),
    ("partitions", "个合计关系"),
    ("new", "个新数据"),
    ("revised", "个修订数据"),
];

pub(crate) async fn show(State(web): State<Web>, visit: Visit) -> Page {
    let version = count(&visit, "version")?;
    let changed = visit.one_of("changed", &[("1", true), ("0", false)])?.unwrap_or(true);
    let mut parts = Vec::new();
    for (name, words) in COUNTS {
        let count = count(&visit, name)?;
        if count > 0 {
            parts.push(format!("{count}{words}"));
        }
    }
    let same = count(&visit, "same")?;
    let tail = if same > 0 { format!("另有{same}个数据与已有的相同。") } else { String::new() };
    let sentence = match (changed, parts.is_empty()) {
        (false, _) => format!("文件中的内容都已经有了，数据没有变化，仍是v{version}。"),
        (true, true) => format!("数据版本为v{version}。{tail}"),
        (true, false) => format!("导入{}，数据版本为v{version}。{tail}", parts.join("、")),
    };
    render(&ImportedPage { f: frame(&web, visit, "导入结果").await?, changed, sentence })
}

fn count(visit: &Visit, name: &str) -> Result<u64, WebError> {
    let Some(text) = visit.value(name)? else { return Ok(0) };
    text.parse().map_err(|_| WebError::query(name, text, "写不带符号的整数"))
}
