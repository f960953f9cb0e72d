//! Beside the cells: lights in colour, choices, the chart.

use rust_xlsxwriter::{
    Chart as Drawing, ChartAxisLabelPosition, ChartEmptyCells, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartLineDashType, ChartSolidFill, ChartType, Color, ConditionalFormatText, ConditionalFormatTextRule,
    DataValidation, DataValidationErrorStyle, Format, Worksheet,
};

use super::{Page, column_number, refused, row_number, sheet_name};
use crate::grid::column_name;
use crate::out::OutError;
use crate::out::style;
use crate::out::table::{Chart, Choice, Drawn, Mark, Series};

/// Rows of a table to fill that offer choices.
const FILLED: u32 = 2_000;

impl Page<'_> {
    /// Lights in colour, by rules that follow when a word is changed.
    pub(super) fn mark(&self, sheet: &mut Worksheet) -> Result<(), OutError> {
        if self.table.rows.is_empty() {
            return Ok(());
        }
        let (first, last) = (row_number(self.head + 1), row_number(self.below() - 1));
        for (at, column) in self.table.columns.iter().enumerate() {
            let at = column_number(at);
            match column.mark {
                Mark::None => {}
                Mark::Light => {
                    for (word, colour) in [("滞后", style::RED), ("偏慢", style::AMBER), ("正常", style::GREEN)] {
                        let rule = ConditionalFormatText::new()
                            .set_rule(ConditionalFormatTextRule::Contains(word.to_owned()))
                            .set_format(Format::new().set_font_color(colour));
                        sheet.add_conditional_format(first, at, last, at, &rule).map_err(refused)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// What may be chosen in tables to fill.
    pub(super) fn offer(&self, sheet: &mut Worksheet) -> Result<(), OutError> {
        let first = row_number(self.head + 1);
        for (at, column) in self.table.columns.iter().enumerate() {
            let rule = match &column.choice {
                None => continue,
                Some(Choice::Words(words)) => DataValidation::new().allow_list_strings(words).map_err(refused)?,
                Some(Choice::Listed(name, of)) => {
                    let letter = column_name(*of);
                    let range = format!("='{}'!${letter}$2:${letter}${FILLED}", sheet_name(name));
                    DataValidation::new().allow_list_formula(range.as_str().into())
                }
            };
            let rule = rule
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("请核对")
                .and_then(|rule| rule.set_error_message("不在列表里；写法见列头的批注"))
                .map_err(refused)?;
            let at = column_number(at);
            sheet.add_data_validation(first, at, first + FILLED, at, &rule).map_err(refused)?;
        }
        Ok(())
    }

    /// The chart below the table, bars first, lines over them.
    pub(super) fn draw(&self, sheet: &mut Worksheet, row: usize) -> Result<(), OutError> {
        let Some(chart) = self.table.chart.as_ref().filter(|_| !self.table.rows.is_empty()) else { return Ok(()) };
        let (bars, lines): (Vec<Series>, Vec<Series>) =
            chart.series.iter().partition(|series| series.drawn == Drawn::Bars);
        let mut whole = if bars.is_empty() {
            self.drawing(ChartType::Line, chart, &lines)
        } else {
            self.drawing(ChartType::Column, chart, &bars)
        };
        if !bars.is_empty() && !lines.is_empty() {
            whole.combine(&self.drawing(ChartType::Line, chart, &lines));
        }
        whole.title().set_name(&chart.title).set_font(ChartFont::new().set_size(12).set_bold());
        whole.legend().set_position(ChartLegendPosition::Bottom);
        whole.y_axis().set_name(&chart.unit).set_name_font(ChartFont::new().set_size(9));
        whole.y_axis().set_major_gridlines_line(ChartLine::new().set_color(style::RULE).set_width(0.5));
        // Below the axis also where bars go below zero.
        whole.x_axis().set_label_position(ChartAxisLabelPosition::Low);
        whole.show_empty_cells_as(ChartEmptyCells::Gaps);
        whole.set_width(760).set_height(340);
        sheet.insert_chart(row_number(row), 0, &whole).map_err(refused)?;
        Ok(())
    }

    fn drawing(&self, kind: ChartType, chart: &Chart, series: &[Series]) -> Drawing {
        let name = sheet_name(&self.table.name);
        let (first, last) = (row_number(self.head + 1), row_number(self.below() - 1));
        let over = column_number(chart.over);
        let mut drawing = Drawing::new(kind);
        for Series { column, drawn } in series {
            let of = column_number(*column);
            let head = self.table.columns.get(*column).map_or("", |column| column.head.as_str());
            let mut format = look(*drawn);
            drawing
                .add_series()
                .set_name(head)
                .set_categories((name.as_str(), first, over, last, over))
                .set_values((name.as_str(), first, of, last, of))
                .set_format(&mut format)
                .set_gap(80);
        }
        drawing
    }
}

/// How a series looks: the figure in ink, what it is held against broken, last year pale, months as grey bars.
fn look(drawn: Drawn) -> ChartFormat {
    let line = |colour: Color, width: f64, dash: ChartLineDashType| {
        ChartLine::new().set_color(colour).set_width(width).set_dash_type(dash).clone()
    };
    let solid = ChartLineDashType::Solid;
    let mut format = ChartFormat::new();
    match drawn {
        Drawn::Bars => format.set_solid_fill(ChartSolidFill::new().set_color(style::BARS)),
        Drawn::Line => format.set_line(&line(style::INK, 2.25, solid)),
        Drawn::Due => format.set_line(&line(style::RED, 1.5, ChartLineDashType::Dash)),
        Drawn::Before => format.set_line(&line(style::PALE, 1.5, solid)),
    };
    format
}
