//! Which statement stands in the table, and which behind it.

use crate::framework::{Frequency, ValueKind};
use crate::ledger::{Measure, Origin};
use crate::period::Month;
use crate::testing::{BookBuilder, OWN};

use super::*;

/// A later cell takes the place of an earlier one in the table; weeks stand apart from months.
#[test]
fn a_period_is_kept_at_the_month_in_which_it_ends() {
    let book = BookBuilder::new(2018)
        .figure("I", OWN, "2018-06", Measure::Cumulative, "1", "亿元")
        .version(2)
        .figure("I", OWN, "2018年上半年", Measure::Cumulative, "2", "亿元")
        .figure("I", OWN, "2018-W26", Measure::Month, "3", "亿元")
        .build();
    let table = book.tables.get(&2018).unwrap();
    let (june, may) = (Month::new(6).unwrap(), Month::new(5).unwrap());
    let cell = book.cell("I", OWN, Measure::Cumulative, Origin::Claimed, 2018, june).unwrap();
    assert_eq!((cell.value, cell.version, cell.span), (Some(Decimal::integer(2)), Version(2), Span::Half(1)));
    assert_eq!(book.cell("I", OWN, Measure::Cumulative, Origin::Claimed, 2018, may), None);
    assert_eq!(book.cell("I", OWN, Measure::Cumulative, Origin::Recognised, 2018, june), None);
    assert_eq!(book.cell("I", OWN, Measure::Cumulative, Origin::Claimed, 2017, june), None);
    let (key, row) = table.rows().next().unwrap();
    assert_eq!((table.year(), table.row_count(), row.cells().count(), table.is_empty()), (2018, 1, 1, false));
    let weekly = RowKey { measure: Measure::Month, ..*key };
    assert_eq!(table.week(weekly, 26).unwrap().value, Some(Decimal::integer(3)));
    assert_eq!((table.week(weekly, 27), table.row(weekly)), (None, None));
    assert!(YearTable::new(2018).is_empty());
}

const JUNE: Month = Month::new(6).unwrap();

fn june(book: &crate::ledger::Book, measure: Measure) -> Option<i64> {
    book.cell("I", OWN, measure, Origin::Claimed, 2018, JUNE).and_then(|cell| cell.value).map(Decimal::mantissa)
}

/// 二季度 beside 6月: each is kept; the indicator's frequency says which of them is due.
#[test]
fn a_quarter_and_its_last_month_stand_side_by_side() {
    for (frequency, due) in [(Frequency::Monthly, 6), (Frequency::Quarterly, 15), (Frequency::Annual, 15)] {
        let book = BookBuilder::new(2018)
            .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.frequency = frequency)
            .figure("I", OWN, "2018-06", Measure::Month, "6", "亿元")
            .figure("I", OWN, "2018-Q2", Measure::Month, "15", "亿元")
            .build();
        assert_eq!(june(&book, Measure::Month), Some(due), "{frequency:?}");
        let table = book.tables.get(&2018).unwrap();
        let (key, row) = table.rows().next().unwrap();
        let of = |code: &str| table.statements(*key, Period::parse(code).unwrap()).len();
        assert_eq!((of("2018-06"), of("2018-Q2"), of("2018-H1"), row.is_plain()), (1, 1, 0, false));
    }
    let revised = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .figure("I", OWN, "2018-06", Measure::Cumulative, "60", "亿元")
        .version(2)
        .figure("I", OWN, "2018-H1", Measure::Cumulative, "61", "亿元")
        .build();
    assert_eq!(june(&revised, Measure::Cumulative), Some(61));
}

/// A draft after a certified figure stays behind it; a certified one after a draft goes before.
#[test]
fn a_lower_standing_never_displaces_a_higher_one() {
    use Standing::{Certified, Draft, Reviewed, Submitted};
    let stated = |list: &[(Standing, &str)]| {
        let start = BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元");
        let step = |builder: BookBuilder, (number, (standing, value)): (usize, &(Standing, &str))| {
            builder
                .version(i64::try_from(number).unwrap() + 1)
                .standing(*standing)
                .figure("I", OWN, "2018-06", Measure::Cumulative, value, "亿元")
                .figure("I", OWN, "2018-W26", Measure::Cumulative, value, "亿元")
        };
        let book = list.iter().enumerate().fold(start, step).build();
        let table = book.tables.get(&2018).unwrap();
        let key = *table.rows().next().unwrap().0;
        let of = |code: &str| table.statements(key, Period::parse(code).unwrap()).len();
        assert_eq!(of("2018-06"), of("2018-W26"));
        let week = table.week(key, 26).unwrap().value.map(Decimal::mantissa);
        assert_eq!(week, june(&book, Measure::Cumulative));
        (week.unwrap(), of("2018-06"))
    };
    assert_eq!(stated(&[(Certified, "10"), (Draft, "9")]), (10, 2));
    assert_eq!(stated(&[(Certified, "10"), (Submitted, "9"), (Certified, "11")]), (11, 2));
    assert_eq!(stated(&[(Draft, "9"), (Reviewed, "10")]), (10, 2));
    assert_eq!(stated(&[(Draft, "9"), (Draft, "8")]), (8, 1));
    assert_eq!(stated(&[(Certified, "9"), (Draft, "8"), (Draft, "7")]), (9, 2));
}

#[test]
fn another_year_is_refused() {
    let book = BookBuilder::new(2018).figure("I", OWN, "2018-06", Measure::Cumulative, "1", "亿元").build();
    let (key, row) = book.tables.get(&2018).unwrap().rows().next().unwrap();
    let cell = row.cell(Month::new(6).unwrap()).unwrap().clone();
    let period = Period::parse("2017-06").unwrap();
    let error = YearTable::new(2018).accept(*key, period, cell).unwrap_err();
    assert_eq!(error.to_string(), "2017年6月不属于2018年");
}

/// What is taken back is as if it had not been stated; what stood behind it comes forward, and nothing else moves.
#[test]
fn what_is_withdrawn_uncovers_what_stood_behind_it() {
    let figure = |builder: BookBuilder, code: &str, value: &str| {
        builder.figure("I", OWN, code, Measure::Cumulative, value, "亿元")
    };
    let start = BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元");
    let book = figure(start.standing(Standing::Draft), "2018-06", "9").version(2).standing(Standing::Certified);
    let book = figure(figure(book, "2018-06", "10").version(3), "2018-H1", "11");
    let book = figure(figure(book, "2018-W26", "3").version(4), "2018-05", "5").build();
    let mut table = book.tables.get(&2018).unwrap().as_ref().clone();
    let key = *table.rows().next().unwrap().0;
    let mut withdraw = |code: &str, standing: Standing| {
        table.withdraw(key, Period::parse(code).unwrap(), standing).unwrap();
        let front = table.cell(key, JUNE).and_then(|cell| cell.value).map(Decimal::mantissa);
        (front, table.week(key, 26).is_some(), table.row_count())
    };
    assert_eq!(withdraw("2018-06", Standing::Reviewed), (Some(11), true, 1), "nothing of that standing is there");
    assert_eq!(withdraw("2018-H1", Standing::Certified), (Some(10), true, 1));
    assert_eq!(withdraw("2018-06", Standing::Certified), (Some(9), true, 1));
    assert_eq!(withdraw("2018-W26", Standing::Certified), (Some(9), false, 1));
    assert_eq!(withdraw("2018-06", Standing::Draft), (None, false, 1));
    assert_eq!(withdraw("2018-05", Standing::Certified), (None, false, 0));
    assert!(table.is_empty());
    assert!(table.withdraw(key, Period::parse("2017-06").unwrap(), Standing::Draft).is_err());
    assert_eq!(table.withdraw(key, Period::parse("2018-06").unwrap(), Standing::Draft), Ok(()));
}
