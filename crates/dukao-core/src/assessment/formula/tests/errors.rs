//! Every mistake of a formula at its character, all in one pass.

use crate::assessment::formula::{DEEPEST, FUNCTIONS, Formula, Function, LONGEST, MOST_SIGNS, is_name};
use crate::number::{Number, Rational};

fn read(text: &str) -> Vec<(usize, usize, String, String)> {
    let inputs = ["实绩".to_owned(), "目标".to_owned()];
    let constants = [("档距".to_owned(), Rational::integer(5)), ("无".to_owned(), Rational::integer(0))];
    match Formula::read(text, &inputs, &constants) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(|error| (error.at, error.length, error.message, error.hint)).collect(),
    }
}

/// Where each mistake is and what it is.
fn places(text: &str) -> Vec<(usize, usize, String)> {
    read(text).into_iter().map(|(at, length, message, _)| (at, length, message)).collect()
}

#[track_caller]
fn check(text: &str, wanted: &[(usize, usize, &str)]) {
    let wanted: Vec<_> = wanted.iter().map(|(at, length, message)| (*at, *length, (*message).to_owned())).collect();
    assert_eq!(places(text), wanted, "{text}");
}

#[track_caller]
fn hint(text: &str, wanted: &str) {
    assert_eq!(read(text).first().unwrap().3, wanted, "{text}");
}

#[test]
fn names_that_are_not_known() {
    check("满分 × 实际 ÷ 目标", &[(5, 2, "没有“实际”这个数")]);
    hint("满分 × 实际 ÷ 目标", "是不是“实绩”？");
    hint("完成 + 实绩", "可用：实绩、目标、档距、无、满分");
    hint("甲且乙", "“且”“或”“非”的两边要留空格");
    check("最小(实绩, 1)", &[(0, 9, "没有“最小”这个函数")]);
    hint("最小(实绩, 1)", "是不是“最小值”？");
    assert!(read("foo(实绩)")[0].3.starts_with("可用：如果、最小值"), "{:?}", read("foo(实绩)"));
    check("取整 + 1", &[(0, 2, "“取整”后面缺少括号")]);
    hint("取整 + 1", "写成 取整(甲)");
    check("名次(实际)", &[(3, 2, "没有“实际”这个数据")]);
    check("名次(档距)", &[(3, 2, "没有“档距”这个数据")]);
    check("同类平均(实绩 + 1)", &[(5, 6, "括号里只能是一个数据的名称")]);
}

#[test]
fn signs_and_numbers() {
    check("实绩 ^ 2", &[(3, 1, "公式里不能有“^”"), (5, 1, "前面缺少运算符号")]);
    hint("实绩 ^ 2", "没有乘方，用连乘");
    hint("实绩 × [1]", "只用圆括号");
    hint("实绩 %", "百分号紧跟在数后面，如 80%");
    hint("实绩 ; 1", "可用 + − × ÷ ( ) , ≥ ≤ > < = ≠ 且 或 非");
    check("1.2.3 × 实绩", &[(0, 5, "“1.2.3”不是数")]);
    check("99999999999999999999 + 1.2.3%", &[(0, 20, "“99999999999999999999”不是数"), (23, 5, "“1.2.3”不是数")]);
    check("实绩 × 5亿元", &[(6, 2, "前面缺少运算符号")]);
}

#[test]
fn brackets() {
    check("(实绩 + 1", &[(0, 1, "这个左括号没有右括号")]);
    check("最小值(实绩, 1", &[(3, 1, "这个左括号没有右括号")]);
    check("实绩 + 1)", &[(6, 1, "多了一个右括号")]);
    check("实绩 + 1) × 2)", &[(6, 1, "多了一个右括号"), (11, 1, "多了一个右括号")]);
    check("实绩 + 1) × 实际", &[(6, 1, "多了一个右括号")]);
    check("实绩, 1", &[(2, 1, "这里不能有逗号")]);
    check("()", &[(0, 2, "括号里没有内容")]);
    check("(实绩, 1) + 1", &[(0, 7, "括号里只能有一个式子")]);
    check("(实绩 1)", &[(4, 1, "前面缺少运算符号或逗号")]);
    check("最小值(实绩 1)", &[(7, 1, "前面缺少运算符号或逗号")]);
    check("实绩 目标", &[(3, 2, "前面缺少运算符号")]);
    check("2(实绩)", &[(1, 1, "前面缺少运算符号")]);
}

#[test]
fn what_is_missing() {
    check("", &[(0, 0, "公式是空的")]);
    check("  ", &[(0, 0, "公式是空的")]);
    check("？", &[(0, 1, "公式里不能有“?”")]);
    check("实绩 +", &[(4, 0, "公式没有写完")]);
    check("实绩 + × 2", &[(5, 1, "这里应是数、名称或括号")]);
    check("最小值(, 1)", &[(4, 1, "这里应是数、名称或括号")]);
    check("最小值(1, )", &[(7, 1, "这里应是数、名称或括号")]);
}

#[test]
fn numbers_of_arguments() {
    check("如果(实绩 > 1, 2)", &[(0, 13, "“如果”的括号里要3个数，写了2个")]);
    check("最小值()", &[(0, 5, "“最小值”的括号里要至少1个数，写了0个")]);
    check("取整(实绩, 1)", &[(0, 9, "“取整”的括号里要1个数，写了2个")]);
    check("取整(实际, 1)", &[(0, 9, "“取整”的括号里要1个数，写了2个"), (3, 2, "没有“实际”这个数")]);
    check("四舍五入(实绩, 13)", &[(9, 2, "位数应是0到12的整数")]);
    check("四舍五入(实绩, 1.5)", &[(9, 3, "位数应是0到12的整数")]);
    check("四舍五入(实绩, 目标)", &[(9, 2, "位数应是0到12的整数")]);
    check("四舍五入(实绩, 12)", &[]);
}

#[test]
fn conditions_and_numbers() {
    check("如果(实绩, 1, 0)", &[(3, 2, "这里应是条件，写的是数")]);
    check("实绩 > 1", &[(0, 6, "这里应是数，写的是条件")]);
    check("1 + (实绩 > 1)", &[(4, 8, "这里应是数，写的是条件")]);
    check("如果(1 且 实绩 > 1, 1, 0)", &[(3, 1, "这里应是条件，写的是数")]);
    check("如果(非 实绩, 1, 0)", &[(5, 2, "这里应是条件，写的是数")]);
    check("如果(1 < 实绩 < 3, 1, 0)", &[(10, 1, "不能连着比较")]);
    check("如果(1 < 实绩 < 3 < 4, 1, 0)", &[(10, 1, "不能连着比较"), (14, 1, "不能连着比较")]);
    check("非 (实绩 > 1)", &[(0, 10, "这里应是数，写的是条件")]);
}

#[test]
fn divisors_that_are_always_zero() {
    check("实绩 ÷ 0", &[(5, 1, "除数是零")]);
    check("实绩 ÷ (1 − 1)", &[(5, 7, "除数是零")]);
    check("实绩 ÷ 无", &[(5, 1, "除数是零")]);
    check("实绩 ÷ (档距 × 无 + 2 ÷ 2 − 1)", &[(5, 20, "除数是零")]);
    check("实绩 ÷ (-5 + 档距)", &[(5, 9, "除数是零")]);
    check("实绩 ÷ (5 + 档距)", &[]);
    check("实绩 ÷ (实绩 − 实绩)", &[]);
}

#[test]
fn all_mistakes_in_one_pass() {
    let text = "满分 * 实际 / 目表 + 最小(1, 实绩 ? 2) + 四舍五入(实绩) + (1";
    let found: Vec<usize> = places(text).iter().map(|(at, ..)| *at).collect();
    assert_eq!(found, [5, 10, 15, 24, 26, 31, 42], "{:?}", places(text));
}

#[test]
fn limits() {
    let long = format!("实绩{}", " ".repeat(LONGEST - 2));
    check(&long, &[]);
    assert_eq!(places(&format!("{long}  ")), [(LONGEST, 2, "公式有2002个字，最多2000个".to_owned())]);
    let many = |count: usize| format!("实绩{}", "+1".repeat(count));
    check(&many(MOST_SIGNS / 2 - 1), &[]);
    assert_eq!(places(&many(MOST_SIGNS / 2)).len(), 1);
    assert_eq!(places(&many(MOST_SIGNS / 2))[0].2, "公式太复杂，数、名称和符号最多500个");
    let deep = |depth: usize| format!("{}实绩{}", "(".repeat(depth), ")".repeat(depth));
    check(&deep(DEEPEST - 1), &[]);
    check(&deep(DEEPEST), &[(DEEPEST, 1, "括号套得太深，最多40层")]);
    assert_eq!(places(&format!("{}实绩", "−".repeat(400))), []);
}

#[test]
fn names_of_figures() {
    for name in ["实绩", "GDP", "甲_1", "_x", "或有债务"] {
        assert!(is_name(name), "{name}");
    }
    for name in ["", "满分", "取整", "且", "1甲", "甲 乙", "甲.乙", "甲+乙", "ＧＤＰ"] {
        assert!(!is_name(name), "{name}");
    }
}

#[test]
fn functions_are_written_as_they_are_named() {
    for (function, name, written, about) in FUNCTIONS {
        assert_eq!(Function::named(name), Some(*function));
        assert_eq!(function.written(), *written);
        assert!(written.starts_with(name) && !about.is_empty());
    }
    assert_eq!(Function::named("循环"), None);
}
