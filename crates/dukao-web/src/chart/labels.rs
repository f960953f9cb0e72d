//! Labels at the ends of the lines, moved apart so that none covers another.

use super::frame::Area;
use super::scale::Tenths;
use super::svg::{Anchor, Svg};

/// Smallest distance between two base lines.
const APART: Tenths = 145;

/// A label at the right edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) at: Tenths,
    pub(crate) class: &'static str,
    pub(crate) text: String,
    /// Address of the trace of its figure; a label without one states no figure.
    pub(crate) href: Option<String>,
}

/// Moves labels apart between `top` and `bottom`, keeping their order: first those that want to stand higher.
fn spread(mut labels: Vec<Label>, top: Tenths, bottom: Tenths) -> Vec<Label> {
    labels.sort_by_key(|label| label.at);
    let mut floor = top;
    for label in &mut labels {
        label.at = label.at.max(floor);
        floor = label.at + APART;
    }
    let mut ceiling = bottom;
    for label in labels.iter_mut().rev() {
        label.at = label.at.min(ceiling);
        ceiling = label.at - APART;
    }
    labels
}

/// Writes labels to the right of `area`, moved apart below `top`.
pub(crate) fn write(svg: &mut Svg, labels: Vec<Label>, area: Area, top: Tenths) {
    for label in spread(labels, top, area.bottom) {
        let at = (area.right + 80, label.at);
        match &label.href {
            Some(href) => svg.figure(label.class, at, Anchor::Start, &label.text, href),
            None => svg.text(label.class, at, Anchor::Start, &label.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wanted: &[Tenths], expected: &[Tenths]) {
        let labels = wanted.iter().map(|at| Label { at: *at, class: "", text: String::new(), href: None }).collect();
        let places: Vec<Tenths> = spread(labels, 200, 2140).iter().map(|label| label.at).collect();
        assert_eq!(places, expected);
    }

    #[test]
    fn labels_stand_apart_and_inside() {
        check(&[380, 270, 520], &[270, 415, 560]);
        check(&[0, 0], &[200, 345]);
        check(&[2140, 2140, 2140], &[1850, 1995, 2140]);
        check(&[500, 1000], &[500, 1000]);
    }
}
