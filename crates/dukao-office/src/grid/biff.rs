//! The records of old Excel files, as far as they say how cells are shown: percent formats, hidden rows and
//! columns. BIFF5 (Excel 95) and BIFF8 (97–2003) write these alike.

use std::collections::{BTreeMap, BTreeSet};

use super::Sheet;
use super::biff_texts::Texts;
use super::convert::shows_percent;

/// As many cells as no limit allows.
const IMPOSSIBLE: usize = 1 << 40;
/// Most shared texts.
const MAX_TEXTS: usize = 2_000_000;

const FORMULA: u16 = 0x0006;
const END: u16 = 0x000A;
const LOCK: u16 = 0x002F;
const CONTINUED: u16 = 0x003C;
const COLUMNS: u16 = 0x007D;
const SHEET: u16 = 0x0085;
const MANY_NUMBERS: u16 = 0x00BD;
const RICH_TEXT: u16 = 0x00D6;
const STYLE: u16 = 0x00E0;
const TEXTS: u16 = 0x00FC;
const SHARED_TEXT: u16 = 0x00FD;
const DIMENSIONS: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const TEXT: u16 = 0x0204;
const TRUTH: u16 = 0x0205;
const ROW: u16 = 0x0208;
const SHORT_NUMBER: u16 = 0x027E;
const FORMAT: u16 = 0x041E;
const BEGIN: u16 = 0x0809;

/// How the cells of one sheet are shown.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Row and column of cells that show percent, ascending.
    percent: Vec<(u16, u16)>,
    rows: Vec<u16>,
    columns: Vec<(u16, u16)>,
    cells: usize,
    extent: Extent,
    characters: usize,
}

/// The rows and columns that are used.
#[derive(Debug, Default)]
struct Extent(Option<[u16; 4]>);

impl Extent {
    fn take(&mut self, row: u16, column: u16) {
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, column, column]);
        self.0 = Some([top.min(row), bottom.max(row), left.min(column), right.max(column)]);
    }

    fn area(&self) -> usize {
        let [top, bottom, left, right] = self.0.unwrap_or([1, 0, 1, 0]).map(usize::from);
        (bottom + 1).saturating_sub(top).saturating_mul((right + 1).saturating_sub(left))
    }
}

impl Look {
    /// Takes up a cell.
    fn take(&mut self, row: u16, column: u16, is_percent: bool) {
        self.cells += 1;
        self.extent.take(row, column);
        if is_percent {
            self.percent.push((row, column));
        }
    }

    /// Whether the cell shows its number times one hundred.
    pub(super) fn is_percent(&self, row: usize, column: usize) -> bool {
        let (Ok(row), Ok(column)) = (u16::try_from(row), u16::try_from(column)) else { return false };
        self.percent.binary_search(&(row, column)).is_ok()
    }

    /// Notes hidden rows and columns at the sheet.
    pub(super) fn hide(&self, sheet: &mut Sheet) {
        for row in &self.rows {
            sheet.hide_rows(usize::from(*row), usize::from(*row));
        }
        for (first, last) in &self.columns {
            sheet.hide_columns(usize::from(*first), usize::from(*last));
        }
    }
}

/// One record: its kind and content.
struct Record<'r> {
    kind: u16,
    data: &'r [u8],
}

impl Record<'_> {
    fn word(&self, at: usize) -> Option<u16> {
        word(self.data, at)
    }
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// The records from a place on, up to the end of what begins there; charts inside are passed over.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = from;
    let mut depth = 0_usize;
    std::iter::from_fn(move || {
        loop {
            let (kind, length) = (word(stream, at)?, usize::from(word(stream, at.checked_add(2)?)?));
            let data = stream.get(at + 4..(at + 4).checked_add(length)?)?;
            at += 4 + length;
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => return None,
                END => depth -= 1,
                _ if depth == 1 => return Some(Record { kind, data }),
                _ => {}
            }
        }
    })
}

/// A workbook stream, seen through before any reader builds its cells.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// How the cells of each sheet are shown, in the order of the workbook.
    pub(super) looks: Vec<Look>,
    /// It needs a password.
    pub(super) locked: bool,
    /// Cells that hold something, and those between them.
    pub(super) cells: usize,
    /// Characters that the cells hold, those of shared texts at each cell.
    pub(super) characters: usize,
}

/// Sees through a stream. Sheets that lie in each other are left out: no program writes them.
pub(super) fn survey(stream: &[u8]) -> Survey {
    let mut survey = Survey::default();
    let mut formats: BTreeMap<u16, bool> = BTreeMap::from([(9, true), (10, true)]);
    let (mut styles, mut sheets, mut texts) = (Vec::new(), Vec::new(), Texts::default());
    let is_new = word(stream, 4) == Some(0x0600);
    for record in records(stream, 0) {
        match record.kind {
            LOCK => survey.locked = true,
            FORMAT => {
                if let Some(number) = record.word(0) {
                    formats.insert(number, shows_percent(&code(record.data, is_new)));
                }
            }
            STYLE => styles.push(record.word(2).unwrap_or(0)),
            SHEET => {
                let place = record.data.get(..4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
                sheets.push(usize::try_from(place).unwrap_or(usize::MAX));
            }
            TEXTS => texts.begin(record.data),
            CONTINUED => texts.go_on(record.data),
            _ => texts.end(),
        }
    }
    texts.end();
    let is_percent = |format: &u16| formats.get(format).copied().unwrap_or(false);
    let percent: BTreeSet<u16> =
        (0_u16..).zip(&styles).filter(|(_, format)| is_percent(format)).map(|(at, _)| at).collect();
    let distinct: BTreeSet<usize> = sheets.iter().copied().collect();
    if distinct.len() == sheets.len() && texts.lengths.len() <= MAX_TEXTS {
        survey.looks = sheets.into_iter().map(|place| look(stream, place, &percent, &texts.lengths)).collect();
        survey.cells = survey.looks.iter().map(|look| look.cells.max(look.extent.area())).sum();
        survey.characters = survey.looks.iter().map(|look| look.characters).fold(0, usize::saturating_add);
    }
    survey
}

/// The ASCII characters of a format; they are all that matters.
fn code(data: &[u8], is_new: bool) -> String {
    let ascii = |c: &u8| (b' '..=b'~').contains(c);
    let (flags, start) = if is_new { (data.get(4).copied().unwrap_or(0), 5) } else { (0, 3) };
    let text = data.get(start..).unwrap_or_default();
    if flags & 1 == 0 {
        return text.iter().copied().filter(ascii).map(char::from).collect();
    }
    let wide = text.chunks_exact(2).filter(|pair| pair.last() == Some(&0)).filter_map(|pair| pair.first().copied());
    wide.filter(ascii).map(char::from).collect()
}

fn look(stream: &[u8], place: usize, percent: &BTreeSet<u16>, texts: &[u16]) -> Look {
    let mut look = Look::default();
    for record in records(stream, place) {
        match record.kind {
            ROW => {
                if let (Some(row), Some(flags)) = (record.word(0), record.word(12))
                    && flags & 0x20 != 0
                {
                    look.rows.push(row);
                }
            }
            COLUMNS => {
                if let (Some(first), Some(last), Some(flags)) = (record.word(0), record.word(2), record.word(8))
                    && flags & 1 != 0
                    && look.columns.len() < 256
                {
                    look.columns.push((first, last));
                }
            }
            DIMENSIONS if is_impossible(record.data) => look.cells = IMPOSSIBLE,
            MANY_NUMBERS => many(&record, percent, &mut look),
            NUMBER | SHORT_NUMBER | FORMULA | SHARED_TEXT | TEXT | RICH_TEXT | TRUTH => {
                let (Some(row), Some(column), Some(style)) = (record.word(0), record.word(2), record.word(4)) else {
                    continue;
                };
                look.take(row, column, percent.contains(&style));
                if record.kind == SHARED_TEXT {
                    let text =
                        record.data.get(6..10).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
                    let length = usize::try_from(text).ok().and_then(|text| texts.get(text)).copied().unwrap_or(0);
                    look.characters = look.characters.saturating_add(usize::from(length));
                }
            }
            _ => {}
        }
    }
    look.percent.sort_unstable();
    look
}

/// Whether a sheet says of itself that it is larger than any can be: readers reserve what it says.
fn is_impossible(data: &[u8]) -> bool {
    let at = |at: usize| word(data, at).map_or(0, u32::from);
    let long = |at: usize| data.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
    let (first, last, columns) = if data.len() == 10 { (at(0), at(2), at(6)) } else { (long(0), long(4), at(10)) };
    last > 65_536 || columns > 256 || (last > 0 && first > last)
}

/// A run of numbers in one row: six bytes each, the style first, behind row and first column.
fn many(record: &Record<'_>, percent: &BTreeSet<u16>, look: &mut Look) {
    let (Some(row), Some(first)) = (record.word(0), record.word(2)) else { return };
    let numbers = record.data.get(4..).unwrap_or_default().chunks_exact(6);
    for (column, number) in (first..).zip(numbers) {
        look.take(row, column, word(number, 0).is_some_and(|style| percent.contains(&style)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_larger_than_any_is_told_before_it_is_reserved() {
        let said = |first: u32, last: u32, columns: u16| {
            let rows = [first.to_le_bytes(), last.to_le_bytes()].concat();
            is_impossible(&[rows, vec![0, 0], columns.to_le_bytes().to_vec(), vec![0, 0]].concat())
        };
        assert!(!said(0, 65_536, 256) && !said(0, 0, 0) && !said(3, 3, 4));
        assert!(said(0, 65_537, 1) && said(0, 1, 257) && said(4, 3, 1) && said(0, 0x00FF_0000, 7));
    }
}
