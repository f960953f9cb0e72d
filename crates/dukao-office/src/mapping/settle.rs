//! A mapping made definite for one table: what it takes from the title is filled in, heads with `{月}` are
//! written out, and rows and columns are counted from the table's own corner.

use dukao_core::period::{Period, Span};

use super::moment::{self, Moment};
use super::spec::{Column, Indicators, KindRule, Mapping};
use super::view::View;
use super::when::{When, Year};
use crate::grid::{Book, column_name};
use crate::text::{Problems, Spanned};

/// The stretch that runs from January to the month of the table: 1—8月, 上半年, 前三季度.
pub(crate) const TO_DATE: &str = "{累计期}";

/// The mapping for the table of `view`.
pub(super) fn settle(mapping: &Mapping, view: &View<'_>, book: &Book, wrong: &mut Problems) -> Mapping {
    let mut settled = mapping.clone();
    let stem = book.name.rsplit_once('.').map_or(book.name.as_str(), |(stem, _)| stem);
    let stated = moment::of(&view.sheet, view.whole, view.above(), [&view.whole.name, stem]);
    let fixed = match &mapping.period {
        Some(When::Fixed(period)) => Some(*period),
        Some(When::Title) => stated.period,
        _ => None,
    };
    if mapping.period == Some(When::Title) {
        settled.period = stated.period.map(When::Fixed);
        if stated.period.is_none() {
            wrong
                .push(0..0, "标题、工作表名、文件名里都没有写明是哪个期间")
                .hint("在标题里写上，如“2018年1—7月”，或在映射文件里写“期间: 2018-07”");
        }
    }
    if mapping.year == Some(Year::Title) {
        settled.year = stated.year.map(Year::Fixed);
        if stated.year.is_none() {
            wrong.push(0..0, "标题、工作表名、文件名里都没有写明年度").hint("在映射文件里写“年度: 2018”");
        }
    }
    let year = fixed.map(Period::year).or(match settled.year {
        Some(Year::Fixed(year)) => Some(year),
        _ => None,
    });
    if settled.year.is_none() {
        settled.year = year.map(Year::Fixed);
    }
    let moment = Moment { period: fixed, year };
    for column in &mut settled.columns {
        settle_column(column, moment, view, wrong);
    }
    rename(&mut settled, &|name| local_name(name, moment, view));
    if let Some((first, last)) = settled.head {
        settled.head = Some((view.row_here(first), view.row_here(last)));
    }
    if let Some((first, last)) = settled.rows {
        settled.rows = Some((view.row_here(first), last.map(|last| view.row_here(last))));
    }
    settled
}

fn settle_column(column: &mut Column, moment: Moment, view: &View<'_>, wrong: &mut Problems) {
    let of = |text: &str| {
        Period::parse(&filled(text, moment))
            .or_else(|| Period::parse(&format!("{}年{}", moment.year?, filled(text, moment))))
    };
    let settled = match &column.period {
        Some(When::Previous) => moment.period.and_then(month_before),
        Some(When::Title) => moment.period,
        Some(When::InYear(text)) => of(&text.value),
        _ => return,
    };
    let head = &column.head;
    let known = if view.sheet.height() == 0 { return } else { settled };
    if known.is_none() {
        let hint = if moment.year.is_none() {
            "写上“年度: 2018”，列头写成 1月、1-2月、一季度"
        } else {
            "列头写成 1月、1-2月、一季度"
        };
        wrong.push(head.span.clone(), format!("列头“{}”不是期间", head.value)).hint(hint);
    }
    column.period = known.map(When::Fixed);
}

/// The month before; December of the year before in January.
fn month_before(period: Period) -> Option<Period> {
    let end = period.end()?;
    let last_year = || Some(Period::month(period.year() - 1, dukao_core::period::Month::DECEMBER));
    end.previous().map(|month| Period::month(period.year(), month)).or_else(last_year)
}

/// `{年}`, `{上年}`, `{月}`, `{上月}` written out.
pub(crate) fn filled(text: &str, moment: Moment) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    if let Some(year) = moment.year {
        text = text.replace("{年}", &year.to_string()).replace("{上年}", &(year - 1).to_string());
    }
    if let Some(period) = moment.period {
        let month = period.end().map_or(0, dukao_core::period::Month::number);
        let before = if month == 1 { 12 } else { month.saturating_sub(1) };
        text = text.replace("{月}", &month.to_string()).replace("{上月}", &before.to_string());
        let span = match period.span() {
            Span::Month(month) => month.number().to_string(),
            _ => format!("{}", period.end().map_or(0, dukao_core::period::Month::number)),
        };
        text = text.replace(TO_DATE, &format!("{{至{span}}}"));
    }
    text
}

/// A name as the view knows it: patterns written out, `C列` counted from the table's corner.
fn local_name(name: &str, moment: Moment, view: &View<'_>) -> String {
    if let Some(column) = view.column_named(name.trim()) {
        return format!("{}列", column_name(column));
    }
    filled(name, moment)
}

/// Applies `new` to every head that the mapping names.
fn rename(mapping: &mut Mapping, new: &dyn Fn(&str) -> String) {
    let change = |name: &mut Spanned<String>| name.value = new(&name.value);
    mapping.subject.column.iter_mut().for_each(change);
    mapping.carried.iter_mut().chain(&mut mapping.ignored).for_each(change);
    if let KindRule::Column { column, .. } = &mut mapping.subject.kind {
        change(column);
    }
    if let Indicators::Column { column, .. } = &mut mapping.indicators {
        change(column);
    }
    if let Some(When::Column(column)) = &mut mapping.period {
        change(column);
    }
    if let Some(super::spec::Source::Column(column)) = &mut mapping.unit {
        change(column);
    }
    for column in &mut mapping.columns {
        change(&mut column.head);
        if let Some(When::Column(name)) = &mut column.period {
            change(name);
        }
        if let Some(super::spec::Source::Column(name)) = &mut column.stage {
            change(name);
        } else if let Some(super::spec::Source::Fixed(stage)) = &mut column.stage {
            *stage = new(stage);
        }
    }
}
