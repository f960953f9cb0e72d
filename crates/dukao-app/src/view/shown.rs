//! A figure ready to be shown, with everything JSON carries.

use dukao_core::progress::{Absence, Figure};
use serde::Serialize;

/// Whether there is a figure, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// There is one.
    Known,
    /// 不适用
    NotApplicable,
    /// 未报
    Unreported,
    /// 未到期
    NotDue,
    /// 已隐去
    Masked,
    /// 不可比
    Incomparable,
    /// 不可见: it rests on what the caller may not see
    Withheld,
}

/// A figure ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Shown {
    /// The figure's stable key.
    pub key: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Rounded once for display, or the word that stands for the missing figure.
    pub text: String,
    /// Unit of measure.
    pub unit: String,
    /// Whether there is a figure.
    pub status: Status,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Twelve significant digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Exact numerator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numerator: Option<String>,
    /// Exact denominator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denominator: Option<String>,
    /// The sign of what is displayed: −1, 0, 1 (0 when it rounds to zero or is missing).
    #[serde(skip)]
    pub sign: i8,
    /// The displayed text without its sign.
    #[serde(skip)]
    pub magnitude: String,
}

impl Shown {
    /// Whether there is a figure.
    pub fn is_known(&self) -> bool {
        self.status == Status::Known
    }

    /// Whether the displayed figure is above zero.
    pub fn is_positive(&self) -> bool {
        self.sign > 0
    }

    /// Whether the displayed figure is below zero.
    pub fn is_negative(&self) -> bool {
        self.sign < 0
    }
}

impl From<&Figure> for Shown {
    fn from(figure: &Figure) -> Self {
        let (status, reason) = match &figure.value {
            Ok(_) => (Status::Known, None),
            Err(absence) => (status(absence), Some(absence.reason().to_owned())),
        };
        let known = figure.known();
        let sign = if figure.is_positive() {
            1
        } else if figure.is_negative() {
            -1
        } else {
            0
        };
        Self {
            key: figure.kind.key(),
            label: figure.kind.label(),
            text: figure.text(),
            unit: figure.unit.to_string(),
            status,
            reason,
            value: known.map(dukao_core::number::Rational::significant),
            numerator: known.map(dukao_core::number::Rational::numerator),
            denominator: known.map(dukao_core::number::Rational::denominator),
            sign,
            magnitude: figure.magnitude().unwrap_or_default(),
        }
    }
}

const fn status(absence: &Absence) -> Status {
    match absence {
        Absence::NotApplicable(_) => Status::NotApplicable,
        Absence::Unreported(_) => Status::Unreported,
        Absence::NotDue(_) => Status::NotDue,
        Absence::Masked(_) => Status::Masked,
        Absence::Incomparable(_) => Status::Incomparable,
    }
}
