//! Wrong workbooks as the user sees them, one per kind of mistake.

use dukao_office::batch::Nothing;
use dukao_office::grid;
use dukao_office::workbook;
use proptest::prelude::*;
use rust_xlsxwriter::{Formula, Workbook};

use crate::support::{read, said};

const UNITS: &str = "代码,名称,类别,上级,生效日期,失效日期,所属分组\nQ0,甲区,区县,,2010-01-01,,\nS1,乙街道,街道,Q0,2010-01-01,,\nS2,丙镇,镇,Q0,2010-01-01,,A1\nA1,丁园区,园区,Q0,2010-01-01,,\n";
const INDICATORS: &str = "年度,代码,分类,名称,计量单位,数值类型\n2018,P01,项目,固定资产投资,亿元,流量\n2018,E02,经济,生产总值增速,%,增速\n2018,H01,民生,保障房开工,套,计数\n2018,M01,项目,大桥通车,项,节点\n";

/// Units and indicators are right; the last file is the one under test.
fn with(name: &str, text: &str) -> String {
    let outcome = read(&[("单位.csv", UNITS), ("指标.csv", INDICATORS), (name, text)]);
    assert!(!outcome.is_clean(), "accepted");
    said(&outcome)
}

fn alone(name: &str, text: &str) -> String {
    let outcome = read(&[(name, text)]);
    assert!(!outcome.is_clean(), "accepted");
    said(&outcome)
}

macro_rules! wrong {
    ($($name:ident: $report:expr;)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!($report);
        }
    )*};
}

wrong! {
    heads_missing_unknown_repeated_unnamed: with("数据.csv", "2018年数据,,,,,\n指标,累记,单位,单位,,期\nP01,1,Q0,Q0,多,2018-07\n");
    no_measure_at_all: with("数据.csv", "指标,期间,单位\nP01,2018-07,Q0\n");
    not_a_standard_table: alone("宽表.csv", "单位,完成数\n甲街道,3\n");
    an_empty_file_of_blanks: alone("空.csv", ",,\n,,\n");
    units: alone("单位.csv", "代码*,名称,类别,上级,生效日期,失效日期,所属分组\nQ0,甲区,区县,,2010-01-01,,\nS1,,街到,Q9,2010-13-01,,A9\nQ0,重区,区县,,2010-01-01,,\nS 2,丙镇,镇,Q0,2010-01-01,2009-01-01,\nX1,丁,街道,X2,2010-01-01,,\nX2,戊,街道,X1,20100101,,Q0\n");
    indicators: {
        let text = "年度,代码,分类,名称,口径,计量单位,数值类型,方向,错月,发布日,小数位,分值,属性,责任单位,协助单位,对应指标\n2018,P01,项目,投资,在地,亿元,流量,越高越好,否,5,2,20,共性,S1,S2；Q0,\n2018,P01,项目,投资二,,亿元,流量,,,,,,,,,\n2018,P02,项目,投资,在地,亿元,流量,,,,,,,,,P09\n18,P03,,投资三,,万,流失,高,对,32,9,二十,共性；特性,S9,S1；S8,\n";
        let outcome = read(&[("单位.csv", UNITS), ("指标.csv", text)]);
        said(&outcome)
    };
    targets: with("目标.csv", "年度,指标,单位,目标类型,确保,争取,计量单位,完成时限,进度方式,进度节点,阶段目标\n2018,P01,,总量,252,260,亿元,,均衡,,\n2018,P01,Q0,总量,1,,,,,,\n2018,P09,,总量,1,,,,,,\n2018,P01,S1,总两,1,,,,,,\n2018,P01,S2,总量,,,,,,,\n2018,H01,S1,总量,5,,亿元,,,,\n2018,E02,S1,增速,12.2,,,,均衡,,\n2018,M01,S1,节点,,,,,,,\n2018,M01,S2,节点,,,,2018-02-30,,,\n2018,H01,S2,总量,5,6户,,,分段,06:0.5；05:1,\n2018,P01,A1,总量,5万元,6亿元,,,自定,1-0.5,前五季度:3；一季度三\n");
    observations: with("数据.csv", "指标,单位,期间,累计,当月,累计增速,位次,计量单位,快慢,数源,进展\nP01,,2018-07,115.25,16.25,-3.6%,3,亿元,快报,申报,\nP01,Q0,2018年7月,115.25,,,,,,,\nP01,Q0,2018-13,1,,,,,,,\nP01,Q0,2018年7月20日,1,,,,,,,\n固定资产投资,乙街道,2018-07,1,,,,,,,\nP01,S1,2019-07,1,,,,,,,\nP01,S1,2018-07,\"1,23\",约3,3亿元,0,户,快,自报,\nM01,S1,2018-07,3,,,,,,,在建\nP01,,2018-08,1.2.3,完成,#DIV/0!,第,,,,\n");
    partitions: with("合计.csv", "指标,合计单位,划分,分项单位\n,Q0,按街镇,S1；S2\nP01,Q0,按街镇,S1；S2\nP01,Q0,按街镇,S2；S1\nP07,Q0,,S1\n,Q9,按园区,A1；S1；S1；Q0\n");
    partitions_by_indicators: with("合计.csv", "指标,合计单位,划分,分项单位,分项指标\nP01,,按类,,P02；H01\n,,按类,,P02；P01\nP01,Q0,按类,,P02；P09；P01；P02\nP01,,单,,P02\nP09,,按类,,P01；P02\n");
    explanations: with("核对说明.csv", "核对编号,状态,说明,责任单位,责任人,说明时间,规则,轻重,指标,单位,期间,问题,当时的数\ngrowth:P01:Q0:2018-07:growth,已说明,,Q0,,,增速与本期、上年同期数不符,矛盾,P01,Q0,2018-07,不符,1/2\na,已改正,好,S9,,昨天,增速不符,错,P01,Q0,2018-13,,\nb,待核实,,S9,,2018-08-20 10:00:00,位次与数值不符,提醒,P01,Q0,2018-07,不符,\nb,待核实,,,,,位次与数值不符,提醒,P01,Q0,2018-07,不符,\n");
    rules_in_rows: with("核对规则.csv", "规则文件,行,内容\n甲.yaml,1,核对规则:\n甲.yaml,2,  - 规则: 增速不符\n甲.yaml,4,    停用: 对\n乙.yaml,1,核对规则:\n乙.yaml,2,  - 规则: 位次与数值不符\n丙.yaml,1,核对规则:\n丙.yaml,二,  - 规则: 位次与数值不符\n,3,x\n");
    mappings_in_rows: with("映射文件.csv", "映射,映射文件,行,内容\n甲表,甲.yaml,1,映射: 乙表\n甲表,甲.yaml,2,期间: 2018-07\n甲表,甲.yaml,3,单位: {列: 单位}\n甲表,甲.yaml,4,\"指标: {名称: 投资, 分类: 项目, 计量单位: 亿元, 数值类型: 流量}\"\n甲表,甲.yaml,5,列: {完成: 累计}\n丙表,丙.yaml,1,映射: 丙表\n丙表,丙.yaml,2,期间: 七月\n");
    filters_in_rows: with("常用筛选.csv", "筛选,参数,值\n欠账,show,behind\n欠账,show,all\n一二三四五六七八九十一二三四五六七八九十一,全部,是\n甲,,behind\n全,全部,是\n");
    rules_without_their_columns: with("核对规则.csv", "规则文件,行\n甲.yaml,1\n");
    the_region_itself_is_unknown: alone("数据.csv", "指标,期间,累计\nP01,2018-07,1\n");
}

#[test]
fn a_workbook_says_its_sheet() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("单位表").unwrap();
    for (column, head) in ["代码*", "名称*", "类别*", "生效日期*", "#旁注"].iter().enumerate() {
        sheet.write(2, u16::try_from(column).unwrap(), *head).unwrap();
    }
    sheet.write(0, 0, "单位一览").unwrap();
    sheet.write_row(3, 0, ["Q0", "甲区", "区县", "2010年1月1日"]).unwrap();
    sheet.write_row(4, 0, ["S1", "乙街道", "街镇", "2010-1-1"]).unwrap();
    sheet.write_formula(5, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(6, 0, "注：以民政部门公布为准").unwrap();
    book.add_worksheet().set_name("说明").unwrap().write(0, 0, "随便写").unwrap();
    let book = grid::open("底表.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    insta::assert_snapshot!(said(&workbook::read(&[book], &Nothing::default())));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_cells_never_panic(cells in proptest::collection::vec(proptest::collection::vec("[-0-9.,:；×—年月P01Q0亿元%#甲 ]{0,8}|\\PC{0,6}", 11), 1..6)) {
        let mut text = "指标,单位,期间,累计,当月,累计增速,位次,计量单位,快慢,数源,进展\n".to_owned();
        for row in &cells {
            let quoted: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&quoted.join(","));
            text.push('\n');
        }
        let _ = read(&[("单位.csv", UNITS), ("指标.csv", INDICATORS), ("数据.csv", &text)]);
    }

    #[test]
    fn random_targets_never_panic(cells in proptest::collection::vec(proptest::collection::vec("[-0-9.,:；×—年月季度前三P01Q0亿元%]{0,8}|2018|P01|总量|分段|自定", 11), 1..6)) {
        let mut text = "年度,指标,单位,目标类型,确保,争取,计量单位,完成时限,进度方式,进度节点,阶段目标\n".to_owned();
        for row in &cells {
            text.push_str(&row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(","));
            text.push('\n');
        }
        let _ = read(&[("单位.csv", UNITS), ("指标.csv", INDICATORS), ("目标.csv", &text)]);
    }
}
