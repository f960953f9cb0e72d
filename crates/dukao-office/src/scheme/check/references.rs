//! Names that must be those of something in the file, or in the region.

use dukao_core::assessment::Plan;
use dukao_core::assessment::scheme::{Body, ExtraBody, Origin, Scheme, Sign};
use dukao_core::organisation::{Organisation, UnitKind};

use super::super::Beside;
use super::super::read::{Draft, Used};
use crate::text::{Problems, nearest};

pub(super) fn check(scheme: &Scheme, draft: &Draft, beside: &Beside<'_>, problems: &mut Problems) {
    let plan = Plan::of(scheme);
    // An entry that could not be read is not missed a second time.
    let entries: Vec<&str> = if draft.incomplete.is_empty() {
        plan.nodes.iter().map(|node| node.entry.code.as_str()).collect()
    } else {
        draft.codes.iter().map(|code| code.value.as_str()).collect()
    };
    among(&draft.entries_used, &entries, "计分项", problems);
    inside_process(&plan, draft, problems);
    one_sign(scheme, draft, problems);
    let grades: Option<Vec<&str>> =
        scheme.grades.as_ref().map(|grades| grades.list.iter().map(|grade| grade.name.as_str()).collect());
    if grades.is_some() || !draft.incomplete.iter().any(|group| group == "等次") {
        among(&draft.grades_used, &grades.unwrap_or_default(), "等次", problems);
    }
    let classes: Vec<&str> = scheme.classes.iter().map(|class| class.name.as_str()).collect();
    among(&draft.classes_used, &classes, "类", problems);
    if let Some(organisation) = beside.organisation {
        for unit in draft.units_used.iter().filter(|unit| !known_unit(organisation, &unit.value)) {
            let names: Vec<&str> = organisation.iter().map(|unit| unit.name.as_str()).collect();
            let near = nearest(&unit.value, names.iter().copied());
            let hint = near.map_or_else(|| "核对单位代码或名称".to_owned(), |near| format!("是不是“{near}”？"));
            problems.push(unit.span.clone(), format!("没有单位“{}”", unit.value)).hint(hint);
        }
    }
}

/// Entries of a group that is scored in process have no points of the year of their own.
fn inside_process(plan: &Plan<'_>, draft: &Draft, problems: &mut Problems) {
    for used in &draft.entries_used {
        let mut above = plan.find(&used.value).and_then(|at| plan.nodes.get(at)).and_then(|node| node.parent);
        while let Some(node) = above.and_then(|at| plan.nodes.get(at)) {
            if !node.entry.process.is_empty() {
                let message = format!("“{}”在按过程计分的“{}”里，没有自己的全年得分", used.value, node.entry.name);
                problems.push(used.span.clone(), message).hint("写按过程计分的那一项，或把过程写到每一项");
            }
            above = node.parent;
        }
    }
}

/// Of bonuses and deductions together none is the highest.
fn one_sign(scheme: &Scheme, draft: &Draft, problems: &mut Problems) {
    let rules = || {
        scheme.extras.iter().filter_map(|extra| match &extra.body {
            ExtraBody::Events(rule) => Some((extra.sign, rule, rule.highest_of.as_ref()?)),
            ExtraBody::Entry(_) => None,
        })
    };
    for (sign, rule, group) in rules().filter(|(sign, _, _)| *sign == Sign::Deduction) {
        if rules().any(|(other, _, name)| other != sign && name == group) {
            let message = format!("“{group}”里既有加分又有扣分，不能取最高");
            problems.push(draft.places.of(&rule.code, "项"), message).hint("加分、扣分各用一个名称");
        }
    }
}

fn known_unit(organisation: &Organisation, text: &str) -> bool {
    organisation.find(text).is_some() || UnitKind::WORDS.iter().any(|(_, word)| *word == text)
}

fn among(used: &[Used], known: &[&str], what: &str, problems: &mut Problems) {
    for one in used.iter().filter(|one| !known.contains(&one.value.as_str())) {
        let hint = match nearest(&one.value, known.iter().copied()) {
            Some(near) => format!("是不是“{near}”？"),
            None if known.is_empty() => format!("办法里没有写{what}"),
            None => format!("可写：{}", known.join("、")),
        };
        problems.push(one.span.clone(), format!("没有“{}”这个{what}", one.value)).hint(hint);
    }
}

/// Whether the scheme names indicators at all.
pub(super) fn names_indicators(scheme: &Scheme) -> bool {
    let plan = Plan::of(scheme);
    let figure = |origin: &Origin| matches!(origin, Origin::Figure { .. });
    let scored = plan.nodes.iter().any(|node| match &node.entry.body {
        Body::Scored(scored) => scored.indicator.is_some() || scored.feeds.iter().any(|feed| figure(&feed.origin)),
        Body::Group { .. } => false,
    });
    let conditions = plan.nodes.iter().flat_map(|node| &node.entry.conditions);
    let of_events = scheme.extras.iter().flat_map(|extra| match &extra.body {
        ExtraBody::Events(rule) => rule.conditions.as_slice(),
        ExtraBody::Entry(_) => &[],
    });
    scored || conditions.chain(of_events).any(|condition| figure(&condition.origin))
}
