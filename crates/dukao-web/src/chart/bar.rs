//! The small bar in the table of the front page: the gap, and a tick where it stood last period.

use std::fmt;

use askama::filters::HtmlSafe;
use dukao_core::framework::Light;

/// A bar on the common scale of its table.
#[derive(Debug)]
pub(crate) struct Bar(String);

/// The longest bar takes this much of the cell, in tenths of a percent.
const LONGEST: u32 = 960;

impl Bar {
    /// A bar with its length and last period's place in thousandths of the longest.
    pub(crate) fn new(light: Light, length: u16, tick: Option<u16>, gap: &str) -> Self {
        let class = match light {
            Light::Lagging => "r",
            Light::Slow => "y",
            _ => "n",
        };
        let tick = tick.map_or_else(String::new, |tick| {
            let x = share(tick);
            format!("<line class=\"dk-prev\" x1=\"{x}\" x2=\"{x}\" y1=\"-1\" y2=\"13\"/>")
        });
        let width = share(length);
        Self(format!(
            "<svg class=\"dk-bar\" role=\"img\" aria-label=\"欠序时{gap}个百分点\">\
             <line class=\"dk-ax\" x1=\"0\" x2=\"0\" y1=\"-6\" y2=\"18\"/>\
             <rect class=\"dk-b-{class}\" x=\"0\" y=\"2\" width=\"{width}\" height=\"8\"/>{tick}</svg>"
        ))
    }
}

fn share(thousandths: u16) -> String {
    let tenths = u32::from(thousandths) * LONGEST / 1000;
    format!("{}.{}%", tenths / 10, tenths % 10)
}

impl fmt::Display for Bar {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Bar {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_leaves_room_for_its_tick() {
        assert_eq!(share(1000), "96.0%");
        assert_eq!(share(505), "48.4%");
        let bar = Bar::new(Light::Lagging, 505, Some(430), "12.60").to_string();
        assert!(bar.contains("dk-b-r") && bar.contains("x1=\"41.2%\"") && bar.contains("欠序时12.60个百分点"));
        assert!(!Bar::new(Light::Slow, 10, None, "0.20").to_string().contains("dk-prev"));
    }
}
