//! Figures that rest on what the caller may not see.
//!
//! Whoever may see only his own units is answered from a book that holds nothing else. A figure that comes out otherwise
//! over the whole book rests on what he may not see: it is kept from him, whatever it came out as, and said to be.

use dukao_core::framework::Light;
use dukao_core::number::Rational;
use dukao_core::progress::FigureKind;

use super::indicator::{ChartPoint, MonthRow};
use super::ledger::{Row, Standing};
use super::shown::{Shown, Status};
use crate::fault;

const REASON: &str = "要用到其他单位的数据，不在您的权限内";
const WORD: &str = "不可见";

impl Shown {
    /// The figure, when it is the same over everything.
    pub(super) fn against(self, whole: &Self) -> Self {
        if self == *whole || fault::on("withheld") { self } else { self.withheld() }
    }

    /// The figure kept back.
    pub(super) fn withheld(self) -> Self {
        Self {
            text: WORD.to_owned(),
            status: Status::Withheld,
            reason: Some(REASON.to_owned()),
            value: None,
            numerator: None,
            denominator: None,
            sign: 0,
            magnitude: String::new(),
            ..self
        }
    }
}

impl Row {
    /// The row without what is not the same over everything.
    pub(super) fn against(self, whole: &Self) -> Self {
        let same_peers = fault::on("withheld") || self.ranked == whole.ranked && self.ranked_by == whole.ranked_by;
        let of_peers = |key: &str| !same_peers && FigureKind::from_key(key).is_some_and(FigureKind::is_place);
        let figures = self.figures.into_iter().map(|(key, shown)| {
            let other = whole.figures.get(key).filter(|_| !of_peers(key));
            let shown = match other {
                Some(other) => shown.against(other),
                None => shown.withheld(),
            };
            (key, shown)
        });
        let judged = self.standing == whole.standing;
        Self {
            figures: figures.collect(),
            standing: if judged { self.standing } else { not_judged() },
            gap: self.gap.filter(|gap| judged && whole.gap.as_ref() == Some(gap)),
            new_shortfall: self.new_shortfall && whole.new_shortfall,
            half_year_met: self.half_year_met.filter(|met| whole.half_year_met == Some(*met)),
            ranked: if same_peers { self.ranked } else { 0 },
            ranked_by: self.ranked_by.filter(|_| same_peers),
            ..self
        }
    }
}

fn not_judged() -> Standing {
    let light = Light::NotJudged;
    let reason = Some(REASON.to_owned());
    Standing { light, label: light.label(), behind: false, on_pace: false, by: None, reason }
}

impl MonthRow {
    /// The month without what is not the same over everything.
    pub(super) fn against(self, whole: &Self) -> Self {
        let figures = self.figures.into_iter().map(|(key, shown)| {
            let shown = match whole.figures.get(key) {
                Some(other) => shown.against(other),
                None => shown.withheld(),
            };
            (key, shown)
        });
        let same = |own: Option<Shown>, other: &Option<Shown>| own.filter(|own| Some(own) == other.as_ref());
        Self {
            figures: figures.collect(),
            due: same(self.due, &whole.due),
            last_year: same(self.last_year, &whole.last_year),
            ..self
        }
    }
}

impl ChartPoint {
    /// The point without what is not the same over everything.
    pub(super) fn against(self, whole: &Self) -> Self {
        let same = |own: Option<Rational>, other: &Option<Rational>| own.filter(|own| Some(own) == other.as_ref());
        Self {
            actual: same(self.actual, &whole.actual),
            last_year: same(self.last_year, &whole.last_year),
            due: same(self.due, &whole.due),
            month: same(self.month, &whole.month),
            requirement: same(self.requirement, &whole.requirement),
            ..self
        }
    }
}
