//! What calamine does not tell of a worksheet: hidden rows and columns, and formulas without a result.

use std::collections::BTreeMap;

use super::archive::Archive;
use super::budget::Budget;
use super::open::{Limits, Wrong, wrong};
use super::xlsx::uncomputed;
use super::xml::{Node, Tag, Xml};
use super::{Sheet, parse_address};

/// Most formulas without a result that are told one by one.
const MAX_UNCOMPUTED: usize = 100_000;
/// Most columns that a spreadsheet has.
const MAX_COLUMNS: usize = 16_384;

/// The parts of those sheets that deserve a second look, by the sheet's place in `sheets`.
pub(super) fn sheet_parts(archive: &mut Archive<'_>, sheets: &[Sheet]) -> Vec<(usize, String)> {
    let targets = targets(archive).unwrap_or_default();
    let names = names(archive).unwrap_or_default();
    let part = |sheet: &Sheet| Some(targets.get(names.get(&sheet.name)?)?.clone());
    let parts = sheets.iter().enumerate().filter_map(|(place, sheet)| Some((place, part(sheet)?)));
    parts.filter(|(_, part)| archive.deserves_a_look(part)).collect()
}

/// Sheet name → relation.
fn names(archive: &mut Archive<'_>) -> Result<BTreeMap<String, String>, Wrong> {
    let mut found = BTreeMap::new();
    each(archive, "xl/workbook.xml", |tag| {
        if tag.name() == "sheet"
            && let (Some(name), Some(relation)) = (tag.value("name"), tag.value("id"))
        {
            found.insert(name, relation);
        }
    })?;
    Ok(found)
}

/// Relation → part.
fn targets(archive: &mut Archive<'_>) -> Result<BTreeMap<String, String>, Wrong> {
    let mut found = BTreeMap::new();
    each(archive, "xl/_rels/workbook.xml.rels", |tag| {
        if let (Some(relation), Some(target)) = (tag.value("Id"), tag.value("Target")) {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            found.insert(relation, part);
        }
    })?;
    Ok(found)
}

fn each(archive: &mut Archive<'_>, part: &str, mut see: impl FnMut(&Tag<'_>)) -> Result<(), Wrong> {
    let Some(part) = archive.part(part) else { return Ok(()) };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Node::Open(tag) => see(&tag),
            Node::End => return Ok(()),
            Node::Close(_) | Node::Text(_) => {}
        }
    }
}

/// What the second look found.
#[derive(Debug, Default)]
pub(super) struct Extras {
    rows: Vec<usize>,
    columns: Vec<(usize, usize)>,
    uncomputed: Vec<(usize, usize)>,
}

impl Extras {
    /// Notes it at the sheet.
    pub(super) fn apply(self, sheet: &mut Sheet, limits: Limits) -> Result<(), Wrong> {
        let mut budget = Budget::new(limits);
        for (row, column) in self.uncomputed {
            if sheet.cell(row, column).is_empty() {
                budget.put(sheet, row, column, uncomputed())?;
            }
        }
        for row in self.rows {
            sheet.hide_rows(row, row);
        }
        for (first, last) in self.columns {
            sheet.hide_columns(first, last);
        }
        Ok(())
    }
}

/// Looks through one worksheet.
pub(super) fn extras(archive: &mut Archive<'_>, part: &str) -> Result<Extras, Wrong> {
    let mut found = Extras::default();
    let Some(part) = archive.part(part) else { return Ok(found) };
    let mut xml = Xml::new(part);
    let mut row = 0;
    let mut cell = Seen::default();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "row" => {
                    row = tag.count("r").map_or(row + 1, |number| number);
                    if is_on(&tag) {
                        found.rows.push(row.saturating_sub(1));
                    }
                }
                "col" if is_on(&tag) && found.columns.len() < MAX_COLUMNS => {
                    let first = tag.count("min").unwrap_or(1).saturating_sub(1);
                    let last = tag.count("max").unwrap_or(1).saturating_sub(1);
                    found.columns.push((first, last));
                }
                "c" => cell = Seen::begin(&tag),
                "f" => cell.formula = true,
                "v" => cell.value = Value::Open,
                _ => {}
            },
            Node::Text(text) if !text.is_empty() => cell.value = cell.value.with_text(),
            Node::Close("v") => cell.value = cell.value.closed(),
            Node::Close("c") => {
                found.uncomputed.extend(cell.is_uncomputed().then_some(cell.at).flatten());
                if found.uncomputed.len() > MAX_UNCOMPUTED {
                    return wrong("公式还没有算出结果", "用表格软件打开这个文件，保存一次再导入");
                }
            }
            Node::Close("sheetData") | Node::End => return Ok(found),
            Node::Close(_) | Node::Text(_) => {}
        }
    }
}

fn is_on(tag: &Tag<'_>) -> bool {
    tag.value("hidden").is_some_and(|value| matches!(value.as_str(), "1" | "true"))
}

/// The result of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Value {
    #[default]
    None,
    /// Its element is open, and empty so far.
    Open,
    Some,
}

impl Value {
    const fn with_text(self) -> Self {
        match self {
            Self::Open => Self::Some,
            other => other,
        }
    }

    const fn closed(self) -> Self {
        match self {
            Self::Open => Self::None,
            other => other,
        }
    }
}

/// A cell, as far as it is asked whether its formula has a result.
#[derive(Debug, Default)]
struct Seen {
    at: Option<(usize, usize)>,
    /// The result is a text, which may be empty.
    is_text: bool,
    formula: bool,
    value: Value,
}

impl Seen {
    fn begin(tag: &Tag<'_>) -> Self {
        let at = tag.value("r").and_then(|address| parse_address(&address));
        Self { at, is_text: tag.value("t").as_deref() == Some("str"), ..Self::default() }
    }

    fn is_uncomputed(&self) -> bool {
        self.formula && self.value == Value::None && !self.is_text
    }
}
