//! The check rules in force, and how they differ from the shipped ones.

use dukao_core::check::{Rule, RuleSet, Setting};
use dukao_core::quantity::{Family, Quantity};
use dukao_core::rights::Right;
use serde::Serialize;

use super::{Asked, Basis};
use crate::findings::shipped;
use crate::{App, AppError};

/// One rule as it is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRow {
    /// Key of the rule.
    pub rule: &'static str,
    /// Name of its kind.
    pub kind: &'static str,
    /// Name in the rules in force.
    pub name: String,
    /// 按情形, 矛盾 or 提醒.
    pub severity: &'static str,
    /// 按末位, or what is added.
    pub tolerance: String,
    /// For what it is, in words; 全部 for everything.
    pub scope: String,
    /// Whether it is off.
    pub off: bool,
    /// On what it rests.
    pub basis: Option<String>,
    /// Whether the region's own file says it.
    pub own: bool,
    /// How it differs from the shipped rule, in words; nothing when it does not.
    pub differences: Vec<String>,
}

/// The rules in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulesView {
    /// What it rests on.
    pub basis: Basis,
    /// The region's own file, when it has one.
    pub file: Option<String>,
    /// The version that brought it.
    pub version: Option<i64>,
    /// Rules in their order: the first that is for a figure holds.
    pub rules: Vec<RuleRow>,
}

impl App {
    /// The rules in force in a region.
    ///
    /// # Errors
    /// When the region does not exist or the store fails.
    pub async fn rules(&self, asked: &Asked) -> Result<RulesView, AppError> {
        let settled = self.settle_whole(Right::SeeFindings, asked).await?;
        let own = settled.checks().rules.own.as_ref();
        let own_settings = own.map_or(&[][..], |(file, _)| file.rules.settings());
        let shipped = shipped()?;
        let replaced = |rule: Rule| own_settings.iter().any(|own| own.rule == rule && !own.is_partial());
        let mine = own_settings.iter().map(|setting| row(setting, Some(shipped)));
        let others =
            shipped.settings().iter().filter(|setting| !replaced(setting.rule)).map(|setting| row(setting, None));
        let rules = mine.chain(others).collect();
        let (file, version) = (own.map(|(file, _)| file.name.clone()), own.map(|(_, version)| *version));
        Ok(RulesView { basis: settled.basis(), file, version, rules })
    }
}

fn row(setting: &Setting, shipped: Option<&RuleSet>) -> RuleRow {
    let standard = shipped.and_then(|rules| rules.settings().iter().find(|own| own.rule == setting.rule));
    RuleRow {
        rule: setting.rule.key(),
        kind: setting.rule.label(),
        name: setting.name.clone(),
        severity: severity(setting),
        tolerance: tolerance(setting),
        scope: scope(setting),
        off: setting.off,
        basis: setting.basis.clone(),
        own: shipped.is_some(),
        differences: standard.map(|standard| differences(setting, standard)).unwrap_or_default(),
    }
}

fn severity(setting: &Setting) -> &'static str {
    setting.severity.map_or("按情形", |severity| severity.label())
}

fn tolerance(setting: &Setting) -> String {
    let added = |extra: &Quantity| match extra.unit.family() {
        Family::PercentagePoint => format!("另加{}个百分点", extra.value),
        _ => format!("另加{}{}", extra.value, extra.unit),
    };
    setting.extra.as_ref().map_or_else(|| "按末位".to_owned(), added)
}

fn scope(setting: &Setting) -> String {
    let lists = [("分类", &setting.categories), ("指标", &setting.indicators), ("单位", &setting.units)];
    let said: Vec<String> = lists
        .iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(what, list)| format!("{what}：{}", list.join("、")))
        .collect();
    if said.is_empty() { "全部".to_owned() } else { said.join("；") }
}

fn differences(own: &Setting, shipped: &Setting) -> Vec<String> {
    let pairs = [
        ("名称", shipped.name.clone(), own.name.clone()),
        ("轻重", severity(shipped).to_owned(), severity(own).to_owned()),
        ("允许误差", tolerance(shipped), tolerance(own)),
        ("适用", scope(shipped), scope(own)),
        ("停用", yes_no(shipped.off).to_owned(), yes_no(own.off).to_owned()),
    ];
    let other = pairs.into_iter().filter(|(_, before, after)| before != after);
    other.map(|(what, before, after)| format!("{what}由“{before}”改为“{after}”")).collect()
}

const fn yes_no(value: bool) -> &'static str {
    if value { "是" } else { "否" }
}
