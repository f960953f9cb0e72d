//! Acts over a small district.

use jiff::civil::{Date, date};

use super::*;
use crate::organisation::PastKind;

const FIRST: Date = date(2010, 1, 1);
const AUGUST: Date = date(2018, 8, 1);

fn unit(code: &str, kind: UnitKind, parent: Option<&str>) -> Unit {
    Unit { valid_from: FIRST, parent: parent.map(str::to_owned), ..Unit::blank(code, &format!("{code}名"), kind) }
}

/// The district Q with streets A, B and C; villages A1 and A2 below A; the area K of A and B; a department D.
fn sample() -> Organisation {
    let mut organisation = Organisation::default();
    let grouped = |code: &str| Unit { groups: vec!["K".to_owned()], ..unit(code, UnitKind::Street, Some("Q")) };
    organisation.extend([
        unit("Q", UnitKind::District, None),
        grouped("A"),
        grouped("B"),
        unit("C", UnitKind::Street, Some("Q")),
        unit("A1", UnitKind::Other, Some("A")),
        unit("A2", UnitKind::Other, Some("A")),
        unit("K", UnitKind::KeyArea, Some("Q")),
        unit("D", UnitKind::Department, Some("Q")),
    ]);
    organisation
}

fn new(code: &str, name: &str) -> NewUnit {
    NewUnit { code: code.to_owned(), name: name.to_owned(), ..NewUnit::default() }
}

fn owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

fn merge(units: &[&str], new: NewUnit) -> Change {
    Change::Merge { units: owned(units), into: None, new }
}

fn act(change: Change) -> Reorganisation {
    Reorganisation { date: AUGUST, change }
}

/// The organisation after an act.
#[track_caller]
fn after(organisation: &Organisation, change: Change) -> Organisation {
    act(change).records(organisation).unwrap().applied_to(organisation)
}

#[track_caller]
fn refused(change: Change) -> Vec<String> {
    let problems = act(change).records(&sample()).unwrap_err();
    problems.iter().map(ToString::to_string).collect()
}

fn below(organisation: &Organisation, parent: &str, day: Date) -> String {
    organisation.children(parent, day).map(|unit| unit.code.as_str()).collect::<Vec<_>>().join(" ")
}

const JULY: Date = date(2018, 7, 31);

#[test]
fn a_merger_ends_the_units_and_moves_what_is_below_them() {
    let before = sample();
    let next = after(&before, merge(&["A", "B"], new("AB", "甲乙")));
    assert_eq!((below(&next, "Q", JULY).as_str(), below(&next, "Q", AUGUST).as_str()), ("A B C D", "C D AB"));
    assert_eq!((below(&next, "A", JULY).as_str(), below(&next, "AB", AUGUST).as_str()), ("A1 A2", "A1 A2"));
    let made = next.get("AB").unwrap();
    assert_eq!((made.kind, &made.groups, &made.predecessors), (UnitKind::Street, &owned(&["K"]), &owned(&["A", "B"])));
    assert_eq!(next.ended("A"), Some(JULY));
    assert_eq!(next.merged_from("AB", AUGUST), ["A", "B"]);
    let told: Vec<_> = next.changes().into_iter().map(|change| (change.kind.label(), change.said)).collect();
    assert!(told.contains(&("合并", "A名、B名 → 甲乙".to_owned())), "{told:?}");
}

#[test]
fn merged_into_one_of_them_the_new_unit_has_its_name_and_place() {
    let change = Change::Merge { units: owned(&["B"]), into: Some("A".to_owned()), new: new("A-2", "") };
    let next = after(&sample(), change);
    let made = next.get("A-2").unwrap();
    assert_eq!((made.name.as_str(), made.parent.as_deref(), made.valid_from), ("A名", Some("Q"), AUGUST));
    assert_eq!(next.find("A名").map(|unit| unit.code.as_str()), Some("A-2"));
    assert_eq!(next.merged_from("A-2", AUGUST), ["A", "B"]);
}

#[test]
fn a_division_says_where_everything_below_goes() {
    let below_it: BTreeMap<String, String> =
        [("A1", "X"), ("A2", "Y")].map(|(child, to)| (child.to_owned(), to.to_owned())).into();
    let split =
        |below| Change::Split { unit: "A".to_owned(), new: vec![new("X", "甲一"), new("Y", "甲二")], below };
    let next = after(&sample(), split(below_it));
    assert_eq!((below(&next, "X", AUGUST).as_str(), below(&next, "Y", AUGUST).as_str()), ("A1", "A2"));
    assert!(next.merged_from("X", AUGUST).is_empty());
    assert_eq!(next.changes().first().map(|change| change.kind), Some(PastKind::Divided));
    let lost = [("A1", "X"), ("C", "X")].map(|(child, to)| (child.to_owned(), to.to_owned())).into();
    assert_eq!(refused(split(lost)), ["下属单位A2名没有写明归谁", "“C”不是它的下属单位，或者“X”不是拆分后的单位"]);
}

#[test]
fn a_renamed_or_moved_unit_stays_what_it_is() {
    let rename = Change::Rename { unit: "A".to_owned(), name: "新名".to_owned(), short_name: None };
    let next = after(&sample(), rename);
    assert_eq!((next.on("A", JULY).unwrap().label(), next.on("A", AUGUST).unwrap().label()), ("A名", "新名"));
    let relocate = |parent: &str| Change::Move {
        unit: "A1".to_owned(),
        parent: Some(parent.to_owned()),
        kind: None,
        groups: None,
    };
    let next = after(&sample(), relocate("B"));
    assert_eq!((below(&next, "A", JULY).as_str(), below(&next, "A", AUGUST).as_str()), ("A1 A2", "A2"));
    let said: Vec<String> = next.changes().into_iter().map(|change| change.said).collect();
    assert_eq!(said, ["A1名：上级 A名 → B名"]);
    assert_eq!(refused(relocate("A")), ["A1名本来就是这样，没有变更"]);
    assert_eq!(refused(relocate("Z")), ["上级“Z”在变更之日不存在"]);
    let circle = Change::Move { unit: "A".to_owned(), parent: Some("A1".to_owned()), kind: None, groups: None };
    assert_eq!(refused(circle), ["A名不能归自己的下属管，上级关系成环"]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let wrong = merge(&["A", "D", "Z"], NewUnit { parent: Some("没有".to_owned()), ..new("C", "C名") });
    assert_eq!(
        refused(wrong),
        [
            "没有单位“Z”",
            "代码“C”已经是C名的；一个代码一个口径，合并、拆分以后的单位要用没有用过的代码",
            "“C名”已经是C的名称",
            "要合并的单位类别不同（街镇、部门），要写明合并后的类别",
            "上级“没有”在变更之日不存在",
        ]
    );
    assert_eq!(refused(merge(&["A"], new("", ""))), ["合并至少要两个单位", "新单位的代码没有写", "新单位的名称没有写"]);
    assert_eq!(refused(merge(&["Q", "A"], NewUnit { kind: Some(UnitKind::Street), ..new("N N", "新") })).len(), 2);
    let split =
        Change::Split {
            unit: "C".to_owned(), new: vec![new("X", "同名"), new("X", "同名")], below: BTreeMap::new()
        };
    assert!(refused(split).contains(&"新单位的“同名”写了两次".to_owned()));
    assert_eq!(refused(Change::End { unit: "A".to_owned() }), ["下属单位A1名没有写明归谁", "下属单位A2名没有写明归谁"]);
}

#[test]
fn a_change_comes_after_all_others_of_the_unit() {
    let organisation = after(&sample(), Change::End { unit: "C".to_owned() });
    let rename = |unit: &str| Change::Rename { unit: unit.to_owned(), name: "新名".to_owned(), short_name: None };
    let told = |organisation: &Organisation, date: Date, unit: &str| {
        Reorganisation { date, change: rename(unit) }
            .records(organisation)
            .unwrap_err()
            .first()
            .map(ToString::to_string)
    };
    assert_eq!(told(&organisation, AUGUST, "C").as_deref(), Some("C名到2018-07-31已经失效"));
    assert_eq!(told(&organisation, FIRST, "A").as_deref(), Some("A名从2010-01-01才有，变更日期要晚于这一天"));
    let organisation = after(&organisation, rename("A"));
    let same_day = told(&organisation, AUGUST, "A");
    assert_eq!(same_day.as_deref(), Some("新名在2018-08-01已有变更，先撤销那一次，或者把日期写在它之后"));
}

#[test]
fn a_wrong_record_can_be_taken_away_and_one_that_others_stand_on_cannot() {
    let withdraw = |date: Date, unit: &str| Reorganisation { date, change: Change::Withdraw { unit: unit.to_owned() } };
    let renamed = after(&sample(), Change::Rename { unit: "A".to_owned(), name: "错名".to_owned(), short_name: None });
    let records = withdraw(AUGUST, "A").records(&renamed).unwrap();
    assert_eq!(records.applied_to(&renamed), sample());
    let told = |date: Date, unit: &str| {
        withdraw(date, unit).records(&sample()).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(AUGUST, "A"), ["A名没有从2018-08-01起的记录；有：2010-01-01"]);
    assert_eq!(told(FIRST, "A"), ["删去以后A1名上级单位“A”不存在", "删去以后A2名上级单位“A”不存在"]);
    assert_eq!(told(FIRST, "Q"), ["Q名是本地区，只能更名"]);
    assert!(withdraw(FIRST, "D").records(&sample()).is_ok());
}
