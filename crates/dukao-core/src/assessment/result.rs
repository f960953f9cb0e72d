//! What a scheme gives: points of every entry, totals, places, grades.

use super::method::{Note, Refusal};
use super::scheme::{Colour, Missing};
use crate::number::Rational;

/// What an entry gives to a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing<N> {
    /// Points by its method.
    Scored(N),
    /// Points given by hand in place of the method.
    Given(N),
    /// A figure is missing; the scheme says what is counted instead.
    Filled {
        /// What is counted.
        points: N,
        /// By which rule.
        by: Missing,
        /// What is missing.
        why: Refusal,
    },
    /// Left out, its marks spread over what stands beside it.
    Excluded(Refusal),
    /// Nothing is counted yet; the total is provisional.
    Pending(Refusal),
    /// What it presupposes does not hold: zero points.
    Barred {
        /// Zero.
        points: N,
        /// The condition that does not hold.
        condition: String,
    },
    /// The class is not assessed by this entry.
    NotAssessed,
}

impl<N> Standing<N> {
    /// The points that are counted.
    pub const fn points(&self) -> Option<&N> {
        match self {
            Self::Scored(points) | Self::Given(points) | Self::Filled { points, .. } | Self::Barred { points, .. } => {
                Some(points)
            }
            Self::Excluded(_) | Self::Pending(_) | Self::NotAssessed => None,
        }
    }

    /// Why nothing, or something else, is counted.
    pub const fn why(&self) -> Option<&Refusal> {
        match self {
            Self::Filled { why, .. } | Self::Excluded(why) | Self::Pending(why) => Some(why),
            Self::Scored(_) | Self::Given(_) | Self::Barred { .. } | Self::NotAssessed => None,
        }
    }
}

/// An entry's line in the result of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryScore<N> {
    /// What it gives.
    pub standing: Standing<N>,
    /// Full marks for the unit's class; `None` when the class is not assessed by it.
    pub full: Option<Rational>,
    /// Which part of the points reaches the total: 1, less inside a group that is mixed by shares, more where marks were
    /// spread.
    pub reaches: Rational,
    /// What has to be said.
    pub notes: Vec<Note>,
    /// Whether something below it is not counted yet.
    pub provisional: bool,
}

impl<N> EntryScore<N> {
    /// The line of an entry by which the class is not assessed.
    pub const fn not_assessed() -> Self {
        let reaches = Rational::zero();
        Self { standing: Standing::NotAssessed, full: None, reaches, notes: Vec::new(), provisional: false }
    }
}

/// What one event counted for, or why it did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventScore<N> {
    /// Its number in the register.
    pub event: i64,
    /// Code of the rule.
    pub rule: String,
    /// What became of it.
    pub verdict: Verdict<N>,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<N> {
    /// Counted, in full or up to the cap.
    Counted(N),
    /// Not counted.
    Refused(NotCounted),
    /// Not recognised yet; what it would bring.
    Expected(N),
}

/// Why an event does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCounted {
    /// No evidence.
    #[error("没有佐证")]
    NoEvidence,
    /// Taken back.
    #[error("已撤销")]
    Revoked,
    /// The same matter has counted already.
    #[error("同一事项已计（事项{0}）")]
    SameMatter(i64),
    /// A higher one of the same matter counts.
    #[error("同一事项取最高，已计事项{0}")]
    Higher(i64),
    /// The rule's cap is reached.
    #[error("已到本项最高分")]
    CapReached,
    /// The level is not in the rule.
    #[error("办法中没有“{0}”这一级别")]
    UnknownLevel(String),
    /// What the event must show is not there or does not hold.
    #[error("不符合条件：{0}")]
    Condition(String),
}

/// A veto that hit a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VetoHit {
    /// Code of the veto.
    pub veto: String,
    /// Number of the event.
    pub event: i64,
    /// Whether it reached the unit as the responsible one.
    pub cascaded: bool,
}

/// The grade of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GradeResult {
    /// This one.
    Is(String),
    /// Left to a decision between these, because equal totals stand on both sides of the quota.
    Open(Vec<String>),
}

/// A unit on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Which list.
    pub colour: Colour,
    /// Number of the rule in the scheme.
    pub rule: usize,
}

/// The result of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitScore<N> {
    /// Number of the unit among the facts' units.
    pub unit: usize,
    /// Its entries, by their numbers in the plan.
    pub entries: Vec<EntryScore<N>>,
    /// Its events.
    pub events: Vec<EventScore<N>>,
    /// The marks, without what comes on top.
    pub marks: N,
    /// Bonuses less deductions.
    pub extras: N,
    /// What the total comes to, vetoes included.
    pub total: N,
    /// What is expected of events not recognised yet.
    pub expected: N,
    /// Whether something is not counted yet.
    pub provisional: bool,
    /// Vetoes that hit it.
    pub vetoes: Vec<VetoHit>,
    /// Its place in its class; `None` when it is excluded.
    pub rank: Option<usize>,
    /// Whether another unit shares the place.
    pub tied: bool,
    /// Its grade, where the scheme has grades.
    pub grade: Option<GradeResult>,
    /// The lists it stands on.
    pub listed: Vec<Listed>,
}

/// What a scheme gives to all units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment<N> {
    /// One for every unit of the facts, in their order.
    pub units: Vec<UnitScore<N>>,
}
