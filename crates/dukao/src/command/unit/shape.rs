//! `dukao unit merge`, `split`: new bodies with codes of their own.

use clap::Args;
use dukao_app::organisation::TargetPart;
use dukao_core::number::Decimal;
use dukao_core::organisation::{Change, NewUnit, UnitKind};

use super::When;
use super::single::kind;
use crate::fault::Fault;

#[derive(Args, Debug)]
pub(super) struct Merge {
    #[arg(value_name = "单位", required = true, help = "要合并的单位：代码、全称或简称")]
    units: Vec<String>,
    #[arg(long, value_name = "单位", help = "并入哪一个：新单位沿用它的名称、类别和上级，代码仍用新的")]
    into: Option<String>,
    #[arg(long, value_name = "代码", help = "合并后的单位的代码，没有用过的")]
    code: String,
    #[arg(long, value_name = "全称", help = "合并后的全称；写了 --into 的可以不写")]
    name: Option<String>,
    #[arg(long, value_name = "简称", help = "合并后的简称")]
    short_name: Option<String>,
    #[arg(long, value_name = "类别", value_parser = kind, help = "合并后的类别；不写就照原来的")]
    kind: Option<UnitKind>,
    #[arg(long, value_name = "上级", help = "合并后的上级；不写就照原来的")]
    parent: Option<String>,
    #[command(flatten)]
    when: When,
}

#[derive(Args, Debug)]
pub(super) struct Split {
    #[arg(value_name = "单位", help = "要拆分的单位：代码、全称或简称")]
    unit: String,
    #[arg(long, value_name = "代码:全称[:简称]", value_parser = new_unit, help = "拆分后的单位，每个写一次")]
    new: Vec<NewUnit>,
    #[arg(long, value_name = "下属:新单位", value_parser = pair, help = "下属单位归哪一个，每个写一次：V01:S21")]
    below: Vec<(String, String)>,
    #[arg(
        long,
        value_name = "年度:指标:新单位=数",
        value_parser = part,
        help = "全年目标怎样分，合计等于原来的：2018:P01:S21=6；不写的留在原单位"
    )]
    target: Vec<TargetPart>,
    #[command(flatten)]
    when: When,
}

impl Merge {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let new = NewUnit {
            code: self.code,
            name: self.name.unwrap_or_default(),
            short_name: self.short_name,
            kind: self.kind,
            parent: self.parent,
        };
        let change = Change::Merge { units: self.units, into: self.into, new };
        self.when.carry_out(change, Vec::new()).await
    }
}

impl Split {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let change = Change::Split { unit: self.unit, new: self.new, below: self.below.into_iter().collect() };
        self.when.carry_out(change, self.target).await
    }
}

fn new_unit(text: &str) -> Result<NewUnit, String> {
    let mut parts = text.splitn(3, [':', '：']).map(str::trim);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(code), Some(name), short_name) if !code.is_empty() && !name.is_empty() => Ok(NewUnit {
            code: code.to_owned(),
            name: name.to_owned(),
            short_name: short_name.filter(|text| !text.is_empty()).map(str::to_owned),
            ..NewUnit::default()
        }),
        _ => Err("应当是 代码:全称 或 代码:全称:简称，例如 S21:甲街道:甲".to_owned()),
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let found = text.split_once([':', '：']).map(|(child, to)| (child.trim().to_owned(), to.trim().to_owned()));
    found.ok_or_else(|| "应当是 下属单位:新单位，例如 V01:S21".to_owned())
}

fn part(text: &str) -> Result<TargetPart, String> {
    let wrong = || "应当是 年度:指标:新单位=数，例如 2018:P01:S21=6".to_owned();
    let (front, amount) = text.split_once(['=', '＝']).ok_or_else(wrong)?;
    let mut parts = front.splitn(3, [':', '：']).map(str::trim);
    match (parts.next().and_then(|year| year.parse().ok()), parts.next(), parts.next()) {
        (Some(year), Some(indicator), Some(unit)) => Ok(TargetPart {
            year,
            indicator: indicator.to_owned(),
            unit: unit.to_owned(),
            amount: Decimal::parse(amount.trim()).map_err(|_| wrong())?,
        }),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_parts_are_read() {
        let unit = new_unit("S21:甲一街道:甲一").unwrap();
        assert_eq!((unit.code.as_str(), unit.short_name.as_deref()), ("S21", Some("甲一")));
        assert!(new_unit("S21").is_err() && pair("V01").is_err());
        assert_eq!(part("2018:P01:S21=6.5").unwrap().amount, Decimal::parse("6.5").unwrap());
        assert!(part("2018:P01=6").is_err() && part("P01:S21=6").is_err());
    }
}
