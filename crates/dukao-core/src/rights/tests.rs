//! Posts, callers, sight.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::{Date, date};

use super::*;
use crate::framework::{Framework, Indicator, ValueKind};
use crate::organisation::{Organisation, Unit, UnitKind};
use crate::quantity::UnitOfMeasure;

const DAY: Date = date(2026, 7, 1);

fn post(id: &str, account: &str, role: Role, unit: Option<&str>) -> Post {
    Post {
        id: id.to_owned(),
        account: account.to_owned(),
        role,
        region: (!role.is_administrator()).then(|| "R".to_owned()),
        unit: unit.map(str::to_owned),
        years: None,
        from: date(2026, 1, 1),
        until: None,
        manner: Manner::Held,
    }
}

fn unit(code: &str, kind: UnitKind, parent: Option<&str>) -> Unit {
    Unit {
        code: code.to_owned(),
        name: code.to_owned(),
        short_name: None,
        kind,
        parent: parent.map(str::to_owned),
        valid_from: date(2020, 1, 1),
        valid_to: None,
        groups: Vec::new(),
        principal: None,
        sponsors: Vec::new(),
        note: None,
        predecessors: Vec::new(),
    }
}

fn organisation() -> Organisation {
    let mut organisation = Organisation::default();
    organisation.extend([
        unit("C", UnitKind::City, None),
        unit("Q", UnitKind::District, Some("C")),
        unit("P", UnitKind::Peer, Some("C")),
        unit("S1", UnitKind::Street, Some("Q")),
        unit("S11", UnitKind::Other, Some("S1")),
        unit("S2", UnitKind::Street, Some("Q")),
        unit("D", UnitKind::Department, Some("Q")),
    ]);
    organisation
}

fn target(line: &[String], year: Option<i16>) -> Target<'_> {
    Target { region: Some("R"), line, year }
}

#[test]
fn years_are_one_some_or_open() {
    let years = |first, last| Some(Years { first, last });
    assert_eq!(Years::parse(" 2026 "), years(2026, Some(2026)));
    assert_eq!(Years::parse("2026年—2028年度"), years(2026, Some(2028)));
    assert_eq!(Years::parse("2026-"), years(2026, None));
    for wrong in ["", "-2026", "26", "今年", "2026-x", "2026-2027-2028"] {
        assert_eq!(Years::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn a_unit_post_reaches_what_is_below_and_a_refusal_says_how_far() {
    let posts = [post("1", "a", Role::Reporter, Some("S1"))];
    let caller = Caller::person("a", "甲", &posts, DAY);
    let line = |code| organisation().line(code, DAY);
    assert_eq!(line("S11"), ["S11", "S1", "Q", "C"]);
    assert_eq!(caller.may(Right::SeeFigures, &target(&line("S1"), None)), Ok(()));
    assert_eq!(caller.may(Right::SeeFigures, &target(&line("S11"), None)), Ok(()));
    for outside in ["S2", "Q", "C", "P", "D"] {
        let denial = caller.may(Right::SeeFigures, &target(&line(outside), None)).unwrap_err();
        assert_eq!(denial.why, Why::Unit(vec!["S1".to_owned()]), "{outside}");
    }
    let denial = caller.may(Right::Import, &target(&line("S1"), None)).unwrap_err();
    assert_eq!(denial.message(), "没有“导入数据”的权限，它只给考核员、统计员");
    let elsewhere = Target { region: Some("X"), line: &[], year: None };
    assert_eq!(caller.may(Right::SeeFigures, &elsewhere).unwrap_err().why, Why::Region);
    assert!(caller.knows("R") && !caller.knows("X"));
}

#[test]
fn a_post_counts_within_its_days_and_reaches_its_years() {
    let years = Some(Years { first: 2026, last: Some(2026) });
    let until = Some(date(2026, 7, 1));
    let posts = [Post { years, until, ..post("1", "a", Role::Assessment, None) }];
    let on = |day| Caller::person("a", "甲", &posts, day);
    let may = |caller: &Caller, year| caller.may(Right::SeeFigures, &target(&[], year));
    assert_eq!(may(&on(DAY), Some(2026)), Ok(()));
    assert_eq!(may(&on(DAY), Some(2025)).unwrap_err().message(), "“查看数据”的权限只到2026年");
    assert!(on(date(2026, 7, 2)).posts().is_empty() && on(date(2025, 12, 31)).posts().is_empty());
}

#[test]
fn a_lent_post_ends_with_the_post_it_was_lent_from() {
    let held = Post { until: Some(date(2026, 6, 30)), ..post("1", "a", Role::Leader, None) };
    let manner = || Manner::Delegated { post: "1".to_owned() };
    let lent = Post { until: Some(date(2026, 6, 30)), manner: manner(), ..post("2", "b", Role::Leader, None) };
    assert_eq!(problems(&lent, std::slice::from_ref(&held)), []);
    let posts = [held.clone(), lent.clone()];
    let count = |day| Caller::person("b", "乙", &posts, day).posts().len();
    assert_eq!((count(date(2026, 6, 30)), count(DAY)), (1, 0));
    // Ended early: what was lent ends with it.
    let ended = [Post { until: Some(date(2026, 3, 1)), ..held.clone() }, lent.clone()];
    assert!(Caller::person("b", "乙", &ended, date(2026, 3, 2)).posts().is_empty());
    let wrong = |post: Post| problems(&post, &[held.clone(), lent.clone()]);
    assert_eq!(wrong(Post { account: "a".to_owned(), id: "3".to_owned(), ..lent.clone() }), [PostProblem::ToOneself]);
    assert_eq!(wrong(Post { until: None, id: "3".to_owned(), ..lent.clone() }), [PostProblem::Endless]);
    assert_eq!(wrong(Post { until: Some(DAY), id: "3".to_owned(), ..lent.clone() }), [PostProblem::Longer]);
    let on = Post { id: "3".to_owned(), account: "c".to_owned(), ..lent.clone() };
    assert_eq!(
        wrong(Post { manner: Manner::Delegated { post: "2".to_owned() }, ..on.clone() }),
        [PostProblem::Delegation]
    );
    assert_eq!(wrong(Post { role: Role::Assessment, ..on }), [PostProblem::Delegation]);
}

#[test]
fn nobody_is_an_administrator_and_something_else_at_the_same_time() {
    for (one, other) in Role::ALL.iter().flat_map(|one| Role::ALL.iter().map(move |other| (*one, *other))) {
        if one == other || one == Role::Operator || other == Role::Operator {
            continue;
        }
        let held = post("1", "a", one, None);
        let found = problems(&post("2", "a", other, None), std::slice::from_ref(&held));
        let clash = one.is_administrator() || other.is_administrator();
        assert_eq!(found.contains(&PostProblem::Excluded(other, one)), clash, "{one:?} {other:?}");
        let ended = Post { until: Some(date(2026, 5, 31)), ..held };
        let after = Post { from: date(2026, 6, 1), ..post("2", "a", other, None) };
        assert_eq!(problems(&after, &[ended]), [], "one after the other is no combination");
    }
    assert_eq!(problems(&post("1", "a", Role::Operator, None), &[]), [PostProblem::NotGiven(Role::Operator)]);
    let nowhere = Post { region: None, ..post("1", "a", Role::Leader, None) };
    assert_eq!(problems(&nowhere, &[]), [PostProblem::Unplaced(Role::Leader)]);
}

#[test]
fn a_token_has_its_own_rights_only_and_the_operator_can_be_switched_off() {
    let posts = [post("1", "a", Role::Assessment, None)];
    let token = Caller::person("a", "甲", &posts, DAY).scoped(BTreeSet::from([Right::SeeFigures]));
    assert_eq!(token.may(Right::SeeFigures, &target(&[], None)), Ok(()));
    assert_eq!(token.may(Right::Import, &target(&[], None)).unwrap_err().why, Why::Scope);
    assert!(!token.has(Right::Import) && token.has(Right::SeeFigures));
    let operator = Caller::operator("root");
    assert_eq!(operator.may(Right::Import, &target(&[], None)), Ok(()));
    assert_eq!(operator.may(Right::KeepHouse, &Target::default()), Ok(()));
    let denial = operator.switched_off("本机命令行已停用").may(Right::Import, &target(&[], None)).unwrap_err();
    assert_eq!(denial.message(), "没有“导入数据”的权限：本机命令行已停用");
}

#[test]
fn sight_is_the_own_units_and_what_they_lead_or_support() {
    let mut led = Indicator::blank(2026, "L", "甲", ValueKind::Flow, UnitOfMeasure::parse("亿元").unwrap());
    led.lead_unit = Some("D".to_owned());
    led.supporting_units = vec!["S1".to_owned()];
    let mut framework = Framework::default();
    framework.insert(led);
    let framework = Arc::new(framework);
    let see = |role, unit: Option<&str>, seen: &str| {
        let posts = [post("1", "a", role, unit)];
        let caller = Caller::person("a", "甲", &posts, DAY);
        let sight = Sight::of(&caller, Right::SeeFigures, "R", &organisation(), DAY);
        let sees = |indicator: Option<&Indicator>| sight.sees(2026, indicator, seen, Some("Q"));
        (sees(framework.get("L")), sees(None), sight.is_whole())
    };
    assert_eq!(see(Role::Assessment, Some("D"), "S2"), (true, true, true));
    assert_eq!(see(Role::Leader, Some("Q"), "P"), (true, true, true), "a post at the region's own unit");
    assert_eq!(see(Role::Viewer, None, "S2"), (true, true, true));
    assert_eq!(see(Role::Reporter, Some("S1"), "S11"), (true, true, false));
    assert_eq!(see(Role::Reporter, Some("S1"), "S2"), (false, false, false));
    assert_eq!(see(Role::Reporter, Some("S1"), "Q"), (true, false, false), "what it supports");
    assert_eq!(see(Role::Reporter, Some("D"), "S2"), (true, false, false), "what it leads");
    assert_eq!(see(Role::SystemAdministrator, None, "S2"), (false, false, false));
}
