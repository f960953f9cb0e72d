//! The front page: where we stand.

use dukao_core::framework::{Goal, Light, Lights};
use dukao_core::number::Rational;
use dukao_core::period::Month;
use dukao_core::progress::{Exact, FigureKind, Reckoner, Subject};
use dukao_core::rights::Right;
use serde::Serialize;

use super::basis::Settled;
use super::counts::Counts;
use super::ledger::Row;
use super::{Asked, Basis, Choices, Shown};
use crate::trail::Page;
use crate::{App, AppError};

/// An indicator behind its pace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FrontBehind {
    /// The ledger row.
    pub row: Row,
    /// Behind pace last period, for the tick on the bar.
    pub before: Option<Shown>,
    /// Length of the bar in thousandths of the longest.
    pub bar: u16,
    /// Where last period's gap stands on that scale.
    pub tick: Option<u16>,
}

/// An indicator with new shortfall this month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FrontNew {
    /// The ledger row.
    pub row: Row,
}

/// An indicator whose place changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FrontRank {
    /// The ledger row.
    pub row: Row,
    /// Place in the period before; last year's published place when there is none.
    pub before: i64,
    /// Which figure of which month that is.
    pub before_is: PlaceBefore,
    /// Place now.
    pub now: i64,
    /// Places won (positive) or lost (negative).
    pub moved: i64,
    /// Against what: 6月, 上年.
    pub against: String,
}

/// Where an earlier place can be opened, and what the places won or lost since then are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlaceBefore {
    /// Key of the earlier place: rank or last_year_rank.
    pub key: &'static str,
    /// The month as of which it is asked.
    pub month: u8,
    /// Key of the figure by which it is counted; `None` for a published place.
    pub by: Option<&'static str>,
    /// Key of the places won since then.
    pub moved: &'static str,
}

/// How many places moved against one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FrontMoves {
    /// Against what: 6月, 上年.
    pub against: String,
    /// Indicators that lost places.
    pub lost: usize,
    /// Indicators that won places.
    pub won: usize,
}

/// Something that falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DueItem {
    /// Indicator code.
    pub code: String,
    /// What.
    pub title: String,
    /// Who.
    pub unit_name: Option<String>,
    /// When.
    pub date: String,
    /// The day in words: 8月31日.
    pub day: String,
    /// Working days left; negative when overdue; `None` when the calendar has no notice for a year in between.
    pub working_days: Option<i64>,
    /// What is missing, in words: 欠 15 个.
    pub missing: Option<String>,
}

/// The front page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Front {
    /// What it rests on.
    pub basis: Basis,
    /// What one may switch to.
    #[serde(skip)]
    pub choices: Choices,
    /// The finding, as a sentence.
    pub headline: String,
    /// Counts of all indicators.
    pub counts: Counts,
    /// Ranked indicators in all, below 5th, in the last three, in the first three.
    pub ranked: usize,
    /// Below 5th.
    pub below_fifth: usize,
    /// In the last three.
    pub last_three: usize,
    /// In the first three.
    pub first_three: usize,
    /// Pace in percent at the end of the month.
    pub pace: String,
    /// An indicator whose pace that is.
    pub pace_of: Option<String>,
    /// Working days to the end of the year.
    pub working_days_left: Option<i64>,
    /// Months passed.
    pub months_passed: u8,
    /// Behind by pace, widest gap first.
    pub behind: Vec<FrontBehind>,
    /// How many others miss a target that is not measured by pace.
    pub behind_otherwise: usize,
    /// New shortfall this month, by share of the requirement missed.
    pub new_shortfalls: Vec<FrontNew>,
    /// Places lost, most first.
    pub lost: Vec<FrontRank>,
    /// Places won, most first.
    pub won: Vec<FrontRank>,
    /// Lost and won against each time that places are compared with, the nearest first.
    pub moves: Vec<FrontMoves>,
    /// Warned by the superior.
    pub warned: Vec<Row>,
    /// What falls due next.
    pub due: Vec<DueItem>,
    /// How many findings there are.
    pub findings: usize,
}

/// From how many on a place says something.
const COMPARED: usize = 3;

/// How many things that fall due are listed.
const DUE_SHOWN: usize = 8;
/// What a place is compared with when the month before has none.
const LAST_YEAR: &str = "上年";

impl App {
    /// The front page of the region.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn front(&self, asked: &Asked) -> Result<Front, AppError> {
        let settled = self.settle_whole(Right::SeeFigures, asked).await?;
        self.saw(Page::Front, &settled, None, None).await;
        settled.front()
    }
}

impl Settled {
    fn front(&self) -> Result<Front, AppError> {
        let rows = self.rows(&self.own)?;
        let counts = Counts::of(&rows);
        let behind = self.behind(&rows);
        let new_shortfalls = new_shortfalls(&rows);
        let (lost, won) = self.moved(&rows);
        let moves = moves(&lost, &won);
        let count = |of: fn(&Row) -> bool| rows.iter().filter(|row| of(row)).count();
        let findings = self.found().len();
        Ok(Front {
            headline: headline(&counts, self.month.number(), &moves),
            pace: super::annex::pace_in_words(self.month),
            pace_of: self.with_even_pace(&rows),
            working_days_left: self.working_days_to(jiff::civil::Date::constant(self.year, 12, 31)),
            months_passed: self.month.number(),
            ranked: count(|row| row.place.is_some()),
            below_fifth: count(Row::is_below_fifth),
            last_three: count(Row::is_in_last_three),
            first_three: count(Row::is_in_first_three),
            behind_otherwise: counts.behind.saturating_sub(behind.len()),
            warned: rows.iter().filter(|row| row.indicator.warned).cloned().collect(),
            due: self.due(&rows),
            basis: self.basis(),
            choices: self.choices(),
            counts,
            behind,
            new_shortfalls,
            lost,
            won,
            moves,
            findings,
        })
    }

    /// The first indicator that follows the even pace of the month.
    fn with_even_pace(&self, rows: &[Row]) -> Option<String> {
        let even = Rational::ratio(i64::from(self.month.number()) * 100, 12)?;
        let pace = |row: &Row| super::indicator::exact(row.figure(FigureKind::Pace.key())?);
        rows.iter().find(|row| pace(row).as_ref() == Some(&even)).map(|row| row.indicator.code.clone())
    }

    /// The same figure a month earlier; nothing in January, or when the month brought no new period (quarterly
    /// indicators).
    fn month_before(&self, row: &Row) -> Option<Reckoner<'_, Exact>> {
        let indicator = self.framework().ok()?.get(&row.indicator.code)?;
        let subject = Subject { month: self.month.previous()?, unit: &self.own, ..self.subject(&indicator.code, "") };
        let reckoner = Reckoner::<Exact>::new(self.book(), subject).ok()?;
        (reckoner.end().ok().map(Month::number) != row.end).then_some(reckoner)
    }

    /// Behind by pace, widest gap first, with the bar that shows it.
    fn behind(&self, rows: &[Row]) -> Vec<FrontBehind> {
        let mut behind: Vec<&Row> = rows.iter().filter(|row| row.is_behind_pace()).collect();
        behind.sort_by(|left, right| right.gap.cmp(&left.gap));
        let longest = behind.first().and_then(|row| row.gap.clone()).unwrap_or_else(Rational::zero);
        let with_bar = |row: &Row| {
            let earlier = self.month_before(row);
            let gap = earlier.as_ref().and_then(|earlier| earlier.judge(Lights::builtin(), self.moment.today).gap);
            FrontBehind {
                bar: row.gap.as_ref().map_or(0, |gap| thousandths(gap, &longest)),
                tick: gap.map(|gap| thousandths(&gap, &longest)),
                before: earlier.map(|earlier| self.shown(&earlier, FigureKind::BehindPace)),
                row: row.clone(),
            }
        };
        behind.into_iter().map(with_bar).collect()
    }

    /// Places lost and won since the period before, else since last year.
    fn moved(&self, rows: &[Row]) -> (Vec<FrontRank>, Vec<FrontRank>) {
        let (mut lost, mut won) = (Vec::new(), Vec::new());
        for row in rows.iter().filter(|row| !is_ranked_through_pair(row, rows)) {
            let Some(now) = place_of(row) else { continue };
            let place = self.place_before(row).or_else(|| Some(self.place_last_year()));
            let found = place.and_then(|(is, against)| Some((whole(row.figure(is.moved)?)?, is, against)));
            let Some((moved, before_is, against)) = found else { continue };
            let entry = FrontRank { row: row.clone(), before: now + moved, before_is, now, moved, against };
            match moved {
                0 => {}
                moved if moved < 0 => lost.push(entry),
                _ => won.push(entry),
            }
        }
        lost.sort_by_key(|entry| entry.moved);
        won.sort_by_key(|entry| std::cmp::Reverse(entry.moved));
        (lost, won)
    }

    /// The place of the month before, by what this month's place is by, with the name of that month.
    fn place_before(&self, row: &Row) -> Option<(PlaceBefore, String)> {
        let moved = FigureKind::PeriodRankMovement.key();
        row.figure(moved).filter(|shown| shown.is_known()).and(self.month_before(row))?;
        let subject = self.subject(&row.indicator.code, &self.own);
        let earlier = Reckoner::<Exact>::new(self.book(), subject).ok()?.before().ok()?;
        let month = self.month.previous()?.number();
        let by = earlier.counted_by(FigureKind::Rank).map(FigureKind::key);
        let place = PlaceBefore { key: FigureKind::Rank.key(), month, by, moved };
        (earlier.ranked_among().0 >= COMPARED).then(|| (place, format!("{month}月")))
    }

    /// The published place of last year.
    fn place_last_year(&self) -> (PlaceBefore, String) {
        let (key, moved) = (FigureKind::LastYearRank.key(), FigureKind::RankMovement.key());
        (PlaceBefore { key, month: self.month.number(), by: None, moved }, LAST_YEAR.to_owned())
    }

    /// Targets with a deadline that are not reached, earliest first.
    fn due(&self, rows: &[Row]) -> Vec<DueItem> {
        let Ok(framework) = self.framework() else { return Vec::new() };
        let mut due: Vec<DueItem> = rows
            .iter()
            .filter_map(|row| {
                let target = framework.target(&row.indicator.code, &self.own)?;
                let date = target.deadline?;
                let remaining = row.figure(FigureKind::Remaining.key());
                let reached = remaining.is_some_and(|left| left.is_known() && super::ledger::exact_sign(left) <= 0);
                let dated = matches!(target.goal, Goal::Milestone | Goal::YesNo);
                let done = dated && row.standing.light == Light::Normal && row.gap.is_some();
                if reached || done {
                    return None;
                }
                Some(DueItem {
                    code: row.indicator.code.clone(),
                    title: due_title(&row.indicator.name, target.text.as_deref()),
                    unit_name: row.indicator.lead_unit.clone(),
                    date: date.to_string(),
                    day: format!("{}月{}日", date.month(), date.day()),
                    working_days: self.working_days_to(date),
                    missing: remaining
                        .filter(|left| left.is_positive())
                        .map(|left| format!("差{}{}", left.text, left.unit)),
                })
            })
            .collect();
        due.sort_by(|left, right| left.date.cmp(&right.date));
        due.truncate(DUE_SHOWN);
        due
    }

    fn working_days_to(&self, due: jiff::civil::Date) -> Option<i64> {
        self.book().calendar.days_left(self.moment.today, due).ok().map(|left| left.working)
    }
}

fn new_shortfalls(rows: &[Row]) -> Vec<FrontNew> {
    let mut new: Vec<FrontNew> =
        rows.iter().filter(|row| row.new_shortfall).map(|row| FrontNew { row: row.clone() }).collect();
    let met = |entry: &FrontNew| {
        let figure = entry.row.figure(FigureKind::RequirementMet.key())?;
        Rational::from_texts(figure.numerator.as_deref()?, figure.denominator.as_deref()?)
    };
    new.sort_by_key(met);
    new
}

/// Gives the ranked indicators their places, each headline once: an amount ranked by its pair's growth is the pair.
pub(crate) fn give_places(rows: &mut [Row]) {
    let place = |row: &Row| Some((usize::try_from(place_of(row)?).ok()?, row.ranked));
    let own = |row: &&Row| !is_ranked_through_pair(row, rows);
    let places: Vec<_> = rows.iter().map(|row| Some(row).filter(own).and_then(place)).collect();
    for (row, place) in rows.iter_mut().zip(places) {
        row.place = place;
    }
}

/// Lost and won by what they are compared with: last month first, last year after it.
fn moves(lost: &[FrontRank], won: &[FrontRank]) -> Vec<FrontMoves> {
    let mut moves: Vec<FrontMoves> = Vec::new();
    for (entry, is_lost) in lost.iter().map(|entry| (entry, true)).chain(won.iter().map(|entry| (entry, false))) {
        let at = moves.iter().position(|moves| moves.against == entry.against).unwrap_or_else(|| {
            moves.push(FrontMoves { against: entry.against.clone(), lost: 0, won: 0 });
            moves.len() - 1
        });
        if let Some(counted) = moves.get_mut(at) {
            *(if is_lost { &mut counted.lost } else { &mut counted.won }) += 1;
        }
    }
    moves.sort_by_key(|moves| moves.against == LAST_YEAR);
    moves
}

/// What falls due: the indicator, and the target in the document's words.
fn due_title(name: &str, text: Option<&str>) -> String {
    text.map_or_else(|| name.to_owned(), |text| format!("{name}：{text}"))
}

/// Whether the amount's place is its growth indicator's place, which has a row of its own.
pub(crate) fn is_ranked_through_pair(row: &Row, rows: &[Row]) -> bool {
    let Some(pair) = row.pair.as_deref() else { return false };
    row.ranked_by == Some(FigureKind::Growth.key())
        && row.indicator.value_kind != dukao_core::framework::ValueKind::Growth.label()
        && rows.iter().any(|other| other.indicator.code == pair && other.ranked > 0)
}

fn place_of(row: &Row) -> Option<i64> {
    if row.ranked < COMPARED {
        return None;
    }
    whole(row.figure(FigureKind::Rank.key())?)
}

fn whole(figure: &Shown) -> Option<i64> {
    Rational::from_texts(figure.numerator.as_deref()?, figure.denominator.as_deref()?)?.to_i64()
}

fn thousandths(part: &Rational, whole: &Rational) -> u16 {
    use dukao_core::number::Number;
    let share = part.div(whole).map(|share| share.mul(&Rational::integer(1000)));
    share.and_then(|share| u16::try_from(share.to_i64()?.clamp(0, 1000)).ok()).unwrap_or(0)
}

/// The finding in one sentence.
fn headline(counts: &Counts, month: u8, moves: &[FrontMoves]) -> String {
    let mut parts = Vec::new();
    let stand = match (counts.behind, counts.on_pace) {
        (0, 0) => "还没有可评的数据".to_owned(),
        (0, on) => format!("{on}项指标全部达到序时或目标"),
        (behind, _) => format!("{}项指标中{behind}项未达序时或目标", counts.all),
    };
    parts.push(stand);
    if counts.new_shortfall > 0 {
        parts.push(format!("{month}月{}项欠新账", counts.new_shortfall));
    }
    let moved = moves.iter().map(|moves| match (moves.lost, moves.won) {
        (lost, 0) => format!("比{}退{lost}项", moves.against),
        (0, won) => format!("比{}进{won}项", moves.against),
        (lost, won) => format!("比{}退{lost}项、进{won}项", moves.against),
    });
    if !moves.is_empty() {
        parts.push(format!("位次{}", moved.collect::<Vec<_>>().join("，")));
    }
    parts.join("；")
}
