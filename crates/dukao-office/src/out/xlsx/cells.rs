//! Rows and cells.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::{Page, column_number, row_number};
use crate::grid::{address, column_name};
use crate::out::style::{self, Look};
use crate::out::table::{ColumnKind, Row, RowKind, Value};
use crate::out::{OutError, exact, recipe};

impl Page<'_> {
    pub(super) fn write_row(&mut self, sheet: &mut Worksheet, at: usize, row: &Row) -> Result<(), OutError> {
        if row.kind == RowKind::Group {
            let words = row.cells.first().map_or("", Value::shown);
            return self.across(sheet, at, words, &style::group());
        }
        for (column, cell) in row.cells.iter().enumerate() {
            self.write_cell(sheet, (at, column), row.kind, cell)?;
        }
        if !self.plain {
            for column in row.cells.len()..self.table.columns.len() {
                self.write_cell(sheet, (at, column), row.kind, &Value::Empty)?;
            }
        }
        Ok(())
    }

    fn write_cell(
        &mut self,
        sheet: &mut Worksheet,
        (row, column): (usize, usize),
        kind: RowKind,
        cell: &Value,
    ) -> Result<(), OutError> {
        let of_column = self.table.columns.get(column).map_or(ColumnKind::Text, |column| column.kind);
        let at = (row_number(row), column_number(column));
        let words = Look { column: of_column, row: kind, decimals: None, bad: false };
        let written = match cell {
            Value::Empty if self.plain => return Ok(()),
            Value::Empty => sheet.write_blank(at.0, at.1, self.formats.cell(words)),
            Value::Text(text) => self.write_text(sheet, at, words, text),
            Value::Exact(decimal) => match exact::stored(decimal) {
                Some((number, decimals)) => {
                    self.write_number(sheet, at, Look { decimals: Some(decimals), ..words }, number)
                }
                None => self.write_text(sheet, at, words, decimal),
            },
            Value::Number { value, decimals, bad, .. } => match value.parse::<f64>() {
                Ok(number) => {
                    let look = Look { decimals: Some(usize::from(*decimals)), bad: *bad, ..words };
                    match self.formula((row, column)) {
                        Some(formula) => {
                            let formula = Formula::new(format!("={formula}")).set_result(value);
                            sheet.write_formula_with_format(at.0, at.1, formula, self.formats.cell(look))
                        }
                        None => self.write_number(sheet, at, look, number),
                    }
                }
                Err(_) => self.write_text(sheet, at, words, value),
            },
            Value::Sum { from, value } => {
                let name = column_name(column);
                let sum = format!("=SUM({name}{}:{})", self.head + 2 + from, address(row.saturating_sub(1), column));
                let formula = Formula::new(sum).set_result(value);
                sheet.write_formula_with_format(
                    at.0,
                    at.1,
                    formula,
                    self.formats.cell(Look { decimals: Some(0), ..words }),
                )
            }
        };
        written.map(drop).map_err(|error| self.refused(error, row, column))
    }

    /// The formula that gives the number in a cell, if the table knows one.
    fn formula(&self, (row, column): (usize, usize)) -> Option<String> {
        let first = self.head + 1;
        if self.plain {
            return None;
        }
        let address = |row: usize, column: usize| address(first + row, column);
        recipe::formula(&self.table.recipes, &self.table.rows, (row.checked_sub(first)?, column), address)
    }

    fn write_text<'s>(
        &mut self,
        sheet: &'s mut Worksheet,
        at: (u32, u16),
        look: Look,
        text: &str,
    ) -> Result<&'s mut Worksheet, XlsxError> {
        if self.plain {
            return sheet.write_string(at.0, at.1, text);
        }
        sheet.write_string_with_format(at.0, at.1, text, self.formats.cell(look))
    }

    fn write_number<'s>(
        &mut self,
        sheet: &'s mut Worksheet,
        at: (u32, u16),
        look: Look,
        number: f64,
    ) -> Result<&'s mut Worksheet, XlsxError> {
        if self.plain && look.decimals == Some(0) {
            return sheet.write_number(at.0, at.1, number);
        }
        sheet.write_number_with_format(at.0, at.1, number, self.formats.cell(look))
    }
}
