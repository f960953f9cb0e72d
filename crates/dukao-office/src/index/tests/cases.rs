//! The cases of `tests/index`, whose figures a script computed from the definitions with forty digits.

use std::path::Path;

use dukao_core::index::Results;

use super::{read, root};
use crate::index::IndexFile;

fn case(folder: &Path) -> (IndexFile, Results, String) {
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let (file, sheet) = read(&text("指数.yaml"), &text("表.csv"));
    let results = file.evaluate(&sheet).unwrap_or_else(|problems| panic!("{}: {problems:#?}", folder.display()));
    (file, results, text("应得.csv"))
}

/// The figure that a line of 应得.csv is about.
fn found(file: &IndexFile, results: &Results, unit: &str, item: &str) -> f64 {
    let node = |name: &str| file.index.nodes.iter().position(|node| node.name == name).unwrap();
    let text = if unit == "权重" {
        results.nodes[node(item)].weight.unwrap().to_string()
    } else if let Some((branch, fact)) = unit.split_once(':') {
        let facts = &results.nodes[node(branch)].facts;
        facts.iter().find(|found| found.name == fact).unwrap().value.to_string()
    } else {
        let unit = results.units.iter().find(|found| found.unit == unit).unwrap();
        if item.is_empty() { unit.index.to_string() } else { unit.values[node(item)].unwrap().to_string() }
    };
    text.parse().unwrap()
}

#[test]
fn figures_computed_elsewhere() {
    let mut count = 0;
    let mut folders: Vec<_> =
        std::fs::read_dir(root().join("tests/index")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let (file, results, expected) = case(folder);
        for line in expected.lines().skip(1) {
            let [unit, item, figure] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let expected: f64 = figure.parse().unwrap();
            let found = found(&file, &results, unit, item);
            let off = (found - expected).abs() / expected.abs().max(1.0);
            assert!(off <= 5e-12, "{} {unit} {item}: {found} is not {expected}", folder.display());
            count += 1;
        }
    }
    assert_eq!((folders.iter().filter(|folder| folder.is_dir()).count(), count), (11, 940));
}

#[test]
fn imputed_figures_are_counted_and_listed() {
    let (file, results, _) = case(&root().join("tests/index/三层极差"));
    let table = std::fs::read_to_string(root().join("tests/index/三层极差/表.csv")).unwrap();
    let blank = table.lines().skip(1).map(|line| line.split(',').skip(3).filter(|cell| cell.is_empty()).count());
    let left_out = results.units.iter().map(|unit| {
        let none = unit.values.iter().zip(&unit.raw).filter(|(value, raw)| value.is_none() && raw.is_some());
        none.count()
    });
    for ((unit, blank), left_out) in results.units.iter().zip(blank).zip(left_out) {
        assert_eq!(unit.imputed + left_out, blank, "{}", unit.unit);
        let marked = unit.raw.iter().flatten().filter(|raw| raw.imputed && raw.written.is_none()).count();
        assert_eq!(marked, unit.imputed);
    }
    assert!(results.units.iter().map(|unit| unit.imputed).sum::<usize>() > 30);
    assert_eq!(file.index.nodes.len(), 1 + 2 + 7 + 49);
}

#[test]
fn places_inside_groups() {
    let source = "指数: 甲\n单位列: 县\n分组列: [片, 类]\n标准化: 不处理\n赋权: 等权\n下级: [数]\n";
    let table = "县,片,类,数\n一,东,大,5\n二,东,小,7\n三,西,大,7\n四,西,小,1\n五,东,大,5\n";
    let (file, sheet) = read(source, table);
    let results = file.evaluate(&sheet).unwrap();
    let places: Vec<String> = results
        .units
        .iter()
        .map(|unit| {
            let groups: Vec<String> =
                unit.groups.iter().map(|group| format!("{}{}/{}", group.group, group.rank, group.units)).collect();
            format!("{}{} {}", unit.unit, unit.rank, groups.join(" "))
        })
        .collect();
    assert_eq!(places, ["一3 东2/3 大2/3", "二1 东1/3 小1/2", "三1 西1/2 大1/3", "四5 西2/2 小2/2", "五3 东2/3 大2/3"]);
    assert_eq!(results.units.iter().map(|unit| unit.tied).collect::<Vec<_>>(), [true, true, true, false, true]);
}

#[test]
fn less_may_be_better_in_the_whole() {
    let source = "指数: 甲\n单位列: 县\n方向: 越低越好\n标准化: 不处理\n赋权: 等权\n下级: [数]\n";
    let (file, sheet) = read(source, "县,数\n一,5\n二,7\n三,1\n");
    let results = file.evaluate(&sheet).unwrap();
    assert!(results.lower_is_better);
    assert_eq!(results.units.iter().map(|unit| unit.rank).collect::<Vec<_>>(), [2, 3, 1]);
}

#[test]
fn places_by_what_is_shown() {
    let source =
        |by: &str| format!("指数: 甲\n单位列: 县\n小数位: 1\n名次按: {by}\n标准化: 不处理\n赋权: 等权\n下级: [数]\n");
    for (by, places) in [("原值", [1, 2, 3]), ("显示值", [1, 1, 3])] {
        let (file, sheet) = read(&source(by), "县,数\n一,5.04\n二,4.96\n三,4.94\n");
        let results = file.evaluate(&sheet).unwrap();
        assert_eq!(results.units.iter().map(|unit| unit.rank).collect::<Vec<_>>(), places, "{by}");
    }
}

#[test]
fn weights_put_together() {
    // Given 0.8 and 0.2, comparisons 1:3 give 0.25 and 0.75.
    let source = |how: &str, shares: [&str; 2]| {
        format!(
            "指数: 甲\n单位列: 县\n赋权:\n  方法: 组合\n  方式: {how}\n  部分:\n    - {{{}方法: 给定}}\n    - {{{}方法: AHP, 判断矩阵: [[1, 1/3], [3, 1]]}}\n下级:\n  - {{指标: 一, 权重: 0.8}}\n  - {{指标: 二, 权重: 0.2}}\n",
            shares[0], shares[1]
        )
    };
    for (source, first) in [
        // 0.6·0.8 + 0.4·0.25 = 0.58; 0.8·0.25 by 0.8·0.25 + 0.2·0.75 = 0.2/0.35.
        (source("加权", ["份额: 0.6, ", "份额: 0.4, "]), 0.58),
        (source("连乘", ["", ""]), 0.2 / 0.35),
    ] {
        let (file, sheet) = read(&source, "县,一,二\n甲县,1,2\n乙县,3,1\n");
        let results = file.evaluate(&sheet).unwrap();
        let weight: f64 = results.nodes[1].weight.unwrap().to_string().parse().unwrap();
        assert!((weight - first).abs() < 1e-11, "{weight}");
    }
}

#[test]
fn tables_as_programs_and_offices_write_them() {
    let source = "指数: 甲\n单位列: 地区\n略去单位: [合计]\n缺失写作: [暂缺]\n缺失: {方法: 定值, 值: 0}\n标准化: 不处理\n赋权: 等权\n下级: [一, 二]\n";
    let table = "某市主要指标,,\n地区,一（万元）,二\n甲县,1.5e-3,12.5%\n乙县,NA,-3%\n丙县,０．２５,暂缺\n丁县,—,4.50%\n合计,9,9%\n注：数据未审定,,\n";
    let (file, sheet) = read(source, table);
    let figures = |column: &str| -> Vec<String> {
        let figures = sheet.table.columns[column].iter();
        figures.map(|figure| figure.as_ref().map_or_else(String::new, ToString::to_string)).collect()
    };
    assert_eq!(sheet.table.units, ["甲县", "乙县", "丙县", "丁县"]);
    assert_eq!(figures("一"), ["1.5e-3", "", "0.25", ""]);
    assert_eq!(figures("二"), ["12.5", "-3", "", "4.50"]);
    assert_eq!(sheet.notes.len(), 1, "{:?}", sheet.notes);
    assert_eq!(file.evaluate(&sheet).unwrap().units[0].index.to_string(), "6.25075");
}

#[test]
fn ten_levels_below_one_another() {
    let mut source = "指数: 深\n单位列: 县\n赋权: 等权\n下级:\n".to_owned();
    for level in 0..9 {
        let indent = "    ".repeat(level);
        source = source + &indent + "  - 名称: 层" + &level.to_string() + "\n" + &indent + "    下级:\n";
    }
    source = source + &"    ".repeat(9) + "  - {指标: 数, 标准化: 不处理}\n";
    let (file, sheet) = read(&source, "县,数\n一,5\n二,7\n");
    let results = file.evaluate(&sheet).unwrap();
    assert_eq!(file.index.nodes.len(), 11);
    assert_eq!(results.units[1].index.to_string(), "7");
}

#[test]
fn a_workbook_gives_the_same_as_text() {
    let source = "指数: 甲\n单位列: 县\n工作表: 数据\n缺失: 均值\n赋权: 等权\n下级: [一, {指标: 二, 方向: 越低越好}]\n";
    let rows: [(&str, Option<f64>, f64); 4] =
        [("甲县", Some(1.25), 30.5), ("乙县", None, 12.0), ("丙县", Some(0.1), 0.3), ("丁县", Some(7.0), 8.75)];
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("封面").unwrap().write_string(0, 0, "县").unwrap();
    let sheet = book.add_worksheet().set_name("数据").unwrap();
    let mut text = "县,一,二\n".to_owned();
    for (column, head) in (0_u16..).zip(["县", "一", "二"]) {
        sheet.write_string(0, column, head).unwrap();
    }
    for (row, (unit, one, two)) in (1_u32..).zip(rows) {
        sheet.write_string(row, 0, unit).unwrap();
        if let Some(one) = one {
            sheet.write_number(row, 1, one).unwrap();
        }
        sheet.write_number(row, 2, two).unwrap();
        text = text + unit + "," + &one.map_or_else(String::new, |one| one.to_string()) + "," + &two.to_string() + "\n";
    }
    let bytes = book.save_to_buffer().unwrap();
    let file = crate::index::parse("指数.yaml", source).unwrap();
    let read = file.read(&crate::grid::open("表.xlsx", &bytes).unwrap()).unwrap();
    let (plain, table) = super::read(&source.replace("工作表: 数据\n", ""), &text);
    assert_eq!(file.evaluate(&read).unwrap(), plain.evaluate(&table).unwrap());
    assert_eq!(read.sheet, "数据");
}
