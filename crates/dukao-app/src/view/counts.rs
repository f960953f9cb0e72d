//! How many indicators stand how.

use dukao_core::framework::Light;
use serde::Serialize;

use super::ledger::Row;

/// How many of what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// All indicators.
    pub all: usize,
    /// Behind by any gap.
    pub behind: usize,
    /// On pace or ahead.
    pub on_pace: usize,
    /// 滞后
    pub lagging: usize,
    /// 偏慢
    pub slow: usize,
    /// 正常
    pub normal: usize,
    /// 未报
    pub unreported: usize,
    /// Cannot be judged yet.
    pub not_judged: usize,
    /// New shortfall this month.
    pub new_shortfall: usize,
    /// Warned by the superior.
    pub warned: usize,
}

impl Counts {
    pub(crate) fn of(rows: &[Row]) -> Self {
        let mut counts = Self { all: rows.len(), ..Self::default() };
        for row in rows {
            match row.standing.light {
                Light::Lagging => counts.lagging += 1,
                Light::Slow => counts.slow += 1,
                Light::Normal => counts.normal += 1,
                Light::Unreported => counts.unreported += 1,
                Light::NotJudged => counts.not_judged += 1,
            }
            counts.behind += usize::from(row.standing.behind);
            counts.on_pace += usize::from(row.standing.on_pace);
            counts.new_shortfall += usize::from(row.new_shortfall);
            counts.warned += usize::from(row.indicator.warned);
        }
        counts
    }
}
