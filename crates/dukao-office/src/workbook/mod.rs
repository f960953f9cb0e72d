//! The standard tables of `docs/导入格式.md`: recognised by their head row in any sheet or csv.
//!
//! Everything is read in one pass: a wrong cell costs only its own record, and references are checked
//! against what the files bring and what the region holds already.

mod explanations;
mod filters;
mod heads;
mod indicators;
mod observations;
mod partitions;
mod row;
mod settings;
mod targets;
mod texts;
mod units;
pub mod written;

use std::collections::BTreeMap;

use crate::batch::{Batch, Known, Outcome, Report};
use crate::grid::{self, Book, Sheet};
use crate::lookup::Lookup;
use crate::out;
use crate::problem::Severity;
use heads::{Head, Kind};
use row::Row;
pub(crate) use targets::stage_period;

/// A sheet whose head was recognised.
struct Table<'b> {
    kind: Kind,
    sheet: &'b Sheet,
    number: u32,
    head: Head,
}

impl Table<'_> {
    /// The rows that hold records: blank ones are passed over, a remark at the foot ends the table.
    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (self.head.row + 1..self.sheet.height())
            .take_while(|row| !is_remark(self.sheet, *row))
            .filter(|row| !self.sheet.is_blank_row(*row))
            .map(|row| Row::new(self.sheet, self.number, row, &self.head.columns))
    }
}

/// A row with nothing but a remark in its first used cell.
fn is_remark(sheet: &Sheet, row: usize) -> bool {
    let mut used = sheet.row(row).iter().filter(|cell| !cell.is_empty());
    let remark = used.next().is_some_and(|cell| {
        ["注：", "注:", "备注：", "备注:", "说明：", "说明:"].iter().any(|mark| cell.trimmed().starts_with(mark))
    });
    remark && used.next().is_none()
}

/// Whether a file has a standard table on any sheet that is not hidden.
pub fn is_standard(book: &Book) -> bool {
    book.sheets.iter().any(|sheet| !sheet.hidden && heads::recognise(sheet).is_some())
}

/// Reads the standard tables of all files together. References may go from file to file and to what
/// `known` holds.
pub fn read(books: &[Book], known: &dyn Known) -> Outcome {
    let mut report = Report::default();
    let plain: Vec<Option<Book>> = books.iter().map(unguarded).collect();
    let plain = plain.iter().zip(books).map(|(plain, book)| plain.as_ref().unwrap_or(book));
    let tables = tables(plain, &mut report);
    if !tables.is_empty() && tables.iter().all(|table| table.rows().next().is_none()) {
        let file = books.first().map_or("", |book| book.name.as_str());
        report.whole(Severity::Error, file, "", "只有表头，没有内容", "填好以后再导入");
    }
    let of = |kind: Kind| tables.iter().filter(move |table| table.kind == kind);
    let mut batch = Batch { title: title(books), ..Batch::default() };
    let mut lookup = Lookup::new(known);
    for table in of(Kind::Units) {
        lookup.refuse_units(units::read(table, &mut batch, &mut report));
    }
    lookup.add_units(&batch.units);
    units::check(&batch.units, &of(Kind::Units).collect::<Vec<_>>(), &lookup, &mut report);
    for table in of(Kind::Indicators) {
        let refused = indicators::read(table, &lookup, &mut batch, &mut report);
        lookup.refuse_indicators(refused);
    }
    lookup.add_indicators(&batch.indicators);
    indicators::check(&of(Kind::Indicators).collect::<Vec<_>>(), &lookup, &mut report);
    for table in of(Kind::Targets) {
        targets::read(table, &lookup, &mut batch, &mut report);
    }
    let mut seen = BTreeMap::new();
    for table in of(Kind::Observations) {
        observations::read(table, &lookup, &mut seen, &mut batch, &mut report);
    }
    for table in of(Kind::Partitions) {
        partitions::read(table, &lookup, &mut batch, &mut report);
    }
    for table in of(Kind::Settings) {
        settings::read(table, &mut batch, &mut report);
    }
    for table in of(Kind::Explanations) {
        explanations::read(table, &lookup, &mut batch, &mut report);
    }
    for table in of(Kind::Rules) {
        texts::read_rules(table, &mut batch, &mut report);
    }
    for table in of(Kind::Mappings) {
        texts::read_mappings(table, &mut batch, &mut report);
    }
    for table in of(Kind::Filters) {
        filters::read(table, &mut batch, &mut report);
    }
    let (sheets, found) = report.finish();
    batch.sheets = sheets;
    let notes = books.iter().flat_map(|book| book.notes.iter().cloned());
    Outcome { batch, problems: notes.chain(found).collect() }
}

/// A csv without the apostrophes that keep its texts from becoming formulas; `None` when it has none.
fn unguarded(book: &Book) -> Option<Book> {
    let cells =
        |sheet: &Sheet| (0..sheet.height()).any(|row| sheet.row(row).iter().any(|cell| is_guarded(cell.text())));
    if !matches!(book.kind, grid::Kind::Csv(_)) || !book.sheets.iter().any(cells) {
        return None;
    }
    let plain = |sheet: &Sheet| {
        let text = |cell| out::unguarded(grid::Cell::text(cell)).unwrap_or_else(|| grid::Cell::text(cell));
        let rows: Vec<Vec<&str>> = (0..sheet.height()).map(|row| sheet.row(row).iter().map(text).collect()).collect();
        Sheet::of_text(&sheet.name, rows)
    };
    Some(Book { sheets: book.sheets.iter().map(plain).collect(), ..book.clone() })
}

fn is_guarded(text: &str) -> bool {
    out::unguarded(text).is_some()
}

fn title(books: &[Book]) -> String {
    match books {
        [] => String::new(),
        [one] => one.name.clone(),
        [first, ..] => format!("{}等{}个文件", first.name, books.len()),
    }
}

fn tables<'b>(books: impl Iterator<Item = &'b Book>, report: &mut Report) -> Vec<Table<'b>> {
    let mut tables = Vec::new();
    for book in books {
        let before = tables.len();
        let mut unread = Vec::new();
        for sheet in &book.sheets {
            match heads::recognise(sheet) {
                Some(_) if sheet.hidden => unread.push((sheet, "隐藏的工作表没有读", "要读就取消隐藏")),
                Some((kind, row)) => {
                    let number = report.sheet(&book.name, &sheet.name);
                    let head = Head::read(kind, sheet, number, row, report);
                    tables.push(Table { kind, sheet, number, head });
                }
                None if sheet.height() > 0 && !sheet.hidden => {
                    unread.push((
                        sheet,
                        "没有认出表头，这张工作表没有读",
                        "标准表的表头见《导入格式》；宽表用 --guess 猜出含义，或另附映射文件",
                    ));
                }
                None => {}
            }
        }
        // A book may carry a sheet of explanations, but not nothing else.
        let severity = if tables.len() == before { Severity::Error } else { Severity::Note };
        if unread.is_empty() && tables.len() == before {
            report.whole(Severity::Error, &book.name, "", "文件里没有任何内容", "检查是否选错了文件");
        }
        for (sheet, message, hint) in unread {
            report.whole(severity, &book.name, &sheet.name, message, hint);
        }
    }
    tables
}
