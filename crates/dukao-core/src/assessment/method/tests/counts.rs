//! F20 to F24 and what is given by hand: points by counts, answers, judges.

use super::{Case, case, wrong};

const NEGATIVE: &str = "0 按公式为负分，计零分";

fn names(case: &Case) -> Vec<String> {
    case.method.inputs().into_iter().map(|(name, _)| name).collect()
}

#[test]
fn f20_tiers() {
    let same = case("分档个数", "0.5", "档: {大: 1, 中: 4, 小: 7}, 每缺一个: 0.1");
    assert_eq!(names(&same), ["大", "中", "小"]);
    assert_eq!(same.run(&["1 4 7", "1 3 9", "0 5 6", "0 0 0"]), ["0.5", "0.4", "0.3", NEGATIVE]);
    assert_eq!(same.run(&["1 4 2", "1 4 1"]), ["0", NEGATIVE]);
    assert_eq!(same.run(&["-1 4 7", "- 4 7", "1 4 -"]), ["“大”不应为负数", "缺少“大”：未报送", "缺少“小”：未报送"]);
    let own = case("分档个数", "5", "档: [大, 小], 每缺一个: 1, 最低分: 不限");
    assert_eq!(names(&own), ["大", "大目标", "小", "小目标"]);
    assert_eq!(own.run(&["1 2 3 3", "2 1 3 9", "0 4 0 3"]), ["4", "-1", "-2"]);
    assert_eq!(wrong("分档个数", "档: {大: -1}, 每缺一个: 1"), ["档: “档”的应有个数不能小于零"]);
    assert_eq!(wrong("分档个数", "档: [大, 大], 每缺一个: -1")[0], "档: “档”中“大”写了不止一次");
    assert_eq!(wrong("分档个数", "档: [大, 大目标], 每缺一个: 1"), ["档: “档”中有名称与“（档名）目标”相同"]);
    assert_eq!(wrong("分档个数", "档: [1, 2], 每缺一个: 1"), ["档: “档”应是一列名称"]);
}

#[test]
fn f21_deductions() {
    let usual = case("起评扣分", "100", "扣分: {未办结: 2, 迟报: 0.5}, 最多扣: {迟报: 1}, 事项少于: 5");
    assert_eq!(names(&usual), ["未办结", "迟报", "事项数"]);
    assert_eq!(usual.run(&["3 1 10", "3 6 10", "3 1 4", "0 0 1"]), ["93.5", "93", "87", "100"]);
    assert_eq!(usual.run(&["1 2 10", "1 3 10", "1 0 5", "1 0 4.9"]), ["97", "97", "98", "96"]);
    assert_eq!(usual.branches("1 0 5"), ["5 ≥ 5"]);
    assert_eq!(usual.branches("1 0 4"), ["4 < 5"]);
    assert_eq!(
        usual.run(&["50 0 9", "51 0 9", "-1 0 9", "0 0 -1"]),
        ["0", NEGATIVE, "“未办结”不应为负数", "“事项数”不应为负数"]
    );
    let plain = case("起评扣分", "10", "扣分: {错: 1}, 倍数: 3, 最低分: 不限");
    assert_eq!(names(&plain), ["错"]);
    assert_eq!(plain.run(&["2", "12", "-"]), ["8", "-2", "缺少“错”：未报送"]);
    let triple = case("起评扣分", "10", "扣分: {错: 1}, 倍数: 3, 事项少于: 2");
    assert_eq!(triple.run(&["2 1", "2 2"]), ["4", "8"]);
    let all = "扣分: {错: 1}, 最多扣: {漏: 1, 错: -1}, 事项少于: 0, 倍数: 0.5";
    assert_eq!(
        wrong("起评扣分", all),
        ["最多扣: “最多扣”中没有“漏”这一项", "最多扣: “最多扣”中“错”不能小于零", "事项少于: “事项少于”应大于零"]
    );
    assert_eq!(wrong("起评扣分", "扣分: {错: 1}, 倍数: 0.9"), ["倍数: “倍数”应不小于1"]);
    assert_eq!(wrong("起评扣分", "扣分: {错: -1}"), ["扣分: “扣分”各项不能小于零"]);
    assert_eq!(wrong("起评扣分", "扣分: {事项数: 1}"), ["扣分: 扣分项不能叫“事项数”"]);
    assert_eq!(case("起评扣分", "10", "扣分: {错: 1}, 倍数: 1, 事项少于: 2").one("2 1"), "8");
}

#[test]
fn f22_survey() {
    let one = case("满意度", "10", "答案: {满意: 1, 基本满意: 0.75, 不满意: 0.55}");
    assert_eq!(one.run(&["60 20 20", "0 10 0", "1 0 0", "0 0 7"]), ["8.6", "7.5", "10", "5.5"]);
    assert_eq!(one.run(&["0.6 0.2 0.2"]), ["8.6"]);
    assert_eq!(
        one.run(&["0 0 0", "-1 0 2", "- 1 1"]),
        ["没有一份计分的答案", "“满意”不应为负数", "缺少“满意”：未报送"]
    );
    let two = case("满意度", "10", "答案: {满意: 1, 不满意: 0}, 渠道: {电话: 60%, 问卷: 40%}");
    assert_eq!(names(&two), ["电话.满意", "电话.不满意", "问卷.满意", "问卷.不满意"]);
    assert_eq!(two.run(&["9 1 1 1", "1 0 0 1"]), ["7.4", "6"]);
    assert_eq!(two.one("9 1 0 0"), "“问卷”没有一份计分的答案");
    let share = "渠道: “渠道”各项应大于零，合计应为100%";
    assert_eq!(wrong("满意度", "答案: {满意: 1}, 渠道: {电话: 60%, 问卷: 30%}"), [share]);
    assert_eq!(wrong("满意度", "答案: {满意: 1}, 渠道: {电话: 100%, 问卷: 0}"), [share]);
    assert_eq!(wrong("满意度", "答案: {满意: 1.01}"), ["答案: “答案”的系数应在0与1之间"]);
    assert_eq!(wrong("满意度", "答案: {满意: -0.01}"), ["答案: “答案”的系数应在0与1之间"]);
}

#[test]
fn f24_accumulation() {
    let written = "积分: {新开工: 5, 续建: 2, 启动: 30, 批评: -5}, 最多计: {启动: 4}, 比率项: {投资: 60}";
    let points = case("积分累计", "100", written);
    assert_eq!(names(&points), ["新开工", "续建", "启动", "批评", "投资完成", "投资计划"]);
    assert_eq!(points.run(&["3 4 0 0 8 10", "0 0 5 1 12 10", "0 0 4 0 0 1"]), ["71", "187", "120"]);
    assert_eq!(points.run(&["1 0 0 1 0 1", "0 0 0 1 0 1"]), ["0", NEGATIVE]);
    let no_plan = "“投资计划”为零或负数，不能计算完成率；改用“达标得分”或由人认定";
    assert_eq!(points.run(&["0 0 0 0 1 0", "0 0 0 0 1 -1"]), [no_plan, no_plan]);
    assert_eq!(points.run(&["0 -1 0 0 1 1", "0 0 0 0 - 1"]), ["“续建”不应为负数", "缺少“投资完成”：未报送"]);
    // The published counting formula 0·0.2 + 1·0.2 + 1·0.1 = 0.30.
    assert_eq!(case("积分累计", "0.5", "积分: {甲: 0.2, 乙: 0.2, 丙: 0.1}").one("0 1 1"), "0.3");
    let capped = case("积分累计", "0.5", "积分: {甲: 0}, 比率项: {签约: 0.25, 到位: 0.25}, 比率上限: 100%");
    assert_eq!(capped.run(&["0 28 27 177.7 54", "0 27 54 54 54"]), ["0.5", "0.375"]);
    assert_eq!(case("积分累计", "5", "积分: {甲: -1}, 最低分: 不限").one("3"), "-3");
    let clash = "积分: {甲: 1, 乙完成: 1}, 比率项: {乙: 1}";
    assert_eq!(wrong("积分累计", clash), ["比率项: 比率项与积分项的名称冲突"]);
    assert_eq!(wrong("积分累计", "积分: {甲: 1}, 最多计: {乙: 1}"), ["最多计: “最多计”中没有“乙”这一项"]);
}

#[test]
fn judges() {
    let usual = case("评委评分", "20", "去掉最高: 1, 去掉最低: 1");
    assert_eq!(usual.method.inputs(), [("评分".to_owned(), true)]);
    assert_eq!(usual.run(&["95/90/85/80/60", "90/90/90", "100/0/50"]), ["17", "18", "10"]);
    assert_eq!(usual.branches("60/95/80/85/90"), ["60 ≤ 80", "95 ≥ 90"]);
    assert_eq!(usual.one("90/80"), "“评分”只有2个分数，去掉2个后没有剩下的");
    assert_eq!(usual.one("-"), "缺少“评分”：未报送");
    let outside = "“评分”有低于0或高于分制的分数";
    assert_eq!(usual.run(&["101/90/80", "90/-1/80"]), [outside, outside]);
    let plain = case("评委评分", "10", "分制: 10");
    assert_eq!(plain.run(&["9", "10/0", "10"]), ["9", "5", "10"]);
    assert_eq!(plain.one("10.1"), outside);
    assert_eq!(case("评委评分", "10", "去掉最高: 2").run(&["90/80/70"]), ["7"]);
    assert_eq!(case("评委评分", "10", "去掉最低: 2").run(&["90/80/70"]), ["9"]);
    let groups = case("评委评分", "10", "评委组: {领导: 60%, 群众: 40%}, 去掉最低: 1");
    assert_eq!(groups.method.inputs(), [("领导".to_owned(), true), ("群众".to_owned(), true)]);
    assert_eq!(groups.run(&["90/80 70/50/90", "90/80 70"]), ["8.6", "“群众”只有1个分数，去掉1个后没有剩下的"]);
    assert_eq!(wrong("评委评分", "分制: 0, 去掉最高: 1.5, 去掉最低: -1").len(), 3);
    assert_eq!(wrong("评委评分", "去掉最高: 101"), ["去掉最高: “去掉最高”应是0到100的整数"]);
}

#[test]
fn a_given_score() {
    let plain = case("直接得分", "20", "");
    assert_eq!(plain.run(&["20", "0", "12.5"]), ["20", "0", "12.5"]);
    assert_eq!(
        plain.run(&["20.01", "-1", "-"]),
        ["得分20.01高于满分20，请核对", "得分-1低于零，请核对", "缺少“得分”：未报送"]
    );
    let scaled = case("直接得分", "20", "分制: 100, 可超满分: 是, 可为负分: 是");
    assert_eq!(scaled.run(&["85", "110", "-5"]), ["17", "22", "-1"]);
    assert_eq!(case("直接得分", "20", "分制: 100").one("101"), "得分101高于满分100，请核对");
    assert_eq!(wrong("直接得分", "分制: 0"), ["分制: “分制”应大于零"]);
}

#[test]
fn so_much_for_each() {
    let full = case("计件得分", "5", "每件: 0.5");
    assert_eq!(full.run(&["3", "10", "11", "0"]), ["1.5", "5", "5", "0"]);
    assert_eq!(full.run(&["-1", "-"]), ["“数量”不应为负数", "缺少“数量”：未报送"]);
    assert_eq!(case("计件得分", "5", "每件: 0.5, 最多: 2").run(&["3", "4", "5"]), ["1.5", "2", "2"]);
    assert_eq!(case("计件得分", "5", "每件: 0.5, 最多: 不限").one("20"), "10");
    assert_eq!(wrong("计件得分", "每件: -1, 最多: 不多"), ["每件: “每件”不能小于零", "最多: “最多”应是一个数"]);
}

/// A city's published result of 2024: items of 0.5 points each, every one by its own method and its own cap.
#[test]
fn a_published_table_comes_out() {
    let completion = case("封顶完成率", "0.5", "上限: 120%");
    let signing = case("积分累计", "0.5", "积分: {次: 0}, 比率项: {签约: 0.25, 资金: 0.25}, 比率上限: 100%");
    let tiers = case("分档个数", "0.5", "档: {大: 1, 中: 4, 小: 7}, 每缺一个: 0.1");
    let count = case("积分累计", "0.5", "积分: {甲: 0.2, 乙: 0.2, 丙: 0.1}");
    let faults = case("起评扣分", "0.5", "扣分: {逾期开工: 0.1, 弄虚作假: 0.2}");
    let total = |items: [(&Case, &str); 6]| {
        let points = items.map(|(item, row)| super::number(&item.one(row)).unwrap());
        crate::number::Number::sum(&points)
    };
    let first = total([
        (&completion, "96 100"),
        (&completion, "130 100"),
        (&signing, "0 28 27 177.7 54"),
        (&tiers, "1 4 7"),
        (&count, "0 1 1"),
        (&faults, "1 0"),
    ]);
    let second = total([
        (&completion, "90 100"),
        (&completion, "120 100"),
        (&signing, "0 27 27 54 54"),
        (&tiers, "1 4 7"),
        (&count, "1 1 1"),
        (&faults, "1 0"),
    ]);
    assert_eq!((first.significant(), second.significant()), ("2.78".to_owned(), "2.95".to_owned()));
}
