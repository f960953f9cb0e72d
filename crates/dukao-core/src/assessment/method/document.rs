//! What the users' manual says about the methods: the same texts that the product shows.

use std::fmt::Write;

use super::{METHODS, Spec};
use crate::assessment::formula::{DEEPEST, FUNCTIONS, LONGEST, MOST_SIGNS};

const HEAD: &str = "# 计分方法\n\n\
    考核办法的每个计分项写明一种方法：输入是什么数，按什么公式得分，遇到缺报、并列、目标为零怎么办。\n\
    本页由程序里的方法说明写成，与网页显示的文字相同；每个算例都在测试中算过。\n\n\
    各种方法都适用：\n\n\
    - 缺报任何一个输入，这一项没有得分，按办法的“缺报”规定处理；缺报的单位不计入同类的名次、最高、最低和平均。\n\
    - 计算用精确分数，只在显示时四舍五入；名次按未舍入的数排。\n\
    - 名次并列的同名次同分，下一名次顺延（1、2、2、4）。\n\
    - 方向为“越低越好”时，方法按各自的规定反过来算；不能反过来的方法不接受这样的指标。\n\
    - 计分项另有自己的上限和下限，在方法得分之后起作用。\n";

const WHOLES: &str = "\n## 合成\n\n\
    总量与增速、静态与动态的合成（F17）和过程得分（F23）由多个得分合成，写在考核办法里，不是一种方法：\n\n\
    - 按占比合成：Σ 占比 × 各部分得分，占比合计100%。静态100、80、60分，动态60、100、80分，占比40%、60%，得76、92、72分。\n\
    - 过程得分：Σ 占比 × 各时点得分；年度未完时，只用已到的时点，占比按比例放大到100%。\
    80、90、85、95分，占比15%、25%、25%、35%，得89分。\n";

/// The manual of all methods and of the language of formulas, in Markdown.
pub fn document() -> String {
    let mut text = String::from(HEAD);
    text.push_str("\n| 编号 | 方法 | 公式 | 越低越好 |\n|---|---|---|---|\n");
    for spec in METHODS {
        let mirrored = if spec.mirrored { "可以" } else { "不接受" };
        line(
            &mut text,
            format_args!("| {} | [{name}](#{name}) | {} | {mirrored} |", spec.id, cell(spec.formula), name = spec.name),
        );
    }
    for spec in METHODS {
        section(&mut text, spec);
    }
    text.push_str(WHOLES);
    language(&mut text);
    text
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a text cannot fail.
    let _ = text.write_fmt(arguments);
    text.push('\n');
}

/// Without signs that end a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn section(text: &mut String, spec: &Spec) {
    line(text, format_args!("\n## {}\n\n编号 {}。{}", spec.name, spec.id, spec.formula));
    text.push_str("\n| 输入 | 说明 |\n|---|---|\n");
    for input in spec.inputs {
        let many = if input.many { "（可有多个数）" } else { "" };
        line(text, format_args!("| {} | {}{many} |", input.name, cell(input.about)));
    }
    if spec.parameters.is_empty() {
        text.push_str("\n没有参数。\n");
    } else {
        text.push_str("\n| 参数 | 必写 | 说明 |\n|---|---|---|\n");
        for parameter in spec.parameters {
            let required = if parameter.required { "是" } else { "" };
            line(text, format_args!("| {} | {required} | {} |", parameter.name, cell(parameter.about)));
        }
    }
    text.push_str("\n| 情形 | 处理 |\n|---|---|\n");
    for (edge, rule) in spec.edges {
        line(text, format_args!("| {} | {} |", cell(edge), cell(rule)));
    }
    let parameters = match spec.example.parameters {
        "" => "不写参数".to_owned(),
        written => format!("参数 `{written}`"),
    };
    line(text, format_args!("\n算例：满分{}，{parameters}。\n\n| 输入 | 得分 |\n|---|---|", spec.example.full));
    for (unit, points) in spec.example.units.iter().zip(spec.example.points) {
        line(text, format_args!("| {unit} | {points} |"));
    }
}

fn language(text: &mut String) {
    text.push_str(
        "\n## 公式的写法\n\n\
        - 数：`0.5`、`80%`。名称：`满分`，以及“数据”“常数”中写明的名称。\n\
        - 运算：`+ − × ÷`（也可写 `- * /`），先乘除后加减，括号优先；全角、半角的符号相同。\n\
        - 比较：`≥ ≤ > < = ≠`（也可写 `>= <= !=`）；条件用 `且`、`或`、`非` 连接，两边留空格；先非，再且，后或。\n\
        - 没有循环，不能定义新的名称。",
    );
    line(text, format_args!("公式最多{LONGEST}个字、{MOST_SIGNS}个数和符号，括号最多套{DEEPEST}层。"));
    text.push_str("- 写错时一次指出所有错误，说明在第几个字。\n\n| 函数 | 得出 |\n|---|---|\n");
    for (_, _, written, about) in FUNCTIONS {
        line(text, format_args!("| {written} | {about} |"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// To write the manual anew after a change of the texts, replace it by what this test shows.
    #[test]
    fn the_manual_is_the_one_of_the_product() {
        let written = include_str!("../../../../../docs/计分方法.md");
        assert!(written == document(), "docs/计分方法.md should be:\n{}", document());
    }

    #[test]
    fn every_method_has_a_section_with_its_edges_and_example() {
        let text = document();
        for spec in METHODS {
            let head = format!("\n## {}\n", spec.name);
            assert_eq!(text.matches(&head).count(), 1, "{}", spec.name);
            assert!(!spec.edges.is_empty() && !spec.example.units.is_empty(), "{}", spec.name);
            assert!(!spec.formula.is_empty() && !spec.inputs.is_empty(), "{}", spec.name);
        }
    }
}
