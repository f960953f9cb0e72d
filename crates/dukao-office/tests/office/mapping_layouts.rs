//! Made-up layouts of the kinds offices publish: one test each, everything read in one snapshot.

use dukao_office::batch::{Known, Nothing};
use dukao_office::grid::{self, Book};
use dukao_office::mapping;
use rust_xlsxwriter::{Format, Workbook};

use crate::mapping_cases::told;
use crate::support::{csv, said};

/// What comes in, and what is said about it.
fn read_known(source: &str, book: &Book, known: &dyn Known) -> String {
    let outcome = mapping::read("映射.yaml", source, book, known);
    let said = said(&outcome);
    assert!(outcome.is_clean(), "{said}");
    if said.is_empty() { told(&outcome.batch) } else { format!("{}\n--\n{said}", told(&outcome.batch)) }
}

fn read(source: &str, book: &Book) -> String {
    read_known(source, book, &Nothing::default())
}

/// A fiscal bulletin: merged title and heads, month and cumulative in one sheet, short and over, ranks.
fn fiscal_bulletin() -> Book {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("附表1").unwrap();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 8, "云栖市2019年5月一般公共预算收入完成情况", &plain).unwrap();
    sheet.merge_range(1, 0, 1, 8, "单位：万元", &plain).unwrap();
    sheet.merge_range(2, 0, 3, 0, "县  区", &plain).unwrap();
    sheet.merge_range(2, 1, 3, 1, "年初预算", &plain).unwrap();
    sheet.merge_range(2, 2, 2, 3, "本月", &plain).unwrap();
    sheet.merge_range(2, 4, 2, 7, "累计", &plain).unwrap();
    sheet.merge_range(2, 8, 3, 8, "备注", &plain).unwrap();
    for (column, head) in
        [(2, "完成数"), (3, "同比（%）"), (4, "完成数"), (5, "占预算（%）"), (6, "同比（%）"), (7, "短收（-）超收")]
    {
        sheet.write(3, column, head).unwrap();
    }
    for (row, (name, numbers)) in [
        ("全市合计", [120_000.0, 9_876.5, 3.2, 50_123.0, 41.8, -1.5, 123.0]),
        ("市 本 级", [60_000.0, 4_000.1, -2.0, 25_000.0, 41.7, 0.3, 0.0]),
        ("东岭县", [60_000.0, 5_876.4, 7.1, 25_123.0, 41.9, -3.2, 123.0]),
    ]
    .into_iter()
    .enumerate()
    {
        let row = u32::try_from(row).unwrap() + 4;
        sheet.write(row, 0, name).unwrap();
        for (column, number) in numbers.into_iter().enumerate() {
            sheet.write(row, u16::try_from(column).unwrap() + 1, number).unwrap();
        }
    }
    sheet.write(7, 0, "注：短收以负数表示。").unwrap();
    grid::open("财政.xlsx", &book.save_to_buffer().unwrap()).unwrap()
}

#[test]
fn month_and_cumulative_under_merged_heads() {
    let source = "\
映射: 云栖市2019年5月一般公共预算收入
地区: 云栖市
期间: 2019-05
单位: {列: 县区, 合计: [全市合计]}
指标: {名称: 一般公共预算收入, 数值类型: 流量, 小数位: 0}
列:
  年初预算: 目标
  本月/完成数: 当月
  本月/同比: 当月增速
  累计/完成数: 累计
  占预算: 完成率
  累计/同比: 累计增速
  短收（-）超收: 短收超收
忽略: [备注]
合计关系:
  - {合计: 全市合计, 划分: 按级次, 分项: [市本级, 区县]}
";
    insta::assert_snapshot!(read(source, &fiscal_bulletin()));
}

#[test]
fn months_across() {
    let book = csv(
        "逐月.csv",
        "各镇固定资产投资,,,,\n（单位：万元）,,,,\n镇街,1-2月,3月,4月,全年计划\n白沙镇,300,\"1,200\",,9000\n青石街道,—,80,×,700\n合计,300,1280,450,9700\n",
    );
    let source = "\
映射: 柳溪区2020年逐月投资
地区: {名称: 柳溪区, 类别: 区县}
年度: 2020
单位: {列: 镇街}
指标: {名称: 固定资产投资, 数值类型: 流量}
期间列: {当月: [1-2月, 3月, 4月]}
列:
  全年计划: {数据项: 目标}
";
    insta::assert_snapshot!(read(source, &book));
}

#[test]
fn indicators_down() {
    let book = csv(
        "主要指标.csv",
        "栖梧县2021年1—6月主要经济指标,,,,\n指标名称,计量单位,本月,本月止累计,累计增长%\n一、地区生产总值,亿元,,210.45,8.1\n  其中：第一产业,亿元,,30.10,5.0\n二、规模以上工业增加值增长率,%,,9.6,—\n三、城镇新增就业,万人,0.12,0.80,\n四、新增企业,户,35,210,不可比\n五、空气优良天数比例,%,,92.3,1.1个百分点\n注：地区生产总值按可比价计算增速。,,,,\n",
    );
    let source = "\
映射: 栖梧县2021年上半年主要指标
地区: 栖梧县
期间: 2021-06
计量单位: {列: 计量单位}
指标: {列: 指标名称}
指标缺省: {数值类型: 流量, 小数位: 2}
列:
  本月: 当月
  本月止累计: 累计
  累计增长: 累计增速
";
    insta::assert_snapshot!(read(source, &book));
}

#[test]
fn growth_and_ranks_with_units_in_heads() {
    let book = csv(
        "社零.csv",
        "地区,总额（亿元）,增长（%）,位次,上年位次,对增长的拉动（百分点）\n全市,\"1,204.6\",9.1,,,\n南浦区,410.2,8.8,第3位,2,3.0\n北浦区,394.4,9.6,1,并列3,3.1\n江湾县,400.0,9.6,1,1,3.0\n",
    );
    let source = "\
映射: 澄江市2018年1—11月社会消费品零售总额
地区: 澄江市
期间: 2018年1—11月
单位: {列: 地区, 类别: 区县}
指标: {名称: 社会消费品零售总额, 数值类型: 流量, 价格: 现价}
列: {总额: 累计, 增长: 累计增速, 位次: 位次, 上年位次: 上年位次}
忽略: [对增长的拉动]
";
    insta::assert_snapshot!(read(source, &book));
}

#[test]
fn units_across() {
    let book = csv("横表.csv", "指标,单位,青石街道,白沙镇,合计\n财政收入,万元,120.5,80,200.5\n新开工项目,个,3,2,5\n");
    let source = "\
映射: 柳溪区2020年3月街镇情况
地区: {名称: 柳溪区, 类别: 区县}
期间: 2020-03
计量单位: {列: 单位}
指标:
  列: 指标
  财政收入: {数值类型: 流量}
  新开工项目: {数值类型: 计数}
列:
  青石街道: {数据项: 累计, 单位: 青石街道}
  白沙镇: {数据项: 累计, 单位: 白沙镇}
  合计: {数据项: 累计, 单位: 合计}
合计关系:
  - {合计: 合计, 划分: 按街镇, 分项: [青石街道, 白沙镇]}
";
    insta::assert_snapshot!(read(source, &book));
}

#[test]
fn several_periods_and_stages_in_one_table() {
    let book = csv(
        "项目.csv",
        "时间,片,年度计划（亿元）,争取（亿元）,阶段,阶段计划（万元）,完成（亿元）,完成阶段计划\n2018年一季度,全县,12,13,一季度,\"20,000\",2.1,105%\n2018年一季度,东片,7,,一季度,11000,1.2,109.1%\n2018年一季度,西片,5,,一季度,9000,0.9,100%\n2018年上半年,全县,12,13,上半年,55000,5.4,98.2%\n",
    );
    let source = "\
映射: 栖梧县2018年重点项目
地区: 栖梧县
期间: {列: 时间}
单位: {列: 片, 类别: 其他}
指标: {名称: 重点项目投资, 计量单位: 亿元, 数值类型: 流量}
列:
  年度计划: 目标
  争取: 争取
  阶段计划: {数据项: 阶段目标, 阶段: {列: 阶段}}
  完成: 累计
  完成阶段计划: 阶段完成率
";
    insta::assert_snapshot!(read(source, &book));
}

#[test]
fn three_levels_of_sums() {
    let book = csv(
        "三级.csv",
        "单位,层级,完成数,增减额\n全市,合计,100,5\n市本级,本级,40,3\n其中：市直,市直,25,2\n高新区,市直,15,1\n甲县,县区,35,1\n乙县,县区,25,1\n",
    );
    let source = "\
映射: 云栖市2019年三级合计
地区: 云栖市
期间: 2019年
计量单位: 亿元
单位:
  列: 单位
  类别: {列: 层级, 本级: 本级, 市直: 其他, 县区: 区县, 合计: 市}
指标: {名称: 税收收入, 数值类型: 流量}
列: {完成数: 累计, 增减额: 增减额}
合计关系:
  - {合计: 全市, 划分: 按级次, 分项: [本级, 县区]}
  - {合计: 市本级, 划分: 本级内部, 分项: [市直]}
";
    insta::assert_snapshot!(read(source, &book));
}

#[test]
fn two_head_rows_in_a_csv_and_repeated_heads() {
    let (gbk, _, _) = encoding_rs::GB18030
        .encode("单位,财政收入,,用电量,\n,完成,增长%,完成,增长%\n甲县,12.5,-3,800,4\n乙县,8,2,700,\n");
    let book = grid::open("两级.csv", &gbk).unwrap();
    let source = "\
映射: 云栖市2019年8月两项指标
地区: 云栖市
期间: 2019-08
单位: {列: 单位, 类别: 兄弟区县}
列:
  财政收入/完成: {指标: {名称: 财政收入, 计量单位: 亿元, 数值类型: 流量}, 数据项: 累计}
  C列: {指标: 财政收入, 数据项: 累计增速}
  用电量/完成: {指标: {名称: 用电量, 计量单位: 万千瓦时, 数值类型: 流量}, 数据项: 累计}
  用电量/增长: {指标: 用电量, 数据项: 累计增速}
";
    insta::assert_snapshot!(read(source, &book));
}

#[test]
fn data_rows_given_by_number() {
    let book = csv("分段.csv", "单位,完成\n甲县,1\n\n乙县,2\n\n（以上为上半年）,\n丙县,3\n");
    let source = |rows: &str| {
        format!(
            "映射: 分段\n地区: 云栖市\n期间: 2019-06\n{rows}单位: {{列: 单位}}\n指标: {{名称: 投资, 计量单位: 亿元, 数值类型: 流量}}\n列: {{完成: 累计}}\n"
        )
    };
    insta::assert_snapshot!("data_rows_by_default", read(&source(""), &book));
    insta::assert_snapshot!("data_rows_given", read(&source("数据行: 2-4\n"), &book));
}

#[test]
fn streets_towns_and_rows_by_number() {
    let book = csv(
        "街镇.csv",
        "类型,名称,指标,本年\n街镇,青石街道,投资,1\n街镇,青石街道,其中：一产,0.5\n街镇,白沙镇,用电,3\n街镇,白沙镇,其中：一产,2\n",
    );
    let source = "\
映射: 柳溪区街镇
地区: {名称: 柳溪区, 类别: 区县}
期间: 2020-03
单位: {列: 名称, 类别: {列: 类型, 街镇: 街道}}
指标缺省: {数值类型: 流量}
指标:
  列: 指标
  投资: {计量单位: 亿元}
  用电: {计量单位: 万千瓦时}
  3行: {名称: 一产投资, 计量单位: 亿元}
  5行: {名称: 一产用电, 计量单位: 万千瓦时}
列: {本年: 累计}
";
    insta::assert_snapshot!(read(source, &book));
}

#[test]
fn blank_cells_that_mean_the_cell_above() {
    let book = csv(
        "项目.csv",
        "时间,单位,完成（亿元）\n一季度,全市合计,3\n,甲县①,1\n,乙县,2\n上半年,全市合计,7\n,甲县,3\n,乙县,4\n\n注：完成数为快报,,\n",
    );
    let source = "\
映射: 云栖市2018年项目
地区: 云栖市
年度: 2018
期间: {列: 时间}
沿用上行: [时间]
单位: {列: 单位}
指标: {名称: 项目投资, 数值类型: 流量}
列: {完成: 累计}
";
    insta::assert_snapshot!(read(source, &book));
}

/// A region that holds the standard tables already.
struct Region {
    organisation: dukao_core::organisation::Organisation,
    framework: dukao_core::framework::Framework,
}

impl Region {
    fn take(outcome: &dukao_office::Outcome) -> Self {
        let mut organisation = dukao_core::organisation::Organisation::default();
        organisation.extend(outcome.batch.units.iter().map(|unit| unit.value.clone()));
        let mut framework = dukao_core::framework::Framework::default();
        outcome.batch.indicators.iter().for_each(|indicator| framework.insert(indicator.value.clone()));
        Self { organisation, framework }
    }
}

impl Known for Region {
    fn organisation(&self) -> &dukao_core::organisation::Organisation {
        &self.organisation
    }
    fn framework(&self, year: i16) -> Option<&dukao_core::framework::Framework> {
        (year == 2020).then_some(&self.framework)
    }
    fn years(&self) -> Vec<i16> {
        vec![2020]
    }
}

#[test]
fn a_region_that_knows_its_units_and_indicators_gets_figures_only() {
    let held = crate::support::read(&[
        (
            "单位.csv",
            "代码,名称,简称,类别,上级,生效日期\nQ0,柳溪区,,区县,,2010-01-01\nS1,青石街道办事处,青石,街道,Q0,2010-01-01\n",
        ),
        ("指标.csv", "年度,代码,分类,名称,计量单位,数值类型,别名\n2020,F01,财税,一般公共预算收入,万元,流量,财政收入\n"),
    ]);
    assert!(held.is_clean());
    let book = csv("财政.csv", "街道,财政收入（亿元）\n青石,0.12\n合计,1.5\n");
    let source = "映射: 街镇财政收入\n期间: 2020-04\n单位: {列: 街道}\n指标: 财政收入\n列: {财政收入: 累计}\n";
    insta::assert_snapshot!(read_known(source, &book, &Region::take(&held)));
}

#[test]
fn a_second_reading_makes_nothing_anew() {
    let book = csv("社零.csv", "地区,总额（亿元）\n全市,12\n南浦区,4\n");
    let source = "映射: 社零\n地区: 澄江市\n期间: 2020-11\n单位: {列: 地区}\n指标: {名称: 社零额, 数值类型: 流量}\n列: {总额: 累计}\n";
    let first = mapping::read("映射.yaml", source, &book, &Nothing::default());
    let second = mapping::read("映射.yaml", source, &book, &Region::take(&first));
    assert_eq!((first.batch.units.len(), first.batch.indicators.len()), (2, 1));
    assert_eq!((second.batch.units.len(), second.batch.indicators.len()), (0, 0));
    assert_eq!(first.batch.observations, second.batch.observations);
}

/// Indicators down, three of which make up the first; the fourth is in another unit of measure.
#[test]
fn indicators_that_make_up_another() {
    let table = "\
栖梧县2021年上半年地区生产总值,,,,
指标,计量单位,上半年,上年同期,可比增长%
一、地区生产总值,亿元,210.45,190.10,8.1
  第一产业增加值,亿元,30.10,28.40,5.0
  第二产业增加值,亿元,95.30,84.60,10.2
  第三产业增加值,万元,850500,771000,6.9
";
    let source = "\
映射: 栖梧县2021年上半年地区生产总值
地区: 栖梧县
期间: 2021年上半年
计量单位: {列: 计量单位}
指标: {列: 指标}
指标缺省: {分类: 经济发展, 数值类型: 流量, 价格: 可比价, 频率: 季}
列:
  上半年: 累计
  上年同期: 上年同期累计
  可比增长: 累计增速
合计关系:
  - {指标: 地区生产总值, 划分: 按产业, 分项指标: [第一产业增加值, 第二产业增加值, 第三产业增加值]}
";
    insta::assert_snapshot!(read(source, &csv("国民经济.csv", table)));
}

/// 短收 and 超收 as two columns of positive amounts; the figure in the book is negative when short.
#[test]
fn short_and_over_as_amounts_of_their_own() {
    let source = "\
映射: 云栖市财政
地区: 云栖市
期间: 2019-06
单位: {列: 县区, 合计: [全市]}
指标: {名称: 财政收入, 数值类型: 流量, 价格: 现价, 小数位: 0}
列: {年初预算: 目标, 累计: 累计, 短收额: 短收, 超收额: 超收, 比上年减收: 减收}
";
    let table = "\
云栖市财政收入,,,,,
单位：万元,,,,,
县区,年初预算,累计,短收额,超收额,比上年减收
全市,1000,480,20,,30
东岭县,400,180,20.0,—,-5
西岭县,300,160,—,10,0
南岭县,300,140,短收10,0,35
北岭县,100,50,0,0,×
";
    insta::assert_snapshot!(read(source, &csv("财政.csv", table)));
}
