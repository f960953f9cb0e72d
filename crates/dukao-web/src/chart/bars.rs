//! The lower part: a bar for each period, hollow up to what it should have brought.

use dukao_app::view::{ChartPoint, IndicatorPage};
use dukao_core::number::{Number, Rational};

use super::frame::{Area, x_of};
use super::labels::{Label, write};
use super::scale::{Axis, Tenths};
use super::svg::{Anchor, Svg};
use crate::frame::Frame;

/// Width of the bar of one month, and the free space beside a broad bar.
const WIDTH: Tenths = 280;
const BESIDE: Tenths = 90;

/// The bars of the months.
pub(crate) struct Bars<'a> {
    page: &'a IndicatorPage,
    frame: &'a Frame,
    area: Area,
    axis: Axis,
    need: Option<Rational>,
    latest: u8,
}

impl<'a> Bars<'a> {
    /// The bars, when any period has a figure of its own.
    pub(crate) fn new(page: &'a IndicatorPage, frame: &'a Frame, area: Area) -> Option<Self> {
        page.chart.iter().find(|point| point.month.is_some())?;
        let latest = page.chart.iter().filter(|point| point.actual.is_some()).map(|point| point.end).max()?;
        let need = need(page, latest);
        let values: Vec<Rational> = page
            .chart
            .iter()
            .flat_map(|point| [a_month(point, point.month.as_ref()), a_month(point, point.requirement.as_ref())])
            .flatten()
            .chain(need.clone())
            .collect();
        let highest = values.into_iter().max().filter(|value| value.signum() > 0)?;
        Some(Self { axis: Axis::exact(&highest, area.top, area.bottom), page, frame, area, need, latest })
    }

    pub(crate) fn draw(&self, svg: &mut Svg) {
        svg.line("dk-x-base", (self.area.left, self.area.bottom), (self.area.right, self.area.bottom));
        svg.text("dk-x-3", (self.area.left - 60, self.area.top - 10), Anchor::End, "当月");
        for point in &self.page.chart {
            match (&point.month, point.end > self.latest) {
                (Some(month), _) => self.bar(svg, point, month),
                (None, true) => self.future(svg, point),
                (None, false) => {}
            }
        }
        for point in &self.page.chart {
            if let Some(requirement) = a_month(point, point.requirement.as_ref()) {
                let y = self.axis.place(&requirement);
                svg.line(
                    "dk-x-req",
                    (x_of(self.area, point.end - point.span.min(point.end)), y),
                    (x_of(self.area, point.end), y),
                );
            }
        }
        self.labels(svg);
    }

    /// Left edge and width.
    fn slot(&self, point: &ChartPoint) -> (Tenths, Tenths) {
        let (left, right) = (x_of(self.area, point.end.saturating_sub(point.span)), x_of(self.area, point.end));
        if point.span > 1 { (left + BESIDE, right - left - 2 * BESIDE) } else { ((left + right - WIDTH) / 2, WIDTH) }
    }

    fn bar(&self, svg: &mut Svg, point: &ChartPoint, month: &Rational) {
        let (x, width) = self.slot(point);
        let height = |value: Option<&Rational>| {
            a_month(point, value)
                .filter(|value| value.signum() > 0)
                .map_or(self.area.bottom, |value| self.axis.place(&value))
        };
        let (top, required) = (height(Some(month)), height(point.requirement.as_ref()));
        let now = point.end == self.latest;
        svg.rect(if now { "dk-x-now" } else { "dk-x-bar" }, x, width, top, self.area.bottom);
        svg.rect("dk-x-miss", x, width, required, top);
        let row = self.page.months.iter().find(|row| row.end == point.end);
        let Some((row, shown)) = row.and_then(|row| Some((row, row.figures.get("month")?))) else { return };
        let text = if point.span > 1 { format!("合计{}", shown.text) } else { shown.text.clone() };
        let class = if now { "dk-x-ink" } else { "" };
        let href = self.frame.trace_at(&self.page.row, row, "month");
        svg.figure(class, (x + width / 2, top.min(required) - 50), Anchor::Middle, &text, &href);
    }

    fn future(&self, svg: &mut Svg, point: &ChartPoint) {
        if let Some(need) = &self.need {
            let (x, width) = self.slot(point);
            svg.rect("dk-x-due", x, width, self.axis.place(need), self.area.bottom);
        }
    }

    fn labels(&self, svg: &mut Svg) {
        let mut labels = Vec::new();
        let words = |key: &str| self.page.row.figure(key).map_or_else(String::new, |shown| shown.text.clone());
        if let Some(need) = &self.need {
            labels.push(Label {
                at: self.axis.place(need) + 40,
                class: "dk-x-redl",
                text: format!("须月均 {}", words("remaining_monthly")),
                href: Some(self.frame.trace_of(&self.page.row, "remaining_monthly")),
            });
        }
        let last = self.page.chart.iter().rev().find_map(|point| a_month(point, point.requirement.as_ref()));
        let span = self.page.chart.last().map_or(1, |point| point.span);
        if let Some(last) = last {
            let key = "monthly_requirement";
            let (text, href) = if span == 1 {
                (format!("月度要求 {}", words(key)), Some(self.frame.trace_of(&self.page.row, key)))
            } else {
                ("进度要求".to_owned(), None)
            };
            labels.push(Label { at: self.axis.place(&last) + 41, class: "", text, href });
        }
        write(svg, labels, self.area, self.area.top);
    }
}

/// What the remaining months must bring, each.
fn need(page: &IndicatorPage, latest: u8) -> Option<Rational> {
    let actual = page.chart.iter().rev().find_map(|point| point.actual.as_ref())?;
    let left = page.chart_target.as_ref()?.sub(actual);
    let months = 12_i64.checked_sub(i64::from(latest)).filter(|months| *months > 0)?;
    left.div(&Rational::integer(months)).filter(|need| need.signum() > 0)
}

/// A period's value spread over its months, so that areas compare.
fn a_month(point: &ChartPoint, value: Option<&Rational>) -> Option<Rational> {
    value?.div(&Rational::integer(i64::from(point.span.max(1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joint_report_is_as_high_as_its_mean_month() {
        let point = ChartPoint {
            end: 2,
            span: 2,
            actual: None,
            last_year: None,
            due: None,
            month: Some(Rational::ratio(1362, 100).unwrap()),
            requirement: None,
        };
        assert_eq!(a_month(&point, point.month.as_ref()), Rational::ratio(681, 100));
        assert_eq!(a_month(&point, None), None);
    }
}
