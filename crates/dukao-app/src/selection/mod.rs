//! What of the ledger is wanted: which rows, in which order, with which columns. Pages, files, the command line and
//! saved filters share it.

mod column;
mod saved;
mod show;

use std::collections::BTreeSet;

use dukao_core::number::Rational;

pub use column::{ColumnGroup, LedgerColumn};
pub use saved::{SaveFilter, SavedFilter, StoredFilter};
pub use show::Show;

use crate::view::{Counts, Group, Ledger, Row};

/// The columns wanted; in the order of [`LedgerColumn::ALL`], whatever the order in which they were named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(Option<BTreeSet<LedgerColumn>>);

/// How `cols=` says that nothing but the name is wanted: the name is always there.
const NAME: &str = "indicator";

impl Columns {
    /// These columns; those that are shown anyway count as no choice.
    pub fn of(columns: impl IntoIterator<Item = LedgerColumn>) -> Self {
        let wanted: BTreeSet<LedgerColumn> = columns.into_iter().collect();
        let usual = LedgerColumn::ALL.into_iter().filter(|column| column.is_usual()).collect();
        if wanted == usual { Self(None) } else { Self(Some(wanted)) }
    }

    /// Whether the reader chose.
    pub const fn is_chosen(&self) -> bool {
        self.0.is_some()
    }

    /// Whether a column is shown.
    pub fn has(&self, column: LedgerColumn) -> bool {
        self.0.as_ref().map_or_else(|| column.is_usual(), |wanted| wanted.contains(&column))
    }

    /// The columns in their order.
    pub fn shown(&self) -> Vec<LedgerColumn> {
        LedgerColumn::ALL.into_iter().filter(|column| self.has(*column)).collect()
    }

    /// `unit,lead_unit,target`; empty for the usual ones.
    pub fn text(&self) -> String {
        let Some(wanted) = &self.0 else { return String::new() };
        if wanted.is_empty() {
            return NAME.to_owned();
        }
        wanted.iter().map(|column| column.key()).collect::<Vec<_>>().join(",")
    }

    fn parse(text: &str) -> Result<Self, WrongWord> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let mut wanted = BTreeSet::new();
        let mut any = false;
        for word in words {
            any = true;
            if word != NAME {
                wanted.insert(LedgerColumn::from_key(word).ok_or_else(|| WrongWord {
                    name: "cols",
                    value: word.to_owned(),
                    known: LedgerColumn::ALL.iter().map(|column| column.key()).collect(),
                })?);
            }
        }
        Ok(if any { Self::of(wanted) } else { Self(None) })
    }
}

/// By which column the rows are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// One that [sorts](LedgerColumn::sorts).
    pub column: LedgerColumn,
    /// The smallest first.
    pub ascending: bool,
}

/// Rows, order and columns of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Which rows by how they stand; all when `None`.
    pub show: Option<Show>,
    /// Code of the lead unit whose rows are wanted.
    pub lead: Option<String>,
    /// What names, codes, scopes or lead units must contain.
    pub search: Option<String>,
    /// The order; by category when `None`.
    pub order: Option<Order>,
    /// The columns.
    pub columns: Columns,
}

/// A word of an address or of a stored filter that is none of those known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongWord {
    /// Of which parameter.
    pub name: &'static str,
    /// What was written.
    pub value: String,
    /// What may be written.
    pub known: Vec<&'static str>,
}

impl Selection {
    /// Reads the parameters of an address; `get` gives the value of a parameter.
    ///
    /// # Errors
    /// When a word is not known.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Result<Self, WrongWord> {
        let value = |name: &str| get(name).filter(|value| !value.is_empty());
        let shows: Vec<(&'static str, Show)> = Show::ALL.iter().map(|show| (show.key(), *show)).collect();
        let sorting = LedgerColumn::ALL.into_iter().filter(|column| column.sorts());
        let sorts: Vec<(&'static str, LedgerColumn)> = sorting.map(|column| (column.key(), column)).collect();
        let ascending = one_of("dir", value("dir"), &[("asc", true), ("desc", false)])?.unwrap_or(false);
        Ok(Self {
            show: one_of("show", value("show"), &shows)?,
            lead: value("lead"),
            search: value("q"),
            order: one_of("sort", value("sort"), &sorts)?.map(|column| Order { column, ascending }),
            columns: Columns::parse(&value("cols").unwrap_or_default())?,
        })
    }

    /// The parameters of an address; empty ones say nothing.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let order = self.order.as_ref();
        let ascending = order.is_some_and(|order| order.ascending);
        vec![
            ("show", self.show.map(|show| show.key().to_owned()).unwrap_or_default()),
            ("lead", self.lead.clone().unwrap_or_default()),
            ("q", self.search.clone().unwrap_or_default()),
            ("sort", order.map(|order| order.column.key().to_owned()).unwrap_or_default()),
            ("dir", if ascending { "asc".to_owned() } else { String::new() }),
            ("cols", self.columns.text()),
        ]
    }

    fn keeps(&self, row: &Row) -> bool {
        let shown = self.show.is_none_or(|show| show.keeps(row));
        let led = self.lead.as_deref().is_none_or(|lead| row.indicator.lead_unit_code.as_deref() == Some(lead));
        shown && led && self.search.as_deref().is_none_or(|text| matches(row, text))
    }

    /// The ledger with only the rows that are wanted, in the order that is wanted; its counts stay those of all.
    #[must_use]
    pub fn of(&self, ledger: Ledger) -> Ledger {
        Ledger { groups: self.apply(ledger.groups), ..ledger }
    }

    /// The groups with only what is wanted; without groups when a column sorts.
    pub fn apply(&self, groups: Vec<Group>) -> Vec<Group> {
        let mut groups: Vec<Group> = groups
            .into_iter()
            .map(|group| Group { rows: group.rows.iter().filter(|row| self.keeps(row)).cloned().collect(), ..group })
            .filter(|group| !group.rows.is_empty())
            .collect();
        let Some(order) = self.order else { return groups };
        let mut rows: Vec<Row> = groups.drain(..).flat_map(|group| group.rows).collect();
        rows.sort_by(|left, right| match (value(left, order.column), value(right, order.column)) {
            (Some(left), Some(right)) if order.ascending => left.cmp(&right),
            (Some(left), Some(right)) => right.cmp(&left),
            (left, right) => right.is_some().cmp(&left.is_some()),
        });
        if rows.is_empty() {
            return Vec::new();
        }
        vec![Group { category: String::new(), points: String::new(), counts: Counts::default(), rows }]
    }
}

fn one_of<T: Copy>(
    name: &'static str,
    value: Option<String>,
    words: &[(&'static str, T)],
) -> Result<Option<T>, WrongWord> {
    let Some(value) = value else { return Ok(None) };
    match words.iter().find(|(word, _)| *word == value) {
        Some((_, found)) => Ok(Some(*found)),
        None => Err(WrongWord { name, value, known: words.iter().map(|(word, _)| *word).collect() }),
    }
}

fn value(row: &Row, column: LedgerColumn) -> Option<Rational> {
    if column == LedgerColumn::Gap {
        return row.gap.clone();
    }
    let shown = row.figure(column.figure()?.key())?;
    Rational::from_texts(shown.numerator.as_deref()?, shown.denominator.as_deref()?)
}

fn matches(row: &Row, text: &str) -> bool {
    let wanted = text.to_lowercase();
    let own = &row.indicator;
    let fields = [Some(own.name.as_str()), Some(own.code.as_str()), own.scope.as_deref(), own.lead_unit.as_deref()];
    fields.into_iter().flatten().any(|field| field.to_lowercase().contains(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[(&str, &str)]) -> Result<Selection, WrongWord> {
        Selection::parse(|name| pairs.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn what_is_written_is_read_again() {
        for pairs in [
            &[][..],
            &[("show", "behind"), ("lead", "D02"), ("q", "投资")],
            &[("sort", "rank"), ("dir", "asc")],
            &[("sort", "monthly_shortfall"), ("cols", "code,target,rank")],
            &[("cols", "indicator")],
        ] {
            let selection = parse(pairs).unwrap();
            let written: Vec<(&str, String)> =
                selection.pairs().into_iter().filter(|(_, value)| !value.is_empty()).collect();
            let expected: Vec<(&str, String)> =
                pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            assert_eq!(written, expected);
        }
    }

    #[test]
    fn columns_have_one_order_and_the_usual_ones_are_no_choice() {
        let usual = Columns::default();
        assert!(!usual.is_chosen() && usual.shown().len() == 13, "{:?}", usual.shown());
        assert_eq!(Columns::of(usual.shown()), usual);
        let few = parse(&[("cols", "rank, target,indicator,,target")]).unwrap().columns;
        assert_eq!(few.shown(), [LedgerColumn::Target, LedgerColumn::Rank]);
        assert_eq!(few.text(), "target,rank");
        assert_eq!(parse(&[("cols", "indicator")]).unwrap().columns.shown(), []);
        assert_eq!(parse(&[("cols", ",")]).unwrap().columns, usual);
    }

    #[test]
    fn unknown_words_are_said_with_those_known() {
        for (name, value) in
            [("show", "blue"), ("sort", "name"), ("sort", "pace"), ("dir", "up"), ("cols", "target,beauty")]
        {
            let wrong = parse(&[(name, value)]).unwrap_err();
            assert_eq!((wrong.name, wrong.value.as_str()), (name, value.rsplit(',').next().unwrap()));
            assert!(wrong.known.len() > 1);
        }
    }
}
