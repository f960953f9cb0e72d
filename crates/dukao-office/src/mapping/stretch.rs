//! Stretches of time inside other text: titles, heads, file names. `2018年1—7月甲市财政收入` holds one.

use dukao_core::period::{Month, Period, Span};

use super::head_text::plain;

/// A stretch of time found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Where it stands, in bytes of the plain text.
    pub(crate) start: usize,
    /// Behind its last byte.
    pub(crate) end: usize,
    /// The year, when it is written.
    pub(crate) year: Option<i16>,
    /// The stretch of the year, when it is written.
    pub(crate) span: Option<Span>,
    /// It begins in January and is longer than a month: 1—7月, 上半年, 前三季度.
    pub(crate) to_date: bool,
    /// It is a day, not a stretch.
    pub(crate) day: bool,
}

/// All stretches of a text, in order; the text is made plain first.
pub(crate) fn stretches(text: &str) -> (String, Vec<Stretch>) {
    let text = plain(without_number(text));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let step = rest.chars().next().map_or(1, char::len_utf8);
        match stretch(rest, before) {
            Some((length, year, span, day)) => {
                let to_date = span.is_some_and(|(_, to_date)| to_date);
                let span = span.map(|(span, _)| span);
                found.push(Stretch { start: at, end: at + length, year, span, to_date, day });
                at += length.max(1);
            }
            None => at += step,
        }
    }
    (text, found)
}

/// A title without the number of its table, which may run into a year: `表18—2 2017年`, `12-11 2002年`.
fn without_number(text: &str) -> &str {
    let text = text.trim();
    let Some((number, rest)) = text.split_once(char::is_whitespace) else { return text };
    let bare = ["附表", "续表", "附件", "表"].iter().find_map(|word| number.strip_prefix(word));
    let bare_number = bare.unwrap_or(number);
    let signs = |c: char| c.is_ascii_digit() || "０１２３４５６７８９一二三四五六七八九十-—－–.．、".contains(c);
    let is_number = bare_number.chars().all(signs) && bare_number.chars().any(char::is_alphanumeric);
    let rest = rest.trim_start();
    // 1-7 月 is a stretch of time.
    let goes_on = bare.is_none() && (rest.starts_with(['月', '季']) || !bare_number.contains(['-', '—', '－', '–']));
    if is_number && !goes_on { rest } else { text }
}

/// The text without its stretches of time.
pub(crate) fn without_stretches(text: &str) -> String {
    let (text, found) = stretches(text);
    let mut rest = String::new();
    let mut at = 0;
    for one in found {
        rest.push_str(text.get(at..one.start).unwrap_or(""));
        at = one.end;
    }
    rest.push_str(text.get(at..).unwrap_or(""));
    rest
}

type Found = (usize, Option<i16>, Option<(Span, bool)>, bool);

/// The stretch at the very beginning of `rest`.
fn stretch(rest: &str, before: Option<char>) -> Option<Found> {
    if before.is_some_and(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let year = year(rest);
    let behind = year.map_or(0, |(length, _)| length);
    let tail = rest.get(behind..).unwrap_or("");
    let named = year.is_some_and(|(length, _)| rest.get(..length).is_some_and(|text| text.ends_with('年')));
    let span = span(tail, year.is_some() && !named);
    let number = year.map(|(_, year)| year);
    match (number, span) {
        (None, None) => None,
        (None, Some((length, span, to_date))) => {
            let day = day(tail.get(length..).unwrap_or(""));
            Some((length + day, None, Some((span, to_date)), day > 0))
        }
        (Some(_), None) if !named => None,
        (Some(year), None) => {
            let more = if tail.starts_with('度') { '度'.len_utf8() } else { 0 };
            Some((behind + more, Some(year), None, false))
        }
        (Some(year), Some((length, span, to_date))) => {
            let day = day(tail.get(length..).unwrap_or(""));
            Some((behind + length + day, Some(year), Some((span, to_date)), day > 0))
        }
    }
}

/// `2018年`, `二〇一八年`, or `2018-`, `2018.` before a month of two digits, or `201807`.
fn year(text: &str) -> Option<(usize, i16)> {
    let digits: String = text.chars().take(4).map_while(digit).collect();
    if digits.len() != 4 {
        return None;
    }
    let length: usize = text.chars().take(4).map(char::len_utf8).sum();
    let year: i16 = digits.parse().ok().filter(|year| (1949..=2100).contains(year))?;
    let rest = text.get(length..).unwrap_or("");
    if rest.starts_with('年') {
        return Some((length + '年'.len_utf8(), year));
    }
    let marked = usize::from(rest.starts_with(['-', '.', '/']));
    let month: String = rest.get(marked..)?.chars().take_while(char::is_ascii_digit).collect();
    let real = month.parse().ok().and_then(Month::new).is_some();
    (real && (month.len() == 2 || marked == 1 && month.len() == 1)).then_some((length + marked, year))
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '〇' | '○' | 'O' | '零' | 'Ｏ' => Some('0'),
        _ => "一二三四五六七八九"
            .chars()
            .position(|one| one == c)
            .and_then(|at| char::from_digit(u32::try_from(at + 1).ok()?, 10)),
    }
}

const NAMED: [(&str, Span, bool); 20] = [
    ("上半年", Span::Half(1), true),
    ("下半年", Span::Half(2), false),
    ("前三季度", Span::FirstQuarters(3), true),
    ("前3季度", Span::FirstQuarters(3), true),
    ("1-3季度", Span::FirstQuarters(3), true),
    ("一至三季度", Span::FirstQuarters(3), true),
    ("前两季度", Span::FirstQuarters(2), true),
    ("前二季度", Span::FirstQuarters(2), true),
    ("一季度", Span::Quarter(1), true),
    ("第1季度", Span::Quarter(1), true),
    ("第一季度", Span::Quarter(1), true),
    ("1季度", Span::Quarter(1), true),
    ("第二季度", Span::Quarter(2), false),
    ("二季度", Span::Quarter(2), false),
    ("2季度", Span::Quarter(2), false),
    ("第三季度", Span::Quarter(3), false),
    ("三季度", Span::Quarter(3), false),
    ("3季度", Span::Quarter(3), false),
    ("第四季度", Span::Quarter(4), false),
    ("四季度", Span::Quarter(4), false),
];

/// The stretch of the year; `bare` when a month may stand without 月 (2018-07).
fn span(text: &str, bare: bool) -> Option<(usize, Span, bool)> {
    for (word, span, to_date) in NAMED {
        if text.starts_with(word) {
            return Some((word.len(), span, to_date));
        }
    }
    if let Some((length, last)) = through(text) {
        let span = if last.number() == 2 { Span::JanFeb } else { Span::Month(last) };
        return Some((length, span, true));
    }
    let (length, number) = number(text)?;
    let month = Month::new(number)?;
    let rest = text.get(length..).unwrap_or("");
    if let Some(behind) = rest.strip_prefix('月') {
        let more = if behind.starts_with('份') { '份'.len_utf8() } else { 0 };
        return Some((length + '月'.len_utf8() + more, Span::Month(month), false));
    }
    (bare && !rest.starts_with(|c: char| c.is_ascii_digit() || c == '年')).then_some((
        length,
        Span::Month(month),
        false,
    ))
}

/// `1-7月`, `1月-7月份`, `一至七月`.
fn through(text: &str) -> Option<(usize, Month)> {
    let (length, first) = number(text)?;
    let rest = text.get(length..)?;
    let (rest, skipped) = rest.strip_prefix('月').map_or((rest, 0), |rest| (rest, '月'.len_utf8()));
    let dash = ["--", "-", "至", "到"].iter().find(|dash| rest.starts_with(**dash))?;
    let rest = rest.get(dash.len()..)?;
    let (second, last) = number(rest)?;
    let tail = rest.get(second..)?.strip_prefix('月')?;
    let more = if tail.starts_with('份') { '份'.len_utf8() } else { 0 };
    let whole = length + skipped + dash.len() + second + '月'.len_utf8() + more;
    (first == 1).then_some(())?;
    Some((whole, Month::new(last).filter(|last| last.number() > 1)?))
}

const MONTHS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/// A number of one or two digits, or 一 … 十二.
fn number(text: &str) -> Option<(usize, u8)> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        return (digits.len() <= 2).then(|| digits.parse().ok()).flatten().map(|number| (digits.len(), number));
    }
    let at = MONTHS.iter().rposition(|word| {
        text.starts_with(word) && text.get(word.len()..).is_some_and(|rest| rest.starts_with(['月', '至']))
    })?;
    Some((MONTHS.get(at)?.len(), u8::try_from(at + 1).ok()?))
}

/// How long the day behind a month is: `31日`, `-31`.
fn day(text: &str) -> usize {
    let marked = usize::from(text.starts_with(['-', '/', '.']));
    let rest = text.get(marked..).unwrap_or("");
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let behind = rest.get(digits..).unwrap_or("");
    match (digits, marked) {
        (1 | 2, 0) if behind.starts_with(['日', '号']) => digits + '日'.len_utf8(),
        (1 | 2, 1) => marked + digits,
        _ => 0,
    }
}

/// The period that texts state together, the first that says most first: `2018年7月` before `7月` with
/// `2018年` elsewhere. Days do not count.
pub(crate) fn stated<'t>(texts: impl IntoIterator<Item = &'t str>) -> Stated {
    let mut stated = Stated::default();
    for text in texts {
        let (plain, found) = stretches(text);
        for one in found {
            if one.day {
                stated.ends.extend(month_end(&plain, &one));
                continue;
            }
            match (one.year, one.span) {
                (Some(year), Some(span)) => {
                    stated.periods.extend(Period::new(year, span).filter(|period| !stated.periods.contains(period)));
                    stated.to_date |= one.to_date;
                }
                (Some(year), None) if !stated.years.contains(&year) => stated.years.push(year),
                (None, Some(span)) if !stated.spans.contains(&span) => {
                    stated.spans.push(span);
                    stated.to_date |= one.to_date;
                }
                _ => {}
            }
        }
    }
    stated
}

/// The month whose last day stands there: 截至2019年8月31日.
fn month_end(text: &str, one: &Stretch) -> Option<Period> {
    let (year, span) = (one.year?, one.span?);
    let digits = text.get(one.start..one.end)?.trim_end_matches(['日', '号']);
    let from = digits.rfind(|c: char| !c.is_ascii_digit())? + 1;
    let from = if digits.is_char_boundary(from) {
        from
    } else {
        digits.char_indices().rev().find(|(_, c)| !c.is_ascii_digit()).map(|(at, c)| at + c.len_utf8())?
    };
    let day: i8 = digits.get(from..)?.parse().ok()?;
    let Span::Month(month) = span else { return None };
    let first = jiff::civil::Date::new(year, i8::try_from(month.number()).ok()?, 1).ok()?;
    (first.days_in_month() == day).then(|| Period::month(year, month))
}

/// What texts say of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stated {
    /// Whole periods, in order.
    pub(crate) periods: Vec<Period>,
    /// Years without a stretch.
    pub(crate) years: Vec<i16>,
    /// Stretches without a year.
    pub(crate) spans: Vec<Span>,
    /// Some stretch begins in January and is longer than a month.
    pub(crate) to_date: bool,
    /// Months whose last day is named.
    pub(crate) ends: Vec<Period>,
}

impl Stated {
    /// The period that is meant.
    pub(crate) fn period(&self) -> Option<Period> {
        let joined = || Period::new(*self.years.first()?, *self.spans.first()?);
        self.periods.first().copied().or_else(joined).or_else(|| self.ends.first().copied())
    }

    /// The year that is meant.
    pub(crate) fn year(&self) -> Option<i16> {
        self.periods
            .first()
            .map(|period| period.year())
            .or_else(|| self.years.first().copied())
            .or_else(|| self.ends.first().map(|end| end.year()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_in_titles() {
        for (text, code) in [
            ("云栖市2019年5月一般公共预算收入", "2019-05"),
            ("2018年1—7月重点项目", "2018-07"),
            ("2018年１－２月份", "2018-01/02"),
            ("二〇一八年七月份财政收入", "2018-07"),
            ("2023年前三季度地区生产总值", "2023-Q1/3"),
            ("2021年上半年", "2021-H1"),
            ("2019年第一季度", "2019-Q1"),
            ("财政2018-07.xlsx", "2018-07"),
            ("201807财政", "2018-07"),
            ("2018.7月报", "2018-07"),
            ("2018年1月至7月", "2018-07"),
            ("截至2018年7月31日", "2018-07"),
            ("表18—2 2017年1-9月各市主要经济指标", "2017-09"),
            ("附表3　2017年1-9月财政收入", "2017-09"),
            ("2-11 2017年上半年农业", "2017-H1"),
            ("2017年 1-7 月财政收入", "2017-07"),
        ] {
            let period = stated([text]).period().map(Period::code);
            assert_eq!(period.as_deref(), Some(code), "{text}");
        }
        for text in ["截至2018年7月30日", "共12项", "35.7", "2018年", "3.5-7", "第7周"] {
            assert_eq!(stated([text]).period(), None, "{text}");
        }
        assert_eq!(stated(["7月份完成情况", "2018年"]).period().map(Period::code).as_deref(), Some("2018-07"));
        assert_eq!(without_stretches("云栖市2019年1—5月一般公共预算收入"), "云栖市一般公共预算收入");
    }
}
