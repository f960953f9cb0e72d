//! What the ledger is asked for, read from the address and written back into links.

use dukao_app::selection::{LedgerColumn, Order, Selection, Show, StoredFilter};

use crate::error::WebError;
use crate::frame::Frame;
use crate::query::Visit;

/// Rows, order, columns and density of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LedgerQuery {
    pub(crate) selection: Selection,
    pub(crate) loose: bool,
}

impl LedgerQuery {
    pub(crate) fn of(visit: &Visit) -> Result<Self, WebError> {
        let mut own = vec![("cols", visit.values("cols")?.join(","))];
        for name in ["show", "lead", "q", "sort", "dir"] {
            own.push((name, visit.value(name)?.unwrap_or_default().to_owned()));
        }
        let get = |name: &str| own.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone());
        let selection = Selection::parse(get).map_err(|wrong| {
            WebError::query(wrong.name, &wrong.value, &format!("可用的值：{}", wrong.known.join("、")))
        })?;
        let loose = visit.one_of("density", &[("loose", true), ("tight", false)])?.unwrap_or(false);
        Ok(Self { selection, loose })
    }

    /// The same with other rows, another order or other columns.
    pub(crate) fn with(&self, change: impl FnOnce(&mut Selection)) -> Self {
        let mut changed = self.clone();
        change(&mut changed.selection);
        changed
    }

    pub(crate) fn with_show(&self, show: Option<Show>) -> Self {
        self.with(|selection| selection.show = show)
    }

    /// The order that a click on a head brings: its own first, then the other way, then none.
    pub(crate) fn ordered_next(&self, column: LedgerColumn) -> Self {
        let next = match self.selection.order.filter(|order| order.column == column) {
            None => Some(Order { column, ascending: column.ascends() }),
            Some(order) if order.ascending == column.ascends() => Some(Order { column, ascending: !order.ascending }),
            Some(_) => None,
        };
        self.with(|selection| selection.order = next)
    }

    /// The parameters of the address.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.selection.pairs();
        pairs.push(("density", if self.loose { "loose".to_owned() } else { String::new() }));
        pairs
    }

    /// An address with this query, for the unit of the page.
    pub(crate) fn address(&self, f: &Frame, path: &str) -> String {
        self.address_of(f, path, f.unit.as_deref())
    }

    /// The ledger as a kept filter wants it, as dense as it is now.
    pub(crate) fn kept(&self, f: &Frame, filter: &StoredFilter) -> String {
        Self { selection: filter.selection(), ..self.clone() }.address_of(f, "/ledger", filter.unit())
    }

    fn address_of(&self, f: &Frame, path: &str, unit: Option<&str>) -> String {
        let pairs = self.pairs();
        let unit = ("unit", unit.unwrap_or_default());
        let pairs: Vec<(&str, &str)> =
            pairs.iter().map(|(name, value)| (*name, value.as_str())).chain([unit]).collect();
        f.page_with(path, &pairs)
    }

    /// What a form must send along beside its own fields.
    pub(crate) fn hidden(&self, f: &Frame, own: &[&str]) -> Vec<(&'static str, String)> {
        let unit = ("unit", f.unit.clone().unwrap_or_default());
        let pairs = self.pairs().into_iter().chain([unit]);
        let pairs = pairs.filter(|(name, value)| !own.contains(name) && !value.is_empty());
        f.hidden(own).into_iter().chain(pairs).collect()
    }
}
