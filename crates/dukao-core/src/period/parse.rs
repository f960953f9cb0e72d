//! Reading periods as offices write them.

use super::{Month, Period, Span};

impl Period {
    /// Reads `2018-07`, `2018年7月`, `201807`, `2018.7`, `2018年1—7月` (ends in July), `2018年1-2月` (the joint report),
    /// `2018年一季度`, `2018年第2季度`, `2018年上半年`, `2018年前三季度`, `2018年`, `2018`, `2018年第30周`, and
    /// the codes of [`Period::code`].
    pub fn parse(text: &str) -> Option<Self> {
        let text = tidy(text);
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let (year, rest) = match digits {
            6 if text.len() == 6 => (text.get(..4)?, text.get(4..)?),
            4 => (text.get(..4)?, text.get(4..)?),
            _ => return None,
        };
        let rest = rest.trim_start_matches(['年', '-', '.', '/']);
        Self::new(year.parse().ok()?, span(rest)?)
    }
}

/// Full-width digits and the many dashes brought to one form; blanks removed.
fn tidy(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_whitespace())
        .map(|sign| match sign {
            '０'..='９' => char::from(b'0' + u8::try_from(u32::from(sign) - u32::from('０')).unwrap_or(0)),
            '—' | '–' | '－' | '~' | '～' | '至' | '―' => '-',
            '．' => '.',
            other => other,
        })
        .collect()
}

fn span(rest: &str) -> Option<Span> {
    match rest {
        "" | "全年" | "度" | "年度" => return Some(Span::Year),
        "上半年" | "H1" => return Some(Span::Half(1)),
        "下半年" | "H2" => return Some(Span::Half(2)),
        "前三季度" | "三季度末" | "1-3季度" | "Q1/3" => return Some(Span::FirstQuarters(3)),
        "前两季度" | "前二季度" | "Q1/2" => return Some(Span::FirstQuarters(2)),
        "01/02" => return Some(Span::JanFeb),
        _ => {}
    }
    if let Some(week) = rest.strip_prefix('W').or_else(|| rest.strip_prefix('第')?.strip_suffix('周')) {
        return week.parse().ok().map(Span::Week);
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        return quarter.parse().ok().map(Span::Quarter);
    }
    if let Some(quarter) = rest.strip_suffix("季度") {
        return quarter_number(quarter.trim_start_matches('第')).map(Span::Quarter);
    }
    months(rest.trim_end_matches("月份").trim_end_matches('月'))
}

fn quarter_number(text: &str) -> Option<u8> {
    match text {
        "一" | "1" => Some(1),
        "二" | "2" => Some(2),
        "三" | "3" => Some(3),
        "四" | "4" => Some(4),
        _ => None,
    }
}

/// `7` is July; `1-7` ends in July; `1-2` is the joint report.
fn months(text: &str) -> Option<Span> {
    let Some((first, last)) = text.split_once('-') else {
        return Month::new(text.parse().ok()?).map(Span::Month);
    };
    if first.trim_end_matches('月').parse() != Ok(1_u8) {
        return None;
    }
    match last.parse().ok()? {
        2 => Some(Span::JanFeb),
        month => Month::new(month).map(Span::Month),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, code: &str) {
        assert_eq!(Period::parse(text).map(Period::code).as_deref(), Some(code), "{text}");
    }

    #[test]
    fn reads_periods_as_offices_write_them() {
        check("2018-07", "2018-07");
        check("2018年7月", "2018-07");
        check("２０１８年７月份", "2018-07");
        check("201807", "2018-07");
        check("2018.7", "2018-07");
        check("2018年1—7月", "2018-07");
        check("2018年1－2月", "2018-01/02");
        check("2018年一季度", "2018-Q1");
        check("2018年第2季度", "2018-Q2");
        check("2018年上半年", "2018-H1");
        check("2018年前三季度", "2018-Q1/3");
        check("2018", "2018");
        check("2018年第30周", "2018-W30");
    }

    #[test]
    fn its_own_code_reads_back() {
        for text in ["2018-07", "2018-01/02", "2018-Q3", "2018-H2", "2018-Q1/3", "2018", "2018-W07"] {
            check(text, text);
        }
    }

    #[test]
    fn refuses_what_is_no_period() {
        for text in [
            "",
            "七月",
            "2018-13",
            "2018-00",
            "18-07",
            "2018年3-7月",
            "2018年五季度",
            "2018-W54",
            "2018年0季度",
            "201801-07",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "\\PC*") { let _ = Period::parse(&text); }
    }
}
