//! Tables whose columns are parted by blanks only, as text copied from a PDF or a web page.
//!
//! A line that does not part clearly is kept whole in the first column: better a line that nobody reads
//! than a figure under the wrong head.

use std::collections::BTreeSet;

use super::budget::Budget;
use super::open::{Limits, Wrong};
use super::{Cell, Sheet};
use crate::cellvalue::{Figure, figure_text};

/// How many lines are looked at to find the columns.
const SAMPLE: usize = 400;
/// Longest line of such a table, in bytes.
const MAX_LINE: usize = 1 << 16;
/// How many different numbers of columns are tried.
const MAX_COUNTS: usize = 40;

/// What parts two fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Two blanks or more, or a full-width one between longer texts.
    Wide,
    /// Any blank.
    Any,
}

/// A field of a line and the places on the screen where it begins and ends.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    text: String,
    from: usize,
    to: usize,
}

/// How the lines part.
#[derive(Debug)]
pub(super) struct Columns {
    gap: Gap,
    count: usize,
    /// Where each column lies on the screen; empty when columns overlap.
    places: Vec<(usize, usize)>,
}

/// The columns of a text; `None` when it is no table.
pub(super) fn columns(text: &str) -> Option<Columns> {
    if text.lines().any(|line| line.len() > MAX_LINE) {
        return None;
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    [(Gap::Wide, 2), (Gap::Any, 3)].into_iter().find_map(|(gap, least)| {
        let parted: Vec<Vec<Field>> = lines.iter().map(|line| fields(line, gap)).collect();
        let counts: BTreeSet<usize> = parted.iter().map(Vec::len).filter(|count| *count > 1).collect();
        let reach = |count: usize| {
            let reaches = |fields: &&Vec<Field>| {
                fields.len() == count || (fields.len() > count && joined((*fields).clone(), count).len() == count)
            };
            parted.iter().filter(reaches).count()
        };
        let (many, count) = counts.into_iter().take(MAX_COUNTS).map(|count| (reach(count), count)).max()?;
        let whole: Vec<&Vec<Field>> = parted.iter().filter(|fields| fields.len() == count).collect();
        let figures = whole.iter().filter(|fields| fields.iter().any(|field| is_figure(&field.text))).count();
        let enough = many >= least && many * 2 >= lines.len() && figures * 2 >= whole.len();
        enough.then(|| Columns { gap, count, places: places(&whole, count) })
    })
}

impl Columns {
    /// Reads the table; with it the first line (from 1) that did not part although it holds figures.
    pub(super) fn read(&self, text: &str, limits: Limits) -> Result<(Sheet, Option<usize>), Wrong> {
        let mut budget = Budget::new(limits);
        let mut sheet = Sheet::default();
        let mut unclear = None;
        for (row, line) in text.lines().enumerate() {
            let fields = fields(line, self.gap);
            match self.place(fields) {
                Ok(placed) => {
                    for (column, text) in placed {
                        budget.put(&mut sheet, row, column, Cell::of_text(&text))?;
                    }
                }
                Err(fields) => {
                    let figures = fields.iter().filter(|field| is_figure(&field.text)).count();
                    if figures > 0 && unclear.is_none() {
                        unclear = Some(row + 1);
                    }
                    budget.put(&mut sheet, row, 0, Cell::of_text(line.trim()))?;
                }
            }
        }
        Ok((sheet, unclear))
    }

    /// The column of each field; the fields again when that is not clear.
    fn place(&self, fields: Vec<Field>) -> Result<Vec<(usize, String)>, Vec<Field>> {
        if fields.len() <= 1 {
            return Ok(fields.into_iter().map(|field| (0, field.text)).collect());
        }
        let fields = if fields.len() > self.count { joined(fields, self.count) } else { fields };
        if fields.len() == self.count {
            return Ok(fields.into_iter().map(|field| field.text).enumerate().collect());
        }
        let mut placed: Vec<(usize, String)> = Vec::new();
        for field in &fields {
            let under: Vec<usize> = (0..self.places.len()).filter(|column| self.is_under(field, *column)).collect();
            match under.as_slice() {
                [column] if placed.last().is_none_or(|(last, _)| last < column) => {
                    placed.push((*column, field.text.clone()));
                }
                _ => return Err(fields),
            }
        }
        Ok(placed)
    }

    fn is_under(&self, field: &Field, column: usize) -> bool {
        self.places.get(column).is_some_and(|(from, to)| field.from < *to && *from < field.to)
    }
}

/// Where the columns lie, if no two of them overlap.
fn places(lines: &[&Vec<Field>], count: usize) -> Vec<(usize, usize)> {
    let of = |column: usize| {
        let fields = lines.iter().filter_map(|fields| fields.get(column));
        fields.fold((usize::MAX, 0), |(from, to), field| (from.min(field.from), to.max(field.to)))
    };
    let places: Vec<(usize, usize)> = (0..count).map(of).collect();
    let apart = places.iter().zip(places.iter().skip(1)).all(|(left, right)| left.1 <= right.0);
    if apart { places } else { Vec::new() }
}

fn is_figure(text: &str) -> bool {
    matches!(figure_text(text), Ok(Figure::Number(_)))
}

/// The fields of a line.
fn fields(line: &str, gap: Gap) -> Vec<Field> {
    let (mut fields, mut field, mut at, mut blanks) = (Vec::<Field>::new(), None::<Field>, 0, 0);
    for c in line.chars() {
        let width = if c.is_ascii() { 1 } else { 2 };
        if c.is_whitespace() {
            blanks += width;
        } else {
            let parts = gap == Gap::Any || blanks > 1;
            if parts && blanks > 0 {
                fields.extend(field.take());
            }
            let open = field.get_or_insert(Field { text: String::new(), from: at, to: at });
            if blanks > 0 && !open.text.is_empty() {
                open.text.push(' ');
            }
            open.text.push(c);
            open.to = at + width;
            blanks = 0;
        }
        at += width;
    }
    fields.extend(field);
    fields
}

/// Joins what surely belongs together until there are no more fields than columns: a name spread out
/// (甲　区) and a bracket behind a head (增长 (%)).
fn joined(fields: Vec<Field>, count: usize) -> Vec<Field> {
    let mut surplus = fields.len().saturating_sub(count);
    let mut out: Vec<Field> = Vec::new();
    for field in fields {
        let joins = out.last().is_some_and(|before| surplus > 0 && belongs(&before.text, &field.text));
        match out.last_mut() {
            Some(before) if joins => {
                before.text.push_str(&field.text);
                before.to = field.to;
                surplus -= 1;
            }
            _ => out.push(field),
        }
    }
    out
}

fn belongs(before: &str, next: &str) -> bool {
    let one_letter = |text: &str| {
        let mut letters = text.chars();
        letters.next().is_some_and(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)) && letters.next().is_none()
    };
    let bracket = next.starts_with(['(', '（']) && !is_figure(before) && !is_figure(next);
    bracket || (one_letter(before) && one_letter(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> (Vec<Vec<String>>, Option<usize>) {
        let (sheet, unclear) = columns(text).unwrap().read(text, Limits::default()).unwrap();
        let row = |row| sheet.row(row).iter().map(|cell| cell.text().to_owned()).collect();
        ((0..sheet.height()).map(row).collect(), unclear)
    }

    #[test]
    fn columns_under_each_other() {
        let text = "甲区主要指标\n\n单位      完成数   增长(%)\n甲街道    12.5     3.2\n乙镇               -1.0\n丙乡      7        —\n";
        let (rows, unclear) = rows(text);
        assert_eq!(rows[0], ["甲区主要指标"]);
        assert_eq!(rows[2], ["单位", "完成数", "增长(%)"]);
        assert_eq!(rows[4], ["乙镇", "", "-1.0"]);
        assert_eq!((rows[5].len(), unclear), (3, None));
    }

    #[test]
    fn single_blanks() {
        let text = "单位 完成数 增长 (%)\n甲 区 12.5 3.2\n乙镇 1,203 下降1.0\n丙乡 7 0.5\n丁乡 8\n";
        let (rows, unclear) = rows(text);
        assert_eq!(rows[0], ["单位", "完成数", "增长(%)"]);
        assert_eq!(rows[1], ["甲区", "12.5", "3.2"]);
        assert_eq!(rows[4], ["丁乡 8"], "a line with a gap is not guessed at");
        assert_eq!(unclear, Some(5));
    }

    #[test]
    fn prose_is_no_table() {
        assert!(columns("今年以来 全区经济 运行平稳\n一是 工业\n二是 投资 增长\n").is_none());
        assert!(columns("甲街道\n乙镇\n").is_none());
        assert!(columns("").is_none());
    }
}
