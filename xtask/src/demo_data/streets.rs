//! Figures of streets and towns for 固定资产投资 and 规模以上工业总产值.

use anyhow::{Context as _, Result};

use super::{
    figures::{Figure, identity},
    known::DISTRICT,
    outline::{Outline, UnitTask},
    period::Month,
};

/// January to June cumulated, then July and January to July; the district's own row stays out.
pub(crate) fn unit_figures(outline: &Outline) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for end in [Month::new(2018, 6), Month::new(2018, 7)] {
        for task in tasks(outline) {
            let cells = if end.month == 6 {
                vec![("累计", task.actual_1_6.clone())]
            } else {
                vec![("累计", task.actual_1_7.clone()), ("当月", task.actual_july.clone())]
            };
            let mut row = identity(outline.indicator(&task.indicator_code)?, end)?;
            let unit = outline.unit(&task.unit_code).with_context(|| format!("tasks of {}", task.indicator_code))?;
            row.insert("单位", unit.code.clone());
            row.insert("#单位名称", unit.name.clone());
            row.extend(cells);
            figures.push(Figure { code: task.indicator_code.clone(), end, row });
        }
    }
    Ok(figures)
}

/// The tasks of streets and towns without the district's total.
pub(crate) fn tasks(outline: &Outline) -> impl Iterator<Item = &UnitTask> {
    outline.unit_tasks.iter().filter(|task| task.unit_code != DISTRICT)
}
