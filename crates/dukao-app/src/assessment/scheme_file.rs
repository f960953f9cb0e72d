//! A scheme file as it comes in, and its worked cases played.

use dukao_core::assessment::scheme::{Effective, Scheme};
use dukao_core::assessment::{CaseResult, GradeResult, Plan, Sheet, play};
use dukao_core::number::Rational;
use dukao_core::period::Month;
use dukao_office::facts;
use dukao_office::grid;
use dukao_office::scheme::{self, Beside};
use serde::Serialize;

use crate::view::Asked;
use crate::{App, AppError, Problem};

/// A scheme file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeFile {
    /// Name without folders.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub scheme: Scheme,
    /// What could not be judged with what is at hand.
    pub unchecked: Vec<String>,
}

impl SchemeFile {
    /// Reads a scheme file by itself: codes of indicators and units are taken as they are.
    ///
    /// # Errors
    /// [`AppError::Refused`] with everything wrong in it.
    pub fn read(name: &str, bytes: &[u8], versions: &[(String, Effective)]) -> Result<Self, AppError> {
        Self::read_beside(name, bytes, &Beside { versions, ..Beside::default() })
    }

    fn read_beside(name: &str, bytes: &[u8], beside: &Beside<'_>) -> Result<Self, AppError> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let problem = Problem::of_file(name, "办法文件不是UTF-8文字", "用文本编辑器另存为UTF-8");
            return Err(AppError::Refused(vec![problem]));
        };
        let read = scheme::read(name, text, beside).map_err(AppError::Refused)?;
        let (name, text) = (name.to_owned(), text.to_owned());
        Ok(Self { name, text, scheme: read.scheme, unchecked: read.unchecked })
    }

    /// The facts of a plain table by the end of `month`.
    ///
    /// # Errors
    /// [`AppError::Refused`] with everything wrong in it.
    pub fn facts(&self, name: &str, bytes: &[u8], month: Month) -> Result<PlainTable, AppError> {
        let book = grid::open(name, bytes).map_err(|problem| AppError::Refused(vec![*problem]))?;
        let read = facts::read(&Plan::of(&self.scheme), &book, month).map_err(AppError::Refused)?;
        Ok(PlainTable { facts: read.sheet, notes: read.notes })
    }

    /// Plays its worked cases.
    pub fn play(&self) -> CasesView {
        let plan = Plan::of(&self.scheme);
        let cases: Vec<CaseView> =
            self.scheme.cases.iter().map(|case| CaseView::of(&play(&plan, case), &self.scheme)).collect();
        CasesView { passes: cases.iter().all(|case| case.passes), cases }
    }
}

/// A plain table as facts.
#[derive(Debug, Clone)]
pub struct PlainTable {
    /// The facts.
    pub facts: Sheet,
    /// What the user should know.
    pub notes: Vec<Problem>,
}

/// Worked cases and what came of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasesView {
    /// Whether all came out.
    pub passes: bool,
    /// The cases.
    pub cases: Vec<CaseView>,
}

/// A worked case and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseView {
    /// Its name.
    pub name: String,
    /// Whether it came out.
    pub passes: bool,
    /// What it names and the scheme does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
    /// Unit by unit.
    pub lines: Vec<CaseLineView>,
}

/// What was expected of a unit and what came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseLineView {
    /// The unit.
    pub unit: String,
    /// Whether all that was stated came out.
    pub passes: bool,
    /// What was expected, in words.
    pub expected: String,
    /// What came out, in words: twelve significant digits.
    pub found: String,
}

impl CaseView {
    fn of(result: &CaseResult, scheme: &Scheme) -> Self {
        let graded = scheme.grades.is_some();
        let lines = result.lines.iter().map(|line| {
            let expected = &line.expected;
            let grade = line.grade.as_ref().map(|grade| match grade {
                GradeResult::Is(name) => name.clone(),
                GradeResult::Open(names) => names.join("或"),
            });
            let rank = line.rank.filter(|_| expected.rank.is_some()).map(|rank| rank.to_string());
            CaseLineView {
                unit: expected.unit.clone(),
                passes: line.passes(),
                expected: in_words(
                    expected.points.as_ref(),
                    expected.rank.map(|rank| rank.to_string()),
                    expected.grade.clone(),
                ),
                found: in_words(line.points.as_ref(), rank, grade.filter(|_| graded && expected.grade.is_some())),
            }
        });
        Self {
            name: result.name.clone(),
            passes: result.passes(),
            unknown: result.unknown.clone(),
            lines: lines.collect(),
        }
    }
}

fn in_words(points: Option<&Rational>, rank: Option<String>, grade: Option<String>) -> String {
    let points = points.map_or_else(|| "无得分".to_owned(), |points| format!("{}分", points.significant()));
    let rank = rank.map(|rank| format!("第{rank}名"));
    [Some(points), rank, grade].into_iter().flatten().collect::<Vec<_>>().join("，")
}

impl App {
    /// Reads a scheme file against the indicators and units of a region.
    ///
    /// # Errors
    /// [`AppError::Refused`] with everything wrong in it; when the region does not exist or the store fails.
    pub async fn read_scheme(&self, asked: &Asked, name: &str, bytes: &[u8]) -> Result<SchemeFile, AppError> {
        let settled = self.settle(asked).await?;
        let book = settled.book();
        let beside =
            Beside { framework: book.framework(settled.year), organisation: Some(&book.organisation), versions: &[] };
        SchemeFile::read_beside(name, bytes, &beside)
    }
}
