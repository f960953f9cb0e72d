//! The tables of what a region keeps beside its figures: written by an export, not to be filled by hand.

use super::StandardTable;

/// All of them, in the order in which they are written, after the standard ones.
pub const KEPT: [StandardTable; 4] = [
    StandardTable {
        name: "核对说明",
        always: &["核对编号", "状态", "说明", "责任单位", "责任人"],
        columns: &[
            ("核对编号", true, false, "核对结果的编号：dukao check --format json 的 key"),
            ("状态", true, false, "待核实、已说明、不予处理"),
            ("说明", false, false, "为什么对不上，或为什么不予处理；已说明、不予处理的必填"),
            ("责任单位", false, false, "单位代码"),
            ("责任人", false, false, "文字"),
            ("说明人", false, false, "缺省为导入的人"),
            ("说明时间", false, false, "如 2018-08-20 10:05:00，缺省为导入的时间"),
            ("规则", true, false, "规则的名称，见《核对规则》"),
            ("规则名称", false, false, "规则文件里另起的名称"),
            ("轻重", true, false, "矛盾、提醒"),
            ("指标", true, false, "指标代码"),
            ("单位", true, false, "单位代码"),
            ("期间", true, false, "如 2018-07"),
            ("问题", true, false, "当时的核对结果"),
            ("发布的", false, false, "当时发布的数"),
            ("算出的", false, false, "当时算出的数"),
            ("允许误差", false, false, "当时的允许误差"),
            ("当时的数", false, false, "说明所针对的数；数变了，说明就不再有效"),
        ],
    },
    StandardTable {
        name: "核对规则",
        always: &["规则文件", "行", "内容"],
        columns: &[
            ("规则文件", true, false, "本地区规则文件的名称"),
            ("行", true, true, "从 1 起，逐行加 1"),
            ("内容", false, false, "规则文件的这一行，行首的空格照写"),
        ],
    },
    StandardTable {
        name: "映射文件",
        always: &["映射", "映射文件", "行", "内容"],
        columns: &[
            ("映射", true, false, "映射文件里的标题"),
            ("映射文件", true, false, "文件的名称"),
            ("行", true, true, "从 1 起，逐行加 1"),
            ("内容", false, false, "映射文件的这一行，行首的空格照写"),
        ],
    },
    StandardTable {
        name: "常用筛选",
        always: &["筛选", "参数", "值"],
        columns: &[
            ("筛选", true, false, "名字，最多 20 个字"),
            ("参数", true, false, "台账地址里的参数；全部指标写“全部”"),
            ("值", true, false, "参数的值；“全部”写“是”"),
        ],
    },
];
