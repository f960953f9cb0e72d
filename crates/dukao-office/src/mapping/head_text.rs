//! Heads as they are compared, and the unit of measure that stands in a head or title.

use dukao_core::quantity::UnitOfMeasure;

/// Bases that are surely units when they stand in brackets behind a head.
const BASES: [&str; 56] = [
    "元",
    "美元",
    "欧元",
    "港元",
    "日元",
    "%",
    "百分点",
    "‰",
    "个",
    "户",
    "人",
    "人次",
    "天",
    "套",
    "吨",
    "平方米",
    "亩",
    "公顷",
    "公里",
    "千瓦时",
    "件",
    "项",
    "家",
    "台",
    "辆",
    "位",
    "次",
    "名",
    "分",
    "立方米",
    "微克/立方米",
    "吨标准煤",
    "宗",
    "处",
    "所",
    "头",
    "只",
    "株",
    "米",
    "间",
    "床",
    "张",
    "例",
    "元/人",
    "元/亩",
    "公斤",
    "千克",
    "平方公里",
    "吨公里",
    "人公里",
    "千瓦",
    "箱",
    "标箱",
    "个百分点",
    "起",
    "批",
];

/// Half-width, simplified, without any blanks; the many dashes between months are one: `1—8月` is `1-8月`.
pub(crate) fn plain(text: &str) -> String {
    let text = crate::script::plain(text);
    if !text.contains(['—', '―', '~', '至']) {
        return text;
    }
    let signs: Vec<char> = text.chars().collect();
    let mut plain = String::with_capacity(text.len());
    for (at, sign) in signs.iter().enumerate() {
        let dash = matches!(sign, '—' | '―' | '~' | '至');
        let number =
            |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(|c| c.is_ascii_digit() || *c == '月');
        let between = dash && number(at.checked_sub(1)) && signs.get(at + 1).is_some_and(char::is_ascii_digit);
        plain.push(if between { '-' } else { *sign });
    }
    plain
}

/// A text that is surely a unit of measure.
pub(crate) fn sure_unit(text: &str) -> Option<UnitOfMeasure> {
    let text = text.trim_matches(['±', '+', '-']);
    let unit = UnitOfMeasure::parse(text).ok()?;
    BASES.contains(&unit.base()).then_some(unit)
}

/// A head without its unit, and the unit: `完成数(万元)`, `增长±%`, `同比%`.
pub(crate) fn split_unit(head: &str) -> (String, Option<UnitOfMeasure>) {
    let head = plain(head);
    if let Some(open) = head.rfind('(')
        && let Some(inside) = head.get(open + 1..).and_then(|rest| rest.strip_suffix(')'))
    {
        let inside = inside.trim_start_matches("单位:");
        if let Some(unit) = sure_unit(inside) {
            return (head.get(..open).unwrap_or("").to_owned(), Some(unit));
        }
    }
    for mark in ["(±%)", "(+-%)", "±%", "+-%", "%"] {
        if let Some(bare) = head.strip_suffix(mark)
            && !bare.is_empty()
        {
            return (bare.to_owned(), Some(UnitOfMeasure::percent()));
        }
    }
    (head, None)
}

/// A name without the unit in brackets behind it, and the unit: `地区生产总值(亿元)`.
pub(crate) fn bracketed_unit(name: &str) -> (String, Option<UnitOfMeasure>) {
    if !name.ends_with([')', '）']) {
        return (name.to_owned(), None);
    }
    let (bare, unit) = split_unit(name);
    if unit.is_some() && !bare.is_empty() { (bare, unit) } else { (name.to_owned(), None) }
}

/// The unit that a title line states: `单位：万元`, `（单位：亿元、%）`.
pub(crate) fn stated_unit(text: &str) -> Option<UnitOfMeasure> {
    let text = plain(text);
    let at = text.find("单位:")?;
    let rest = text.get(at + "单位:".len()..)?;
    let first = rest.split([',', '、', ';', ')', '。', '(']).next()?;
    sure_unit(first)
}

/// A name as it stands in a row, without numbering, 其中, note marks and blanks inside: `其中：甲 区①` is `甲区`.
pub(crate) fn bare_name(text: &str) -> String {
    let whole = plain(text);
    let mut name = whole.trim_end_matches(|c: char| c == '*' || ('①'..='⑳').contains(&c)).to_owned();
    for mark in ["其中:", "#"] {
        if let Some(rest) = name.strip_prefix(mark) {
            name = rest.to_owned();
        }
    }
    let bracketed = name.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let numbered = name.find(['.', '、']).map(|at| name.split_at(at));
    let numbering = bracketed.into_iter().chain(numbered).find(|(number, _)| is_number(number));
    if let Some((_, rest)) = numbering {
        let rest = rest.trim_start_matches(['.', '、']);
        if !rest.is_empty() {
            name = rest.to_owned();
        }
    }
    name
}

/// 一, 十二, 3: what items are numbered by.
fn is_number(text: &str) -> bool {
    let chinese = text.chars().all(|c| "一二三四五六七八九十".contains(c));
    !text.is_empty() && (chinese || text.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_heads() {
        for (head, bare, unit) in [
            ("完成数（万元）", "完成数", Some("万元")),
            ("完成 数(亿元)", "完成数", Some("亿元")),
            ("增长（%）", "增长", Some("%")),
            ("同比±%", "同比", Some("%")),
            ("增减（百分点）", "增减", Some("百分点")),
            ("收入（不含基金）", "收入(不含基金)", None),
            ("开工数（个）", "开工数", Some("个")),
            ("%", "%", None),
            ("完成投资（单位：万元）", "完成投资", Some("万元")),
        ] {
            let (name, found) = split_unit(head);
            assert_eq!((name.as_str(), found.as_ref().map(UnitOfMeasure::as_str)), (bare, unit), "{head}");
        }
        assert_eq!(stated_unit("单位：万元、%").map(String::from).as_deref(), Some("万元"));
        assert_eq!(stated_unit("甲市主要指标（ 单位: 亿元 ）").map(String::from).as_deref(), Some("亿元"));
        assert_eq!(stated_unit("填报单位：甲局"), None);
    }

    #[test]
    fn names_in_rows() {
        for (text, expected) in [
            ("其中：甲　区", "甲区"),
            ("高新区①", "高新区"),
            ("乙县**", "乙县"),
            ("一、农业", "农业"),
            ("12.乙镇", "乙镇"),
            ("#工业", "工业"),
            ("3.5亩", "5亩"),
            ("丙街道", "丙街道"),
        ] {
            assert_eq!(bare_name(text), expected, "{text}");
        }
    }

    #[test]
    fn names_stand_without_their_numbers() {
        for (text, name) in [
            ("一、一般公共预算收入", "一般公共预算收入"),
            ("（一）税收收入", "税收收入"),
            ("(12)印花税", "印花税"),
            ("1.其中", "其中"),
            ("其中：（二）非税收入①", "非税收入"),
            ("（国税）增值税", "(国税)增值税"),
            ("（一）", "(一)"),
        ] {
            assert_eq!(bare_name(text), name);
        }
    }
}
