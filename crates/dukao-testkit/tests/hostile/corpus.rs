//! The corpus of the fuzzer, run once each: what was found and mended stays mended.

use std::path::Path;

#[path = "../../../../fuzz/src/input.rs"]
mod input;

#[test]
fn every_input_of_the_corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let mut ran = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        input::one(&std::fs::read(path).unwrap());
        ran += 1;
    }
    assert!(ran >= 29, "{ran} inputs");
}

#[test]
fn a_figure_that_loses_a_digit_would_be_found() {
    let found = std::panic::catch_unwind(|| input::same_digits("1,203.5", "1203", None));
    assert!(found.is_err());
    input::same_digits("(1,203.50)①", "-1203.50", Some("①"));
}
