//! F1 to F5: completion of a target.

use super::{ABSENT, case, wrong};

const NO_TARGET: &str = "“目标”为零或负数，不能计算完成率；改用“达标得分”或由人认定";
const NEGATIVE: &str = "0 按公式为负分，计零分";
const KEPT: &str = "实绩为零，控制类指标按达标与否计分";

#[test]
fn f1_completion() {
    let plain = case("完成率", "20", "");
    assert_eq!(plain.run(&["50 80", "80 80", "81 80", "0 80"]), ["12.5", "20", "20", "0"]);
    assert_eq!(plain.run(&["-5 80", "5 0", "5 -1", "- 80"]), [NEGATIVE, NO_TARGET, NO_TARGET, ABSENT]);
    assert_eq!(plain.one("5 -"), "缺少“目标”：未报送");
    assert_eq!(plain.one("5"), "缺少“目标”：没有给出");
    assert_eq!(plain.one("5/6 8"), "“实绩”只能有一个数");
    assert_eq!(case("完成率", "20", "上限: 不限").run(&["120 80", "-4 80"]), ["30", NEGATIVE]);
    assert_eq!(case("完成率", "20", "上限: 120%").run(&["95 80", "96 80", "97 80"]), ["23.75", "24", "24"]);
    assert_eq!(wrong("完成率", "上限: 0"), ["上限: “上限”应大于零"]);
    assert_eq!(wrong("完成率", "上限: 高"), ["上限: “上限”应是一个数"]);
}

#[test]
fn f1_lower_is_better() {
    let lower = case("完成率", "20", "").lower();
    assert_eq!(lower.run(&["100 80", "80 80", "64 80"]), ["16", "20", "20"]);
    assert_eq!(lower.run(&["0 80", "-1 80"]), [format!("20 {KEPT}"), format!("20 {KEPT}")]);
    assert_eq!(lower.branches("0 80"), ["0 ≤ 0"]);
    assert_eq!(case("完成率", "20", "上限: 不限").lower().one("0 80"), format!("20 {KEPT}"));
    assert_eq!(lower.run(&["5 0"]), [NO_TARGET]);
    assert_eq!(case("完成率", "20", "上限: 不限").lower().one("40 80"), "40");
}

#[test]
fn f2_cliff_and_cap() {
    let cliff = case("门槛完成率", "15", "起点: 80%, 上限: 150%");
    assert_eq!(cliff.run(&["160 100", "79 100", "80 100"]), ["22.5", "0", "12"]);
    assert_eq!(cliff.run(&["149 100", "150 100", "151 100", "79.99 100"]), ["22.35", "22.5", "22.5", "0"]);
    assert_eq!(cliff.run(&["-5 100", "5 0", "- 1"]), ["0", NO_TARGET, ABSENT]);
    assert_eq!(cliff.branches("79 100"), ["0.79 < 0.8"]);
    assert_eq!(cliff.branches("80 100"), ["0.8 ≥ 0.8"]);
    assert_eq!(case("门槛完成率", "15", "起点: 80%").run(&["100 100", "101 100"]), ["15", "15"]);
    assert_eq!(case("门槛完成率", "15", "起点: 80%, 上限: 不限").one("300 100"), "45");
    let lower = cliff.lower();
    assert_eq!(lower.run(&["100 80", "101 80", "50 100"]), ["12", "0", "22.5"]);
    assert_eq!(lower.one("0 80"), format!("22.5 {KEPT}"));
    assert_eq!(case("门槛完成率", "15", "起点: 80%, 上限: 不限").lower().one("0 80"), format!("15 {KEPT}"));
    assert_eq!(wrong("门槛完成率", "起点: 120%"), ["上限: “上限”1低于“起点”1.2"]);
    assert_eq!(case("门槛完成率", "15", "起点: 100%").run(&["99 100", "100 100"]), ["0", "15"]);
}

#[test]
fn f3_cap() {
    let cap = case("封顶完成率", "0.5", "上限: 120%");
    assert_eq!(cap.run(&["96 100", "119 100", "120 100", "150 100"]), ["0.48", "0.595", "0.6", "0.6"]);
    assert_eq!(cap.run(&["-1 100", "1 0", "- 5"]), [NEGATIVE, NO_TARGET, ABSENT]);
    assert_eq!(cap.lower().run(&["100 96", "0 5"]), ["0.48".to_owned(), format!("0.6 {KEPT}")]);
}

#[test]
fn f4_all_or_nothing() {
    let target = case("达标得分", "4", "");
    assert_eq!(target.run(&["8 8", "7.999 8", "8.001 8", "0 0", "-2 -1", "- 8"]), ["4", "0", "4", "4", "0", ABSENT]);
    let ceiling = target.clone().lower();
    assert_eq!(ceiling.run(&["35 35", "35.1 35", "34.9 35", "0 0"]), ["4", "0", "4", "4"]);
    assert_eq!(target.branches("8 8"), ["8 ≥ 8"]);
    assert_eq!(ceiling.branches("36 35"), ["36 > 35"]);
}

#[test]
fn f5_overshoot() {
    let more = case("超额加分", "20", "每超一点: 0.5, 最多加: 10");
    assert_eq!(more.run(&["108 100", "95 100", "140 100", "100 100"]), ["24", "19", "30", "20"]);
    assert_eq!(more.run(&["119 100", "120 100", "121 100", "99 100"]), ["29.5", "30", "30", "19.8"]);
    assert_eq!(more.run(&["-1 100", "1 0", "- 1"]), [NEGATIVE, NO_TARGET, ABSENT]);
    assert_eq!(more.branches("100 100"), ["1 ≥ 1"]);
    assert_eq!(more.branches("99 100"), ["0.99 < 1"]);
    assert_eq!(case("超额加分", "20", "每超一点: 0.5").one("200 100"), "70");
    assert_eq!(case("超额加分", "20", "每超一点: 0.5, 最多加: 0").one("200 100"), "20");
    let lower = more.lower();
    assert_eq!(lower.run(&["100 108", "100 95", "0 10"]), ["24".to_owned(), "19".to_owned(), format!("30 {KEPT}")]);
    assert_eq!(case("超额加分", "20", "每超一点: 1").lower().one("-1 9"), format!("20 {KEPT}"));
    assert_eq!(
        wrong("超额加分", "每超一点: -1, 最多加: -2"),
        ["每超一点: “每超一点”不能小于零", "最多加: “最多加”不能小于零"]
    );
}
