//! F6 to F10: points above and below a base.

use super::{ABSENT, case, wrong};

const NEGATIVE: &str = "0 按公式为负分，计零分";
const KEPT: &str = "实绩为零，控制类指标按达标与否计分";

#[test]
fn f6_plus_and_minus() {
    let equal = case("增减计分", "10", "每高一点: 0.1, 最多加: 3");
    assert_eq!(equal.run(&["25 15", "8 15", "15 15", "60 15", "-40 15"]), ["11", "9.3", "10", "13", "7"]);
    assert_eq!(equal.run(&["44 15", "45 15", "46 15"]), ["12.9", "13", "13"]);
    assert_eq!(equal.run(&["-14 15", "-15 15", "-16 15", "- 15"]), ["7.1", "7", "7", ABSENT]);
    let uneven = case("增减计分", "15", "每高一点: 1, 每低一点: 2, 最多加: 20, 最多减: 4");
    assert_eq!(uneven.run(&["12 10", "9 10", "8 10", "7 10", "40 10"]), ["17", "13", "11", "11", "35"]);
    assert_eq!(uneven.branches("9 10"), ["-1 < 0"]);
    assert_eq!(uneven.branches("10 10"), ["0 ≥ 0"]);
    let unbounded = case("增减计分", "5", "每高一点: 1, 最多加: 2, 最多减: 不限");
    assert_eq!(unbounded.run(&["0 4", "0 5", "0 6", "9 1"]), ["1", "0", NEGATIVE, "7"]);
    assert_eq!(case("增减计分", "5", "每高一点: 1").run(&["100 1", "1 5.5"]), ["104", "0.5"]);
    let below = case("增减计分", "5", "每高一点: 1, 最低分: 不限");
    assert_eq!(below.run(&["0 6"]), ["-1"]);
    let raised = case("增减计分", "5", "每高一点: 1, 最低分: 2");
    assert_eq!(raised.run(&["0 3", "0 4"]), ["2", "2 按公式低于最低分，计最低分"]);
    assert_eq!(case("增减计分", "5", "每高一点: 1, 最低分: -1").one("0 7"), "-1 按公式低于最低分，计最低分");
}

#[test]
fn f6_percent_and_lower() {
    let percent = case("增减计分", "20", "每高一点: 0.5, 差距: 百分比, 最多加: 15");
    assert_eq!(percent.run(&["110 100", "90 100", "100 100"]), ["25", "15", "20"]);
    let refused = "“基准”为零或负数，增速没有意义；按增量计分或由人认定";
    assert_eq!(percent.run(&["1 0", "1 -1"]), [refused, refused]);
    assert_eq!(percent.clone().lower().run(&["110 100", "90 100"]), ["15", "25"]);
    let lower = case("增减计分", "10", "每高一点: 1").lower();
    assert_eq!(lower.run(&["3 5", "7 5", "1 0"]), ["12", "8", "9"]);
    assert_eq!(wrong("增减计分", "每高一点: 1, 差距: 倍数"), ["差距: “差距”不能这样写"]);
    assert_eq!(wrong("增减计分", "每高一点: 1, 每低一点: -2"), ["每低一点: “每低一点”不能小于零"]);
}

#[test]
fn f7_partial_start() {
    let start = case("达标起步", "10", "每高一点: 0.2");
    assert_eq!(start.run(&["100 100", "105 100", "95 100", "110 100", "111 100"]), ["8", "9", "7", "10", "10"]);
    assert_eq!(start.run(&["60 100", "59 100", "109 100", "- 1"]), ["0", NEGATIVE, "9.8", ABSENT]);
    assert_eq!(start.one("5 0"), "“目标”为零或负数，不能计算完成率；改用“达标得分”或由人认定");
    let other = case("达标起步", "10", "起步: 60%, 每高一点: 0.1, 每低一点: 0.5, 上限: 不限, 最低分: 不限");
    assert_eq!(other.run(&["100 100", "200 100", "80 100"]), ["6", "16", "-4"]);
    assert_eq!(case("达标起步", "10", "每高一点: 1, 上限: 80%").one("120 100"), "8");
    assert_eq!(start.lower().run(&["100 105", "0 7"]), ["9".to_owned(), format!("10 {KEPT}")]);
    assert_eq!(other.lower().one("0 7"), format!("6 {KEPT}"));
    assert_eq!(wrong("达标起步", "每高一点: 1, 上限: 79%"), ["上限: “上限”低于“起步”"]);
    assert_eq!(wrong("达标起步", "每高一点: 1, 起步: 101%, 上限: 2"), ["起步: “起步”应在0与100%之间"]);
}

#[test]
fn f8_segments() {
    let award = case("分段增减", "25", "分段: {100%: 0.2, 130%: 0.1}, 每低一点: 0.1, 最多加: 10");
    let rows = ["90 100", "110 100", "130 100", "140 100", "180 100"];
    assert_eq!(award.run(&rows), ["24", "27", "31", "32", "35"]);
    assert_eq!(award.run(&["100 100", "99 100", "129 100", "131 100"]), ["25", "24.9", "30.8", "31.1"]);
    assert_eq!(award.run(&["169 100", "170 100", "171 100"]), ["34.9", "35", "35"]);
    assert_eq!(award.run(&["0 100", "-100 100", "- 1"]), ["15", "15", ABSENT]);
    assert_eq!(award.one("5 0"), "“目标”为零或负数，不能计算完成率；改用“达标得分”或由人认定");
    assert_eq!(award.branches("130 100"), ["1.3 ≥ 1", "1.3 ≤ 1.3"]);
    assert_eq!(award.branches("140 100"), ["1.4 ≥ 1"]);
    assert_eq!(award.branches("90 100"), ["0.9 < 1"]);
    let three = case("分段增减", "5", "分段: {1: 1, 1.1: 2, 1.2: 3}, 每低一点: 1");
    assert_eq!(three.run(&["105 100", "115 100", "125 100", "94 100"]), ["10", "25", "50", NEGATIVE]);
    assert_eq!(award.lower().run(&["100 110", "0 3"]), ["27".to_owned(), format!("35 {KEPT}")]);
    assert_eq!(three.lower().one("0 3"), format!("5 {KEPT}"));
}

#[test]
fn f8_wrong_segments() {
    let all = "分段: {90%: 0.2, 高: 1, 130%: -1, 130%以上: 1, 120%: 1}, 每低一点: 0.1";
    assert_eq!(
        wrong("分段增减", all),
        [
            "分段: 第一段应从100%起，写的是“90%”",
            "分段: “分段”中“高”不是完成率",
            "分段: “130%”一段每点加分不能小于零",
            "分段: “分段”中“130%以上”不是完成率",
            "分段: “分段”应从低到高，“120%”放错了位置"
        ]
    );
    let twice = "分段: {100%: 0.2, 1: 0.1}, 每低一点: 0.1";
    assert_eq!(wrong("分段增减", twice), ["分段: “分段”应从低到高，“1”放错了位置"]);
    assert_eq!(wrong("分段增减", "分段: 1, 每低一点: 0.1"), ["分段: “分段”应是一组“名称: 数”"]);
    assert_eq!(wrong("分段增减", "分段: {1: 1, 1: 2}, 每低一点: 1"), ["分段: “分段”中“1”写了不止一次"]);
}

#[test]
fn f9_against_the_mean() {
    let given = case("累进比均值", "20", "基准: 给定");
    assert_eq!(given.run(&["35 10", "-2 10", "10 10"]), ["36.6666666667", "9", "20"]);
    assert_eq!(given.run(&["20 10", "21 10", "0 10", "-1 10"]), ["30", "30.5", "10", "9.5"]);
    assert_eq!(given.run(&["-60 10", "- 10", "3 -"]), [NEGATIVE, ABSENT, "缺少“均值”：未报送"]);
    assert_eq!(given.branches("20 10"), ["10 ≥ 0", "10 ≤ 10"]);
    assert_eq!(given.branches("0 10"), ["-10 < 0", "10 ≤ 10"]);
    let class = case("累进比均值", "20", "");
    assert_eq!(class.run(&["30", "10", "-10", "-"]), ["35", "20", "5", ABSENT]);
    assert_eq!(class.one("7"), "20 同类只有一个单位");
    assert_eq!(class.clone().lower().run(&["30", "10", "-10"]), ["5", "20", "35"]);
    assert_eq!(class.method.inputs(), [("实绩".to_owned(), false)]);
    assert_eq!(given.method.inputs(), [("实绩".to_owned(), false), ("均值".to_owned(), false)]);
    let percent = case("累进比均值", "20", "差距: 百分比");
    assert_eq!(percent.run(&["120", "80"]), ["35", "5"]);
    let refused = "“同类平均”为零或负数，增速没有意义；按增量计分或由人认定";
    assert_eq!(percent.run(&["1", "-1"]), [refused, refused]);
    assert_eq!(class.run(&["-"]), [ABSENT]);
}

#[test]
fn f9_bands_of_the_rule() {
    let listed = case("累进比均值", "20", "基准: 给定, 档宽: 5, 除数: [20, 40], 最低分: 不限");
    assert_eq!(listed.run(&["5 0", "6 0", "25 0", "-25 0"]), ["25", "25.5", "35", "5"]);
    let usual = case("累进比均值", "20", "基准: 给定");
    assert_eq!(usual.one("2001 0"), "差距过大，超出200档，请核对数据");
    assert!(usual.one("2000 0").starts_with("78."), "{}", usual.one("2000 0"));
    assert_eq!(usual.one("-2001 0"), "差距过大，超出200档，请核对数据");
    assert!(usual.one("1995 0").starts_with("78."), "{}", usual.one("1995 0"));
    assert_eq!(wrong("累进比均值", "档宽: 0, 除数: [20, 0]"), ["档宽: “档宽”应大于零", "除数: “除数”应都大于零"]);
}

#[test]
fn f10_against_last_year() {
    let percent = case("累进比上年", "20", "");
    assert_eq!(percent.run(&["125 100", "100 100", "75 100"]), ["26.8333333333", "20", "13.1666666667"]);
    assert_eq!(percent.run(&["110 100", "120 100", "130 100"]), ["23.3333333333", "25.8333333333", "27.8333333333"]);
    let refused = "“上年”为零或负数，增速没有意义；按增量计分或由人认定";
    assert_eq!(percent.run(&["1 0", "1 -5", "- 1"]), [refused, refused, ABSENT]);
    assert_eq!(percent.lower().run(&["75 100", "125 100"]), ["26.8333333333", "13.1666666667"]);
    let points = case("累进比上年", "20", "差距: 数值");
    assert_eq!(points.run(&["30 5", "5 -5", "0 0"]), ["26.8333333333", "23.3333333333", "20"]);
    assert_eq!(case("累进比上年", "20", "除数: [1]").run(&["90 100", "0 100"]), [NEGATIVE, NEGATIVE]);
}
