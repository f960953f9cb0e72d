//! What a clerk says instead of a guess: `D列=累计`, `期间=2018-07`, `9行=合计`, `2:D列=不读`.

use dukao_core::period::Period;
use dukao_core::quantity::UnitOfMeasure;
use serde::Serialize;

use super::words;

/// One correction; it holds for one table of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Which table, from 0.
    pub table: usize,
    /// What is corrected.
    pub subject: Subject,
    /// What it is.
    pub value: String,
}

/// What a correction is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "name")]
pub enum Subject {
    /// The meaning of a column (`D列`, or `5行` of a transposed table): 累计, 不读, 单位 …
    Column(String),
    /// What a row is (`9行`, or `D列` of a transposed table): 合计 or 数据. A row that is not read is said like a column.
    Row(String),
    /// The indicator of a column.
    ColumnIndicator(String),
    /// The unit of measure of a column.
    ColumnUnit(String),
    /// The period of the whole table.
    Period,
    /// The region.
    Region,
    /// The indicator of the whole table.
    Indicator,
    /// The unit of measure of the whole table.
    Unit,
    /// Whether rows that are hidden in the file are read: 读 or 不读.
    HiddenRows,
    /// Whether figures without a word run from January (累计) or are of the month (当月).
    Scope,
}

impl Correction {
    /// Reads `D列=累计`, `D列指标=财政收入`, `D列单位=万元`, `期间=2018-07`, `地区=甲市`, `指标=…`,
    /// `计量单位=万元`, `口径=累计`; `2:` before it means the second table.
    ///
    /// # Errors
    /// What is wrong and what would be right, in the user's language.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (table, rest) = match text.split_once([':', '：']) {
            Some((number, rest)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
                (number.parse::<usize>().unwrap_or(0), rest)
            }
            _ => (1, text),
        };
        let table = table.checked_sub(1).ok_or_else(|| format!("“{text}”：表从1数起"))?;
        let Some((subject, value)) = rest.split_once(['=', '＝']) else {
            return Err(format!("“{text}”应写成“哪里=是什么”，如 D列=累计、期间=2018-07"));
        };
        let (subject, value) = (subject.trim(), value.trim());
        if value.is_empty() {
            return Err(format!("“{text}”等号后面是空的"));
        }
        let subject = Subject::parse(subject).map(|subject| subject.of_row(value)).ok_or_else(|| {
            format!("不认识“{subject}”，可以写 D列、D列指标、D列单位、期间、地区、指标、计量单位、当月或累计")
        })?;
        let correction = Self { table, subject, value: value.to_owned() };
        correction.check().map(|()| correction)
    }

    fn check(&self) -> Result<(), String> {
        let value = &self.value;
        match &self.subject {
            Subject::Column(_) if words::meaning(value).is_none() => {
                Err(format!("“{value}”不是一列的含义，可用：{}", words::all().join("、")))
            }
            Subject::Period if Period::parse(value).is_none() => {
                Err(format!("“{value}”不是期间，写成 2018-07、2018年1—2月、2018年前三季度"))
            }
            Subject::ColumnUnit(_) | Subject::Unit if UnitOfMeasure::parse(value).is_err() => {
                Err(format!("“{value}”不是计量单位"))
            }
            Subject::Scope if !matches!(value.as_str(), "累计" | "当月") => {
                Err("当月或累计只能写“累计”或“当月”".to_owned())
            }
            Subject::HiddenRows if !matches!(value.as_str(), "读" | "不读") => {
                Err("隐藏行只能写“读”或“不读”".to_owned())
            }
            _ => Ok(()),
        }
    }
}

impl Subject {
    /// Only rows are 合计 or 数据.
    fn of_row(self, value: &str) -> Self {
        match self {
            Self::Column(name) if matches!(value, "合计" | "数据") => Self::Row(name),
            other => other,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        match text {
            "期间" => return Some(Self::Period),
            "地区" => return Some(Self::Region),
            "指标" => return Some(Self::Indicator),
            "计量单位" | "单位" => return Some(Self::Unit),
            "隐藏行" => return Some(Self::HiddenRows),
            "当月或累计" | "口径" => return Some(Self::Scope),
            _ => {}
        }
        let at = text.find(['列', '行'])?;
        let sign = text.get(at..).and_then(|rest| rest.chars().next())?;
        let (name, what) = text.split_at(at + sign.len_utf8());
        let letters = name.trim_end_matches(['列', '行']);
        if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        let name = name.to_ascii_uppercase();
        match what {
            "" => Some(Self::Column(name)),
            "指标" => Some(Self::ColumnIndicator(name)),
            "单位" | "计量单位" => Some(Self::ColumnUnit(name)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corrections_as_they_are_typed() {
        let read = |text: &str| Correction::parse(text).map(|one| (one.table, one.subject, one.value));
        assert_eq!(read("d列=累计"), Ok((0, Subject::Column("D列".to_owned()), "累计".to_owned())));
        assert_eq!(
            read("2:AB列指标=财政收入"),
            Ok((1, Subject::ColumnIndicator("AB列".to_owned()), "财政收入".to_owned()))
        );
        assert_eq!(read("期间=2018-07"), Ok((0, Subject::Period, "2018-07".to_owned())));
        assert_eq!(read("9行=合计"), Ok((0, Subject::Row("9行".to_owned()), "合计".to_owned())));
        assert_eq!(read("5行=不读"), Ok((0, Subject::Column("5行".to_owned()), "不读".to_owned())));
        for wrong in ["", "D列", "D列=", "D列=胡说", "期间=七月", "列=累计", "0:D列=累计", "计量单位=（", "口径=都有"]
        {
            assert!(Correction::parse(wrong).is_err(), "{wrong}");
        }
    }
}
