//! The examples of `docs/映射文件.md` are read as they stand there.

use std::path::Path;

use dukao_office::batch::Nothing;
use dukao_office::mapping;

use crate::mapping_cases::told;
use crate::support::{csv, said};

/// The fenced blocks of a language, in order.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let fence = format!("```{language}\n");
    text.split(fence.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn every_example_of_the_manual_is_read() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/映射文件.md");
    let text = std::fs::read_to_string(page).unwrap();
    let (tables, mappings) = (blocks(&text, "csv"), blocks(&text, "yaml"));
    assert_eq!((tables.len(), mappings.len()), (3, 3));
    let mut out = Vec::new();
    for (table, source) in tables.iter().zip(&mappings) {
        assert!(source.lines().count() <= 30);
        let outcome = mapping::read("例.yaml", source, &csv("例.csv", table), &Nothing::default());
        assert_eq!(said(&outcome), "");
        out.push(told(&outcome.batch));
    }
    insta::assert_snapshot!(out.join("\n\n"));
}
