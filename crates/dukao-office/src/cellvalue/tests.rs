use proptest::prelude::*;

use super::*;

#[test]
fn what_people_type() {
    let number = |decimal: &str, unit: Option<&str>| {
        Figure::Number(Typed { decimal: decimal.to_owned(), unit: unit.map(str::to_owned) })
    };
    for (text, expected) in [
        ("76.7", number("76.7", None)),
        (" 0.10 ", number("0.10", None)),
        ("１２３．５", number("123.5", None)),
        ("1,234,567.8", number("1234567.8", None)),
        ("1，234", number("1234", None)),
        ("1 234", number("1234", None)),
        ("－3.6", number("-3.6", None)),
        ("−3.6", number("-3.6", None)),
        ("—3.6", number("-3.6", None)),
        ("(3.2)", number("-3.2", None)),
        ("（3.2%）", number("-3.2", Some("%"))),
        ("3.2%", number("3.2", Some("%"))),
        ("3.2％", number("3.2", Some("%"))),
        ("1.2亿元", number("1.2", Some("亿元"))),
        ("5,025 万元", number("5025", Some("万元"))),
        ("↑3.2", number("3.2", None)),
        ("↓3.2%", number("-3.2", Some("%"))),
        ("3.2↓", number("-3.2", None)),
        ("下降3.2", number("-3.2", None)),
        ("下降 3.2%", number("-3.2", Some("%"))),
        ("增长5个百分点", number("5", Some("百分点"))),
        ("短收120", number("-120", None)),
        ("超收 35.5", number("35.5", None)),
        ("+5.4", number("5.4", None)),
        ("-0.0", number("0.0", None)),
        ("007", number("7", None)),
        ("持平", number("0", None)),
        ("", Figure::Absent),
        ("　", Figure::Absent),
        ("×", Figure::Masked),
        ("＊＊", Figure::Masked),
        ("X", Figure::Masked),
        ("—", Figure::NoData),
        ("－", Figure::NoData),
        ("……", Figure::NoData),
        ("/", Figure::NoData),
        ("不可比", Figure::Incomparable),
    ] {
        assert_eq!(figure_text(text), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_refused() {
    let said: Vec<String> = [
        "1,23",
        "12,345,6",
        "1.2.3",
        "12.",
        "约120",
        "3-5",
        "1e5",
        "≥50",
        "下降-3.2",
        "(-3)",
        "完成",
        "1234567890123456789",
        "76.7①",
    ]
    .iter()
    .map(|text| match figure_text(text) {
        Ok(figure) => format!("{text} → {figure:?}"),
        Err(refusal) => format!("{text} → {}。{}", refusal.message, refusal.hint),
    })
    .collect();
    insta::assert_snapshot!(said.join("\n"));
}

proptest! {
    #[test]
    fn any_text_is_a_figure_or_refused(text in any::<String>()) {
        if let Ok(Figure::Number(typed)) = figure_text(&text) {
            prop_assert!(typed.decimal.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        }
    }

    #[test]
    fn plain_decimals_come_back(whole in 0_u64..1_000_000_000_000, fraction in "[0-9]{1,4}", negative in any::<bool>()) {
        let sign = if negative && (whole > 0 || fraction.bytes().any(|b| b != b'0')) { "-" } else { "" };
        let text = format!("{sign}{whole}.{fraction}");
        prop_assert_eq!(figure_text(&text), Ok(Figure::Number(Typed { decimal: text.clone(), unit: None })));
    }
}
