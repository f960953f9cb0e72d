//! Every row of `unit_tasks.csv`, and the sums of streets and towns.

use super::{Cells, assert_equal, data, find, number, per_cent, raw, sum, table};
use crate::demo_data::fixed::Fixed;

/// The code as the written files have it: the district's own rows leave the unit empty.
fn unit(row: &Cells) -> &str {
    if row["unit_code"] == "Q00" { "" } else { &row["unit_code"] }
}

fn task(targets: &[Cells], row: &Cells) -> Fixed {
    let found = targets.iter().find(|t| t["指标"] == row["indicator_code"] && t["单位"] == unit(row)).unwrap();
    assert_eq!((found["目标类型"].as_str(), found["进度方式"].as_str()), ("总量", "均衡"));
    number(&found["确保"])
}

#[test]
fn every_unit_row_comes_out() {
    let (data, targets) = (data(), table("03-目标-2018.csv"));
    for row in raw("unit_tasks.csv") {
        let code = row["indicator_code"].as_str();
        let figure = |month: &str, header: &str| find(&data, code, unit(&row), month, header);
        let target = task(&targets, &row);
        assert!(target.equals(number(&row["annual_target"])));
        for (month, header, column) in
            [("2018-06", "累计", "actual_1_6"), ("2018-07", "当月", "actual_july"), ("2018-07", "累计", "actual_1_7")]
        {
            assert_equal(figure(month, header), &row[column], &format!("{code} {} {column}", row["unit_code"]));
        }
        let (july, done) = (figure("2018-07", "当月").unwrap(), figure("2018-07", "累计").unwrap());
        let months = |count: i64| target.times(Fixed::new(count, 0), 0).unwrap();
        let owed = |count: i64, actual: Fixed| {
            let twelve_times = months(count).minus(actual.times(number("12"), 2).unwrap()).unwrap();
            twelve_times.divided_by(number("12"), 2).unwrap()
        };
        let left = target.minus(done).unwrap();
        for (column, computed) in [
            ("completion_pct", per_cent(done, target, 2)),
            ("pace_1_7", months(7).divided_by(number("12"), 2).unwrap()),
            ("cumulative_shortfall", owed(7, done)),
            ("monthly_requirement", months(1).divided_by(number("12"), 2).unwrap()),
            ("july_shortfall", owed(1, july)),
            ("remaining", left),
            ("remaining_per_month", left.divided_by(number("5"), 2).unwrap()),
        ] {
            assert_equal(Some(computed), &row[column], &format!("{code} {} {column}", row["unit_code"]));
        }
    }
}

#[test]
fn streets_and_towns_add_up_to_the_district() {
    let (data, targets) = (data(), table("03-目标-2018.csv"));
    for total in table("04-合计关系.csv") {
        let code = total["指标"].as_str();
        let parts: Vec<&str> = total["分项单位"].split('；').collect();
        assert_eq!(parts.len(), if code == "P01" { 20 } else { 11 });
        for (month, header) in [("2018-06", "累计"), ("2018-07", "累计"), ("2018-07", "当月")] {
            let of_parts = sum(parts.iter().map(|part| find(&data, code, part, month, header).unwrap()));
            assert!(of_parts.equals(find(&data, code, "", month, header).unwrap()), "{code} {month} {header}");
        }
        let floor = |unit: &str| {
            number(&targets.iter().find(|row| row["指标"] == code && row["单位"] == unit).unwrap()["确保"])
        };
        assert!(sum(parts.iter().map(|part| floor(part))).equals(floor("")));
    }
}
