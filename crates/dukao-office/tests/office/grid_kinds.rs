//! One small table in every kind of file, and what each kind has of its own.

use std::io::Write as _;

use dukao_office::grid::{self, Book, CellKind, Encoding, Kind, Sheet};
use zip::write::SimpleFileOptions;

/// A zip file of the given parts.
pub(crate) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn rows(sheet: &Sheet) -> Vec<Vec<String>> {
    (0..sheet.height()).map(|row| sheet.row(row).iter().map(|cell| cell.text().to_owned()).collect()).collect()
}

fn only(book: &Book) -> &Sheet {
    assert_eq!(book.sheets.len(), 1);
    &book.sheets[0]
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>{body}</w:body></w:document>"
    );
    zipped(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document)])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn tables_of_a_document() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text));
    let body = [
        paragraph(&"正文".repeat(60)),
        paragraph("表3 2018年1—6月主要指标"),
        paragraph("单位：亿元"),
        "<w:tbl><w:tr>".into(),
        cell("<w:vMerge w:val=\"restart\"/>", "单位"),
        cell("<w:gridSpan w:val=\"2\"/>", "收入"),
        "</w:tr><w:tr>".into(),
        cell("<w:vMerge/>", ""),
        cell("", "完成数"),
        cell("", "增长"),
        "</w:tr><w:tr>".into(),
        cell("", "甲街道&amp;乙镇"),
        "<w:tc><w:p><w:r><w:t>12</w:t></w:r><w:r><w:t>.5</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>1</w:t></w:r>\
         <w:del><w:r><w:delText>7</w:delText></w:r></w:del></w:p></w:tc>".into(),
        "<w:tc><w:p><mc:AlternateContent><mc:Choice><w:r><w:t>下降</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>下降</w:t></w:r></mc:Fallback></mc:AlternateContent>\
         <w:r><w:t>3.2%</w:t></w:r></w:p></w:tc>".into(),
        "</w:tr></w:tbl>".into(),
        paragraph("表4"),
        "<w:tbl><w:tr>".into(),
        cell("", "丙"),
        "</w:tr></w:tbl>".into(),
    ]
    .concat();
    let book = grid::open("通报.docx", &docx(&body)).unwrap();
    assert_eq!((book.kind, book.sheets.len(), book.notes.len()), (Kind::Docx, 2, 0));
    let sheet = &book.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.titles), ("表1", 2));
    assert_eq!(sheet.cell(0, 0).text(), "表3 2018年1—6月主要指标");
    assert_eq!(sheet.shown(1, 2).text(), "单位：亿元", "lines before the table reach over all of it");
    assert_eq!((sheet.shown(2, 2).text(), sheet.shown(3, 0).text()), ("收入", "单位"));
    assert_eq!(rows(sheet)[4], ["甲街道&乙镇", "12.5¹", "下降3.2%"]);
    assert_eq!((book.sheets[1].cell(0, 0).text(), book.sheets[1].cell(1, 0).text()), ("表4", "丙"));
    assert!(grid::open("通报.wps", &docx(&body)).unwrap().notes.is_empty());
    let empty = grid::open("通报.docx", &docx(&paragraph("只有文字"))).unwrap_err();
    assert_eq!(empty.message, "文档里没有表格");
}

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"gb2312\"><title>网站</title><style>td{color:red}</style></head><body>\
  <div>首页</div><h2>2018年6月&nbsp;主要指标</h2><p>单位：万元<table border=1>\
  <tr><th rowspan=2>单位<th colspan=2>收入<tr><th>完成数<th>增长<br>（%）\
  <tr style=\"DISPLAY: none\"><td>甲街道<td>1,203.5<sup>1</sup><td>&minus;3.2<tr><td>乙镇<td>&lt;5<td hidden>9<td>持平<script>var a='<td>x';</script></table></body></html>";

#[test]
fn tables_of_a_page() {
    let (gbk, _, _) = encoding_rs::GBK.encode(PAGE);
    for (name, bytes, encoding) in [
        ("公报.html", PAGE.as_bytes().to_vec(), Encoding::Utf8),
        ("公报.htm", gbk.clone().into_owned(), Encoding::Gb18030),
    ] {
        let book = grid::open(name, &bytes).unwrap();
        assert_eq!((book.kind, book.notes.len()), (Kind::Html(encoding), 0));
        let sheet = only(&book);
        assert_eq!((sheet.name.as_str(), sheet.titles), ("表1", 3));
        assert_eq!(
            rows(sheet),
            [
                vec!["首页"],
                vec!["2018年6月 主要指标"],
                vec!["单位：万元"],
                vec!["单位", "收入"],
                vec!["", "完成数", "增长\n（%）"],
                vec!["甲街道", "1,203.5¹", "−3.2"],
                vec!["乙镇", "<5", "持平"],
            ]
        );
        assert_eq!((sheet.shown(4, 0).text(), sheet.shown(3, 2).text()), ("单位", "收入"));
        assert!(sheet.is_hidden_row(5) && !sheet.is_hidden_row(6));
    }
    let book = grid::open("月报.xls", &gbk).unwrap();
    assert_eq!(book.notes[0].to_string(), "月报.xls：扩展名是 .xls，内容是网页，已按内容读。把扩展名改成 .html 更稳妥");
}

#[test]
fn tables_in_tables() {
    let page = "<table><tr><td>栏目</td><td><p>二〇一八年</p>\
        <table><caption>内表</caption><tr><td>甲</td><td>1</td></tr></table></td></tr></table><table><tr><td>乙</td></tr></table>";
    let book = grid::open("页.html", page.as_bytes()).unwrap();
    assert_eq!(book.sheets.len(), 2, "the outer table only holds the inner one in place");
    assert_eq!(rows(&book.sheets[0]), [vec!["二〇一八年"], vec!["内表"], vec!["甲", "1"]]);
    assert_eq!(rows(&book.sheets[1]), [["乙"]]);
}

#[test]
fn an_ods_with_everything() {
    let content = "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:calcext=\"c\" xmlns:style=\"s\">\
      <office:automatic-styles><style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>\
      <office:body><office:spreadsheet><table:table table:name=\"月报\">\
      <table:table-column/><table:table-column table:number-columns-repeated=\"2\" table:visibility=\"collapse\"/>\
      <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>\
      <table:table-row><table:table-cell office:value-type=\"string\" table:number-columns-spanned=\"2\" table:number-rows-spanned=\"1\"><text:p>标<text:s text:c=\"2\"/>题</text:p><text:p>第二行</text:p></table:table-cell><table:covered-table-cell/>\
      <table:table-cell office:value-type=\"percentage\" office:value=\"0.785\"><office:annotation><text:p>批注</text:p></office:annotation><text:p>78.5%</text:p></table:table-cell></table:table-row>\
      <table:table-row table:visibility=\"filter\"><table:table-cell office:value-type=\"float\" office:value=\"0.30000000000000004\"><text:p>0.3</text:p></table:table-cell>\
      <table:table-cell office:value-type=\"date\" office:date-value=\"2018-07-20T00:00:00\"><text:p>x</text:p></table:table-cell>\
      <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>TRUE</text:p></table:table-cell>\
      <table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>\
      <table:table-row table:number-rows-repeated=\"1048572\"><table:table-cell/></table:table-row></table:table>\
      <table:table table:name=\"底稿\" table:style-name=\"ta2\"><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row></table:table>\
      </office:spreadsheet></office:body></office:document-content>";
    let flat = content.replace("document-content", "document");
    for (name, bytes) in [
        ("表.ods", zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)])),
        ("表.fods", flat.into_bytes()),
    ] {
        let book = grid::open(name, &bytes).unwrap();
        assert_eq!((book.kind, book.sheets.len()), (Kind::Ods, 2));
        let sheet = &book.sheets[0];
        assert_eq!((sheet.height(), sheet.hidden, book.sheets[1].hidden), (4, false, true));
        assert_eq!(rows(sheet)[2], ["标  题\n第二行", "", "78.5%"]);
        assert_eq!(rows(sheet)[3], ["0.3", "2018-07-20", "是", "是", "#DIV/0!"]);
        assert_eq!((sheet.cell(3, 1).kind, sheet.cell(3, 4).kind), (CellKind::Date, CellKind::Error));
        assert_eq!(sheet.merged_from(2, 1), Some((2, 0)));
        assert!(sheet.is_hidden_row(3) && sheet.is_hidden_column(1) && sheet.is_hidden_column(2));
    }
}

#[test]
fn excel_2003_xml() {
    let text = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
      <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
      <Styles><Style ss:ID=\"s1\"><NumberFormat ss:Format=\"0.0%\"/></Style></Styles>\
      <Worksheet ss:Name=\"月报\"><Table><Column ss:Index=\"2\" ss:Hidden=\"1\"/>\
      <Row><Cell ss:MergeAcross=\"2\"><Data ss:Type=\"String\">标题</Data></Cell><Cell><Data ss:Type=\"String\">右</Data></Cell></Row>\
      <Row ss:Index=\"3\" ss:Hidden=\"1\"><Cell ss:Index=\"2\" ss:StyleID=\"s1\"><Data ss:Type=\"Number\">0.785</Data></Cell>\
      <Cell><Data ss:Type=\"Number\">12.50</Data></Cell><Cell><Data ss:Type=\"DateTime\">2018-07-20T00:00:00.000</Data></Cell></Row>\
      </Table></Worksheet></Workbook>";
    let book = grid::open("表.xml", text.as_bytes()).unwrap();
    let sheet = only(&book);
    assert_eq!((book.kind, book.notes.len(), sheet.height()), (Kind::XmlSheet, 0, 3));
    assert_eq!((sheet.shown(0, 2).text(), sheet.cell(0, 3).text()), ("标题", "右"));
    assert_eq!(rows(sheet)[2], ["", "78.5%", "12.5", "2018-07-20"]);
    assert!(sheet.is_hidden_row(2) && sheet.is_hidden_column(1));
    assert_eq!(grid::open("表.xls", text.as_bytes()).unwrap().notes.len(), 1);
}

#[test]
fn hidden_rows_and_formulas_without_results() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..4 {
        sheet.write(row, 0, row).unwrap().write(row, 2, "甲").unwrap();
    }
    sheet.set_row_hidden(1).unwrap().set_column_hidden(2).unwrap();
    let opened = grid::open("表.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    let sheet = only(&opened);
    assert!(sheet.is_hidden_row(1) && !sheet.is_hidden_row(0) && sheet.is_hidden_column(2));
    let workbook =
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"一月\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let root = "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let relations = "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let cells = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><f>SUM(B1)</f><v></v></c><c r=\"B1\"><v>5</v></c><c r=\"C1\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"D1\"><f>1+1</f></c></row></sheetData></worksheet>";
    let parts = [
        ("_rels/.rels", root),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", cells),
    ];
    let opened = grid::open("表.xlsx", &zipped(&parts)).unwrap();
    let cells: Vec<(CellKind, &str)> = only(&opened).row(0).iter().map(|cell| (cell.kind, cell.text())).collect();
    let error = (CellKind::Error, "#未计算");
    assert_eq!(cells, [error, (CellKind::Number, "5"), (CellKind::Empty, ""), error]);
}

#[test]
fn wrong_extensions_are_read_and_said() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "甲").unwrap();
    let xlsx = book.save_to_buffer().unwrap();
    let said: Vec<String> = [
        ("改名.csv", xlsx.clone()),
        ("改名.xls", xlsx.clone()),
        ("没有扩展名", xlsx),
        ("文本.xlsx", "单位,数\n甲街道,1\n".into()),
        ("数.docx", "单位\t数\n甲街道\t1\n".into()),
    ]
    .iter()
    .map(|(name, bytes)| grid::open(name, bytes).unwrap().notes[0].to_string())
    .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn any_delimiter() {
    let table = [["单位", "完成数", "增长"], ["甲街道", "1.5", "3.2"], ["乙镇", "7", "-1"]];
    for mark in ["\t", ",", ";", "|", "，", "  ", " ", "　　", "    "] {
        let text: String = table.iter().map(|row| row.join(mark) + "\n").collect();
        for name in ["表.csv", "表.txt"] {
            let book = grid::open(name, text.as_bytes()).unwrap();
            assert_eq!(rows(only(&book)), table, "{mark:?}");
        }
        let titled = format!("2018年6月，各街镇主要指标；单位：亿元\n{text}注：数据为快报数，仅供参考。\n");
        let book = grid::pasted(&titled).unwrap();
        assert_eq!(rows(only(&book))[1..4], table, "{mark:?}");
    }
}

#[test]
fn delimiters_that_also_stand_in_figures() {
    for (text, row, expected) in [
        ("单位;数;备注\n甲;1,5;a\n乙;2,5;b\n", 1, vec!["甲", "1,5", "a"]),
        ("单位,数,备注\n甲,\"1,200\",\"一，二；三\"\n乙,\"3,400\",无\n", 1, vec!["甲", "1,200", "一，二；三"]),
        ("单位\t数\n甲\t1,200\n乙\t2,300\n", 2, vec!["乙", "2,300"]),
        ("单位，数\n甲，1\n乙，2\n", 2, vec!["乙", "2"]),
        ("编号,说明\n1,\"长6\"\" 宽7\"\"\"\n2,无\n", 1, vec!["1", "长6\" 宽7\""]),
        ("12\" 管,5\n8\" 管,7\n", 1, vec!["8\" 管", "7"]),
    ] {
        assert_eq!(rows(only(&grid::pasted(text).unwrap()))[row], expected, "{text}");
    }
}

#[test]
fn pasted_tables() {
    let excel = "单位\t完成数\t备注\r\n甲街道\t1,200\t\"两行\r\n备注\"\r\n乙镇\t\t\"未\"\"报\"\"\"\r\n";
    assert_eq!(
        rows(only(&grid::pasted(excel).unwrap()))[1..],
        [["甲街道", "1,200", "两行\r\n备注"], ["乙镇", "", "未\"报\""]]
    );
    let markdown = "| 单位 | 完成数 |\n|:-----|-------:|\n| 甲\\|乙 | 1.5 |\n| 丙 |  |\n";
    assert_eq!(
        rows(only(&grid::pasted(markdown).unwrap())),
        [vec!["单位", "完成数"], vec!["甲|乙", "1.5"], vec!["丙"]]
    );
    let psql = " 单位 | 数\n------+----\n 甲 | 1\n 乙 | 2\n(2 rows)\n";
    assert_eq!(rows(only(&grid::pasted(psql).unwrap()))[1], ["甲", "1"]);
    let piece = "<tr><td>甲</td><td>1</td></tr>";
    let clipboard = format!(
        "Version:0.9\r\nStartHTML:00000097\r\nEndHTML:1\r\n<html><body><!--StartFragment--><table>{piece}</table></body></html>"
    );
    assert_eq!(rows(only(&grid::pasted(&clipboard).unwrap())), [["甲", "1"]]);
    let book = grid::pasted(&format!("<table>{piece}</table>")).unwrap();
    assert_eq!((book.name.as_str(), book.notes.len()), (grid::PASTED, 0));
    let quote = "单位\t数\n\"甲\t1\n乙\t2\n";
    assert_eq!(rows(only(&grid::pasted(quote).unwrap()))[1], ["\"甲", "1"], "a lone quote swallows nothing");
}

#[test]
fn lines_that_do_not_part_are_kept_whole_and_said() {
    let text = "单位 完成数 增长\n甲街道 1.5 3.2\n乙镇 7 -1\n丙乡 8\n";
    let book = grid::pasted(text).unwrap();
    assert_eq!(rows(only(&book))[3], ["丙乡 8"]);
    assert!(book.notes[0].message.contains("第 4 行"), "{}", book.notes[0]);
}
