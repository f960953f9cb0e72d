//! Charts drawn by the server: ink for what is, grey for what should be, red for what is missing.

pub(crate) mod bar;
mod bars;
mod frame;
mod labels;
mod line;
mod scale;
mod svg;

use dukao_app::view::IndicatorPage;

use self::frame::{BARS, LINES, WIDTH, x_of};
use self::svg::{Anchor, Svg};
use crate::frame::Frame;
use crate::markup::Markup;
use crate::pages::indicator::accumulates;

/// A drawn chart with the words around it.
pub(crate) struct Drawn {
    pub(crate) title: &'static str,
    pub(crate) note: String,
    pub(crate) svg: Markup,
}

/// The chart of an indicator, each figure of which opens its trace; `None` when nothing is known to draw.
pub(crate) fn draw(page: &IndicatorPage, frame: &Frame) -> Option<Drawn> {
    page.chart.iter().find(|point| point.actual.is_some())?;
    let adds_up = accumulates(&page.row);
    let bars = if adds_up { bars::Bars::new(page, frame, BARS) } else { None };
    let bottom = if bars.is_some() { BARS.bottom } else { LINES.bottom };
    let mut svg = Svg::new(WIDTH, (bottom + 200) / 10, &sentence(page));
    line::Lines::new(page, frame, LINES, adds_up).draw(&mut svg);
    if let Some(bars) = &bars {
        bars.draw(&mut svg);
    }
    months(&mut svg, page.row.end.unwrap_or(0), bottom + 160);
    let title = match (adds_up, bars.is_some()) {
        (true, true) => "累计与当月",
        (true, false) => "累计",
        (false, _) => "本年走势",
    };
    Some(Drawn { title, note: note(page, adds_up), svg: Markup::drawn(svg.finish()) })
}

fn note(page: &IndicatorPage, adds_up: bool) -> String {
    match page.row.end {
        Some(end) if adds_up && end < 12 => format!("红色为欠账和后{}个月须完成数", 12 - end),
        _ => "虚线为应达到的水平，细线为去年".to_owned(),
    }
}

fn months(svg: &mut Svg, now: u8, y: scale::Tenths) {
    for month in 1..=12 {
        let x = i64::midpoint(x_of(LINES, month - 1), x_of(LINES, month));
        let class = if month == now { "dk-x-ink" } else { "dk-x-3" };
        svg.text(class, (x, y), Anchor::Middle, &format!("{month}月"));
    }
}

/// The chart in words: the sentence of the page.
fn sentence(page: &IndicatorPage) -> String {
    let words: String = page.sentence.iter().map(|(text, _)| text.as_str()).collect();
    format!("{}的累计完成与序时、去年同期比较。{words}", page.row.indicator.name)
}
