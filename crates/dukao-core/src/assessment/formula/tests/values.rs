//! What formulas come to, for the value and for the derivation at once.

use crate::assessment::method::tests::{ABSENT, Case, case, parameters, wrong};
use crate::assessment::method::{Direction, Method};

/// A formula over 实绩 and 目标 with full marks of 10; may be below zero.
#[track_caller]
fn formula(text: &str) -> Case {
    case("公式", "10", &format!("公式: {text}, 最低分: 不限"))
}

/// A formula over 实绩 alone for the figure 7.
#[track_caller]
fn of_seven(text: &str) -> String {
    formula(text).one("7")
}

#[test]
fn the_four_operations_in_their_order() {
    for (text, value) in [
        ("实绩 + 2 × 3", "13"),
        ("(实绩 + 2) × 3", "27"),
        ("实绩 − 2 − 1", "4"),
        ("实绩 - (2 - 1)", "6"),
        ("实绩 ÷ 2 ÷ 2", "1.75"),
        ("实绩 / (4 / 2)", "3.5"),
        ("-实绩 + 1", "-6"),
        ("−−实绩", "7"),
        ("+实绩", "7"),
        ("2 * -实绩", "-14"),
        ("实绩×80%", "5.6"),
        ("实绩 * 0.5", "3.5"),
        ("（实绩＋１）×２", "16"),
        ("满分 － 实绩", "3"),
        ("实绩 / 3", "2.33333333333"),
        ("\u{3000}实绩\n", "7"),
        ("10 · 实绩", "70"),
    ] {
        assert_eq!(of_seven(text), value, "{text}");
    }
}

#[test]
fn comparisons_on_both_sides_of_the_bound() {
    let both = |sign: &str| formula(&format!("如果(实绩 {sign} 5, 1, 0)")).run(&["4", "5", "6"]).join("");
    for (signs, wanted) in [
        (&["<", "＜"][..], "100"),
        (&["<=", "≤", "≦", "＜＝"], "110"),
        (&["=", "==", "＝"], "010"),
        (&[">=", "≥", "≧"], "011"),
        (&[">", "＞"], "001"),
        (&["≠", "!=", "<>"], "101"),
    ] {
        for sign in signs {
            assert_eq!(both(sign), wanted, "{sign}");
        }
    }
}

#[test]
fn and_or_not() {
    let table = |text: &str| formula(&format!("如果({text}, 1, 0)")).run(&["0 0", "0 1", "1 0", "1 1"]).join("");
    assert_eq!(table("实绩 = 1 且 目标 = 1"), "0001");
    assert_eq!(table("实绩 = 1 或 目标 = 1"), "0111");
    assert_eq!(table("非 实绩 = 1 且 目标 = 1"), "0100");
    assert_eq!(table("非 (实绩 = 1 且 目标 = 1)"), "1110");
    assert_eq!(table("非 非 实绩 = 1 或 目标 ≠ 目标"), "0011");
    assert_eq!(table("实绩 = 1 或 目标 = 1 且 实绩 = 0"), "0111");
    assert_eq!(table("(实绩 = 1 或 目标 = 1) 且 实绩 = 0"), "0100");
}

#[test]
fn the_derivation_names_what_decided() {
    let both = formula("如果(实绩 ≥ 1 且 目标 ≥ 1, 1, 0)");
    assert_eq!(both.branches("2 3"), ["2 ≥ 1", "3 ≥ 1"]);
    assert_eq!(both.branches("0 3"), ["0 < 1"]);
    assert_eq!(both.branches("2 0"), ["0 < 1"]);
    let one = formula("如果(实绩 ≥ 1 或 目标 ≥ 1, 1, 0)");
    assert_eq!(one.branches("2 3"), ["2 ≥ 1"]);
    assert_eq!(one.branches("0 3"), ["3 ≥ 1"]);
    assert_eq!(one.branches("0 0"), ["0 < 1", "0 < 1"]);
    assert_eq!(formula("如果(非 实绩 = 3, 1, 0)").branches("2"), ["2 < 3"]);
    assert_eq!(formula("如果(实绩 ≠ 3, 1, 0)").branches("4"), ["4 > 3"]);
}

#[test]
fn functions() {
    for (text, value) in [
        ("最小值(实绩, 5, 6)", "5"),
        ("最大值(实绩, 5，6)", "7"),
        ("平均(实绩, 5, 6)", "6"),
        ("求和(实绩、5、6)", "18"),
        ("求和(实绩)", "7"),
        ("绝对值(实绩)", "7"),
        ("绝对值(-实绩)", "7"),
        ("绝对值(实绩 - 实绩)", "0"),
        ("四舍五入(实绩 / 3, 2)", "2.33"),
        ("四舍五入(实绩 / 2, 0)", "4"),
        ("四舍五入(-实绩 / 2, 0)", "-4"),
        ("取整(实绩 / 2)", "3"),
        ("取整(-实绩 / 2)", "-3"),
        ("取整(实绩)", "7"),
        ("取整(实绩 - 7)", "0"),
        ("取整(-实绩)", "-7"),
        ("取整(6.5 - 实绩)", "0"),
        ("如果(实绩 > 5, 如果(实绩 > 6, 3, 2), 1)", "3"),
    ] {
        assert_eq!(of_seven(text), value, "{text}");
    }
}

#[test]
fn the_class_is_looked_at_as_a_whole() {
    let rows = ["30", "10", "10", "-", "50"];
    assert_eq!(formula("名次(实绩)").run(&rows), ["2", "3", "3", ABSENT, "1"]);
    assert_eq!(formula("名次(实绩)").lower().run(&rows), ["3", "1", "1", ABSENT, "4"]);
    assert_eq!(formula("同类最大(实绩) - 实绩").run(&rows), ["20", "40", "40", ABSENT, "0"]);
    assert_eq!(formula("同类最小(实绩)").run(&rows), ["10", "10", "10", ABSENT, "10"]);
    assert_eq!(formula("同类平均(实绩)").run(&rows), ["25", "25", "25", ABSENT, "25"]);
    let efficacy = "满分 × (60% + 40% × (实绩 − 同类最小(实绩)) ÷ (同类最大(实绩) − 同类最小(实绩)))";
    assert_eq!(formula(efficacy).run(&["400", "300", "200"]), ["10", "8", "6"]);
    let refused = "公式的除数“(同类最大(实绩) − 同类最小(实绩))”为零，不能计算";
    assert_eq!(formula(efficacy).run(&["4", "4"]), [refused, refused]);
    let deep = "如果(名次(实绩) ≤ 1 且 非 同类平均(目标) = 3, 最大值(-1, -绝对值(同类最小(目标))), 四舍五入(取整(同类最大(目标)), 1))";
    assert_eq!(formula(deep).run(&["2 1", "1 2"]), ["-1", "2"]);
    assert_eq!(formula("同类最大(目标) + 实绩 × 0").run(&["9 1", "99 -", "8 2"]), ["9", ABSENT, "9"]);
}

#[test]
fn division_by_zero_names_the_divisor() {
    let share = formula("满分 × 实绩 ÷ 目标");
    assert_eq!(share.run(&["5 10", "5 0", "5 -"]), ["5", "公式的除数“目标”为零，不能计算", "缺少“目标”：未报送"]);
    let guarded = formula("如果(目标 > 0, 满分 × 实绩 ÷ 目标, 0)");
    assert_eq!(guarded.run(&["10 5", "0 5"]), ["5", "0"]);
    let both = formula("如果(目标 > 0 且 实绩 ÷ 目标 ≥ 1, 1, 0)");
    assert_eq!(both.run(&["0 5", "5 5", "5 4"]), ["0", "1", "0"]);
}

#[test]
fn inputs_are_the_figures_that_are_used() {
    let names = |written: &str| Method::new("公式", &parameters(written)).unwrap().inputs();
    assert_eq!(names("公式: 目标 - 实绩"), [("目标".to_owned(), false), ("实绩".to_owned(), false)]);
    assert_eq!(names("公式: 实绩"), [("实绩".to_owned(), false)]);
    let own = "公式: 甲_1 + GDP × 档距, 数据: [GDP, 甲_1], 常数: {档距: 5}";
    assert_eq!(names(own), [("甲_1".to_owned(), false), ("GDP".to_owned(), false)]);
    assert_eq!(case("公式", "10", own).one("1 2"), "11");
    assert!(Method::new("公式", &parameters("公式: 实绩")).unwrap().allows(Direction::LowerIsBetter));
}

#[test]
fn the_floor_of_a_formula() {
    assert_eq!(case("公式", "10", "公式: 实绩").run(&["0", "-1"]), ["0", "0 按公式为负分，计零分"]);
    assert_eq!(formula("实绩").one("-1"), "-1");
}

#[test]
fn wrong_parameters() {
    assert_eq!(wrong("公式", "公式: 实绩, 数据: [实绩, 上年]"), ["数据: 公式没有用到“上年”"]);
    assert_eq!(wrong("公式", "公式: 满分"), ["公式: 公式没有用到任何数据，各单位得分都一样"]);
    assert_eq!(
        wrong("公式", "公式: 实绩, 数据: [实绩, 满分, 取整, 甲 乙, 3甲, 且]")
            .iter()
            .filter(|line| line.contains("不能用作"))
            .count(),
        5
    );
    assert_eq!(wrong("公式", "公式: 实绩, 常数: {实绩: 1}"), ["常数: “实绩”既是数据又是常数"]);
    assert_eq!(wrong("公式", "公式: 实际"), ["公式: 公式第1个字：没有“实际”这个数"]);
}
