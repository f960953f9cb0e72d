//! A formula that has been checked: numbers and conditions are told apart, names have a meaning.

use super::Function;
use crate::number::Rational;
use crate::progress::Relation;

/// Something that comes to a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Num {
    /// A number of the formula; the name is empty where it has none.
    Fixed(String, Rational),
    Full,
    /// A figure of the unit, by its place among the used ones.
    Input(usize),
    /// Something about a figure among all units of the class.
    Class(Function, usize),
    Negative(Box<Num>),
    Add(Box<Num>, Box<Num>),
    Sub(Box<Num>, Box<Num>),
    Mul(Box<Num>, Box<Num>),
    /// A quotient, and how its divisor is written.
    Div(Box<Num>, Box<Num>, String),
    If(Box<Cond>, Box<Num>, Box<Num>),
    /// 最小值, 最大值, 平均, 求和
    Of(Function, Vec<Num>),
    Absolute(Box<Num>),
    Round(Box<Num>, u8),
    Whole(Box<Num>),
}

/// Something that holds or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cond {
    Compare(Relation, Num, Num),
    And(Box<Cond>, Box<Cond>),
    Or(Box<Cond>, Box<Cond>),
    Not(Box<Cond>),
}
