//! Files as no program writes them.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// Bytes without any order, the same each time.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..length).map(|_| next()).collect()
}

/// The pieces of all numbers, one behind the other.
pub(crate) fn each(numbers: impl Iterator<Item = u32>, piece: impl Fn(u32) -> String) -> String {
    let mut all = String::new();
    numbers.for_each(|number| all.push_str(&piece(number)));
    all
}

/// Eight number cells of a row, from column C on.
pub(crate) fn cells(row: u32) -> String {
    ["C", "D", "E", "F", "G", "H", "I", "J"]
        .map(|column| format!("<c r=\"{column}{row}\"><v>{row}.25</v></c>"))
        .concat()
}

/// A zip file of these parts.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A zip file one part of which repeats a piece up to a size.
pub(crate) fn bomb(part: &str, piece: &[u8], size: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(part, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
    let block = piece.repeat((1 << 20) / piece.len());
    for _ in 0..size / block.len() {
        zip.write_all(&block).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same zip with a directory (and heads of parts) that state ten bytes for everything.
pub(crate) fn lying(mut zip: Vec<u8>) -> Vec<u8> {
    for at in 0..zip.len() - 28 {
        let place = match &zip[at..at + 4] {
            b"PK\x01\x02" => at + 24,
            b"PK\x03\x04" => at + 22,
            _ => continue,
        };
        zip[place..place + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    zip
}

/// A zip of that many empty parts.
pub(crate) fn many_parts(parts: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for part in 0..parts {
        zip.start_file(format!("xl/{part}"), SimpleFileOptions::default()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A file that takes no room on the disk.
pub(crate) fn sparse(name: &str, size: u64) -> Sparse {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::File::create(&path).unwrap().set_len(size).unwrap();
    Sparse { _folder: folder, path }
}

pub(crate) struct Sparse {
    _folder: tempfile::TempDir,
    path: std::path::PathBuf,
}

impl Sparse {
    pub(crate) fn path(&self) -> &std::path::Path {
        &self.path
    }
}

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A worksheet of these rows, with more behind them.
pub(crate) fn sheet(rows: &str, behind: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData>{behind}</worksheet>")
}

/// A workbook with one worksheet.
pub(crate) fn xlsx(sheet: &str) -> Vec<u8> {
    xlsx_with(sheet, &[])
}

/// The same with more parts.
pub(crate) fn xlsx_with(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let root = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{RELATION}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let workbook =
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"一月\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let sheets = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{RELATION}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let mut parts = vec![
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", sheets.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(more);
    zipped(&parts)
}

/// A document with this body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    zipped(&[(
        "word/document.xml",
        format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>").as_bytes(),
    )])
}

/// An OpenDocument table of these rows.
pub(crate) fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<a xmlns:table=\"t\" xmlns:text=\"x\" xmlns:office=\"o\"><table:table table:name=\"一月\">{rows}</table:table></a>"
    );
    zipped(&[("content.xml", content.as_bytes())])
}

/// A page with one table of these rows.
pub(crate) fn html_of(rows: &str) -> String {
    format!("<html><table>{rows}</table></html>")
}

/// A compound file of these streams.
pub(crate) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, content) in streams {
        file.create_stream(name).unwrap().write_all(content).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// Records of old Excel files.
pub(crate) mod records {
    /// One record.
    pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn begin(kind: u16) -> Vec<u8> {
        let words: Vec<u8> = [0x0600, kind, 0, 0].iter().flat_map(|word: &u16| word.to_le_bytes()).collect();
        record(0x0809, &[words, vec![0; 8]].concat())
    }

    /// A number cell.
    pub(crate) fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
        let words: Vec<u8> = [row, column, 0].iter().flat_map(|word| word.to_le_bytes()).collect();
        record(0x0203, &[&words[..], &value.to_le_bytes()].concat())
    }

    /// A workbook stream with one sheet of these cells.
    pub(crate) fn workbook(cells: &[u8]) -> Vec<u8> {
        stream(&[], cells)
    }

    /// A stream that needs a password of this kind.
    pub(crate) fn locked(kind: u8) -> Vec<u8> {
        stream(&record(0x002F, &[kind, 0, 1, 2, 3, 4]), &number(0, 0, 1.0))
    }

    /// A text of that many characters in that many cells.
    pub(crate) fn shared(characters: u16, cells: u32) -> Vec<u8> {
        let length = usize::from(characters.min(8_000));
        let mut texts = vec![1, 0, 0, 0, 1, 0, 0, 0];
        texts.extend(characters.to_le_bytes());
        texts.push(0);
        texts.extend(vec![b'a'; length]);
        let mut table = record(0x00FC, &texts);
        let mut left = usize::from(characters) - length;
        while left > 0 {
            let here = left.min(8_000);
            table.extend(record(0x003C, &[&[0][..], &vec![b'a'; here]].concat()));
            left -= here;
        }
        let mut labels = Vec::new();
        for cell in 0..cells {
            let (row, column) = (u16::try_from(cell / 200).unwrap(), u16::try_from(cell % 200).unwrap());
            let words: Vec<u8> = [row, column, 0, 0, 0].iter().flat_map(|word| word.to_le_bytes()).collect();
            labels.extend(record(0x00FD, &words));
        }
        stream(&table, &labels)
    }

    fn stream(globals: &[u8], cells: &[u8]) -> Vec<u8> {
        let mut sheet = vec![0; 6];
        sheet.extend([4, 0]);
        sheet.extend(b"Blad");
        let mut stream = begin(5);
        stream.extend(globals);
        stream.extend(record(0x0085, &sheet));
        stream.extend(record(0x000A, &[]));
        let at = u32::try_from(stream.len()).unwrap().to_le_bytes();
        let name = stream.windows(4).position(|window| window == b"Blad").unwrap();
        stream[name - 8..name - 4].copy_from_slice(&at);
        stream.extend(begin(0x10));
        stream.extend(cells);
        stream.extend(record(0x000A, &[]));
        stream
    }
}
