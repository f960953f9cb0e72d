//! Events: what is entered in the register and counts for bonuses, deductions and vetoes.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::number::Rational;

/// How far an event has come. Only what the superior has recognised counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 候选: expected.
    Candidate,
    /// 申报: applied for.
    Applied,
    /// 获评: awarded, not yet recognised.
    Awarded,
    /// 认定: recognised.
    Recognised,
    /// 撤销: taken back.
    Revoked,
}

impl Stage {
    /// All with their names.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("候选", Self::Candidate),
        ("申报", Self::Applied),
        ("获评", Self::Awarded),
        ("认定", Self::Recognised),
        ("撤销", Self::Revoked),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, stage)| *stage == self).map_or("", |(name, _)| name)
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number in the register.
    pub id: i64,
    /// Code of the unit it counts for.
    pub unit: String,
    /// Code of the bonus, deduction or veto.
    pub rule: String,
    /// 级别
    pub level: Option<String>,
    /// When it happened.
    pub date: Date,
    /// 事由: events with the same matter are one event.
    pub matter: String,
    /// 佐证: number or name of the document that shows it.
    pub evidence: Option<String>,
    /// How far it has come.
    pub stage: Stage,
    /// 责任单位: whom a veto reaches besides.
    pub responsible: Option<String>,
    /// Amounts entered with it, by name.
    pub amounts: BTreeMap<String, Rational>,
    /// Dates entered with it, by name.
    pub dates: BTreeMap<String, Date>,
}
