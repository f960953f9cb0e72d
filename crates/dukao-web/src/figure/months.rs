//! Figures of single months: of the month of the page, and of the rows of the table of months.

use dukao_app::view::{MonthRow, Row};

use super::{Style, Target, not_there};
use crate::frame::Frame;
use crate::markup::Markup;

impl Frame {
    /// The month's own figure, marked when it brought new shortfall, with its period where that is
    /// another one than the month of the page (二季度 in July).
    pub(crate) fn of_month(&self, row: &Row) -> Markup {
        let Some(shown) = row.figure("month") else { return not_there() };
        let figure = self.linked(&Target::of(row), shown, Style::Plain, row.new_shortfall);
        let mark = Markup::default();
        let mark =
            if row.new_shortfall { mark.raw("<span class=\"dk-bad\">").word("新账").raw("</span>") } else { mark };
        let page = self.basis.as_ref().map(|basis| format!("{}月", basis.month));
        match row.own_period.as_deref().filter(|own| shown.is_known() && page.as_deref() != Some(*own)) {
            Some(own) => mark.raw("<span class=\"dk-u\">").text(own).raw("</span> ").then(&figure),
            None => mark.then(&figure),
        }
    }

    /// A figure of a month of the table of months.
    pub(crate) fn at(&self, row: &Row, month: &MonthRow, key: &str) -> Markup {
        let style = match key {
            "behind_pace" => Style::Pace,
            "growth_gap" => Style::Gap,
            "shortfall" => Style::Owed,
            "monthly_shortfall" => Style::New,
            _ => Style::Plain,
        };
        let target = Target { month: self.month_of(row, month), ..Target::of(row) };
        let Some(shown) = month.figures.get(key) else { return not_there() };
        let bad = matches!(style, Style::New | Style::Pace) && shown.is_positive();
        self.linked(&target, shown, style, bad)
    }

    /// The trace of a figure of a month of the table of months.
    pub(crate) fn trace_at(&self, row: &Row, month: &MonthRow, key: &str) -> String {
        self.trace(&row.indicator.code, &row.unit, key, self.month_of(row, month))
    }

    /// The month by which a row of the table of months is asked for: an indicator that comes a month late is
    /// asked for a month later.
    fn month_of(&self, row: &Row, month: &MonthRow) -> u8 {
        let late = row.end.is_some_and(|end| end + 1 == self.month()) && month.span == 1;
        if late { month.end + 1 } else { month.end }
    }
}
