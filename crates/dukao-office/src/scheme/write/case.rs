//! 算例.

use dukao_core::assessment::Stage;
use dukao_core::assessment::scheme::{Case, CaseEvent, CaseInput, Expected};
use dukao_core::number::Number;

use super::out::Out;
use super::words::number;
use super::{Rows, put, put_text};
use crate::scheme::read::{MISSING, NO_DAY, NONE, ONLY};

/// A worked case.
pub(super) fn case(case: &Case) -> Out {
    let mut rows = Rows::new();
    put(&mut rows, "例", Out::text(&case.name));
    put_text(&mut rows, "项", case.entry.as_deref());
    put_text(&mut rows, "类", case.class.as_deref());
    if !case.inputs.is_empty() {
        put(&mut rows, "输入", inputs(case));
    }
    if !case.events.is_empty() {
        put(&mut rows, "事项", Out::Items(case.events.iter().map(event).collect()));
    }
    put(&mut rows, "应得", expected(&case.expected));
    if !case.tolerance.is_zero() {
        put(&mut rows, "允差", number(&case.tolerance));
    }
    Out::Keys(rows)
}

/// The keys under which something stands; made where they are not there.
fn below<'r>(rows: &'r mut Rows, key: &str) -> Option<&'r mut Rows> {
    if !rows.iter().any(|(known, _)| known == key) {
        rows.push((key.to_owned(), Out::Pairs(Rows::new())));
    }
    rows.iter_mut().find_map(|(known, value)| match value {
        Out::Pairs(rows) if known == key => Some(rows),
        _ => None,
    })
}

fn inputs(case: &Case) -> Out {
    let single = case.inputs.iter().all(|input| input.unit == ONLY);
    let mut units = Rows::new();
    for input in &case.inputs {
        let mut at = Some(&mut units);
        if !single {
            at = at.and_then(|rows| below(rows, &input.unit));
        }
        if input.entry != case.entry.as_deref().unwrap_or_default() {
            at = at.and_then(|rows| below(rows, &input.entry));
        }
        if let Some(checkpoint) = input.checkpoint {
            at = at.and_then(|rows| below(rows, &checkpoint.name()));
        }
        if let Some(rows) = at {
            put(rows, &input.input, values(input));
        }
    }
    if single { Out::Pairs(units) } else { Out::Keys(units) }
}

fn values(input: &CaseInput) -> Out {
    match input.values.as_deref() {
        None => Out::text(MISSING),
        Some([one]) => number(one),
        Some(several) => Out::Row(several.iter().map(number).collect()),
    }
}

fn event(event: &CaseEvent) -> Out {
    let mut rows = Rows::new();
    put(&mut rows, "单位", Out::text(&event.unit));
    put(&mut rows, "项", Out::text(&event.rule));
    put_text(&mut rows, "级别", event.level.as_deref());
    if event.date != NO_DAY {
        put(&mut rows, "日期", Out::Text(event.date.to_string()));
    }
    put_text(&mut rows, "事由", (event.matter != format!("事项{}", event.id)).then_some(event.matter.as_str()));
    put_text(&mut rows, "佐证", event.evidence.as_deref());
    put_text(&mut rows, "阶段", (event.stage != Stage::Recognised).then_some(event.stage.name()));
    put_text(&mut rows, "责任单位", event.responsible.as_deref());
    if !event.amounts.is_empty() {
        let amounts = event.amounts.iter().map(|(name, amount)| (name.clone(), number(amount)));
        put(&mut rows, "数额", Out::Pairs(amounts.collect()));
    }
    if !event.dates.is_empty() {
        let dates = event.dates.iter().map(|(name, date)| (name.clone(), Out::Text(date.to_string())));
        put(&mut rows, "日期项", Out::Pairs(dates.collect()));
    }
    Out::Pairs(rows)
}

fn expected(all: &[Expected]) -> Out {
    match all {
        [one] if one.unit == ONLY => result(one),
        all => Out::Pairs(all.iter().map(|one| (one.unit.clone(), result(one))).collect()),
    }
}

fn result(one: &Expected) -> Out {
    match (&one.points, one.rank, &one.grade) {
        (None, None, None) => Out::text(NONE),
        (Some(points), None, None) => number(points),
        (points, rank, grade) => {
            let mut rows = Rows::new();
            if let Some(points) = points {
                put(&mut rows, "得分", number(points));
            }
            if let Some(rank) = rank {
                put(&mut rows, "名次", Out::Number(rank.to_string()));
            }
            put_text(&mut rows, "等次", grade.as_deref());
            Out::Pairs(rows)
        }
    }
}
