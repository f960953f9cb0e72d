//! Names that must be those of something in the file, or in the region.

use dukao_core::assessment::Plan;
use dukao_core::assessment::scheme::{Body, ExtraBody, Origin, Scheme};
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
