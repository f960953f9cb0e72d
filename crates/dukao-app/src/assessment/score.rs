//! The result of a scheme ready to be shown: places, points, grades, with everything JSON carries.

use dukao_core::assessment::scheme::{Colour, ExtraBody, Scheme, Sign};
use dukao_core::assessment::{
    Assessment, EntryScore, Facts, GradeResult, Plan, Sheet, Standing, UnitScore, Verdict, evaluate,
};
use dukao_core::number::Rational;
use dukao_core::period::Month;
use serde::Serialize;

/// Which scheme a result follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SchemeRef {
    /// Its title.
    pub name: String,
    /// What its versions have in common.
    pub code: String,
    /// Who made it.
    pub owner: String,
    /// The number of the document it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// First and last month it holds for.
    pub effective: String,
}

/// Points ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PointsShown {
    /// Rounded once, as the scheme publishes them.
    pub text: String,
    /// Twelve significant digits.
    pub value: String,
    /// Exact numerator.
    pub numerator: String,
    /// Exact denominator.
    pub denominator: String,
}

/// An entry of the scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EntryHead {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The clause it comes from.
    pub clause: String,
    /// How deep it stands, 0 at the top.
    pub depth: usize,
    /// Whether entries stand below it.
    pub group: bool,
    /// 加分 or 扣分, where it is no part of the marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<&'static str>,
}

/// What an entry gives to a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EntryLine {
    /// Code of the entry.
    pub entry: String,
    /// The points; none where nothing is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsShown>,
    /// Full marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<String>,
    /// How the points came about: 计分, 认定, 缺报, 剔除, 待补, 前提不符, 不考核.
    pub standing: &'static str,
    /// Why nothing, or something else, is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What a reader must know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<&'static str>,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventLine {
    /// Its number in the register.
    pub event: i64,
    /// Code of the bonus or deduction.
    pub rule: String,
    /// What it counted for, or would.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsShown>,
    /// 已计, 预计 or 未计.
    pub standing: &'static str,
    /// Why it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The result of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnitLine {
    /// Its code.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// Its place in its class; none when it has lost it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<usize>,
    /// Whether another unit shares the place.
    pub tied: bool,
    /// The total.
    pub total: PointsShown,
    /// The marks, without what comes on top.
    pub marks: PointsShown,
    /// Bonuses less deductions.
    pub extras: PointsShown,
    /// What is expected of events that are not recognised yet.
    pub expected: PointsShown,
    /// Whether something is not counted yet.
    pub provisional: bool,
    /// Its grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// The vetoes that hit it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vetoes: Vec<String>,
    /// The lists it stands on, with why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<String>,
    /// Its rewards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rewards: Vec<String>,
    /// Its entries, in the order of the scheme.
    pub entries: Vec<EntryLine>,
    /// Its events.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventLine>,
}

/// The result of a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ClassScores {
    /// Its name; empty where the scheme has one class.
    pub name: String,
    /// Its units, the first place first.
    pub units: Vec<UnitLine>,
}

/// The result of a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ScoreView {
    /// The scheme.
    pub scheme: SchemeRef,
    /// Month that is assessed.
    pub month: u8,
    /// Full marks of all entries together, class by class the same or not.
    pub entries: Vec<EntryHead>,
    /// The classes.
    pub classes: Vec<ClassScores>,
    /// What a reader must know of the whole result.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Applies a scheme to facts.
pub fn score(scheme: &Scheme, facts: &Sheet, month: Month) -> ScoreView {
    let plan = Plan::of(scheme);
    let result: Assessment<Rational> = evaluate(&plan, facts, month);
    let units = Facts::<Rational>::units(facts);
    let mut classes: Vec<ClassScores> = Vec::new();
    for (score, unit) in result.units.iter().filter_map(|score| Some((score, units.get(score.unit)?))) {
        let line = unit_line(&plan, score, &unit.code, &unit.name);
        match classes.iter_mut().find(|class| class.name == unit.class) {
            Some(class) => class.units.push(line),
            None => classes.push(ClassScores { name: unit.class.clone(), units: vec![line] }),
        }
    }
    for class in &mut classes {
        class.units.sort_by_key(|unit| unit.rank.unwrap_or(usize::MAX));
    }
    let notes = notes(scheme, Facts::<Rational>::events(facts).is_empty());
    ScoreView { scheme: scheme_ref(scheme), month: month.number(), entries: heads(&plan), classes, notes }
}

/// What was not counted because no event is registered.
fn notes(scheme: &Scheme, no_events: bool) -> Vec<String> {
    let by_events = scheme.extras.iter().any(|extra| matches!(extra.body, ExtraBody::Events(_)));
    let asks = [(by_events, "按事项的加分、扣分"), (!scheme.vetoes.is_empty(), "一票否决")];
    let open: Vec<&str> = asks.into_iter().filter(|(asked, _)| *asked).map(|(_, what)| what).collect();
    if !no_events || open.is_empty() {
        return Vec::new();
    }
    vec![format!("没有登记事项，{}没有计入", open.join("和"))]
}

pub(super) fn scheme_ref(scheme: &Scheme) -> SchemeRef {
    SchemeRef {
        name: scheme.name.clone(),
        code: scheme.code.clone(),
        owner: scheme.owner.clone(),
        document: scheme.document.clone(),
        effective: scheme.effective.to_string(),
    }
}

fn heads(plan: &Plan<'_>) -> Vec<EntryHead> {
    let head = |node: &dukao_core::assessment::Node<'_>| EntryHead {
        code: node.entry.code.clone(),
        name: node.entry.name.clone(),
        clause: node.entry.clause.clone(),
        depth: node.depth,
        group: !node.children.is_empty(),
        extra: node.sign.map(|sign| match sign {
            Sign::Bonus => "加分",
            Sign::Deduction => "扣分",
        }),
    };
    plan.nodes.iter().map(head).collect()
}

pub(super) fn points_shown(points: &Rational, decimals: u8) -> PointsShown {
    PointsShown {
        text: points.round(decimals).to_string().replace('-', "−"),
        value: points.significant(),
        numerator: points.numerator(),
        denominator: points.denominator(),
    }
}

fn unit_line(plan: &Plan<'_>, score: &UnitScore<Rational>, code: &str, name: &str) -> UnitLine {
    let decimals = plan.scheme.rules.decimals;
    let shown = |points: &Rational| points_shown(points, decimals);
    let entries = plan.nodes.iter().zip(&score.entries);
    let events = score.events.iter().map(|event| {
        let (points, standing, reason) = match &event.verdict {
            Verdict::Counted(points) => (Some(shown(points)), "已计", None),
            Verdict::Expected(points) => (Some(shown(points)), "预计", None),
            Verdict::Refused(reason) => (None, "未计", Some(reason.to_string())),
        };
        EventLine { event: event.event, rule: event.rule.clone(), points, standing, reason }
    });
    UnitLine {
        unit: code.to_owned(),
        name: name.to_owned(),
        rank: score.rank,
        tied: score.tied,
        total: shown(&score.total),
        marks: shown(&score.marks),
        extras: shown(&score.extras),
        expected: shown(&score.expected),
        provisional: score.provisional,
        grade: score.grade.as_ref().map(grade_in_words),
        vetoes: vetoes(plan.scheme, score),
        lists: lists(plan, score),
        rewards: rewards(plan.scheme, score),
        entries: entries.map(|(node, entry)| entry_line(&node.entry.code, entry, decimals)).collect(),
        events: events.collect(),
    }
}

fn grade_in_words(grade: &GradeResult) -> String {
    match grade {
        GradeResult::Is(name) => name.clone(),
        GradeResult::Open(names) => format!("{}（提交审定）", names.join("或")),
    }
}

fn vetoes(scheme: &Scheme, score: &UnitScore<Rational>) -> Vec<String> {
    let name =
        |code: &str| scheme.vetoes.iter().find(|veto| veto.code == code).map_or("", |veto| &veto.name).to_owned();
    let hits = score.vetoes.iter().map(|hit| {
        let how = if hit.cascaded { "（责任单位）" } else { "" };
        format!("{}{how}，事项{}", name(&hit.veto), hit.event)
    });
    hits.collect()
}

fn lists(plan: &Plan<'_>, score: &UnitScore<Rational>) -> Vec<String> {
    let lists = score.listed.iter().map(|listed| {
        let rule = plan.scheme.lists.get(listed.rule);
        let entry = rule.and_then(|rule| rule.entry.as_deref()).and_then(|code| plan.find(code));
        let about = entry.and_then(|at| plan.nodes.get(at)).map_or("总分", |node| node.entry.name.as_str());
        let colour = match listed.colour {
            Colour::Red => "红榜",
            Colour::Black => "黑榜",
        };
        format!("{colour}：{about}（{}）", rule.map_or("", |rule| rule.clause.as_str()))
    });
    lists.collect()
}

fn rewards(scheme: &Scheme, score: &UnitScore<Rational>) -> Vec<String> {
    use dukao_core::assessment::scheme::RewardFor;
    let earned = scheme.rewards.iter().filter(|reward| match &reward.whom {
        RewardFor::Grade(name) => score.grade.as_ref() == Some(&GradeResult::Is(name.clone())),
        RewardFor::Places(first, last) => score.rank.is_some_and(|rank| {
            let place = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
            (place(*first)..=place(*last)).contains(&rank)
        }),
    });
    earned.map(|reward| reward.what.clone()).collect()
}

/// The word for how points came about.
pub(super) const fn standing_word<N>(standing: &Standing<N>) -> &'static str {
    match standing {
        Standing::Scored(_) => "计分",
        Standing::Given(_) => "认定",
        Standing::Filled { .. } => "缺报",
        Standing::Excluded(_) => "剔除",
        Standing::Pending(_) => "待补",
        Standing::Barred { .. } => "前提不符",
        Standing::NotAssessed => "不考核",
    }
}

fn entry_line(code: &str, entry: &EntryScore<Rational>, decimals: u8) -> EntryLine {
    EntryLine {
        entry: code.to_owned(),
        points: entry.standing.points().map(|points| points_shown(points, decimals)),
        full: entry.full.as_ref().map(Rational::significant),
        standing: standing_word(&entry.standing),
        reason: reason(&entry.standing),
        notes: entry.notes.iter().map(|note| note.text()).collect(),
    }
}

/// Why nothing, or something else, is counted.
pub(super) fn reason<N>(standing: &Standing<N>) -> Option<String> {
    match standing {
        Standing::Barred { condition, .. } => Some(format!("前提“{condition}”不成立")),
        standing => standing.why().map(ToString::to_string),
    }
}
