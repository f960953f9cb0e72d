//! The upper part: what is, what should be, what was, and what is missing.

use dukao_app::view::{ChartPoint, IndicatorPage, Shown};
use dukao_core::number::{Number, Rational};

use super::frame::{Area, x_of};
use super::labels::{Label, write};
use super::scale::{Axis, Tenths};
use super::svg::{Anchor, Svg};
use crate::frame::Frame;

/// The values of the upper part.
pub(crate) struct Lines<'a> {
    page: &'a IndicatorPage,
    frame: &'a Frame,
    area: Area,
    axis: Axis,
    /// Whether months add up, so that the year begins at zero and a required run-rate exists.
    adds_up: bool,
}

type Point = (Tenths, Tenths);

impl<'a> Lines<'a> {
    pub(crate) fn new(page: &'a IndicatorPage, frame: &'a Frame, area: Area, adds_up: bool) -> Self {
        let points = page.chart.iter().flat_map(|point| [&point.actual, &point.last_year, &point.due]);
        let all = points.chain([&page.chart_target, &page.chart_stretch]).flatten();
        Self { axis: Axis::new(all, area.top, area.bottom), page, frame, area, adds_up }
    }

    pub(crate) fn draw(&self, svg: &mut Svg) {
        self.grid(svg);
        let last_year = self.points(|point| point.last_year.as_ref());
        svg.polyline("dk-x-last", &last_year);
        self.target_line(svg);
        let need = self.need();
        svg.polyline("dk-x-need", &need);
        let actual = self.points(|point| point.actual.as_ref());
        svg.polyline("dk-x-act", &actual);
        let dots = if self.adds_up { actual.get(1..).unwrap_or_default() } else { &actual };
        for dot in dots {
            svg.dot("dk-x-dot", *dot);
        }
        self.gap(svg);
        self.end_labels(svg, !need.is_empty());
    }

    fn grid(&self, svg: &mut Svg) {
        for (value, text) in self.axis.lines() {
            let y = self.axis.place(&value);
            let class = if value.is_zero() { "dk-x-base" } else { "dk-x-grid" };
            svg.line(class, (self.area.left, y), (self.area.right, y));
            svg.text("dk-x-3", (self.area.left - 60, y + 40), Anchor::End, &text);
        }
    }

    /// The places of a series; from zero at the beginning of the year where months add up.
    fn points(&self, of: impl Fn(&ChartPoint) -> Option<&Rational>) -> Vec<Point> {
        let start = self.adds_up.then(|| (x_of(self.area, 0), self.axis.place(&Rational::zero())));
        let known = self.page.chart.iter().filter(|point| point.end > 0);
        let known = known.filter_map(|point| Some((x_of(self.area, point.end), self.axis.place(of(point)?))));
        let points: Vec<Point> = known.collect();
        if points.is_empty() { points } else { start.into_iter().chain(points).collect() }
    }

    /// The pace, or the level that is to be reached.
    fn target_line(&self, svg: &mut Svg) {
        let due = self.points(|point| point.due.as_ref());
        if due.len() > 1 {
            svg.polyline("dk-x-pace", &due);
            if self.adds_up {
                self.pace_label(svg);
            }
        } else if let Some(target) = self.page.chart_target.as_ref().filter(|_| !self.adds_up) {
            let y = self.axis.place(target);
            svg.polyline("dk-x-pace", &[(self.area.left, y), (self.area.right, y)]);
        }
    }

    fn pace_label(&self, svg: &mut Svg) {
        // Away from the words beside the latest point.
        let latest = self.latest().map_or(0, |point| point.end);
        let near = if latest > 6 { 4 } else { latest.saturating_add(3) };
        let Some(point) = self.page.chart.iter().find(|point| point.end >= near && point.due.is_some()) else { return };
        let Some(due) = &point.due else { return };
        let (x, y) = (x_of(self.area, point.end), self.axis.place(due));
        let way = self.page.facts.iter().find(|(label, _)| *label == "进度方式").map_or("", |(_, text)| text.as_str());
        let text = if way.is_empty() { "序时".to_owned() } else { format!("序时（{way}）") };
        let ahead = point.end > latest && !self.page.row.standing.behind;
        let above = ahead || [&point.actual, &point.last_year].into_iter().flatten().any(|value| value > due);
        if above {
            svg.text("", (x + 60, y + 230), Anchor::Start, &text);
        } else {
            svg.text("", (x - 140, y - 80), Anchor::End, &text);
        }
    }

    /// The latest actual point.
    fn latest(&self) -> Option<&ChartPoint> {
        self.page.chart.iter().rfind(|point| point.actual.is_some() && point.end > 0)
    }

    /// The run-rate from now to the target.
    fn need(&self) -> Vec<Point> {
        let points = || {
            let latest = self.latest().filter(|point| self.adds_up && point.end < 12)?;
            let (actual, target) = (latest.actual.as_ref()?, self.page.chart_target.as_ref()?);
            let from = (x_of(self.area, latest.end), self.axis.place(actual));
            (actual < target).then(|| vec![from, (self.area.right, self.axis.place(target))])
        };
        points().unwrap_or_default()
    }

    /// The bracket between what is due and what is, with its amount; the name of the line.
    fn gap(&self, svg: &mut Svg) {
        let Some(latest) = self.latest() else { return };
        let Some(actual) = &latest.actual else { return };
        let (x, y) = (x_of(self.area, latest.end), self.axis.place(actual));
        let due = latest.due.as_ref().or(self.page.chart_target.as_ref().filter(|_| !self.adds_up));
        let due_y = due.map_or(y, |due| self.axis.place(due));
        if self.page.row.standing.behind && due_y != y {
            let stop = if due_y < y { y - 50 } else { y + 50 };
            let (left, right) = (x - 40, x + 40);
            svg.line("dk-x-gap", (left, due_y), (right, due_y));
            svg.line("dk-x-gap", (x, due_y), (x, stop));
            self.gap_words(svg, x, due_y.min(y), due_y < y);
        }
        let text = format!("{} {}", if self.adds_up { "本年累计" } else { "本期" }, self.words("cumulative"));
        // The label keeps clear of what lies above or below the point.
        let (right, down, anchor) = if due_y <= y && x < self.area.right - 900 {
            (60, 180, Anchor::Start)
        } else if due_y <= y {
            (-60, 200, Anchor::End)
        } else if self.adds_up {
            (-80, -100, Anchor::End)
        } else {
            (80, -60, Anchor::Start)
        };
        svg.figure("dk-x-ink", (x + right, y + down), anchor, &text, &self.trace("cumulative"));
    }

    fn gap_words(&self, svg: &mut Svg, x: Tenths, top: Tenths, short: bool) {
        let row = &self.page.row;
        let own = |key: &str| row.figure(key).filter(|shown| shown.is_positive());
        let points = |unit: &str| if unit == "百分点" { "个百分点".to_owned() } else { unit.to_owned() };
        let lines: Vec<(&str, &Shown)> = if self.adds_up {
            let owed = own("shortfall").map(|shown| ("欠", shown));
            owed.into_iter().chain(own("behind_pace").map(|shown| ("", shown))).collect()
        } else {
            own("growth_gap").or_else(|| own("gap_to_target")).map(|shown| ("差", shown)).into_iter().collect()
        };
        let (anchor, at) = if x < self.area.left + 1100 { (Anchor::Start, x + 80) } else { (Anchor::End, x - 80) };
        let first = if short { (top - 220).max(self.area.top) } else { top + 120 };
        let mut y = first;
        for (index, (word, shown)) in lines.into_iter().enumerate() {
            let text = format!("{word}{}{}", shown.magnitude, points(&shown.unit));
            let class = if index == 0 { "dk-x-red" } else { "dk-x-redl" };
            svg.figure(class, (at, y), anchor, &text, &self.trace(shown.key));
            y += 150;
        }
    }

    fn words(&self, key: &str) -> String {
        self.page.row.figure(key).map_or_else(String::new, |shown| shown.text.clone())
    }

    fn end_labels(&self, svg: &mut Svg, need: bool) {
        let mut labels = Vec::new();
        let mut label = |value: Option<&Rational>, lower: Tenths, class, text: String, href: String| {
            if let Some(value) = value {
                labels.push(Label { at: self.axis.place(value) + 40 + lower, class, text, href: Some(href) });
            }
        };
        let target = self.page.chart_target.as_ref();
        let stretch = self.page.chart_stretch.as_ref().filter(|stretch| Some(*stretch) != target);
        let floor = if stretch.is_some() && self.adds_up { "保底" } else { "目标" };
        label(stretch, -1, "", format!("争取 {}", self.words("stretch")), self.trace("stretch"));
        label(target, 0, "dk-x-ink", format!("{floor} {}", self.words("target")), self.trace("target"));
        if need {
            let text = format!("须月均 {}", self.words("remaining_monthly"));
            label(target, 1, "dk-x-redl", text, self.trace("remaining_monthly"));
        }
        let last = self.page.chart.iter().rev().find_map(|point| Some((point.end, point.last_year.as_ref()?)));
        if let Some((end, last)) = last {
            let href = self.frame.trace_last_year(&self.page.row, "cumulative", end);
            label(Some(last), 2, "dk-x-3", format!("去年 {}", self.rounded(last)), href);
        }
        write(svg, labels, self.area, self.area.top + 60);
    }

    /// The trace of a figure of the row.
    fn trace(&self, key: &str) -> String {
        self.frame.trace_of(&self.page.row, key)
    }

    /// A value with as many decimals as the figures beside it.
    fn rounded(&self, value: &Rational) -> String {
        let text = self.words("cumulative");
        let decimals = text.split_once('.').map_or(0, |(_, rest)| rest.len());
        value.round(u8::try_from(decimals).unwrap_or(2)).to_string().replace('-', "−")
    }
}
