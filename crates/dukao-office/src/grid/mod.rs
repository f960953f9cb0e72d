//! Files and pasted tables as plain grids of cells: what the user sees, at the address the user sees.
//!
//! ```
//! let book = dukao_office::grid::open("数.csv", "单位,数\n甲街道,0.10\n".as_bytes()).unwrap();
//! let sheet = &book.sheets[0];
//! assert_eq!(sheet.cell(1, 1).text(), "0.10");
//! assert_eq!(dukao_office::grid::address(1, 1), "B2");
//! ```

mod address;
mod aligned;
mod archive;
mod area;
mod biff;
mod biff_texts;
mod budget;
mod convert;
mod decimal;
mod delimited;
mod docx;
mod encoding;
mod html;
mod ods;
mod open;
mod sheet;
mod span;
mod xls;
mod xlsx;
mod xlsx_extra;
mod xml;
mod xmlsheet;

pub use address::{address, column_name, parse_address};
pub use decimal::{move_point, of_float};
pub use open::{Limits, PASTED, open, open_within, pasted};
pub use sheet::{Cell, CellKind, Region, Sheet};

use crate::problem::Problem;

/// What kind of file a book came from, judged by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Excel 2007 and later.
    Xlsx,
    /// Excel 95–2003.
    Xls,
    /// Excel 2003 XML.
    XmlSheet,
    /// OpenDocument.
    Ods,
    /// Word 2007 and later: each table is a sheet.
    Docx,
    /// A web page, also one that is called `.xls`: each table is a sheet.
    Html(Encoding),
    /// Delimited or aligned text; which encoding it was in.
    Csv(Encoding),
}

/// Encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without mark.
    Utf8,
    /// UTF-16, as Excel's “Unicode text”.
    Utf16,
    /// GB18030, which contains GBK and GB2312.
    Gb18030,
    /// Big5, only of web pages that say so.
    Big5,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// File name without folders.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its sheets in order; a csv has one without a name, tables of documents and pages are 表1, 表2 ….
    pub sheets: Vec<Sheet>,
    /// What the user should know about the file as a whole, such as a wrong extension; all of them notes.
    pub notes: Vec<Problem>,
}
