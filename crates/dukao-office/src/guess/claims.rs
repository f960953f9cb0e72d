//! What the words of a head claim a column to be, before its figures are looked at.

use dukao_core::ledger::Measure;
use dukao_core::period::{Period, Span};

use super::draft::Col;
use super::heads::{Head, Scope};
use super::vocabulary::Sense;
use crate::mapping::moment::Moment;
use crate::mapping::words::Item;

/// What a column of figures is, apart from whether it is of the month or to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Amount,
    Base,
    Growth,
    Fixed(Item),
}

/// What the words of a head say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    /// `None` when no word says what the column is.
    pub(super) what: Option<What>,
    pub(super) scope: Option<Scope>,
    /// Why it is not read.
    pub(super) unread: Option<&'static str>,
    /// The words that decided.
    pub(super) words: Vec<&'static str>,
    /// The figures are of the month before.
    pub(super) previous: bool,
    /// Adjusted, not the first budget.
    pub(super) adjusted: bool,
}

/// Reads the words of a head.
pub(super) fn claim(col: &Col, moment: Moment) -> Claim {
    let head = &col.head;
    let mut claim = Claim {
        what: None,
        scope: head.scope(moment),
        unread: unread(head, col),
        words: Vec::new(),
        previous: head.says(Sense::LastMonth) || of_month_before(head, moment),
        adjusted: head.says(Sense::Adjusted),
    };
    if claim.unread.is_none() {
        claim.what = what(col, moment);
        if claim.scope == Some(Scope::OneMonth) {
            claim.unread = claim.what.and_then(of_the_month);
        }
        if claim.previous && claim.unread.is_none() && !matches!(claim.what, Some(What::Amount) | None) {
            claim.unread = Some("上月的这个数没有对应的数据项");
        }
    }
    claim.words = head.senses.iter().map(|(word, _)| *word).collect();
    claim
}

/// Figures of a single month that have no item of their own.
const fn of_the_month(what: What) -> Option<&'static str> {
    match what {
        What::Fixed(Item::Measure(Measure::Completion)) => Some("当月的完成比例没有对应的数据项"),
        What::Fixed(Item::Measure(Measure::Change)) => Some("当月的增减额没有对应的数据项，能由当月和上年同期算出"),
        What::Fixed(Item::Measure(Measure::Difference) | Item::Turned(_)) => Some("当月的短收超收没有对应的数据项"),
        What::Fixed(Item::Floor | Item::Stretch | Item::Stage) => Some("当月的计划没有对应的数据项"),
        _ => None,
    }
}

fn of_month_before(head: &Head, moment: Moment) -> bool {
    let Some(period) = moment.period else { return false };
    let Some(before) = period.end().and_then(dukao_core::period::Month::previous) else { return false };
    head.stretches.iter().any(|one| {
        !one.to_date
            && one.year.is_none_or(|year| year == period.year())
            && one
                .span
                .and_then(|span| Period::new(period.year(), span))
                .is_some_and(|own| own.months() == 1 && own.end() == Some(before) && period.months() == 1)
    })
}

/// Words of things that can be computed or have no place.
fn unread(head: &Head, col: &Col) -> Option<&'static str> {
    let has = |sense| head.says(sense);
    if has(Sense::RankBefore) {
        return Some("上月的位次和位次的变化能由各月位次算出");
    }
    if has(Sense::MonthOnMonth) {
        return Some("环比能由各月的数算出");
    }
    if has(Sense::Pace) {
        return Some("与序时进度的比较能算出");
    }
    if is_since_new_year(head) {
        return Some("与年初相比的数没有对应的数据项");
    }
    if is_index(head) {
        return Some("是以上年为100的指数，减去100才是增速");
    }
    if has(Sense::Unread) && !has(Sense::Completion) {
        return Some("不是要读的数");
    }
    (col.is_blank() && head.path.is_empty()).then_some("没有内容")
}

/// 比年初增加, 较上年末: the change of a balance since the year began.
fn is_since_new_year(head: &Head) -> bool {
    let text = head.path.join("");
    let ends = ["年初", "上年末", "去年末", "上年底", "去年底"];
    ends.iter().any(|end| ["比", "较"].iter().any(|word| text.contains(&format!("{word}{end}"))))
}

/// 2011年为上年%, 相当于上年同期%: an index, of which 112 means 12 % more.
fn is_index(head: &Head) -> bool {
    let text = head.path.join("");
    ["为上年%", "为上年的%", "为上年同期%", "为去年%", "为去年同期%", "相当于上年", "相当于去年", "以上年为100"]
        .iter()
        .any(|words| text.contains(words))
}

/// What the words say, the most telling first.
fn what(col: &Col, moment: Moment) -> Option<What> {
    let head = &col.head;
    let has = |sense| head.says(sense);
    let percent = head.is_percent() || col.percents * 2 > col.figures.max(1);
    let last_year = has(Sense::Base) || has(Sense::LastYear) || is_last_year(head, moment);
    let fixed = |measure| Some(What::Fixed(Item::Measure(measure)));
    let goal = has(Sense::Target) || has(Sense::Adjusted);
    if has(Sense::Rank) {
        return fixed(if last_year { Measure::LastYearRank } else { Measure::Rank });
    }
    if has(Sense::Contribution) {
        return fixed(Measure::ContributionShare);
    }
    if has(Sense::Pull) {
        return fixed(Measure::Contribution);
    }
    if has(Sense::StageCompletion) || (has(Sense::Stage) && (percent || has(Sense::Completion) || has(Sense::Of))) {
        return fixed(Measure::StageCompletion);
    }
    if has(Sense::Stage) || (goal && !percent && of_a_stage(head)) {
        return Some(What::Fixed(Item::Stage));
    }
    if let Some(what) = signed(head, percent) {
        return Some(what);
    }
    let growing = has(Sense::Growth) || (has(Sense::UpDown) && percent) || (has(Sense::Against) && percent);
    if has(Sense::Completion) && !growing {
        return Some(completion(head, percent));
    }
    if has(Sense::Of) && goal || (goal && has(Sense::Amount) && percent && !growing) {
        return fixed(Measure::Completion);
    }
    if has(Sense::Share) || (has(Sense::Of) && percent) {
        return fixed(Measure::Share);
    }
    if has(Sense::Stretch) {
        return Some(What::Fixed(Item::Stretch));
    }
    if goal && !has(Sense::Base) {
        return Some(What::Fixed(Item::Floor));
    }
    if has(Sense::Progress) && !percent {
        return fixed(Measure::Progress);
    }
    if growing {
        return if is_growth_of_base(head) { None } else { Some(What::Growth) };
    }
    if has(Sense::Change) || has(Sense::UpDown) || has(Sense::Against) {
        return fixed(Measure::Change);
    }
    if last_year {
        return Some(What::Base);
    }
    (has(Sense::Amount) || has(Sense::ToDate) || has(Sense::OneMonth) || !head.stretches.is_empty())
        .then_some(What::Amount)
}

/// 前三季度目标, or a plan under 1—7月.
fn of_a_stage(head: &Head) -> bool {
    let part = |span: Span| span != Span::Year;
    head.stretches.iter().any(|one| !one.day && one.span.is_some_and(part)) && !head.says(Sense::Of)
}

/// 上年同期增速: the growth of last year, which is not this year's.
fn is_growth_of_base(head: &Head) -> bool {
    head.says(Sense::LastYear) && !head.says(Sense::Against)
        || head.word(Sense::Base).is_some_and(|word| word.starts_with('上') || word.starts_with('去'))
}

/// 短收, 超收, 增收, 减收.
fn signed(head: &Head, percent: bool) -> Option<What> {
    let has = |sense| head.says(sense);
    let item = if has(Sense::Difference) || (has(Sense::Short) && has(Sense::Over)) {
        Item::Measure(Measure::Difference)
    } else if has(Sense::Short) {
        Item::Turned(Measure::Difference)
    } else if has(Sense::Over) {
        Item::Measure(Measure::Difference)
    } else if has(Sense::Gain) && has(Sense::Loss) || has(Sense::Gain) {
        Item::Measure(Measure::Change)
    } else if has(Sense::Loss) {
        Item::Turned(Measure::Change)
    } else {
        return None;
    };
    (!percent).then_some(What::Fixed(item))
}

/// 完成率, or an amount under a head such as 完成进度 with a unit of amounts.
fn completion(head: &Head, percent: bool) -> What {
    let amount = head.unit.is_some() && !percent;
    if amount { What::Amount } else { What::Fixed(Item::Measure(Measure::Completion)) }
}

/// The head names the year before the table's.
pub(super) fn is_last_year(head: &Head, moment: Moment) -> bool {
    head.year().zip(moment.year).is_some_and(|(own, year)| own + 1 == year)
}

/// The item of a column once it is known whether it is of the month or to date.
pub(super) const fn item(what: What, scope: Scope) -> Item {
    match (what, scope) {
        (What::Amount, Scope::ToDate) => Item::Measure(Measure::Cumulative),
        (What::Amount, Scope::OneMonth) => Item::Measure(Measure::Month),
        (What::Base, Scope::ToDate) => Item::Measure(Measure::CumulativeBase),
        (What::Base, Scope::OneMonth) => Item::Measure(Measure::MonthBase),
        (What::Growth, Scope::ToDate) => Item::Measure(Measure::CumulativeGrowth),
        (What::Growth, Scope::OneMonth) => Item::Measure(Measure::MonthGrowth),
        (What::Fixed(item), _) => item,
    }
}
