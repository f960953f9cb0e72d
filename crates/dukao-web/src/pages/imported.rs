//! `GET /import/done`: what an import did. Every word is the store's: the address names a version, no count.

use askama::Template;
use dukao_app::view::{Imported, TakenBack, VersionView};

use super::import::frame;
use super::{Page, render};
use crate::Web;
use crate::frame::Frame;
use crate::query::Visit;

#[derive(Template)]
#[template(path = "imported.html")]
struct ImportedPage {
    f: Frame,
    title: String,
    sentence: String,
    /// The version that may be taken back.
    version: Option<i64>,
}

/// With a version, what it brought; without one, that the newest version is still the newest.
pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let version = visit.number("version", 1..=i64::MAX, "写不带符号的整数")?;
    let v = web.app.version(visit.value("region")?, version).await?;
    let (title, sentence) = match (version, &v.import, &v.undo) {
        (None, ..) => ("没有新内容".to_owned(), unchanged(&v)),
        (Some(_), Some(import), _) => ("导入完成".to_owned(), brought(&v, import)),
        (Some(_), None, Some(undo)) => (format!("已撤销v{}", undo.version), taken_back(&v, undo)),
        (Some(_), None, None) => {
            (format!("v{}不是导入的版本", v.version), format!("数据版本v{}{}，没有导入文件。", v.version, made(&v)))
        }
    };
    let version = version.filter(|_| v.import.is_some() || v.undo.is_some());
    render(&ImportedPage { f: frame(&web, visit, "导入结果").await?, title, sentence, version })
}

fn unchanged(v: &VersionView) -> String {
    format!("已有的内容再导入一次，数据没有变化：仍是v{}，{}，此后没有改动。", v.version, made(v))
}

/// 由本机于2018年8月20日10时00分写入
fn made(v: &VersionView) -> String {
    format!("由{}于{}写入", v.actor, v.committed)
}

/// 导入8月投资.csv：2个新数据，数据版本为v35，由本机于…写入。
fn brought(v: &VersionView, import: &Imported) -> String {
    let counts = [
        (import.units, "个单位"),
        (import.indicators, "项指标"),
        (import.targets, "项目标"),
        (import.partitions, "个合计关系"),
        (import.explanations, "条核对说明"),
        (import.rules, "个规则文件"),
        (import.kept_mappings, "个映射文件"),
        (import.filters, "个常用筛选"),
        (import.new_figures, "个新数据"),
        (import.revised_figures, "个修订数据"),
    ];
    let parts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count}{words}")).collect();
    let names: Vec<&str> = import.files.iter().map(|file| file.name.as_str()).collect();
    let same = import.same_figures.filter(|same| *same > 0);
    let same = same.map_or_else(String::new, |same| format!("另有{same}个数据与已有的相同。"));
    let later = if v.newest { "" } else { "此后又有新的版本。" };
    format!("从{}导入{}，数据版本为v{}，{}。{same}{later}", files(&names), parts.join("、"), v.version, made(v))
}

/// 恢复3个数、撤回2个数，数据版本为v36，由本机于…写入。
fn taken_back(v: &VersionView, undo: &TakenBack) -> String {
    let counts = [
        (undo.restored, "恢复", "个数"),
        (undo.withdrawn, "撤回", "个数"),
        (undo.records, "恢复或去掉", "项单位、指标、目标、合计关系、规则、说明、筛选"),
    ];
    let parts = counts.iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, word, what)| format!("{word}{count}{what}")).collect();
    format!("{}，数据版本为v{}，{}。原来的各版都还在。", parts.join("、"), v.version, made(v))
}

/// One to three names; of more, the first and how many.
fn files(names: &[&str]) -> String {
    match names {
        [first, _, _, _, ..] => format!("{first}等{}个文件", names.len()),
        names => names.join("、"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_files_are_counted() {
        assert_eq!(files(&["一.csv"]), "一.csv");
        assert_eq!(files(&["一.csv", "二.csv", "三.csv"]), "一.csv、二.csv、三.csv");
        assert_eq!(files(&["一.csv", "二.csv", "三.csv", "四.csv"]), "一.csv等4个文件");
    }
}
