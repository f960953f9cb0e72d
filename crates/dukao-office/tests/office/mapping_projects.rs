//! A made-up list of projects with stage targets and progress in words, as one-off tables of offices go.

use dukao_office::batch::Nothing;
use dukao_office::mapping;

use crate::mapping_cases::told;
use crate::support::{csv, said};

/// Projects as units, stages of the year in columns, progress in words, the total under another head.
#[test]
fn projects_with_stages_and_a_total_under_another_head() {
    let source = "\
映射: 松川市2021年重点项目
地区: 松川市
期间: 2021年上半年
单位: {列: 项目名称}
指标: {名称: 重点项目投资, 分类: 重点项目, 数值类型: 流量, 小数位: 0}
列:
  年度计划投资: 目标
  一季度末: {数据项: 阶段目标, 阶段: 一季度}
  上半年: {数据项: 阶段目标, 阶段: 上半年}
  截至6月底完成投资: 累计
  占年度计划: 完成率
  形象进度: 进展
忽略: [责任单位, 总投资]
合计关系:
  - {合计: 松川市, 划分: 按项目, 分项: [其他]}
";
    let table = "\
松川市2021年重点项目推进情况表,,,,,,,,
责任单位,项目名称,总投资（万元）,年度计划投资（万元）,阶段目标（万元）,,截至6月底完成投资（万元）,占年度计划（%）,形象进度
,,,,一季度末,上半年,,,
青溪县,环城路改造,52000,12000,2000,6000,6480,54,路基完成80%
青溪县,二水厂扩建,18000,8000,1000,4000,3100,38.8,主体施工
合计,,70000,20000,3000,10000,9580,47.9,
";
    let outcome = mapping::read("映射.yaml", source, &csv("项目.csv", table), &Nothing::default());
    assert_eq!(said(&outcome), "");
    insta::assert_snapshot!(told(&outcome.batch));
}
