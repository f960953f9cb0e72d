use super::*;

fn month(number: u8) -> Month {
    Month::new(number).unwrap()
}

#[test]
fn months_run_from_one_to_twelve() {
    assert_eq!([Month::new(0), Month::new(13)], [None, None]);
    assert_eq!((month(1).index(), month(12).index()), (0, 11));
    assert_eq!((month(1).previous(), month(2).previous()), (None, Some(month(1))));
    assert_eq!((month(12).next(), month(11).next()), (None, Some(Month::DECEMBER)));
    let all: Vec<u8> = Month::all().map(Month::number).collect();
    assert_eq!(all, (1..=12).collect::<Vec<_>>());
    assert_eq!(serde_json::to_string(&month(7)).unwrap(), "7");
    assert_eq!(serde_json::from_str::<Month>("12").unwrap(), Month::DECEMBER);
    assert!(serde_json::from_str::<Month>("13").unwrap_err().to_string().contains("没有13月"));
}

/// Code, name, end and length of every kind of period.
#[test]
fn every_span_has_its_end_and_length() {
    for (span, code, shown, end, months) in [
        (Span::Month(month(7)), "2018-07", "2018年7月", Some(7), 1),
        (Span::JanFeb, "2018-01/02", "2018年1—2月", Some(2), 2),
        (Span::Quarter(1), "2018-Q1", "2018年一季度", Some(3), 3),
        (Span::Quarter(2), "2018-Q2", "2018年二季度", Some(6), 3),
        (Span::Quarter(3), "2018-Q3", "2018年三季度", Some(9), 3),
        (Span::Quarter(4), "2018-Q4", "2018年四季度", Some(12), 3),
        (Span::Half(1), "2018-H1", "2018年上半年", Some(6), 6),
        (Span::Half(2), "2018-H2", "2018年下半年", Some(12), 6),
        (Span::FirstQuarters(2), "2018-Q1/2", "2018年前两季度", Some(6), 6),
        (Span::FirstQuarters(3), "2018-Q1/3", "2018年前三季度", Some(9), 9),
        (Span::Year, "2018", "2018年", Some(12), 12),
        (Span::Week(7), "2018-W07", "2018年第7周", None, 0),
    ] {
        let period = Period::new(2018, span).unwrap();
        assert_eq!((period.code().as_str(), period.to_string().as_str()), (code, shown));
        assert_eq!((period.end().map(Month::number), period.months()), (end, months), "{code}");
        assert_eq!((period.year(), period.span()), (2018, span));
        assert_eq!(Period::parse(code), Some(period), "{code}");
        let json = serde_json::to_string(&period).unwrap();
        assert_eq!(serde_json::from_str::<Period>(&json).unwrap(), period);
    }
    assert!(serde_json::from_str::<Period>("\"七月\"").is_err());
}

#[test]
fn spans_that_do_not_exist() {
    for span in [
        Span::Quarter(0),
        Span::Quarter(5),
        Span::Half(0),
        Span::Half(3),
        Span::FirstQuarters(1),
        Span::FirstQuarters(4),
        Span::Week(0),
        Span::Week(54),
    ] {
        assert_eq!(Period::new(2018, span), None, "{span:?}");
    }
    assert!(Period::new(2018, Span::Week(53)).is_some());
    assert_eq!([1948, 3000].map(|year| Period::new(year, Span::Year)), [None, None]);
    assert!([1949, 2999].iter().all(|year| Period::new(*year, Span::Year).is_some()));
    assert_eq!(Period::month(2018, month(7)).code(), "2018-07");
}

#[test]
fn stretches_from_january() {
    assert_eq!([1, 2, 7, 12].map(|number| year_to_date(month(number))), ["1月", "1—2月", "1—7月", "1—12月"]);
}

/// What offices write, in every form the reader knows.
#[test]
fn reads_the_many_forms() {
    for (text, code) in [
        ("2018年全年", "2018"),
        ("2018年度", "2018"),
        ("2018年", "2018"),
        ("2018年下半年", "2018-H2"),
        ("2018H1", "2018-H1"),
        ("2018年三季度末", "2018-Q1/3"),
        ("2018年1-3季度", "2018-Q1/3"),
        ("2018年前二季度", "2018-Q1/2"),
        ("2018年第四季度", "2018-Q4"),
        ("2018年三季度", "2018-Q3"),
        ("2018年3季度", "2018-Q3"),
        ("2018年4季度", "2018-Q4"),
        ("2018年1季度", "2018-Q1"),
        ("2018-Q4", "2018-Q4"),
        ("2018/12", "2018-12"),
        ("2018年1至12月", "2018-12"),
        ("2018年1月-7月", "2018-07"),
        ("2018年1～2月份", "2018-01/02"),
        ("2018年 1 — 7 月", "2018-07"),
        ("２０１８．７", "2018-07"),
        ("201812", "2018-12"),
    ] {
        assert_eq!(Period::parse(text).map(Period::code).as_deref(), Some(code), "{text}");
    }
    for text in ["2018年2-7月", "201813", "20187", "2018-Q5", "2018-W0", "2018年1-13月", "2018年1-0月", "2018年H3"]
    {
        assert_eq!(Period::parse(text), None, "{text}");
    }
}
