//! `f(m)`: which share of the annual target should be done by the end of a month.

use crate::framework::PaceProfile;
use crate::ledger::Version;
use crate::number::{Number, Rational};
use crate::period::Month;

use super::super::{Absence, Leaf, Lens, Source};
use super::growth::positive_base;
use super::{Inputs, rule_leaf};

impl<L: Lens> Inputs<'_, L> {
    /// `f(m)`, 0 to 1; zero before the year begins.
    pub(in crate::progress) fn share(&self, end: Option<Month>) -> Result<L::N, Absence> {
        self.accumulates()?;
        let Some(end) = end else {
            return Ok(rule_leaf::<L>(Rational::zero(), "年初序时", "0", "年初为0"));
        };
        match self.target.map(|target| &target.pace) {
            None | Some(PaceProfile::Even) => Ok(even_share::<L>(end)),
            Some(PaceProfile::LastYear) => self.last_year_share(end),
            Some(PaceProfile::WorkingDays) => self.working_day_share(end),
            Some(profile @ (PaceProfile::Typed(_) | PaceProfile::Staged(_))) => self.typed_share(profile, end),
        }
    }

    fn typed_share(&self, profile: &PaceProfile, end: Month) -> Result<L::N, Absence> {
        let Some(point) = profile.point(end) else {
            if matches!(profile, PaceProfile::Typed(_)) {
                return Err(Absence::unreported(format!("自定进度没有写{}月末应完成份额", end.number())));
            }
            return Ok(rule_leaf::<L>(Rational::zero(), &at_end_of(end), "0", "第一个进度节点之前"));
        };
        let (place, version) =
            self.target.map_or((None, Version::default()), |target| (target.pace_place, target.version));
        Ok(L::leaf(Rational::from(point.share), |value| Leaf {
            label: self.called(&at_end_of(point.month)),
            value,
            text: point.share.to_string(),
            unit: String::new(),
            source: self.source(place, version),
        }))
    }

    /// Last year's own cumulative share `B(m) ÷ B(12)`.
    fn last_year_share(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year - 1;
        let to_date = self.cumulative(year, end)?;
        let whole = positive_base::<L>(self.cumulative(year, Month::DECEMBER)?)?;
        let share = to_date.div(&whole).ok_or_else(|| Absence::incomparable("上年全年为零"))?;
        Ok(L::named(share, &at_end_of(end), "", 4))
    }

    fn working_day_share(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year;
        let number = i8::try_from(end.number()).unwrap_or(12);
        let (done, total) = self
            .book
            .calendar
            .working_day_share(year, number)
            .map_err(|error| Absence::Incomparable(error.to_string()))?;
        let notice =
            self.book.calendar.notice(year).and_then(|notice| notice.document_number.clone()).unwrap_or_default();
        let value = Rational::ratio(i64::from(done), i64::from(total)).unwrap_or_else(Rational::zero);
        Ok(L::leaf(value, |value| Leaf {
            label: at_end_of(end),
            value,
            text: format!("{done}/{total}"),
            unit: String::new(),
            source: Source::Calendar { notice },
        }))
    }
}

fn even_share<L: Lens>(end: Month) -> L::N {
    let months = i64::from(end.number());
    let value = Rational::ratio(months, 12).unwrap_or_else(Rational::zero);
    rule_leaf::<L>(value, &at_end_of(end), &format!("{months}/12"), "均衡进度：已完成的月数÷12")
}

/// What the share due is called: two of them stand in one formula where a month's own part is meant.
fn at_end_of(month: Month) -> String {
    format!("{}月末序时", month.number())
}
