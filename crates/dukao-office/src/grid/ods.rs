//! OpenDocument tables, packed (`.ods`) or as one XML file (`.fods`): what the cells show, with merged
//! regions, hidden rows, columns and sheets.

use std::collections::BTreeSet;
use std::io::BufRead;

use super::archive::{Archive, damaged};
use super::budget::Budget;
use super::convert::too_many_merged;
use super::decimal::{move_point, of_float};
use super::open::{Limits, Wrong};
use super::xml::{Node, Tag, Xml};
use super::{Book, Cell, CellKind, Kind, Region, Sheet};

/// Most empty rows or columns that a repetition at the end of a sheet may state without being followed.
const FAR: usize = 1 << 21;

/// Reads the content part of a packed file.
pub(super) fn read_zip(name: &str, archive: &mut Archive<'_>, limits: Limits) -> Result<Book, Wrong> {
    let Some(part) = archive.part("content.xml") else { return damaged() };
    read(name, Xml::new(part), limits)
}

/// Reads a file that is one XML text.
pub(super) fn read_flat(name: &str, text: &str, limits: Limits) -> Result<Book, Wrong> {
    read(name, Xml::new(text.as_bytes()), limits)
}

fn read<R: BufRead>(name: &str, mut xml: Xml<R>, limits: Limits) -> Result<Book, Wrong> {
    let mut budget = Budget::new(limits);
    let (mut sheets, mut styles) = (Vec::new(), Styles::default());
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "style" => styles.name = tag.value("name").unwrap_or_default(),
                "table-properties" if tag.value("display").as_deref() == Some("false") => {
                    styles.hidden.insert(styles.name.clone());
                }
                "table" => {
                    budget.begin()?;
                    let hidden = tag.value("style-name").is_some_and(|style| styles.hidden.contains(&style));
                    let sheet = Sheet::named(&tag.value("name").unwrap_or_default(), hidden);
                    let mut table = Table { sheet, ..Table::default() };
                    table.read(&mut xml, &mut budget)?;
                    sheets.push(table.finish(&mut budget)?);
                }
                "tracked-changes" => xml.skip()?,
                _ => {}
            },
            Node::Close(_) | Node::Text(_) => {}
            Node::End => break,
        }
    }
    Ok(Book { name: name.to_owned(), kind: Kind::Ods, sheets, notes: Vec::new() })
}

/// The styles of sheets that are not displayed.
#[derive(Debug, Default)]
struct Styles {
    name: String,
    hidden: BTreeSet<String>,
}

/// A sheet while it is read.
#[derive(Debug, Default)]
struct Table {
    sheet: Sheet,
    row: usize,
    column: usize,
    /// How often the row stands in the sheet.
    row_times: usize,
    /// Cells of the row, put into the sheet when it ends.
    cells: Vec<(usize, Cell)>,
    regions: Vec<Region>,
    hidden_rows: Vec<(usize, usize)>,
    hidden_columns: Vec<(usize, usize)>,
    /// Columns declared so far.
    declared: usize,
}

impl Table {
    fn read<R: BufRead>(&mut self, xml: &mut Xml<R>, budget: &mut Budget) -> Result<(), Wrong> {
        loop {
            match xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "table-column" => self.declare(&tag),
                    "table-row" => self.begin_row(&tag),
                    "table-cell" | "covered-table-cell" => {
                        let stored = Stored::of(&tag);
                        let text = text(xml)?;
                        self.cell(&stored, &text, budget)?;
                    }
                    // Drawings and tables inside of this one.
                    "shapes" | "forms" | "table" => xml.skip()?,
                    _ => {}
                },
                Node::Close("table-row") => self.end_row(budget)?,
                Node::Close("table") => return Ok(()),
                Node::Close(_) | Node::Text(_) => {}
                Node::End => return damaged(),
            }
        }
    }

    fn declare(&mut self, tag: &Tag<'_>) {
        let times = tag.count("number-columns-repeated").unwrap_or(1).clamp(1, FAR);
        if is_hidden(tag) {
            self.hidden_columns.push((self.declared, self.declared + times - 1));
        }
        self.declared = self.declared.saturating_add(times);
    }

    fn begin_row(&mut self, tag: &Tag<'_>) {
        self.row_times = tag.count("number-rows-repeated").unwrap_or(1).clamp(1, FAR);
        self.column = 0;
        if is_hidden(tag) {
            self.hidden_rows.push((self.row, self.row + self.row_times - 1));
        }
    }

    fn cell(&mut self, stored: &Stored, text: &str, budget: &Budget) -> Result<(), Wrong> {
        let cell = stored.cell(text);
        let first = self.column;
        self.column = self.column.saturating_add(stored.times);
        if stored.wide > 1 || stored.high > 1 {
            let (bottom, right) = (self.row.saturating_add(stored.high - 1), first.saturating_add(stored.wide - 1));
            self.regions.push(Region { top: self.row, left: first, bottom, right });
        }
        if !cell.is_empty() {
            for column in first..self.column {
                budget.place(&self.sheet, self.row, column)?;
                self.cells.push((column, cell.clone()));
            }
        }
        Ok(())
    }

    fn end_row(&mut self, budget: &mut Budget) -> Result<(), Wrong> {
        if !self.cells.is_empty() {
            for row in self.row..self.row.saturating_add(self.row_times) {
                for (column, cell) in &self.cells {
                    budget.put(&mut self.sheet, row, *column, cell.clone())?;
                }
            }
        }
        self.cells.clear();
        self.row = self.row.saturating_add(self.row_times);
        Ok(())
    }

    fn finish(mut self, budget: &mut Budget) -> Result<Sheet, Wrong> {
        budget.close(&self.sheet);
        if !self.sheet.merge(self.regions) {
            return too_many_merged(&self.sheet.name);
        }
        for (first, last) in self.hidden_rows {
            self.sheet.hide_rows(first, last);
        }
        for (first, last) in self.hidden_columns {
            self.sheet.hide_columns(first, last);
        }
        Ok(self.sheet)
    }
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    tag.value("visibility").is_some_and(|value| matches!(value.as_str(), "collapse" | "filter"))
}

/// What a cell's attributes say.
#[derive(Debug)]
struct Stored {
    kind: String,
    value: String,
    times: usize,
    wide: usize,
    high: usize,
}

impl Stored {
    fn of(tag: &Tag<'_>) -> Self {
        let count = |name| tag.count(name).unwrap_or(1).clamp(1, FAR);
        // LibreOffice says “error” beside the general type.
        let kinds = tag.values("value-type");
        let kind = kinds.iter().find(|kind| *kind == "error").or(kinds.first()).cloned().unwrap_or_default();
        let value = ["value", "date-value", "boolean-value"].into_iter().find_map(|name| tag.value(name));
        Self {
            kind,
            value: value.unwrap_or_default(),
            times: count("number-columns-repeated"),
            wide: count("number-columns-spanned"),
            high: count("number-rows-spanned"),
        }
    }

    fn cell(&self, text: &str) -> Cell {
        let number = || self.value.trim().parse::<f64>().ok().and_then(of_float);
        let shown = match self.kind.as_str() {
            "float" | "currency" => number().map(|decimal| Cell::new(CellKind::Number, decimal)),
            "percentage" => {
                number().and_then(|decimal| Some(Cell::new(CellKind::Number, format!("{}%", move_point(&decimal, 2)?))))
            }
            "date" => self.value.get(..10).map(|day| Cell::new(CellKind::Date, day)),
            "boolean" => Some(Cell::new(CellKind::Bool, if self.value == "true" { "是" } else { "否" })),
            "error" => Some(Cell::new(CellKind::Error, text)),
            _ if is_error(text) => Some(Cell::new(CellKind::Error, text)),
            _ => None,
        };
        shown.unwrap_or_else(|| Cell::of_text(text))
    }
}

fn is_error(text: &str) -> bool {
    matches!(text, "#DIV/0!" | "#N/A" | "#NAME?" | "#NULL!" | "#NUM!" | "#REF!" | "#VALUE!")
}

/// The text of a cell that has just begun; remarks and drawings are passed over.
fn text<R: BufRead>(xml: &mut Xml<R>) -> Result<String, Wrong> {
    let (mut text, mut paragraphs, mut depth) = (String::new(), 0, 0_usize);
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "annotation" | "frame" | "custom-shape" | "table" => xml.skip()?,
                name => {
                    depth += 1;
                    match name {
                        "p" | "h" => {
                            if paragraphs > 0 {
                                text.push('\n');
                            }
                            paragraphs += 1;
                        }
                        "s" => (0..tag.count("c").unwrap_or(1).min(100)).for_each(|_| text.push(' ')),
                        "tab" => text.push(' '),
                        "line-break" => text.push('\n'),
                        _ => {}
                    }
                }
            },
            Node::Text(piece) if paragraphs > 0 => text.push_str(piece),
            Node::Text(_) => {}
            Node::Close(_) if depth == 0 => return Ok(text),
            Node::Close(_) => depth -= 1,
            Node::End => return damaged(),
        }
    }
}
