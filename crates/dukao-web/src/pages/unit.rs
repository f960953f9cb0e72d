//! `GET /units/{code}`: a unit's own tasks and what it answers for.

use askama::Template;
use axum::extract::Path;
use dukao_app::view::{Row, UnitPage as View};

use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Period, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "unit.html")]
struct UnitPage {
    f: Frame,
    period: Period,
    v: View,
    sentence: String,
}

pub(crate) async fn show(web: Web, Path(code): Path<String>, visit: Visit) -> Page {
    let v = web.app.unit_page(&visit.asked()?, &code).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let f = Frame::new(visit, Place::Units, &v.unit.label, &v.basis).with_files();
    render(&UnitPage { period: Period::new(&f, v.choices.clone(), &[]), sentence: sentence(&v), v, f })
}

/// Whether a column for places has anything to show.
pub(crate) fn is_any_ranked(rows: &[Row]) -> bool {
    rows.iter().any(|row| row.ranked > 1)
}

/// 自身任务3项，未达2项，其中1项7月欠新账；牵头5项，滞后2项。
fn sentence(v: &View) -> String {
    let count = |rows: &[Row], of: fn(&Row) -> bool| rows.iter().filter(|row| of(row)).count();
    let mut parts = Vec::new();
    if !v.tasks.is_empty() {
        let new = count(&v.tasks, |row| row.new_shortfall);
        let tail = if new > 0 { format!("，{new}项{}月欠新账", v.basis.month) } else { String::new() };
        parts.push(format!("自身任务{}项，未达{}项{tail}", v.tasks.len(), count(&v.tasks, |row| row.standing.behind)));
    }
    if !v.leads.is_empty() {
        let behind = count(&v.leads, |row| row.standing.behind);
        let lagging = count(&v.leads, crate::figure::is_lagging);
        parts.push(format!("牵头指标{}项，未达{behind}项，其中滞后{lagging}项", v.leads.len()));
    }
    if !v.supports.is_empty() {
        parts.push(format!("协助{}项", v.supports.len()));
    }
    if parts.is_empty() { String::new() } else { parts.join("；") + "。" }
}
