//! Looking up what the formulas need — [`cells`], bases and [`growth`], [`targets`], planned [`shares`] —
//! as numbers under a lens, each with its source, or the reason why it is not there.

mod cells;
mod formed;
mod growth;
mod labels;
mod shares;
mod targets;

use crate::framework::{Framework, Indicator, Target};
use crate::ledger::{Book, Place, Version};
use crate::number::{Decimal, Number, Rational};
use crate::period::Month;
use crate::quantity::UnitOfMeasure;

use super::subject::{Subject, due_end};
use super::wording::OF;
use super::{Absence, Leaf, Lens, Source};

pub(super) use growth::{implied_base, positive_base};

/// Everything a figure of one subject may need.
#[derive(Debug)]
pub(super) struct Inputs<'a, L> {
    pub(super) book: &'a Book,
    pub(super) subject: Subject<'a>,
    pub(super) framework: &'a Framework,
    pub(super) indicator: &'a Indicator,
    pub(super) target: Option<&'a Target>,
    /// The name of the unit or indicator where it is not the one asked about, so that inputs say whose they are.
    whose: Option<&'a str>,
    lens: std::marker::PhantomData<L>,
}

impl<'a, L: Lens> Inputs<'a, L> {
    pub(super) fn new(book: &'a Book, subject: Subject<'a>) -> Result<Self, Absence> {
        let framework = book
            .framework(subject.year)
            .ok_or_else(|| Absence::NotApplicable(format!("{}年没有指标体系", subject.year)))?;
        let indicator = framework
            .get(subject.indicator)
            .ok_or_else(|| Absence::NotApplicable(format!("{}年没有指标“{}”", subject.year, subject.indicator)))?;
        let target = framework.target(subject.indicator, subject.unit);
        Ok(Self { book, subject, framework, indicator, target, whose: None, lens: std::marker::PhantomData })
    }

    /// The same for a unit beside the one asked about: every input is called after it.
    pub(super) fn of_another(book: &'a Book, subject: Subject<'a>) -> Result<Self, Absence> {
        let unit = subject.unit;
        let whose = L::RECORDS.then(|| subject.called(book, unit));
        Ok(Self { whose, ..Self::new(book, subject)? })
    }

    /// The same for another indicator of the unit asked about: every input is called after it.
    pub(super) fn of_another_indicator(book: &'a Book, subject: Subject<'a>) -> Result<Self, Absence> {
        let inputs = Self::new(book, subject)?;
        let whose = L::RECORDS.then_some(inputs.indicator.name.as_str());
        Ok(Self { whose, ..inputs })
    }

    /// `label`, after the unit where it is another one.
    pub(super) fn called(&self, label: &str) -> String {
        match self.whose {
            Some(unit) => format!("{unit}{OF}{label}"),
            None => label.to_owned(),
        }
    }

    /// The end of the latest period due by the subject's month.
    pub(super) fn end(&self) -> Result<Month, Absence> {
        due_end(self.book, self.indicator, self.subject.origin, self.subject.month).ok_or_else(|| {
            let reason = if self.indicator.joint_january && self.subject.month.number() == 1 {
                "1月不单独发布，与2月合并".to_owned()
            } else {
                format!("{}月还没有到期的数据", self.subject.month.number())
            };
            Absence::NotDue(reason)
        })
    }

    pub(super) fn accumulates(&self) -> Result<(), Absence> {
        if self.indicator.kind.accumulates() {
            return Ok(());
        }
        let kind = self.indicator.kind;
        let instead = if kind.is_numeric() { "只与目标本身相比" } else { "只看是否完成" };
        Err(Absence::NotApplicable(format!("{}类指标不按时序累计，{instead}", kind.label())))
    }

    pub(super) fn pair(&self) -> Option<&'a Indicator> {
        self.framework.get(self.indicator.pair.as_deref()?)
    }

    pub(super) fn source(&self, place: Option<Place>, version: Version) -> Source {
        Source::of(self.book, place, version)
    }

    /// Named in the indicator's own unit.
    pub(super) fn own_named(&self, value: L::N, label: &str) -> L::N {
        if !L::RECORDS {
            return value;
        }
        L::named(value, &self.called(label), self.indicator.unit.as_str(), self.indicator.decimals)
    }
}

/// A written figure in another unit of its family: only the point moves.
fn converted(value: Decimal, from: &UnitOfMeasure, to: &UnitOfMeasure) -> Result<Rational, Absence> {
    let power = from.power_to(to).ok_or_else(|| Absence::Incomparable(format!("计量单位“{from}”不能换算为“{to}”")))?;
    Ok(Rational::from(value).mul(&Rational::power_of_ten(power)))
}

fn rule_leaf<L: Lens>(value: Rational, label: &str, text: &str, rule: &str) -> L::N {
    L::leaf(value, |value| Leaf {
        label: label.to_owned(),
        value,
        text: text.to_owned(),
        unit: String::new(),
        source: Source::Rule { rule: rule.to_owned() },
    })
}

/// A whole number that a rule of the field gives (months left).
pub(in crate::progress) fn counted<L: Lens>(value: i64, label: &str, rule: &str) -> L::N {
    rule_leaf::<L>(Rational::integer(value), label, &value.to_string(), rule)
}
