//! Records as rows of the standard tables: what reading takes in, written out again.
//!
//! One row is a list of (head, text) in the order of the columns of `docs/导入格式.md`; what is empty is left
//! out. Reading a written row gives the same record again (a property test holds it), so the same texts show what
//! differs between two states of a record.

use dukao_core::framework::{Flag, Frequency, Goal, Indicator, PaceProfile, Target};
use dukao_core::ledger::{Firmness, Measure, Observation, Origin, Recorded, Standing};
use dukao_core::organisation::{Partition, Unit, UnitKind};
use dukao_core::period::Period;

pub use super::explanations::row as explanation;
pub use super::filters::rows as filter_rows;
use super::indicators::{DIRECTIONS, PRICES};
pub use super::texts::{mapping_rows, rule_rows};
use crate::batch::Setting;

/// One record as (head, text).
pub type Written = Vec<(&'static str, String)>;

/// Collects the cells that hold anything.
#[derive(Default)]
struct Cells(Written);

impl Cells {
    fn put(mut self, head: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push((head, text));
        }
        self
    }

    fn may(self, head: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.put(head, value.to_string()),
            None => self,
        }
    }

    fn list(self, head: &'static str, values: &[String]) -> Self {
        self.put(head, values.join("；"))
    }

    fn flag(self, head: &'static str, value: bool) -> Self {
        if value { self.put(head, "是") } else { self }
    }
}

fn word_of<T: PartialEq>(words: &[(T, &'static str)], value: &T) -> &'static str {
    words.iter().find(|(own, _)| own == value).map_or("", |(_, word)| word)
}

fn numbered<T: PartialEq>(words: &[(T, &'static str, u8)], value: &T) -> &'static str {
    words.iter().find(|(own, _, _)| own == value).map_or("", |(_, word, _)| word)
}

/// A unit as a row of 单位.
pub fn unit(unit: &Unit) -> Written {
    Cells::default()
        .put("代码", unit.code.as_str())
        .put("名称", unit.name.as_str())
        .may("简称", unit.short_name.as_ref())
        .put("类别", word_of(&UnitKind::WORDS, &unit.kind))
        .may("上级", unit.parent.as_ref())
        .put("生效日期", unit.valid_from.to_string())
        .may("失效日期", unit.valid_to)
        .list("所属分组", &unit.groups)
        .may("第一责任人", unit.principal.as_ref())
        .list("包抓领导", &unit.sponsors)
        .may("备注", unit.note.as_ref())
        .list("前身", &unit.predecessors)
        .0
}

/// An indicator as a row of 指标.
pub fn indicator(own: &Indicator) -> Written {
    let flags: Vec<String> = own.flags.iter().map(|flag| word_of(&Flag::WORDS, flag).to_owned()).collect();
    let cells = Cells::default()
        .put("年度", own.year.to_string())
        .put("代码", own.code.as_str())
        .put("分类", own.category.as_str())
        .put("名称", own.name.as_str())
        .may("口径", own.scope.as_ref())
        .put("计量单位", own.unit.as_str())
        .put("数值类型", own.kind.label())
        .put("方向", word_of(&DIRECTIONS, &own.direction))
        .put("价格", word_of(&PRICES, &own.price))
        .put("频率", word_of(&Frequency::WORDS, &own.frequency))
        .flag("错月", own.late_month)
        .flag("一二月合并", own.joint_january)
        .may("发布日", own.publication_day)
        .put("小数位", own.decimals.to_string())
        .may("分值", own.points)
        .list("属性", &flags);
    who_and_why(cells, own).0
}

/// Who answers for an indicator, and what is said about it.
fn who_and_why(cells: Cells, own: &Indicator) -> Cells {
    cells
        .may("责任单位", own.lead_unit.as_ref())
        .list("协助单位", &own.supporting_units)
        .may("责任人", own.person_in_charge.as_ref())
        .may("联系人", own.contact.as_ref())
        .may("数据提供", own.data_provider.as_ref())
        .may("评分单位", own.scorer.as_ref())
        .may("得分点", own.scoring_note.as_ref())
        .may("扣分点", own.deduction_note.as_ref())
        .may("关注点", own.watch_note.as_ref())
        .may("统计规则", own.statistics_note.as_ref())
        .may("对应指标", own.pair.as_ref())
        .flag("上级预警", own.warned)
        .list("别名", &own.aliases)
        .may("依据", own.basis.as_ref())
}

/// A target as a row of 目标.
pub fn target(own: &Target) -> Written {
    let stages: Vec<String> =
        own.stages.iter().map(|stage| format!("{}:{}", stage_word(stage.stage), stage.amount)).collect();
    let pace = if own.pace == PaceProfile::Even { "" } else { own.pace.label() };
    Cells::default()
        .put("年度", own.year.to_string())
        .put("指标", own.indicator.as_str())
        .put("单位", own.unit.as_str())
        .put("目标类型", word_of(&Goal::WORDS, &own.goal))
        .may("目标表述", own.text.as_ref())
        .may("确保", own.floor)
        .may("争取", own.stretch)
        .put("计量单位", own.unit_of_measure.as_str())
        .may("完成时限", own.deadline)
        .put("进度方式", pace)
        .put("进度节点", points(&own.pace))
        .put("阶段目标", stages.join("；"))
        .may("依据", own.basis.as_ref())
        .0
}

fn points(pace: &PaceProfile) -> String {
    let (PaceProfile::Typed(points) | PaceProfile::Staged(points)) = pace else { return String::new() };
    let point = |point: &dukao_core::framework::PacePoint| format!("{:02}:{}", point.month.number(), point.share);
    points.iter().map(point).collect::<Vec<_>>().join("；")
}

/// A stage without its year: 前三季度.
fn stage_word(stage: Period) -> String {
    let words = stage.to_string();
    let year = format!("{}年", stage.year());
    words.strip_prefix(&year).filter(|rest| !rest.is_empty()).map_or_else(|| "全年".to_owned(), str::to_owned)
}

/// A partition as a row of 合计关系.
pub fn partition(own: &Partition) -> Written {
    Cells::default()
        .may("指标", own.indicator.as_ref())
        .put("合计单位", own.total.as_str())
        .put("划分", own.name.as_str())
        .list("分项单位", &own.parts)
        .list("分项指标", &own.part_indicators)
        .0
}

/// A setting as a row of 设置, from the name it is kept under; `None` when files cannot bring it.
pub fn setting(name: &str, value: &str) -> Option<Written> {
    let (_, word) = Setting::WORDS.iter().find(|(own, _)| *own == name)?;
    Some(Cells::default().put("设置", *word).put("内容", value).0)
}

/// What a figure shares with the others of its row of 数据.
pub fn common(own: &Observation) -> Written {
    let unit = match &own.recorded {
        Recorded::Known(quantity) if own.measure.in_indicator_unit() => quantity.unit.as_str(),
        _ => "",
    };
    Cells::default()
        .put("指标", own.indicator.as_str())
        .put("单位", own.unit.as_str())
        .put("期间", own.period.code())
        .put("计量单位", unit)
        .put("快慢", numbered(&Firmness::WORDS, &own.firmness))
        .put("状态", numbered(&Standing::WORDS, &own.standing))
        .put("数源", numbered(&Origin::WORDS, &own.origin))
        .may("备注", own.note.as_ref())
        .0
}

/// A figure in its column of 数据: what the cell says, in the unit of its row.
pub fn figure(own: &Observation) -> String {
    match &own.recorded {
        Recorded::Known(quantity) if own.measure == Measure::Done => done(&quantity.value.to_string()),
        Recorded::Known(quantity) if own.measure.in_indicator_unit() => quantity.value.to_string(),
        Recorded::Known(quantity) if quantity.unit == dukao_core::quantity::UnitOfMeasure::percentage_points() => {
            format!("{}百分点", quantity.value)
        }
        Recorded::Known(quantity) => quantity.value.to_string(),
        Recorded::NoData => "—".to_owned(),
        Recorded::Masked => "×".to_owned(),
        Recorded::Incomparable => "不可比".to_owned(),
        Recorded::Text(text) => text.clone(),
    }
}

/// 1 and 0 as 是 and 否, `20180628` as a day.
fn done(digits: &str) -> String {
    match (digits, digits.get(..4), digits.get(4..6), digits.get(6..8)) {
        ("1", ..) => "是".to_owned(),
        ("0", ..) => "否".to_owned(),
        (_, Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => digits.to_owned(),
    }
}
