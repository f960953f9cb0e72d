//! Reading comma-separated lines: enough for the two small tables of this room.

use jiff::civil::Date;

use super::error::{TableMistake, TableProblem};

/// The data lines of `text` below the heading `header`, each with its line number; lines that
/// cannot be split go to `problems`. Empty lines are skipped.
pub(super) fn read<const N: usize>(
    text: &str,
    header: &'static str,
    problems: &mut Vec<TableProblem>,
) -> Vec<(usize, [String; N])> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate();
    let found = lines.next().map_or("", |(_, line)| line.trim());
    let cells = split(found).unwrap_or_default();
    if cells.join(",") != header {
        let found = found.to_owned();
        problems.push(at(1, TableMistake::Header { found, expected: header }));
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (index, line) in lines {
        match cells_of::<N>(line) {
            Ok(Some(cells)) => rows.push((index + 1, cells)),
            Ok(None) => {}
            Err(mistake) => problems.push(at(index + 1, mistake)),
        }
    }
    if rows.is_empty() && problems.is_empty() {
        problems.push(TableProblem { line: None, mistake: TableMistake::Empty });
    }
    rows
}

/// A mistake at a line.
pub(super) fn at(line: usize, mistake: TableMistake) -> TableProblem {
    TableProblem { line: Some(line), mistake }
}

fn cells_of<const N: usize>(line: &str) -> Result<Option<[String; N]>, TableMistake> {
    let cells = split(line).ok_or(TableMistake::Quote)?;
    if cells.iter().all(String::is_empty) {
        return Ok(None);
    }
    match <[String; N]>::try_from(cells) {
        Ok(cells) => Ok(Some(cells)),
        Err(cells) => Err(TableMistake::Columns { found: cells.len(), expected: N }),
    }
}

/// Splits at commas outside double quotes and trims each cell; `None` if a quote stays open.
fn split(line: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            _ => cell.push(c),
        }
    }
    cells.push(cell.trim().to_owned());
    (!quoted).then_some(cells)
}

/// Reads 2027-01-01, 2027/1/1, 2027.1.1 or 2027年1月1日.
pub(super) fn date(text: &str) -> Result<Date, TableMistake> {
    let parse = || {
        let mut parts = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).map(str::trim);
        let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let day = parts.next()?.parse().ok()?;
        let date = Date::new(year, month, day).ok()?;
        parts.next().is_none().then_some(date)
    };
    parse().ok_or_else(|| TableMistake::Date { text: text.to_owned() })
}

/// Reads a year of four digits.
pub(super) fn year(text: &str) -> Result<i16, TableMistake> {
    text.parse()
        .ok()
        .filter(|year| (1949..=2999).contains(year))
        .ok_or_else(|| TableMistake::Year { text: text.to_owned() })
}
