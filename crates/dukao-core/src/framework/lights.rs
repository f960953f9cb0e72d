//! Lights: how far behind is 偏慢 or 滞后, as data. The thresholds stand in one file and belong to the
//! scheme once there is one; "behind" (any gap) is counted apart from lights.

use std::sync::LazyLock;

use super::ValueKind;
use crate::number::{Decimal, Rational};

/// How an indicator stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 滞后
    Lagging,
    /// 偏慢
    Slow,
    /// 正常
    Normal,
    /// 未报
    Unreported,
    /// Cannot be judged: no target, or nothing due yet.
    NotJudged,
}

impl Light {
    /// The word that always stands beside the sign.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Lagging => "滞后",
            Self::Slow => "偏慢",
            Self::Normal => "正常",
            Self::Unreported => "未报",
            Self::NotJudged => "不评",
        }
    }
}

/// Thresholds by value kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lights {
    rows: Vec<(ValueKind, Decimal, Decimal)>,
}

/// What is wrong in a file of thresholds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("灯号第{line}行：{message}")]
pub struct LightsError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

static BUILTIN: LazyLock<Lights> =
    LazyLock::new(|| Lights::from_csv(include_str!("../../data/lights.csv")).unwrap_or(Lights { rows: Vec::new() }));

impl Lights {
    /// The thresholds in force until a scheme says otherwise.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads `数值类型,量度,偏慢,滞后` lines.
    ///
    /// # Errors
    /// The first line that is wrong.
    pub fn from_csv(text: &str) -> Result<Self, LightsError> {
        let mut rows = Vec::new();
        for (index, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
            let error = |message: String| LightsError { line: index + 1, message };
            let fields: Vec<&str> = line.split(',').map(str::trim).collect();
            let [kind, _measure, slow, lagging] = fields.as_slice() else {
                return Err(error("要有四列".to_owned()));
            };
            let (kind, _) = ValueKind::WORDS
                .into_iter()
                .find(|(_, word)| word == kind)
                .ok_or_else(|| error(format!("没有“{kind}”这种数值类型")))?;
            let number = |text: &str| Decimal::parse(text).map_err(|problem| error(format!("“{text}”{problem}")));
            let (slow, lagging) = (number(slow)?, number(lagging)?);
            if Rational::from(slow) > Rational::from(lagging) {
                return Err(error("偏慢的门槛不能高于滞后".to_owned()));
            }
            rows.push((kind, slow, lagging));
        }
        Ok(Self { rows })
    }

    /// The light for a gap (positive = behind) in the measure of the kind: percentage points of pace,
    /// percentage points or percent of the target, places, days.
    pub fn judge(&self, kind: ValueKind, gap: &Rational) -> Light {
        let Some((_, slow, lagging)) = self.rows.iter().find(|(row, _, _)| *row == kind) else {
            return Light::NotJudged;
        };
        if gap >= &Rational::from(*lagging) {
            Light::Lagging
        } else if gap >= &Rational::from(*slow) {
            Light::Slow
        } else {
            Light::Normal
        }
    }

    /// The thresholds of a kind: (偏慢, 滞后).
    pub fn thresholds(&self, kind: ValueKind) -> Option<(Decimal, Decimal)> {
        self.rows.iter().find(|(row, _, _)| *row == kind).map(|(_, slow, lagging)| (*slow, *lagging))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: ValueKind, gap: &str, expected: Light) {
        assert_eq!(Lights::builtin().judge(kind, &Decimal::parse(gap).unwrap().into()), expected, "{gap}");
    }

    #[test]
    fn thresholds_are_reached_not_passed() {
        check(ValueKind::Flow, "5", Light::Lagging);
        check(ValueKind::Flow, "4.9999", Light::Slow);
        check(ValueKind::Flow, "1", Light::Slow);
        check(ValueKind::Flow, "0.99", Light::Normal);
        check(ValueKind::Flow, "-3", Light::Normal);
        check(ValueKind::Growth, "0.5", Light::Slow);
        check(ValueKind::YesNo, "1", Light::NotJudged);
    }

    #[test]
    fn the_builtin_file_is_whole() {
        assert_eq!(Lights::from_csv(include_str!("../../data/lights.csv")).unwrap().rows.len(), 9);
    }

    #[test]
    fn tells_the_line_that_is_wrong() {
        assert_eq!(Lights::from_csv("头\n流量,百分点,5,1").unwrap_err().line, 2);
        assert_eq!(Lights::from_csv("头\n\n流水,百分点,1,5").unwrap_err().line, 3);
    }

    #[test]
    fn thresholds_and_words() {
        let both = |kind| Lights::builtin().thresholds(kind).map(|(slow, lagging)| format!("{slow} {lagging}"));
        assert_eq!(both(ValueKind::Growth).as_deref(), Some("0.5 5"));
        assert_eq!(both(ValueKind::Flow).as_deref(), Some("1 5"));
        assert_eq!(both(ValueKind::YesNo), None);
        let words = [Light::Lagging, Light::Slow, Light::Normal, Light::Unreported, Light::NotJudged].map(Light::label);
        assert_eq!(words, ["滞后", "偏慢", "正常", "未报", "不评"]);
        assert!(Lights::from_csv("头\n流量,百分点,五,5").unwrap_err().message.contains("五"));
        assert!(Lights::from_csv("头\n流量,百分点,1").unwrap_err().message.contains("四列"));
        assert!(Lights::from_csv("头\n流量,百分点,5,5").is_ok());
    }
}
