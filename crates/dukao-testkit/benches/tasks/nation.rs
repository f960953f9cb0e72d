//! A nation on paper: 2,844 counties with 100 indicators over the twelve months of 2018. Every figure
//! follows from its place by one line of arithmetic, so that the substitutes compute on the same ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use dukao_core::calendar::Calendar;
use dukao_core::framework::{Framework, Goal, Indicator, PriceBasis, Target, ValueKind};
use dukao_core::ledger::{
    Book, Cell, Firmness, Measure, Origin, Place, RowKey, Standing, State, Symbol, Symbols, Version, YearTable,
};
use dukao_core::number::Decimal;
use dukao_core::organisation::{OWN_CODE, Organisation, Unit, UnitKind};
use dukao_core::period::{Month, Period};
use dukao_core::quantity::UnitOfMeasure;

pub(crate) const COUNTIES: i64 = 2844;
pub(crate) const INDICATORS: i64 = 100;
pub(crate) const YEAR: i16 = 2018;

/// What a county did in a month, in hundredths of 亿元.
pub(crate) const fn done(county: i64, indicator: i64, month: i64) -> i64 {
    (county * 7919 + indicator * 104_729 + month * 15_485_863) % 900 + 50
}

/// What it shall do in the year.
pub(crate) const fn target(county: i64, indicator: i64) -> i64 {
    12 * ((county * 31 + indicator * 17) % 900 + 50)
}

/// What it did from January on.
pub(crate) fn cumulative(county: i64, indicator: i64, month: i64) -> i64 {
    (1..=month).map(|month| done(county, indicator, month)).sum()
}

pub(crate) fn county_code(county: i64) -> String {
    format!("C{county:04}")
}

pub(crate) fn indicator_code(indicator: i64) -> String {
    format!("I{indicator:03}")
}

pub(crate) fn yi() -> anyhow::Result<UnitOfMeasure> {
    Ok(UnitOfMeasure::parse("亿元")?)
}

pub(crate) fn own_unit(county: i64) -> Unit {
    Unit {
        code: OWN_CODE.to_owned(),
        name: format!("第{county}县"),
        short_name: None,
        kind: UnitKind::District,
        parent: None,
        valid_from: jiff::civil::date(2010, 1, 1),
        valid_to: None,
        groups: Vec::new(),
        principal: None,
        sponsors: Vec::new(),
        note: None,
        predecessors: Vec::new(),
    }
}

pub(crate) fn indicator_record(indicator: i64) -> anyhow::Result<Indicator> {
    let (code, name) = (indicator_code(indicator), format!("指标{indicator}"));
    Ok(Indicator {
        category: format!("第{}类", indicator / 10 + 1),
        price: PriceBasis::Current,
        ..Indicator::blank(YEAR, &code, &name, ValueKind::Flow, yi()?)
    })
}

pub(crate) fn target_record(county: i64, indicator: i64) -> anyhow::Result<Target> {
    Ok(Target {
        floor: Decimal::new(target(county, indicator), 2),
        version: Version(1),
        ..Target::blank(YEAR, &indicator_code(indicator), OWN_CODE, Goal::Amount, yi()?)
    })
}

/// What the books of all counties share.
pub(crate) struct Common {
    framework: Framework,
    symbols: Arc<Symbols>,
    calendar: Arc<Calendar>,
    unit: Arc<UnitOfMeasure>,
}

impl Common {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let (mut framework, mut symbols) = (Framework::default(), Symbols::default());
        symbols.insert(Symbol(0), OWN_CODE);
        for indicator in 0..INDICATORS {
            framework.insert(indicator_record(indicator)?);
            symbols.insert(symbol(indicator)?, &indicator_code(indicator));
        }
        let calendar = Arc::new(Calendar::builtin()?.clone());
        Ok(Self { framework, symbols: Arc::new(symbols), calendar, unit: Arc::new(yi()?) })
    }

    /// The book of a county.
    pub(crate) fn book(&self, county: i64) -> anyhow::Result<Book> {
        let mut framework = self.framework.clone();
        let mut table = YearTable::new(YEAR);
        for indicator in 0..INDICATORS {
            framework.insert_target(target_record(county, indicator)?);
            for month in 1..=12 {
                self.accept(&mut table, indicator, month, cumulative(county, indicator, month))?;
            }
        }
        let mut organisation = Organisation::default();
        organisation.insert(own_unit(county));
        Ok(Book {
            version: Version(1),
            organisation: Arc::new(organisation),
            partitions: Arc::default(),
            frameworks: BTreeMap::from([(YEAR, Arc::new(framework))]),
            tables: BTreeMap::from([(YEAR, Arc::new(table))]),
            symbols: Arc::clone(&self.symbols),
            sheets: Arc::default(),
            calendar: Arc::clone(&self.calendar),
        })
    }

    /// Puts a cumulative figure into a table.
    pub(crate) fn accept(&self, table: &mut YearTable, indicator: i64, month: i64, value: i64) -> anyhow::Result<()> {
        let month = u8::try_from(month).ok().and_then(Month::new).ok_or_else(|| anyhow::anyhow!("no such month"))?;
        let period = Period::month(YEAR, month);
        let key = RowKey {
            indicator: symbol(indicator)?,
            unit: Symbol(0),
            measure: Measure::Cumulative,
            origin: Origin::Claimed,
        };
        let cell = Cell {
            value: Decimal::new(value, 2),
            unit: Arc::clone(&self.unit),
            state: State::Known,
            text: None,
            note: None,
            span: period.span(),
            firmness: Firmness::Flash,
            standing: Standing::Certified,
            version: Version(1),
            place: Some(Place { sheet: 1, row: u32::try_from(indicator)?, column: u32::from(month.number()) }),
        };
        Ok(table.accept(key, period, cell)?)
    }
}

fn symbol(indicator: i64) -> anyhow::Result<Symbol> {
    Ok(Symbol(u32::try_from(indicator + 1)?))
}
