//! Small books for tests, built in a few lines. Compiled for tests only (feature `testing`).
//!
//! Every figure and target gets a place of its own in the current sheet, so that traces lead to a
//! cell; [`BookBuilder::typed`] makes what follows typed instead.
//!
//! ```
//! # #[cfg(feature = "testing")] {
//! use dukao_core::framework::{Goal, ValueKind};
//! use dukao_core::ledger::Measure;
//! use dukao_core::progress::FigureKind;
//! use dukao_core::testing::{BookBuilder, shown};
//!
//! let book = BookBuilder::new(2018)
//!     .indicator("P01", ValueKind::Flow, "亿元")
//!     .target("P01", "Q00", Goal::Amount, "252", "亿元")
//!     .figure("P01", "Q00", "2018-07", Measure::Cumulative, "115.25", "亿元")
//!     .build();
//! assert_eq!(shown(&book, "P01", "Q00", 7, FigureKind::Shortfall), "31.75");
//! # }
//! ```
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that is written wrongly shall fail where it is wrong"
)]

mod parts;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::framework::{Framework, Goal, Indicator, Target, ValueKind};
use crate::ledger::{
    Book, Cell, Firmness, Measure, Origin, Place, RowKey, SheetName, Standing, State, Symbol, Symbols, Version,
    YearTable,
};
use crate::number::Decimal;
use crate::organisation::{Organisation, Partition, Unit, UnitKind};
use crate::period::Period;

pub use parts::{decimal, figure, indicator, measured_in, month, shown, stage, subject};

/// The unit that every book has: the district itself.
pub const OWN: &str = "Q00";

/// Builds a [`Book`] step by step. What is written wrongly panics at once.
#[derive(Debug, Clone)]
pub struct BookBuilder {
    year: i16,
    organisation: Organisation,
    partitions: Vec<Partition>,
    frameworks: BTreeMap<i16, Framework>,
    tables: BTreeMap<i16, YearTable>,
    symbols: Symbols,
    sheets: BTreeMap<u32, SheetName>,
    next_symbol: u32,
    row: u32,
    typed: bool,
    origin: Origin,
    standing: Standing,
    version: Version,
    note: Option<Box<str>>,
}

impl BookBuilder {
    /// A book of `year` with the district [`OWN`] below the city `C00`, and one sheet.
    pub fn new(year: i16) -> Self {
        let sheet = SheetName { file_id: 1, file: "月报.xlsx".to_owned(), sheet: "数据".to_owned() };
        let builder = Self {
            year,
            organisation: Organisation::default(),
            partitions: Vec::new(),
            frameworks: BTreeMap::from([(year, Framework::default())]),
            tables: BTreeMap::new(),
            symbols: Symbols::default(),
            sheets: BTreeMap::from([(1, sheet)]),
            next_symbol: 0,
            row: 0,
            typed: false,
            origin: Origin::Claimed,
            standing: Standing::Certified,
            version: Version(1),
            note: None,
        };
        builder.unit("C00", UnitKind::City, None).unit(OWN, UnitKind::District, Some("C00"))
    }

    /// A unit that exists from 2000 on and is called by its code.
    #[must_use]
    pub fn unit(self, code: &str, kind: UnitKind, parent: Option<&str>) -> Self {
        self.unit_with(code, kind, parent, |_| {})
    }

    /// A unit, changed by `change`.
    #[must_use]
    pub fn unit_with(
        mut self,
        code: &str,
        kind: UnitKind,
        parent: Option<&str>,
        change: impl FnOnce(&mut Unit),
    ) -> Self {
        let mut unit = Unit {
            code: code.to_owned(),
            name: code.to_owned(),
            short_name: None,
            kind,
            parent: parent.map(str::to_owned),
            valid_from: jiff::civil::date(2000, 1, 1),
            valid_to: None,
            groups: Vec::new(),
            principal: None,
            sponsors: Vec::new(),
            note: None,
            predecessors: Vec::new(),
        };
        change(&mut unit);
        self.organisation.insert(unit);
        self
    }

    /// Streets below [`OWN`].
    #[must_use]
    pub fn streets(self, codes: &[&str]) -> Self {
        codes.iter().fold(self, |builder, code| builder.unit(code, UnitKind::Street, Some(OWN)))
    }

    /// Peer districts beside [`OWN`].
    #[must_use]
    pub fn peers(self, codes: &[&str]) -> Self {
        codes.iter().fold(self, |builder, code| builder.unit(code, UnitKind::Peer, Some("C00")))
    }

    /// A complete partition of `total`.
    #[must_use]
    pub fn partition(mut self, name: &str, indicator: Option<&str>, total: &str, parts: &[&str]) -> Self {
        self.partitions.push(Partition {
            name: name.to_owned(),
            indicator: indicator.map(str::to_owned),
            total: total.to_owned(),
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
            part_indicators: Vec::new(),
        });
        self
    }

    /// A complete partition of an indicator by other indicators.
    #[must_use]
    pub fn made_of(mut self, indicator: &str, name: &str, parts: &[&str]) -> Self {
        self.partitions.push(Partition {
            name: name.to_owned(),
            indicator: Some(indicator.to_owned()),
            total: String::new(),
            parts: Vec::new(),
            part_indicators: parts.iter().map(|part| (*part).to_owned()).collect(),
        });
        self
    }

    /// A monthly indicator at current prices with two decimals, higher is better.
    #[must_use]
    pub fn indicator(self, code: &str, kind: ValueKind, unit: &str) -> Self {
        self.indicator_with(code, kind, unit, |_| {})
    }

    /// An indicator, changed by `change`.
    #[must_use]
    pub fn indicator_with(
        mut self,
        code: &str,
        kind: ValueKind,
        unit: &str,
        change: impl FnOnce(&mut Indicator),
    ) -> Self {
        let mut made = indicator(self.year, code, kind, unit);
        change(&mut made);
        self.frameworks.entry(made.year).or_default().insert(made);
        self
    }

    /// The target of `unit` for `indicator` with an even pace; `floor` may be empty.
    #[must_use]
    pub fn target(self, indicator: &str, unit: &str, goal: Goal, floor: &str, unit_of_measure: &str) -> Self {
        self.target_with(indicator, unit, goal, floor, unit_of_measure, |_| {})
    }

    /// A target, changed by `change`.
    #[must_use]
    pub fn target_with(
        mut self,
        indicator: &str,
        unit: &str,
        goal: Goal,
        floor: &str,
        unit_of_measure: &str,
        change: impl FnOnce(&mut Target),
    ) -> Self {
        let floor_place = self.next_place();
        let beside = |column| floor_place.map(|place| Place { column, ..place });
        let mut target = Target {
            floor: (!floor.is_empty()).then(|| decimal(floor)),
            floor_place,
            stretch_place: self.next_place(),
            deadline_place: beside(2),
            pace_place: beside(3),
            version: self.version,
            ..Target::blank(self.year, indicator, unit, goal, measured_in(unit_of_measure))
        };
        change(&mut target);
        self.frameworks.entry(target.year).or_default().insert_target(target);
        self
    }

    /// One cell. `text` is a decimal, `—` or empty (no data), `×` (masked), `不可比`, or, for
    /// [`Measure::Progress`], words.
    #[must_use]
    pub fn figure(
        mut self,
        indicator: &str,
        unit: &str,
        period: &str,
        measure: Measure,
        text: &str,
        unit_of_measure: &str,
    ) -> Self {
        let period = Period::parse(period).expect("a period");
        let key = RowKey { indicator: self.symbol(indicator), unit: self.symbol(unit), measure, origin: self.origin };
        let (state, value, words) = content(measure, text);
        let cell = Cell {
            value,
            unit: Arc::new(measured_in(unit_of_measure)),
            state,
            text: words,
            note: self.note.clone(),
            span: period.span(),
            firmness: Firmness::Final,
            standing: self.standing,
            version: self.version,
            place: self.next_place(),
        };
        let table = self.tables.entry(period.year()).or_insert_with(|| YearTable::new(period.year()));
        table.accept(key, period, cell).expect("a period of the table's year");
        self
    }

    /// Figures of [`OWN`] from January on, one a month: `months("P01", 2018, Measure::Month, &["1", "2"], "亿元")`.
    #[must_use]
    pub fn months(self, indicator: &str, year: i16, measure: Measure, texts: &[&str], unit: &str) -> Self {
        (1..).zip(texts).fold(self, |builder, (month, text)| {
            builder.figure(indicator, OWN, &format!("{year}-{month:02}"), measure, text, unit)
        })
    }

    /// What follows stands in this sheet of this file.
    #[must_use]
    pub fn sheet(mut self, file: &str, sheet: &str) -> Self {
        let number = self.sheets.keys().next_back().copied().unwrap_or(0) + 1;
        let name = SheetName { file_id: i64::from(number), file: file.to_owned(), sheet: sheet.to_owned() };
        self.sheets.insert(number, name);
        (self.row, self.typed) = (0, false);
        self
    }

    /// What follows was typed: it has no place in a file.
    #[must_use]
    pub fn typed(mut self) -> Self {
        self.typed = true;
        self
    }

    /// What follows is of this origin (claimed at first).
    #[must_use]
    pub fn origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// What follows has this standing (certified at first).
    #[must_use]
    pub fn standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }

    /// The remark beside the figures that follow; an empty one is none.
    #[must_use]
    pub fn noted(mut self, note: &str) -> Self {
        self.note = Some(note).filter(|note| !note.is_empty()).map(Box::from);
        self
    }

    /// What follows came with this version (1 at first).
    #[must_use]
    pub fn version(mut self, version: i64) -> Self {
        self.version = Version(version);
        self
    }

    /// The book.
    pub fn build(self) -> Book {
        let shared = |(year, framework)| (year, Arc::new(framework));
        Book {
            version: self.version,
            organisation: Arc::new(self.organisation),
            partitions: Arc::new(self.partitions),
            frameworks: self.frameworks.into_iter().map(shared).collect(),
            tables: self.tables.into_iter().map(|(year, table)| (year, Arc::new(table))).collect(),
            symbols: Arc::new(self.symbols),
            sheets: Arc::new(self.sheets),
            calendar: Arc::new(Calendar::builtin().expect("the shipped calendar").clone()),
        }
    }

    fn symbol(&mut self, code: &str) -> Symbol {
        if let Some(known) = self.symbols.symbol(code) {
            return known;
        }
        let next = Symbol(self.next_symbol);
        self.next_symbol += 1;
        self.symbols.insert(next, code);
        next
    }

    fn next_place(&mut self) -> Option<Place> {
        if self.typed {
            return None;
        }
        self.row += 1;
        let sheet = self.sheets.keys().next_back().copied().unwrap_or(1);
        Some(Place { sheet, row: self.row, column: 1 })
    }
}

fn content(measure: Measure, text: &str) -> (State, Option<Decimal>, Option<Box<str>>) {
    match text {
        _ if measure == Measure::Progress => (State::Known, None, Some(text.into())),
        "" | "—" => (State::NoData, None, None),
        "×" => (State::Masked, None, None),
        "不可比" => (State::Incomparable, None, None),
        figure => (State::Known, Some(decimal(figure)), None),
    }
}
