//! Marks: what stands below a group makes up its marks; caps, floors, process.

use dukao_core::assessment::scheme::{Body, Combine, Entry, ExtraBody, FullMarks, Scheme};
use dukao_core::number::{Number, Rational};

use super::super::read::Draft;
use crate::text::Problems;

pub(super) fn check(scheme: &Scheme, draft: &Draft, problems: &mut Problems) {
    let classes: Vec<&str> = match scheme.classes.as_slice() {
        [] => vec![""],
        classes => classes.iter().map(|class| class.name.as_str()).collect(),
    };
    if scheme.entries.is_empty() && draft.incomplete.is_empty() {
        problems.push(0..0, "没有计分项").hint("在“计分项”下至少写一项");
    }
    if let Some(full) = draft.full.as_ref().filter(|_| !draft.incomplete.iter().any(String::is_empty)) {
        for class in &classes {
            let sum = sum(&scheme.entries, class);
            if sum != *full {
                let message = format!("{}各项分值合计{}，不是满分{}", of(class), sum.significant(), full.significant());
                problems.push(draft.places.of("", "满分"), message).hint("改分值，或改满分");
            }
        }
    }
    for entry in &scheme.entries {
        judge(entry, &classes, draft, problems);
    }
    for extra in &scheme.extras {
        if let ExtraBody::Entry(entry) = &extra.body {
            judge(entry, &classes, draft, problems);
        }
    }
}

fn of(class: &str) -> String {
    if class.is_empty() { String::new() } else { format!("“{class}”") }
}

/// Full marks of entries for a class.
fn sum(entries: &[Entry], class: &str) -> Rational {
    let points = entries.iter().filter_map(|entry| entry.points.of(class));
    points.fold(Rational::zero(), |sum, points| sum.add(points))
}

fn judge(entry: &Entry, classes: &[&str], draft: &Draft, problems: &mut Problems) {
    if let (Some(cap), floor) = (&entry.cap, entry.floor.clone().unwrap_or_else(Rational::zero))
        && *cap < floor
    {
        let message = format!("上限{}比下限{}低", cap.significant(), floor.significant());
        problems.push(draft.places.of(&entry.code, "上限"), message).hint("调换上限和下限");
    }
    let Body::Group { combine, entries } = &entry.body else { return };
    let complete = !draft.incomplete.contains(&entry.code);
    if *combine == Combine::Sum && complete {
        for class in classes {
            let (own, below) = (entry.points.of(class), sum(entries, class));
            let Some(own) = own else { continue };
            if below != *own {
                let message = format!("{}下级分值合计{}，不是{}", of(class), below.significant(), own.significant());
                problems.push(draft.places.of(&entry.code, "分值"), message).hint("改下级的分值，或改这一项的分值");
            }
        }
        not_above(entry, entries, classes, draft, problems);
    }
    if !entry.process.is_empty() {
        nested(entries, draft, problems);
    }
    for below in entries {
        judge(below, classes, draft, problems);
    }
}

/// An entry for a class that its group does not assess.
fn not_above(group: &Entry, entries: &[Entry], classes: &[&str], draft: &Draft, problems: &mut Problems) {
    let FullMarks::ByClass(_) = &group.points else { return };
    for entry in entries {
        let beyond = classes.iter().find(|class| group.points.of(class).is_none() && entry.points.of(class).is_some());
        if let Some(class) = beyond {
            let message = format!("上级“{}”不考核{}，这一项却有分值", group.name, of(class));
            problems.push(draft.places.of(&entry.code, "分值"), message).hint("按类写分值，与上级一致");
        }
    }
}

/// Process inside process.
fn nested(entries: &[Entry], draft: &Draft, problems: &mut Problems) {
    for entry in entries {
        if !entry.process.is_empty() {
            problems
                .push(draft.places.of(&entry.code, "过程"), "上级已按过程计分，这里不能再写过程")
                .hint("过程只写在一级");
        }
        if let Body::Group { entries, .. } = &entry.body {
            nested(entries, draft, problems);
        }
    }
}
