//! Wrong mapping files, and tables that do not fit theirs, as the user sees them.

use dukao_office::batch::Nothing;
use dukao_office::{mapping, text};
use proptest::prelude::*;

use crate::support::{csv, said};

/// Mistakes of the mapping file itself, with carets.
fn carets(source: &str) -> String {
    let (mapping, problems) = mapping::parse(source);
    assert!(mapping.is_none(), "accepted");
    text::render("映射.yaml", source, &problems)
}

fn applied(source: &str, table: &str) -> String {
    let outcome = mapping::read("映射.yaml", source, &csv("表.csv", table), &Nothing::default());
    assert!(!outcome.is_clean(), "accepted");
    said(&outcome)
}

const GOOD: &str = "映射: 甲市投资\n地区: 甲市\n期间: 2020-04\n单位: {列: 单位, 类别: {列: 级别, 县区: 区县}}\n指标: {列: 项目, 投资: {计量单位: 亿元, 数值类型: 流量}}\n列: {完成: 累计, 增长: 累计增速, 计划: 目标}\n合计关系:\n  - {合计: 全市, 划分: 按县区, 分项: [县区]}\n";

#[test]
fn the_file_itself() {
    insta::assert_snapshot!(carets(
        "映身: 甲\n期间: 七月\n表头: 一\n数据行: 5-2\n单位: {列名: 单位, 类别: 县曲}\n指标: {列: 项目, 投资: {计量单位: 万, 数值类型: 流水, 小数位: 9}}\n列:\n  完成: 累记\n  计划: {数据项: 阶段目标}\n  其他: {数据项: 累计, 期间: {列: 时间, 行: 2}}\n合计关系:\n  - {合计: 全市, 分项: [县区]}\n快慢: 快\n"
    ));
}

#[test]
fn columns_without_indicator_or_period() {
    insta::assert_snapshot!(carets(
        "映射: 甲\n列:\n  完成: 累计\n  计划: {数据项: 目标, 指标: 投资}\n期间列: {目标: [1月], 当月: [1月, 甲]}\n"
    ));
    insta::assert_snapshot!("no_columns", carets("映射: 甲\n"));
}

#[test]
fn columns_that_are_not_there() {
    insta::assert_snapshot!(applied(GOOD, "单位,类别,项目,完成数,增长,增长\n甲县,县区,投资,1,2,3\n"));
}

#[test]
fn a_misspelt_column_to_leave_out() {
    let source = GOOD.replace("列: {完成", "忽略: [备往, 类别]\n列: {完成");
    insta::assert_snapshot!(applied(&source, "单位,级别,项目,完成,增长,计划,备注\n甲县,县区,投资,1,2,3,无\n"));
}

#[test]
fn cells_that_are_wrong() {
    insta::assert_snapshot!(applied(
        GOOD,
        "单位,级别,项目,完成,增长,计划\n全市,合计,投资,3,2,10\n甲县,县区,投资,\"1,2\",3亿元,约5\n乙县,县去,投资,1,2,3\n丙县,县区,投次,完成,1,\n丙县,县区,投资,5户,1,5\n丙县,县区,投资,6,不可比,6\n丙县,县区,投资,7,1,7\n"
    ));
}

#[test]
fn sums_that_mean_nothing() {
    insta::assert_snapshot!(applied(
        &GOOD.replace("分项: [县区]", "分项: [县去, 丁县]").replace("合计: 全市", "合计: 全郡"),
        "单位,级别,项目,完成,增长,计划\n全市,合计,投资,3,2,10\n甲县,县区,投资,1,3,5\n乙县,县区,投资,1,2,3\n"
    ));
}

#[test]
fn indicators_that_cannot_be_parts() {
    let source = "\
映射: 甲市经济
地区: 甲市
期间: 2020-06
计量单位: {列: 单位}
指标: {列: 指标}
指标缺省: {数值类型: 流量}
列: {累计: 累计}
合计关系:
  - {划分: 按产业, 分项指标: [一产, 二产]}
  - {指标: 总值, 划分: 按产业, 分项指标: [一产, 二厂, 总值, 户数, 一产, 增长率]}
  - {指标: 总值, 划分: 一项, 分项指标: [一产]}
  - {指标: 总值, 划分: 混写, 合计: 甲市, 分项指标: [一产, 二产]}
";
    let table = "指标,单位,累计\n总值,亿元,10\n一产,亿元,4\n二产,万元,60000\n户数,户,3\n增长率,%,3\n";
    insta::assert_snapshot!(applied(source, table));
    let rest = source.replace("  - {划分: 按产业, 分项指标: [一产, 二产]}\n", "").replace(", 合计: 甲市", "");
    insta::assert_snapshot!("indicators_of_another_kind", applied(&rest, table));
}

#[test]
fn unknown_sheet_unit_and_kind() {
    insta::assert_snapshot!(applied("映射: 甲\n工作表: 附表\n期间: 2020\n指标: 投资\n列: {完成: 累计}\n", "完成\n1\n"));
    insta::assert_snapshot!(
        "unknown_region",
        applied("映射: 甲\n期间: 2020\n指标: 投资\n列: {完成: 累计}\n", "完成\n1\n")
    );
    insta::assert_snapshot!(
        "unknown_unit_of_measure",
        applied(
            "映射: 甲\n地区: 甲市\n期间: 2020\n指标: {名称: 投资, 数值类型: 流量}\n列: {完成: 累计}\n",
            "完成\n1\n2\n"
        )
    );
}

#[test]
fn rows_without_unit_indicator_or_period() {
    insta::assert_snapshot!(applied(
        "映射: 甲\n地区: 甲市\n期间: {列: 时间}\n数据行: 2-4\n单位: {列: 单位}\n指标: {列: 项目}\n指标缺省: {计量单位: 亿元, 数值类型: 流量}\n列: {完成: 累计}\n",
        "时间,单位,项目,完成\n,甲县,投资,1\n2018-07,,投资,2\n2018-08,甲县,,3\n"
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_tables_never_panic(rows in proptest::collection::vec(proptest::collection::vec("[-0-9.,:；×—年月全市县区投资亿元% ]{0,8}|\\PC{0,6}|甲县|县区|投资", 6), 0..6)) {
        let mut table = "单位,级别,项目,完成,增长,计划\n".to_owned();
        for row in &rows {
            table.push_str(&row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(","));
            table.push('\n');
        }
        let _ = mapping::read("映射.yaml", GOOD, &csv("表.csv", &table), &Nothing::default());
    }

    #[test]
    fn damaged_mappings_never_panic(at in 0_usize..300, with in "\\PC{0,3}") {
        let mut source: Vec<char> = GOOD.chars().collect();
        let at = at % source.len();
        source.splice(at..=at, with.chars());
        let source: String = source.into_iter().collect();
        let _ = mapping::read("映射.yaml", &source, &csv("表.csv", "单位,级别,项目,完成,增长,计划\n甲县,县区,投资,1,2,3\n"), &Nothing::default());
    }
}
