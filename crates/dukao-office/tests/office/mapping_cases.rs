//! The published tables under `examples/` come in by mapping files of at most thirty lines.

use std::path::Path;

use dukao_core::framework::Target;
use dukao_core::ledger::{Observation, Recorded};
use dukao_office::batch::Nothing;
use dukao_office::grid;
use dukao_office::{Batch, Severity, mapping};

use crate::support::said;

fn example(name: &str) -> Batch {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let source = std::fs::read_to_string(folder.join("mapping.yaml")).unwrap();
    assert!(source.lines().count() <= 30);
    let book = grid::open("data.csv", &std::fs::read(folder.join("data.csv")).unwrap()).unwrap();
    let outcome = mapping::read("mapping.yaml", &source, &book, &Nothing::default());
    assert_eq!(said(&outcome), "");
    assert!(outcome.problems.iter().all(|problem| problem.severity == Severity::Note));
    outcome.batch
}

/// Everything in the batch in one line each.
pub(crate) fn told(batch: &Batch) -> String {
    let mut lines = vec![format!("# {}", batch.title)];
    for unit in &batch.units {
        let unit = &unit.value;
        lines.push(format!(
            "单位 {} {} {:?} ↑{}",
            unit.code,
            unit.name,
            unit.kind,
            unit.parent.as_deref().unwrap_or("-")
        ));
    }
    for indicator in &batch.indicators {
        let one = &indicator.value;
        lines.push(format!("指标 {} {} {} {} {}", one.year, one.code, one.unit, one.kind.label(), one.category));
    }
    lines.extend(batch.targets.iter().map(|target| target_line(&target.value)));
    lines.extend(batch.observations.iter().map(figure_line));
    for partition in &batch.partitions {
        let one = &partition.value;
        lines.push(format!(
            "合计 {} {} = {} ({})",
            one.indicator.as_deref().unwrap_or("*"),
            if one.total.is_empty() { "各单位" } else { &one.total },
            one.parts.iter().chain(&one.part_indicators).cloned().collect::<Vec<_>>().join("+"),
            one.name
        ));
    }
    lines.join("\n")
}

fn target_line(one: &Target) -> String {
    let stages: Vec<String> = one.stages.iter().map(|stage| format!("{} {}", stage.stage, stage.amount)).collect();
    let number = |value: Option<dukao_core::number::Decimal>| value.map_or("-".to_owned(), |value| value.to_string());
    format!(
        "目标 {} {} {} {:?} {}/{} {} [{}]",
        one.year,
        one.indicator,
        one.unit,
        one.goal,
        number(one.floor),
        number(one.stretch),
        one.unit_of_measure,
        stages.join(", ")
    )
}

fn figure_line(one: &Observation) -> String {
    let value = match &one.recorded {
        Recorded::Known(quantity) => format!("{} {}", quantity.value, quantity.unit),
        other => format!("{other:?}"),
    };
    let cell = one.place.map(dukao_core::ledger::Place::cell).unwrap_or_default();
    format!("数据 {} {} {} {} {value} @{cell}", one.indicator, one.unit, one.period.code(), one.measure.label())
}

#[test]
fn jincheng() {
    insta::assert_snapshot!(told(&example("jincheng-fiscal-2015-09")));
}

#[test]
fn hunan() {
    insta::assert_snapshot!(told(&example("hunan-oldhousing-2021-08")));
}

#[test]
fn dazhou() {
    insta::assert_snapshot!(told(&example("dazhou-staged-targets")));
}
