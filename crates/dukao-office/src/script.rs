//! Names and words as they are compared: half-width, simplified script, no blanks.
//!
//! ```
//! use dukao_office::script;
//! assert_eq!(script::plain("累計　完成數（億元）"), "累计完成数(亿元)");
//! assert_eq!(script::simplified("甲街道"), "甲街道");
//! ```

use std::borrow::Cow;
use std::sync::LazyLock;

/// Traditional characters, each followed by its simplified one, in the order of their numbers. From the
/// OpenCC dictionaries (Apache-2.0), without characters that simplified text uses too (乾, 著, 藉 …): see
/// `docs/decisions/0006-traditional-script.md`.
const PAIRS: &str = include_str!("traditional.txt");

static TABLE: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let mut letters = PAIRS.chars().filter(|c| !c.is_control());
    let mut table = Vec::new();
    while let (Some(traditional), Some(simple)) = (letters.next(), letters.next()) {
        table.push((traditional, simple));
    }
    table
});

fn simple(c: char) -> Option<char> {
    if !('\u{3400}'..='\u{FAFF}').contains(&c) {
        return None;
    }
    let at = TABLE.binary_search_by_key(&c, |(traditional, _)| *traditional).ok()?;
    TABLE.get(at).map(|(_, simple)| *simple)
}

/// The text with every traditional character simplified, one by one; borrowed when there is none.
/// Names are compared this way and stay stored as they were written.
pub fn simplified(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| simple(c).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| simple(c).unwrap_or(c)).collect())
}

/// Full-width letters, digits and marks as half-width; typographic minus signs and spaces as plain ones;
/// characters that nobody sees are dropped.
pub fn half_width(text: &str) -> String {
    text.chars().filter(|c| !is_unseen(*c)).map(half).collect()
}

/// How heads, names and words are compared: half-width, simplified, without any blanks.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !is_unseen(*c))
        .map(half)
        .filter(|c| !c.is_whitespace())
        .map(|c| simple(c).unwrap_or(c))
        .collect()
}

const fn half(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => match char::from_u32(c as u32 - 0xFEE0) {
            Some(half) => half,
            None => c,
        },
        '\u{2212}' | '\u{2013}' | '\u{2010}' | '\u{2011}' | '\u{FE63}' => '-',
        '\u{FE62}' => '+',
        '\u{FE6A}' => '%',
        '\u{FE50}' => ',',
        '\u{3000}' | '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => ' ',
        other => other,
    }
}

/// Zero-width characters and direction marks that come along from web pages.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_settled() {
        assert!(TABLE.len() > 2_900);
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (_, simplified) in TABLE.iter() {
            assert_eq!(simple(*simplified), None, "{simplified} would be simplified again");
        }
    }

    #[test]
    fn names_in_either_script() {
        for (traditional, expected) in [
            ("單位", "单位"),
            ("規模以上工業增加值", "规模以上工业增加值"),
            ("一般公共預算收入（億元）", "一般公共预算收入(亿元)"),
            ("與上年持平", "与上年持平"),
            ("下降３．２％", "下降3.2%"),
            ("無 數 據", "无数据"),
            ("乾县", "乾县"),
            ("\u{feff}甲\u{200b}区", "甲区"),
            ("臺灣鎮鄉", "台湾镇乡"),
        ] {
            assert_eq!(plain(traditional), expected);
        }
    }

    #[test]
    fn minus_signs_and_blanks() {
        assert_eq!(half_width("−1 – 2 － 3\u{2003}４﹪"), "-1 - 2 - 3 4%");
        assert!(matches!(simplified("乙镇 12.5"), Cow::Borrowed(_)));
    }
}
