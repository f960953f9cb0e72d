//! What holds for every index.

use proptest::prelude::*;

use super::read;

/// A table of random figures.
fn table(rows: &[(String, Vec<i32>)]) -> String {
    let mut text = "单位,一,二,三\n".to_owned();
    for (unit, figures) in rows {
        let figures: Vec<String> = figures.iter().map(|figure| format!("{}.{}", figure / 10, figure % 10)).collect();
        text = text + unit + "," + &figures.join(",") + "\n";
    }
    text
}

fn indices(source: &str, rows: &[(String, Vec<i32>)]) -> Option<Vec<(String, String, usize)>> {
    let (file, sheet) = read(source, &table(rows));
    let results = file.evaluate(&sheet).ok()?;
    let mut all: Vec<(String, String, usize)> =
        results.units.iter().map(|unit| (unit.unit.clone(), unit.index.to_string(), unit.rank)).collect();
    all.sort();
    Some(all)
}

fn rows() -> impl Strategy<Value = Vec<(String, Vec<i32>)>> {
    proptest::collection::vec(proptest::collection::vec(1_i32..5_000, 3), 4..12)
        .prop_map(|rows| rows.into_iter().enumerate().map(|(at, row)| (format!("单位{at}"), row)).collect())
}

const SOURCES: [&str; 6] = [
    "指数: 甲\n单位列: 单位\n赋权: 熵权\n下级: [一, 二, 三]\n",
    "指数: 甲\n单位列: 单位\n赋权: CRITIC\n下级: [一, {指标: 二, 方向: 越低越好}, 三]\n",
    "指数: 甲\n单位列: 单位\n标准化: {方法: 标准分, 标准差: 样本}\n赋权: 变异系数\n下级: [一, 二, 三]\n",
    "指数: 甲\n单位列: 单位\n标准化: 向量\n赋权: 标准差\n合成: TOPSIS\n下级: [一, 二, 三]\n",
    "指数: 甲\n单位列: 单位\n标准化: {方法: 极差, 区间: [1, 100]}\n赋权: 等权\n合成: 几何\n下级: [一, 二, 三]\n",
    "指数: 甲\n单位列: 单位\n标准化: {方法: 百分位, 算法: 居中}\n赋权: 等权\n下级: [一, 二, 三]\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_order_of_units_changes_nothing(rows in rows(), turn in 0_usize..12) {
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        turned.swap(0, 1);
        for source in SOURCES {
            prop_assert_eq!(indices(source, &rows), indices(source, &turned), "{}", source);
        }
    }

    #[test]
    fn more_of_a_good_thing_never_lowers_an_index_between_posts(rows in rows(), more in 1_i32..2_000, column in 0_usize..3) {
        let source = "指数: 甲\n单位列: 单位\n标准化: {方法: 固定上下限, 下限: 0, 上限: 400, 超出: 截断}\n下级: [{指标: 一, 权重: 0.5}, {指标: 二, 权重: 0.3}, {指标: 三, 权重: 0.2}]\n";
        let mut better = rows.clone();
        better[0].1[column] += more;
        let (before, after) = (indices(source, &rows).unwrap(), indices(source, &better).unwrap());
        let figure = |all: &[(String, String, usize)]| all[0].1.parse::<f64>().unwrap();
        prop_assert!(figure(&after) >= figure(&before));
        prop_assert!(after[0].2 <= before[0].2);
        prop_assert!(figure(&after) <= 1.0);
    }

    #[test]
    fn min_max_does_not_hang_on_the_unit_of_measure(rows in rows()) {
        let source = "指数: 甲\n单位列: 单位\n赋权: 等权\n下级: [一, 二, 三]\n";
        let scaled: Vec<(String, Vec<i32>)> =
            rows.iter().map(|(unit, row)| (unit.clone(), vec![row[0] * 1000, row[1], row[2]])).collect();
        match (indices(source, &rows), indices(source, &scaled)) {
            (Some(one), Some(other)) => for (one, other) in one.iter().zip(&other) {
                let figure = |text: &str| text.parse::<f64>().unwrap();
                prop_assert!((figure(&one.1) - figure(&other.1)).abs() <= 1e-11);
            },
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    #[test]
    fn no_text_makes_it_panic(source in "(指数|下级|单位列|标准化|赋权|: |\n|- |\\[|\\]|\\{|\\}|, |极差|甲|1/3| ){0,40}") {
        let _whatever = crate::index::parse("甲.yaml", &source);
    }
}
