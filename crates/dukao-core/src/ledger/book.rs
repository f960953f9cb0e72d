//! The book: everything a calculation may read, at one version of the data.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Cell, Measure, Origin, RowKey, Symbol, Version, YearTable};
use crate::calendar::Calendar;
use crate::framework::Framework;
use crate::organisation::{Organisation, Partition};
use crate::period::Month;

/// The codes of a region and their small numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Symbols {
    numbers: BTreeMap<String, Symbol>,
    codes: BTreeMap<Symbol, String>,
}

impl Symbols {
    /// Notes that `code` is `symbol`.
    pub fn insert(&mut self, symbol: Symbol, code: &str) {
        self.numbers.insert(code.to_owned(), symbol);
        self.codes.insert(symbol, code.to_owned());
    }

    /// The number of `code`; `None` when no figure ever used it.
    pub fn symbol(&self, code: &str) -> Option<Symbol> {
        self.numbers.get(code).copied()
    }

    /// The code of `symbol`.
    pub fn code(&self, symbol: Symbol) -> Option<&str> {
        self.codes.get(&symbol).map(String::as_str)
    }
}

/// A sheet of an imported file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetName {
    /// Number of the file in the region.
    pub file_id: i64,
    /// Name of the file.
    pub file: String,
    /// Name of the sheet.
    pub sheet: String,
}

/// Everything a calculation may read, at one version: immutable, shared by reference.
#[derive(Debug, Clone)]
pub struct Book {
    /// The version all parts belong to.
    pub version: Version,
    /// The organisation tree.
    pub organisation: Arc<Organisation>,
    /// The partitions of totals.
    pub partitions: Arc<Vec<Partition>>,
    /// The frameworks by year.
    pub frameworks: BTreeMap<i16, Arc<Framework>>,
    /// The figures by year.
    pub tables: BTreeMap<i16, Arc<YearTable>>,
    /// Codes and their numbers.
    pub symbols: Arc<Symbols>,
    /// Sheets by number.
    pub sheets: Arc<BTreeMap<u32, SheetName>>,
    /// The holiday calendar.
    pub calendar: Arc<Calendar>,
}

impl Book {
    /// The framework of `year`.
    pub fn framework(&self, year: i16) -> Option<&Framework> {
        self.frameworks.get(&year).map(AsRef::as_ref)
    }

    /// One cell of the ledger; where several stretches end in `month`, that of the indicator's frequency.
    pub fn cell(
        &self,
        indicator: &str,
        unit: &str,
        measure: Measure,
        origin: Origin,
        year: i16,
        month: Month,
    ) -> Option<&Cell> {
        let key =
            RowKey { indicator: self.symbols.symbol(indicator)?, unit: self.symbols.symbol(unit)?, measure, origin };
        let row = self.tables.get(&year)?.row(key)?;
        if row.is_plain() {
            return row.cell(month);
        }
        // Figures of last year may stand there without a framework of that year.
        let framework = self.framework(year).or_else(|| self.framework(year + 1));
        match framework.and_then(|framework| framework.get(indicator)) {
            Some(indicator) => row.due(measure, month, indicator.period_months(month)),
            None => row.cell(month),
        }
    }

    /// Whether any unit has a known figure of the indicator for a period that ends in `month`.
    pub fn is_published(&self, indicator: &str, origin: Origin, year: i16, month: Month) -> bool {
        let table = self.tables.get(&year);
        self.symbols.symbol(indicator).zip(table).is_some_and(|(code, table)| table.is_published(code, origin, month))
    }
}
