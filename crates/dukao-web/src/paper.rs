//! Figures on paper: black only, weight instead of colour, `—` for what does not apply.

use dukao_app::view::{Row, Shown, Status};

use crate::figure::is_lagging;
use crate::frame::Frame;
use crate::markup::Markup;

impl Frame {
    /// A figure as it is.
    pub(crate) fn paper(&self, row: &Row, key: &str) -> Markup {
        row.figure(key).map_or_else(dash, |shown| self.on_paper(row, shown, &shown.text, false))
    }

    /// A cell with a figure, or with the words of the document where there is none.
    pub(crate) fn paper_words(&self, row: &Row, key: &str) -> Markup {
        let known = row.figure(key).is_some_and(Shown::is_known);
        let words = if key == "target" { row.target_text.as_deref() } else { row.progress.as_deref() };
        match words.filter(|_| !known) {
            Some(words) => Markup::cell("dk-words", &Markup::words(words)),
            None => Markup::cell("dk-num", &self.paper(row, key)),
        }
    }

    /// Gap to pace or target: 欠12.60, 差12.9, 超3.69; bold when lagging.
    pub(crate) fn paper_gap(&self, row: &Row) -> Markup {
        let known = |key: &str| row.figure(key).filter(|shown| shown.is_known());
        let (shown, word) = match (known("behind_pace"), known("growth_gap").or_else(|| known("gap_to_target"))) {
            (Some(pace), _) => (pace, if row.ceiling { "超" } else { "欠" }),
            (None, Some(gap)) => (gap, "差"),
            (None, None) => return self.paper(row, "behind_pace"),
        };
        self.on_paper(row, shown, &worded(shown, word, row.ceiling), true)
    }

    /// Amount owed: 31.75, 超0.31.
    pub(crate) fn paper_owed(&self, row: &Row) -> Markup {
        let word = if row.ceiling { "超" } else { "" };
        row.figure("shortfall")
            .map_or_else(dash, |shown| self.on_paper(row, shown, &worded(shown, word, row.ceiling), true))
    }

    /// New shortfall of the month: 4.75, 超11.48.
    pub(crate) fn paper_new(&self, row: &Row) -> Markup {
        let text = |shown: &Shown| worded(shown, "", row.ceiling);
        row.figure("monthly_shortfall").map_or_else(dash, |shown| self.on_paper(row, shown, &text(shown), false))
    }

    fn on_paper(&self, row: &Row, shown: &Shown, text: &str, weighs: bool) -> Markup {
        match shown.status {
            Status::Known => {
                let href = self.trace(&row.indicator.code, &row.unit, shown.key, 0);
                let bold = weighs && is_lagging(row) && shown.is_positive();
                let text = if bold { Markup::default().bold(text, false) } else { Markup::words(text) };
                Markup::link(&href, &text)
            }
            Status::NotApplicable | Status::NotDue => dash(),
            Status::Unreported | Status::Masked | Status::Incomparable | Status::Withheld => Markup::words(&shown.text),
        }
    }
}

fn worded(shown: &Shown, word: &str, ceiling: bool) -> String {
    match shown.sign {
        1 => format!("{word}{}", shown.magnitude),
        -1 if ceiling => format!("余{}", shown.magnitude),
        -1 => format!("超{}", shown.magnitude),
        _ => shown.magnitude.clone(),
    }
}

fn dash() -> Markup {
    Markup::words("—")
}
