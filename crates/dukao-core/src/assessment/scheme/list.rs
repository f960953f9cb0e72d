//! Red and black lists.

use crate::number::Rational;
use crate::progress::Relation;

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// 红榜
    Red,
    /// 黑榜
    Black,
}

/// Who gets on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Criterion {
    /// 前 n 名 inside the class.
    Top(u32),
    /// 后 n 名 inside the class.
    Bottom(u32),
    /// The rate of points (points ÷ full marks) stands so.
    Rate(Relation, Rational),
    /// The points stand so.
    Points(Relation, Rational),
    /// Behind the best of the class by at least so many points.
    BehindBest(Rational),
}

/// One rule of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRule {
    /// Which list.
    pub colour: Colour,
    /// 项: code of the entry; `None` for the total.
    pub entry: Option<String>,
    /// 入榜
    pub criterion: Criterion,
    /// 条款
    pub clause: String,
}
