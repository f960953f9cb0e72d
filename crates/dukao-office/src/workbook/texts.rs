//! 核对规则 and 映射文件: text files that a region keeps, one row a line.

use dukao_core::ledger::Place;

use super::Table;
use super::row::{Reported, Row};
use super::written::Written;
use crate::batch::{Batch, Placed, Report};
use crate::kept::KeptText;
use crate::typed::refuse;
use crate::{Problem, mapping, rules};

/// A text file as it is put together.
struct Lines {
    place: Place,
    title: String,
    name: String,
    rows: Vec<String>,
    /// The place of each line; a cell may hold several.
    places: Vec<Place>,
}

impl Lines {
    fn text(&self) -> String {
        self.rows.join("\n")
    }

    /// What is wrong in the text, at the cells of its lines.
    fn report(&self, problems: &[Problem], report: &mut Report) {
        for problem in problems {
            let line = problem.cell.split(':').next().and_then(|line| line.parse::<usize>().ok()).unwrap_or(1);
            let place = self.places.get(line.saturating_sub(1)).copied().unwrap_or(self.place);
            report.error(place, problem.message.clone(), problem.hint.clone());
        }
    }

    fn kept(self) -> Placed<KeptText> {
        let text = self.text();
        Placed { place: self.place, value: KeptText { title: self.title, name: self.name, text } }
    }
}

pub(super) fn read_rules(table: &Table<'_>, batch: &mut Batch, report: &mut Report) {
    for file in files(table, None, "规则文件", report) {
        if let Some(earlier) = batch.rules.first() {
            let message = format!("前面已有规则文件“{}”", earlier.value.name);
            report.error(file.place, message, "一个地区只有一个规则文件，并成一个");
            continue;
        }
        match rules::read(&file.name, &file.text()) {
            Ok(_) => batch.rules.push(file.kept()),
            Err(problems) => file.report(&problems, report),
        }
    }
}

pub(super) fn read_mappings(table: &Table<'_>, batch: &mut Batch, report: &mut Report) {
    for file in files(table, Some("映射"), "映射文件", report) {
        if batch.mappings.iter().any(|other| other.value.title == file.title) {
            report.error(file.place, format!("映射“{}”重复", file.title), "标题相同的只写一份");
            continue;
        }
        let text = file.text();
        let (parsed, problems) = mapping::parse(&text);
        match parsed {
            Some(parsed) if parsed.title == file.title => batch.mappings.push(file.kept()),
            Some(parsed) => {
                let message = format!("“映射”写的是“{}”，文件里的标题却是“{}”", file.title, parsed.title);
                report.error(file.place, message, "两处写成一样");
            }
            None => file.report(&mapping::flat(&file.name, &text, &problems), report),
        }
    }
}

/// The files of a table: lines with the same names that follow each other from 1 on.
fn files(table: &Table<'_>, title: Option<&str>, name: &str, report: &mut Report) -> Vec<Lines> {
    let mut files: Vec<Lines> = Vec::new();
    for row in table.rows() {
        let Ok((own_title, own_name, number)) = named(&row, title, name, report) else { continue };
        let place = row.place(title.unwrap_or(name));
        let same = |file: &Lines| file.title == own_title && file.name == own_name && number != 1;
        if !files.last().is_some_and(same) {
            files.push(Lines { place, title: own_title, name: own_name, rows: Vec::new(), places: Vec::new() });
        }
        let Some(file) = files.last_mut() else { continue };
        let expected = file.rows.len() + 1;
        if number != expected {
            let message = format!("这里应是第{expected}行，却写的是{number}");
            report.error(row.place("行"), message, "每个文件的行从 1 起，逐行加 1，不能缺");
        }
        let text = row.cell("内容").map_or("", crate::grid::Cell::text);
        file.places.extend(text.split('\n').map(|_| row.place("内容")));
        file.rows.push(text.to_owned());
    }
    files
}

fn named(
    row: &Row<'_>,
    title: Option<&str>,
    name: &str,
    report: &mut Report,
) -> Result<(String, String, usize), Reported> {
    let title = match title {
        Some(column) => row.needed(column, report, |cell| Ok(cell.text().to_owned())),
        None => Ok(String::new()),
    };
    let name = row.needed(name, report, |cell| Ok(cell.text().to_owned()));
    let number = row.needed("行", report, |cell| match cell.trimmed().parse::<usize>() {
        Ok(number) if number > 0 => Ok(number),
        _ => refuse(format!("“{}”不是行号", cell.trimmed()), "从 1 起写整数"),
    });
    Ok((title?, name?, number?))
}

/// The region's rule file as rows of 核对规则.
pub fn rule_rows(own: &KeptText) -> Vec<Written> {
    rows(own, &[("规则文件", &own.name)])
}

/// A mapping file as rows of 映射文件.
pub fn mapping_rows(own: &KeptText) -> Vec<Written> {
    rows(own, &[("映射", &own.title), ("映射文件", &own.name)])
}

fn rows(own: &KeptText, names: &[(&'static str, &str)]) -> Vec<Written> {
    let row = |(number, line): (usize, String)| {
        let names = names.iter().map(|(head, text)| (*head, (*text).to_owned()));
        let rest = [("行", (number + 1).to_string()), ("内容", line)];
        names.chain(rest).filter(|(_, text)| !text.is_empty()).collect()
    };
    pieces(&own.text).into_iter().enumerate().map(row).collect()
}

/// The lines of a text. One of nothing but blanks stands in the cell of the line before it (at the beginning, of the
/// one after it), for a cell of blanks is empty.
fn pieces(text: &str) -> Vec<String> {
    let is_blank = |piece: &str| !piece.is_empty() && piece.trim().is_empty();
    let mut pieces: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let mut piece = line.to_owned();
        // Back over empty lines to one that says something.
        while is_blank(&piece) || pieces.last().is_some_and(|last| is_blank(last)) {
            let Some(last) = pieces.pop() else { break };
            piece = format!("{last}\n{piece}");
        }
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_blanks_stand_beside_others() {
        assert_eq!(pieces("a\n\n b\r\n\r\n  \nc\n"), ["a", "", " b\r\n\r\n  ", "c", ""]);
        assert_eq!(pieces(" \n\r\na\nb"), [" \n\r\na", "b"]);
    }

    proptest::proptest! {
        #[test]
        fn no_cell_is_of_blanks_and_nothing_is_lost(text in "[a \r\n]{0,12}") {
            let pieces = pieces(&text);
            proptest::prop_assert_eq!(pieces.join("\n"), text.clone());
            let blank = pieces.iter().any(|piece| !piece.is_empty() && piece.trim().is_empty());
            proptest::prop_assert!(!blank || text.trim().is_empty());
        }
    }
}
