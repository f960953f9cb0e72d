//! The book seen by series: all that is printed for one indicator and unit in a year, side by side.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::framework::{Framework, Goal, Indicator, Target};
use crate::ledger::{Book, Cell, Measure, Origin, Row, State, Symbol, YearTable};
use crate::number::{Number, Rational};
use crate::organisation::{Partition, Unit, UnitKind};
use crate::period::{Month, Period, Span};
use crate::progress::{Source, shown};
use crate::quantity::{Family, UnitOfMeasure};

use super::fact::Fact;
use super::finding::{Finding, Leeway, Rule, Severity};
use super::setting::RuleSet;

/// What a series is known by.
type Key = (Symbol, Symbol, Origin);

/// One year of a book up to a month.
pub(super) struct View<'a> {
    pub(super) book: &'a Book,
    pub(super) framework: &'a Framework,
    pub(super) year: i16,
    pub(super) through: Month,
    rules: &'a RuleSet,
    series: BTreeMap<Key, Series<'a>>,
    children: BTreeMap<&'a str, Vec<&'a Unit>>,
    totals: BTreeSet<&'a str>,
    wholes: BTreeSet<&'a str>,
}

/// Everything printed for one indicator, unit and origin.
pub(super) struct Series<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) unit: &'a str,
    pub(super) origin: Origin,
    pub(super) target: Option<&'a Target>,
    rows: BTreeMap<Measure, &'a Row>,
    last_year: BTreeMap<Measure, &'a Row>,
}

impl<'a> View<'a> {
    /// The view of `year`; `None` when it has no framework.
    pub(super) fn new(book: &'a Book, year: i16, through: Month, rules: &'a RuleSet) -> Option<Self> {
        let framework = book.framework(year)?;
        let mut children: BTreeMap<&str, Vec<&Unit>> = BTreeMap::new();
        for unit in book.organisation.records() {
            children.entry(unit.parent.as_deref().unwrap_or_default()).or_default().push(unit);
        }
        let written = book.partitions.iter().map(|partition| partition.total.as_str());
        let made_of_others =
            |partition: &'a Partition| partition.indicator.as_deref().filter(|_| !partition.part_indicators.is_empty());
        let wholes = book.partitions.iter().filter_map(made_of_others).collect();
        let totals = written.chain(children.keys().copied()).collect();
        let mut view =
            Self { book, framework, year, through, rules, series: BTreeMap::new(), children, totals, wholes };
        view.take_up(book.tables.get(&year).map(AsRef::as_ref), false);
        view.take_up(book.tables.get(&(year - 1)).map(AsRef::as_ref), true);
        Some(view)
    }

    fn take_up(&mut self, table: Option<&'a YearTable>, last: bool) {
        let symbols = &self.book.symbols;
        for (key, row) in table.into_iter().flat_map(YearTable::rows) {
            let (Some(code), Some(unit)) = (symbols.code(key.indicator), symbols.code(key.unit)) else { continue };
            let Some(indicator) = self.framework.get(code) else { continue };
            let target = self.framework.target(code, unit);
            let series = self.series.entry((key.indicator, key.unit, key.origin)).or_insert_with(|| Series {
                indicator,
                unit,
                origin: key.origin,
                target,
                rows: BTreeMap::new(),
                last_year: BTreeMap::new(),
            });
            let rows = if last { &mut series.last_year } else { &mut series.rows };
            rows.insert(key.measure, row);
        }
    }

    /// All series, in a fixed order.
    pub(super) fn all(&self) -> impl Iterator<Item = &Series<'a>> {
        self.series.values()
    }

    /// The series that print `measure`, with the months in which they do.
    pub(super) fn printed(&self, measure: Measure) -> impl Iterator<Item = (&Series<'a>, Month)> {
        self.series
            .values()
            .flat_map(move |series| series.months(measure, self.through).map(move |month| (series, month)))
    }

    /// Whether `unit` is the total of a written partition, or has units below it.
    pub(super) fn may_be_total(&self, unit: &str) -> bool {
        self.totals.contains(unit)
    }

    /// Whether `series` adds up, and parts of it may be known: units below, or other indicators.
    pub(super) fn may_have_parts(&self, series: &Series<'_>) -> bool {
        let divided = self.may_be_total(series.unit) || self.wholes.contains(series.indicator.code.as_str());
        series.indicator.kind.accumulates() && divided
    }

    /// The units directly below `parent` at the end of `month` (on top of the tree for an empty
    /// code), parks and groups among them.
    pub(super) fn children(&self, parent: &str, month: Month) -> impl Iterator<Item = &'a Unit> {
        let day = self.last_day(month);
        let below = self.children.get(parent).into_iter().flatten().copied();
        let organisation = &self.book.organisation;
        below.filter(move |unit| day.and_then(|day| organisation.on(&unit.code, day)) == Some(*unit))
    }

    /// One series.
    pub(super) fn series(&self, indicator: &str, unit: &str, origin: Origin) -> Option<&Series<'a>> {
        let symbols = &self.book.symbols;
        self.series.get(&(symbols.symbol(indicator)?, symbols.symbol(unit)?, origin))
    }

    /// January to the last month looked at.
    pub(super) fn months(&self) -> impl Iterator<Item = Month> + use<> {
        let through = self.through;
        Month::all().take_while(move |month| *month <= through)
    }

    /// The last day of a month of the year.
    pub(super) fn last_day(&self, month: Month) -> Option<Date> {
        let number = i8::try_from(month.number()).ok()?;
        Some(Date::new(self.year, number, 1).ok()?.last_of_month())
    }

    /// The record of a unit at the end of a stretch of the year; its latest where it does not exist then.
    pub(super) fn record(&self, code: &str, span: Span) -> Option<&'a Unit> {
        let end = Period::new(self.year, span).and_then(Period::end).unwrap_or(self.through);
        let organisation = &self.book.organisation;
        self.last_day(end).and_then(|day| organisation.called_on(code, day)).or_else(|| organisation.get(code))
    }

    /// The unit as sentences name it at the end of a stretch of the year: 全区 for the region itself, its label otherwise.
    pub(super) fn unit_name(&self, code: &str, span: Span) -> String {
        let organisation = &self.book.organisation;
        let Some(unit) = self.record(code, span) else { return code.to_owned() };
        let own = organisation.own().is_some_and(|own| own.code == code);
        let whole = match unit.kind {
            UnitKind::Province => "全省",
            UnitKind::City => "全市",
            UnitKind::District if unit.name.ends_with('县') => "全县",
            UnitKind::District => "全区",
            _ => "",
        };
        if own && !whole.is_empty() { whole.to_owned() } else { unit.label().to_owned() }
    }

    /// What the rules in force add to the tolerance of `rule` for a stretch of the year, in the unit in which it compares.
    pub(super) fn extra(&self, rule: Rule, indicator: &Indicator, unit: &str, span: Span) -> Rational {
        let record = self.record(unit, span);
        let setting = self.rules.setting(rule, indicator, unit, record);
        let Some(extra) = setting.and_then(|setting| setting.extra.as_ref()) else { return Rational::zero() };
        let value = Rational::from(extra.value);
        let points = |measure: &UnitOfMeasure| matches!(measure.family(), Family::Percent | Family::PercentagePoint);
        match rule.leeway() {
            Leeway::None => Rational::zero(),
            Leeway::Points => value,
            Leeway::Amount if points(&extra.unit) && points(&indicator.unit) => value,
            Leeway::Amount => extra
                .unit
                .power_to(&indicator.unit)
                .map_or_else(Rational::zero, |power| value.mul(&Rational::power_of_ten(power))),
        }
    }

    /// `fact` of `series` with what the rules in force add to its tolerance.
    pub(super) fn lenient(&self, rule: Rule, series: &Series<'_>, fact: Fact) -> Fact {
        let extra = self.extra(rule, series.indicator, series.unit, fact.span);
        fact.with_extra(extra)
    }

    /// The finding of `draft`.
    pub(super) fn finding(&self, draft: Draft<'_, '_>) -> Option<Finding> {
        let period = Period::new(self.year, draft.span)?;
        let unit = self.record(draft.unit, draft.span);
        let setting = self.rules.setting(draft.rule, draft.indicator, draft.unit, unit);
        if setting.is_some_and(|setting| setting.off) {
            return None;
        }
        let mut figures: Vec<String> =
            draft.facts.iter().map(|fact| format!("{}/{}", fact.value.numerator(), fact.value.denominator())).collect();
        figures.sort();
        figures.dedup();
        let mut sources: Vec<Source> = Vec::new();
        for source in draft.facts.iter().flat_map(|fact| fact.sources(self.book)) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        Some(Finding {
            rule: draft.rule,
            severity: setting.and_then(|setting| setting.severity).unwrap_or(draft.severity),
            name: setting.map_or_else(|| draft.rule.label().to_owned(), |setting| setting.name.clone()),
            key: draft.key(period),
            figures: figures.join(" "),
            indicator: draft.indicator.code.clone(),
            unit: draft.unit.to_owned(),
            period,
            statement: draft.statement,
            printed: draft.printed,
            computed: draft.computed,
            tolerance: draft.tolerance,
            sources,
        })
    }
}

/// A finding before its sources are looked up.
pub(super) struct Draft<'b, 'f> {
    pub(super) rule: Rule,
    pub(super) severity: Severity,
    pub(super) indicator: &'b Indicator,
    pub(super) unit: &'b str,
    pub(super) span: Span,
    pub(super) mark: Mark,
    pub(super) statement: String,
    pub(super) printed: Option<String>,
    pub(super) computed: Option<String>,
    pub(super) tolerance: String,
    /// The first fact's first cell is the one to look at.
    pub(super) facts: &'f [&'f Fact],
}

/// What tells findings of one rule, indicator, unit and period apart.
pub(super) struct Mark {
    pub(super) measure: Option<Measure>,
    pub(super) origin: Origin,
    /// Which parts, or which stage; may be empty.
    pub(super) part: String,
}

impl Mark {
    /// Of a target.
    pub(super) const fn target(part: String) -> Self {
        Self { measure: None, origin: Origin::Claimed, part }
    }

    /// The same for some parts of several.
    pub(super) fn of(self, part: &str) -> Self {
        Self { part: part.to_owned(), ..self }
    }
}

impl Draft<'_, '_> {
    fn key(&self, period: Period) -> String {
        let period = period.code();
        let mut key = vec![self.rule.key(), &self.indicator.code, self.unit, &period];
        key.extend(self.mark.measure.map(Measure::key));
        if self.mark.origin == Origin::Recognised {
            key.push("recognised");
        }
        if !self.mark.part.is_empty() {
            key.push(&self.mark.part);
        }
        key.join(":")
    }
}

impl<'a> Series<'a> {
    /// What tells a finding about one of its figures apart.
    pub(super) const fn mark(&self, measure: Measure) -> Mark {
        Mark { measure: Some(measure), origin: self.origin, part: String::new() }
    }

    /// What tells a finding about all figures of a period apart.
    pub(super) const fn mark_of_period(&self) -> Mark {
        Mark { measure: None, origin: self.origin, part: String::new() }
    }

    /// The words of a progress and their cell.
    pub(super) fn progress(&self, month: Month) -> Option<&'a Cell> {
        self.cell(&self.rows, Measure::Progress, month)
    }

    /// The known figure of this year's period that ends in `month`.
    pub(super) fn fact(&self, measure: Measure, month: Month) -> Option<Fact> {
        Fact::of_cell(self.cell(&self.rows, measure, month)?, measure, self.indicator)
    }

    /// The cell of the indicator's own period that ends in `month`.
    fn cell(&self, rows: &BTreeMap<Measure, &'a Row>, measure: Measure, month: Month) -> Option<&'a Cell> {
        rows.get(&measure)?.due(measure, month, self.indicator.period_months(month))
    }

    /// The known figure of last year.
    pub(super) fn last_year(&self, measure: Measure, month: Month) -> Option<Fact> {
        Fact::of_cell(self.cell(&self.last_year, measure, month)?, measure, self.indicator)
    }

    /// The months up to `through` that have a known figure of `measure`.
    pub(super) fn months(&self, measure: Measure, through: Month) -> impl Iterator<Item = Month> + use<'a> {
        let cells = self.rows.get(&measure).copied().into_iter().flat_map(Row::cells);
        cells.filter(move |(month, cell)| *month <= through && cell.state == State::Known).map(|(month, _)| month)
    }

    /// This year's rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = (Measure, &'a Row)> {
        self.rows.iter().map(|(measure, row)| (*measure, *row))
    }

    /// `A(m)`: printed, or the months that together reach from January to `month`.
    pub(super) fn actual(&self, month: Month) -> Option<Fact> {
        if let Some(cell) = self.cell(&self.rows, Measure::Cumulative, month) {
            return Fact::of_cell(cell, Measure::Cumulative, self.indicator);
        }
        let mut terms = Vec::new();
        let mut covered = 0;
        let ends = self.rows.get(&Measure::Month)?.cells().map(|(end, _)| end).take_while(|end| *end <= month);
        for end in ends {
            let cell = self.cell(&self.rows, Measure::Month, end)?;
            let months = Period::new(2000, cell.span)?.months();
            if end.number() != covered + months {
                return None;
            }
            covered = end.number();
            terms.push(Fact::of_cell(cell, Measure::Month, self.indicator)?);
        }
        (covered == month.number()).then(|| Fact::sum(&terms, Span::Month(month)))
    }

    /// `T`: the floor, where it is an amount of the indicator itself.
    pub(super) fn floor(&self) -> Option<Fact> {
        let target = self.target?;
        let amount = matches!(target.goal, Goal::Amount | Goal::Ceiling | Goal::Level);
        if amount { floor_of(target, self.indicator) } else { None }
    }

    /// An amount with the indicator's unit.
    pub(super) fn amount(&self, value: &Rational, decimals: u8) -> String {
        amount(value, decimals, self.indicator)
    }
}

/// The floor of `target` in the indicator's unit.
pub(super) fn floor_of(target: &Target, indicator: &Indicator) -> Option<Fact> {
    let whole = indicator.kind == crate::framework::ValueKind::Count;
    let mut fact = Fact::written(target.floor?, &target.unit_of_measure, &indicator.unit, whole)?;
    fact.cells.push((target.floor_place, target.version));
    Some(fact)
}

/// An amount with the indicator's unit.
pub(super) fn amount(value: &Rational, decimals: u8, indicator: &Indicator) -> String {
    format!("{}{}", shown(value, decimals), indicator.unit)
}

/// `多1.00亿元` or `少1.00亿元`: how far `computed` lies from `printed`.
pub(super) fn more_or_less(computed: &Rational, printed: &Rational, decimals: u8, unit: &str) -> String {
    let difference = computed.sub(printed);
    let word = if difference.signum() < 0 { "少" } else { "多" };
    format!("{word}{}{unit}", shown(&difference.abs(), decimals))
}

/// The fewest decimals, from `least` up to `most`, that show all `values` exactly; `most` when none do.
pub(super) fn decimals_for(values: &[&Rational], least: u8, most: u8) -> u8 {
    let exact = |decimals: &u8| {
        let factor = Rational::power_of_ten(i8::try_from(*decimals).unwrap_or(i8::MAX));
        values.iter().all(|value| value.mul(&factor).denominator() == "1")
    };
    (least..=most).find(exact).unwrap_or(most)
}

/// A tolerance in words: half digits added up.
pub(super) fn tolerance(half: &Rational, unit: &str) -> String {
    if half.is_zero() { String::new() } else { format!("±{}{unit}", half.significant()) }
}

/// A rate in percent as sentences print it.
pub(super) fn percent(value: &Rational, decimals: u8) -> String {
    format!("{}%", shown(value, decimals))
}
