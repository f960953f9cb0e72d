//! Bonuses and deductions by events: which events count, and for how much.

use std::collections::BTreeMap;

use jiff::ToSpan;

use crate::assessment::event::{Event, Stage};
use crate::assessment::facts::Facts;
use crate::assessment::method::rule_number;
use crate::assessment::result::{EventScore, NotCounted, Verdict};
use crate::assessment::scheme::words::event_condition;
use crate::assessment::scheme::{EventCondition, EventRule, ExtraBody, Scheme, Sign, Worth};
use crate::number::{Number, Rational};
use crate::progress::Derived;

/// What the events of a unit come to.
pub(super) struct Earned<N> {
    /// One for every event of the unit that a rule of the scheme knows.
    pub(super) scores: Vec<EventScore<N>>,
    /// What counts, each with its sign.
    pub(super) counted: Vec<(Sign, N)>,
    /// What those that are not recognised yet would bring, deductions taken away.
    pub(super) expected: Vec<(Sign, N)>,
}

/// An event under its rule.
struct Claim<'a> {
    event: &'a Event,
    rule: &'a EventRule,
    sign: Sign,
    worth: Rational,
    refused: Option<NotCounted>,
}

/// Looks at all events of a unit.
pub(super) fn earned<N: Derived, F: Facts<N>>(scheme: &Scheme, facts: &F, unit: usize) -> Earned<N> {
    let mut claims = claims(scheme, facts, unit);
    one_matter_once(&mut claims);
    let mut earned = Earned { scores: Vec::new(), counted: Vec::new(), expected: Vec::new() };
    let mut used: BTreeMap<&str, Rational> = BTreeMap::new();
    for claim in claims {
        let verdict: Verdict<N> = verdict(&claim, &mut used);
        match &verdict {
            Verdict::Counted(points) => earned.counted.push((claim.sign, points.clone())),
            Verdict::Expected(points) => earned.expected.push((claim.sign, points.clone())),
            Verdict::Refused(_) => {}
        }
        earned.scores.push(EventScore { event: claim.event.id, rule: claim.rule.code.clone(), verdict });
    }
    earned
}

/// The events of a unit under their rules, in the order of their days.
fn claims<'a, N: Derived, F: Facts<N>>(scheme: &'a Scheme, facts: &'a F, unit: usize) -> Vec<Claim<'a>> {
    let code = facts.units().get(unit).map_or("", |unit| unit.code.as_str());
    let mut claims: Vec<Claim<'a>> = Vec::new();
    for event in facts.events().iter().filter(|event| event.unit == code) {
        let rules = scheme.extras.iter().filter_map(|extra| match &extra.body {
            ExtraBody::Events(rule) if rule.code == event.rule => Some((extra.sign, rule)),
            _ => None,
        });
        for (sign, rule) in rules {
            let (worth, unknown) = worth(event, rule);
            let refused = unknown.or_else(|| refusal(facts, unit, event, rule));
            claims.push(Claim { event, rule, sign, worth, refused });
        }
    }
    claims.sort_by_key(|claim| (claim.event.date, claim.event.id));
    claims
}

fn worth(event: &Event, rule: &EventRule) -> (Rational, Option<NotCounted>) {
    match (&rule.worth, &event.level) {
        (Worth::Each(points), _) => (points.clone(), None),
        (Worth::ByLevel(levels), Some(level)) => match levels.iter().find(|(name, _)| name == level) {
            Some((_, points)) => (points.clone(), None),
            None => (Rational::zero(), Some(NotCounted::UnknownLevel(level.clone()))),
        },
        (Worth::ByLevel(_), None) => (Rational::zero(), Some(NotCounted::UnknownLevel("（未写）".to_owned()))),
    }
}

/// Why an event cannot count by itself.
fn refusal<N: Derived, F: Facts<N>>(facts: &F, unit: usize, event: &Event, rule: &EventRule) -> Option<NotCounted> {
    if event.stage == Stage::Revoked {
        return Some(NotCounted::Revoked);
    }
    if rule.needs_evidence && event.evidence.as_deref().is_none_or(|text| text.trim().is_empty()) {
        return Some(NotCounted::NoEvidence);
    }
    let shown = rule.event_conditions.iter().find(|condition| !shows(event, condition));
    if let Some(condition) = shown {
        return Some(NotCounted::Condition(event_condition(condition)));
    }
    for condition in &rule.conditions {
        match super::score::holds(facts, unit, condition) {
            Some(true) => {}
            Some(false) => return Some(NotCounted::Condition(condition.text.clone())),
            None => return Some(NotCounted::Condition(format!("{}（没有这个数）", condition.text))),
        }
    }
    None
}

/// Whether an event shows what it must. Six months after 31 August is 28 February: the day itself is inside.
fn shows(event: &Event, condition: &EventCondition) -> bool {
    match condition {
        EventCondition::Amount { name, relation, value } => {
            event.amounts.get(name).is_some_and(|amount| relation.holds(amount, value))
        }
        EventCondition::Within { from, to, months } => {
            let (Some(from), Some(to)) = (event.dates.get(from), event.dates.get(to)) else { return false };
            let last = from.checked_add(i64::from(*months).months());
            from <= to && last.is_ok_and(|last| *to <= last)
        }
    }
}

/// One matter counts once, by its highest event: inside a rule, and inside the rules that take the highest together.
/// What is not recognised yet displaces nothing that is.
fn one_matter_once(claims: &mut [Claim<'_>]) {
    let mut best: BTreeMap<(String, String, bool), (Rational, i64)> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.refused.is_none()) {
        let standing = best.entry(key(claim)).or_insert_with(|| (claim.worth.clone(), claim.event.id));
        if claim.worth > standing.0 {
            *standing = (claim.worth.clone(), claim.event.id);
        }
    }
    for claim in claims.iter_mut().filter(|claim| claim.refused.is_none()) {
        let Some((worth, id)) = best.get(&key(claim)) else { continue };
        if *id != claim.event.id {
            let same = *worth == claim.worth;
            claim.refused = Some(if same { NotCounted::SameMatter(*id) } else { NotCounted::Higher(*id) });
        }
    }
}

fn key(claim: &Claim<'_>) -> (String, String, bool) {
    let group = match &claim.rule.highest_of {
        Some(group) => format!("组 {group}"),
        None => format!("项 {}", claim.rule.code),
    };
    (group, claim.event.matter.clone(), claim.event.stage == Stage::Recognised)
}

fn verdict<'a, N: Derived>(claim: &Claim<'a>, used: &mut BTreeMap<&'a str, Rational>) -> Verdict<N> {
    if let Some(reason) = &claim.refused {
        return Verdict::Refused(reason.clone());
    }
    let level = claim.event.level.as_deref().map(|level| format!("，{level}")).unwrap_or_default();
    let label = format!("{}（事项{}{level}）", claim.rule.name, claim.event.id);
    let points: N = rule_number(&label, &claim.worth, "分", &claim.rule.clause);
    if claim.event.stage != Stage::Recognised {
        return Verdict::Expected(points);
    }
    let spent = used.entry(claim.rule.code.as_str()).or_insert_with(Rational::zero);
    let Some(cap) = &claim.rule.cap else { return Verdict::Counted(points) };
    let left = cap.sub(spent);
    if left.signum() <= 0 {
        return Verdict::Refused(NotCounted::CapReached);
    }
    let over = claim.worth > left;
    *spent = if over { cap.clone() } else { spent.add(&claim.worth) };
    Verdict::Counted(if over {
        points.at_most(rule_number("本项余额", &left, "分", &claim.rule.clause))
    } else {
        points
    })
}
