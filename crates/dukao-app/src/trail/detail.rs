//! The detail of an entry, a JSON text, in words.

use dukao_core::rights::{Right, Role};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The keys of details with what a reader sees.
const KEYS: &[(&str, &str)] = &[
    ("account", "用户号"),
    ("accounts", "用户"),
    ("address", "地址"),
    ("after", "改后"),
    ("agent", "浏览器"),
    ("before", "改前"),
    ("changes", "改动"),
    ("claim", "登录名取自"),
    ("code", "代码"),
    ("created", "时间"),
    ("days", "天数"),
    ("explanations", "核对说明"),
    ("figures", "数"),
    ("files", "文件"),
    ("filters", "常用筛选"),
    ("from", "起"),
    ("id", "编号"),
    ("indicator", "指标"),
    ("indicators", "指标"),
    ("issuer", "统一身份认证"),
    ("kept", "没有动的"),
    ("kept_mappings", "存下的映射文件"),
    ("last_day", "最后一天"),
    ("link", "链接号"),
    ("login", "登录名"),
    ("manner", "方式"),
    ("mappings", "映射文件"),
    ("month", "月份"),
    ("name", "名称"),
    ("new_figures", "新数"),
    ("of", "项目"),
    ("owner_person", "责任人"),
    ("owner_unit", "责任单位"),
    ("parameters", "条件"),
    ("partitions", "合计关系"),
    ("path", "页面"),
    ("person_number", "工号"),
    ("phone", "电话"),
    ("policy", "策略"),
    ("post", "职务"),
    ("posts", "职务"),
    ("records", "资料"),
    ("region", "地区"),
    ("removes_code", "停用动态口令"),
    ("restored", "恢复的数"),
    ("revised_figures", "修订的数"),
    ("role", "角色"),
    ("roles", "角色"),
    ("rules", "规则文件"),
    ("same_figures", "相同的数"),
    ("scope", "权限"),
    ("session", "会话"),
    ("sm3", "SM3"),
    ("state", "状态"),
    ("sub", "统一身份认证的用户号"),
    ("targets", "目标"),
    ("text", "说明"),
    ("title", "名称"),
    ("today", "今天按"),
    ("token", "令牌号"),
    ("typed", "命令"),
    ("unit", "单位"),
    ("units", "单位"),
    ("until", "止"),
    ("version", "版本"),
    ("why", "原因"),
    ("withdrawn", "撤回的数"),
    ("year", "年度"),
    ("years", "年度"),
];

/// Words that stand as values.
const VALUES: &[(&str, &str)] = &[
    ("held", "任职"),
    ("acting", "代理"),
    ("delegated", "委托"),
    ("active", "启用"),
    ("closed", "停用"),
    ("open", "待核实"),
    ("explained", "已说明"),
    ("dismissed", "不予处理"),
];

/// The pairs of a JSON object, without what is empty or nought; anything else as it is.
pub(super) fn in_words(detail: &str) -> String {
    match serde_json::from_str::<Value>(detail) {
        Ok(Value::Object(pairs)) => pairs_in_words(&pairs),
        _ => detail.to_owned(),
    }
}

fn pairs_in_words(pairs: &serde_json::Map<String, Value>) -> String {
    let told = pairs.iter().filter(|(_, value)| says_something(value)).map(|(key, value)| {
        let name = KEYS.iter().find(|(own, _)| own == key).map_or(key.as_str(), |(_, name)| name);
        format!("{name} {}", value_in_words(key, value))
    });
    told.collect::<Vec<_>>().join("，")
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(all) => !all.is_empty(),
        Value::Object(pairs) => !pairs.is_empty(),
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_i64() != Some(0),
        Value::Bool(_) => true,
    }
}

fn value_in_words(key: &str, value: &Value) -> String {
    match value {
        Value::Object(pairs) => format!("（{}）", pairs_in_words(pairs)),
        Value::Array(all) => all.iter().map(|one| value_in_words(key, one)).collect::<Vec<_>>().join("、"),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::String(text) => match key {
            "role" | "roles" => named::<Role>(value).map_or_else(|| text.clone(), |role| role.label().to_owned()),
            "scope" => named::<Right>(value).map_or_else(|| text.clone(), |right| right.label().to_owned()),
            "manner" | "state" => {
                VALUES.iter().find(|(own, _)| own == text).map_or(text.as_str(), |(_, word)| word).to_owned()
            }
            _ => text.clone(),
        },
        other => other.to_string(),
    }
}

fn named<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_read_by_people() {
        for (detail, words) in [
            ("{}", ""),
            (r#"{"account":"7","name":"蓝天","phone":null}"#, "用户号 7，名称 蓝天"),
            (
                r#"{"post":{"role":"reporter","unit":"S01","manner":"held"}}"#,
                "职务 （角色 填报人，单位 S01，方式 任职）",
            ),
            (r#"{"scope":["see_figures","explain"],"days":30}"#, "权限 查看数据、填写核对说明，天数 30"),
            (r#"{"units":0,"new_figures":12,"removes_code":true}"#, "新数 12，停用动态口令 是"),
            (r#"{"地区":3,"from.the.future":1}"#, "地区 3，from.the.future 1"),
            ("不是JSON", "不是JSON"),
        ] {
            assert_eq!(in_words(detail), words);
        }
    }

    #[test]
    fn every_key_has_one_name() {
        for (place, (key, _)) in KEYS.iter().enumerate() {
            assert_eq!(KEYS.iter().position(|(own, _)| own == key), Some(place), "{key} stands twice");
        }
    }
}
