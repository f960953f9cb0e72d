//! What is wrong in a file, as the user is told.

use std::fmt;

use serde::Serialize;

/// How heavy a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing of the file may be stored.
    Error,
    /// The file may be stored; the user should know.
    Note,
}

/// One thing wrong at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// File name without folders.
    pub file: String,
    /// Sheet name; empty for csv, text files and whole files.
    pub sheet: String,
    /// Cell such as `F17`, or `line:column` of a text file; empty for whole sheets and files.
    pub cell: String,
    /// What is wrong.
    pub message: String,
    /// What would be right; may be empty.
    pub hint: String,
    /// Error or note.
    pub severity: Severity,
}

impl Problem {
    /// Something wrong with a whole file.
    pub fn of_file(file: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            sheet: String::new(),
            cell: String::new(),
            message: message.into(),
            hint: hint.into(),
            severity: Severity::Error,
        }
    }
}

impl fmt::Display for Problem {
    /// One line: `文件 工作表!F17：错在哪里；应当怎样写`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.file)?;
        if !self.sheet.is_empty() {
            write!(out, " {}", self.sheet)?;
        }
        if !self.cell.is_empty() {
            let joint = if self.sheet.is_empty() { " " } else { "!" };
            write!(out, "{joint}{}", self.cell)?;
        }
        write!(out, "：{}", self.message)?;
        if !self.hint.is_empty() {
            write!(out, "。{}", self.hint)?;
        }
        Ok(())
    }
}
