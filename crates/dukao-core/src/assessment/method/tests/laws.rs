//! What holds for every class: order does not matter, more of a good thing never costs, points stay inside their caps.

use proptest::prelude::*;

use super::{Case, case};
use crate::number::{Number, Rational};

/// Every method that looks at one figure or two, with the column of the figure and the number of columns.
fn all() -> Vec<(Case, usize)> {
    [
        ("完成率", "上限: 120%", 2),
        ("门槛完成率", "起点: 80%, 上限: 150%", 2),
        ("封顶完成率", "上限: 120%", 2),
        ("达标得分", "", 2),
        ("超额加分", "每超一点: 0.5, 最多加: 10", 2),
        ("增减计分", "每高一点: 0.1, 每低一点: 0.3, 最多加: 3", 2),
        ("达标起步", "每高一点: 0.2, 最低分: 不限", 2),
        ("分段增减", "分段: {100%: 0.2, 130%: 0.1}, 每低一点: 0.1, 最多加: 10", 2),
        ("累进比均值", "最低分: 不限", 1),
        ("累进比均值", "基准: 给定", 2),
        ("累进比上年", "差距: 数值, 除数: [60, 80]", 2),
        ("功效系数", "", 1),
        ("定点功效系数", "满意值: 90, 不允许值: 10, 最低分: 不限", 1),
        ("指数功效", "", 1),
        ("名次递减", "", 1),
        ("名次分档", "档: {1-2: 7, 3: 5}", 1),
        ("名次奖分", "各名次: [4, 3, 2, 1]", 1),
        ("比面上增减", "每: 3, 计分: 0.1, 零头: 舍去, 参照: 同类平均", 1),
        ("达标加名次", "达标占: 40%", 2),
        ("进步得分", "满分进步: 30", 2),
        ("公式", "公式: 名次(实绩) + 同类最大(实绩) + 同类平均(实绩) × 2 + 实绩, 最低分: 不限", 1),
    ]
    .into_iter()
    .map(|(name, parameters, columns)| (case(name, "20", parameters), columns))
    .collect()
}

fn classes() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((-60_i64..160, 1_i64..120), 1..7)
}

fn rows(class: &[(i64, i64)], columns: usize) -> Vec<Vec<i64>> {
    class.iter().map(|(actual, other)| [*actual, *other][..columns].to_vec()).collect()
}

proptest! {
    /// The order of the units never changes a score.
    #[test]
    fn order_does_not_matter(class in classes(), turn in 0_usize..7) {
        for (case, columns) in all() {
            for case in [case.clone(), case.lower()] {
                let mut rows = rows(&class, columns);
                let mut points = case.values(&rows);
                let by = turn % rows.len();
                rows.rotate_left(by);
                rows.reverse();
                points.rotate_left(by);
                points.reverse();
                prop_assert_eq!(case.values(&rows), points);
            }
        }
    }

    /// More of a good thing never lowers a score; of a bad thing it never raises one.
    #[test]
    fn more_of_a_good_thing_never_costs(class in classes(), unit in 0_usize..7, more in 1_i64..80) {
        for (case, columns) in all() {
            if case.method.spec().name == "公式" {
                continue;
            }
            let unit = unit % class.len();
            let before = rows(&class, columns);
            let mut after = before.clone();
            after[unit][0] += more;
            let (low, high) = (case.values(&before), case.values(&after));
            prop_assert!(low[unit] <= high[unit], "{} {before:?} {after:?}", case.method.spec().name);
            let turned = case.lower();
            let (high, low) = (turned.values(&before), turned.values(&after));
            if let (Some(low), Some(high)) = (&low[unit], &high[unit]) {
                prop_assert!(low <= high, "{} {before:?} {after:?}", turned.method.spec().name);
            }
        }
    }

    /// Points stay between zero and the most that the rule gives.
    #[test]
    fn points_stay_inside_their_caps(class in classes()) {
        for (case, columns) in all() {
            let most = match case.method.spec().name {
                "完成率" | "封顶完成率" => 24,
                "门槛完成率" | "超额加分" | "分段增减" => 30,
                "增减计分" => 23,
                "达标得分" | "功效系数" | "指数功效" | "名次递减" | "达标加名次" | "进步得分" => 20,
                "名次分档" => 7,
                "名次奖分" => 4,
                _ => continue,
            };
            for points in case.values(&rows(&class, columns)).into_iter().flatten() {
                prop_assert!(points.signum() >= 0 && points <= Rational::integer(most), "{points:?}");
            }
        }
    }
}
