//! How figures read on the page.

use super::*;

fn shown(text: &str, sign: i8) -> Shown {
    let magnitude = text.trim_start_matches('−').to_owned();
    Shown {
        key: "behind_pace",
        label: "欠序时",
        text: text.to_owned(),
        unit: "百分点".to_owned(),
        status: Status::Known,
        reason: None,
        value: None,
        numerator: None,
        denominator: None,
        sign,
        magnitude,
    }
}

#[track_caller]
fn check(text: &str, sign: i8, style: Style, expected: &str) {
    let (word, text) = worded(&shown(text, sign), style, false);
    assert_eq!(format!("{word}{text}"), expected);
}

#[track_caller]
fn check_ceiling(text: &str, sign: i8, style: Style, expected: &str) {
    let (word, text) = worded(&shown(text, sign), style, true);
    assert_eq!(format!("{word}{text}"), expected);
}

#[test]
fn what_is_left_under_a_ceiling_is_no_excess() {
    check_ceiling("−33.33", -1, Style::Pace, "余33.33");
    check_ceiling("4.20", 1, Style::Pace, "超+4.20");
    check_ceiling("−1.90", -1, Style::Gap, "余1.90");
    check_ceiling("8", 1, Style::Gap, "差−8");
    check_ceiling("−1.3", -1, Style::Owed, "余1.3");
    check_ceiling("0.3", 1, Style::Owed, "超0.3");
}

#[test]
fn a_written_minus_becomes_a_true_one() {
    assert_eq!(minus("-9 天"), "−9 天");
    assert_eq!(minus("2018-08-20"), "2018-08-20");
}

#[test]
fn words_and_signs_say_the_same() {
    check("12.60", 1, Style::Pace, "欠−12.60");
    check("−3.69", -1, Style::Pace, "超+3.69");
    check("0.00", 0, Style::Pace, "0.00");
    check("12.9", 1, Style::Gap, "差−12.9");
    check("31.75", 1, Style::Owed, "31.75");
    check("−0.31", -1, Style::Owed, "超0.31");
    check("4.75", 1, Style::New, "新账4.75");
    check("−11.48", -1, Style::New, "超11.48");
    check("1.88", 1, Style::Movement, "扩大1.88");
    check("0.00", 0, Style::Movement, "持平");
}

#[test]
fn text_is_escaped() {
    let markup = Markup::default().text("<script>'\"&");
    assert_eq!(markup.to_string(), "&lt;script&gt;&#39;&quot;&amp;");
    let mut hidden = shown("已隐去", 0);
    hidden.status = Status::Masked;
    hidden.reason = Some("<b>".to_owned());
    assert_eq!(missing(&hidden).to_string(), "<span class=\"dk-na\" title=\"&lt;b&gt;\">已隐去</span>");
}
