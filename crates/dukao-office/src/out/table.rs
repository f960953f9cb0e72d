//! One table as it is handed out, whatever the kind of file.

use super::recipe::Recipe;

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Name of its sheet.
    pub name: String,
    /// Title over the table; a table without one has its heads in the first row.
    pub title: Option<String>,
    /// Lines below the title: 单位：亿元.
    pub lines: Vec<String>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Lines below the table.
    pub notes: Vec<String>,
    /// How figures follow from others of their row, by key; of several the first that gives the figure.
    pub recipes: Vec<(&'static str, Recipe)>,
    /// A chart beside it.
    pub chart: Option<Chart>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnKind {
    /// Words, to the left.
    #[default]
    Text,
    /// Numbers, to the right.
    Number,
    /// Short words or places, in the middle.
    Centre,
}

/// What is marked in a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// 滞后, 偏慢, 正常.
    Light,
}

/// The values a column takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// One of these words.
    Words(Vec<String>),
    /// A value of a column of another sheet (sheet, column from 0); others are allowed.
    Listed(String, usize),
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// The head over it and its neighbours.
    pub group: Option<String>,
    /// What it holds.
    pub kind: ColumnKind,
    /// What is marked.
    pub mark: Mark,
    /// What is said about it beside its head.
    pub comment: Option<String>,
    /// What may be chosen in it, in tables to fill.
    pub choice: Option<Choice>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKind {
    /// One of many.
    #[default]
    Body,
    /// The head of the rows below it.
    Group,
    /// A total.
    Total,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Its cells, by column; missing ones at the end are empty.
    pub cells: Vec<Cell>,
}

/// What a cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number as it is written, every digit kept.
    Exact(String),
    /// A computed number and how it is shown.
    Number {
        /// Key of the figure, by which recipes name it.
        key: &'static str,
        /// The number as a plain decimal.
        value: String,
        /// Shown with so many decimals.
        decimals: u8,
        /// As it is shown on the page.
        shown: String,
        /// Whether it is a debt.
        bad: bool,
    },
    /// The sum of the numbers above it in its column, from this row of the table (from 0) on.
    Sum {
        /// First row that counts.
        from: usize,
        /// The sum.
        value: String,
    },
}

/// A cell.
pub type Cell = Value;

/// A chart of some columns over the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Title.
    pub title: String,
    /// What the numbers are in, at their axis.
    pub unit: String,
    /// Column of the words under the axis.
    pub over: usize,
    /// What is drawn.
    pub series: Vec<Series>,
}

/// How a column is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// As bars.
    Bars,
    /// As the line that counts.
    Line,
    /// As a broken line: what it is held against.
    Due,
    /// As a pale line: what was.
    Before,
}

/// What is drawn of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Series {
    /// The column.
    pub column: usize,
    /// How.
    pub drawn: Drawn,
}

impl Column {
    /// A column of words.
    pub fn text(head: impl Into<String>) -> Self {
        Self { head: head.into(), ..Self::default() }
    }

    /// A column of numbers.
    pub fn number(head: impl Into<String>) -> Self {
        Self { kind: ColumnKind::Number, ..Self::text(head) }
    }

    /// A column of short words.
    pub fn centre(head: impl Into<String>) -> Self {
        Self { kind: ColumnKind::Centre, ..Self::text(head) }
    }

    /// The same, marked.
    #[must_use]
    pub fn marked(self, mark: Mark) -> Self {
        Self { mark, ..self }
    }

    /// The same under a common head.
    #[must_use]
    pub fn under(self, group: impl Into<String>) -> Self {
        Self { group: Some(group.into()), ..self }
    }
}

impl Row {
    /// One of many.
    pub const fn body(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Body, cells }
    }

    /// The head of the rows below it.
    pub fn group(words: impl Into<String>) -> Self {
        Self { kind: RowKind::Group, cells: vec![Value::text(words)] }
    }

    /// A total.
    pub const fn total(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Total, cells }
    }
}

impl Value {
    /// Words, or nothing.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Empty } else { Self::Text(words) }
    }

    /// A count.
    pub fn count(count: usize) -> Self {
        Self::Exact(count.to_string())
    }

    /// As it is shown.
    pub fn shown(&self) -> &str {
        match self {
            Self::Empty => "",
            Self::Text(text) => text,
            Self::Exact(value) | Self::Sum { value, .. } => value,
            Self::Number { shown, .. } => shown,
        }
    }
}
