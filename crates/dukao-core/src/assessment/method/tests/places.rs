//! F14 to F16: points by the place.

use super::{ABSENT, case, wrong};

const NO_PLACE: &str = "名次应是1及以上的整数";

#[test]
fn f14_rank_step() {
    let given = case("名次递减", "6", "依据: 名次");
    let rows = ["1", "2", "3", "4", "5", "6", "7", "8"];
    assert_eq!(given.run(&rows), ["6", "5.7", "5.4", "5.1", "4.8", "4.5", "4.2", "3.9"]);
    assert_eq!(given.run(&["20", "21", "22", "40"]), ["0.3", "0", "0", "0"]);
    assert_eq!(given.run(&["0", "1.5", "-1", "-"]), [NO_PLACE, NO_PLACE, NO_PLACE, ABSENT]);
    let ranked = case("名次递减", "6", "");
    assert_eq!(ranked.run(&["90", "95", "90", "80", "-"]), ["5.7", "6", "5.7", "5.1", ABSENT]);
    assert_eq!(ranked.lower().run(&["90", "95", "90", "80"]), ["5.7", "5.1", "5.7", "6"]);
    assert_eq!(case("名次递减", "10", "每位减: 50%").run(&["3", "2", "1"]), ["10", "5", "0"]);
    assert_eq!(wrong("名次递减", "每位减: 101%"), ["每位减: “每位减”应在0与100%之间"]);
    assert_eq!(wrong("名次递减", "依据: 别的"), ["依据: “依据”不能这样写"]);
}

#[test]
fn f15_bands() {
    let given = case("名次分档", "7", "档: {1-3: 7, 4-6: 5, 7-10: 3}, 依据: 名次");
    assert_eq!(given.run(&["1", "3", "4", "6", "7", "10", "11"]), ["7", "7", "5", "5", "3", "3", "0"]);
    assert_eq!(given.run(&["3.5", "0", "-"]), [NO_PLACE, NO_PLACE, ABSENT]);
    assert_eq!(given.branches("4"), ["4 ≤ 6", "4 ≥ 4"]);
    assert_eq!(given.branches("11"), ["11 > 10"]);
    let ranked = case("名次分档", "7", "档: {1: 7, 2至3: 5}, 其余: 1");
    assert_eq!(ranked.run(&["9", "9", "8", "7", "-"]), ["7", "7", "5", "1", ABSENT]);
    assert_eq!(ranked.lower().run(&["9", "9", "8", "7"]), ["5", "5", "5", "7"]);
}

#[test]
fn f15_wrong_bands() {
    let wrong = |bands: &str| wrong("名次分档", &format!("档: {{{bands}}}"));
    assert_eq!(wrong("1-3: 7, 3-6: 5"), ["档: “3-6”与前一档重叠，或没有按名次从前到后写"]);
    assert_eq!(wrong("1-3: 7, 5-6: 5"), ["档: “5-6”之前缺第4名的分数"]);
    assert_eq!(wrong("2-3: 7"), ["档: “2-3”之前缺第1名的分数"]);
    assert_eq!(wrong("3-1: 7"), ["档: “3-1”前后颠倒"]);
    assert_eq!(wrong("1-3: 5, 4-6: 7"), ["档: “4-6”得7分，比前一档高"]);
    assert_eq!(wrong("前三: 5, 0-2: 4"), ["档: “前三”不是名次", "档: “0-2”不是名次"]);
    assert_eq!(
        wrong("1-3: 5}, 其余: 6, 档二: {1: 1"),
        ["其余: “其余”的分数高于最后一档", "档二: 这种方法没有“档二”这个参数"]
    );
    case("名次分档", "5", "档: {1-3: 5, 4: 5}, 其余: 5");
}

#[test]
fn f16_bonus_list() {
    let eight = case("名次奖分", "4", "各名次: [4, 3, 2, 1], 依据: 名次");
    assert_eq!(eight.run(&["1", "2", "3", "4", "5", "8"]), ["4", "3", "2", "1", "0", "0"]);
    assert_eq!(eight.branches("4"), ["4 = 4"]);
    assert_eq!(eight.branches("5"), ["5 > 4"]);
    assert_eq!(eight.run(&["1.5", "-"]), [NO_PLACE, ABSENT]);
    let ranked = case("名次奖分", "4", "各名次: [4, 3, 2, 1]");
    assert_eq!(ranked.run(&["90", "80", "80", "70", "60"]), ["4", "3", "3", "1", "0"]);
    assert_eq!(ranked.lower().run(&["90", "80", "80", "70", "60"]), ["0", "2", "2", "3", "4"]);
    assert_eq!(case("名次奖分", "4", "各名次: 4").run(&["2", "1"]), ["4", "0"]);
    assert_eq!(wrong("名次奖分", "各名次: [4, 5]"), ["各名次: “各名次”应从高到低"]);
    assert_eq!(wrong("名次奖分", "各名次: [4, -5]"), ["各名次: “各名次”不能小于零"]);
    assert_eq!(wrong("名次奖分", "各名次: []"), ["各名次: “各名次”应是一列数"]);
}

#[test]
fn f19_target_and_place() {
    let hybrid = case("达标加名次", "10", "达标占: 40%");
    assert_eq!(hybrid.run(&["9 8", "8 8", "7.9 8", "- 8"]), ["10", "9.7", "0", ABSENT]);
    assert_eq!(hybrid.run(&["9 8", "9 8", "8.5 8", "9 -"]), ["10", "10", "9.4", "缺少“目标”：未报送"]);
    assert_eq!(hybrid.branches("8 8"), ["8 ≥ 8"]);
    assert_eq!(hybrid.branches("7 8"), ["7 < 8"]);
    assert_eq!(hybrid.lower().run(&["9 8", "8 8", "7.9 8"]), ["0", "9.7", "10"]);
    let steep = case("达标加名次", "10", "达标占: 40%, 每位减: 50%");
    assert_eq!(steep.run(&["4 1", "3 1", "2 1", "1 1"]), ["10", "7", "4", "4"]);
    assert_eq!(wrong("达标加名次", "达标占: 101%"), ["达标占: “达标占”应在0与100%之间"]);
    assert_eq!(wrong("达标加名次", "达标占: 高"), ["达标占: “达标占”应是一个数"]);
    assert_eq!(wrong("达标加名次", ""), ["达标占: 缺少参数“达标占”"]);
}
