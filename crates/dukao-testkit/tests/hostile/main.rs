//! Files that are broken, far too large, or made to harm: a clear answer in Chinese or the right reading, in bounded
//! memory and time, without a panic. Each is opened by a process of its own.

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod make;
#[cfg(test)]
mod run;

#[cfg(test)]
use make::{compound, docx, html_of, ods, records, sheet, xlsx, zipped};
#[cfg(test)]
use run::{Said, open};

/// Refused with these words in the answer.
#[cfg(test)]
#[track_caller]
fn refused(said: &Said, words: &str) {
    assert!(!said.opened && said.message.contains(words), "{said:?}");
}

#[cfg(test)]
#[track_caller]
fn read(said: &Said, sheets: u64, rows: u64) {
    assert!(said.opened, "{said:?}");
    assert_eq!((said.sheets, said.rows), (sheets, rows), "{said:?}");
}

#[test]
fn random_bytes() {
    let bytes = make::noise(300_000);
    for extension in ["xlsx", "xls", "ods", "docx", "csv", "html", "xml", "et", ""] {
        assert!(!open(&format!("乱.{extension}"), &bytes).opened, "{extension}");
        for start in [&b"PK\x03\x04"[..], &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], b"<table>", b"\xFF\xFE"] {
            let said = open(&format!("乱.{extension}"), &[start, &bytes].concat());
            assert!(!said.opened || start == b"<table>", "{said:?}");
        }
    }
}

#[test]
fn truncated_files() {
    let cells = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>".repeat(50);
    let whole = [
        ("截.xlsx", xlsx(&sheet(&cells, ""))),
        ("截.docx", docx(&"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".repeat(50))),
        (
            "截.ods",
            ods(&"<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row>"
                .repeat(50)),
        ),
        ("截.xls", compound(&[("/Workbook", &records::workbook(&records::number(0, 0, 1.0)))])),
    ];
    for (name, bytes) in whole {
        let said = open(name, &bytes);
        assert!(said.opened, "{name}");
        for part in 1..8 {
            // The last eighth of the .xls is filling: without it everything is there all the same.
            let cut = open(name, &bytes[..bytes.len() * part / 8]);
            assert!(cut.message.contains("文件损坏") || (name == "截.xls" && cut.rows == said.rows), "{cut:?}");
        }
    }
}

#[test]
fn what_is_larger_than_it_looks() {
    // Two GiB of rows in two MiB.
    refused(&open("炸.xlsx", &make::bomb("xl/worksheets/sheet1.xml", b"<row/>", 2 << 30)), "解开后过大");
    refused(&open("炸.xlsx", &make::bomb("xl/sharedStrings.xml", b"<si/>", 100 << 20)), "解开后过大");
    refused(&open("炸.xlsx", &make::bomb("xl/styles.xml", b"<xf/>", 40 << 20)), "解开后过大");
    refused(&open("炸.docx", &make::bomb("word/document.xml", b"A", 200 << 20)), "解开后过大");
    refused(&open("炸.ods", &make::bomb("content.xml", b" ", 1100 << 20)), "解开后过大");
    // The same with a directory that says ten bytes.
    let lying = make::lying(make::bomb("xl/media/a.xml", b"<a/>", 100 << 20));
    refused(&open("谎.xlsx", &lying), "文件");
    // Zips in a zip are never unpacked; a hundred thousand parts are not even listed.
    let inner = make::bomb("a", b"0", 30 << 20);
    refused(&open("套.xlsx", &zipped(&[("a.zip", &inner), ("b.zip", &inner)])), "文件损坏");
    refused(&open("多.xlsx", &make::many_parts(30_000)), "解开后过大");
}

#[test]
fn huge_texts() {
    let path = make::sparse("大.csv", 1 << 30);
    refused(&run::open_path(path.path()), "文件超过 64 MiB");
    refused(&open("长.csv", &vec![b'1'; 63 << 20]), "文字过多");
    refused(&open("长.txt", &b"1 ".repeat(31 << 20)), "文字过多");
    refused(&open("长.txt", &b"1|".repeat(31 << 20)), "1000 列");
    refused(&open("长.txt", "1，".repeat(15 << 20).as_bytes()), "格子过多");
    refused(&open("宽.csv", &b"1,".repeat(31 << 20)), "格子过多");
    refused(&open("宽.csv", &b"12,".repeat(3_000)), "1000 列");
    refused(&open("长.txt", &b"\n1 2 3".repeat(2_000_000)), "300000 行");
    let (gbk, _, _) = encoding_rs::GBK.encode("甲街道,123456.5,3.2,1,1,1,1,1,1,1\n");
    refused(&open("国标.csv", &gbk.repeat(1_100_000)), "300000 行");
    refused(&open("国标.csv", &gbk.repeat(1_500_000)), "超过 40 MiB");
    read(&open("空.csv", &b"\n".repeat(20 << 20)), 1, 0);
    refused(&open("引.csv", &b"\"1\n".repeat(5_000_001)), "引号");
}

#[test]
fn rows_and_cells_far_away() {
    let empty = make::each(1..=1_048_576, |row| format!("<row r=\"{row}\"/>"));
    let ten = xlsx(&sheet(&format!("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>{}", empty.repeat(10)), ""));
    read(&open("空行.xlsx", &ten), 1, 1);
    let far = |cell: &str| xlsx(&sheet(&format!("<row><c r=\"{cell}\"><v>1</v></c></row>"), ""));
    refused(&open("远.xlsx", &far("A1048576")), "300000 行");
    refused(&open("远.xlsx", &far("XFD1")), "1000 列");
    assert!(!open("远.xlsx", &far("ZZZZZZ99999999999")).opened);
    let corners = make::each(1..=20_000, |row| format!("<row><c r=\"ALL{row}\"><v>1</v></c></row>"));
    refused(&open("右.xlsx", &xlsx(&sheet(&corners, ""))), "过大");
    let repeated = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    refused(&open("重.ods", &ods(repeated)), "列");
    let cells = records::number(0, 0, 1.0).into_iter().chain(records::number(65_535, 255, 1.0)).collect::<Vec<u8>>();
    refused(&open("远.xls", &compound(&[("/Workbook", &records::workbook(&cells))])), "过大");
    let shared = records::shared(30_000, 100_000);
    refused(&open("同.xls", &compound(&[("/Workbook", &shared)])), "过大");
}

#[test]
fn merged_regions() {
    let rows = make::each(1..=10, |row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>"));
    let merged = |regions: &str| xlsx(&sheet(&rows, &format!("<mergeCells>{regions}</mergeCells>")));
    read(&open("全.xlsx", &merged("<mergeCell ref=\"A1:XFD1048576\"/>")), 1, 10);
    read(&open("叠.xlsx", &merged(&"<mergeCell ref=\"A1:A9\"/><mergeCell ref=\"A2:C10\"/>".repeat(1_000))), 1, 10);
    refused(&open("百万.xlsx", &merged(&"<mergeCell ref=\"A1:A9\"/>".repeat(1_000_000))), "合并单元格过多");
    let spans = html_of(&"<tr><td rowspan=65534 colspan=1000>1".repeat(2_000));
    assert!(!open("跨.html", spans.as_bytes()).opened);
    let wide = html_of("<tr><td colspan=99999999999>1<td>2");
    refused(&open("宽.html", wide.as_bytes()), "1000 列");
}

#[test]
fn nested_markup() {
    for tag in ["div", "table", "table><tr><td", "b", "p"] {
        let page = format!("<html>{}<table><tr><td>1</table>", format!("<{tag}>").repeat(100_000));
        let said = open("深.html", page.as_bytes());
        assert!(said.opened || said.message.contains("层数过多"), "{said:?}");
    }
    let attributes = make::each(0..300_000, |at| format!(" a{at}=1"));
    read(&open("属.html", format!("<table><tr><td{attributes}>1</table>").as_bytes()), 1, 1);
    read(&open("长.html", format!("<table><tr><td title=\"{}\">1</table>", "x".repeat(60 << 20)).as_bytes()), 1, 1);
    refused(&open("多.docx", &docx(&"<w:tbl>".repeat(3_000_000))), "层数过多");
    refused(&open("多.docx", &docx(&"<w:tbl></w:tbl>".repeat(2_000_000))), "表格过多");
    refused(&open("深.docx", &docx(&"<w:p>".repeat(3_000_000))), "没有表格");
}

#[test]
fn entities() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let secret = "<!DOCTYPE a [<!ENTITY c SYSTEM \"file:///etc/passwd\">]>";
    for start in [bomb, secret] {
        let document = format!(
            "{start}<w:document><w:tbl><w:tr><w:tc><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:document>"
        );
        refused(&open("实.docx", &zipped(&[("word/document.xml", document.as_bytes())])), "文件损坏");
        let content = format!(
            "{start}<a><table:table><table:table-row><table:table-cell><text:p>&c;</text:p></table:table-cell></table:table-row></table:table></a>"
        );
        refused(&open("实.ods", &zipped(&[("content.xml", content.as_bytes())])), "文件损坏");
        let cells = format!(
            "{start}<worksheet><sheetData><row><c r=\"A1\" t=\"str\"><v>&c;</v></c></row></sheetData></worksheet>"
        );
        let said = open("实.xlsx", &xlsx(&cells));
        assert!(!said.opened || said.rows <= 1, "{said:?}");
        let workbook = format!(
            "<?xml version=\"1.0\"?>{start}<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table><Row><Cell><Data>&c;</Data></Cell></Row></Table></Worksheet></Workbook>"
        );
        refused(&open("实.xml", workbook.as_bytes()), "文件损坏");
        let page = format!("{start}<table><tr><td>&c;</table>");
        let said = open("实.html", page.as_bytes());
        assert!(said.opened && said.sheets == 1, "{said:?}");
    }
}

#[test]
fn passwords() {
    refused(
        &open("密.xlsx", &compound(&[("/EncryptionInfo", b"4"), ("/EncryptedPackage", &make::noise(9_000))])),
        "有打开密码",
    );
    refused(&open("密.docx", &compound(&[("/EncryptedPackage", &make::noise(9_000))])), "有打开密码");
    for kind in [0_u8, 1] {
        let stream = records::locked(kind);
        refused(&open("密.xls", &compound(&[("/Workbook", &stream)])), "有打开密码");
    }
    let manifest = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let noise = make::noise(900);
    refused(&open("密.ods", &zipped(&[("content.xml", &noise), ("META-INF/manifest.xml", manifest)])), "有打开密码");
}

#[test]
fn macros_links_and_formula_errors() {
    let cells =
        "<row><c r=\"A1\" t=\"e\"><f>[1]表!A1/0</f><v>#DIV/0!</v></c><c r=\"B1\" t=\"e\"><v>#REF!</v></c></row>";
    let said = open(
        "宏.xlsm",
        &make::xlsx_with(
            &sheet(cells, ""),
            &[("xl/vbaProject.bin", b"x"), ("xl/externalLinks/externalLink1.xml", b"<a/>")],
        ),
    );
    read(&said, 1, 1);
    assert!(
        said.notes.len() == 2 && said.notes[0].contains("有宏") && said.notes[1].contains("引用了别的文件"),
        "{said:?}"
    );
}

#[test]
fn millions_of_mistakes_are_counted() {
    let head = "指标,单位,期间,累计,当月,累计增幅\n".to_owned();
    let rows = "甲,乙,丙,约1,约2,约3\n".repeat(299_000);
    let said = open("错.csv", format!("{head}{rows}").as_bytes());
    assert!(said.opened && (1_000..10_000).contains(&said.problems), "{said:?}");
}

#[test]
fn three_hundred_thousand_rows_come_in() {
    let row = |row: u32| {
        let cells = make::cells(row);
        format!(
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>第{row}街道</t></is></c><c r=\"B{row}\" t=\"inlineStr\"><is><t>甲</t></is></c>{cells}</row>"
        )
    };
    let rows = make::each(1..=300_000, row);
    read(&open("多.xlsx", &xlsx(&sheet(&rows, ""))), 1, 300_000);
    let line = "第1街道,甲,1.25,2.25,3.25,4.25,5.25,6.25,7.25,8.25\n";
    read(&open("多.csv", line.repeat(300_000).as_bytes()), 1, 300_000);
}
