//! Files of every kind, whole and broken.

use dukao_office::grid::{self, CellKind, Encoding, Kind, Limits};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("一月").unwrap();
    let center = Format::new();
    sheet.merge_range(0, 0, 0, 3, "甲区主要指标", &center).unwrap();
    sheet.merge_range(1, 0, 2, 0, "单位", &center).unwrap();
    sheet.merge_range(1, 1, 1, 2, "收入", &center).unwrap();
    sheet.write(2, 1, "完成数").unwrap();
    sheet.write(2, 2, "增长").unwrap();
    sheet.write(3, 0, "甲街道").unwrap();
    sheet.write(3, 1, 0.1 + 0.2).unwrap();
    sheet.write_with_format(3, 2, -0.036, &Format::new().set_num_format("0.0%")).unwrap();
    let date = ExcelDateTime::from_ymd(2018, 7, 20).unwrap();
    sheet.write_with_format(4, 0, &date, &Format::new().set_num_format("yyyy年m月d日")).unwrap();
    sheet.write_with_format(4, 1, 5, &Format::new().set_num_format("0.00\"%\"")).unwrap();
    sheet.write_formula(4, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(4, 3, true).unwrap();
    book.add_worksheet().set_name("底稿").unwrap().set_hidden(true);
    book.save_to_buffer().unwrap()
}

#[test]
fn an_xlsx_as_it_is_seen() {
    let book = grid::open("表.xlsx", &workbook()).unwrap();
    assert_eq!(book.kind, Kind::Xlsx);
    let sheet = &book.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.hidden, sheet.height()), ("一月", false, 5));
    assert_eq!(sheet.shown(0, 3).text(), "甲区主要指标");
    assert_eq!(sheet.shown(2, 0).text(), "单位");
    assert_eq!((sheet.cell(1, 2).text(), sheet.shown(1, 2).text()), ("", "收入"));
    assert_eq!(sheet.merged_from(1, 2), Some((1, 1)));
    let seen: Vec<_> = (3..5)
        .flat_map(|row| (0..4).map(move |column| (row, column)))
        .map(|(row, column)| sheet.cell(row, column))
        .map(|cell| (cell.kind, cell.text()))
        .collect();
    assert_eq!(
        seen,
        [
            (CellKind::Text, "甲街道"),
            (CellKind::Number, "0.3"),
            (CellKind::Number, "-3.6%"),
            (CellKind::Empty, ""),
            (CellKind::Date, "2018-07-20"),
            (CellKind::Number, "5"),
            (CellKind::Error, "#DIV/0!"),
            (CellKind::Bool, "是"),
        ]
    );
    assert!(book.sheets[1].hidden);
}

#[test]
fn csv_in_every_encoding_and_delimiter() {
    let text = "单位,完成数,备注\n\n甲街道,\"1,200\",\"两行\n备注\"\n乙镇,3,\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(text);
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.replace(',', "\t").replace("1\t200", "1,200").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (format!("\u{feff}{text}").into_bytes(), Encoding::Utf8),
        (gbk.into_owned(), Encoding::Gb18030),
        (utf16, Encoding::Utf16),
        (text.replace(',', ";").replace("1;200", "1,200").replace('\n', "\r\n").into_bytes(), Encoding::Utf8),
    ] {
        let book = grid::open("表.csv", &bytes).unwrap();
        assert_eq!(book.kind, Kind::Csv(encoding));
        let sheet = &book.sheets[0];
        assert_eq!(sheet.cell(0, 0).text(), "单位");
        assert!(sheet.is_blank_row(1));
        assert_eq!(sheet.cell(2, 1).text(), "1,200");
        assert_eq!((sheet.cell(3, 0).text(), sheet.cell(3, 1).text()), ("乙镇", "3"), "{encoding:?}");
        assert_eq!(sheet.height(), 4);
    }
}

#[test]
fn whole_files_that_cannot_be_read() {
    let locked: Vec<u8> = [0xD0, 0xCF, 0x11, 0xE0]
        .into_iter()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let xlsx = workbook();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("空.csv", vec![]),
        ("加密.xlsx", locked),
        ("截断.xlsx", xlsx[..xlsx.len() / 2].to_vec()),
        ("坏.xls", [&[0xD0, 0xCF, 0x11, 0xE0][..], &[7; 600]].concat()),
        ("网页.xls", b"<html><table></table></html>".to_vec()),
        ("网表.xls", b"<?xml version=\"1.0\"?><Workbook/>".to_vec()),
        ("信.xlsx", "各位：\n见附件。\n".into()),
        ("数据.json", "{\"a\": 1,\n \"b\": 2}\n".into()),
        ("文件.pdf", b"%PDF-1.4".to_vec()),
        ("照片.csv", [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10].to_vec()),
        ("乱码.csv", vec![0xC8, 0xFF, 0x80, 0x31]),
        ("打包.xlsx", b"Rar!\x1a\x07".to_vec()),
        ("网页.mht", b"MIME-Version: 1.0\nX-Document-Type: Workbook\n".to_vec()),
        ("引号.csv", "单位,数\n\"甲街道,1\n乙镇,2\n".into()),
    ];
    let said: Vec<String> =
        cases.iter().map(|(name, bytes)| grid::open(name, bytes).expect_err(name).to_string()).collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn limits_are_said_in_words() {
    let limits = Limits { bytes: 1 << 20, rows: 3, columns: 3, cells: 100, sheets: 1, text: 1 << 20 };
    let said: Vec<String> = [
        ("行.csv", "1\n2\n3\n4\n".to_owned().into_bytes()),
        ("列.csv", "1,2,3,4\n".to_owned().into_bytes()),
        ("大.csv", vec![b'1'; (1 << 20) + 1]),
        ("表.xlsx", workbook()),
    ]
    .iter()
    .map(|(name, bytes)| grid::open_within(name, bytes, limits).expect_err(name).to_string())
    .collect();
    insta::assert_snapshot!(said.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in prop::sample::select(vec!["a.csv", "a.xlsx", "a.xls", "a.ods", "a"]), head in 0_u8..3) {
        let start: &[u8] = match head { 0 => b"PK\x03\x04xl/", 1 => &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], _ => b"" };
        let _ = grid::open(name, &[start, &bytes].concat());
    }

    #[test]
    fn damaged_workbooks_never_panic(at in 0_usize..8_000, with in any::<u8>()) {
        let mut bytes = workbook();
        let length = bytes.len();
        bytes[at % length] = with;
        let _ = grid::open("a.xlsx", &bytes);
    }

    #[test]
    fn damaged_old_workbooks_never_panic(at in 0_usize..6_144, with in any::<u8>(), cut in any::<bool>()) {
        for name in ["表.xls", "表.ods"] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name);
            let mut bytes = std::fs::read(path).unwrap();
            let at = at % bytes.len();
            bytes[at] = with;
            if cut {
                bytes.truncate(at + 1);
            }
            let _ = grid::open(name, &bytes);
        }
    }
}

/// Small files written by other programs' formats: BIFF8 in a compound file, OpenDocument.
fn fixture(name: &str) -> grid::Book {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name);
    grid::open(name, &std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn an_old_xls() {
    let book = fixture("表.xls");
    let sheet = &book.sheets[0];
    assert_eq!((book.kind, sheet.name.as_str()), (Kind::Xls, "月报"));
    assert_eq!((sheet.cell(0, 1).text(), sheet.shown(0, 1).text()), ("", "甲区主要指标"));
    assert_eq!((sheet.cell(2, 0).text(), sheet.cell(2, 1).text()), ("甲街道", "3.3"));
}

#[test]
fn an_ods_with_blank_rows_in_front() {
    let book = fixture("表.ods");
    let sheet = &book.sheets[0];
    assert_eq!((book.kind, sheet.name.as_str(), sheet.height()), (Kind::Ods, "月报", 4));
    assert_eq!(
        (sheet.cell(2, 1).text(), sheet.cell(3, 0).text(), sheet.cell(3, 1).text()),
        ("完成数", "甲街道", "0.3")
    );
}

#[test]
fn bars_and_tabs_in_the_cells_of_a_csv_part_nothing() {
    let text = "规则文件,行,内容\r\n甲.yaml,1,a|b\r\n甲.yaml,2,c|d\r\n甲.yaml,3,\"e,f|\tg\"\r\n";
    let book = grid::open("核对规则.csv", text.as_bytes()).unwrap();
    let row = |row| book.sheets[0].row(row).iter().map(|cell| cell.text().to_owned()).collect::<Vec<_>>();
    assert_eq!(
        (row(0), row(3)),
        (vec!["规则文件".into(), "行".into(), "内容".into()], vec!["甲.yaml".into(), "3".into(), "e,f|\tg".into()])
    );
}

#[test]
fn quotes_inside_of_quoted_cells_end_nothing() {
    let text = "规则文件,行,内容\r\n甲.yaml,1,\"# \"\"引号\"\" 'x\r\n\r\"\r\n甲.yaml,2,\"a,\"\"b\"\r\n甲.yaml,3,\"\"\"c,\"\"\"\r\n";
    let book = grid::open("核对规则.csv", text.as_bytes()).unwrap();
    let third = |row| book.sheets[0].cell(row, 2).text();
    assert_eq!([third(1), third(2), third(3)], ["# \"引号\" 'x\r\n\r", "a,\"b", "\"c,\""]);
}
