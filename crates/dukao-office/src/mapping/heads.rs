//! Finding head rows, and the column of a head named in the mapping file.

use super::head_text::{plain, split_unit};
use crate::grid::{Sheet, parse_address};
use crate::text::{Spanned, nearest};

/// How far down heads are looked for, and how many rows they may take.
const HEAD_WITHIN: usize = 40;
const HEAD_ROWS: usize = 3;

/// The first rows that hold every named head, or else those that hold the most.
pub(super) fn find_head(sheet: &Sheet, named: &[Spanned<String>]) -> (usize, usize) {
    let mut best = (0, (0, 0));
    for span in 0..HEAD_ROWS {
        for row in 0..sheet.height().min(HEAD_WITHIN) {
            let head = (row, row + span);
            let heads = heads(sheet, head);
            let count = named.iter().filter(|name| locate(&heads, &name.value).is_ok()).count();
            if count > best.0 {
                best = (count, head);
            }
            if count == named.len() {
                return head;
            }
        }
    }
    best.1
}

/// The heads of all columns; heads of several rows are joined by `/`.
pub(super) fn heads(sheet: &Sheet, head: (usize, usize)) -> Vec<String> {
    let width = (head.0..=head.1).map(|row| sheet.width(row)).max().unwrap_or(0);
    let merged = (head.0..=head.1).any(|row| (0..width).any(|column| sheet.merged_from(row, column).is_some()));
    let mut levels: Vec<Vec<String>> = Vec::new();
    for row in head.0..=head.1 {
        let mut level: Vec<String> = (0..width).map(|column| plain(sheet.shown(row, column).text())).collect();
        // A csv shows a group's head only above its first column.
        if !merged && row < head.1 {
            let mut last = String::new();
            for text in &mut level {
                if text.is_empty() { text.clone_from(&last) } else { last.clone_from(text) }
            }
        }
        levels.push(level);
    }
    (0..width).map(|column| joined(&levels, column)).collect()
}

fn joined(levels: &[Vec<String>], column: usize) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for level in levels {
        let text = level.get(column).map_or("", String::as_str);
        if !text.is_empty() && parts.last() != Some(&text) {
            parts.push(text);
        }
    }
    parts.join("/")
}

/// The column of a head with a stretch that runs from January to a month, however that is written.
fn to_date(heads: &[String], before: &str, month: &str, behind: &str) -> Result<usize, (String, String)> {
    let words: &[&str] = match month {
        "1" => &["1月", "1月份"],
        "3" => &["一季度", "1季度", "第一季度", "1-3月", "1-3月份"],
        "6" => &["上半年", "1-6月", "1-6月份", "二季度"],
        "9" => &["前三季度", "前3季度", "1-3季度", "1-9月", "1-9月份", "三季度"],
        "12" => &["全年", "1-12月", "1-12月份", "四季度"],
        _ => &[],
    };
    let usual = [format!("1-{month}月"), format!("1-{month}月份")];
    let all = words.iter().map(|word| (*word).to_owned()).chain(usual);
    let mut missing = None;
    for word in all {
        match locate(heads, &format!("{before}{word}{behind}")) {
            Ok(column) => return Ok(column),
            Err(said) => missing = Some(said),
        }
    }
    Err(missing.unwrap_or_default())
}

/// The column of a head: as written, without its unit, by its last part; or by letter (`C列`).
pub(super) fn locate(heads: &[String], name: &str) -> Result<usize, (String, String)> {
    let missing = || format!("表里没有“{name}”这一列");
    let wanted = plain(name);
    if let Some((before, rest)) = wanted.split_once("{至")
        && let Some((month, behind)) = rest.split_once('}')
    {
        return to_date(heads, before, month, behind);
    }
    if let Some((_, column)) = wanted.strip_suffix('列').and_then(|letters| parse_address(&format!("{letters}1"))) {
        return if column < heads.len() {
            Ok(column)
        } else {
            Err((missing(), format!("表里只有 {} 列", heads.len())))
        };
    }
    let ways: [&dyn Fn(&str) -> String; 5] = [
        &str::to_owned,
        &|head| split_unit(head).0,
        &|head| head.split('/').map(|part| split_unit(part).0).collect::<Vec<_>>().join("/"),
        &|head| head.rsplit('/').next().unwrap_or("").to_owned(),
        &|head| split_unit(head.rsplit('/').next().unwrap_or("")).0,
    ];
    for way in ways {
        let matching: Vec<usize> = heads
            .iter()
            .enumerate()
            .filter(|(_, head)| !head.is_empty() && way(head) == wanted)
            .map(|(column, _)| column)
            .collect();
        match matching.as_slice() {
            [] => {}
            [one] => return Ok(*one),
            [first, ..] => {
                let letters: Vec<String> =
                    matching.iter().map(|column| format!("{}列", crate::grid::column_name(*column))).collect();
                let joined = heads
                    .get(*first)
                    .filter(|head| head.contains('/'))
                    .map_or(String::new(), |head| format!("写全“{head}”，或"));
                return Err((format!("有好几列都叫“{name}”"), format!("{joined}用列号区分：{}", letters.join("、"))));
            }
        }
    }
    let near = nearest(&wanted, heads.iter().map(String::as_str).filter(|head| !head.is_empty()));
    let hint = near.map_or_else(
        || {
            let all: Vec<&str> = heads.iter().map(String::as_str).filter(|head| !head.is_empty()).take(12).collect();
            format!("表头有：{}。表头不在这一行就用“表头”写明行号", all.join("、"))
        },
        |near| format!("是不是“{near}”？"),
    );
    Err((missing(), hint))
}
