//! Which parts of a sheet are tables: one below the other, or side by side.

use std::ops::Range;

use super::scan::{CLOSELY, Kind, Row, is_about, is_note, kind};
use crate::grid::Sheet;

/// A part of a sheet with one table in it, its titles and notes included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) rows: Range<usize>,
    pub(super) columns: Range<usize>,
}

/// All tables of a sheet, from top to bottom, then from left to right.
pub(super) fn blocks(sheet: &Sheet) -> Vec<Block> {
    let width = (0..sheet.height().min(CLOSELY)).map(|row| sheet.width(row)).max().unwrap_or(0);
    let all = 0..width;
    let mut found = Vec::new();
    for rows in sections(sheet, &all) {
        for columns in beside(sheet, &rows, &all) {
            for rows in below(sheet, &rows, &columns) {
                found.push(Block { rows, columns: columns.clone() });
            }
        }
    }
    found
}

/// Stretches of rows parted by blank rows. Titles belong to the figures below them, notes and further
/// figures without heads to the table above.
fn sections(sheet: &Sheet, columns: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    let height = sheet.height();
    for row in 0..=height {
        let blank = row == height || sheet.is_blank_row(row);
        match (start, blank) {
            (None, false) => start = Some(row),
            (Some(first), true) => {
                parts.push(first..row);
                start = None;
            }
            _ => {}
        }
    }
    let mut sections: Vec<Range<usize>> = Vec::new();
    let mut waiting: Option<usize> = None;
    for part in parts {
        let has_figures = looked(&part).any(|row| Row::of(sheet, row, columns).is_data());
        let headed = heads_first(sheet, &part, columns);
        if !has_figures {
            waiting = waiting.or(Some(part.start));
            continue;
        }
        match (sections.last_mut(), waiting, headed) {
            // Figures that go on behind a blank row.
            (Some(last), None, false) => last.end = part.end,
            (_, from, _) => sections.push(from.unwrap_or(part.start)..part.end),
        }
        waiting = None;
    }
    sections
}

fn looked(rows: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
    rows.start..rows.end.min(rows.start + CLOSELY)
}

/// Whether the part begins with titles or heads, not with figures.
fn heads_first(sheet: &Sheet, part: &Range<usize>, columns: &Range<usize>) -> bool {
    let first = Row::of(sheet, part.start, columns);
    let second = Row::of(sheet, part.start + 1, columns);
    !first.is_data() && (first.texts > 1 || (first.texts == 1 && !second.is_data()))
}

/// Ranges of columns parted by columns that are blank in every row with several cells.
fn beside(sheet: &Sheet, rows: &Range<usize>, columns: &Range<usize>) -> Vec<Range<usize>> {
    let mut used = vec![0_usize; columns.end];
    let mut figures = vec![false; columns.end];
    for row in looked(rows) {
        if Row::of(sheet, row, columns).filled() < 3 {
            continue;
        }
        for column in 0..sheet.width(row) {
            let kind = kind(sheet.cell(row, column));
            let covered = sheet.merged_from(row, column).is_some();
            if let Some(count) = used.get_mut(column)
                && (kind != Kind::Empty || covered)
            {
                *count += 1;
            }
            if let Some(has) = figures.get_mut(column) {
                *has |= kind == Kind::Figure;
            }
        }
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for column in 0..=columns.end {
        let is_used = used.get(column).is_some_and(|count| *count > 0);
        match (start, is_used) {
            (None, true) => start = Some(column),
            (Some(first), false) => {
                ranges.push(first..column);
                start = None;
            }
            _ => {}
        }
    }
    let whole =
        |range: &Range<usize>| range.len() > 1 && range.clone().any(|column| figures.get(column) == Some(&true));
    if ranges.len() > 1 && ranges.iter().all(whole) && ranges.iter().all(|range| names_first(sheet, rows, range)) {
        return ranges;
    }
    vec![columns.clone()]
}

/// Whether the range begins with a column of names, as a table of its own does.
fn names_first(sheet: &Sheet, rows: &Range<usize>, columns: &Range<usize>) -> bool {
    let data: Vec<usize> = looked(rows).filter(|row| Row::of(sheet, *row, columns).is_data()).collect();
    let named = |row: &&usize| columns.clone().take(2).any(|column| kind(sheet.shown(**row, column)) == Kind::Text);
    !data.is_empty() && data.iter().filter(named).count() * 3 >= data.len() * 2
}

/// Ranges of rows that begin with heads of their own.
fn below(sheet: &Sheet, rows: &Range<usize>, columns: &Range<usize>) -> Vec<Range<usize>> {
    let mut starts = vec![rows.start];
    let mut seen_data: Option<usize> = None;
    for row in looked(rows) {
        let counted = Row::of(sheet, row, columns);
        if counted.is_data() {
            seen_data = Some(row);
            continue;
        }
        let Some(last) = seen_data else { continue };
        if is_new_head(sheet, row, rows, columns, last) {
            starts.push(title_before(sheet, row, last, columns));
            seen_data = None;
        }
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([rows.end]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

/// Heads in the middle: texts where figures stood, and figures again below.
fn is_new_head(sheet: &Sheet, row: usize, rows: &Range<usize>, columns: &Range<usize>, last: usize) -> bool {
    let counted = Row::of(sheet, row, columns);
    if counted.texts < 2 {
        return false;
    }
    let over_figures = columns.clone().filter(|column| {
        kind(sheet.cell(row, *column)) == Kind::Text
            && matches!(kind(sheet.cell(last, *column)), Kind::Figure | Kind::Mark)
            && sheet.cell(row, *column).text().chars().count() < 24
    });
    let again = (row + 1..rows.end.min(row + 5)).any(|next| Row::of(sheet, next, columns).is_data());
    over_figures.count() * 2 >= counted.texts && again
}

/// The first row of the titles above a head row in the middle.
fn title_before(sheet: &Sheet, head: usize, last: usize, columns: &Range<usize>) -> usize {
    let mut first = head;
    while first > last + 1 {
        let above = first - 1;
        let counted = Row::of(sheet, above, columns);
        let text = sheet.cell(above, counted.first.min(columns.end)).text();
        let about = counted.texts > 0
            && columns.clone().all(|column| {
                let cell = sheet.cell(above, column);
                cell.is_empty() || is_about(cell.text())
            });
        if counted.is_blank() || (counted.texts == 1 && !is_note(text)) || about {
            first = above;
        } else {
            break;
        }
    }
    first
}
