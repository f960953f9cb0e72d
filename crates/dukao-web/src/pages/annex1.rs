//! `GET /annex/1`: completion and the goal for the rest of the year, as paper.

use askama::Template;
use dukao_app::view::{Annex1, Row};

use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Period, Place};
use crate::markup::Markup;
use crate::query::Visit;

/// Address, name, whether it is the current one.
pub(crate) type Tab = (String, &'static str, bool);

#[derive(Template)]
#[template(path = "annex1.html")]
struct Annex1Page {
    f: Frame,
    period: Period,
    v: Annex1,
    tabs: [Tab; 2],
    count: usize,
}

impl Annex1Page {
    fn date(&self) -> String {
        in_full(&self.v.basis.today)
    }

    fn stage(&self) -> (&str, &str) {
        broken(&self.v.stage_head)
    }

    /// The paces of the year, each opening to the trace of an indicator that follows it.
    fn pace(&self) -> Markup {
        let rows = || self.v.groups.iter().flat_map(|group| &group.rows).map(|item| &item.row);
        let is_at = |row: &&Row, text: &str| row.figure("pace").is_some_and(|pace| pace.text == text);
        self.v.pace.split('%').fold(Markup::default(), |said, piece| {
            let (words, text) = piece.split_at(piece.find(|sign: char| sign.is_ascii_digit()).unwrap_or(piece.len()));
            match rows().find(|row| is_at(row, text)) {
                Some(row) => said.and(words).then(&self.f.said(row, text, Some("pace"))).and("%"),
                None if text.is_empty() => said.and(words),
                None => said.and(piece).and("%"),
            }
        })
    }

    fn remaining(&self) -> (&str, &str) {
        broken(&self.v.remaining_head)
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let v = web.app.annex1(&visit.asked()?).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let f = Frame::new(visit, Place::Annex, "附表1", &v.basis).with_files();
    let count = v.groups.iter().map(|group| group.rows.len()).sum();
    render(&Annex1Page { period: Period::new(&f, v.choices.clone(), &[]), tabs: tabs(&f, 1), count, v, f })
}

pub(crate) fn tabs(f: &Frame, current: u8) -> [Tab; 2] {
    [(f.page("/annex/1"), "附表1", current == 1), (f.page("/annex/2"), "附表2", current == 2)]
}

/// 2018-08-20 as 2018年8月20日.
pub(crate) fn in_full(date: &str) -> String {
    let year = date.split('-').next().unwrap_or_default();
    format!("{year}年{}", crate::frame::day(date))
}

/// A head in two lines, broken before its last two letters.
fn broken(head: &str) -> (&str, &str) {
    let at = head.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    head.split_at(at)
}

/// Period and star behind the name.
pub(crate) fn aside(row: &Row, period: &str) -> String {
    let own =
        if row.period == period || row.period.is_empty() { String::new() } else { format!("（{}）", row.period) };
    let star = if row.indicator.flags.contains(&"新增") { "*" } else { "" };
    own + star
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_break_before_their_last_word() {
        assert_eq!(broken("三季度末累计"), ("三季度末", "累计"));
        assert_eq!(broken("后5个月任务"), ("后5个月", "任务"));
        assert_eq!(in_full("2018-08-20"), "2018年8月20日");
    }
}
