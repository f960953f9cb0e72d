//! `GET /`: where we stand.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use dukao_app::rights::Right;
use dukao_app::view::{DueItem, Front, FrontBehind, FrontMoves, FrontNew, FrontRank, Row};

use super::{Page, as_file, render};
use crate::Web;
use crate::chart::bar::Bar;
use crate::error::WebError;
use crate::frame::{Frame, Period, Place};
use crate::markup::Markup;
use crate::query::Visit;

/// How many rows of each list fit on a screen of 1280 × 800.
const BEHIND: usize = 12;
const NEW: usize = 6;
const MOVED: usize = 7;
const WARNED: usize = 4;
const DUE: usize = 7;

/// A row of the list of indicators behind pace.
struct Behind<'a> {
    row: &'a Row,
    bar: Bar,
}

/// Places lost or won: title, word, all of them, those shown.
type Moves<'a> = (&'static str, &'static str, &'a [FrontRank], &'a [FrontRank]);

#[derive(Template)]
#[template(path = "front.html")]
struct FrontPage<'a> {
    f: Frame,
    period: Period,
    v: &'a Front,
    behind: Vec<Behind<'a>>,
    new: &'a [FrontNew],
    moves: [Moves<'a>; 2],
    warned: &'a [Row],
    due: Vec<Due<'a>>,
    against: String,
}

/// Something that falls due, in words.
struct Due<'a>(&'a DueItem);

impl std::ops::Deref for Due<'_> {
    type Target = DueItem;

    fn deref(&self) -> &DueItem {
        self.0
    }
}

impl Due<'_> {
    fn is_late(&self) -> bool {
        self.working_days.is_some_and(|days| days < 0)
    }

    fn left(&self) -> String {
        match self.working_days {
            None => "无放假安排".to_owned(),
            Some(0) => "今天".to_owned(),
            Some(days) if days < 0 => format!("逾期 {}", days.unsigned_abs()),
            Some(days) => format!("还有 {days}"),
        }
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    if let Some(other) = home(&web, &visit).await? {
        return Ok(other);
    }
    let v = web.app.front(&visit.asked()?).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let f = Frame::new(visit, Place::Front, "总览", &v.basis).with_files();
    let moved = |all| first(all, MOVED);
    render(&FrontPage {
        period: Period::new(&f, v.choices.clone(), &[]),
        behind: first(&v.behind, BEHIND).iter().map(behind).collect(),
        new: first(&v.new_shortfalls, NEW),
        moves: [("退位", "退", &v.lost, moved(&v.lost)), ("进位", "进", &v.won, moved(&v.won))],
        warned: first(&v.warned, WARNED),
        due: first(&v.due, DUE).iter().map(Due).collect(),
        against: against(&v.moves),
        v: &v,
        f,
    })
}

fn behind(entry: &FrontBehind) -> Behind<'_> {
    let gap = entry.row.figure("behind_pace").map_or("", |shown| shown.magnitude.as_str());
    Behind { row: &entry.row, bar: Bar::new(entry.row.standing.light, entry.bar, entry.tick, gap) }
}

/// Where somebody begins who may not see the whole region: at his unit, at his own account.
async fn home(web: &Web, visit: &Visit) -> Result<Option<Response>, WebError> {
    let caller = web.app.caller();
    if caller.has_whole(Right::SeeFigures) {
        return Ok(None);
    }
    if !caller.has(Right::SeeFigures) {
        let to = if caller.has(Right::SeePeople) { "/people" } else { "/me" };
        return Ok(Some(Redirect::to(to).into_response()));
    }
    let ledger = web.app.ledger(&visit.asked()?).await?;
    let unit = format!("/units/{}", crate::link::encode(&ledger.unit));
    let region = visit.value("region")?.unwrap_or_default();
    Ok(Some(Redirect::to(&crate::link::address(&unit, &[("region", region)])).into_response()))
}

/// What the moves are counted against: 比上年; 比6月3项，比上年6项.
fn against(moves: &[FrontMoves]) -> String {
    match moves {
        [] => "没有变动".to_owned(),
        [one] => format!("比{}", one.against),
        all => {
            let parts = all.iter().map(|one| format!("比{}{}项", one.against, one.lost + one.won));
            parts.collect::<Vec<_>>().join("，")
        }
    }
}

/// The pace of the months, without the one of the quarters in brackets; it opens to the trace of an indicator that
/// follows it.
pub(crate) fn pace(f: &Frame, v: &Front) -> Markup {
    let even = Markup::words(v.pace.split('%').next().unwrap_or_default());
    match v.pace_of.as_deref() {
        Some(code) => Markup::link(&f.trace(code, "", "pace", 0), &even).and("%"),
        None => even.and("%"),
    }
}

fn first<T>(all: &[T], count: usize) -> &[T] {
    all.get(..count.min(all.len())).unwrap_or_default()
}
