//! A scheme over the ledger of a region.

use dukao_core::assessment::scheme::Scheme;
use dukao_core::assessment::{Ledger, Plan, Sheet};
use dukao_core::period::Month;
use dukao_core::rights::Right;
use serde::Serialize;

use super::explain::{Explanation, explain};
use super::replay::{Replay, Side, replay};
use super::score::{ScoreView, score};
use crate::view::{Asked, Basis, Settled};
use crate::{App, AppError, Problem};

/// A result over the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LedgerScore {
    /// What it rests on.
    pub basis: Basis,
    /// The result.
    #[serde(flatten)]
    pub result: ScoreView,
}

/// The same figures of the ledger under two schemes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LedgerReplay {
    /// What it rests on.
    pub basis: Basis,
    /// The comparison.
    #[serde(flatten)]
    pub result: Replay,
}

/// A unit's result over the ledger, opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgerExplanation {
    /// What it rests on.
    pub basis: Basis,
    /// The result.
    #[serde(flatten)]
    pub result: Explanation,
}

impl App {
    /// Applies a scheme to the figures of a region: whoever asks must see the whole of it, because every unit's points
    /// rest on those of the others.
    ///
    /// # Errors
    /// [`AppError::Denied`], [`AppError::Refused`] when the scheme names units that the region does not have or does not
    /// hold for the month, or the store fails.
    pub async fn score(&self, asked: &Asked, scheme: &Scheme) -> Result<LedgerScore, AppError> {
        let (basis, facts, month) = self.facts(asked, scheme).await?;
        Ok(LedgerScore { result: score(scheme, &facts, month), basis })
    }

    /// Opens the result of one unit.
    ///
    /// # Errors
    /// As [`App::score`], and [`AppError::UnknownUnit`] when the unit is not assessed.
    pub async fn explain_score(
        &self,
        asked: &Asked,
        scheme: &Scheme,
        unit: &str,
    ) -> Result<LedgerExplanation, AppError> {
        let (basis, facts, month) = self.facts(asked, scheme).await?;
        Ok(LedgerExplanation { result: explain(scheme, &facts, month, unit)?, basis })
    }

    /// Applies two schemes to the same figures, whichever months they hold for.
    ///
    /// # Errors
    /// As [`App::score`], but for the months.
    pub async fn replay(&self, asked: &Asked, old: &Scheme, new: &Scheme) -> Result<LedgerReplay, AppError> {
        let settled = self.settle_figures(asked).await?;
        let (before, after) = (laid_out(&settled, old)?, laid_out(&settled, new)?);
        let (old, new) = (Side { scheme: old, facts: &before }, Side { scheme: new, facts: &after });
        Ok(LedgerReplay { result: replay(&old, &new, settled.month), basis: settled.basis() })
    }

    async fn settle_figures(&self, asked: &Asked) -> Result<Settled, AppError> {
        let asked = Asked { unit: None, ..asked.clone() };
        self.settle_whole(Right::SeeFigures, &asked).await
    }

    async fn facts(&self, asked: &Asked, scheme: &Scheme) -> Result<(Basis, Sheet, Month), AppError> {
        let settled = self.settle_figures(asked).await?;
        if !scheme.effective.holds(settled.year, settled.month) {
            let message =
                format!("办法适用{}，{}年{}月不在其内", scheme.effective, settled.year, settled.month.number());
            return Err(refused(scheme, message, "用适用这个月的办法；比较新旧办法加 --against"));
        }
        let sheet = laid_out(&settled, scheme)?;
        Ok((settled.basis(), sheet, settled.month))
    }
}

/// The figures of a region as the facts of a scheme.
fn laid_out(settled: &Settled, scheme: &Scheme) -> Result<Sheet, AppError> {
    let ledger = Ledger { book: settled.book(), year: settled.year, month: settled.month, series: settled.origin };
    let units = ledger.units(scheme).map_err(|unknown| {
        refused(scheme, format!("考核对象里没有这些单位，或者重复：{}", unknown.join("、")), "核对办法里的考核对象")
    })?;
    Ok(ledger.sheet(&Plan::of(scheme), &units))
}

fn refused(scheme: &Scheme, message: String, hint: &str) -> AppError {
    AppError::Refused(vec![Problem::of_file(&scheme.name, message, hint)])
}
