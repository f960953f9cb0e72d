//! Tables of Word documents, also as WPS saves them.

use std::io::BufRead;

use super::archive::{Archive, damaged};
use super::open::{Limits, Wrong};
use super::span::Tables;
use super::xml::{Node, Tag, Xml};
use super::{Book, Kind};

/// The part of the file that holds the text.
pub(super) const DOCUMENT: &str = "word/document.xml";

/// Reads all tables of a document.
pub(super) fn read(name: &str, archive: &mut Archive<'_>, limits: Limits) -> Result<Book, Wrong> {
    let Some(part) = archive.part(DOCUMENT) else { return damaged() };
    let mut document =
        Document { tables: Tables::new(limits), paragraph: String::new(), run: Run::default(), in_text: false };
    document.read(Xml::new(part))?;
    let sheets = document.tables.finish("文档")?;
    Ok(Book { name: name.to_owned(), kind: Kind::Docx, sheets, notes: Vec::new() })
}

/// The cell that is read.
#[derive(Debug, Default)]
struct Slot {
    text: String,
    wide: usize,
    /// The cell above reaches down to here.
    goes_on: bool,
    open: bool,
}

/// What the properties of a run of letters say.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    raised: bool,
    hidden: bool,
}

struct Document {
    tables: Tables<Slot>,
    paragraph: String,
    run: Run,
    in_text: bool,
}

impl Document {
    fn read(&mut self, mut xml: Xml<impl BufRead>) -> Result<(), Wrong> {
        loop {
            match xml.next()? {
                // What was deleted or moved away, and what older programs would show instead.
                Node::Open(tag) if matches!(tag.name(), "del" | "moveFrom" | "Fallback" | "instrText" | "delText") => {
                    xml.skip()?;
                }
                Node::Open(tag) => self.open(&tag)?,
                Node::Close(name) => self.close(name)?,
                Node::Text(text) if self.in_text && !self.run.hidden => {
                    let raised = self.run.raised;
                    self.paragraph.extend(text.chars().map(|c| if raised { raise(c) } else { c }));
                }
                Node::Text(_) => {}
                Node::End => return Ok(()),
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Wrong> {
        match tag.name() {
            "tbl" => {
                self.end_paragraph();
                let above = self.tables.top().map(|(_, slot)| slot.text.clone()).unwrap_or_default();
                self.tables.begin(false, &above, Slot::default())?;
            }
            "r" => self.run = Run::default(),
            "vertAlign" => self.run.raised = tag.value("val").as_deref() == Some("superscript"),
            "vanish" => {
                let off = tag.value("val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"));
                self.run.hidden = !off;
            }
            "t" => self.in_text = true,
            "tab" | "br" | "cr" => self.paragraph.push(' '),
            "noBreakHyphen" => self.paragraph.push('-'),
            _ => self.open_cell(tag),
        }
        Ok(())
    }

    fn open_cell(&mut self, tag: &Tag<'_>) {
        let Some((grid, slot)) = self.tables.top() else { return };
        match tag.name() {
            "tr" => grid.row(),
            "tc" => *slot = Slot { wide: 1, open: true, ..Slot::default() },
            "gridSpan" => slot.wide = tag.count("val").unwrap_or(1).clamp(1, 1_000),
            "vMerge" => slot.goes_on = tag.value("val").is_none_or(|value| value != "restart"),
            "gridBefore" => grid.pass(tag.count("val").unwrap_or(0)),
            "hidden" if !slot.open => grid.hide_row(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Wrong> {
        match name {
            "t" => self.in_text = false,
            "r" => self.run = Run::default(),
            "p" => self.end_paragraph(),
            "tc" => self.end_cell()?,
            "tbl" => drop(self.tables.end()),
            _ => {}
        }
        Ok(())
    }

    /// A paragraph belongs to the cell it stands in, or to the lines before the next table.
    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        match self.tables.top() {
            Some((_, slot)) if slot.open => {
                let line = paragraph.trim();
                if !slot.text.is_empty() && !line.is_empty() {
                    slot.text.push('\n');
                }
                slot.text.push_str(line);
            }
            Some(_) => {}
            None => self.tables.lines.push(&paragraph),
        }
    }

    fn end_cell(&mut self) -> Result<(), Wrong> {
        self.end_paragraph();
        let Some((_, slot)) = self.tables.top() else { return Ok(()) };
        let slot = std::mem::take(slot);
        let column = self.tables.cell(&slot.text, (slot.wide, 1))?;
        if slot.goes_on
            && slot.text.is_empty()
            && let Some((grid, _)) = self.tables.top()
        {
            grid.extend_down(column, slot.wide);
        }
        Ok(())
    }
}

/// A raised digit as a character of its own: 12.5 with a note mark 1 must not become 12.51.
pub(super) const fn raise(c: char) -> char {
    match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        other => other,
    }
}
