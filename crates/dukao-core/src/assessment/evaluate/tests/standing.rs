//! Conditions, bounds, process, grades, lists.

use super::support::{done, entry, group, leaf, number, over, scheme};
use crate::assessment::scheme::{
    Boundary, Checkpoint, Colour, Combine, Condition, Criterion, Grade, Grades, ListRule, Origin, Quota, QuotaRounding,
    RankOn,
};
use crate::assessment::{Assessment, GradeResult, Plan, Standing, evaluate};
use crate::number::Rational;
use crate::period::Month;
use crate::progress::{Absence, Relation};

fn totals(assessment: &Assessment<Rational>) -> Vec<String> {
    assessment.units.iter().map(|unit| unit.total.significant()).collect()
}

#[test]
fn points_stay_inside_cap_and_floor() {
    let mut one = entry("一", "100");
    (one.cap, one.floor) = (Some(number("110")), Some(number("-20")));
    let scheme = scheme(vec![one, entry("二", "10")]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(3);
    done(&mut sheet, &plan, "一", &["140", "110", "30"]);
    done(&mut sheet, &plan, "二", &["0", "0", "0"]);
    assert_eq!(totals(&evaluate(&plan, &sheet, Month::DECEMBER)), ["110", "110", "30"]);
}

#[test]
fn what_is_presupposed_must_hold() {
    let mut one = entry("一", "100");
    one.conditions = vec![Condition {
        origin: Origin::Entered,
        subject: "GDP.同比增速".to_owned(),
        relation: Relation::AtLeast,
        value: number("8"),
        text: "GDP.同比增速 ≥ 8".to_owned(),
    }];
    let scheme = scheme(vec![one]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(3);
    done(&mut sheet, &plan, "一", &["100", "100", "100"]);
    sheet.put_condition("GDP.同比增速", 0, Ok(vec![leaf("增速", "8")]));
    sheet.put_condition("GDP.同比增速", 1, Ok(vec![leaf("增速", "7.99")]));
    sheet.put_condition("GDP.同比增速", 2, Err(Absence::unreported("未报")));
    let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
    assert_eq!(totals(&result), ["100", "0", "0"]);
    assert!(
        matches!(&result.units[1].entries[0].standing, Standing::Barred { condition, .. } if condition == "GDP.同比增速 ≥ 8")
    );
    assert!(matches!(result.units[2].entries[0].standing, Standing::Pending(_)));
    assert_eq!(result.units.iter().map(|unit| unit.provisional).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn points_of_the_year_are_those_of_its_checkpoints() {
    let shares = [("一季度", "0.15"), ("上半年", "0.25"), ("前三季度", "0.25"), ("全年", "0.35")];
    let mut one = entry("一", "100");
    one.process = shares.iter().map(|(name, share)| (Checkpoint::named(name).unwrap(), number(share))).collect();
    let scheme = scheme(vec![one]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(1);
    for ((name, _), points) in shares.iter().zip(["80", "90", "85", "95"]) {
        sheet.give(0, Checkpoint::named(name), 0, leaf("得分", points));
    }
    let at = |month: u8| totals(&evaluate(&plan, &sheet, Month::new(month).unwrap()));
    assert_eq!(at(12), ["89"]);
    // (80 × 15 + 90 × 25) ÷ 40
    assert_eq!(at(6), ["86.25"]);
    assert_eq!(at(8), ["86.25"]);
    assert_eq!(at(3), ["80"]);
}

#[test]
fn a_group_is_scored_in_process_as_a_whole() {
    let mut whole = group("组", "100", Combine::Sum, vec![entry("一", "100")]);
    whole.process = vec![
        (Checkpoint::named("上半年").unwrap(), number("0.5")),
        (Checkpoint::named("全年").unwrap(), number("0.5")),
    ];
    let scheme = scheme(vec![whole]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(1);
    for (checkpoint, points) in [("上半年", "60"), ("全年", "90")] {
        sheet.give(1, Checkpoint::named(checkpoint), 0, leaf("得分", points));
    }
    assert_eq!(totals(&evaluate(&plan, &sheet, Month::DECEMBER)), ["75"]);
}

fn graded(actual: &[&str], quotas: [Option<Quota>; 2], rounding: QuotaRounding, boundary: Boundary) -> Vec<String> {
    let mut scheme = scheme(vec![entry("一", "100")]);
    let [first, second] = quotas;
    let grade = |name: &str, quota| Grade { name: name.to_owned(), quota, least: None };
    scheme.grades =
        Some(Grades { list: vec![grade("优", first), grade("良", second), grade("差", None)], rounding, boundary });
    let plan = Plan::of(&scheme);
    let mut sheet = over(actual.len());
    done(&mut sheet, &plan, "一", actual);
    let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
    let name = |grade: Option<GradeResult>| match grade {
        Some(GradeResult::Is(name)) => name,
        Some(GradeResult::Open(names)) => names.join("或"),
        None => "无".to_owned(),
    };
    result.units.into_iter().map(|unit| name(unit.grade)).collect()
}

#[test]
fn quotas_are_rounded_as_the_scheme_says() {
    let five = ["90", "80", "70", "60", "50"];
    let share = || [Some(Quota::Share(number("0.3"))), Some(Quota::Count(1))];
    // 30% of 5 is 1.5
    for (rounding, expected) in [
        (QuotaRounding::Down, ["优", "良", "差", "差", "差"]),
        (QuotaRounding::Nearest, ["优", "优", "良", "差", "差"]),
        (QuotaRounding::Up, ["优", "优", "良", "差", "差"]),
    ] {
        assert_eq!(graded(&five, share(), rounding, Boundary::AllIn), expected, "{rounding:?}");
    }
    // 25% of 5 is 1.25; 20% of 5 is 1
    let of = |share: &str, rounding| {
        let quotas = [Some(Quota::Share(number(share))), None];
        graded(&five, quotas, rounding, Boundary::AllIn).iter().filter(|grade| *grade == "优").count()
    };
    assert_eq!((of("0.25", QuotaRounding::Nearest), of("0.25", QuotaRounding::Up)), (1, 2));
    assert_eq!((of("0.2", QuotaRounding::Down), of("0.2", QuotaRounding::Up)), (1, 1));
}

#[test]
fn equals_on_both_sides_of_a_quota() {
    let actual = ["90", "80", "80", "70"];
    let quotas = |second| [Some(Quota::Count(2)), Some(Quota::Count(second))];
    for (boundary, expected) in [
        (Boundary::AllIn, ["优", "优", "优", "良"]),
        (Boundary::AllOut, ["优", "良", "良", "差"]),
        (Boundary::Committee, ["优", "优或良", "优或良", "良"]),
    ] {
        assert_eq!(graded(&actual, quotas(2), QuotaRounding::Down, boundary), expected, "{boundary:?}");
    }
    // Equals on both sides of the second quota as well: nobody behind them passes them.
    assert_eq!(graded(&actual, quotas(1), QuotaRounding::Down, Boundary::AllOut), ["优", "差", "差", "差"]);
}

#[test]
fn lists_hold_the_first_and_the_last_with_their_equals() {
    let mut scheme = scheme(vec![entry("一", "100"), entry("二", "50")]);
    let rule = |colour, entry: Option<&str>, criterion| ListRule {
        colour,
        entry: entry.map(str::to_owned),
        criterion,
        clause: "第九条".to_owned(),
    };
    scheme.lists = vec![
        rule(Colour::Red, None, Criterion::Top(1)),
        rule(Colour::Black, None, Criterion::Bottom(2)),
        rule(Colour::Black, Some("二"), Criterion::Rate(Relation::Less, number("0.6"))),
        rule(Colour::Black, Some("二"), Criterion::Points(Relation::AtMost, number("30"))),
        rule(Colour::Black, None, Criterion::BehindBest(number("60"))),
    ];
    let plan = Plan::of(&scheme);
    let mut sheet = over(4);
    done(&mut sheet, &plan, "一", &["100", "90", "80", "50"]);
    done(&mut sheet, &plan, "二", &["60", "80", "60", "40"]);
    let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
    assert_eq!(totals(&result), ["130", "130", "110", "70"]);
    let on = |unit: usize| result.units[unit].listed.iter().map(|one| one.rule).collect::<Vec<_>>();
    assert_eq!((on(0), on(1), on(2), on(3)), (vec![0, 3], vec![0], vec![1, 3], vec![1, 2, 3, 4]));
}

#[test]
fn places_may_be_taken_after_rounding_and_equals_parted_by_entries() {
    let mut scheme = scheme(vec![entry("一", "10"), entry("二", "10")]);
    scheme.rules.decimals = 1;
    let places = |scheme: &crate::assessment::scheme::Scheme| {
        let plan = Plan::of(scheme);
        let mut sheet = over(3);
        done(&mut sheet, &plan, "一", &["50.4", "50", "60"]);
        done(&mut sheet, &plan, "二", &["50", "50.1", "20"]);
        let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
        result.units.iter().map(|unit| unit.rank.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(places(&scheme), [1, 2, 3]);
    scheme.rules.rank_on = RankOn::Rounded;
    assert_eq!(places(&scheme), [1, 1, 3]);
    scheme.rules.tie_break = vec!["二".to_owned()];
    assert_eq!(places(&scheme), [2, 1, 3]);
}
