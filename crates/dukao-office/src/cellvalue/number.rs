//! Numbers: sign, digits, unit and note mark, each at its place, nothing else.

use super::words::{Way, directed};
use super::{Refusal, Typed, refuse};

/// Most digits a figure may have.
const MAX_DIGITS: usize = 18;

/// Signs of money before a number, and the unit they stand for.
const MONEY: [(&str, &str); 9] = [
    ("¥", "元"),
    ("￥", "元"),
    ("RMB", "元"),
    ("人民币", "元"),
    ("US$", "美元"),
    ("HK$", "港元"),
    ("$", "美元"),
    ("€", "欧元"),
    ("￡", "英镑"),
];

/// Reads a text that is neither empty nor a word of its own; half-width and in simplified script.
pub(super) fn read(text: &str) -> Result<Typed, Refusal> {
    let (mark, bare) = without_mark(text);
    let (way, rest) = directed(bare);
    let (sign, rest) = signed(rest);
    let (money, rest) = money(rest);
    // The sign may also stand behind the sign of money.
    let (inner, rest) = if money.is_some() { signed(rest) } else { (Sign::default(), rest) };
    let negative = match (sign.negative(), inner.negative(), way.is_some_and(Way::is_negative)) {
        (true, true, _) => return twice(text),
        (signed, inner, _) if (signed || inner) && way.is_some() => return twice(text),
        (signed, inner, turned) => signed || inner || turned,
    };
    if sign.bracket && rest.starts_with('-') {
        return twice(text);
    }
    let (digits, unit) = split_unit(rest);
    let Some(plain) = ungroup(digits.trim()) else {
        return refuse_number(text, digits);
    };
    if plain.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS {
        return refuse(format!("“{text}”位数太多"), format!("最多 {MAX_DIGITS} 位数字，换用更大的计量单位"));
    }
    let unit = unit_of(text, unit, sign.behind.or(inner.behind), money)?;
    let zero = plain.bytes().all(|b| matches!(b, b'0' | b'.'));
    let decimal = if negative && !zero { format!("-{plain}") } else { plain };
    Ok(Typed { decimal, unit, mark })
}

fn twice<T>(text: &str) -> Result<T, Refusal> {
    refuse(format!("“{text}”里有两重负号"), "只写一个负号，如 -3.2")
}

/// A note sign behind the figure: ①–⑳ or `[1]`. Other marks could belong to the figure.
fn without_mark(text: &str) -> (Option<String>, &str) {
    let end = text.trim_end_matches(|c| ('①'..='⑳').contains(&c)).trim_end();
    let end = match end.strip_suffix(']').and_then(|inner| inner.rsplit_once('[')) {
        Some((before, inside)) if !inside.is_empty() && inside.len() <= 2 && is_digits(inside) => before.trim_end(),
        _ => end,
    };
    let mark = text.get(end.len()..).map(str::trim).filter(|mark| !mark.is_empty());
    // Without anything before it, it is no mark.
    if end.is_empty() { (None, text) } else { (mark.map(str::to_owned), end) }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// How a sign is written.
#[derive(Debug, Clone, Copy, Default)]
struct Sign<'t> {
    minus: bool,
    bracket: bool,
    /// What stands behind the closing bracket: `(3.2)%`.
    behind: Option<&'t str>,
}

impl Sign<'_> {
    const fn negative(self) -> bool {
        self.minus || self.bracket
    }
}

/// The sign before or around a number, and the rest. Of a minus within brackets the minus is left in the
/// rest, where it is no digit: negative twice is refused.
fn signed(text: &str) -> (Sign<'_>, &str) {
    if let Some((inner, behind)) = text.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        let behind = Some(behind.trim()).filter(|behind| !behind.is_empty());
        return (Sign { bracket: true, behind, minus: false }, inner.trim());
    }
    match text.strip_prefix('-').or_else(|| text.strip_prefix('—')) {
        Some(rest) => (Sign { minus: true, ..Sign::default() }, rest.trim_start()),
        None => (Sign::default(), text.strip_prefix('+').unwrap_or(text).trim_start()),
    }
}

fn money(text: &str) -> (Option<&'static str>, &str) {
    let found = MONEY.iter().find_map(|(sign, unit)| Some((Some(*unit), text.strip_prefix(sign)?.trim_start())));
    found.unwrap_or((None, text))
}

/// The number's own characters, and the unit behind them.
fn split_unit(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' '))).unwrap_or(text.len());
    text.split_at(end)
}

/// The unit behind the digits, behind the bracket, or of the sign of money: only one of them.
fn unit_of(
    text: &str,
    unit: &str,
    behind: Option<&str>,
    money: Option<&'static str>,
) -> Result<Option<String>, Refusal> {
    let unit: String = unit.chars().filter(|c| !c.is_whitespace()).collect();
    let behind: String = behind.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
    let written = match (unit.is_empty(), behind.is_empty()) {
        (true, _) => behind,
        (_, true) => unit,
        _ => return refuse(format!("“{text}”里有两个单位"), "计量单位只写一次，如 -3.2%"),
    };
    let fits = written.chars().all(|c| c.is_alphabetic() || matches!(c, '%' | '‰' | '/' | '²' | '³'));
    let exponent = written.strip_prefix(['e', 'E']).map(|rest| rest.trim_start_matches(['+', '-']));
    if exponent.is_some_and(is_digits) {
        return refuse(format!("“{text}”是科学记数法，可能丢了位数"), "把单元格格式改为数值，填完整的数");
    }
    if !fits {
        return refuse(
            format!("“{text}”里的数后面有“{written}”"),
            "只填数，或数后写计量单位，如 12.5亿元；区间、说明写到备注里",
        );
    }
    let written = written.strip_prefix('个').filter(|rest| *rest == "百分点").unwrap_or(&written);
    match money {
        // ¥1.2亿 is 1.2亿元.
        Some(money) => {
            let multiple = written.strip_suffix(money).unwrap_or(written);
            if !matches!(multiple, "" | "百" | "千" | "万" | "百万" | "千万" | "亿" | "万亿") {
                return refuse(format!("“{text}”前后的货币单位不同"), "计量单位只写一次，如 1.2亿元");
            }
            Ok(Some(format!("{multiple}{money}")))
        }
        None => Ok((!written.is_empty()).then(|| written.to_owned())),
    }
}

/// Digits without thousands separators and leading zeros; `None` if the separators or points stand wrong.
fn ungroup(text: &str) -> Option<String> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    if fraction.is_some_and(|digits| digits.is_empty() || !is_digits(digits)) {
        return None;
    }
    // `.5` is what a spreadsheet shows for 0.5 under the format `#.0`.
    if whole.is_empty() {
        return fraction.map(|fraction| format!("0.{fraction}"));
    }
    let mut groups = whole.split([',', ' ']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = !rest.is_empty();
    let is_group = |group: &str| !group.is_empty() && is_digits(group);
    // 0,123 is how others write 0.123.
    let wrong_first = grouped && (first.len() > 3 || first.starts_with('0'));
    if !is_group(first) || wrong_first || !rest.iter().all(|group| is_group(group) && group.len() == 3) {
        return None;
    }
    let one_sign = !(whole.contains(',') && whole.contains(' '));
    let joined = one_sign.then(|| format!("{first}{}", rest.concat()))?;
    let trimmed = joined.trim_start_matches('0');
    let whole = if trimmed.is_empty() { "0" } else { trimmed };
    Some(fraction.map_or_else(|| whole.to_owned(), |fraction| format!("{whole}.{fraction}")))
}

fn refuse_number(text: &str, digits: &str) -> Result<Typed, Refusal> {
    if digits.contains(',') {
        return refuse(format!("“{text}”的逗号位置不对"), "逗号只能隔开千位，小数点用“.”，写成 1200、1,200 或 12.5");
    }
    if digits.matches('.').count() > 1 || digits.ends_with('.') {
        return refuse(format!("“{text}”的小数点不对"), "写成 12.5");
    }
    if digits.trim().contains(' ') {
        return refuse(format!("“{text}”的数字中间有空格"), "去掉空格，如 1203.5");
    }
    refuse(format!("“{text}”不是数"), "只填数，如 12.5；没有数就留空，已隐去填 ×，无数据填 —，不可比填“不可比”")
}
