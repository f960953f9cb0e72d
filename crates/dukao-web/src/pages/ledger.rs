//! `GET /ledger`: every indicator with all its figures; filters, order and density are plain links.

use std::collections::BTreeMap;

use askama::Template;
use dukao_app::selection::{LedgerColumn, Selection, Show};
use dukao_app::tables::ChosenLedger;
use dukao_app::view::{Choice, Group, Ledger, Row, Shown};
use dukao_core::framework::Light;

use super::{Page, handed_out, render};
use crate::Web;
use crate::error::WebError;
use crate::figure::{is_lagging, lamp};
use crate::frame::{Frame, Place};
use crate::ledger_columns::{self, Head};
use crate::ledger_query::LedgerQuery;
use crate::markup::Markup;
use crate::query::Visit;

/// A segment of the filter by light.
struct Segment {
    href: String,
    label: Markup,
    count: usize,
    current: bool,
}

/// A filter that was kept.
struct Kept {
    name: String,
    words: String,
    href: String,
    current: bool,
}

/// What was typed to keep a filter, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Naming {
    pub(super) name: String,
    pub(super) replace: bool,
    pub(super) problem: String,
}

#[derive(Template)]
#[template(path = "ledger.html")]
pub(super) struct LedgerPage {
    f: Frame,
    q: LedgerQuery,
    v: Ledger,
    own: bool,
    groups: Vec<Group>,
    segments: Vec<Segment>,
    columns: Vec<ledger_columns::Shown>,
    heads: Vec<Head>,
    leads: Vec<Choice>,
    kept: Vec<Kept>,
    naming: Naming,
    /// What was just done with a filter.
    done: &'static str,
    pace: Markup,
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    if let Some(kind) = visit.file_kind()? {
        let selection = LedgerQuery::of(&visit)?.selection;
        let ledger = selection.of(web.app.ledger(&visit.asked()?).await?);
        return handed_out(&ChosenLedger { ledger: &ledger, columns: &selection.columns }, kind);
    }
    render(&LedgerPage::new(&web, visit, Naming::default()).await?)
}

impl LedgerPage {
    /// The page that the address asks for.
    pub(super) async fn new(web: &Web, visit: Visit, naming: Naming) -> Result<Self, WebError> {
        let q = LedgerQuery::of(&visit)?;
        let asked = visit.asked()?;
        let done = visit.one_of("kept", &super::filters::DONE)?.unwrap_or_default();
        let mut v = web.app.ledger(&asked).await?;
        let f = Frame::new(visit, Place::Ledger, "指标台账", &v.basis).with_files();
        let columns = ledger_columns::shown(&q.selection.columns);
        Ok(Self {
            own: asked.unit.is_none(),
            segments: segments(&f, &q, &v),
            heads: ledger_columns::heads(&f, &q, &v.basis, &columns),
            kept: kept(&f, &q, &v),
            leads: leads(&v.groups, q.selection.lead.as_deref()),
            pace: pace(&f, &v.groups),
            groups: q.selection.apply(std::mem::take(&mut v.groups)),
            columns,
            naming,
            done,
            f,
            q,
            v,
        })
    }

    /// What the form of the filters must send along.
    fn beside_filters(&self) -> Vec<(&'static str, String)> {
        self.q.hidden(&self.f, &["year", "month", "lead", "q"])
    }

    /// What the form of the columns must send along.
    fn beside_columns(&self) -> Vec<(&'static str, String)> {
        self.q.hidden(&self.f, &["cols"])
    }

    fn density(&self, loose: bool) -> String {
        LedgerQuery { loose, ..self.q.clone() }.address(&self.f, "/ledger")
    }

    /// Where the filter that is shown is kept or another one removed.
    fn action(&self, path: &str) -> String {
        self.q.address(&self.f, path)
    }

    fn has_light(&self) -> bool {
        self.q.selection.columns.has(LedgerColumn::Light)
    }

    fn usual_columns(&self) -> String {
        self.q.with(|selection| selection.columns = Selection::default().columns).address(&self.f, "/ledger")
    }

    fn is_ascending(&self) -> bool {
        self.q.selection.order.is_some_and(|order| order.ascending)
    }
}

fn kept(f: &Frame, q: &LedgerQuery, v: &Ledger) -> Vec<Kept> {
    let here = q.address(f, "/ledger");
    let one = |kept: &dukao_app::view::KeptFilter| {
        let href = q.kept(f, &kept.filter);
        Kept { name: kept.name.clone(), words: kept.words.clone(), current: href == here, href }
    };
    v.filters.iter().map(one).collect()
}

/// What other pages lead to; a segment only while it is chosen.
const FURTHER: [Show; 8] = [
    Show::Behind,
    Show::Warned,
    Show::OnPace,
    Show::BehindPace,
    Show::BehindTarget,
    Show::FirstThree,
    Show::BelowFifth,
    Show::LastThree,
];

fn segments(f: &Frame, q: &LedgerQuery, v: &Ledger) -> Vec<Segment> {
    let counts = &v.counts;
    let chosen = q.selection.show;
    let segment = |show: Option<Show>, label: Markup, count: usize| Segment {
        href: q.with_show(show).address(f, "/ledger"),
        label,
        count,
        current: chosen == show,
    };
    let light = |light: Light, count| segment(Some(Show::Light(light)), lamp(light), count);
    let word = |show: Show, count| segment(Some(show), Markup::words(show.label()), count);
    let mut segments = vec![
        segment(None, Markup::words("全部"), counts.all),
        light(Light::Lagging, counts.lagging),
        light(Light::Slow, counts.slow),
        light(Light::Normal, counts.normal),
        light(Light::Unreported, counts.unreported),
        word(Show::New, counts.new_shortfall),
    ];
    if counts.not_judged > 0 {
        segments.insert(5, light(Light::NotJudged, counts.not_judged));
    }
    let count = |show: Show| v.groups.iter().flat_map(|group| &group.rows).filter(|row| show.keeps(row)).count();
    segments.extend(FURTHER.into_iter().filter(|show| chosen == Some(*show)).map(|show| word(show, count(show))));
    segments
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
