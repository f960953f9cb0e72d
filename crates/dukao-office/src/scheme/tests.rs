//! Scheme files, right and wrong.

use dukao_core::assessment::{Plan, play};

use super::{Beside, SchemeFile, read};

const WHOLE: &str = "\
办法: 试行办法
编号: 试
制定: 考核办
适用: 2018-01 至 2018-12
对象:
  城区: [甲, 乙, 丙]
满分: 100
计分项:
  - 项: 经济
    条款: 第一条
    分值: 100
    合成: 按占比
    下级:
      - {项: 静态, 占比: 40%, 方法: 功效系数}
      - {项: 动态, 占比: 60%, 方法: 功效系数}
加分:
  - {项: 表彰, 条款: 第二条, 分值: {省级: 3, 市级: 1}, 最多: 3, 佐证: 必须}
一票否决:
  - {项: 安全, 条款: 第三条, 效果: 等次不高于 良好, 责任单位: 同罚}
等次:
  列表:
    - {等次: 优秀, 比例: 34%}
    - {等次: 良好, 不低于: 60}
    - {等次: 一般}
奖惩:
  - {给: 第1名, 内容: 奖励10万元}
红黑榜:
  - {榜: 黑榜, 项: 静态, 入榜: 得分率 < 60%}
算例:
  - 例: 静态动态
    输入:
      甲: {静态: {实绩: 400}, 动态: {实绩: 6}}
      乙: {静态: {实绩: 300}, 动态: {实绩: 8}}
      丙: {静态: {实绩: 200}, 动态: {实绩: 7}}
    应得: {甲: 76, 乙: {得分: 92, 名次: 1, 等次: 优秀}, 丙: 72}
  - 例: 否决
    输入:
      甲: {静态: {得分: 80}, 动态: {得分: 80}}
    事项:
      - {单位: 甲, 项: 安全}
      - {单位: 甲, 项: 表彰, 级别: 省级, 佐证: 文号}
    应得: {甲: {得分: 83, 等次: 良好}}
";

fn sound(source: &str) -> SchemeFile {
    match read("办法.yaml", source, &Beside::default()) {
        Ok(file) => file,
        Err(problems) => panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

#[test]
fn a_whole_scheme_is_read_and_its_cases_come_out() {
    let file = sound(WHOLE);
    let plan = Plan::of(&file.scheme);
    for case in &file.scheme.cases {
        let result = play(&plan, case);
        assert!(result.passes(), "{result:#?}");
    }
    assert_eq!(file.scheme.cases.len(), 2);
    assert_eq!(file.unchecked, ["没有打开地区数据，单位代码和名称没有核对"]);
}

#[test]
fn a_case_that_does_not_come_out_is_told() {
    let file = sound(&WHOLE.replace("丙: 72", "丙: 73"));
    let plan = Plan::of(&file.scheme);
    let result = play(&plan, &file.scheme.cases[0]);
    assert!(!result.passes());
    assert_eq!(
        result.lines.iter().map(dukao_core::assessment::CaseLine::passes).collect::<Vec<_>>(),
        [true, true, false]
    );
}

fn told(source: &str) -> Vec<String> {
    let problems = read("办法.yaml", source, &Beside::default()).unwrap_err();
    problems.iter().map(|problem| format!("{} {}", problem.cell, problem.message)).collect()
}

#[test]
fn each_mistake_is_told_at_its_place() {
    // What is right, what is written instead, and the text at whose beginning it is told.
    for (right, wrong, at) in [
        ("满分: 100", "满分: 90", "90"),
        ("占比: 60%", "占比: 50%", "- {项: 静态, 占比"),
        ("等次不高于 良好", "等次不高于 中等", "等次不高于 中等"),
        ("比例: 34%", "比例: 134%", "{等次: 优秀"),
        ("项: 静态, 入榜", "项: 静止, 入榜", "静止"),
        ("入榜: 得分率 < 60%", "入榜: 最差的", "最差的"),
        ("给: 第1名", "给: 第一名", "第一名"),
        ("{等次: 一般}", "{等次: 一般, 名额: 1}", "{等次: 一般"),
        ("适用: 2018-01 至 2018-12", "适用: 2018-12 至 2018-01", "2018-12 至"),
        ("方法: 功效系数}\n加分", "方法: 功效系教}\n加分", "功效系教"),
        ("{实绩: 400}", "{实际: 400}", "实际"),
        ("最多: 3", "最多: 50%", "50%"),
        ("不低于: 60", "不低于: 60%", "60%}\n    - {等次: 一般"),
        ("得分率 < 60%", "得分率 < 60", "得分率 < 60"),
        ("佐证: 必须", "条件: [签约 至 开工 不低于 6个月]", "签约 至 开工"),
    ] {
        let source = WHOLE.replacen(right, wrong, 1);
        assert_ne!(source, WHOLE, "{right}");
        let (line, column) = crate::text::line_column(&source, source.find(at).unwrap());
        let told = told(&source);
        assert!(
            told.iter().any(|one| one.starts_with(&format!("{line}:{column} "))),
            "{line}:{column} {wrong}: {told:#?}"
        );
    }
}

/// The example of the manual is a whole scheme whose cases come out.
#[test]
fn the_manual_is_right() {
    let manual = include_str!("../../../../docs/考核办法.md");
    let examples: Vec<&str> = manual.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(examples.len(), 1);
    for example in examples {
        let file = sound(example);
        let plan = Plan::of(&file.scheme);
        for case in &file.scheme.cases {
            let result = play(&plan, case);
            assert!(result.passes(), "{}: {result:#?}", case.name);
        }
    }
}

/// Each change of the text is told once, by its place, and nothing else.
#[test]
fn a_change_is_told_by_its_place() {
    use dukao_core::assessment::scheme::diff;
    let old = sound(WHOLE).scheme;
    assert_eq!(diff(&old, &old), []);
    for (right, wrong, told) in [
        ("试行办法", "正式办法", " 办法 试行办法→正式办法"),
        ("2018-12", "2018-11", " 适用 2018-01 至 2018-12→2018-01 至 2018-11"),
        ("[甲, 乙, 丙]", "[甲, 乙]", "对象 › 城区 单位 甲、乙、丙→甲、乙"),
        ("满分: 100\n", "计算: {缺报: 待补}\n", " 缺报 不得分→待补"),
        ("项: 经济\n    条款: 第一条", "项: 经济\n    条款: 第五条", "计分项 › 经济 条款 第一条→第五条"),
        (
            "方法: 功效系数}\n      - {项: 动态",
            "方法: 完成率}\n      - {项: 动态",
            "计分项 › 经济 › 静态 方法 功效系数→完成率",
        ),
        ("省级: 3, 市级: 1", "省级: 4, 市级: 1", "加分 › 表彰 分值 省级3、市级1→省级4、市级1"),
        ("最多: 3, 佐证: 必须", "最多: 3", "加分 › 表彰 佐证 必须→—"),
        ("等次不高于 良好", "取消资格", "一票否决 › 安全 效果 等次不高于良好→取消资格"),
        ("比例: 34%", "比例: 30%", "等次 › 优秀 整项 优秀（比例34%）→优秀（比例30%）"),
        ("奖励10万元", "奖励5万元", "奖惩 整项 —→第1名：奖励5万元"),
        ("得分率 < 60%", "得分率 < 50%", "红黑榜 整项 —→黑榜：静态 得分率 < 50%"),
        (
            "加分:\n  - {项: 表彰",
            "加分:\n  - {项: 荣誉, 条款: 第二条, 分值: 1}\n  - {项: 表彰",
            "加分 › 荣誉 整项 —→荣誉（1分）",
        ),
    ] {
        let source = WHOLE.replacen(right, wrong, 1);
        assert_ne!(source, WHOLE, "{right}");
        let changes = diff(&old, &sound(&source).scheme);
        let told_of: Vec<String> = changes
            .iter()
            .map(|change| {
                let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
                format!("{} {} {}→{}", change.path, change.what, text(&change.before), text(&change.after))
            })
            .collect();
        assert!(told_of.iter().any(|one| one == told), "{told}: {told_of:#?}");
        assert!(told_of.len() <= 3, "{told_of:#?}");
    }
}

#[test]
fn two_entries_never_mean_one_figure_by_the_same_word() {
    let source = WHOLE.replace(
        "- {项: 静态, 占比: 40%, 方法: 功效系数}\n      - {项: 动态, 占比: 60%, 方法: 功效系数}",
        "- {项: 静态, 占比: 40%, 指标: GDP, 方法: 功效系数, 取数: 同比增速, 前提: 同比增速 ≥ 8%}\n      \
         - {项: 动态, 占比: 60%, 指标: 投资, 方法: 功效系数, 取数: 同比增速, 前提: 同比增速 ≥ 10}",
    );
    let scheme = sound(source.split("算例:").next().unwrap()).scheme;
    let plan = Plan::of(&scheme);
    let subjects: Vec<&str> = plan.subjects().into_iter().collect();
    assert_eq!(subjects, ["GDP.同比增速", "投资.同比增速"]);
}

#[test]
fn equal_thresholds_need_a_quota_above() {
    let two = "    - {等次: 优秀, 比例: 34%, 不低于: 60}\n    - {等次: 良好, 不低于: 60}";
    let source = WHOLE.replace("    - {等次: 优秀, 比例: 34%}\n    - {等次: 良好, 不低于: 60}", two);
    assert_ne!(source, WHOLE);
    sound(&source);
    assert!(told(&source.replace("比例: 34%, ", "")).iter().any(|line| line.contains("不比上一等次低")));
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let process = WHOLE.replace("    合成: 按占比\n", "    合成: 按占比\n    过程: {上半年: 50%, 全年: 50%}\n");
    let told_of = told(&process);
    assert!(told_of.iter().any(|line| line.contains("“静态”在按过程计分的“经济”里")), "{told_of:#?}");
    let signs = WHOLE.replace(
        "最多: 3, 佐证: 必须}\n",
        "取最高: 荣誉}\n扣分:\n  - {项: 通报, 条款: 第二条, 分值: 1, 取最高: 荣誉}\n",
    );
    let told_of = told(&signs);
    assert!(told_of.iter().any(|line| line.contains("既有加分又有扣分")), "{told_of:#?}");
}
