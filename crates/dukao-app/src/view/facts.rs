//! What stands around the figures of an indicator: who, when, on what basis; what the rest of the year asks.

use std::fmt::Write as _;

use dukao_core::framework::{Frequency, Indicator, Target};
use dukao_core::progress::{Exact, FigureKind, Reckoner};

use super::Shown;
use super::basis::Settled;
use super::ledger::Row;
use super::sentence::{Piece, Sentence};

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
    pub(crate) fn outlook(&self, indicator: &Indicator, row: &Row) -> Option<Vec<Piece>> {
        let known = |kind: FigureKind| row.figure(kind.key()).filter(|shown| shown.is_known());
        let left = known(FigureKind::Remaining).filter(|left| left.is_positive())?;
        let monthly = known(FigureKind::RemainingMonthly)?;
        let mut said = Sentence::default();
        said.words(&format!("后{}个月须完成", 12 - row.end?)).figure(left).words(&left.unit);
        said.words("，月均").figure(monthly).words(&monthly.unit);
        if let Some(pressure) = known(FigureKind::Pressure) {
            said.words("，为全年月均的").figure(pressure).words("倍");
        }
        if let Some(growth) = known(FigureKind::RemainingGrowth) {
            said.words("；比上年同样几个月");
            match growth.sign {
                0 => said.words("持平"),
                sign if sign > 0 => said.words("须增长").size(growth).words("%"),
                _ => said.words("可下降").size(growth).words("%"),
            };
            if let Some(best) = known(FigureKind::BestPastGrowth) {
                self.against_past(&mut said, indicator, best);
            }
        }
        said.words("。");
        Some(said.pieces)
    }

    fn against_past(&self, said: &mut Sentence, indicator: &Indicator, best: &Shown) {
        let reckoner = Reckoner::<Exact>::new(self.book(), self.subject(&indicator.code, &self.unit));
        match reckoner.and_then(|reckoner| reckoner.is_unprecedented()) {
            Ok(true) => said.words("，往年同样几个月最高增长").figure(best).words("%，没有先例"),
            _ => said.words("，往年同样几个月曾增长").figure(best).words("%"),
        };
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
