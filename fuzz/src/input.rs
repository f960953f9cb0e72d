//! One input of the fuzzer. The tests run the same over the committed corpus (`fuzz/corpus`).
//!
//! The first byte says what the others are:
//!
//! | byte | the rest is |
//! |---|---|
//! | `x` `l` `o` `d` `e` | a whole .xlsx, .xls, .ods, .docx, .et |
//! | `c` `t` `h` `m` | a .csv, .txt, .html, Excel 2003 .xml |
//! | `D` `O` `X` `S` | the text of a document, of an OpenDocument table, of a worksheet, the shared texts of a workbook |
//! | `B` | the records of an old workbook |
//! | `f` | what is typed into a cell |
//! | `p` | a mapping file, applied to a small table |

use std::io::{Cursor, Write};

use dukao_office::batch::Nothing;
use dukao_office::cellvalue::{Figure, figure, figure_text};
use dukao_office::grid::{self, Book, Sheet};
use dukao_office::{guess, mapping, script, workbook};
use zip::write::SimpleFileOptions;

/// Most cells of a table whose meaning is guessed, for speed.
const GUESSED: usize = 400;

/// Runs one input; a panic is a finding.
pub(crate) fn one(data: &[u8]) {
    let Some((&kind, content)) = data.split_first() else { return };
    match kind {
        b'x' => file("a.xlsx", content),
        b'l' => file("a.xls", content),
        b'o' => file("a.ods", content),
        b'd' => file("a.docx", content),
        b'e' => file("a.et", content),
        b'c' => file("a.csv", content),
        b't' => file("a.txt", content),
        b'h' => file("a.html", content),
        b'm' => file("a.xml", content),
        b'D' => file("a.docx", &zipped(&[("word/document.xml", content)])),
        b'O' => file("a.ods", &zipped(&[("content.xml", content)])),
        b'X' => file("a.xlsx", &xlsx(content, b"<sst/>")),
        b'S' => file("a.xlsx", &xlsx(SHEET, content)),
        b'B' => file("a.xls", &compound(content)),
        b'f' => cell(content),
        b'p' => mapping_file(content),
        _ => {}
    }
}

fn file(name: &str, bytes: &[u8]) {
    match grid::open(name, bytes) {
        Ok(book) => {
            book.sheets.iter().for_each(sheet);
            let small = book.sheets.iter().map(|sheet| sheet.height() * sheet.columns()).sum::<usize>() <= GUESSED;
            let books = [book];
            let outcome = workbook::read(&books, &Nothing::default());
            outcome.problems.iter().for_each(|problem| assert!(!problem.message.is_empty()));
            if small {
                guessed(&books[0]);
            }
        }
        Err(problem) => assert!(!problem.message.is_empty() && !problem.hint.is_empty()),
    }
}

/// A guess gives mapping files that can be read, whatever they then say about the table.
fn guessed(book: &Book) {
    for table in guess::guess(book, &Nothing::default(), &guess::Hints::default()).tables {
        let text = table.mapping();
        let _ = mapping::read("guess", &text, book, &Nothing::default());
    }
}

fn sheet(sheet: &Sheet) {
    assert!(sheet.titles <= sheet.height());
    for region in sheet.regions() {
        assert!(region.top <= region.bottom && region.left <= region.right);
        assert!(region.bottom < sheet.height() && region.right < sheet.columns());
    }
    for row in 0..sheet.height() {
        for (column, found) in sheet.row(row).iter().enumerate() {
            assert_eq!(found.is_empty(), found.text().is_empty());
            let (name, place) = (grid::address(row, column), grid::parse_address(&grid::address(row, column)));
            assert_eq!(place, Some((row, column)), "{name}");
            if let Ok(Figure::Number(typed)) = figure(found) {
                same_digits(found.text(), &typed.decimal, typed.mark.as_deref());
            }
        }
    }
}

fn cell(content: &[u8]) {
    let text = String::from_utf8_lossy(content);
    assert_eq!(script::plain(&script::plain(&text)), script::plain(&text));
    match figure_text(&text) {
        Ok(Figure::Number(typed)) => same_digits(&text, &typed.decimal, typed.mark.as_deref()),
        Ok(_) => {}
        Err(refusal) => assert!(!refusal.message.is_empty() && !refusal.hint.is_empty()),
    }
}

/// No digit is lost or gained on the way from the text to the figure.
pub(crate) fn same_digits(text: &str, decimal: &str, mark: Option<&str>) {
    let half = script::half_width(text);
    let half = half.trim();
    let bare = mark.map_or(half, |mark| half.strip_suffix(mark).expect("the mark stands behind"));
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (written, read) = (digits(bare), digits(decimal));
    assert_eq!(written.trim_start_matches('0'), read.trim_start_matches('0'), "{text} → {decimal}");
}

fn mapping_file(content: &[u8]) {
    let text = String::from_utf8_lossy(content);
    let table = "2018年6月主要指标,,,\n单位,完成数,增长,备注\n全区,12.5,3.2,\n甲街道,7.5,下降1.0,快报\n乙镇,5,持平,\n";
    let book = grid::open("a.csv", table.as_bytes()).expect("the table is one");
    let outcome = mapping::read("a.yaml", &text, &book, &Nothing::default());
    outcome.problems.iter().for_each(|problem| assert!(!problem.message.is_empty()));
}

const SHEET: &[u8] = b"<worksheet><sheetData><row><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row></sheetData></worksheet>";
const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(*name, stored).expect("a part begins");
        zip.write_all(content).expect("a part is written");
    }
    zip.finish().expect("a zip ends").into_inner()
}

fn xlsx(sheet: &[u8], texts: &[u8]) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{TYPE}/{kind}\" Target=\"{target}\"/>")
    };
    let root = format!("<Relationships>{}</Relationships>", relation("r", "officeDocument", "xl/workbook.xml"));
    let parts = [relation("s", "worksheet", "worksheets/s.xml"), relation("t", "sharedStrings", "sharedStrings.xml")];
    let parts = format!("<Relationships>{}</Relationships>", parts.concat());
    let workbook = b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>";
    zipped(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/s.xml", sheet),
    ])
}

fn compound(records: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file begins");
    file.create_stream("/Workbook").and_then(|mut stream| stream.write_all(records)).expect("a stream is written");
    file.into_inner().into_inner()
}
