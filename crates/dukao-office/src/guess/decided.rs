//! What has been decided about the columns of one table, with reasons.

use dukao_core::quantity::UnitOfMeasure;

use super::claims::What;
use super::draft::Draft;
use super::facts::Facts;
use super::heads::Scope;
use super::roles::Named;
use super::vocabulary::Label;
use crate::mapping::words::Item;

/// A table with everything decided so far.
pub(super) struct Decided<'d> {
    pub(super) draft: &'d Draft,
    pub(super) facts: &'d Facts,
    pub(super) columns: Vec<Column>,
    /// Rows name parts (industries) and columns indicators: together they name one.
    pub(super) crossed: bool,
}

/// Which period a column is of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum When {
    /// The whole table's.
    #[default]
    Table,
    /// The month before it.
    Previous,
    /// A stretch named in the head, of the table's year: `7月`.
    Named(String),
}

/// What a column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Names.
    Label(Label),
    /// Figures.
    Figures(What),
    /// Not read.
    Unread,
    /// Cannot be told.
    Unknown,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) meaning: Meaning,
    pub(super) scope: Option<Scope>,
    pub(super) when: When,
    /// Adjusted budget beside the first one.
    pub(super) adjusted: bool,
    pub(super) indicator: Option<String>,
    /// The unit that the head names, where units stand across.
    pub(super) about: Option<String>,
    pub(super) unit: Option<UnitOfMeasure>,
    pub(super) stage: Option<String>,
    pub(super) growth_goal: bool,
    /// Hundredths.
    pub(super) sure: u8,
    pub(super) reasons: Vec<String>,
    /// What it may be instead, as a clerk would say it.
    pub(super) others: Vec<&'static str>,
    /// What has to be asked.
    pub(super) question: Option<String>,
    /// Set by a correction; nothing changes it.
    pub(super) fixed: bool,
}

impl Column {
    pub(super) fn new(meaning: Meaning, sure: u8, reason: impl Into<String>) -> Self {
        Self {
            meaning,
            scope: None,
            when: When::Table,
            adjusted: false,
            indicator: None,
            about: None,
            unit: None,
            stage: None,
            growth_goal: false,
            sure,
            reasons: vec![reason.into()],
            others: Vec::new(),
            question: None,
            fixed: false,
        }
    }

    pub(super) fn named(named: &Named) -> Self {
        Self::new(Meaning::Label(named.label), named.sure, named.reason.clone())
    }

    /// What kind of figures it holds.
    pub(super) const fn what(&self) -> Option<What> {
        match self.meaning {
            Meaning::Figures(what) => Some(what),
            _ => None,
        }
    }

    /// The item, once the scope is known; to date where nothing else is said.
    pub(super) fn item(&self) -> Option<Item> {
        self.what().map(|what| super::claims::item(what, self.scope.unwrap_or(Scope::ToDate)))
    }

    /// Amounts in the unit of the indicator.
    pub(super) fn is_amount(&self) -> bool {
        match self.what() {
            Some(What::Amount | What::Base) => true,
            Some(What::Fixed(item)) => {
                !self.growth_goal && item.measure().is_none_or(dukao_core::ledger::Measure::in_indicator_unit)
            }
            _ => false,
        }
    }

    /// Takes a new reason.
    pub(super) fn because(&mut self, reason: impl Into<String>) {
        self.reasons.push(reason.into());
    }

    pub(super) fn is_label(&self, label: Label) -> bool {
        self.meaning == Meaning::Label(label)
    }
}

impl Decided<'_> {
    /// The column of names that say this.
    pub(super) fn label(&self, label: Label) -> Option<usize> {
        self.columns.iter().position(|column| column.is_label(label))
    }

    /// Columns of figures, with their places.
    pub(super) fn figures(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| column.what().is_some())
    }

    /// Whether rows name indicators.
    pub(super) fn indicators_in_rows(&self) -> bool {
        self.label(Label::Indicator).is_some()
    }
}
