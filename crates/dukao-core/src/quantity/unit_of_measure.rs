//! Units of measure: a multiple (万, 亿) before a base (元, 人次, 千瓦时).

use std::fmt;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

/// Bases whose own name begins like a multiple, or that are more than one word: matched before any
/// multiple is taken off.
const WHOLE_BASES: [&str; 12] =
    ["千瓦时", "千瓦", "千米", "千克", "千卡", "百分点", "个百分点", "百分比", "十分制", "万分比", "千分点", "百分制"];

/// Multiples in the order in which they are tried, with their power of ten.
const MULTIPLES: [(&str, i8); 7] = [("千万", 7), ("百万", 6), ("十万", 5), ("亿", 8), ("万", 4), ("千", 3), ("百", 2)];

/// What a unit measures, as far as calculations must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Family {
    /// Chinese yuan.
    Yuan,
    /// Another currency.
    Currency,
    /// Percent of something.
    Percent,
    /// Difference of two percentages.
    PercentagePoint,
    /// Score points.
    Points,
    /// Places in a ranking.
    Places,
    /// Everything that is counted or measured in its own base.
    Other,
}

/// A unit of measure such as 亿元, %, 百分点, 户, 万人次 or 微克/立方米.
///
/// Two units convert into each other when they have the same base; the multiple only moves the
/// decimal point.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitOfMeasure {
    text: Arc<str>,
    base: Arc<str>,
    power: i8,
}

/// The units that formulas give their results in: made once, as every figure has one.
static PERCENT: LazyLock<UnitOfMeasure> = LazyLock::new(|| UnitOfMeasure::plain("%"));
static PERCENTAGE_POINTS: LazyLock<UnitOfMeasure> = LazyLock::new(|| UnitOfMeasure::plain("百分点"));
static PLACES: LazyLock<UnitOfMeasure> = LazyLock::new(|| UnitOfMeasure::plain("位"));

/// A text that cannot be a unit of measure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”不是计量单位")]
pub struct UnitError {
    /// What was written.
    pub text: String,
}

impl UnitOfMeasure {
    /// Reads a unit: an optional multiple before a base. Synonyms are brought to one word
    /// (人民币元 → 元, 个百分点 → 百分点, ％ → %).
    ///
    /// # Errors
    /// When the text is empty, holds digits or brackets, or is only a multiple.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let text = text.trim();
        let error = || UnitError { text: text.to_owned() };
        let unusable = |sign: char| sign.is_ascii_digit() || sign.is_control() || "（）()[]：:，,；;".contains(sign);
        if text.is_empty() || text.chars().count() > 16 || text.chars().any(unusable) {
            return Err(error());
        }
        let (power, base) = split_multiple(text);
        let base = synonym(base);
        if base.is_empty() {
            return Err(error());
        }
        let base: Arc<str> = Arc::from(base);
        Ok(Self { text: if power == 0 { Arc::clone(&base) } else { Arc::from(text) }, base, power })
    }

    /// Percent.
    pub fn percent() -> Self {
        PERCENT.clone()
    }

    /// Percentage points.
    pub fn percentage_points() -> Self {
        PERCENTAGE_POINTS.clone()
    }

    /// Places in a ranking.
    pub fn places() -> Self {
        PLACES.clone()
    }

    /// A unit without multiple, known to be one.
    pub(crate) fn plain(base: &str) -> Self {
        let text: Arc<str> = Arc::from(base);
        Self { base: Arc::clone(&text), text, power: 0 }
    }

    /// The base without its multiple.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The power of ten of the multiple (万 → 4).
    pub const fn power(&self) -> i8 {
        self.power
    }

    /// As shown to the user.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many places the point moves right when a figure in `self` is written in `other`; `None`
    /// when they do not measure the same thing.
    pub fn power_to(&self, other: &Self) -> Option<i8> {
        (self.base == other.base).then(|| self.power - other.power)
    }

    /// What the unit measures.
    pub fn family(&self) -> Family {
        match &*self.base {
            "元" => Family::Yuan,
            "美元" | "欧元" | "港元" | "日元" | "英镑" => Family::Currency,
            "%" => Family::Percent,
            "百分点" => Family::PercentagePoint,
            "分" => Family::Points,
            "位" => Family::Places,
            _ => Family::Other,
        }
    }
}

fn split_multiple(text: &str) -> (i8, &str) {
    if WHOLE_BASES.contains(&text) {
        return (0, text);
    }
    for (multiple, power) in MULTIPLES {
        if let Some(base) = text.strip_prefix(multiple)
            && !base.is_empty()
        {
            return (power, base);
        }
    }
    (0, text)
}

fn synonym(base: &str) -> &str {
    match base {
        "％" | "百分比" => "%",
        "个百分点" | "pp" => "百分点",
        "人民币元" | "元人民币" | "圆" => "元",
        "元美元" | "美金" => "美元",
        "公里" | "千米" => "公里",
        "千瓦小时" => "千瓦时",
        "万" | "亿" | "千" | "百" | "十" => "",
        other => other,
    }
}

impl TryFrom<String> for UnitOfMeasure {
    type Error = UnitError;
    fn try_from(text: String) -> Result<Self, UnitError> {
        Self::parse(&text)
    }
}

impl From<UnitOfMeasure> for String {
    fn from(unit: UnitOfMeasure) -> Self {
        unit.text.as_ref().to_owned()
    }
}

impl fmt::Display for UnitOfMeasure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, base: &str, power: i8) {
        let unit = UnitOfMeasure::parse(text).unwrap();
        assert_eq!((unit.base(), unit.power()), (base, power), "{text}");
    }

    #[test]
    fn takes_the_multiple_off_the_base() {
        check("亿元", "元", 8);
        check("万元", "元", 4);
        check("百万元", "元", 6);
        check("亿千瓦时", "千瓦时", 8);
        check("千瓦时", "千瓦时", 0);
        check("万平方米", "平方米", 4);
        check("微克/立方米", "微克/立方米", 0);
        check("个百分点", "百分点", 0);
        check("％", "%", 0);
        check("个村", "个村", 0);
    }

    #[test]
    fn a_power_leads_from_one_multiple_to_another() {
        let power =
            |from: &str, to: &str| UnitOfMeasure::parse(from).unwrap().power_to(&UnitOfMeasure::parse(to).unwrap());
        assert_eq!(power("亿元", "万元"), Some(4));
        assert_eq!(power("元", "亿元"), Some(-8));
        assert_eq!(power("千万元", "百元"), Some(5));
        assert_eq!(power("十万人", "千人"), Some(2));
        assert_eq!(power("亿元", "亿美元"), None);
        assert_eq!(power("%", "百分点"), None);
    }

    #[test]
    fn knows_what_a_unit_measures() {
        for (text, family) in [
            ("万元", Family::Yuan),
            ("圆", Family::Yuan),
            ("亿人民币元", Family::Yuan),
            ("万美元", Family::Currency),
            ("美金", Family::Currency),
            ("欧元", Family::Currency),
            ("百分比", Family::Percent),
            ("pp", Family::PercentagePoint),
            ("分", Family::Points),
            ("位", Family::Places),
            ("千米", Family::Other),
            ("千瓦小时", Family::Other),
        ] {
            assert_eq!(UnitOfMeasure::parse(text).unwrap().family(), family, "{text}");
        }
        assert_eq!(UnitOfMeasure::percent().family(), Family::Percent);
        assert_eq!(UnitOfMeasure::percentage_points().family(), Family::PercentagePoint);
        assert_eq!(UnitOfMeasure::places().family(), Family::Places);
        check("千米", "公里", 0);
        check("亿千瓦小时", "千瓦时", 8);
        check("美金", "美元", 0);
    }

    #[test]
    fn keeps_its_own_words() {
        let shown = |text: &str| UnitOfMeasure::parse(text).unwrap().as_str().to_owned();
        assert_eq!([shown("亿元"), shown("个百分点"), shown(" ％ "), shown("户")], ["亿元", "百分点", "%", "户"]);
        let json = serde_json::to_string(&UnitOfMeasure::parse("万人次").unwrap()).unwrap();
        assert_eq!(json, "\"万人次\"");
        assert_eq!(serde_json::from_str::<UnitOfMeasure>(&json).unwrap().power(), 4);
        assert!(serde_json::from_str::<UnitOfMeasure>("\"万\"").is_err());
        assert!(UnitOfMeasure::parse(&"米".repeat(16)).is_ok());
        assert!(UnitOfMeasure::parse(&"米".repeat(17)).is_err());
    }

    #[test]
    fn refuses_what_is_no_unit() {
        for text in ["", "万", "12元", "万元（不含农户）"] {
            assert!(UnitOfMeasure::parse(text).is_err(), "{text}");
        }
    }
}
