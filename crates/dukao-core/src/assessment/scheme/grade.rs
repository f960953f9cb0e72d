//! Grades and what they bring.

use crate::number::Rational;

/// How many units may get a grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quota {
    /// A share of the units of the class.
    Share(Rational),
    /// A number of units.
    Count(u32),
}

/// A grade (等次).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Its name.
    pub name: String,
    /// 名额 or 比例; counted from the top, what better grades took is not counted again.
    pub quota: Option<Quota>,
    /// 不低于: least total.
    pub least: Option<Rational>,
}

/// How a share of units becomes a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QuotaRounding {
    /// 去尾
    #[default]
    Down,
    /// 四舍五入
    Nearest,
    /// 进一
    Up,
}

impl QuotaRounding {
    /// All with their names in schemes.
    pub const NAMES: &'static [(&'static str, Self)] =
        &[("去尾", Self::Down), ("四舍五入", Self::Nearest), ("进一", Self::Up)];
}

/// What happens when equal totals stand on both sides of a quota.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Boundary {
    /// 全部计入: all of them get the better grade.
    #[default]
    AllIn,
    /// 全部不计入: all of them get the lower grade.
    AllOut,
    /// 提交审定: left open, and named.
    Committee,
}

impl Boundary {
    /// All with their names in schemes.
    pub const NAMES: &'static [(&'static str, Self)] =
        &[("全部计入", Self::AllIn), ("全部不计入", Self::AllOut), ("提交审定", Self::Committee)];
}

/// The grades of a scheme, the best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grades {
    /// The grades; the last one takes the rest.
    pub list: Vec<Grade>,
    /// 名额取整
    pub rounding: QuotaRounding,
    /// 边界并列
    pub boundary: Boundary,
}

/// Who gets a reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RewardFor {
    /// Whoever has this grade.
    Grade(String),
    /// Whoever has a place from the first to the second, both included.
    Places(u32, u32),
}

/// A reward or its opposite, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reward {
    /// Who gets it.
    pub whom: RewardFor,
    /// What.
    pub what: String,
    /// 条款
    pub clause: String,
}
