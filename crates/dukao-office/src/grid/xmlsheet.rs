//! Excel 2003 XML tables, often called `.xls`.

use std::collections::BTreeSet;

use super::archive::damaged;
use super::budget::Budget;
use super::convert::{shows_percent, too_many_merged};
use super::decimal::{move_point, of_float};
use super::open::{Limits, Wrong};
use super::xml::{Node, Tag, Xml};
use super::{Book, Cell, CellKind, Kind, Region, Sheet};

/// Most rows or columns that an index may pass over.
const FAR: usize = 1 << 21;

/// Reads a workbook.
pub(super) fn read(name: &str, text: &str, limits: Limits) -> Result<Book, Wrong> {
    let mut xml = Xml::new(text.as_bytes());
    let mut budget = Budget::new(limits);
    let (mut sheets, mut styles) = (Vec::new(), Styles::default());
    let mut open: Option<Table> = None;
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "Worksheet" => {
                budget.begin()?;
                let sheet = Sheet::named(&tag.value("Name").unwrap_or_default(), false);
                open = Some(Table { sheet, ..Table::default() });
            }
            Node::Open(tag) => match &mut open {
                Some(table) => table.open(&tag, &styles),
                None => styles.open(&tag),
            },
            Node::Text(text) => {
                if let Some(table) = &mut open {
                    table.text(text);
                }
            }
            Node::Close("Worksheet") => {
                if let Some(table) = open.take() {
                    sheets.push(table.finish(&mut budget)?);
                }
            }
            Node::Close(name) => {
                if let Some(table) = &mut open {
                    table.close(name, &mut budget)?;
                }
            }
            Node::End if sheets.is_empty() => return damaged(),
            Node::End => return Ok(Book { name: name.to_owned(), kind: Kind::XmlSheet, sheets, notes: Vec::new() }),
        }
    }
}

/// The styles that show percent.
#[derive(Debug, Default)]
struct Styles {
    id: String,
    percent: BTreeSet<String>,
}

impl Styles {
    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "Style" => self.id = tag.value("ID").unwrap_or_default(),
            "NumberFormat" => {
                let format = tag.value("Format").unwrap_or_default();
                if format == "Percent" || shows_percent(&format) {
                    self.percent.insert(self.id.clone());
                }
            }
            _ => {}
        }
    }
}

/// A sheet while it is read.
#[derive(Debug, Default)]
struct Table {
    sheet: Sheet,
    /// The next row and column.
    row: usize,
    column: usize,
    kind: String,
    percent: bool,
    value: String,
    inside: Inside,
    regions: Vec<Region>,
    hidden_rows: Vec<(usize, usize)>,
    hidden_columns: Vec<(usize, usize)>,
    declared: usize,
    is_hidden: bool,
}

/// The element whose text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Inside {
    #[default]
    Nothing,
    Data,
    Options,
}

/// The place an element names, counted from 1, or else the next one.
fn place(tag: &Tag<'_>, next: usize) -> usize {
    tag.count("Index").map_or(next, |index| index.clamp(1, FAR) - 1)
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    tag.value("Hidden").as_deref() == Some("1")
}

impl Table {
    fn open(&mut self, tag: &Tag<'_>, styles: &Styles) {
        let more = |name| tag.count(name).unwrap_or(0).min(FAR);
        match tag.name() {
            "Column" => {
                let first = place(tag, self.declared).max(self.declared);
                let last = first + more("Span");
                self.hidden_columns.extend(is_hidden(tag).then_some((first, last)));
                self.declared = last + 1;
            }
            "Row" => {
                self.row = place(tag, self.row).max(self.row);
                self.column = 0;
                let last = self.row + more("Span");
                self.hidden_rows.extend(is_hidden(tag).then_some((self.row, last)));
            }
            "Cell" => {
                self.column = place(tag, self.column);
                let (right, down) = (more("MergeAcross"), more("MergeDown"));
                if right + down > 0 {
                    let (top, left) = (self.row, self.column);
                    self.regions.push(Region { top, left, bottom: top + down, right: left + right });
                }
                self.percent = tag.value("StyleID").is_some_and(|style| styles.percent.contains(&style));
                self.kind.clear();
                self.value.clear();
            }
            "Data" => {
                self.kind = tag.value("Type").unwrap_or_default();
                self.inside = Inside::Data;
            }
            "WorksheetOptions" => self.inside = Inside::Options,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.inside {
            Inside::Data => self.value.push_str(text),
            Inside::Options => self.is_hidden |= matches!(text.trim(), "SheetHidden" | "SheetVeryHidden"),
            Inside::Nothing => {}
        }
    }

    fn close(&mut self, name: &str, budget: &mut Budget) -> Result<(), Wrong> {
        match name {
            "Data" | "WorksheetOptions" => self.inside = Inside::Nothing,
            "Cell" => {
                let cell = self.cell();
                budget.put(&mut self.sheet, self.row, self.column, cell)?;
                let passed = self.regions.last().filter(|region| (region.top, region.left) == (self.row, self.column));
                self.column = passed.map_or(self.column, |region| region.right) + 1;
            }
            "Row" => self.row += 1,
            _ => {}
        }
        Ok(())
    }

    fn cell(&self) -> Cell {
        let shown = match self.kind.as_str() {
            "Number" => self.value.trim().parse::<f64>().ok().and_then(of_float).and_then(|decimal| {
                let shown = if self.percent { format!("{}%", move_point(&decimal, 2)?) } else { decimal };
                Some(Cell::new(CellKind::Number, shown))
            }),
            "DateTime" => self.value.get(..10).map(|day| Cell::new(CellKind::Date, day)),
            "Boolean" => Some(Cell::new(CellKind::Bool, if self.value.trim() == "1" { "是" } else { "否" })),
            "Error" => Some(Cell::new(CellKind::Error, self.value.trim())),
            _ => None,
        };
        shown.unwrap_or_else(|| Cell::of_text(&self.value))
    }

    fn finish(mut self, budget: &mut Budget) -> Result<Sheet, Wrong> {
        budget.close(&self.sheet);
        self.sheet.hidden = self.is_hidden;
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
