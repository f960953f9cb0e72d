//! The ledger with the columns that the reader chose.

use dukao_core::progress::FigureKind;
use dukao_office::out::{Column, Mark, Row as Line, RowKind, Table, Value};
use serde::{Serialize, Serializer};

use super::Tabled;
use super::parts::{figure, head, may, monthly, of, owed, owed_of};
use crate::selection::{Columns, LedgerColumn};
use crate::view::{Basis, Ledger, Row};

/// A ledger and its columns; as JSON the ledger with everything.
#[derive(Debug, Clone, Copy)]
pub struct ChosenLedger<'v> {
    /// The ledger.
    pub ledger: &'v Ledger,
    /// Which columns its tables have; when nobody chose, all that a file of the ledger has.
    pub columns: &'v Columns,
}

impl Serialize for ChosenLedger<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.ledger.serialize(serializer)
    }
}

impl Tabled for ChosenLedger<'_> {
    fn basis(&self) -> &Basis {
        &self.ledger.basis
    }

    fn name(&self) -> String {
        self.ledger.name()
    }

    fn tables(&self) -> Vec<Table> {
        let whole = self.ledger.tables();
        if !self.columns.is_chosen() {
            return whole;
        }
        whole.iter().map(|table| self.with_columns(table)).collect()
    }
}

impl ChosenLedger<'_> {
    /// The table with its title and its heads of groups, but the chosen columns; the name stands first, behind the code.
    fn with_columns(&self, table: &Table) -> Table {
        let mut order = vec![None];
        order.extend(self.columns.shown().into_iter().map(Some));
        if order.get(1) == Some(&Some(LedgerColumn::Code)) {
            order.swap(0, 1);
        }
        let basis = &self.ledger.basis;
        let columns = order.iter().flat_map(|column| column.map_or_else(name_head, |column| heads(column, basis)));
        let mut own = self.ledger.groups.iter().flat_map(|group| &group.rows);
        let rows = table.rows.iter().filter_map(|line| match line.kind {
            RowKind::Body => own.next().map(|row| line_of(row, &order)),
            RowKind::Group | RowKind::Total => Some(line.clone()),
        });
        Table { columns: columns.collect(), rows: rows.collect(), ..table.clone() }
    }
}

fn name_head() -> Vec<Column> {
    vec![Column::text("指标")]
}

fn line_of(row: &Row, order: &[Option<LedgerColumn>]) -> Line {
    let name = || vec![Value::text(row.indicator.name.as_str())];
    Line::body(order.iter().flat_map(|column| column.map_or_else(name, |column| cells(column, row))).collect())
}

fn heads(column: LedgerColumn, basis: &Basis) -> Vec<Column> {
    let done = |column: Column| column.under(format!("{}完成情况", basis.period));
    let number = |kind: FigureKind| Column::number(head(kind));
    match column {
        LedgerColumn::Code => vec![Column::text("代码")],
        LedgerColumn::Unit => vec![Column::centre("计量单位")],
        LedgerColumn::Lead => vec![Column::text("责任单位")],
        LedgerColumn::Scope => vec![Column::text("口径")],
        LedgerColumn::Period => vec![Column::centre("期间")],
        LedgerColumn::Points => vec![Column::number("分值")],
        LedgerColumn::Month => vec![done(Column::number(format!("{}月", basis.month)))],
        LedgerColumn::Gap => vec![
            done(number(FigureKind::BehindPace)),
            Column::number("差距").under("评判"),
            Column::text("按什么").under("评判"),
        ],
        LedgerColumn::New => vec![done(Column::number("当月新账"))],
        LedgerColumn::Rank => vec![Column::number("位次").under("排位"), Column::number("参评").under("排位")],
        LedgerColumn::Light => vec![Column::centre("状态").marked(Mark::Light)],
        other => other.figure().map(number).into_iter().collect(),
    }
}

fn cells(column: LedgerColumn, row: &Row) -> Vec<Value> {
    let indicator = &row.indicator;
    match column {
        LedgerColumn::Code => vec![Value::text(indicator.code.as_str())],
        LedgerColumn::Unit => vec![Value::text(indicator.unit.as_str())],
        LedgerColumn::Lead => vec![may(indicator.lead_unit.as_deref())],
        LedgerColumn::Scope => vec![may(indicator.scope.as_deref())],
        LedgerColumn::Period => vec![Value::text(row.period.as_str())],
        LedgerColumn::Points => {
            vec![indicator.points.as_ref().map_or(Value::Empty, |points| Value::Exact(points.clone()))]
        }
        LedgerColumn::Gap => {
            let by = row.standing.by.and_then(|key| row.figure(key));
            let words = by.map_or_else(String::new, |by| format!("{}（{}）", by.label, by.unit));
            vec![owed_of(row, FigureKind::BehindPace), owed(by), Value::text(words)]
        }
        LedgerColumn::Shortfall => vec![owed_of(row, FigureKind::Shortfall)],
        LedgerColumn::New => vec![monthly(row)],
        LedgerColumn::Rank => {
            let ranked = row.figure(FigureKind::Rank.key()).filter(|rank| rank.is_known() && row.ranked > 1);
            vec![figure(ranked), ranked.map_or(Value::Empty, |_| Value::count(row.ranked))]
        }
        LedgerColumn::Light => vec![Value::text(row.standing.label)],
        other => other.figure().map(|kind| of(row, kind)).into_iter().collect(),
    }
}
