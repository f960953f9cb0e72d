//! Check rules as a text file: which rules hold, for what, how grave, with which tolerance.
//!
//! ```
//! let source = "核对规则:\n  - 规则: 累计数比上期减少\n    轻重: 提醒\n    适用: {指标: [P01]}\n";
//! let rules = dukao_office::rules::read("核对规则.yaml", source).unwrap();
//! assert_eq!(rules.settings().len(), 1);
//! let mistakes = dukao_office::rules::read("核对规则.yaml", "核对规则:\n  - 规则: 累计数减少\n").unwrap_err();
//! assert_eq!(mistakes[0].cell, "2:9");
//! ```

use dukao_core::check::{Leeway, Rule, RuleSet, Setting, Severity};
use dukao_core::number::Decimal;
use dukao_core::quantity::{Family, Quantity};

use crate::Problem;
use crate::cellvalue::Refusal;
use crate::recorded::unit_of_measure;
use crate::text::{self, Keys, Node, Problems, Read};
use crate::typed::{Said, refuse, word, yes_no};

/// How grave, as the file writes it.
const GRAVITY: [(Option<Severity>, &str); 3] =
    [(None, "按情形"), (Some(Severity::Error), "矛盾"), (Some(Severity::Warning), "提醒")];

/// The tolerance that follows from the printed digits alone.
const AS_PRINTED: &str = "按末位";

/// Reads a rule file.
///
/// # Errors
/// Everything wrong in it, each at `line:column`.
pub fn read(name: &str, source: &str) -> Result<RuleSet, Vec<Problem>> {
    let mut problems = Problems::new();
    let settings = text::parse(source, &mut problems).and_then(|root| settings(&root, &mut problems));
    match settings {
        Some(settings) if problems.is_empty() => Ok(RuleSet::new(settings)),
        _ => Err(crate::mapping::flat(name, source, &problems)),
    }
}

fn settings(root: &Node, problems: &mut Problems) -> Option<Vec<Setting>> {
    let mut keys = Keys::of(root, "核对规则文件", problems)?;
    let nodes: Option<Vec<Node>> = keys.need("核对规则", problems);
    keys.done(problems);
    let entries: Vec<Entry> = nodes?.iter().filter_map(|node| Entry::read(node, problems)).collect();
    for (index, entry) in entries.iter().enumerate() {
        let earlier = entries.iter().take(index).find(|earlier| hides(&earlier.0, &entry.0));
        if earlier.is_some() {
            problems
                .push(entry.1.clone(), format!("前面已有一条不限适用范围的“{}”，这一条用不到", entry.0.rule.label()))
                .hint("把限定适用范围的写在前面，或删去一条");
        }
    }
    Some(entries.into_iter().map(|entry| entry.0).collect())
}

/// Whether `later` never holds.
fn hides(earlier: &Setting, later: &Setting) -> bool {
    let same = || {
        earlier.categories == later.categories && earlier.indicators == later.indicators && earlier.units == later.units
    };
    earlier.rule == later.rule && (!earlier.is_partial() || same())
}

/// A setting and where it begins.
struct Entry(Setting, std::ops::Range<usize>);

impl Read for Entry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let mut keys = Keys::of(node, "核对规则", problems)?;
        let rule = keys.need::<Node>("规则", problems).and_then(|node| said(&node, problems, rule));
        let name: Option<String> = keys.optional("名称", problems);
        let severity = keys.node("轻重").and_then(|node| said(node, problems, |text| word(text, "轻重", &GRAVITY)));
        let extra = keys.node("允许误差").and_then(|node| said(node, problems, |text| leeway(text, rule)));
        let [categories, indicators, units] =
            keys.node("适用").map_or_else(Default::default, |node| scope(node, problems));
        let off = keys.node("停用").and_then(|node| said(node, problems, yes_no));
        let basis: Option<String> = keys.optional("依据", problems);
        keys.done(problems);
        let rule = rule?;
        let setting = Setting {
            rule,
            name: name.unwrap_or_else(|| rule.label().to_owned()),
            severity: severity.flatten(),
            extra: extra.flatten(),
            categories,
            indicators,
            units,
            off: off.unwrap_or(false),
            basis,
        };
        Some(Self(setting, node.span.clone()))
    }
}

/// 分类, 指标 and 单位 of a rule.
fn scope(node: &Node, problems: &mut Problems) -> [Vec<String>; 3] {
    let Some(mut keys) = Keys::of(node, "适用", problems) else { return Default::default() };
    let lists = ["分类", "指标", "单位"].map(|key| keys.optional::<Vec<String>>(key, problems).unwrap_or_default());
    keys.done(problems);
    lists
}

fn said<T>(node: &Node, problems: &mut Problems, read: impl FnOnce(&str) -> Said<T>) -> Option<T> {
    let text = String::read(node, problems)?;
    match read(text.trim()) {
        Ok(value) => Some(value),
        Err(Refusal { message, hint }) => {
            problems.push(node.span.clone(), message).hint(hint);
            None
        }
    }
}

/// A rule by its name or its key.
fn rule(text: &str) -> Said<Rule> {
    if let Some(rule) = Rule::from_key(text) {
        return Ok(rule);
    }
    let words: Vec<(Rule, &str)> = Rule::ALL.iter().map(|rule| (*rule, rule.label())).collect();
    word(text, "规则", &words)
}

/// 按末位, or 另加 0.1 个百分点.
fn leeway(text: &str, rule: Option<Rule>) -> Said<Option<Quantity>> {
    if text == AS_PRINTED {
        return Ok(None);
    }
    let wrong = || Refusal {
        message: format!("允许误差没有“{text}”这个写法"),
        hint: "写“按末位”，或“另加 0.1 个百分点”“另加 500 万元”".to_owned(),
    };
    let rest = text.strip_prefix("另加").map(str::trim).ok_or_else(wrong)?;
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
    let (number, unit) = rest.split_at(digits);
    let value = Decimal::parse(number).map_err(|_| wrong())?;
    let unit = unit_of_measure(unit.trim())?;
    let points = matches!(unit.family(), Family::Percent | Family::PercentagePoint);
    match rule.map(Rule::leeway) {
        Some(Leeway::None) => refuse("这条规则不能另加允许误差", "写“按末位”，或删去这一行"),
        Some(Leeway::Points) if !points => {
            refuse(format!("这条规则比的是比率，不能另加“{rest}”"), "写“另加 0.1 个百分点”")
        }
        Some(_) | None => Ok(Some(Quantity { value, unit })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(lines: &str) -> Setting {
        let source = format!("核对规则:\n  - 规则: 增速与本期、上年同期数不符\n{lines}");
        read("规则.yaml", &source).unwrap().settings()[0].clone()
    }

    #[test]
    fn reads_every_key() {
        let setting = one("    名称: 增速核对\n    轻重: 提醒\n    允许误差: 另加 0.1 个百分点\n    \
             适用: {分类: [工业], 指标: [P01, 投资], 单位: S01}\n    停用: 是\n    依据: 统计制度第3条\n");
        assert_eq!((setting.rule, setting.name.as_str()), (Rule::Growth, "增速核对"));
        assert_eq!((setting.severity, setting.off), (Some(Severity::Warning), true));
        assert_eq!(setting.extra.unwrap().value.to_string(), "0.1");
        assert_eq!((setting.categories, setting.indicators), (vec!["工业".into()], vec!["P01".into(), "投资".into()]));
        assert_eq!((setting.units, setting.basis.as_deref()), (vec!["S01".to_owned()], Some("统计制度第3条")));
    }

    #[test]
    fn what_is_left_out_is_as_the_rule_stands() {
        assert_eq!(one(""), Setting::of(Rule::Growth));
        assert_eq!(one("    轻重: 按情形\n    允许误差: 按末位\n    停用: 否\n"), Setting::of(Rule::Growth));
    }

    #[test]
    fn every_mistake_is_told_at_its_place_in_one_pass() {
        let source = "\
核对规则:
  - 规则: 增速与本期不符
    轻重: 严重
    允许误差: 0.1
    适用: {指标: [P01], 部门: [财政局]}
    停用: 对
    备注: 无
  - 名称: 没有规则
  - 规则: 位次与数值不符
    允许误差: 另加 1 位
  - 规则: 完成率与完成数、目标数不符
    允许误差: 另加 5 万元
  - 规则: 累计数比上期减少
  - 规则: cumulative_falls
    停用: 是
";
        let told = read("我区规则.yaml", source).unwrap_err();
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn a_file_that_is_no_rule_file_is_refused() {
        for source in ["", "核对规则: 无\n", "- 规则: x\n", "规则:\n  - 规则: 位次与数值不符\n"] {
            assert!(!read("规则.yaml", source).unwrap_err().is_empty(), "{source}");
        }
    }
}
