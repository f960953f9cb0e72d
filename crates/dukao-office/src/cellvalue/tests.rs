use proptest::prelude::*;

use super::*;

fn number(decimal: &str, unit: Option<&str>) -> Figure {
    Figure::Number(Typed { decimal: decimal.to_owned(), unit: unit.map(str::to_owned), mark: None })
}

#[test]
fn what_people_type() {
    for (text, expected) in [
        ("76.7", number("76.7", None)),
        (" 0.10 ", number("0.10", None)),
        ("１２３．５", number("123.5", None)),
        ("1,234,567.8", number("1234567.8", None)),
        ("1，234", number("1234", None)),
        ("1 234", number("1234", None)),
        ("1\u{a0}234.5", number("1234.5", None)),
        (".5", number("0.5", None)),
        ("－3.6", number("-3.6", None)),
        ("−3.6", number("-3.6", None)),
        ("—3.6", number("-3.6", None)),
        ("- 3.6", number("-3.6", None)),
        ("(3.2)", number("-3.2", None)),
        ("（3.2%）", number("-3.2", Some("%"))),
        ("(3.2)%", number("-3.2", Some("%"))),
        ("(1,234.50)", number("-1234.50", None)),
        ("3.2%", number("3.2", Some("%"))),
        ("3.2 ％", number("3.2", Some("%"))),
        ("1.2亿元", number("1.2", Some("亿元"))),
        ("１.２億元", number("1.2", Some("亿元"))),
        ("5,025 万元", number("5025", Some("万元"))),
        ("3,456萬 元", number("3456", Some("万元"))),
        ("¥1,234.50", number("1234.50", Some("元"))),
        ("￥1.2亿", number("1.2", Some("亿元"))),
        ("-￥5", number("-5", Some("元"))),
        ("￥(5.00)", number("-5.00", Some("元"))),
        ("(￥5)", number("-5", Some("元"))),
        ("US$ 3.5百万", number("3.5", Some("百万美元"))),
        ("↑3.2", number("3.2", None)),
        ("↓3.2%", number("-3.2", Some("%"))),
        ("3.2↓", number("-3.2", None)),
        ("3.2%↑", number("3.2", Some("%"))),
        ("▼3.2", number("-3.2", None)),
        ("下降3.2", number("-3.2", None)),
        ("下降了 3.2%", number("-3.2", Some("%"))),
        ("降3.2", number("-3.2", None)),
        ("減少3.2%", number("-3.2", Some("%"))),
        ("同比增长3.2%", number("3.2", Some("%"))),
        ("同比 下降3.2%", number("-3.2", Some("%"))),
        ("較上年同期增長 12.5%", number("12.5", Some("%"))),
        ("同比-3.2%", number("-3.2", Some("%"))),
        ("负增长0.5%", number("-0.5", Some("%"))),
        ("增长5个百分点", number("5", Some("百分点"))),
        ("增長５個百分點", number("5", Some("百分点"))),
        ("短收120", number("-120", None)),
        ("超收 35.5", number("35.5", None)),
        ("+5.4", number("5.4", None)),
        ("-0.0", number("0.0", None)),
        ("下降0", number("0", None)),
        ("007", number("7", None)),
        ("持平", number("0", None)),
        ("與上年持平", number("0", None)),
        ("同比持平", number("0", None)),
        ("", Figure::Absent),
        ("　", Figure::Absent),
        ("\u{feff}", Figure::Absent),
        ("×", Figure::Masked),
        ("＊＊", Figure::Masked),
        ("X", Figure::Masked),
        ("—", Figure::NoData),
        ("－", Figure::NoData),
        ("— —", Figure::NoData),
        ("――", Figure::NoData),
        ("……", Figure::NoData),
        ("..", Figure::NoData),
        ("/", Figure::NoData),
        ("無數據", Figure::NoData),
        ("N/A", Figure::NoData),
        ("不可比", Figure::Incomparable),
    ] {
        assert_eq!(figure_text(text), Ok(expected), "{text}");
    }
}

#[test]
fn note_marks_are_no_part_of_the_figure() {
    for (text, decimal, unit, mark) in [
        ("12.5①", "12.5", None, "①"),
        ("12.5 ②③", "12.5", None, "②③"),
        ("-3.2%[1]", "-3.2", Some("%"), "[1]"),
        ("1.2亿元［12］", "1.2", Some("亿元"), "[12]"),
    ] {
        let unit = unit.map(str::to_owned);
        let expected = Typed { decimal: decimal.to_owned(), unit, mark: Some(mark.to_owned()) };
        assert_eq!(figure_text(text), Ok(Figure::Number(expected)), "{text}");
    }
    assert!(figure_text("①").is_err() && figure_text("[1]").is_err());
}

#[test]
fn what_is_refused() {
    let said: Vec<String> = [
        "1,23",
        "12,345,6",
        "12,5",
        "1.234,5",
        "0,123",
        "1,234 567",
        "1 2.5",
        "1.2.3",
        "12.",
        ".",
        "约120",
        "約12億元",
        "近12亿元",
        "12亿元左右",
        "12余亿元",
        "增长约3.2%",
        "3-5",
        "3～5",
        "1e5",
        "1.2E+08",
        "≥50",
        "±3.2",
        "下降-3.2",
        "下降到3.2",
        "(-3)",
        "▲3.2",
        "△3.2",
        "环比增长3.2%",
        "基本持平",
        "无",
        "完成",
        "三点二",
        "1234567890123456789",
        "12.5*",
        "12.5¹",
        "12.5(1)",
        "1亿2000万元",
        "1/3",
        "第3位",
        "¥5美元",
        "#REF!",
    ]
    .iter()
    .map(|text| match figure_text(text) {
        Ok(figure) => format!("{text} → {figure:?}"),
        Err(refusal) => format!("{text} → {}。{}", refusal.message, refusal.hint),
    })
    .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn directions_and_changes() {
    for (text, directed, change) in
        [("短收30", true, false), ("↓3.2", true, true), ("同比增長3.2%", true, true), ("-3.2", false, false)]
    {
        assert_eq!((has_direction(text), says_change(text)), (directed, change), "{text}");
    }
    assert!(is_unchanged("與上年同期持平") && !is_unchanged("基本持平"));
}

/// All ways in which one decimal may be written, with the sign they give it.
fn written(way: usize, plain: &str, negative: bool) -> String {
    let (whole, fraction) = plain.split_once('.').map_or((plain, String::new()), |(w, f)| (w, format!(".{f}")));
    let grouped = |separator: &str| {
        let digits: Vec<char> = whole.chars().collect();
        let groups: Vec<String> = digits.rchunks(3).rev().map(|group| group.iter().collect()).collect();
        format!("{}{fraction}", groups.join(separator))
    };
    let minus = |sign: &str, text: &str| if negative { format!("{sign}{text}") } else { text.to_owned() };
    match way {
        0 => minus("-", plain),
        1 => minus(
            "－",
            &plain
                .chars()
                .map(|c| if c == '.' { '．' } else { char::from_u32(u32::from(c) + 0xFEE0).unwrap() })
                .collect::<String>(),
        ),
        2 => minus("−", &grouped(",")),
        3 => minus("—", &grouped("，")),
        4 => minus("-", &grouped("\u{a0}")),
        5 if negative => format!("（{}）", grouped(",")),
        6 => format!("{}{plain}", if negative { "下降" } else { "增长" }),
        7 => format!("同比{} {plain}%", if negative { "減少" } else { "增長" }),
        8 => format!("{plain}{}", if negative { "↓" } else { "↑" }),
        9 => minus("-", &format!("￥{}", grouped(","))),
        10 => format!("　{} 億元　", minus("-", plain)),
        11 => format!("{}①", minus("-", plain)),
        12 => format!("{}{plain}個百分點", if negative { "下降" } else { "提高" }),
        _ => minus("-", &format!("000{plain}")),
    }
}

proptest! {
    #[test]
    fn any_text_is_a_figure_or_refused(text in any::<String>()) {
        if let Ok(Figure::Number(typed)) = figure_text(&text) {
            prop_assert!(typed.decimal.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        }
    }

    /// Whatever is made of the signs that figures are made of: no digit is lost or gained, and nothing
    /// becomes zero that has another digit in it.
    #[test]
    fn no_digit_is_lost(text in "[0-9０-９,，. ．()（）%％+＋—-－−下降增长约亿元万个百分点同比①\\[\\]¥↑↓▲*×]{0,16}") {
        if let Ok(Figure::Number(typed)) = figure_text(&text) {
            let digits = |text: &str| -> String {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                digits.trim_start_matches('0').to_owned()
            };
            let half = half_width(&text);
            let bare = typed.mark.as_ref().map_or(half.trim(), |mark| half.trim().strip_suffix(mark.as_str()).unwrap());
            prop_assert_eq!(digits(&typed.decimal), digits(bare), "{}", text);
        }
    }

    #[test]
    fn any_decimal_comes_back_however_it_is_written(
        whole in 0_u64..1_000_000_000_000,
        fraction in "([0-9]{1,5})?",
        negative in any::<bool>(),
        way in 0_usize..14,
    ) {
        let plain = if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") };
        let zero = plain.bytes().all(|b| matches!(b, b'0' | b'.'));
        let expected = if negative && !zero { format!("-{plain}") } else { plain.clone() };
        let text = written(way, &plain, negative);
        match figure_text(&text) {
            Ok(Figure::Number(typed)) => prop_assert_eq!(typed.decimal, expected, "{}", text),
            other => prop_assert!(false, "{} → {:?}", text, other),
        }
    }

    #[test]
    fn plain_decimals_come_back(whole in 0_u64..1_000_000_000_000, fraction in "[0-9]{1,4}", negative in any::<bool>()) {
        let sign = if negative && (whole > 0 || fraction.bytes().any(|b| b != b'0')) { "-" } else { "" };
        let text = format!("{sign}{whole}.{fraction}");
        prop_assert_eq!(figure_text(&text), Ok(number(&text, None)));
    }
}
