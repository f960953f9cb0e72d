//! Sums, mixtures, missing figures, places.

use super::support::{done, entry, group, number, over, scheme};
use crate::assessment::scheme::{Combine, Missing};
use crate::assessment::{Assessment, Plan, REST, Standing, contributions, evaluate, moved};
use crate::number::{Number, Rational};
use crate::period::Month;
use crate::progress::Traced;

fn totals(assessment: &Assessment<Rational>) -> Vec<String> {
    assessment.units.iter().map(|unit| unit.total.significant()).collect()
}

#[test]
fn points_add_up_and_places_are_shared() {
    let scheme = scheme(vec![entry("一", "60"), entry("二", "40")]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(4);
    done(&mut sheet, &plan, "一", &["100", "90", "50", "90"]);
    done(&mut sheet, &plan, "二", &["50", "100", "100", "100"]);
    let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
    assert_eq!(totals(&result), ["80", "94", "70", "94"]);
    let places: Vec<_> = result.units.iter().map(|unit| (unit.rank, unit.tied)).collect();
    assert_eq!(places, [(Some(3), false), (Some(1), true), (Some(4), false), (Some(1), true)]);
}

#[test]
fn a_mixture_counts_shares_of_the_marks_of_the_group() {
    let shares = vec![number("0.4"), number("0.6")];
    let mixed = group("综合", "100", Combine::Mix(shares), vec![entry("静态", "100"), entry("动态", "100")]);
    let scheme = scheme(vec![mixed]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(2);
    done(&mut sheet, &plan, "静态", &["100", "80"]);
    done(&mut sheet, &plan, "动态", &["60", "100"]);
    let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
    assert_eq!(totals(&result), ["76", "92"]);
    let part = &result.units[0].entries[plan.find("静态").unwrap()];
    assert_eq!(part.reaches, number("0.4"));
    assert_eq!(part.standing.points().unwrap(), &number("100"));
}

#[test]
fn a_missing_figure_is_counted_as_the_scheme_says() {
    for (missing, expected, provisional) in [
        (Missing::Zero, ["30", "90"], false),
        // the other unit has 80% of 40 marks
        (Missing::ClassMean, ["62", "90"], false),
        // 30 of 60 marks, spread over 100
        (Missing::Excluded, ["50", "90"], false),
        (Missing::Pending, ["30", "90"], true),
    ] {
        let mut scheme = scheme(vec![entry("一", "60"), entry("二", "40")]);
        scheme.rules.missing = missing;
        let plan = Plan::of(&scheme);
        let mut sheet = over(2);
        done(&mut sheet, &plan, "一", &["50", "96.666666666666666"]);
        done(&mut sheet, &plan, "二", &["-", "80"]);
        let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
        let shown: Vec<String> = result.units.iter().map(|unit| unit.total.round(2).to_string()).collect();
        assert_eq!(shown, expected.map(|text| format!("{text}.00")), "{missing:?}");
        assert_eq!(result.units[0].provisional, provisional, "{missing:?}");
        assert!(result.units[0].entries[1].standing.why().is_some());
    }
}

#[test]
fn a_figure_that_cannot_be_reckoned_with_is_never_a_zero() {
    let scheme = scheme(vec![entry("一", "100")]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(1);
    sheet.put(0, 0, None, 0, Ok(vec![super::support::leaf("实绩", "5")]));
    sheet.put(0, 1, None, 0, Ok(vec![super::support::leaf("目标", "0")]));
    let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
    assert!(matches!(result.units[0].entries[0].standing, Standing::Pending(_)));
    assert!(result.units[0].provisional);
}

#[test]
fn the_leaves_reach_the_total_with_and_without_what_is_left_out() {
    let shares = vec![number("0.4"), number("0.6")];
    let mut left_out = entry("乙", "10");
    left_out.missing = Some(Missing::Excluded);
    let scheme = scheme(vec![
        group("甲乙", "50", Combine::Sum, vec![entry("甲", "40"), left_out]),
        group("混", "50", Combine::Mix(shares), vec![entry("丙", "50"), entry("丁", "50")]),
    ]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(2);
    done(&mut sheet, &plan, "甲", &["70", "90"]);
    done(&mut sheet, &plan, "乙", &["-", "50"]);
    done(&mut sheet, &plan, "丙", &["33", "120"]);
    done(&mut sheet, &plan, "丁", &["44", "80"]);
    let exact: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
    let traced: Assessment<Traced> = evaluate(&plan, &sheet, Month::DECEMBER);
    for (exact, traced) in exact.units.iter().zip(&traced.units) {
        assert_eq!(&exact.total, traced.total.value());
        assert_eq!(exact.rank, traced.rank);
        let lines = contributions(&plan, exact);
        assert!(lines.iter().all(|line| line.name != REST), "{lines:?}");
        let reached: Vec<Rational> = lines.iter().map(|line| line.points.clone()).collect();
        assert_eq!(Rational::sum(&reached), exact.total);
    }
    // 40 × 0.7 × 50 ÷ 40 + 50 × (0.4 × 0.33 + 0.6 × 0.44)
    assert_eq!(exact.units[0].total, number("54.8"));
}

#[test]
fn points_given_to_a_group_stand_in_place_of_its_entries() {
    let scheme = scheme(vec![group("组", "100", Combine::Sum, vec![entry("一", "60"), entry("二", "40")])]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(2);
    done(&mut sheet, &plan, "一", &["50", "50"]);
    done(&mut sheet, &plan, "二", &["50", "50"]);
    sheet.give(plan.find("组").unwrap(), None, 1, super::support::leaf("得分", "88"));
    let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
    assert_eq!(totals(&result), ["50", "88"]);
    // 50 points are accounted for by the entries, 38 by what was given.
    let rest = contributions(&plan, &result.units[1]).pop().unwrap();
    assert_eq!((rest.name.as_str(), rest.points), (REST, number("38")));
}

#[test]
fn what_moves_is_told_line_by_line() {
    let (old, new) =
        (scheme(vec![entry("一", "60"), entry("二", "40")]), scheme(vec![entry("一", "30"), entry("三", "70")]));
    let of = |scheme: &crate::assessment::scheme::Scheme, codes: [&str; 2]| {
        let plan = Plan::of(scheme);
        let mut sheet = over(1);
        for code in codes {
            done(&mut sheet, &plan, code, &["50"]);
        }
        let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
        contributions(&plan, &result.units[0])
    };
    let moved = moved(&of(&old, ["一", "二"]), &of(&new, ["一", "三"]));
    let told: Vec<(&str, String)> =
        moved.iter().map(|line| (line.code.as_str(), line.change().significant())).collect();
    assert_eq!(told, [("三", "35".to_owned()), ("二", "-20".to_owned()), ("一", "-15".to_owned())]);
    assert_eq!((moved[0].before.clone(), moved[1].after.clone()), (None, None));
}

#[test]
fn the_mean_rate_of_the_class_stays_inside_the_bounds_of_the_entry() {
    let mut one = entry("一", "40");
    (one.cap, one.missing) = (Some(number("44")), Some(Missing::ClassMean));
    let scheme = scheme(vec![one]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(3);
    done(&mut sheet, &plan, "一", &["150", "100", "-"]);
    // 60 is cut to 44; the mean of 44 and 40 is 42
    assert_eq!(totals(&evaluate(&plan, &sheet, Month::DECEMBER)), ["44", "40", "42"]);
}

#[test]
fn a_group_says_what_a_missing_figure_means_for_its_entries() {
    let mut whole = group("组", "100", Combine::Sum, vec![entry("一", "60"), entry("二", "40")]);
    whole.missing = Some(Missing::Excluded);
    let scheme = scheme(vec![whole]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(2);
    done(&mut sheet, &plan, "一", &["50", "-"]);
    done(&mut sheet, &plan, "二", &["-", "-"]);
    let result: Assessment<Rational> = evaluate(&plan, &sheet, Month::DECEMBER);
    assert_eq!(totals(&result), ["50", "0"]);
    // Of the second unit nothing could be counted: that is no final zero.
    assert_eq!(result.units.iter().map(|unit| unit.provisional).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_number_that_the_scheme_states_is_an_input_like_any_other() {
    use crate::assessment::scheme::{Body, Feed, Origin};
    let mut one = entry("一", "100");
    if let Body::Scored(scored) = &mut one.body {
        let origin = Origin::Fixed { value: number("200"), text: "200".to_owned() };
        scored.feeds = vec![Feed { input: "目标".to_owned(), origin }];
    }
    let scheme = scheme(vec![one]);
    let plan = Plan::of(&scheme);
    let mut sheet = over(1);
    sheet.put(0, 0, None, 0, Ok(vec![super::support::leaf("实绩", "50")]));
    assert_eq!(totals(&evaluate(&plan, &sheet, Month::DECEMBER)), ["25"]);
}
