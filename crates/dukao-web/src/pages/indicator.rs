//! `GET /indicators/{code}`: one indicator for the region or for one unit.

use askama::Template;
use axum::extract::Path;
use dukao_app::AsOf;
use dukao_app::view::{Asked, IndicatorPage as View, Row, Shown, TraceView};

use super::{Page, as_file, render};
use crate::Web;
use crate::chart::{self, Drawn};
use crate::frame::{Frame, Period, Place};
use crate::markup::Markup;
use crate::query::Visit;

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorPage {
    f: Frame,
    period: Period,
    v: View,
    meta: String,
    chart: Option<Drawn>,
    month_heads: Vec<(&'static str, &'static str)>,
    has_months: bool,
    owing: usize,
    trace: Option<TraceView>,
    panel: bool,
    closable: bool,
}

const AMOUNTS: [(&str, &str); 8] = [
    ("月度要求", "monthly_requirement"),
    ("当月完成", "month"),
    ("当月欠账", "monthly_shortfall"),
    ("累计完成", "cumulative"),
    ("累计欠账", "shortfall"),
    ("完成率 %", "completion"),
    ("欠序时 百分点", "behind_pace"),
    ("累计同比 %", "growth"),
];
const LEVELS: [(&str, &str); 4] =
    [("当月", "month"), ("本期", "cumulative"), ("同比 %", "growth"), ("与目标增速 百分点", "growth_gap")];
const GROWTH: [(&str, &str); 3] =
    [("当月", "month"), ("累计增速 %", "cumulative"), ("与目标增速 百分点", "growth_gap")];

pub(crate) async fn show(web: Web, Path(code): Path<String>, visit: Visit) -> Page {
    let asked = visit.asked()?;
    let v = web.app.indicator_page(&asked, &code).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let trace = main_trace(&web, &asked, &v).await?;
    let f = Frame::new(visit, Place::Ledger, &v.row.indicator.name, &v.basis).with_files();
    render(&IndicatorPage {
        period: Period::new(&f, v.choices.clone(), &[("unit", f.unit.as_deref().unwrap_or_default())]),
        meta: meta(&v.row),
        chart: chart::draw(&v, &f),
        month_heads: month_heads(&v),
        has_months: has_months(&v),
        owing: v.shares.iter().filter(|share| share.owes).count(),
        trace,
        panel: true,
        closable: false,
        v,
        f,
    })
}

/// Whether the table of months has anything to say: always for amounts, else when any figure is known.
fn has_months(v: &View) -> bool {
    let figures = v.months.iter().filter_map(|month| month.figures.get("cumulative"));
    (accumulates(&v.row) && !v.months.is_empty()) || figures.into_iter().any(Shown::is_known)
}

/// The columns of the table of months; kinds without amounts show only what some month has.
fn month_heads(v: &View) -> Vec<(&'static str, &'static str)> {
    let heads: &[_] = match v.row.indicator.value_kind {
        "流量" | "计数" => return AMOUNTS.to_vec(),
        "增速" => &GROWTH,
        _ => &LEVELS,
    };
    let known = |key: &str| v.months.iter().filter_map(|month| month.figures.get(key)).any(Shown::is_known);
    heads.iter().copied().filter(|(_, key)| *key == "cumulative" || known(key)).collect()
}

/// A fact; where it states a figure, the figure.
pub(crate) fn fact(f: &Frame, row: &Row, label: &str, text: &str) -> Markup {
    let keys: &[&'static str] = match label {
        "确保" => &["target", "target_growth"],
        "争取" => &["stretch"],
        _ => &[],
    };
    let known = keys.iter().filter_map(|key| row.figure(key)).find(|shown| shown.is_known());
    known.map_or_else(|| Markup::words(text), |shown| f.fig(row, shown.key).and(&shown.unit))
}

pub(crate) fn accumulates(row: &Row) -> bool {
    ["流量", "计数"].contains(&row.indicator.value_kind)
}

/// 亿元，不含农户，20分
fn meta(row: &Row) -> String {
    let own = &row.indicator;
    let points = own.points.as_ref().map(|points| format!("{points}分"));
    let mut parts = vec![own.code.clone(), own.unit.clone()];
    parts.extend(own.scope.clone());
    parts.push(own.value_kind.to_owned());
    parts.extend(points);
    parts.extend(own.flags.iter().map(|flag| (*flag).to_owned()));
    parts.join("，")
}

/// The figure that stands open when the page opens, at the version of the page.
async fn main_trace(web: &Web, asked: &Asked, v: &View) -> Result<Option<TraceView>, crate::error::WebError> {
    let known = |key: &&str| v.row.figure(key).is_some_and(Shown::is_known);
    let Some(key) = ["shortfall", "growth_gap", "gap_to_target", "cumulative"].into_iter().find(known) else {
        return Ok(None);
    };
    let same = Asked { as_of: asked.as_of.or(Some(AsOf::Version(v.basis.version))), ..asked.clone() };
    Ok(Some(web.app.trace(&same, &v.row.indicator.code, key).await?))
}
