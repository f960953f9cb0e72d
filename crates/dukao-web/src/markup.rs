//! Markup that is escaped where it is made.

use std::fmt;

use askama::filters::HtmlSafe;

/// Ready markup: escaped where it was made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Markup(String);

impl fmt::Display for Markup {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

impl Markup {
    /// Further text, escaped.
    pub(crate) fn text(mut self, text: &str) -> Self {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
        self
    }

    /// Further markup as it is.
    pub(crate) fn raw(mut self, markup: &str) -> Self {
        self.0.push_str(markup);
        self
    }

    /// Words as they are.
    pub(crate) fn words(text: &str) -> Self {
        Self::default().text(text)
    }

    /// Further words.
    pub(crate) fn and(self, text: &str) -> Self {
        self.text(text)
    }

    /// Further markup.
    pub(crate) fn then(self, further: &Self) -> Self {
        self.raw(&further.0)
    }

    /// Further words in bold, perhaps in red.
    pub(crate) fn bold(self, text: &str, bad: bool) -> Self {
        self.raw(if bad { "<b class=\"dk-bad\">" } else { "<b>" }).text(text).raw("</b>")
    }

    /// Markup from our own drawing, escaped there.
    pub(crate) const fn drawn(markup: String) -> Self {
        Self(markup)
    }

    /// A figure that opens its trace.
    pub(crate) fn link(href: &str, inner: &Self) -> Self {
        Self::default().raw("<a class=\"dk-fig\" href=\"").text(href).raw("\">").raw(&inner.0).raw("</a>")
    }

    /// What stands where there is no figure, with the reason to read on pointing.
    pub(crate) fn absent(word: &str, reason: &str) -> Self {
        let open = Self::default().raw("<span class=\"dk-na\"");
        let open = if reason.is_empty() { open } else { open.raw(" title=\"").text(reason).raw("\"") };
        open.raw(">").text(word).raw("</span>")
    }

    /// The unit of measure behind a figure.
    pub(crate) fn unit(self, unit: &str) -> Self {
        self.raw(" <span class=\"dk-u\">").text(unit).raw("</span>")
    }

    /// A cell of a table.
    pub(crate) fn cell(class: &str, inner: &Self) -> Self {
        Self::default().raw("<td class=\"").raw(class).raw("\">").raw(&inner.0).raw("</td>")
    }

    /// A word, grey and small, before a figure.
    pub(crate) fn word(self, word: &str) -> Self {
        if word.is_empty() { self } else { self.raw("<span class=\"dk-w\">").raw(word).raw("</span>") }
    }
}
