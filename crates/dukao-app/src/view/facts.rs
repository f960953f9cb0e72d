//! What stands around the figures of an indicator: who, when, on what basis; what the rest of the year asks.

use std::fmt::Write as _;

use dukao_core::framework::{Frequency, Indicator, Target};
use dukao_core::progress::{Exact, FigureKind, Reckoner};

use super::Shown;
use super::basis::Settled;
use super::ledger::Row;

impl Settled {
    pub(crate) fn indicator_facts(&self, indicator: &Indicator) -> Vec<(&'static str, String)> {
        let target = self.framework().ok().and_then(|framework| framework.target(&indicator.code, &self.unit));
        let with_unit =
            |value: &dukao_core::number::Decimal, target: &Target| format!("{value}{}", target.unit_of_measure);
        let mut facts: Vec<(&'static str, Option<String>)> = vec![
            ("目标", target.and_then(|target| target.text.clone())),
            ("确保", target.and_then(|target| Some(with_unit(target.floor.as_ref()?, target)))),
            ("争取", target.and_then(|target| Some(with_unit(target.stretch.as_ref()?, target)))),
            (
                "完成时限",
                target
                    .and_then(|target| target.deadline)
                    .map(|date| format!("{}年{}月{}日", date.year(), date.month(), date.day())),
            ),
            ("进度方式", target.filter(|_| indicator.kind.accumulates()).map(|target| target.pace.label().to_owned())),
            ("责任单位", indicator.lead_unit.as_deref().map(|code| self.unit_label(code))),
            ("协助单位", join(indicator.supporting_units.iter().map(|code| self.unit_label(code)))),
            ("责任人", indicator.person_in_charge.clone()),
            ("联系人", indicator.contact.clone()),
            ("数据提供", indicator.data_provider.clone()),
            ("评分单位", indicator.scorer.clone()),
            ("发布", Some(publication(indicator))),
            ("得分点", indicator.scoring_note.clone()),
            ("扣分点", indicator.deduction_note.clone()),
            ("关注点", indicator.watch_note.clone()),
            ("统计规则", indicator.statistics_note.clone()),
            ("依据", target.and_then(|target| target.basis.clone()).or_else(|| indicator.basis.clone())),
        ];
        facts.retain(|(_, text)| text.is_some());
        facts.into_iter().map(|(label, text)| (label, text.unwrap_or_default())).collect()
    }

    /// What the remaining task asks, and whether any past year ever did it.
    pub(crate) fn outlook(&self, indicator: &Indicator, row: &Row) -> Option<String> {
        let left = row.figure(FigureKind::Remaining.key()).filter(|left| left.is_positive())?;
        let monthly = row.figure(FigureKind::RemainingMonthly.key()).filter(|monthly| monthly.is_known())?;
        let months = 12 - row.end?;
        let mut text = format!("后{months}个月须完成{}{}，月均{}{}", left.text, left.unit, monthly.text, monthly.unit);
        if let Some(pressure) = row.figure(FigureKind::Pressure.key()).filter(|pressure| pressure.is_known()) {
            let _ = write!(text, "，为全年月均的{}倍", pressure.text);
        }
        let Some(growth) = row.figure(FigureKind::RemainingGrowth.key()).filter(|growth| growth.is_known()) else {
            return Some(text + "。");
        };
        let _ = write!(text, "；比上年同样几个月{}", grown(growth));
        let reckoner = Reckoner::<Exact>::new(self.book(), self.subject(&indicator.code, &self.unit)).ok()?;
        let best = reckoner.figure(FigureKind::BestPastGrowth);
        if best.known().is_some() {
            let _ = match reckoner.is_unprecedented() {
                Ok(true) => write!(text, "，往年同样几个月最高增长{}%，没有先例", best.text()),
                _ => write!(text, "，往年同样几个月曾增长{}%", best.text()),
            };
        }
        Some(text + "。")
    }
}

fn grown(growth: &Shown) -> String {
    match growth.sign {
        0 => "持平".to_owned(),
        sign if sign > 0 => format!("须增长{}%", growth.magnitude),
        _ => format!("可下降{}%", growth.magnitude),
    }
}

fn join(texts: impl Iterator<Item = String>) -> Option<String> {
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| texts.join("、"))
}

fn publication(indicator: &Indicator) -> String {
    let frequency = Frequency::WORDS.iter().find(|(own, _)| *own == indicator.frequency).map_or("", |(_, word)| word);
    let mut text = format!("{frequency}报");
    if let Some(day) = indicator.publication_day {
        let _ = write!(text, "，期后次月{day}日");
    }
    if indicator.late_month {
        text.push_str("，错月");
    }
    if indicator.joint_january {
        text.push_str("，1—2月合并");
    }
    text
}
