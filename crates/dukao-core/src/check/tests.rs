//! What the tests of the rules share, and what holds for all rules together.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::framework::{Goal, Indicator, Target, ValueKind};
use crate::ledger::{Book, Measure};
use crate::organisation::UnitKind;
use crate::period::Month;
use crate::progress::Source;
use crate::testing::BookBuilder;

use super::{Finding, RuleSet, check};

/// A book of 2018 in which a figure is written in the unit of its indicator.
pub(super) struct Rows {
    builder: BookBuilder,
    units: BTreeMap<String, String>,
}

impl Rows {
    /// The district alone.
    pub(super) fn new() -> Self {
        Self { builder: BookBuilder::new(2018), units: BTreeMap::new() }
    }

    fn then(mut self, step: impl FnOnce(BookBuilder) -> BookBuilder) -> Self {
        self.builder = step(self.builder);
        self
    }

    pub(super) fn unit(self, code: &str, kind: UnitKind, parent: Option<&str>) -> Self {
        self.then(|builder| builder.unit(code, kind, parent))
    }

    pub(super) fn partition(self, name: &str, indicator: Option<&str>, total: &str, parts: &[&str]) -> Self {
        self.then(|builder| builder.partition(name, indicator, total, parts))
    }

    pub(super) fn step(self, step: impl FnOnce(BookBuilder) -> BookBuilder) -> Self {
        self.then(step)
    }

    pub(super) fn indicator(
        mut self,
        code: &str,
        unit: &str,
        kind: ValueKind,
        change: impl FnOnce(&mut Indicator),
    ) -> Self {
        self.units.insert(code.to_owned(), unit.to_owned());
        self.then(|builder| builder.indicator_with(code, kind, unit, change))
    }

    /// A target for an amount; typed unless `change` gives it a place.
    pub(super) fn target(self, code: &str, unit: &str, floor: &str, change: impl FnOnce(&mut Target)) -> Self {
        let measure = self.units[code].clone();
        self.then(|builder| {
            builder.target_with(code, unit, Goal::Amount, floor, &measure, |target| {
                (target.floor_place, target.stretch_place) = (None, None);
                change(target);
            })
        })
    }

    pub(super) fn figure(self, code: &str, unit: &str, period: &str, measure: Measure, text: &str) -> Self {
        let written = match measure {
            Measure::Rank | Measure::LastYearRank => "位".to_owned(),
            own if own.in_indicator_unit() => self.units[code].clone(),
            _ => "%".to_owned(),
        };
        self.then(|builder| builder.figure(code, unit, period, measure, text, &written))
    }

    pub(super) fn build(self) -> Book {
        self.builder.build()
    }
}

/// A district of two streets and a park in 2018, with the flow P01 in 亿元.
pub(super) fn district() -> Rows {
    Rows::new()
        .unit("S01", UnitKind::Street, Some("Q00"))
        .unit("S02", UnitKind::Town, Some("Q00"))
        .unit("A01", UnitKind::Park, Some("Q00"))
        .indicator("P01", "亿元", ValueKind::Flow, |_| ())
}

/// All findings of 2018.
pub(super) fn all(builder: Rows) -> Vec<Finding> {
    check(&builder.build(), 2018, Month::DECEMBER, &RuleSet::default())
}

/// The findings as `rule severity unit period cells` lines.
pub(super) fn lines(builder: Rows) -> Vec<String> {
    all(builder)
        .iter()
        .map(|finding| {
            let severity = if finding.severity == super::Severity::Error { "矛盾" } else { "提醒" };
            let mut line = format!("{} {severity} {} {}", finding.rule.key(), finding.unit, finding.period.code());
            for source in &finding.sources {
                match source {
                    Source::Cell { cell, .. } => write!(line, " {cell}").unwrap(),
                    other => write!(line, " {other:?}").unwrap(),
                }
            }
            line
        })
        .collect()
}

/// The findings of one rule.
pub(super) fn of(rule: super::Rule, builder: Rows) -> Vec<Finding> {
    all(builder).into_iter().filter(|finding| finding.rule == rule).collect()
}

/// The only finding.
#[track_caller]
pub(super) fn only(builder: Rows) -> Finding {
    let mut found = all(builder);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

#[track_caller]
pub(super) fn clean(builder: Rows) {
    let found = all(builder);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn findings_come_gravest_first_and_in_the_order_of_the_framework() {
    let book = Rows::new()
        .indicator("B", "亿元", ValueKind::Flow, |_| ())
        .indicator("A", "亿元", ValueKind::Flow, |_| ())
        .figure("A", "Q00", "2018-02", Measure::Cumulative, "5")
        .figure("A", "Q00", "2018-03", Measure::Cumulative, "3")
        .figure("A", "Q00", "2018-03", Measure::Rank, "0")
        .figure("B", "Q00", "2018-05", Measure::Cumulative, "9")
        .figure("B", "Q00", "2018-05", Measure::CumulativeBase, "4")
        .figure("B", "Q00", "2018-06", Measure::Cumulative, "3")
        .figure("B", "Q00", "2017-05", Measure::Cumulative, "8");
    let lines = lines(book);
    let heads: Vec<&str> = lines.iter().map(|line| line.split(" B").next().unwrap()).collect();
    assert_eq!(
        heads,
        [
            "cumulative_falls 矛盾 Q00 2018-06",
            "cumulative_falls 矛盾 Q00 2018-03",
            "rank_range 矛盾 Q00 2018-03",
            "last_year 提醒 Q00 2018-05",
        ]
    );
}

#[test]
fn nothing_is_found_without_a_framework_or_after_the_month_asked_for() {
    let book = district()
        .figure("P01", "Q00", "2018-02", Measure::Cumulative, "5")
        .figure("P01", "Q00", "2018-03", Measure::Cumulative, "3")
        .build();
    let found = |year, month| check(&book, year, Month::new(month).unwrap(), &RuleSet::default()).len();
    assert_eq!((found(2018, 3), found(2018, 2), found(2017, 12)), (1, 0, 0));
}

#[test]
fn serialises_with_stable_keys() {
    let book = district().figure("P01", "Q00", "2018-02", Measure::Cumulative, "5.0").figure(
        "P01",
        "Q00",
        "2018-03",
        Measure::Cumulative,
        "3.0",
    );
    let json = serde_json::to_value(only(book)).unwrap();
    assert_eq!(json["rule"], "cumulative_falls");
    assert_eq!(json["severity"], "error");
    assert_eq!(json["period"], "2018-03");
    assert_eq!(json["printed"], "3.0亿元");
    assert_eq!(json["sources"][0]["cell"], "B3");
}

/// A book whose figures all follow from `months`: a district of two streets, each month in hundredths.
fn consistent(months: &[(u16, u16)]) -> Rows {
    let mut figures = Figures { builder: district() };
    let mut sums = [0_u64; 2];
    for (index, (left, right)) in months.iter().enumerate() {
        let own = [u64::from(*left), u64::from(*right)];
        sums = [sums[0] + own[0], sums[1] + own[1]];
        let period = format!("2018-{:02}", index + 1);
        for (unit, month, to_date) in
            [("S01", own[0], sums[0]), ("S02", own[1], sums[1]), ("Q00", own[0] + own[1], sums[0] + sums[1])]
        {
            figures.add(unit, &period, Measure::Month, month);
            figures.add(unit, &period, Measure::Cumulative, to_date);
        }
    }
    figures.builder
}

/// Puts figures in, one after the other.
struct Figures {
    builder: Rows,
}

impl Figures {
    fn add(&mut self, unit: &str, period: &str, measure: Measure, hundredths: u64) {
        let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let builder = std::mem::replace(&mut self.builder, Rows::new());
        self.builder = builder.figure("P01", unit, period, measure, &text);
    }
}

fn count(book: &Book) -> usize {
    check(book, 2018, Month::DECEMBER, &RuleSet::default()).len()
}

proptest::proptest! {
    #[test]
    fn a_consistent_book_has_no_findings(months in proptest::collection::vec((0_u16..5000, 0_u16..5000), 1..12)) {
        proptest::prop_assert_eq!(count(&consistent(&months).build()), 0);
    }

    #[test]
    fn one_changed_figure_is_found(
        months in proptest::collection::vec((0_u16..5000, 0_u16..5000), 1..12),
        which in 0_usize..12, unit in 0_usize..3, cumulative in proptest::prelude::any::<bool>(),
        change in 3_u64..2000,
    ) {
        let at = which % months.len();
        let unit = ["S01", "S02", "Q00"][unit];
        let measure = if cumulative { Measure::Cumulative } else { Measure::Month };
        let value = |(left, right): &(u16, u16)| match unit {
            "S01" => u64::from(*left),
            "S02" => u64::from(*right),
            _ => u64::from(*left) + u64::from(*right),
        };
        let right = if cumulative { months[..=at].iter().map(value).sum() } else { value(&months[at]) };
        let mut figures = Figures { builder: consistent(&months) };
        figures.add(unit, &format!("2018-{:02}", at + 1), measure, right + change);
        proptest::prop_assert!(count(&figures.builder.build()) > 0);
    }

    #[test]
    fn never_found_when_nothing_is_known(mask in proptest::sample::select(vec!["×", "—", "不可比"]), measure in 0_usize..12) {
        let mut book = district().target("P01", "Q00", "252", |_| ());
        for (index, (own, _, _)) in Measure::WORDS.iter().enumerate().take(12) {
            let text = if index == measure { "7" } else { mask };
            book = book.figure("P01", "Q00", "2018-07", *own, text);
        }
        let found = check(&book.build(), 2018, Month::DECEMBER, &RuleSet::default());
        proptest::prop_assert!(found.is_empty(), "{found:?}");
    }
}
