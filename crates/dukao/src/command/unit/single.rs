//! `dukao unit rename`, `move`, `end`, `withdraw`: one unit.

use clap::Args;
use dukao_core::organisation::{Change, UnitKind};

use super::When;
use crate::fault::Fault;

#[derive(Args, Debug)]
pub(super) struct Rename {
    #[arg(value_name = "单位", help = "代码、全称或简称")]
    unit: String,
    #[arg(long, value_name = "全称", help = "新的全称")]
    name: String,
    #[arg(long, value_name = "简称", help = "新的简称；不写就没有简称")]
    short_name: Option<String>,
    #[command(flatten)]
    when: When,
}

#[derive(Args, Debug)]
pub(super) struct Move {
    #[arg(value_name = "单位", help = "代码、全称或简称")]
    unit: String,
    #[arg(long, value_name = "上级", help = "新的上级单位；写空的 \"\" 是没有上级")]
    parent: Option<String>,
    #[arg(long, value_name = "类别", value_parser = kind, help = "新的类别：街道、镇、乡、部门等")]
    kind: Option<UnitKind>,
    #[arg(long, value_name = "分组", help = "所属的园区、片区、分组，每个写一次；以这次写的为准")]
    group: Vec<String>,
    #[arg(long, conflicts_with = "group", help = "不再属于任何园区、片区、分组")]
    no_group: bool,
    #[command(flatten)]
    when: When,
}

#[derive(Args, Debug)]
pub(super) struct End {
    #[arg(value_name = "单位", help = "代码、全称或简称")]
    unit: String,
    #[command(flatten)]
    when: When,
}

#[derive(Args, Debug)]
pub(super) struct Withdraw {
    #[arg(value_name = "单位", help = "代码、全称或简称；--date 写那一行的生效日期")]
    unit: String,
    #[command(flatten)]
    when: When,
}

impl Rename {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let change = Change::Rename { unit: self.unit, name: self.name, short_name: self.short_name };
        self.when.carry_out(change, Vec::new()).await
    }
}

impl Move {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let groups = (self.no_group || !self.group.is_empty()).then_some(self.group);
        let change = Change::Move { unit: self.unit, parent: self.parent, kind: self.kind, groups };
        self.when.carry_out(change, Vec::new()).await
    }
}

impl End {
    pub(super) async fn run(self) -> Result<(), Fault> {
        self.when.carry_out(Change::End { unit: self.unit }, Vec::new()).await
    }
}

impl Withdraw {
    pub(super) async fn run(self) -> Result<(), Fault> {
        self.when.carry_out(Change::Withdraw { unit: self.unit }, Vec::new()).await
    }
}

/// A kind by its word.
pub(super) fn kind(text: &str) -> Result<UnitKind, String> {
    let found = UnitKind::WORDS.iter().find(|(_, word)| *word == text).map(|(kind, _)| *kind);
    let words = || UnitKind::WORDS.iter().map(|(_, word)| *word).collect::<Vec<_>>().join("、");
    found.ok_or_else(|| format!("应当是 {}", words()))
}
