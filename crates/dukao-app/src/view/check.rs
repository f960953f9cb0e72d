//! Findings: contradictions inside the data.

use dukao_core::check::Finding;
use serde::Serialize;

use super::trace::{SourcePlace, place_of};
use super::{Asked, Basis, Choices};
use crate::{App, AppError};

/// The findings of a year up to a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingsView {
    /// What it rests on.
    pub basis: Basis,
    /// What one may switch to.
    #[serde(skip)]
    pub choices: Choices,
    /// Findings, gravest first.
    pub findings: Vec<Finding>,
    /// Where each finding's sources can be looked at, in the order of the findings.
    #[serde(skip)]
    pub places: Vec<Vec<SourcePlace>>,
}

impl App {
    /// The findings of the year up to the month.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn findings(&self, asked: &Asked) -> Result<FindingsView, AppError> {
        let settled = self.settle(asked).await?;
        let findings = dukao_core::check::check(settled.book(), settled.year, settled.month);
        let places =
            |finding: &Finding| finding.sources.iter().map(|source| place_of(settled.book(), source)).collect();
        let places = findings.iter().map(places).collect();
        Ok(FindingsView { basis: settled.basis(), choices: settled.choices(), findings, places })
    }
}
