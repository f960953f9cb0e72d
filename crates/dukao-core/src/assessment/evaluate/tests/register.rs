//! Events: bonuses, deductions, vetoes.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::support::{done, entry, number, over, scheme};
use crate::assessment::scheme::{
    Effect, EventCondition, EventRule, Extra, ExtraBody, Grade, Grades, Scheme, Sign, Veto, Worth,
};
use crate::assessment::{Assessment, Event, GradeResult, NotCounted, Plan, Sheet, Stage, Verdict, evaluate};
use crate::number::Rational;
use crate::period::Month;
use crate::progress::Relation;

fn rule(code: &str, worth: Worth) -> EventRule {
    EventRule {
        code: code.to_owned(),
        name: code.to_owned(),
        clause: "第七条".to_owned(),
        worth,
        cap: None,
        highest_of: None,
        needs_evidence: false,
        event_conditions: Vec::new(),
        conditions: Vec::new(),
    }
}

fn event(id: i64, rule: &str, matter: &str) -> Event {
    Event {
        id,
        unit: "A".to_owned(),
        rule: rule.to_owned(),
        level: None,
        date: date(2018, 5, 1),
        matter: matter.to_owned(),
        evidence: None,
        stage: Stage::Recognised,
        responsible: None,
        amounts: BTreeMap::new(),
        dates: BTreeMap::new(),
    }
}

fn with(rules: Vec<(Sign, EventRule)>) -> Scheme {
    let mut scheme = scheme(vec![entry("一", "100")]);
    let extra = |(sign, rule)| Extra { sign, body: ExtraBody::Events(rule) };
    scheme.extras = rules.into_iter().map(extra).collect();
    scheme
}

fn assessed(scheme: &Scheme, events: Vec<Event>) -> Assessment<Rational> {
    let plan = Plan::of(scheme);
    let mut sheet: Sheet = over(3);
    done(&mut sheet, &plan, "一", &["80", "70", "60"]);
    for event in events {
        sheet.enter(event);
    }
    evaluate(&plan, &sheet, Month::DECEMBER)
}

fn refusal(verdict: &Verdict<Rational>) -> Option<&NotCounted> {
    match verdict {
        Verdict::Refused(reason) => Some(reason),
        Verdict::Counted(_) | Verdict::Expected(_) => None,
    }
}

#[test]
fn bonuses_are_added_and_deductions_taken_away() {
    let scheme = with(vec![
        (Sign::Bonus, rule("表彰", Worth::Each(number("2")))),
        (Sign::Deduction, rule("曝光", Worth::Each(number("0.5")))),
    ]);
    let result = assessed(&scheme, vec![event(1, "表彰", "甲奖"), event(2, "表彰", "乙奖"), event(3, "曝光", "丙事")]);
    assert_eq!(result.units[0].total, number("83.5"));
    assert_eq!(result.units[0].extras, number("3.5"));
    assert_eq!(result.units[1].total, number("70"));
}

#[test]
fn a_rule_counts_up_to_its_cap() {
    let mut capped = rule("表彰", Worth::Each(number("2")));
    capped.cap = Some(number("3"));
    let scheme = with(vec![(Sign::Bonus, capped)]);
    let result = assessed(&scheme, vec![event(1, "表彰", "甲"), event(2, "表彰", "乙"), event(3, "表彰", "丙")]);
    assert_eq!(result.units[0].extras, number("3"));
    let verdicts: Vec<_> = result.units[0].events.iter().map(|event| &event.verdict).collect();
    assert_eq!(verdicts[1], &Verdict::Counted(number("1")));
    assert_eq!(refusal(verdicts[2]), Some(&NotCounted::CapReached));
}

#[test]
fn one_matter_counts_once_by_its_highest_level() {
    let levels = vec![("省级".to_owned(), number("3")), ("市级".to_owned(), number("1"))];
    let mut first = rule("表彰", Worth::ByLevel(levels));
    first.highest_of = Some("荣誉".to_owned());
    let mut second = rule("排名", Worth::Each(number("2")));
    second.highest_of = Some("荣誉".to_owned());
    let scheme = with(vec![(Sign::Bonus, first), (Sign::Bonus, second)]);
    let level = |id, level: &str| Event { level: Some(level.to_owned()), ..event(id, "表彰", "同一奖") };
    let result = assessed(
        &scheme,
        vec![level(1, "市级"), level(2, "省级"), level(3, "省级"), event(4, "排名", "同一奖"), level(5, "村级")],
    );
    assert_eq!(result.units[0].extras, number("3"));
    let reasons: Vec<_> = result.units[0].events.iter().map(|event| refusal(&event.verdict)).collect();
    assert_eq!(reasons[0], Some(&NotCounted::Higher(2)));
    assert_eq!(reasons[1], None);
    assert_eq!(reasons[2], Some(&NotCounted::SameMatter(2)));
    assert_eq!(reasons[3], Some(&NotCounted::Higher(2)));
    assert_eq!(reasons[4], Some(&NotCounted::UnknownLevel("村级".to_owned())));
}

#[test]
fn only_what_is_recognised_and_shown_counts() {
    let mut strict = rule("表彰", Worth::Each(number("2")));
    strict.needs_evidence = true;
    let scheme = with(vec![(Sign::Bonus, strict)]);
    let shown = |id, stage, matter: &str| Event {
        stage,
        evidence: Some("市发〔2018〕3号".to_owned()),
        ..event(id, "表彰", matter)
    };
    let result = assessed(
        &scheme,
        vec![
            event(1, "表彰", "甲"),
            shown(2, Stage::Recognised, "乙"),
            shown(3, Stage::Applied, "丙"),
            shown(4, Stage::Revoked, "丁"),
            shown(5, Stage::Awarded, "乙"),
        ],
    );
    let unit = &result.units[0];
    assert_eq!((unit.extras.clone(), unit.expected.clone()), (number("2"), number("4")));
    assert_eq!(refusal(&unit.events[0].verdict), Some(&NotCounted::NoEvidence));
    assert_eq!(unit.events[2].verdict, Verdict::Expected(number("2")));
    assert_eq!(refusal(&unit.events[3].verdict), Some(&NotCounted::Revoked));
}

#[test]
fn signed_for_a_hundred_and_started_within_six_months() {
    let mut big = rule("重大项目", Worth::Each(number("5")));
    big.event_conditions = vec![
        EventCondition::Amount { name: "投资额".to_owned(), relation: Relation::AtLeast, value: number("100") },
        EventCondition::Within { from: "签约".to_owned(), to: "开工".to_owned(), months: 6 },
    ];
    let scheme = with(vec![(Sign::Bonus, big)]);
    let project = |id, amount: &str, signed: Date, started: Date| Event {
        amounts: BTreeMap::from([("投资额".to_owned(), number(amount))]),
        dates: BTreeMap::from([("签约".to_owned(), signed), ("开工".to_owned(), started)]),
        ..event(id, "重大项目", &format!("项目{id}"))
    };
    let result = assessed(
        &scheme,
        vec![
            project(1, "100", date(2018, 1, 15), date(2018, 7, 15)),
            project(2, "100", date(2018, 1, 15), date(2018, 7, 16)),
            project(3, "99.9", date(2018, 1, 15), date(2018, 2, 1)),
            project(4, "120", date(2018, 3, 1), date(2018, 2, 1)),
        ],
    );
    let counted: Vec<bool> = result.units[0].events.iter().map(|event| refusal(&event.verdict).is_none()).collect();
    assert_eq!(counted, [true, false, false, false]);
    assert!(
        matches!(refusal(&result.units[0].events[1].verdict), Some(NotCounted::Condition(text)) if text == "签约至开工不超过6个月")
    );
}

#[test]
fn a_veto_takes_points_grade_or_place_and_reaches_whoever_is_responsible() {
    let mut scheme = with(Vec::new());
    let veto = |code: &str, effect, cascades| Veto {
        code: code.to_owned(),
        name: code.to_owned(),
        clause: "第十条".to_owned(),
        effect,
        cascades,
    };
    scheme.vetoes = vec![
        veto("安全", Effect::Ceiling("良".to_owned()), true),
        veto("廉政", Effect::Excluded, false),
        veto("造假", Effect::Zero, false),
    ];
    let grade =
        |name: &str, least: Option<&str>| Grade { name: name.to_owned(), quota: None, least: least.map(number) };
    scheme.grades = Some(Grades {
        list: vec![grade("优", Some("60")), grade("良", Some("50")), grade("差", None)],
        rounding: crate::assessment::scheme::QuotaRounding::Down,
        boundary: crate::assessment::scheme::Boundary::AllIn,
    });
    let hit = |id, rule: &str, unit: &str, responsible: Option<&str>, stage| Event {
        unit: unit.to_owned(),
        responsible: responsible.map(str::to_owned),
        stage,
        ..event(id, rule, "事故")
    };
    let is = |name: &str| Some(GradeResult::Is(name.to_owned()));
    let result = assessed(&scheme, vec![hit(1, "安全", "A", Some("C"), Stage::Recognised)]);
    let grades: Vec<_> = result.units.iter().map(|unit| unit.grade.clone()).collect();
    assert_eq!(grades, [is("良"), is("优"), is("良")]);
    assert!(result.units[2].vetoes[0].cascaded);
    let result = assessed(
        &scheme,
        vec![
            hit(1, "廉政", "A", Some("C"), Stage::Recognised),
            hit(2, "造假", "B", None, Stage::Recognised),
            hit(3, "安全", "C", None, Stage::Candidate),
        ],
    );
    let places: Vec<_> = result.units.iter().map(|unit| unit.rank).collect();
    assert_eq!(places, [None, Some(2), Some(1)]);
    assert_eq!(result.units[1].total, Rational::zero());
    assert_eq!((result.units[0].grade.clone(), result.units[2].grade.clone()), (None, is("优")));
}

#[test]
fn who_has_lost_his_place_stands_on_no_list_and_pushes_nobody_off() {
    use crate::assessment::scheme::{Colour, Criterion, ListRule};
    let mut scheme = with(Vec::new());
    scheme.vetoes = vec![Veto {
        code: "廉政".to_owned(),
        name: "廉政".to_owned(),
        clause: "第十条".to_owned(),
        effect: Effect::Excluded,
        cascades: false,
    }];
    let rule = |criterion| ListRule { colour: Colour::Red, entry: None, criterion, clause: String::new() };
    scheme.lists = vec![rule(Criterion::Top(1)), rule(Criterion::Bottom(1)), rule(Criterion::BehindBest(number("5")))];
    let result = assessed(&scheme, vec![event(1, "廉政", "案件")]);
    let on: Vec<Vec<usize>> =
        result.units.iter().map(|unit| unit.listed.iter().map(|one| one.rule).collect()).collect();
    assert_eq!(on, [vec![], vec![0], vec![1, 2]]);
}

#[test]
fn an_event_whose_condition_has_no_figure_is_told_apart() {
    use crate::assessment::scheme::{Condition, Origin};
    let mut rule = rule("表彰", Worth::Each(number("2")));
    rule.conditions = vec![Condition {
        origin: Origin::Entered,
        subject: "增速".to_owned(),
        relation: Relation::AtLeast,
        value: number("8"),
        text: "增速 ≥ 8".to_owned(),
    }];
    let scheme = with(vec![(Sign::Bonus, rule)]);
    let result = assessed(&scheme, vec![event(1, "表彰", "甲")]);
    let told = refusal(&result.units[0].events[0].verdict).map(ToString::to_string);
    assert_eq!(told.as_deref(), Some("不符合条件：增速 ≥ 8（没有这个数）"));
}
