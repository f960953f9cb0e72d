//! How wide columns are: a Chinese letter counts two.

use super::table::{ColumnKind, RowKind, Table};

/// Rows that are looked at; the others rarely are wider.
const LOOKED_AT: usize = 2_000;

/// Letters of a line that are looked at: no column is wider.
const WIDEST: usize = 100;

/// How wide a text is.
pub(super) fn width(text: &str) -> u16 {
    let of_line = |line: &str| line.chars().take(WIDEST).map(|c| if u32::from(c) < 0x2E80 { 1_u16 } else { 2 }).sum();
    text.lines().map(of_line).max().unwrap_or(0)
}

/// The width of every column.
pub(super) fn widths(table: &Table) -> Vec<u16> {
    let of_column = |(at, column): (usize, &super::Column)| {
        let most = if column.kind == ColumnKind::Text { 36 } else { 20 };
        let body = table.rows.iter().take(LOOKED_AT).filter(|row| row.kind != RowKind::Group);
        let cells = body.filter_map(|row| row.cells.get(at)).map(|cell| width(cell.shown()));
        // Heads run over two lines; what they are in stands on the second.
        let (name, unit) = column.head.rsplit_once('（').unwrap_or((&column.head, ""));
        let lines =
            |text: &str| if unit.is_empty() || width(text) > 14 { width(text).div_ceil(2) } else { width(text) };
        let heads = [lines(name), if unit.is_empty() { 0 } else { width(unit) + 2 }];
        cells.chain(heads).max().unwrap_or(0).clamp(4, most) + 2
    };
    table.columns.iter().enumerate().map(of_column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::out::{Column, Row, Value};

    #[test]
    fn the_widest_cell_counts_within_bounds() {
        assert_eq!((width("完成率%"), width("ab\n甲乙丙")), (7, 6));
        let rows = vec![Row::group("很长很长的组名不算数"), Row::body(vec![Value::text("甲街道"), Value::count(7)])];
        let columns = vec![Column::text("单位"), Column::number("数"), Column::text("说".repeat(90))];
        let table = Table { columns, rows, ..Table::default() };
        assert_eq!(widths(&table), [8, 6, 38]);
    }
}
