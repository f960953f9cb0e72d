//! A part of a sheet as a sheet of its own, also with rows and columns changed over.

use std::ops::Range;

use super::sheet::{Region, Sheet};

impl Sheet {
    /// The cells of `rows` × `columns`; with `transposed`, columns become rows. What a merged region shows that
    /// begins outside stands in its first cell inside.
    #[must_use]
    pub fn part(&self, rows: Range<usize>, columns: Range<usize>, transposed: bool) -> Self {
        let mut part = Self::named(&self.name, self.hidden);
        part.titles = if transposed { 0 } else { self.titles.saturating_sub(rows.start) };
        let rows = rows.start..rows.end.min(self.height());
        let columns = columns.start..columns.end.min(self.columns());
        let place = |row: usize, column: usize| {
            let (row, column) = (row.saturating_sub(rows.start), column.saturating_sub(columns.start));
            if transposed { (column, row) } else { (row, column) }
        };
        let begins_outside = |row: usize, column: usize| {
            let from = self.merged_from(row, column);
            from.filter(|from| from.0 < rows.start || from.1 < columns.start)
                .is_some_and(|from| (row, column) == (from.0.max(rows.start), from.1.max(columns.start)))
        };
        let outer: Vec<usize> = if transposed { columns.clone().collect() } else { rows.clone().collect() };
        for first in outer {
            let inner = if transposed {
                rows.clone()
            } else {
                columns.start..columns.end.min(self.width(first).max(columns.start + 1))
            };
            for second in inner {
                let (row, column) = if transposed { (second, first) } else { (first, second) };
                let own = self.cell(row, column);
                let cell = if own.is_empty() && begins_outside(row, column) { self.shown(row, column) } else { own };
                if !cell.is_empty() {
                    let (row, column) = place(row, column);
                    part.put(row, column, cell.clone());
                }
            }
        }
        let inside = |region: &&Region| {
            region.top < rows.end
                && region.bottom >= rows.start
                && region.left < columns.end
                && region.right >= columns.start
        };
        let regions: Vec<Region> = self
            .regions()
            .iter()
            .filter(inside)
            .map(|region| {
                let (top, left) = place(region.top.max(rows.start), region.left.max(columns.start));
                let (bottom, right) = place(
                    region.bottom.min(rows.end.saturating_sub(1)),
                    region.right.min(columns.end.saturating_sub(1)),
                );
                Region { top, left, bottom, right }
            })
            .collect();
        part.merge(regions);
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_columns() {
        let mut sheet = Sheet::of_text("甲", [vec!["标题"], vec!["", "a", "b"], vec!["x", "1"], vec!["y", "2", "3"]]);
        sheet.merge([Region { top: 0, left: 0, bottom: 0, right: 2 }]);
        let part = sheet.part(1..4, 0..3, true);
        assert_eq!((part.height(), part.cell(0, 1).text(), part.cell(2, 2).text()), (3, "x", "3"));
        assert_eq!((part.cell(1, 0).text(), part.cell(2, 1).text()), ("a", ""));
        let same = sheet.part(2..4, 1..2, false);
        assert_eq!((same.height(), same.cell(1, 0).text()), (2, "2"));
        let right = sheet.part(0..4, 1..3, false);
        assert_eq!((right.cell(0, 0).text(), right.shown(0, 1).text()), ("标题", "标题"));
    }
}
