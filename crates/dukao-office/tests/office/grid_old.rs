//! Old Excel files, record by record: Excel 97–2003 and Excel 95.

use std::io::{Cursor, Write as _};

use dukao_office::grid::{self, Kind};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn begin(version: u16, kind: u16) -> Vec<u8> {
    record(0x0809, &[words(&[version, kind, 0, 0]), vec![0; if version == 0x0600 { 8 } else { 0 }]].concat())
}

/// A workbook with a percent format in its second style, and one sheet of these cells.
fn workbook(version: u16, stream: &str, cells: &[u8]) -> Vec<u8> {
    let new = version == 0x0600;
    let format: &[u8] =
        if new { &[164, 0, 4, 0, 0, b'0', b'.', b'0', b'%'] } else { &[164, 0, 4, b'0', b'.', b'0', b'%'] };
    let style = |format: u16| record(0x00E0, &[words(&[0, format]), vec![0; if new { 16 } else { 12 }]].concat());
    let globals =
        [begin(version, 5), record(0x0042, &936_u16.to_le_bytes()), record(0x041E, format), style(0), style(164)]
            .concat();
    let sheet = |place: u32| {
        let name: &[u8] = if new { &[1, 0, b'a'] } else { &[1, b'a'] };
        record(0x0085, &[&place.to_le_bytes()[..], &[0, 0], name].concat())
    };
    let end = record(0x000A, &[]);
    let place = globals.len() + sheet(0).len() + end.len();
    let sheet = sheet(u32::try_from(place).unwrap());
    let bytes = [globals, sheet, end.clone(), begin(version, 0x10), cells.to_vec(), end].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(&bytes).unwrap();
    file.into_inner().into_inner()
}

#[test]
fn percent_hidden_rows_and_excel_95() {
    let (gbk, _, _) = encoding_rs::GBK.encode("甲街道");
    let number = |row: u16, column: u16, style: u16, value: f64| {
        record(0x0203, &[&words(&[row, column, style])[..], &value.to_le_bytes()].concat())
    };
    let cells = [
        record(0x007D, &words(&[2, 2, 9, 0, 1, 0])),
        record(0x0208, &[words(&[1, 0, 3, 255, 0, 0]), vec![0x20, 0, 0, 0]].concat()),
        number(0, 0, 1, 0.785),
        number(0, 1, 0, 0.785),
        // Two short numbers in a row: 1 as percent, 2 as it is.
        record(0x00BD, &[words(&[1, 0, 1]), vec![6, 0, 0, 0], words(&[0]), vec![10, 0, 0, 0], words(&[1])].concat()),
        number(1, 2, 0, 3.0),
    ]
    .concat();
    let label = record(0x0204, &[&words(&[2, 0, 0, 6])[..], &gbk].concat());
    for (version, stream, more) in [(0x0600, "/Workbook", Vec::new()), (0x0500, "/Book", label)] {
        let bytes = workbook(version, stream, &[cells.clone(), more.clone()].concat());
        let book = grid::open("旧.xls", &bytes).unwrap();
        let sheet = &book.sheets[0];
        assert_eq!((book.kind, sheet.cell(0, 0).text(), sheet.cell(0, 1).text()), (Kind::Xls, "78.5%", "0.785"));
        assert_eq!((sheet.cell(1, 0).text(), sheet.cell(1, 1).text()), ("100%", "2"));
        assert!(sheet.is_hidden_row(1) && !sheet.is_hidden_row(0) && sheet.is_hidden_column(2));
        assert_eq!(sheet.cell(2, 0).text(), if more.is_empty() { "" } else { "甲街道" });
    }
}
