//! What can go wrong with a calendar. Texts are shown to users, hence Chinese.

use std::fmt;

use jiff::civil::Date;

/// Why a question to a calendar has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The notice of a year that would have to be counted is not known.
    #[error("{year}年放假安排尚未公布或未导入，不能推算工作日；请管理员在通知公布后导入该年放假安排")]
    YearWithoutNotice {
        /// The year.
        year: i16,
    },
    /// A month outside 1 to 12.
    #[error("没有{month}月，月份应为1至12")]
    Month {
        /// The month asked for.
        month: i8,
    },
    /// A table could not be read.
    #[error("放假安排表有误：\n{0}")]
    Table(TableProblems),
}

/// All mistakes found in a table in the order of its lines, then those about the whole table;
/// never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableProblems(pub Vec<TableProblem>);

impl fmt::Display for TableProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

/// A mistake and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableProblem {
    /// Line number, from 1; `None` when it concerns the table as a whole.
    pub line: Option<usize>,
    /// The mistake.
    pub mistake: TableMistake,
}

impl fmt::Display for TableProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "第{line}行：{}", self.mistake),
            None => write!(f, "全表：{}", self.mistake),
        }
    }
}

/// A mistake in a table of holidays or notices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableMistake {
    /// No line with data.
    #[error("表里没有数据行")]
    Empty,
    /// The first line is not the expected heading.
    #[error("表头是“{found}”，应为“{expected}”")]
    Header {
        /// What is there.
        found: String,
        /// What should be there.
        expected: &'static str,
    },
    /// Too few or too many cells.
    #[error("有{found}列，应有{expected}列；内容里有逗号时请用英文双引号括起来")]
    Columns {
        /// Cells in the line.
        found: usize,
        /// Cells in the heading.
        expected: usize,
    },
    /// A quotation mark is opened and not closed in the same line.
    #[error("双引号没有成对，单元格内也不能换行")]
    Quote,
    /// Not a date.
    #[error("“{text}”不是有效日期，应写成2027-01-01或2027/1/1")]
    Date {
        /// The cell.
        text: String,
    },
    /// Neither 休 nor 班.
    #[error("类别“{text}”不认识，放假写“休”，调休上班写“班”")]
    Kind {
        /// The cell.
        text: String,
    },
    /// Not a year.
    #[error("“{text}”不是年度，应为四位数字，如2027")]
    Year {
        /// The cell.
        text: String,
    },
    /// A cell that must be filled is empty.
    #[error("“{column}”不能空")]
    Missing {
        /// Heading of the column.
        column: &'static str,
    },
    /// The day cannot be part of that year's arrangement.
    #[error("{date}不会出现在{year}年的放假安排里，应在{}年12月1日至{year}年12月31日之间", .year - 1)]
    OutsideYear {
        /// The day.
        date: Date,
        /// The year of the notice.
        year: i16,
    },
    /// The same day twice.
    #[error("{date}重复，第{first}行已有，请只留一行")]
    Duplicate {
        /// The day.
        date: Date,
        /// Line of the first mention.
        first: usize,
    },
    /// A weekday marked 班.
    #[error("{date}是{weekday}，本来就上班，不应登记为“班”；调休上班只会在周六、周日，请核对日期")]
    MakeUpOnWeekday {
        /// The day.
        date: Date,
        /// Its name.
        weekday: &'static str,
    },
    /// A holiday every yearly notice has is not there.
    #[error("{year}年的放假安排里没有“{holiday}”，请补全后再导入")]
    NoHoliday {
        /// The year of the notice.
        year: i16,
        /// Its name.
        holiday: &'static str,
    },
    /// A day free by statute on a fixed date would be worked.
    #[error("{date}是法定节假日，表里没有登记为“休”，请补上")]
    StatutoryDayWorked {
        /// The day.
        date: Date,
    },
    /// A notice about a year of which no day is listed.
    #[error("有{year}年的通知，但没有{year}年的放假安排")]
    NoticeWithoutDays {
        /// The year.
        year: i16,
    },
}
