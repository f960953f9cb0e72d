//! What holds for the whole computation.

/// What happens to an entry whose figure is not there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Missing {
    /// 不得分: zero points.
    #[default]
    Zero,
    /// 平均得分率: the mean rate of points of the units of the class that have the figure.
    ClassMean,
    /// 剔除归一: left out, and its marks are spread over what stands beside it.
    Excluded,
    /// 待补: not counted yet; the total is marked as provisional.
    Pending,
}

impl Missing {
    /// All with their names in schemes.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("不得分", Self::Zero),
        ("平均得分率", Self::ClassMean),
        ("剔除归一", Self::Excluded),
        ("待补", Self::Pending),
    ];
}

/// Which totals are ranked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RankOn {
    /// 未舍入: the exact ones.
    #[default]
    Exact,
    /// 舍入后: as published.
    Rounded,
}

impl RankOn {
    /// All with their names in schemes.
    pub const NAMES: &'static [(&'static str, Self)] = &[("未舍入", Self::Exact), ("舍入后", Self::Rounded)];
}

/// Missing figures, ties, rounding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// 缺报
    pub missing: Missing,
    /// 小数: decimals with which points are published.
    pub decimals: u8,
    /// 排名依据
    pub rank_on: RankOn,
    /// 并列: entries (codes) whose points decide between equal totals, the first that differs; units that are equal in all
    /// share the place (1, 2, 2, 4).
    pub tie_break: Vec<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { missing: Missing::Zero, decimals: 2, rank_on: RankOn::Exact, tie_break: Vec::new() }
    }
}
