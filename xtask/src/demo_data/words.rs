//! The English words of the outline and the Chinese ones of the import format.

use anyhow::{Result, bail};

/// English words of the outline and the words of the import format.
pub(crate) type Words = [(&'static str, &'static str)];

/// The Chinese word; fails on a word the outline does not use.
pub(crate) fn chinese(words: &Words, english: &str) -> Result<&'static str> {
    let Some((_, chinese)) = words.iter().find(|(word, _)| *word == english) else {
        bail!("{english:?} is not one of {words:?}");
    };
    Ok(chinese)
}

pub(crate) const UNIT_KINDS: [(&str, &str); 8] = [
    ("city", "市"),
    ("district", "区县"),
    ("peer", "兄弟区县"),
    ("department", "部门"),
    ("street", "街道"),
    ("town", "镇"),
    ("park", "园区"),
    ("group", "分组"),
];
pub(crate) const VALUE_KINDS: [(&str, &str); 10] = [
    ("flow", "流量"),
    ("count", "计数"),
    ("growth", "增速"),
    ("average", "平均"),
    ("ratio", "比率"),
    ("level", "时点"),
    ("index", "指数"),
    ("rank", "位次"),
    ("milestone", "节点"),
    ("yes_no", "是否"),
];
pub(crate) const DIRECTIONS: [(&str, &str); 2] = [("up", "越高越好"), ("down", "越低越好")];
pub(crate) const PRICES: [(&str, &str); 3] = [("current", "现价"), ("constant", "可比价"), ("none", "无")];
pub(crate) const FREQUENCIES: [(&str, &str); 4] =
    [("monthly", "月"), ("quarterly", "季"), ("half", "半年"), ("annual", "年")];
pub(crate) const YES_NO: [(&str, &str); 2] = [("yes", "是"), ("no", "否")];
pub(crate) const FLAGS: [(&str, &str); 6] = [
    ("common", "共性"),
    ("specific", "个性"),
    ("new", "新增"),
    ("bonus", "加分"),
    ("veto", "一票否决"),
    ("satisfaction", "满意度"),
];
pub(crate) const TARGET_KINDS: [(&str, &str); 9] = [
    ("amount", "总量"),
    ("growth", "增速"),
    ("ceiling", "上限"),
    ("level", "水平"),
    ("rank", "位次"),
    ("relative", "相对"),
    ("milestone", "节点"),
    ("yes_no", "是否"),
    ("none", "无"),
];
pub(crate) const PACES: [(&str, &str); 4] =
    [("even", "均衡"), ("last_year", "上年同期"), ("typed", "自定"), ("staged", "分段")];
