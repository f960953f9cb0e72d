//! Names of indicators as bureaus publish them, from `indicators.txt`.

use std::sync::LazyLock;

use dukao_core::framework::{PriceBasis, ValueKind};

/// What is generally known of an indicator of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Common {
    pub(super) name: &'static str,
    pub(super) kind: ValueKind,
    pub(super) price: PriceBasis,
    pub(super) category: &'static str,
}

static NAMES: LazyLock<Vec<Common>> = LazyLock::new(|| {
    let mut names: Vec<Common> = include_str!("indicators.txt").lines().flat_map(line).collect();
    names.sort_by_key(|one| std::cmp::Reverse(one.name.chars().count()));
    names
});

fn line(line: &'static str) -> Vec<Common> {
    let Some((what, names)) = line.split_once(": ").filter(|_| !line.starts_with('#')) else { return Vec::new() };
    let mut what = what.split_whitespace();
    let (Some(kind), Some(price), Some(category)) = (what.next(), what.next(), what.next()) else { return Vec::new() };
    let Some((kind, _)) = ValueKind::WORDS.iter().find(|(_, word)| *word == kind) else { return Vec::new() };
    let price = match price {
        "现价" => PriceBasis::Current,
        "可比价" => PriceBasis::Constant,
        _ => PriceBasis::None,
    };
    names.split_whitespace().map(|name| Common { name, kind: *kind, price, category }).collect()
}

/// The longest known name at the beginning of the text.
pub(super) fn at_start(text: &str) -> Option<Common> {
    NAMES.iter().find(|one| text.starts_with(one.name)).copied()
}

/// The known name that is the text.
pub(super) fn exactly(text: &str) -> Option<Common> {
    NAMES.iter().find(|one| one.name == text).copied()
}

/// What is known of the longest name inside the text; the last one where several are as long.
pub(super) fn inside(text: &str) -> Option<Common> {
    NAMES.iter().find(|one| text.contains(one.name)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = include_str!("indicators.txt").lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            assert!(!super::line(line).is_empty(), "{line}");
        }
        assert_eq!(at_start("一般公共预算收入完成数").map(|one| one.name), Some("一般公共预算收入"));
        assert_eq!(inside("全市规模以上工业增加值增速").map(|one| one.kind), Some(ValueKind::Flow));
    }
}
