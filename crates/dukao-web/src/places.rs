//! Places as markup: each opens to its trace, by the figure by which it is counted.

use dukao_app::view::{FrontRank, RankRow, RankingView, Shown, Status};

use crate::figure::{Style, Target};
use crate::frame::Frame;
use crate::markup::Markup;

impl<'a> Target<'a> {
    /// A figure of a unit in a ranking, by this ranking's figure.
    fn ranked(view: &'a RankingView, row: &'a RankRow) -> Self {
        Self { by: view.by, ..Self::usual(&view.indicator.code, row) }
    }

    fn usual(indicator: &'a str, row: &'a RankRow) -> Self {
        Self { indicator, unit: &row.unit, month: 0, ceiling: false, by: "" }
    }
}

impl Frame {
    /// A figure of a unit in a ranking that does not depend on what is ranked by.
    pub(crate) fn ranked(&self, indicator: &str, row: &RankRow, shown: &Shown) -> Markup {
        self.linked(&Target::usual(indicator, row), shown, Style::Plain, false)
    }

    /// The place of a unit; alone it is compared with nobody.
    pub(crate) fn place(&self, view: &RankingView, row: &RankRow) -> Markup {
        let Some(rank) = row.rank.filter(|_| view.ranked() > 1) else {
            return Markup::absent("未排", "没有可比的数");
        };
        let href = self.trace_by(&view.indicator.code, &row.unit, "rank", 0, view.by);
        Markup::link(&href, &Markup::words(&rank.to_string()))
    }

    /// A distance in a ranking, with its unit.
    pub(crate) fn apart(&self, view: &RankingView, row: &RankRow, shown: Option<&Shown>) -> Markup {
        let Some(shown) = shown else { return Markup::absent("—", "") };
        self.linked(&Target::ranked(view, row), shown, Style::Plain, false).unit(&shown.unit)
    }

    /// Places won or lost since last year.
    pub(crate) fn won(&self, view: &RankingView, row: &RankRow) -> Markup {
        match row.won.status {
            Status::Unreported => Markup::absent("—", row.won.reason.as_deref().unwrap_or_default()),
            _ => self.linked(&Target::ranked(view, row), &row.won, Style::Places, false),
        }
    }

    /// The earlier place of an indicator whose place changed.
    pub(crate) fn place_before(&self, entry: &FrontRank) -> Markup {
        let (own, is) = (&entry.row, &entry.before_is);
        let href = self.trace_by(&own.indicator.code, &own.unit, is.key, is.month, is.by.unwrap_or_default());
        Markup::link(&href, &Markup::words(&entry.before.to_string()))
    }

    /// By how many places it changed.
    pub(crate) fn places_moved(&self, entry: &FrontRank) -> Markup {
        let href = self.trace(&entry.row.indicator.code, &entry.row.unit, entry.before_is.moved, 0);
        Markup::link(&href, &Markup::words(&entry.moved.unsigned_abs().to_string()))
    }
}
