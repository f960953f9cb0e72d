//! Whatever is written is read to its end: a formula, or mistakes that lie inside the text.

use proptest::prelude::*;

use crate::assessment::formula::Formula;
use crate::assessment::method::tests::{case, parameters};
use crate::assessment::method::{Method, Refusal};

const PARTS: &[&str] = &[
    "实绩",
    "目标",
    "满分",
    "如果",
    "最小值",
    "四舍五入",
    "名次",
    "取整",
    "且",
    "或",
    "非",
    "(",
    ")",
    "（",
    "，",
    ",",
    "+",
    "−",
    "×",
    "÷",
    "/",
    "≥",
    "<",
    "=",
    "≠",
    "80%",
    "0",
    "1.5",
    "3",
    "?",
    "甲",
    " ",
    " ",
];

fn places_are_inside(text: &str) -> Result<(), TestCaseError> {
    let length = text.chars().count();
    if let Err(errors) = Formula::read(text, &["实绩".to_owned(), "目标".to_owned()], &[]) {
        prop_assert!(!errors.is_empty());
        for error in errors {
            prop_assert!(error.at + error.length <= length.max(error.at), "{text}: {error:?}");
            prop_assert!(error.at <= length && !error.message.is_empty(), "{text}: {error:?}");
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,80}") {
        places_are_inside(&text)?;
    }

    #[test]
    fn any_signs(parts in prop::collection::vec(prop::sample::select(PARTS), 0..40)) {
        places_are_inside(&parts.concat())?;
    }

    /// What is read is reckoned, with the same value and derivation, or refused.
    #[test]
    fn what_is_read_is_reckoned(parts in prop::collection::vec(prop::sample::select(PARTS), 1..9)) {
        let text = format!("公式: (实绩 + 目标 × 0 + ({})), 最低分: 不限", parts.join(" "));
        if parts.iter().all(|part| !matches!(*part, "," | "，")) && Method::new("公式", &parameters(&text)).is_ok() {
            let case = case("公式", "10", &text);
            let outcome = case.run(&["7 3", "0 0", "-2 5"]);
            prop_assert!(outcome.iter().all(|points| *points != Refusal::OutOfReach.to_string()), "{outcome:?}");
        }
    }
}
