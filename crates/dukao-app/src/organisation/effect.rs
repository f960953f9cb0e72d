//! What an organisation change touches, section by section, before anything is written.

use std::collections::BTreeSet;

use dukao_core::organisation::{Change, Organisation, Reorganisation, Unit};
use serde::Serialize;
use sm3::Digest as _;

use super::people::PeopleTouched;
use super::plan::Plan;
use super::{ChangeRequest, late, targets};
use crate::AppError;
use crate::findings::FindingState;
use crate::hex::hexadecimal;
use crate::import::{Contradiction, RecordKind, contradictions, record_changes};
use crate::shelf::Snapshot;

/// Most lines of a section that are listed; the others are counted.
const LISTED: usize = 200;

/// One thing that is touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EffectLine {
    /// What.
    pub subject: String,
    /// How it is.
    pub before: String,
    /// What becomes of it.
    pub after: String,
}

/// One kind of things that are touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EffectSection {
    /// Its key in JSON and in the audit.
    pub key: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// The lines, in their order.
    pub lines: Vec<EffectLine>,
    /// How many further lines there are.
    pub unlisted: usize,
}

impl EffectSection {
    fn new(key: &'static str, title: &'static str, lines: Vec<EffectLine>) -> Self {
        let unlisted = lines.len().saturating_sub(LISTED);
        Self { key, title, lines: lines.into_iter().take(LISTED).collect(), unlisted }
    }

    /// How many things are touched.
    pub const fn count(&self) -> usize {
        self.lines.len() + self.unlisted
    }
}

/// What an organisation change writes and touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChangeEffect {
    /// In one line: 2018-08-01起合并：甲街道、乙街道 → 丙街道.
    pub title: String,
    /// The version on which it was decided.
    pub based_on: i64,
    /// The version that it made; `None` as long as it is only looked at.
    pub version: Option<i64>,
    /// What is touched; sections without lines are left out.
    pub sections: Vec<EffectSection>,
    /// Digest of all this: what is applied is what was looked at.
    pub seen: String,
}

impl ChangeEffect {
    pub(super) fn new(
        snapshot: &Snapshot,
        plan: &Plan,
        request: &ChangeRequest,
        people: PeopleTouched,
    ) -> Result<Self, AppError> {
        let foreseen = plan.foreseen(snapshot)?;
        let act = &request.act;
        let after = &foreseen.book.organisation;
        let years: BTreeSet<i16> = snapshot.book.frameworks.range(act.date.year()..).map(|(year, _)| *year).collect();
        let (come, gone) = contradictions(&years, snapshot, &foreseen);
        let new = |found: Vec<Contradiction>, what: &str| found.iter().map(|one| contradiction(one, what)).collect();
        let sections = vec![
            EffectSection::new("units", "单位", units(snapshot, &foreseen, plan)?),
            EffectSection::new("targets", "目标", target_lines(after, plan)),
            EffectSection::new("late_figures", "变更以后的数", late::figures(snapshot, act)),
            EffectSection::new("leads", "指标责任", leads(snapshot, act, after)),
            EffectSection::new("partitions", "合计关系", partitions(snapshot, act, after)),
            EffectSection::new("open_findings", "待核实的问题", open_findings(snapshot, act, &years)),
            EffectSection::new("new_findings", "新出现的矛盾", new(come, "新出现")),
            EffectSection::new("settled_findings", "不再出现的矛盾", new(gone, "不再出现")),
            EffectSection::new("posts", "职务", people.posts),
            EffectSection::new("sponsors", "包抓", people.sponsors),
            EffectSection::new("instructions", "批示", people.instructions),
            EffectSection::new("filters", "常用筛选", filters(snapshot, act)),
        ];
        let mut effect = Self {
            title: title(act, &snapshot.book.organisation, after),
            based_on: snapshot.book.version.0,
            version: None,
            sections: sections.into_iter().filter(|section| section.count() > 0).collect(),
            seen: String::new(),
        };
        let text = serde_json::to_vec(&(&effect, act)).map_err(|error| AppError::Damaged(error.to_string()))?;
        effect.seen = hexadecimal(&sm3::Sm3::digest(text));
        Ok(effect)
    }
}

fn label(organisation: &Organisation, unit: &str) -> String {
    organisation.get(unit).map_or(unit, Unit::label).to_owned()
}

fn labels(organisation: &Organisation, units: &[&str]) -> String {
    units.iter().map(|unit| label(organisation, unit)).collect::<Vec<_>>().join("、")
}

fn title(act: &Reorganisation, before: &Organisation, after: &Organisation) -> String {
    let (units, word) = (labels(before, &act.change.units()), act.change.label());
    match &act.change {
        Change::Merge { .. } | Change::Split { .. } => {
            format!("{}起{word}：{units} → {}", act.date, labels(after, &act.change.made()))
        }
        Change::Rename { name, .. } => format!("{}起{word}：{units} → {name}", act.date),
        Change::Move { .. } | Change::End { .. } => format!("{}起{word}：{units}", act.date),
        Change::Withdraw { .. } => format!("{word}：{units} {}起的一行", act.date),
    }
}

/// The records of units, column by column.
fn units(before: &Snapshot, after: &Snapshot, plan: &Plan) -> Result<Vec<EffectLine>, AppError> {
    let mut lines = Vec::new();
    for change in record_changes(&plan.entries, before, after)?.into_iter().filter(|one| one.kind == RecordKind::Unit) {
        let of = |head: &str| {
            let field = change.fields.iter().find(|(own, _, _)| *own == head);
            field.map_or_else(String::new, |(_, _, after)| after.clone())
        };
        if change.is_new && of("前身").is_empty() {
            lines.push(EffectLine {
                subject: change.name.clone(),
                before: String::new(),
                after: format!("{}起另写一行：上级 {}，类别 {}", of("生效日期"), or_none(&of("上级")), of("类别")),
            });
        } else if change.is_new {
            lines.push(EffectLine {
                subject: change.name.clone(),
                before: String::new(),
                after: format!("新单位，{}起，前身 {}，上级 {}", of("生效日期"), of("前身"), or_none(&of("上级"))),
            });
        } else {
            lines.extend(change.fields.iter().map(|(head, old, new)| EffectLine {
                subject: change.name.clone(),
                before: format!("{head} {}", or_none(old)),
                after: format!("{head} {}", or_none(new)),
            }));
        }
    }
    for entry in plan.entries.iter().filter(|entry| entry.body.is_none()) {
        let record = before.book.organisation.records().find(|unit| unit.key() == entry.key);
        lines.push(EffectLine {
            subject: record.map_or_else(|| entry.key.clone(), |unit| format!("{} {}", unit.code, unit.name)),
            before: record.map_or_else(String::new, |unit| format!("{}起的一行", unit.valid_from)),
            after: "删去".to_owned(),
        });
    }
    Ok(lines)
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "无" } else { text }
}

fn target_lines(after: &Organisation, plan: &Plan) -> Vec<EffectLine> {
    let line = |line: &targets::TargetLine| EffectLine {
        subject: format!("{}年 {}", line.year, line.name),
        before: line.before.iter().map(|(unit, said)| format!("{unit} {said}")).collect::<Vec<_>>().join("、"),
        after: match &line.made {
            Ok(made) => {
                let one = |target: &_| -> String {
                    let target: &dukao_core::framework::Target = target;
                    format!("{} {}", label(after, &target.unit), targets::said(target))
                };
                made.iter().map(one).collect::<Vec<_>>().join("、")
            }
            Err(why) => why.clone(),
        },
    };
    plan.targets.iter().map(line).collect()
}

/// Whether the units of an act are no more afterwards.
pub(super) const fn ends(act: &Reorganisation) -> bool {
    matches!(act.change, Change::Merge { .. } | Change::Split { .. } | Change::End { .. })
}

/// Indicators that the units lead from the act's year on.
fn leads(snapshot: &Snapshot, act: &Reorganisation, after: &Organisation) -> Vec<EffectLine> {
    if !ends(act) {
        return Vec::new();
    }
    let units = act.change.units();
    let frameworks = snapshot.book.frameworks.range(act.date.year()..);
    let indicators = frameworks.flat_map(|(_, framework)| framework.iter());
    let led = indicators.filter_map(|indicator| {
        let lead = indicator.lead_unit.as_deref().filter(|lead| units.contains(lead))?;
        let next = after.in_place_of(lead, act.date);
        let becomes = match act.change {
            Change::Merge { .. } => format!("{}起由{}负责", act.date, labels(after, &next)),
            Change::Split { .. } => {
                format!("{}起列在{}名下；只归一个的，改指标表的责任单位", act.date, labels(after, &next))
            }
            _ => "没有单位接替，改指标表的责任单位".to_owned(),
        };
        let subject = format!("{}年 {}", indicator.year, indicator.name);
        Some(EffectLine { subject, before: label(&snapshot.book.organisation, lead), after: becomes })
    });
    led.collect()
}

/// Written partitions of which a unit is a part, or the total.
fn partitions(snapshot: &Snapshot, act: &Reorganisation, after: &Organisation) -> Vec<EffectLine> {
    let (units, before) = (act.change.units(), &snapshot.book.organisation);
    let touched = snapshot.book.partitions.iter().filter(|_| ends(act)).filter_map(|partition| {
        let total = units.contains(&partition.total.as_str());
        let parts: Vec<&str> = partition.parts.iter().map(String::as_str).filter(|part| units.contains(part)).collect();
        if parts.is_empty() && !total {
            return None;
        }
        let next: Vec<&str> = parts.iter().flat_map(|part| after.in_place_of(part, act.date)).collect();
        let next: BTreeSet<&str> = next.into_iter().filter(|code| !units.contains(code)).collect();
        let indicator = partition.indicator.as_deref().map_or("", |code| {
            let years = snapshot.book.frameworks.values().rev();
            years.into_iter().find_map(|year| year.get(code)).map_or(code, |found| found.name.as_str())
        });
        let subject = format!("{} {indicator} {}", partition.name, label(before, &partition.total));
        let subject = subject.replace("  ", " ");
        let becomes = match (total, next.is_empty()) {
            (true, _) => format!("{}起没有合计单位，另写合计关系", act.date),
            (false, true) => format!("{}起还列着，没有数；要去掉的改合计关系表", act.date),
            (false, false) => {
                format!("{}起换成{}", act.date, labels(after, &next.into_iter().collect::<Vec<_>>()))
            }
        };
        let names = if total { label(before, &partition.total) } else { labels(before, &parts) };
        Some(EffectLine { subject, before: names, after: becomes })
    });
    touched.collect()
}

/// Findings about the units that nobody has answered yet: they stay with the months they are about.
fn open_findings(snapshot: &Snapshot, act: &Reorganisation, years: &BTreeSet<i16>) -> Vec<EffectLine> {
    let units = act.change.units();
    let answered = |key: &str, figures: &str| {
        let note = snapshot.checks().last(key).map(|(note, _)| note);
        note.is_some_and(|note| note.figures == figures && note.state != FindingState::Open)
    };
    let found = crate::import::found(snapshot, years).into_iter().map(|one| one.finding);
    let open = found.filter(|finding| units.contains(&finding.unit.as_str()));
    let open = open.filter(|finding| !answered(&finding.key, &finding.figures));
    open.map(|finding| EffectLine {
        subject: format!("{} {}", label(&snapshot.book.organisation, &finding.unit), finding.period),
        before: finding.statement,
        after: "留在原单位，仍要核实".to_owned(),
    })
    .collect()
}

fn contradiction(one: &Contradiction, what: &str) -> EffectLine {
    EffectLine {
        subject: format!("{} {} {}", one.unit_name, one.indicator_name, one.finding.period),
        before: String::new(),
        after: format!("{what}：{}", one.finding.statement),
    }
}

/// Kept filters that name a unit.
fn filters(snapshot: &Snapshot, act: &Reorganisation) -> Vec<EffectLine> {
    let units = act.change.units();
    let named = |text: &str| units.contains(&text);
    let touched = snapshot.filters().iter().filter(|_| ends(act)).filter(|(_, filter)| {
        filter.parameters.iter().any(|(name, value)| matches!(name.as_str(), "unit" | "lead") && named(value))
    });
    touched
        .map(|(name, filter)| EffectLine {
            subject: name.clone(),
            before: filter.in_words(|unit| label(&snapshot.book.organisation, unit)),
            after: format!("{}以前的月份照用，以后的月份另存一个", act.date),
        })
        .collect()
}
