//! Every row of `source000.csv` comes out of the written files.

use super::{Cells, assert_equal, data, find, number, per_cent, raw, table};
use crate::demo_data::fixed::Fixed;

/// The floor of the district's own target.
fn target(targets: &[Cells], code: &str) -> Fixed {
    number(&targets.iter().find(|row| row["指标"] == code && row["单位"].is_empty()).unwrap()["确保"])
}

/// What the files say for a measure of the outline; shortfalls run on the even pace.
fn computed(data: &[Cells], targets: &[Cells], row: &Cells) -> Option<Fixed> {
    let code = row["indicator_code"].as_str();
    let period = row["period"].as_str();
    let own = |month: &str, header: &str| find(data, code, "", month, header);
    let month: i64 = period.split_once('-').map_or(0, |(_, month)| month.parse().unwrap());
    let even = |months: i64| target(targets, code).times(Fixed::new(months, 0), 6).unwrap().divided_by(number("12"), 6);
    let minus = |left: Fixed, right: Fixed| left.minus(right).unwrap();
    match row["measure"].as_str() {
        "annual_target" | "growth_target" => Some(target(targets, code)),
        "monthly_requirement" => even(1).ok(),
        "month_value" => own(period, "当月"),
        "cumulative_value" | "growth" => own(period, "累计"),
        "decrease_from_june" => Some(minus(own("2018-06", "当月")?, own(period, "当月")?)),
        "month_on_month" => {
            let june = own("2018-06", "当月")?;
            Some(per_cent(minus(own(period, "当月")?, june), june, 1))
        }
        "monthly_shortfall" => Some(minus(even(1).unwrap(), own(period, "当月")?)),
        "cumulative_shortfall" => Some(minus(even(month).unwrap(), own(period, "累计")?)),
        "growth_gap" => Some(minus(target(targets, code), own(period, "累计")?)),
        measure => panic!("unknown measure {measure}"),
    }
}

/// January and February of a joint report: the dispatch figures, of which only the joint cumulative is published.
fn is_dispatch(row: &Cells) -> bool {
    let joint = ["P01", "E03"].contains(&row["indicator_code"].as_str());
    let february_total = row["measure"] == "cumulative_value" && row["period"].ends_with("-02");
    joint
        && row["section"] == "monthly"
        && (row["period"].ends_with("-01") || row["period"].ends_with("-02"))
        && !february_total
}

#[test]
fn every_published_row_comes_out_exactly() {
    let (data, targets) = (data(), table("03-目标-2018.csv"));
    let rows = raw("source000.csv");
    assert_eq!(rows.len(), 243);
    for row in rows.iter().filter(|row| !is_dispatch(row)) {
        let what = format!("{} {} {}", row["indicator_code"], row["period"], row["measure"]);
        assert_equal(computed(&data, &targets, row), &row["value"], &what);
    }
}

#[test]
fn dispatch_figures_of_january_and_february_stay_out() {
    let data = data();
    let dispatch: Vec<Cells> = raw("source000.csv").into_iter().filter(is_dispatch).collect();
    assert_eq!(dispatch.len(), 18);
    for row in dispatch {
        let header = if row["measure"] == "month_value" { "当月" } else { "累计" };
        assert!(find(&data, &row["indicator_code"], "", &row["period"], header).is_none());
    }
}

#[test]
fn fiscal_revenue_is_past_half_of_the_year() {
    let data = data();
    let june = find(&data, "F01", "", "2018-06", "累计").unwrap();
    assert!(june.equals(number("61742")));
    assert!(per_cent(june, number("120996"), 2).equals(number("51.03")));
    let july = find(&data, "P01", "", "2018-07", "累计").unwrap();
    assert!(per_cent(july, number("252"), 2).equals(number("45.73")));
}
