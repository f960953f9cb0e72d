//! Figures as markup: word, sign and colour, every one a link to its trace; a missing figure says why.

use dukao_app::view::{Row, Shown, Standing, Status};
use dukao_core::framework::Light;

use crate::frame::Frame;
use crate::markup::Markup;

mod months;

/// How a figure is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// As it is.
    Plain,
    /// Gap to pace: 欠 −12.60, 超 +3.69.
    Pace,
    /// Gap to a target that is no amount: 差 −12.9, 超 +0.3.
    Gap,
    /// An amount owed: 31.75, 超 0.31.
    Owed,
    /// New shortfall of a month: 新账 4.75, 超 11.48.
    New,
    /// A change of the gap to pace: 扩大 1.88, 收窄 1.61, 持平.
    Movement,
    /// Without its sign.
    Size,
    /// Behind with a minus: −12.60.
    Negative,
    /// Places: 进 1, 退 2, 持平.
    Places,
}

/// Which figure of which month.
pub(crate) struct Target<'a> {
    pub(crate) indicator: &'a str,
    pub(crate) unit: &'a str,
    /// 0 for the month of the page.
    pub(crate) month: u8,
    /// Whether less is better.
    pub(crate) ceiling: bool,
    /// Key of the figure to rank by; empty for the usual one.
    pub(crate) by: &'a str,
}

impl<'a> Target<'a> {
    fn of(row: &'a Row) -> Self {
        Self { indicator: &row.indicator.code, unit: &row.unit, month: 0, ceiling: row.ceiling, by: "" }
    }
}

/// Word and figure; under a ceiling what is left is 余 and what exceeds it 超.
fn worded(shown: &Shown, style: Style, ceiling: bool) -> (&'static str, String) {
    let size = || shown.magnitude.clone();
    let signed = |sign: &str| format!("{sign}{}", shown.magnitude);
    match (style, shown.sign) {
        (Style::Pace, 1) if ceiling => ("超", signed("+")),
        (Style::Owed | Style::New, 1) if ceiling => ("超", size()),
        (Style::Pace | Style::Gap | Style::Owed | Style::New, -1) if ceiling => ("余", size()),
        (Style::Pace, 1) => ("欠", signed("−")),
        (Style::Gap, 1) => ("差", signed("−")),
        (Style::Pace | Style::Gap, -1) => ("超", signed("+")),
        (Style::New, 1) => ("新账", size()),
        (Style::Owed | Style::New, -1) => ("超", size()),
        (Style::Movement, 1) => ("扩大", size()),
        (Style::Movement, -1) => ("收窄", size()),
        (Style::Size, _) => ("", size()),
        (Style::Negative, 1) => ("", signed("−")),
        (Style::Negative, -1) => ("", signed("+")),
        (Style::Places, 1) => ("进", size()),
        (Style::Places, -1) => ("退", size()),
        (Style::Movement | Style::Places, _) => ("", "持平".to_owned()),
        _ => ("", shown.text.clone()),
    }
}

/// A figure as written in a source, with a true minus.
pub(crate) fn minus(text: &str) -> String {
    text.strip_prefix('-').map_or_else(|| text.to_owned(), |rest| format!("−{rest}"))
}

/// A missing figure: the word, with the reason to read on pointing.
fn missing(shown: &Shown) -> Markup {
    let class = if shown.status == Status::Unreported { "dk-na dk-miss" } else { "dk-na" };
    let open = Markup::default().raw("<span class=\"").raw(class).raw("\" title=\"");
    open.text(shown.reason.as_deref().unwrap_or_default()).raw("\">").text(&shown.text).raw("</span>")
}

fn not_there() -> Markup {
    Markup::default().raw("<span class=\"dk-na\">不适用</span>")
}

impl Frame {
    /// A figure that opens its trace; a missing one says why.
    pub(crate) fn linked(&self, target: &Target<'_>, shown: &Shown, style: Style, bad: bool) -> Markup {
        if !shown.is_known() {
            return missing(shown);
        }
        let (word, text) = worded(shown, style, target.ceiling);
        let class = if bad { "dk-fig dk-bad" } else { "dk-fig" };
        let href = self.trace_by(target.indicator, target.unit, shown.key, target.month, target.by);
        let open = Markup::default().raw("<a class=\"").raw(class).raw("\" href=\"").text(&href).raw("\">");
        open.word(word).text(&text).raw("</a>")
    }

    /// A figure of a row, worded.
    pub(crate) fn of_row(&self, row: &Row, key: &str, style: Style, bad: bool) -> Markup {
        row.figure(key).map_or_else(not_there, |shown| self.linked(&Target::of(row), shown, style, bad))
    }

    /// A figure as it is.
    pub(crate) fn fig(&self, row: &Row, key: &str) -> Markup {
        self.of_row(row, key, Style::Plain, false)
    }

    /// A figure without its sign.
    pub(crate) fn size(&self, row: &Row, key: &str) -> Markup {
        self.of_row(row, key, Style::Size, false)
    }

    /// A gap with the sign of being behind: −12.60.
    pub(crate) fn negative(&self, row: &Row, key: &str) -> Markup {
        self.of_row(row, key, Style::Negative, false)
    }

    /// The place in bold.
    pub(crate) fn bold_rank(&self, row: &Row) -> Markup {
        Markup::default().raw("<b>").then(&self.fig(row, "rank")).raw("</b>")
    }

    /// Distance to another place, with its unit.
    pub(crate) fn distance(&self, row: &Row, key: &str) -> Markup {
        let unit = row.figure(key).filter(|shown| shown.is_known()).map_or("", |shown| shown.unit.as_str());
        let figure = self.fig(row, key);
        if unit.is_empty() { figure } else { figure.unit(unit) }
    }

    /// Places won or lost since last year.
    pub(crate) fn places_won(&self, row: &Row) -> Markup {
        self.of_row(row, "rank_movement", Style::Places, false)
    }

    /// The gap the light rests on: 欠, 差 or 超 with its amount.
    pub(crate) fn gap(&self, row: &Row) -> Markup {
        match gap_of(row) {
            Some((shown, style)) => self.linked(&Target::of(row), shown, style, is_lagging(row) && shown.is_positive()),
            None => self.of_row(row, "behind_pace", Style::Pace, false),
        }
    }

    /// The amount owed.
    pub(crate) fn owed(&self, row: &Row) -> Markup {
        let positive = row.figure("shortfall").is_some_and(Shown::is_positive);
        self.of_row(row, "shortfall", Style::Owed, is_lagging(row) && positive)
    }

    /// New shortfall of the month.
    pub(crate) fn new_debt(&self, row: &Row) -> Markup {
        self.of_row(row, "monthly_shortfall", Style::New, true)
    }

    /// How the gap moved.
    pub(crate) fn movement(&self, row: &Row) -> Markup {
        self.of_row(row, "pace_movement", Style::Movement, false)
    }

    /// 9 / 13
    pub(crate) fn rank(&self, row: &Row) -> Markup {
        let figure = self.fig(row, "rank");
        let known = row.figure("rank").is_some_and(Shown::is_known) && row.ranked > 1;
        if known { figure.raw("<span class=\"dk-u\"> / ").raw(&row.ranked.to_string()).raw("</span>") } else { figure }
    }

    /// The target: its figure, else the words of the document.
    pub(crate) fn target(&self, row: &Row) -> Markup {
        let known = row.figure("target").is_some_and(Shown::is_known);
        match row.target_text.as_deref().filter(|_| !known) {
            Some(words) => in_words(words),
            None => self.fig(row, "target"),
        }
    }

    /// What is done: the cumulative figure, else the progress in words.
    pub(crate) fn done(&self, row: &Row) -> Markup {
        let known = row.figure("cumulative").is_some_and(Shown::is_known);
        match row.progress.as_deref().filter(|_| !known) {
            Some(words) => in_words(words),
            None => self.fig(row, "cumulative"),
        }
    }

    /// The trace of a figure of a row.
    pub(crate) fn trace_of(&self, row: &Row, key: &str) -> String {
        self.trace(&row.indicator.code, &row.unit, key, 0)
    }

    /// A figure of the indicator page in a sentence, in bold.
    pub(crate) fn piece(&self, row: &Row, text: &str, key: Option<&'static str>) -> Markup {
        let Some(key) = key else { return Markup::default().text(text) };
        let bad = is_lagging(row) && matches!(key, "behind_pace" | "shortfall" | "growth_gap" | "gap_to_target");
        self.strong(row, text, key, bad || key == "monthly_shortfall")
    }

    /// A figure in other words than its own, in bold.
    pub(crate) fn strong(&self, row: &Row, text: &str, key: &str, bad: bool) -> Markup {
        let class = if bad { "dk-fig dk-bad" } else { "dk-fig" };
        let href = self.trace_of(row, key);
        let open = Markup::default().raw("<b><a class=\"").raw(class).raw("\" href=\"").text(&href).raw("\">");
        open.text(text).raw("</a></b>")
    }

    /// Words, or a figure in words.
    pub(crate) fn said(&self, row: &Row, text: &str, key: Option<&'static str>) -> Markup {
        let words = Markup::words(text);
        key.map_or_else(|| words.clone(), |key| Markup::link(&self.trace_of(row, key), &words))
    }
}

/// Light: sign, word and colour.
pub(crate) fn light(standing: &Standing) -> Markup {
    let reason = standing.reason.as_deref().unwrap_or_default();
    lit(standing.light, standing.label, reason)
}

/// A light by itself, for the segments of a filter.
pub(crate) fn lamp(light: Light) -> Markup {
    lit(light, light.label(), "")
}

fn lit(light: Light, label: &str, reason: &str) -> Markup {
    let sign = letter(light);
    let open = Markup::default().raw("<span class=\"dk-lt dk-lt-").raw(sign).raw("\"");
    let open = if reason.is_empty() { open } else { open.raw(" title=\"").text(reason).raw("\"") };
    open.raw("><svg aria-hidden=\"true\"><use href=\"#dk-s-").raw(sign).raw("\"/></svg>").text(label).raw("</span>")
}

fn in_words(words: &str) -> Markup {
    Markup::default().raw("<span class=\"dk-na\" title=\"").text(words).raw("\">").text(words).raw("</span>")
}

/// The letter of a light in class names and symbols.
pub(crate) const fn letter(light: Light) -> &'static str {
    match light {
        Light::Lagging => "r",
        Light::Slow => "y",
        Light::Normal => "g",
        Light::Unreported => "o",
        Light::NotJudged => "n",
    }
}

pub(crate) fn is_lagging(row: &Row) -> bool {
    row.standing.light == Light::Lagging
}

/// The gap to show for a row: to pace where there is a pace, else to the target.
fn gap_of(row: &Row) -> Option<(&Shown, Style)> {
    let known = |key: &str| row.figure(key).filter(|shown| shown.is_known());
    let pace = || known("behind_pace").map(|shown| (shown, Style::Pace));
    let gap = |key: &str| known(key).map(|shown| (shown, Style::Gap));
    match row.standing.by {
        Some("growth_gap") => gap("growth_gap"),
        Some("gap_to_target" | "relative_gap") => gap("gap_to_target"),
        _ => None,
    }
    .or_else(pace)
    .or_else(|| gap("growth_gap"))
    .or_else(|| gap("gap_to_target"))
}

#[cfg(test)]
mod tests;
