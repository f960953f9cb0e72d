//! `GET /ledger`: every indicator with all its figures; filters, order and density are plain links.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use dukao_app::view::{Choice, Group, Ledger, Row, Shown};
use dukao_core::framework::Light;

use super::{Page, handed_out, render};
use crate::Web;
use crate::figure::{is_lagging, lamp};
use crate::frame::{Frame, Place};
use crate::ledger_query::{LedgerQuery, Show};
use crate::markup::Markup;
use crate::query::Visit;

/// A segment of the filter by light.
struct Segment {
    href: String,
    label: Markup,
    count: usize,
    current: bool,
}

/// A column with figures.
struct Head {
    label: String,
    unit: &'static str,
    href: String,
    sorted: bool,
    /// Whether a group of columns begins here.
    edge: bool,
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    f: Frame,
    q: LedgerQuery,
    v: Ledger,
    own: bool,
    groups: Vec<Group>,
    segments: Vec<Segment>,
    heads: Vec<Head>,
    leads: Vec<Choice>,
    hidden: Vec<(&'static str, String)>,
    loose_href: String,
    tight_href: String,
    pace: Markup,
}

pub(crate) async fn show(State(web): State<Web>, visit: Visit) -> Page {
    let q = LedgerQuery::of(&visit)?;
    let asked = visit.asked()?;
    let mut v = web.app.ledger(&asked).await?;
    let kind = visit.file_kind()?;
    let f = Frame::new(visit, Place::Ledger, "指标台账", &v.basis).with_files();
    let leads = leads(&v.groups, q.lead.as_deref());
    let pace = pace(&f, &v.groups);
    let segments = segments(&f, &q, &v);
    let groups = q.apply(std::mem::take(&mut v.groups));
    if let Some(kind) = kind {
        v.groups = groups;
        return handed_out(&v, kind);
    }
    let mut hidden = f.hidden(&["year", "month"]);
    hidden.extend(kept_by_form(&f, &q));
    render(&LedgerPage {
        own: asked.unit.is_none(),
        segments,
        heads: heads(&f, &q, &v),
        loose_href: ledger(&f, &LedgerQuery { loose: true, ..q.clone() }),
        tight_href: ledger(&f, &LedgerQuery { loose: false, ..q.clone() }),
        leads,
        groups,
        hidden,
        pace,
        f,
        q,
        v,
    })
}

/// The ledger's address with a query.
fn ledger(f: &Frame, q: &LedgerQuery) -> String {
    let mut pairs = q.pairs();
    pairs.push(("unit", f.unit.as_deref().unwrap_or_default()));
    f.page_with("/ledger", &pairs)
}

/// What the form must send along beside its own fields.
fn kept_by_form(f: &Frame, q: &LedgerQuery) -> Vec<(&'static str, String)> {
    let own = ["lead", "q"];
    let unit = ("unit", f.unit.as_deref().unwrap_or_default());
    let pairs = q.pairs().into_iter().chain([unit]).filter(|(name, value)| !own.contains(name) && !value.is_empty());
    pairs.map(|(name, value)| (name, value.to_owned())).collect()
}

/// What other pages lead to; a segment only while it is chosen.
const FURTHER: [(Show, &str); 8] = [
    (Show::Behind, "未达"),
    (Show::Warned, "预警"),
    (Show::OnPace, "达到"),
    (Show::BehindPace, "欠序时"),
    (Show::BehindTarget, "未达目标"),
    (Show::FirstThree, "居前三"),
    (Show::BelowFifth, "第5位以后"),
    (Show::LastThree, "末三"),
];

fn segments(f: &Frame, q: &LedgerQuery, v: &Ledger) -> Vec<Segment> {
    let counts = &v.counts;
    let segment = |show: Option<Show>, label: Markup, count: usize| Segment {
        href: ledger(f, &LedgerQuery { show, ..q.clone() }),
        label,
        count,
        current: q.show == show,
    };
    let light = |light: Light, count| segment(Some(Show::Light(light)), lamp(light), count);
    let word = |show, text: &str, count| segment(show, Markup::words(text), count);
    let mut segments = vec![
        word(None, "全部", counts.all),
        light(Light::Lagging, counts.lagging),
        light(Light::Slow, counts.slow),
        light(Light::Normal, counts.normal),
        light(Light::Unreported, counts.unreported),
        word(Some(Show::New), "欠新账", counts.new_shortfall),
    ];
    if counts.not_judged > 0 {
        segments.insert(5, light(Light::NotJudged, counts.not_judged));
    }
    let count = |show: Show| v.groups.iter().flat_map(|group| &group.rows).filter(|row| show.keeps(row)).count();
    let chosen = FURTHER.into_iter().filter(|(show, _)| q.show == Some(*show));
    segments.extend(chosen.map(|(show, text)| word(Some(show), text, count(show))));
    segments
}

fn heads(f: &Frame, q: &LedgerQuery, v: &Ledger) -> Vec<Head> {
    let head = |label: &str, unit, key: &'static str, edge| {
        let sorted = !key.is_empty() && q.sort == Some(key);
        let next = match (sorted, q.ascending) {
            (false, _) => LedgerQuery { sort: Some(key), ascending: key == "rank", ..q.clone() },
            (true, ascending) if ascending == (key == "rank") => LedgerQuery { ascending: !ascending, ..q.clone() },
            (true, _) => LedgerQuery { sort: None, ascending: false, ..q.clone() },
        };
        let href = if key.is_empty() { String::new() } else { ledger(f, &next) };
        Head { label: label.to_owned(), unit, href, sorted, edge }
    };
    vec![
        head("年度目标", "", "target", true),
        head(&format!("{}月", v.basis.month), "", "month", false),
        head(&v.basis.period, "", "cumulative", false),
        head("同比", "%", "growth", false),
        head("完成率", "%", "completion", true),
        head("序时", "%", "", false),
        head("与序时比", "百分点", "gap", false),
        head("累计欠账", "同单位", "shortfall", false),
        head("剩余月均", "同单位", "remaining_monthly", false),
        head("位次", "位 / 参评", "rank", true),
    ]
}

fn leads(groups: &[Group], chosen: Option<&str>) -> Vec<Choice> {
    let rows = groups.iter().flat_map(|group| &group.rows);
    let pairs = rows.filter_map(|row| {
        Some((row.indicator.lead_unit_code.clone()?, row.indicator.lead_unit.clone().unwrap_or_default()))
    });
    let units: BTreeMap<String, String> = pairs.collect();
    units.into_iter().map(|(value, label)| Choice { chosen: chosen == Some(value.as_str()), value, label }).collect()
}

/// The pace of monthly indicators: the highest of all.
fn pace(f: &Frame, groups: &[Group]) -> Markup {
    let rows = groups.iter().flat_map(|group| &group.rows).filter(|row| row.indicator.value_kind == "流量");
    let known = rows.filter_map(|row| Some((row, row.figure("pace").filter(|shown| shown.is_known())?)));
    match known.rev().max_by_key(|(_, shown)| &shown.text) {
        Some((row, shown)) => f.said(row, &shown.text, Some("pace")).and("%"),
        None => Markup::words("不适用"),
    }
}

/// 8项，38分；滞后4、偏慢2
pub(crate) fn summary(group: &Group) -> String {
    let counts = &group.counts;
    let lights = [("滞后", counts.lagging), ("偏慢", counts.slow), ("未报", counts.unreported)];
    let words: Vec<String> =
        lights.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word}{count}")).collect();
    let points =
        if ["", "0"].contains(&group.points.as_str()) { String::new() } else { format!("，{}分", group.points) };
    let tail = if words.is_empty() { String::new() } else { format!("；{}", words.join("、")) };
    format!("{}项{points}{tail}", counts.all)
}

/// Period, scope and flags beside the name.
pub(crate) fn aside(row: &Row, period: &str) -> String {
    let own = (row.period != period && !row.period.is_empty()).then_some(row.period.as_str());
    let scope = row.indicator.scope.as_deref().filter(|scope| *scope != "在地");
    let flags = row.indicator.flags.iter().copied().filter(|flag| ["新增", "加分"].contains(flag));
    own.into_iter().chain(scope).chain(flags).collect::<Vec<_>>().join("、")
}

/// The two lines of a phone entry below its name: left and right.
pub(crate) fn entry(f: &Frame, row: &Row) -> [(Markup, Markup); 2] {
    let known = |key: &str| row.figure(key).filter(|shown| shown.is_known());
    let lead = Markup::words(row.indicator.lead_unit.as_deref().unwrap_or_default());
    let place = known("rank").filter(|_| row.ranked > 1);
    let place = place.map_or_else(Markup::default, |rank| {
        Markup::words("位次 ").then(&f.strong(row, &rank.text, rank.key, false)).and(&format!(" / {}", row.ranked))
    });
    let (first, second) = match (known("completion").zip(known("behind_pace")), known("cumulative")) {
        (Some((done, gap)), _) => (completion(f, row, done, gap), amount(f, row, known("shortfall"))),
        (None, Some(value)) => (level(f, row, value, known("target")), distance(f, row)),
        (None, None) => {
            let target = row.target_text.as_deref().unwrap_or_default();
            (Markup::words(target), Markup::words(row.progress.as_deref().unwrap_or(row.standing.label)))
        }
    };
    [(first, place), (second, lead)]
}

fn completion(f: &Frame, row: &Row, done: &Shown, gap: &Shown) -> Markup {
    let word = match (gap.is_negative(), row.ceiling) {
        (true, true) => " 余 ",
        (false, false) => " 欠 ",
        _ => " 超 ",
    };
    let red = gap.is_positive() && is_lagging(row);
    let start = Markup::words("完成 ").then(&f.strong(row, &done.text, done.key, false)).and("%");
    if gap.sign == 0 {
        return start;
    }
    start.and(word).then(&f.strong(row, &gap.magnitude, gap.key, red)).and(" 个百分点")
}

fn amount(f: &Frame, row: &Row, owed: Option<&Shown>) -> Markup {
    let Some(owed) = owed else { return Markup::default() };
    let word = match (owed.is_negative(), row.ceiling) {
        (true, true) => "余 ",
        (false, false) => "欠 ",
        _ => "超 ",
    };
    let new = if row.new_shortfall { "，欠新账" } else { "" };
    Markup::words(word).then(&f.strong(row, &owed.magnitude, owed.key, false)).and(&format!(" {}{new}", owed.unit))
}

fn level(f: &Frame, row: &Row, value: &Shown, target: Option<&Shown>) -> Markup {
    let start = Markup::words("累计 ").then(&f.strong(row, &value.text, value.key, false)).and(&value.unit);
    let Some(target) = target else { return start };
    start.and(" 目标 ").then(&f.said(row, &target.text, Some(target.key))).and(&target.unit)
}

fn distance(f: &Frame, row: &Row) -> Markup {
    let gaps = ["growth_gap", "gap_to_target"].into_iter().filter_map(|key| row.figure(key));
    let Some(gap) = gaps.into_iter().find(|shown| shown.is_known()) else { return Markup::default() };
    let word = match (gap.is_negative(), row.ceiling) {
        (true, true) => "余 ",
        (true, false) => "超 ",
        (false, _) => "差 ",
    };
    let unit = if gap.unit == "百分点" { "个百分点" } else { gap.unit.as_str() };
    let red = gap.is_positive() && is_lagging(row);
    Markup::words(word).then(&f.strong(row, &gap.magnitude, gap.key, red)).and(&format!(" {unit}"))
}
