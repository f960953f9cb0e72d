//! Wrong text files as the user sees them, one per kind of mistake.

use dukao_office::text::{self, Keys, Node, Problems};

/// Reads a small scheme the way every reader of the format does.
fn check(source: &str) -> String {
    let mut problems = Problems::new();
    if let Some(root) = text::parse(source, &mut problems) {
        read(&root, &mut problems);
    }
    text::render("样例.yaml", source, &problems)
}

fn read(root: &Node, problems: &mut Problems) {
    let Some(mut keys) = Keys::of(root, "文件", problems) else {
        return;
    };
    let _: Option<String> = keys.need("名称", problems);
    let _: Option<u32> = keys.need("满分", problems);
    let _: Option<Vec<String>> = keys.optional("单位", problems);
    if let Some(node) = keys.node("列")
        && let Some(mut inner) = Keys::of(node, "列", problems)
    {
        for (_, value) in inner.rest() {
            if let Some(mut column) = Keys::of(value, "列的说明", problems) {
                let _: Option<String> = column.need("数据项", problems);
                let _: Option<String> = column.optional("计量单位", problems);
                column.done(problems);
            }
        }
        inner.done(problems);
    }
    keys.done(problems);
}

macro_rules! wrong {
    ($($name:ident: $source:expr;)*) => {$(
        #[test]
        fn $name() {
            let report = check($source);
            assert!(!report.is_empty(), "accepted");
            insta::assert_snapshot!(report);
        }
    )*};
}

wrong! {
    full_width_colon: "名称：甲\n满分: 10\n单位：乙\n";
    full_width_space: "名称:\u{3000}甲\n满分: 10\n";
    full_width_comma_in_a_list: "名称: 甲\n满分: 10\n单位: [甲局，乙局]\n";
    no_space_after_the_colon: "名称:甲\n满分: 10\n";
    a_tab: "名称: 甲\n满分: 10\n列:\n\t完成数: {数据项: 累计}\n";
    comment_glued_to_the_value: "名称: 甲 #3号\n满分: 10\n";
    two_separators_in_a_line: "名称: 甲: 乙\n满分: 10\n";
    starts_with_a_mark: "名称: *甲\n满分: 10\n单位: [%乙, 丙]\n";
    repeated_key: "名称: 甲\n满分: 10\n名称: 乙\n";
    repeated_key_in_a_list_of_columns: "名称: 甲\n满分: 10\n列:\n  a: {数据项: 累计, 数据项: 当月}\n";
    second_document: "名称: 甲\n满分: 10\n---\n名称: 乙\n";
    alias: "名称: 甲\n满分: 10\n单位: [*甲]\n";
    tag: "名称: !局 甲\n满分: 10\n";
    block_text: "名称: |\n  甲\n满分: 10\n";
    unknown_keys_and_missing_ones: "名秤: 甲\n总分: 10\n列:\n  a: {数据相: 累计, 计量单位: 亿元, 多余: 1}\n";
    wrong_types: "名称: [甲]\n满分: 一百\n单位: {a: 1}\n列: 甲\n";
    empty_values: "名称:\n满分:\n";
    unclosed_bracket: "名称: 甲\n满分: 10\n单位: [甲, 乙\n";
    unclosed_brace: "名称: 甲\n满分: 10\n列:\n  a: {数据项: 累计\n";
    unclosed_quote: "名称: \"甲\n满分: 10\n";
    mismatched_brackets: "名称: 甲\n满分: 10\n单位: [甲, 乙}\n";
    bad_indentation: "名称: 甲\n  满分: 10\n 单位: [甲]\n";
    continued_line: "名称: 甲\n  接着写\n满分: 10\n";
    empty_file: "# 只有批注\n";
    everything_at_once: "名称：甲\n满分: 百\n列:\n  a: {数据项：累计}\n  b: {数据: 累计}\n单位: [甲，乙]\n多余: 1\n";
}

#[test]
fn quotes_make_special_texts_plain_again() {
    let report = check(
        "名称: \"甲：乙, #1 *x: y\"\n满分: 10\n单位: ['甲，乙', 'it''s [1]', \"a\\\"b\"]   # 批注：随便写，[什么\n",
    );
    assert_eq!(report, "");
}
