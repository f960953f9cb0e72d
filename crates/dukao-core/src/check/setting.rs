//! Which rules hold, for what, and how: data that an office may change.

use crate::framework::Indicator;
use crate::organisation::Unit;
use crate::quantity::Quantity;

use super::finding::{Rule, Severity};

/// How one rule holds for some figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Which rule.
    pub rule: Rule,
    /// The name shown with its findings.
    pub name: String,
    /// How grave all its findings are; `None`: as the rule judges case by case.
    pub severity: Option<Severity>,
    /// What is added to the tolerance that follows from the printed digits.
    pub extra: Option<Quantity>,
    /// Categories of indicators it is for; empty: all.
    pub categories: Vec<String>,
    /// Codes or names of the indicators it is for; empty: all.
    pub indicators: Vec<String>,
    /// Codes or names of the units it is for; empty: all.
    pub units: Vec<String>,
    /// Whether nothing is looked at.
    pub off: bool,
    /// On what it rests: a document, a rule of statistics.
    pub basis: Option<String>,
}

impl Setting {
    /// The rule as it stands, for everything.
    pub fn of(rule: Rule) -> Self {
        Self {
            rule,
            name: rule.label().to_owned(),
            severity: None,
            extra: None,
            categories: Vec::new(),
            indicators: Vec::new(),
            units: Vec::new(),
            off: false,
            basis: None,
        }
    }

    /// Whether it is for some figures only.
    pub const fn is_partial(&self) -> bool {
        !(self.categories.is_empty() && self.indicators.is_empty() && self.units.is_empty())
    }

    fn is_for(&self, indicator: &Indicator, code: &str, unit: Option<&Unit>) -> bool {
        let in_list =
            |list: &[String], names: &[&str]| list.is_empty() || list.iter().any(|own| names.contains(&own.as_str()));
        let name = unit.map_or(code, |unit| unit.name.as_str());
        let label = unit.map_or(code, Unit::label);
        in_list(&self.categories, &[&indicator.category])
            && in_list(&self.indicators, &[&indicator.code, &indicator.name])
            && in_list(&self.units, &[code, name, label])
    }
}

/// The rules in force: for a figure the first setting of a rule that is for it. A rule without one holds
/// as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleSet(Vec<Setting>);

impl RuleSet {
    /// Settings, the first that fits before the others.
    pub const fn new(settings: Vec<Setting>) -> Self {
        Self(settings)
    }

    /// These settings before those of `below`.
    #[must_use]
    pub fn over(mut self, below: &Self) -> Self {
        self.0.extend(below.0.iter().cloned());
        self
    }

    /// In their order.
    pub fn settings(&self) -> &[Setting] {
        &self.0
    }

    /// What holds for a rule, an indicator and a unit.
    pub(super) fn setting(
        &self,
        rule: Rule,
        indicator: &Indicator,
        code: &str,
        unit: Option<&Unit>,
    ) -> Option<&Setting> {
        self.0.iter().find(|setting| setting.rule == rule && setting.is_for(indicator, code, unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::check::tests::{district, only};
    use crate::ledger::Measure;
    use crate::number::Decimal;
    use crate::period::Month;
    use crate::quantity::UnitOfMeasure;

    fn keys(rules: Vec<Setting>) -> Vec<(String, Severity)> {
        let book = district()
            .figure("P01", "S01", "2018-02", Measure::Cumulative, "5.0")
            .figure("P01", "S01", "2018-03", Measure::Cumulative, "3.0")
            .figure("P01", "S02", "2018-02", Measure::Cumulative, "5.0")
            .figure("P01", "S02", "2018-03", Measure::Cumulative, "4.0")
            .build();
        let found = check(&book, 2018, Month::DECEMBER, &RuleSet::new(rules));
        found.into_iter().map(|one| (one.key, one.severity)).collect()
    }

    fn falls(change: impl FnOnce(&mut Setting)) -> Setting {
        let mut setting = Setting::of(Rule::CumulativeFalls);
        change(&mut setting);
        setting
    }

    fn first() -> (String, Severity) {
        ("cumulative_falls:P01:S01:2018-03:cumulative".to_owned(), Severity::Error)
    }

    #[test]
    fn without_settings_every_rule_holds() {
        assert_eq!(keys(Vec::new()).len(), 2);
        assert_eq!(keys(Vec::new())[0], first());
        assert_eq!(keys(vec![falls(|_| ())]).len(), 2);
    }

    #[test]
    fn a_rule_may_be_off_for_some_and_the_first_that_fits_holds() {
        assert!(keys(vec![falls(|own| own.off = true)]).is_empty());
        let off = falls(|own| (own.units, own.off) = (vec!["S02".to_owned()], true));
        assert_eq!(keys(vec![off.clone(), falls(|_| ())]), [first()]);
        assert_eq!(keys(vec![falls(|_| ()), off]).len(), 2);
        let elsewhere = falls(|own| (own.indicators, own.off) = (vec!["P02".to_owned()], true));
        assert_eq!(keys(vec![elsewhere]).len(), 2);
    }

    #[test]
    fn gravity_and_tolerance_are_as_the_settings_say() {
        let milder = keys(vec![falls(|own| own.severity = Some(Severity::Warning))]);
        assert!(milder.iter().all(|(_, severity)| *severity == Severity::Warning));
        let extra = |text: &str, unit: &str| {
            let quantity = Quantity { value: Decimal::parse(text).unwrap(), unit: UnitOfMeasure::parse(unit).unwrap() };
            keys(vec![falls(|own| own.extra = Some(quantity))])
        };
        // 5.0 → 4.0 may be off by 0.1 of rounding and 9500万元 more, 5.0 → 3.0 may not
        assert_eq!(extra("9500", "万元"), [first()]);
        assert_eq!(extra("0.8", "亿元").len(), 2);
        assert_eq!(extra("9", "户").len(), 2);
    }

    #[test]
    fn a_finding_has_the_name_of_its_rule_and_the_figures_it_rests_on() {
        let book = |last: &str| {
            only(district().figure("P01", "S01", "2018-02", Measure::Cumulative, "5.0").figure(
                "P01",
                "S01",
                "2018-03",
                Measure::Cumulative,
                last,
            ))
        };
        assert_eq!(book("3.0").name, "累计数比上期减少");
        assert_eq!(book("3.0").figures, book("3.0").figures);
        assert_ne!(book("3.0").figures, book("3.1").figures);
        assert_eq!(book("3.0").key, book("3.1").key);
    }
}
