//! Laws of the text format: everyday lines are read, spans are bytes, nothing panics.

use dukao_office::text::{self, Node, Problems, Value};
use proptest::prelude::*;

fn ok(source: &str) -> Node {
    let mut problems = Problems::new();
    let node = text::parse(source, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    node.unwrap()
}

#[test]
fn everyday_lines_need_no_quotes() {
    let source = "时间: 2026年3月\n日期: 2026-11-21\n率: 120%\n段: 90-100\n单位: 万元/人\n名: 规上工业增加值(可比价)\n数: 01\n否: no\n条件: 事故 >= 1\n钟: 12:30\n";
    let Value::Map(entries) = ok(source).value else { unreachable!() };
    let texts: Vec<_> = entries.iter().map(|(_, v)| v.text().unwrap()).collect();
    assert_eq!(
        texts,
        [
            "2026年3月",
            "2026-11-21",
            "120%",
            "90-100",
            "万元/人",
            "规上工业增加值(可比价)",
            "01",
            "no",
            "事故 >= 1",
            "12:30"
        ]
    );
}

#[test]
fn spans_are_bytes_of_the_source_even_after_bom_and_crlf() {
    let source = "\u{feff}名称: 甲\r\n列: [乙, 丙]\r\n";
    let Value::Map(entries) = ok(source).value else { unreachable!() };
    assert_eq!(&source[entries[0].1.span.clone()], "甲");
    assert_eq!(&source[entries[1].1.span.clone()], "[乙, 丙]");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(source in "[ \\n:#\\[\\]{},：，　a键\"'*&!|>%@-]{0,60}") {
        let mut problems = Problems::new();
        let node = text::parse(&source, &mut problems);
        prop_assert!(node.is_some() || !problems.is_empty());
        let _ = text::render("f.yaml", &source, &problems);
    }

    #[test]
    fn any_unicode_is_read_or_refused(source in any::<String>()) {
        let mut problems = Problems::new();
        let node = text::parse(&source, &mut problems);
        prop_assert!(node.is_some() || !problems.is_empty());
        let _ = text::render("f.yaml", &source, &problems);
    }
}
