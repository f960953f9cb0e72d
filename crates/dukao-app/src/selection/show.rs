//! Which rows of the ledger are shown, by how they stand.

use dukao_core::framework::Light;

use crate::view::Row;

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// With this light.
    Light(Light),
    /// With new shortfall this month.
    New,
    /// Behind by any gap.
    Behind,
    /// Warned by the superior.
    Warned,
    /// On pace or ahead.
    OnPace,
    /// Behind by pace.
    BehindPace,
    /// Behind a target that is not measured by pace.
    BehindTarget,
    /// In the first three places.
    FirstThree,
    /// Below the fifth place.
    BelowFifth,
    /// In the last three places.
    LastThree,
}

impl Show {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Light(Light::Lagging),
        Self::Light(Light::Slow),
        Self::Light(Light::Normal),
        Self::Light(Light::Unreported),
        Self::Light(Light::NotJudged),
        Self::New,
        Self::Behind,
        Self::Warned,
        Self::OnPace,
        Self::BehindPace,
        Self::BehindTarget,
        Self::FirstThree,
        Self::BelowFifth,
        Self::LastThree,
    ];

    /// The word of `show=`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Light(Light::Lagging) => "lagging",
            Self::Light(Light::Slow) => "slow",
            Self::Light(Light::Normal) => "normal",
            Self::Light(Light::Unreported) => "unreported",
            Self::Light(Light::NotJudged) => "not_judged",
            Self::New => "new",
            Self::Behind => "behind",
            Self::Warned => "warned",
            Self::OnPace => "on_pace",
            Self::BehindPace => "behind_pace",
            Self::BehindTarget => "behind_target",
            Self::FirstThree => "first_three",
            Self::BelowFifth => "below_fifth",
            Self::LastThree => "last_three",
        }
    }

    /// The word shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Light(light) => light.label(),
            Self::New => "欠新账",
            Self::Behind => "未达",
            Self::Warned => "预警",
            Self::OnPace => "达到",
            Self::BehindPace => "欠序时",
            Self::BehindTarget => "未达目标",
            Self::FirstThree => "居前三",
            Self::BelowFifth => "第5位以后",
            Self::LastThree => "末三",
        }
    }

    /// Whether the row is shown.
    pub fn keeps(self, row: &Row) -> bool {
        match self {
            Self::Light(light) => row.standing.light == light,
            Self::New => row.new_shortfall,
            Self::Behind => row.standing.behind,
            Self::Warned => row.indicator.warned,
            Self::OnPace => row.standing.on_pace,
            Self::BehindPace => row.is_behind_pace(),
            Self::BehindTarget => row.standing.behind && !row.is_behind_pace(),
            Self::FirstThree => row.is_in_first_three(),
            Self::BelowFifth => row.is_below_fifth(),
            Self::LastThree => row.is_in_last_three(),
        }
    }
}
