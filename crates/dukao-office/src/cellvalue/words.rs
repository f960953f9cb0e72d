//! The words and signs of figure cells: those that are a figure by themselves, those that give one its
//! sign, and those that make it unusable. All in half-width and simplified script.

use super::{Figure, Refusal, Typed, half_width};
use crate::script::simplified;

const MASKS: &[&str] = &["×", "××", "×××", "✕", "*", "**", "***", "X", "XX", "XXX", "x", "xx", "xxx"];
const NO_DATA: &[&str] = &["/", "无数据", "暂无数据", "暂无", "未公布", "未统计", "N/A", "n/a", "NA"];
const INCOMPARABLE: &[&str] = &["不可比", "不具可比性", "无可比性"];

/// Growth and decline. The longer ones first, where one begins with another.
const DOWN: &[&str] =
    &["负增长", "下降", "减少", "降低", "回落", "下跌", "下滑", "减收", "↓", "⬇", "▼", "▽", "降", "减"];
const UP: &[&str] = &["正增长", "增长", "上升", "增加", "提高", "提升", "上涨", "增收", "↑", "⬆", "增", "升"];
/// More or less than what was due.
const SHORT: &[&str] = &["短收", "少收"];
const OVER: &[&str] = &["超收", "多收"];
/// Words before growth that only say against what: the column says it too.
const AGAINST: &[&str] = &[
    "同比",
    "比上年同期",
    "比去年同期",
    "较上年同期",
    "较去年同期",
    "与上年同期相比",
    "与去年同期相比",
    "比上年",
    "比去年",
    "较上年",
    "较去年",
    "与上年相比",
    "与去年相比",
];
/// Words before 持平.
const WITH: &[&str] =
    &["", "同比", "环比", "与上年", "与去年", "与上年同期", "与去年同期", "与上月", "与上期", "和上年", "和去年"];

/// Words that make a figure approximate.
const ABOUT: &[&str] = &[
    "约",
    "大约",
    "近",
    "将近",
    "接近",
    "超过",
    "超",
    "逾",
    "不足",
    "不到",
    "不低于",
    "不少于",
    "不超过",
    "左右",
    "以上",
    "以下",
    "以内",
    "余",
    "多",
    "几",
    "≈",
    "~",
    "≥",
    "≤",
    ">",
    "<",
    "±",
];

/// A text that is a figure, or the want of one, as a whole.
pub(super) fn whole(text: &str) -> Option<Figure> {
    let all = |signs: &str| text.chars().all(|c| c == ' ' || signs.contains(c));
    let dots = text.chars().filter(|c| *c == '.').count() != 1;
    match () {
        () if text.is_empty() => Some(Figure::Absent),
        () if MASKS.contains(&text) => Some(Figure::Masked),
        () if NO_DATA.contains(&text) || all("-—―─━") || (all(".…·") && dots) => Some(Figure::NoData),
        () if INCOMPARABLE.contains(&text) => Some(Figure::Incomparable),
        () if is_unchanged(text) => Some(Figure::Number(Typed { decimal: "0".to_owned(), unit: None, mark: None })),
        () => None,
    }
}

/// 持平, 与上年持平: a growth of exactly nothing.
pub(crate) fn is_unchanged(text: &str) -> bool {
    let half = half_width(text);
    let plain = simplified(half.trim());
    plain.strip_suffix("持平").is_some_and(|against| WITH.contains(&against))
}

/// Texts that hold a number, or stand for one, and yet are not one that can be taken.
pub(super) fn refused(text: &str) -> Option<Refusal> {
    let (message, hint) = reason(text)?;
    Some(Refusal { message, hint: hint.to_owned() })
}

fn reason(text: &str) -> Option<(String, &'static str)> {
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    if text.starts_with('#') && text.ends_with(['!', '?', 'A']) {
        return Some((format!("公式出错：{text}"), "改正公式，没有数就留空"));
    }
    if text.ends_with("持平") {
        let hint = "确实没有变化写“持平”；否则填确切的数，没有就留空";
        return Some((format!("“{text}”不是确切的数"), hint));
    }
    if text == "无" {
        return Some(("“无”分不清是 0 还是没有数据".to_owned(), "没有发生填 0，没有数据填 —，没有就留空"));
    }
    if !has_digit {
        return None;
    }
    if text.starts_with(['▲', '△']) {
        return Some((format!("“{text}”里的三角，有的表指增加，有的表指负数"), "写成 3.2 或 -3.2"));
    }
    if text.starts_with("环比") {
        return Some((format!("“{text}”写的是环比"), "核对这一列是不是环比；是就只填数，如 3.2%"));
    }
    let bare = directed(text).1;
    let is_about = ABOUT.iter().any(|word| bare.starts_with(word) || bare.ends_with(word));
    if is_about || bare.contains(['多', '余', '几']) {
        return Some((format!("“{text}”不是确切的数"), "填确切的数，没有就留空；原话写到备注里"));
    }
    None
}

/// Which way a word turns the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
    Over,
    Short,
}

impl Way {
    pub(super) const fn is_negative(self) -> bool {
        matches!(self, Self::Down | Self::Short)
    }
}

/// The way a word or arrow gives, and the rest.
pub(super) fn directed(text: &str) -> (Option<Way>, &str) {
    for against in AGAINST {
        if let Some(rest) = text.strip_prefix(against) {
            return turned(rest.trim_start());
        }
    }
    turned(text)
}

fn turned(text: &str) -> (Option<Way>, &str) {
    for (words, way) in [(SHORT, Way::Short), (OVER, Way::Over), (DOWN, Way::Down), (UP, Way::Up)] {
        for word in words {
            if let Some(rest) = text.strip_prefix(word) {
                let rest = rest.trim_start();
                return (Some(way), rest.strip_prefix('了').unwrap_or(rest).trim());
            }
            // Arrows may also stand behind the number.
            if let Some(rest) = text.strip_suffix(word).filter(|_| is_arrow(word)) {
                return (Some(way), rest.trim());
            }
        }
    }
    (None, text)
}

fn is_arrow(word: &str) -> bool {
    matches!(word, "↑" | "↓" | "⬆" | "⬇")
}

/// Whether a figure's own text says which way it goes: 短收30, ↓3.2.
pub(crate) fn has_direction(text: &str) -> bool {
    way(text).is_some()
}

/// Whether a figure's own text says that it is a change and not an amount: 增长3.2, 12.5↑.
pub(crate) fn says_change(text: &str) -> bool {
    matches!(way(text), Some(Way::Up | Way::Down))
}

fn way(text: &str) -> Option<Way> {
    let half = half_width(text);
    directed(&simplified(half.trim())).0
}
