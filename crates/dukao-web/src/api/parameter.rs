//! Parameters of an address and fields beside files: what may be written, said once for the description and the check.

use serde_json::{Value, json};

/// What may be written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// Any text of at most so many characters.
    Text(usize),
    /// A whole number in a range.
    Whole(i64, i64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of the words that a function gives.
    Known(fn() -> Vec<&'static str>),
    /// A day.
    Day,
    /// A version or a day.
    AsOf,
    /// Where a list is read on.
    Cursor,
    /// A file; may be repeated.
    File,
}

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) about: &'static str,
}

/// One that may be left out.
pub(crate) const fn may(name: &'static str, kind: Kind, about: &'static str) -> Parameter {
    Parameter { name, kind, required: false, about }
}

/// One that must be there.
pub(crate) const fn must(name: &'static str, kind: Kind, about: &'static str) -> Parameter {
    Parameter { name, kind, required: true, about }
}

/// Most characters of a name or code.
const SHORT: usize = 200;
/// Most items on a page of a list, and how many when nothing is said.
pub(crate) const MOST: i64 = 500;
pub(crate) const USUAL: i64 = 100;

/// What every view of figures takes.
pub(crate) const PERIOD: &[Parameter] = &[
    may("year", Kind::Whole(1949, 2199), "考核年度；不写是有数据的最近一年"),
    may("month", Kind::Whole(1, 12), "截至月份；不写是有数据的最近一月"),
    may("as-of", Kind::AsOf, "按过去的数据：数据版本（v12）或日期（2018-08-01）"),
];

/// Whose figures.
pub(crate) const UNIT: &[Parameter] =
    &[may("unit", Kind::Text(SHORT), "单位的代码、全称或简称；不写是地区本身，只看得见本单位的是本单位")];

/// Which series.
pub(crate) const ORIGIN: &[Parameter] =
    &[may("origin", Kind::Word(&["claimed", "recognised"]), "数源：claimed 申报（不写就是它），recognised 认定")];

/// By which figure units are ranked.
pub(crate) const BASIS: &[Parameter] = &[may("by", Kind::Known(ranking_bases), "按哪个数排位次；不写是这个指标惯用的")];

fn ranking_bases() -> Vec<&'static str> {
    dukao_core::progress::RANKING_BASES.map(dukao_core::progress::FigureKind::key).to_vec()
}

/// A page of a list.
pub(crate) const WALK: &[Parameter] = &[
    may("limit", Kind::Whole(1, MOST), "一页最多几条，1到500；不写是100"),
    may("cursor", Kind::Cursor, "上一页答案里的 next；第一页不写"),
];

/// A part of a path.
pub(crate) fn place(name: &str) -> Parameter {
    match name {
        "region" => must("region", Kind::Text(SHORT), "地区代码"),
        "indicator" => must("indicator", Kind::Text(SHORT), "指标的代码、名称或别名"),
        "unit" => must("unit", Kind::Text(SHORT), "单位的代码、全称或简称"),
        "annex" => must("annex", Kind::Word(&["1", "2"]), "附表1或附表2"),
        "version" => must("version", Kind::Whole(1, i64::MAX), "数据版本，只写数字"),
        "key" => must("key", Kind::Text(400), "核对结果的键"),
        "name" => must("name", Kind::Text(SHORT), "名字"),
        "table" => must("table", Kind::Known(super::resources::tables::names), "哪张表"),
        "file" => must("file", Kind::Whole(1, i64::MAX), "文件编号"),
        "sheet" => must("sheet", Kind::Whole(1, 1_000_000), "第几个工作表"),
        "cell" => must("cell", Kind::Text(20), "单元格，例如 F17；文字文件是行号"),
        _ => must("id", Kind::Text(SHORT), "编号"),
    }
}

impl Parameter {
    /// Its schema.
    pub(crate) fn schema(&self) -> Value {
        match self.kind {
            Kind::Text(longest) => json!({ "type": "string", "minLength": 1, "maxLength": longest }),
            Kind::Whole(first, last) => json!({ "type": "integer", "minimum": first, "maximum": last }),
            Kind::Word(words) => json!({ "type": "string", "enum": words }),
            Kind::Known(words) => json!({ "type": "string", "enum": words() }),
            Kind::Day => json!({ "type": "string", "format": "date" }),
            Kind::AsOf => json!({ "anyOf": [
                { "type": "string", "pattern": "^v[1-9][0-9]{0,17}$" },
                { "type": "string", "format": "date" },
            ] }),
            Kind::Cursor => json!({ "type": "string", "pattern": "^v[1-9][0-9]{0,17}-[0-9]{1,9}$" }),
            Kind::File => json!({ "type": "array", "items": { "type": "string", "format": "binary" } }),
        }
    }

    /// What is wrong with a value.
    pub(crate) fn wrong(&self, text: &str) -> Option<String> {
        let told = match self.kind {
            _ if text.is_empty() => "不能是空的".to_owned(),
            _ if text.contains('\0') => "不能有空字符".to_owned(),
            Kind::Text(longest) if text.chars().count() > longest => format!("太长：最多{longest}个字"),
            Kind::Whole(first, last) if whole(text).is_none_or(|number| !(first..=last).contains(&number)) => {
                format!("应当是{first}到{last}的整数")
            }
            Kind::Word(words) => return unknown(words, text),
            Kind::Known(words) => return unknown(&words(), text),
            Kind::Day if day(text).is_none() => "应当是日期，例如2018-08-01".to_owned(),
            Kind::AsOf if version(text).is_none() && day(text).is_none() => {
                "应当是数据版本（如v12）或日期（如2018-08-01）".to_owned()
            }
            Kind::Cursor if cursor(text).is_none() => "不是上一页答案里的 next".to_owned(),
            Kind::Cursor | Kind::Text(_) | Kind::Whole(..) | Kind::Day | Kind::AsOf | Kind::File => return None,
        };
        Some(told)
    }
}

fn unknown(words: &[&str], text: &str) -> Option<String> {
    (!words.contains(&text)).then(|| format!("可用的值：{}", words.join("、")))
}

/// A whole number as JSON writes it.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|digit| digit.is_ascii_digit());
    text.parse().ok().filter(|_| plain && (digits == "0" || !digits.starts_with('0')))
}

/// A day in ten characters.
pub(crate) fn day(text: &str) -> Option<jiff::civil::Date> {
    text.parse().ok().filter(|_| text.len() == 10)
}

/// The number of a version: v12.
pub(crate) fn version(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('v')?;
    whole(digits).filter(|version| *version > 0 && digits.len() <= 18)
}

/// Version and offset of a cursor: v12-100.
pub(crate) fn cursor(text: &str) -> Option<(i64, usize)> {
    let (own, offset) = text.split_once('-')?;
    let plain = (1..=9).contains(&offset.len()) && offset.bytes().all(|digit| digit.is_ascii_digit());
    Some((version(own)?, offset.parse().ok().filter(|_| plain)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_the_schema_says_and_nothing_else() {
        let period = |name: &str| *PERIOD.iter().find(|one| one.name == name).unwrap();
        for (name, text, right) in [
            ("year", "2018", true),
            ("year", "18", false),
            ("year", "+2018", false),
            ("month", "07", false),
            ("month", "12", true),
            ("as-of", "v12", true),
            ("as-of", "2018-08-01", true),
            ("as-of", "v0", false),
            ("as-of", "12", false),
            ("as-of", "昨天", false),
            ("as-of", "", false),
        ] {
            assert_eq!(period(name).wrong(text).is_none(), right, "{name}={text}");
        }
        assert_eq!(cursor("v12-100"), Some((12, 100)));
        for wrong in ["", "v12", "12-1", "v0-1", "v12--1", "v12-x"] {
            assert_eq!(cursor(wrong), None, "{wrong}");
        }
        assert!(UNIT[0].wrong("\0").is_some() && UNIT[0].wrong("街").is_none());
    }
}
