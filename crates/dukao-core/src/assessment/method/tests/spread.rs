//! F11 to F13: where a unit stands between the worst and the best.

use super::{ABSENT, case, wrong};

#[test]
fn f11_efficacy() {
    let usual = case("功效系数", "100", "");
    assert_eq!(usual.run(&["400", "300", "200"]), ["100", "80", "60"]);
    assert_eq!(usual.run(&["6", "8", "7"]), ["60", "100", "80"]);
    assert_eq!(usual.run(&["6", "-", "7"]), ["60", ABSENT, "100"]);
    assert_eq!(usual.run(&["-1", "-3", "-2"]), ["100", "60", "80"]);
    let equal = "100 同类各单位数值相同，均得满分";
    assert_eq!(usual.run(&["5", "5", "-"]), [equal, equal, ABSENT]);
    assert_eq!(usual.run(&["5", "-"]), ["100 同类只有一个单位", ABSENT]);
    assert_eq!(usual.run(&["-"]), [ABSENT]);
    assert_eq!(usual.branches("5"), ["5 = 5"]);
    assert_eq!(usual.lower().run(&["400", "300", "200"]), ["60", "80", "100"]);
    assert_eq!(case("功效系数", "10", "基础: 0").run(&["1", "2", "3"]), ["0", "5", "10"]);
    assert_eq!(wrong("功效系数", "基础: 100%"), ["基础: “基础”为100%时分不出高低"]);
    assert_eq!(wrong("功效系数", "基础: -1%"), ["基础: “基础”应在0与100%之间"]);
}

#[test]
fn f12_fixed_anchors() {
    let fixed = case("定点功效系数", "100", "满意值: 25, 不允许值: 15");
    assert_eq!(fixed.run(&["15", "20", "25", "30", "10", "-"]), ["60", "80", "100", "120", "40", ABSENT]);
    assert_eq!(fixed.run(&["0", "-1"]), ["0", "0 按公式为负分，计零分"]);
    assert_eq!(fixed.clone().lower().one("20"), "指标越低越好，“满意值”应低于“不允许值”");
    let cut = case("定点功效系数", "100", "满意值: 25, 不允许值: 15, 截断: 是");
    assert_eq!(cut.run(&["14", "15", "16", "24", "25", "26"]), ["60", "60", "64", "96", "100", "100"]);
    let inputs = case("定点功效系数", "10", "");
    let names = |case: &super::Case| case.method.inputs().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&inputs), ["实绩", "满意值", "不允许值"]);
    assert_eq!(inputs.run(&["20 25 15", "- 25 15", "20 - 15", "20 25 -"])[0], "8");
    assert_eq!(inputs.one("20 - 15"), "缺少“满意值”：未报送");
    assert_eq!(inputs.one("20 25 -"), "缺少“不允许值”：未报送");
    assert_eq!(inputs.one("20 15 15"), "“满意值”与“不允许值”相等，不能分出高低");
    assert_eq!(inputs.one("20 15 25"), "指标越高越好，“满意值”应高于“不允许值”");
    assert_eq!(inputs.clone().lower().run(&["20 15 25", "15 15 25", "25 15 25"]), ["8", "10", "6"]);
    let one = case("定点功效系数", "10", "满意值: 25, 基础: 0, 最低分: 不限");
    assert_eq!(names(&one), ["实绩", "不允许值"]);
    assert_eq!(one.run(&["20 15", "5 15"]), ["5", "-10"]);
    let other = case("定点功效系数", "10", "不允许值: 15");
    assert_eq!(names(&other), ["实绩", "满意值"]);
    assert_eq!(other.run(&["20 25"]), ["8"]);
    assert_eq!(wrong("定点功效系数", "满意值: 5, 不允许值: 5"), ["满意值: “满意值”与“不允许值”相等，不能分出高低"]);
    assert_eq!(wrong("定点功效系数", "满意值: 高, 截断: 对"), ["满意值: “满意值”应是一个数", "截断: “截断”不能这样写"]);
}

#[test]
fn f13_exponential() {
    let class = case("指数功效", "100", "");
    assert_eq!(class.run(&["0", "5", "10", "-"]), ["60", "77.4596669241", "100", ABSENT]);
    assert_eq!(class.clone().lower().run(&["0", "5", "10"]), ["100", "77.4596669241", "60"]);
    assert_eq!(class.run(&["3", "3"]), vec!["100 同类各单位数值相同，均得满分"; 2]);
    assert_eq!(class.run(&["3", "-"]), ["100 同类只有一个单位", ABSENT]);
    let fixed = case("指数功效", "10", "满意值: 10, 不允许值: 0, 基础: 50%");
    assert_eq!(fixed.run(&["-1", "0", "10", "11", "-", "20"]), ["5", "5", "10", "10", ABSENT, "10"]);
    assert_eq!(fixed.lower().one("5"), "指标越低越好，“满意值”应低于“不允许值”");
    assert_eq!(case("指数功效", "10", "满意值: 0, 不允许值: 10").lower().run(&["0", "10"]), ["10", "6"]);
    assert_eq!(wrong("指数功效", "满意值: 1"), ["不允许值: 缺少“不允许值”"]);
    assert_eq!(wrong("指数功效", "不允许值: 1"), ["满意值: 缺少“满意值”"]);
    assert_eq!(wrong("指数功效", "基础: 0"), ["基础: “基础”应大于0、小于100%"]);
    assert_eq!(wrong("指数功效", "基础: 100%"), ["基础: “基础”应大于0、小于100%"]);
}

#[test]
fn f25_improvement() {
    let points = case("进步得分", "10", "满分进步: 5");
    assert_eq!(points.run(&["82 80", "84 80", "85 80", "86 80", "80 80"]), ["4", "8", "10", "10", "0"]);
    assert_eq!(points.run(&["79 80", "- 1"]), ["0 按公式为负分，计零分", ABSENT]);
    assert_eq!(points.one("1 -"), "缺少“上年”：未报送");
    assert_eq!(points.lower().run(&["78 80", "81 80"]), ["4", "0 按公式为负分，计零分"]);
    let percent = case("进步得分", "10", "满分进步: 20, 差距: 百分比");
    let refused = "“上年”为零或负数，增速没有意义；按增量计分或由人认定";
    assert_eq!(percent.run(&["110 100", "5 0", "5 -1"]), ["5", refused, refused]);
    assert_eq!(wrong("进步得分", "满分进步: 0"), ["满分进步: “满分进步”应大于零"]);
}

#[test]
fn f18_deviation() {
    let given = case("比面上增减", "5", "每: 0.1, 计分: 0.1");
    assert_eq!(given.run(&["6.5 6.2", "6.0 6.2", "6.2 6.2", "6.25 6.2"]), ["0.3", "-0.2", "0", "0.05"]);
    assert_eq!(given.run(&["- 6", "6 -"]), [ABSENT, "缺少“参照”：未报送"]);
    assert_eq!(given.clone().lower().run(&["6.0 6.2", "6.5 6.2"]), ["0.2", "-0.3"]);
    let whole = case("比面上增减", "5", "每: 0.1, 计分: 0.2, 零头: 舍去, 最多加: 1, 最多减: 0.4");
    assert_eq!(whole.run(&["6.29 6.2", "6.3 6.2", "6.39 6.2", "6.7 6.2", "6.8 6.2"]), ["0", "0.2", "0.2", "1", "1"]);
    assert_eq!(
        whole.run(&["6.11 6.2", "6.1 6.2", "6.0 6.2", "5.9 6.2", "6.2 6.2"]),
        ["0", "-0.2", "-0.4", "-0.4", "0"]
    );
    assert_eq!(whole.branches("6.39 6.2"), ["1.9 < 2", "1.9 ≥ 1"]);
    assert_eq!(whole.branches("6.01 6.2"), ["-1.9 > -2", "-1.9 ≤ -1"]);
    let full = case("比面上增减", "5", "每: 1, 计分: 1, 起评: 满分");
    assert_eq!(full.run(&["7 6", "1 6", "0 6"]), ["6", "0", "0 按公式为负分，计零分"]);
    let mean = case("比面上增减", "5", "每: 1, 计分: 1, 参照: 同类平均");
    assert_eq!(mean.run(&["4", "6", "-"]), ["-1", "1", ABSENT]);
    assert_eq!(mean.method.inputs().len(), 1);
    let marked = case("比面上增减", "5", "每: 1, 计分: 1, 参照: 标记");
    assert_eq!(marked.run(&["4 0", "6 1", "9 0", "- 0"]), ["-2", "0", "3", ABSENT]);
    assert_eq!(marked.one("4 -"), "缺少“是否参照”：未报送");
    assert_eq!(marked.run(&["4 0", "6 0"]), vec!["没有单位标记为参照"; 2]);
    assert_eq!(marked.run(&["4 1", "6 1"]), vec!["标记为参照的单位不止一个"; 2]);
    assert_eq!(marked.run(&["4 0", "- 1"])[0], ABSENT);
    assert_eq!(wrong("比面上增减", "每: 0, 计分: -1"), ["每: “每”应大于零", "计分: “计分”不能小于零"]);
}
