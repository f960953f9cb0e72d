//! Writing SVG: attributes and classes only, so that the policy, both themes and paper hold.

use std::fmt::Write;

use super::scale::{Tenths, px};

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn attribute(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::Middle => " text-anchor=\"middle\"",
            Self::End => " text-anchor=\"end\"",
        }
    }
}

/// A drawing under way.
#[derive(Debug, Default)]
pub(crate) struct Svg(String);

impl Svg {
    /// A drawing of a size in pixels with a sentence for those who do not see it.
    pub(crate) fn new(width: i64, height: i64, sentence: &str) -> Self {
        let mut svg = Self::default();
        svg.put(&format!("<svg class=\"dk-chart\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\""));
        svg.escape(sentence);
        svg.put("\">");
        svg
    }

    fn put(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn escape(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.put("&amp;"),
                '<' => self.put("&lt;"),
                '>' => self.put("&gt;"),
                '"' => self.put("&quot;"),
                other => self.0.push(other),
            }
        }
    }

    /// A straight line.
    pub(crate) fn line(&mut self, class: &str, from: (Tenths, Tenths), to: (Tenths, Tenths)) {
        let (x1, y1, x2, y2) = (px(from.0), px(from.1), px(to.0), px(to.1));
        let _infallible = write!(self.0, "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>");
    }

    /// A line through points; nothing for fewer than two.
    pub(crate) fn polyline(&mut self, class: &str, points: &[(Tenths, Tenths)]) {
        if points.len() < 2 {
            return;
        }
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", px(*x), px(*y))).collect();
        let _infallible = write!(self.0, "<polyline class=\"{class}\" points=\"{}\"/>", points.join(" "));
    }

    /// A dot.
    pub(crate) fn dot(&mut self, class: &str, at: (Tenths, Tenths)) {
        let _infallible = write!(self.0, "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"3\"/>", px(at.0), px(at.1));
    }

    /// A rectangle between two heights; nothing without height.
    pub(crate) fn rect(&mut self, class: &str, x: Tenths, width: Tenths, top: Tenths, bottom: Tenths) {
        if bottom <= top || width <= 0 {
            return;
        }
        let (x, y, width, height) = (px(x), px(top), px(width), px(bottom - top));
        let _infallible =
            write!(self.0, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
    }

    /// A text at its base line.
    pub(crate) fn text(&mut self, class: &str, at: (Tenths, Tenths), anchor: Anchor, text: &str) {
        let (x, y, held) = (px(at.0), px(at.1), anchor.attribute());
        let _infallible = write!(self.0, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{held}>");
        self.escape(text);
        self.put("</text>");
    }

    /// A figure at its base line, which opens its trace at the address `href`.
    pub(crate) fn figure(&mut self, class: &str, at: (Tenths, Tenths), anchor: Anchor, text: &str, href: &str) {
        self.put("<a class=\"dk-fig\" href=\"");
        self.escape(href);
        self.put("\">");
        self.text(class, at, anchor, text);
        self.put("</a>");
    }

    /// The finished drawing.
    pub(crate) fn finish(mut self) -> String {
        self.put("</svg>");
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_attributes_only_and_escapes_text() {
        let mut svg = Svg::new(10, 20, "a \"b\"");
        svg.text("dk-x", (10, 25), Anchor::End, "<1>");
        svg.rect("dk-x", 0, 10, 30, 30);
        svg.polyline("dk-x", &[(0, 0)]);
        svg.figure("dk-x", (0, 0), Anchor::Start, "2", "/trace?a=1&b=2");
        assert_eq!(
            svg.finish(),
            "<svg class=\"dk-chart\" viewBox=\"0 0 10 20\" role=\"group\" aria-label=\"a &quot;b&quot;\">\
             <text class=\"dk-x\" x=\"1\" y=\"2.5\" text-anchor=\"end\">&lt;1&gt;</text>\
             <a class=\"dk-fig\" href=\"/trace?a=1&amp;b=2\"><text class=\"dk-x\" x=\"0\" y=\"0\">2</text></a></svg>"
        );
    }
}
