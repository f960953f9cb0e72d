//! Both forms of a number: machine words for the figures of the field, any size beyond.

use proptest::prelude::*;

use super::small::Small;
use super::{Fast, Number, Rational};

/// Whole numbers as they stand in tables, with room for a step or two.
fn of_the_field() -> impl Strategy<Value = i64> {
    -1_000_000_i64..1_000_000
}

fn small(numerator: i64, denominator: i64) -> Small {
    Small::reduced(numerator.into(), denominator.into()).unwrap()
}

fn words(value: Option<Small>) -> Option<(i64, i64)> {
    value.map(|value| (value.numerator(), value.denominator()))
}

proptest! {
    /// What a table is made of never needs the slow form: tables are reckoned at the speed of machine words.
    #[test]
    fn figures_of_the_field_stay_in_words(
        (a, b) in (of_the_field(), 1_i64..1000),
        (c, d) in (of_the_field(), 1_i64..1000),
        decimals in 0_u8..5,
    ) {
        let (left, right) = (small(a, b), small(c, d));
        let (exact, other) = (Rational::ratio(a, b).unwrap(), Rational::ratio(c, d).unwrap());
        prop_assert_eq!(words(left.add(right)), exact.add(&other).words());
        prop_assert_eq!(words(left.sub(right)), exact.sub(&other).words());
        prop_assert_eq!(words(left.mul(right)), exact.mul(&other).words());
        prop_assert_eq!(words(left.div(right)), exact.div(&other).and_then(|quotient| quotient.words()));
        let digits = exact.abs().round(decimals).to_string().replace('.', "").parse().unwrap();
        prop_assert_eq!(left.rounded_magnitude(decimals), Some(digits));
    }

    /// The sign of a fast number is that of the exact one, also after dividing by a negative number.
    #[test]
    fn a_fast_quotient_has_the_sign_of_the_exact_one(a in of_the_field(), b in 1_i64..1000, c in of_the_field(), d in 1_i64..1000) {
        let (left, right) = (Rational::ratio(a, b).unwrap(), Rational::ratio(c, d).unwrap());
        let quick = Fast::ratio(a, b).div(&Fast::ratio(c, d));
        prop_assert_eq!(quick.map(|quotient| quotient.signum()), left.div(&right).map(|quotient| quotient.signum()));
    }
}

#[test]
fn the_sign_of_a_fast_quotient() {
    let sign = |above: i64, below: i64| Fast::integer(above).div(&Fast::integer(below)).unwrap().signum();
    assert_eq!([sign(6, 3), sign(6, -3), sign(-6, 3), sign(-6, -3), sign(0, -3)], [1, -1, -1, 1, 0]);
}

#[test]
fn what_overflowed_has_no_sign() {
    assert_eq!([Fast::ratio(7, 0).signum(), Fast::ratio(-7, 0).signum()], [0, 0]);
}

/// Twelve significant digits of what does not fit machine words.
#[test]
fn significant_digits_of_numbers_of_any_size() {
    let text = |above: &str, below: &str| Rational::from_texts(above, below).unwrap().significant();
    assert_eq!(text("200000000000000000000", "3"), "66666666666700000000");
    assert_eq!(text("-200000000000000000000", "3"), "-66666666666700000000");
    assert_eq!(text("123456789012345678901", "10000000000000000000"), "12.3456789012");
    assert_eq!(text("12345678901234567890123", "10000000000000000000000000"), "0.00123456789012");
    assert_eq!(text("99999999999999999999", "100000000000000000000"), "1");
    assert_eq!(text("10000000000000000000000001", "1"), "10000000000000000000000000");
    assert_eq!(text("12345678901234567890123", "1000000000000"), "12345678901.2");
    assert_eq!(text("1", "30000000000000000000"), format!("0.{}{}", "0".repeat(19), "3".repeat(11)));
    assert_eq!(Rational::power_of_ten(25).significant(), format!("1{}", "0".repeat(25)));
    assert_eq!(Rational::power_of_ten(-20).significant(), format!("0.{}1", "0".repeat(19)));
}

/// The sign of what does not fit machine words.
#[test]
fn the_sign_of_numbers_of_any_size() {
    let sign = |above: &str| Rational::from_texts(above, "7").unwrap().signum();
    assert_eq!([sign("100000000000000000000"), sign("-100000000000000000000"), sign("0")], [1, -1, 0]);
}
