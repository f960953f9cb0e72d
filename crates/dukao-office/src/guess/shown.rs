//! A guess as the page and the command line show it.

use serde::Serialize;

use super::rows::RowMeaning;

/// What was guessed of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Guess {
    /// File name without folders.
    pub file: String,
    /// The tables found, in the order of sheets and rows.
    pub tables: Vec<TableGuess>,
    /// Sheets that are hidden and were not looked at.
    pub hidden: Vec<String>,
    /// Sheets without any table.
    pub without: Vec<String>,
}

/// What was guessed of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableGuess {
    /// Name of its sheet; empty for csv.
    pub sheet: String,
    /// Place of its sheet in the file, from 0.
    pub sheet_index: usize,
    /// Its cells, titles and notes included: `A1:H20`.
    pub area: String,
    /// First and last row and column of the area in the sheet, from 0.
    pub bounds: Bounds,
    /// Data items stand in the first columns, units or periods across.
    pub transposed: bool,
    /// The meaning of each row of the sheet (of each column when transposed).
    pub rows: Vec<RowGuess>,
    /// The meaning of each column (of each row when transposed).
    pub columns: Vec<ColumnGuess>,
    /// Facts of the whole table.
    pub facts: Vec<FactGuess>,
    /// What has to be answered before the guess may be used.
    pub doubts: Vec<Doubt>,
    mapping: String,
}

/// First and last rows and columns, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// First row.
    pub top: usize,
    /// First column.
    pub left: usize,
    /// Last row.
    pub bottom: usize,
    /// Last column.
    pub right: usize,
}

/// Rows that follow each other and mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowGuess {
    /// First row in the sheet, from 0 (column when transposed).
    pub first: usize,
    /// Last row.
    pub last: usize,
    /// What they are.
    pub meaning: RowMeaning,
}

/// What one column is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnGuess {
    /// Place in the sheet, from 0 (row when transposed).
    pub index: usize,
    /// As the file calls it: `D列`, or `5行` when transposed.
    pub name: String,
    /// Its head as written, upper and lower heads joined by `/`.
    pub head: String,
    /// Its meaning in the words of the mapping file: 单位, 指标, 计量单位, 期间, 阶段, 序号, 类别, 不读, 不明, or
    /// a data item.
    pub meaning: String,
    /// The indicator, where the column says it.
    pub indicator: Option<String>,
    /// The unit the column is of, where units stand across.
    pub about: Option<String>,
    /// The unit of measure.
    pub unit: Option<String>,
    /// The period, where it is another than the table's.
    pub period: Option<String>,
    /// How sure, in hundredths.
    pub sure: u8,
    /// Why, in sentences a clerk reads.
    pub reasons: Vec<String>,
    /// What else it could be.
    pub others: Vec<String>,
}

/// A fact of the whole table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactGuess {
    /// 地区, 期间, 指标, 计量单位, 合计.
    pub name: &'static str,
    /// What it is; `None` when nothing says it.
    pub value: Option<String>,
    /// How sure, in hundredths.
    pub sure: u8,
    /// Why.
    pub reasons: Vec<String>,
}

/// A question that only a person can answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// Where: `D列`, `期间`, `地区` …
    pub at: String,
    /// The question.
    pub question: String,
    /// Answers to choose from, as corrections such as `D列=累计`; empty when it must be typed.
    pub answers: Vec<String>,
}

/// How sure a guess is, in three words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// 存疑: must be answered.
    Doubtful,
    /// 多半
    Likely,
    /// 确定
    Sure,
}

impl Confidence {
    /// The word for a number of hundredths.
    pub const fn of(sure: u8) -> Self {
        match sure {
            90.. => Self::Sure,
            60..90 => Self::Likely,
            _ => Self::Doubtful,
        }
    }

    /// The word shown to users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sure => "确定",
            Self::Likely => "多半",
            Self::Doubtful => "存疑",
        }
    }
}

impl TableGuess {
    /// Puts the parts together.
    pub(super) fn new(
        sheet: String,
        sheet_index: usize,
        area: String,
        bounds: Bounds,
        transposed: bool,
        parts: (Vec<RowGuess>, Vec<ColumnGuess>, Vec<FactGuess>, Vec<Doubt>),
        mapping: String,
    ) -> Self {
        let (rows, columns, facts, doubts) = parts;
        Self { sheet, sheet_index, area, bounds, transposed, rows, columns, facts, doubts, mapping }
    }

    /// The text of the mapping file that says this guess.
    pub fn mapping(&self) -> String {
        self.mapping.clone()
    }

    /// Nothing has to be asked.
    pub const fn is_sure(&self) -> bool {
        self.doubts.is_empty()
    }
}

impl Guess {
    /// Tables were found and nothing has to be asked.
    pub fn is_sure(&self) -> bool {
        !self.tables.is_empty() && self.tables.iter().all(TableGuess::is_sure)
    }

    /// One mapping file for all tables of the file; `None` when there is no table.
    pub fn mapping(&self) -> Option<String> {
        if let [one] = self.tables.as_slice() {
            return Some(one.mapping());
        }
        let first = self.tables.first()?;
        let title = first.mapping.lines().next().unwrap_or("映射: 数据").to_owned();
        let mut lines = vec![title, "表:".to_owned()];
        for table in &self.tables {
            let mut start = "  - ";
            for line in table.mapping.lines().skip(1) {
                lines.push(format!("{start}{line}"));
                start = "    ";
            }
        }
        Some(lines.join("\n") + "\n")
    }
}
