//! Tables as a workbook.

mod cells;
mod extras;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Note, Workbook, Worksheet, XlsxError};

use super::OutError;
use super::style::{self, Formats};
use super::table::{ColumnKind, RowKind, Table};
use super::width::widths;
use crate::grid::address;

/// From this many cells on, rows get no rules and colours: they are data, not a page.
const PLAIN: usize = 60_000;
/// A page with more columns than these is moved to be read.
const WIDE: usize = 12;
/// With more rows than these above the heads, they do not stay in sight.
const TALL: usize = 5;
/// Most letters of a comment.
const COMMENT: usize = 240;

/// What the file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Title.
    pub title: String,
    /// The day on which it was made.
    pub day: Option<jiff::civil::Date>,
}

/// Writes tables as the sheets of one workbook.
///
/// # Errors
/// When a text does not fit a cell.
pub fn workbook(tables: &[Table], about: &About) -> Result<Vec<u8>, OutError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(about)?);
    for table in tables {
        let page = Page::new(table);
        // Rows of bulk data go to a temporary file one by one: the library's tree of cells takes longer than all the rest.
        let sheet =
            if page.in_order() { book.add_worksheet_with_low_memory().map_err(refused)? } else { book.add_worksheet() };
        sheet.set_name(sheet_name(&table.name)).map_err(refused)?;
        page.write(sheet)?;
    }
    book.save_to_buffer().map_err(refused)
}

fn properties(about: &About) -> Result<DocProperties, OutError> {
    let day = about.day.unwrap_or_default();
    let (year, month, day) = (day.year(), day.month(), day.day());
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(year).unwrap_or(1900).max(1900);
    let made = ExcelDateTime::from_ymd(year, part(month), part(day)).map_err(refused)?;
    Ok(DocProperties::new().set_title(&about.title).set_author("督考").set_creation_datetime(&made))
}

/// At most 31 letters, none of those that a sheet's name cannot have.
fn sheet_name(name: &str) -> String {
    let allowed = name.chars().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { '-' } else { c });
    let name: String = allowed.take(31).collect();
    if name.trim().is_empty() { "表".to_owned() } else { name }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn refused(error: XlsxError) -> OutError {
    OutError::Library(error.to_string())
}

/// Row and column numbers as the library counts them; beyond its limits it refuses by itself.
fn row_number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

fn column_number(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// A head with what it is in on a line of its own, where it is long: 同比增速 over （%）.
fn broken(head: &str) -> String {
    match head.rsplit_once('（') {
        Some((name, unit)) if !name.is_empty() && unit.ends_with('）') => format!("{name}\n（{unit}"),
        _ => head.to_owned(),
    }
}

/// A table on its sheet.
struct Page<'t> {
    table: &'t Table,
    formats: Formats,
    /// Row of the heads.
    head: usize,
    plain: bool,
}

impl<'t> Page<'t> {
    fn new(table: &'t Table) -> Self {
        let grouped = table.columns.iter().any(|column| column.group.is_some());
        let above = usize::from(table.title.is_some()) + table.lines.len();
        let plain = table.rows.len().saturating_mul(table.columns.len()) > PLAIN;
        Self { table, formats: Formats::default(), head: above + usize::from(grouped), plain }
    }

    /// Whether it is much data and every cell is written behind the one before: heads over heads are not.
    fn in_order(&self) -> bool {
        self.plain && self.table.columns.iter().all(|column| column.group.is_none())
    }

    fn write(mut self, sheet: &mut Worksheet) -> Result<(), OutError> {
        self.set_up(sheet)?;
        self.write_above(sheet)?;
        self.write_heads(sheet)?;
        for (at, row) in self.table.rows.iter().enumerate() {
            self.write_row(sheet, self.head + 1 + at, row)?;
        }
        let below = self.below();
        for (at, note) in self.table.notes.iter().enumerate() {
            self.across(sheet, below + at, note, &style::note())?;
        }
        self.mark(sheet)?;
        self.offer(sheet)?;
        self.draw(sheet, below + self.table.notes.len() + 1)
    }

    /// The first row below the table.
    const fn below(&self) -> usize {
        self.head + 1 + self.table.rows.len()
    }

    fn last_column(&self) -> u16 {
        column_number(self.table.columns.len().saturating_sub(1))
    }

    fn set_up(&self, sheet: &mut Worksheet) -> Result<(), OutError> {
        for (column, width) in widths(self.table).into_iter().enumerate() {
            sheet.set_column_width(column_number(column), width).map_err(refused)?;
        }
        let head = row_number(self.head);
        // Many lines above the heads would fill the screen and every printed page.
        let tall = self.head > TALL;
        let rows = if tall { 0 } else { head + 1 };
        sheet.set_freeze_panes(rows, column_number(self.named_columns())).map_err(refused)?;
        sheet.set_repeat_rows(if tall { head } else { 0 }, head).map_err(refused)?;
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_print_center_horizontally(true);
        sheet.set_row_height(head, if self.plain { 18 } else { 34 }).map_err(refused)?;
        sheet.set_footer("&C第 &P 页，共 &N 页");
        let last = row_number(self.below().saturating_sub(1));
        // Heads of groups between the rows would be sorted away from what they head.
        let sortable = self.table.rows.iter().all(|row| row.kind == RowKind::Body);
        if sortable && !self.table.rows.is_empty() {
            sheet.autofilter(head, 0, last, self.last_column()).map_err(refused)?;
        }
        Ok(())
    }

    /// How many columns stay in sight when a wide page is moved: the first ones, which name the rows.
    fn named_columns(&self) -> usize {
        let columns = &self.table.columns;
        let wide = self.table.title.is_some() && columns.len() > WIDE;
        let names = columns.iter().take(2).take_while(|column| column.kind != ColumnKind::Number).count();
        if wide { names } else { 0 }
    }

    fn write_above(&self, sheet: &mut Worksheet) -> Result<(), OutError> {
        let mut row = 0;
        if let Some(title) = &self.table.title {
            sheet.set_row_height(0, 30).map_err(refused)?;
            self.across(sheet, row, title, &style::title())?;
            row += 1;
        }
        for line in &self.table.lines {
            self.across(sheet, row, line, &style::line())?;
            row += 1;
        }
        Ok(())
    }

    /// A line over the whole width.
    fn across(&self, sheet: &mut Worksheet, row: usize, text: &str, format: &Format) -> Result<(), OutError> {
        let number = row_number(row);
        let written = if self.last_column() == 0 {
            sheet.write_string_with_format(number, 0, text, format)
        } else {
            sheet.merge_range(number, 0, number, self.last_column(), text, format)
        };
        written.map(drop).map_err(|error| self.refused(error, row, 0))
    }

    fn write_heads(&self, sheet: &mut Worksheet) -> Result<(), OutError> {
        let format = style::head();
        let columns = &self.table.columns;
        let grouped = columns.iter().any(|column| column.group.is_some());
        for (at, column) in columns.iter().enumerate() {
            let (row, number) = (row_number(self.head), column_number(at));
            sheet.write_string_with_format(row, number, broken(&column.head), &format).map_err(refused)?;
            if let Some(comment) = &column.comment {
                let comment: String = comment.chars().take(COMMENT).collect();
                sheet.insert_note(row, number, &Note::new(comment).add_author_prefix(false)).map_err(refused)?;
            }
        }
        if grouped { self.write_groups(sheet, &format) } else { Ok(()) }
    }

    /// The heads over several columns; a column without one is one head of two rows.
    fn write_groups(&self, sheet: &mut Worksheet, format: &Format) -> Result<(), OutError> {
        let columns = &self.table.columns;
        let (upper, lower) = (row_number(self.head - 1), row_number(self.head));
        let mut from = 0;
        while let Some(first) = columns.get(from) {
            let same = |column: &&crate::out::Column| first.group.is_some() && column.group == first.group;
            let length = columns.iter().skip(from).take_while(same).count().max(1);
            let (left, right) = (column_number(from), column_number(from + length - 1));
            let merged = match &first.group {
                None => sheet.merge_range(upper, left, lower, left, &broken(&first.head), format),
                Some(group) if left == right => sheet.write_string_with_format(upper, left, group, format),
                Some(group) => sheet.merge_range(upper, left, upper, right, group, format),
            };
            merged.map(drop).map_err(refused)?;
            from += length;
        }
        Ok(())
    }

    fn refused(&self, error: XlsxError, row: usize, column: usize) -> OutError {
        match error {
            XlsxError::MaxStringLengthExceeded => {
                OutError::LongText { sheet: self.table.name.clone(), cell: address(row, column) }
            }
            other => refused(other),
        }
    }
}
