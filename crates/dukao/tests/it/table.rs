//! Csv tables of the tests, and exact comparison with the JSON of a figure.

use std::collections::BTreeMap;
use std::path::Path;

use dukao_core::number::{Decimal, Number, Rational};
use serde_json::Value;

/// A line of a table: column → text.
pub(crate) type Line = BTreeMap<String, String>;

/// The lines of a csv without line breaks inside cells.
pub(crate) fn read(path: &Path) -> Vec<Line> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(cells);
    let head = lines.next().unwrap();
    lines
        .map(|cells| {
            assert_eq!(cells.len(), head.len(), "{}: {cells:?}", path.display());
            head.iter().cloned().zip(cells).collect()
        })
        .collect()
}

/// The cells of a line; commas between quotes belong to the cell.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

/// A number as it is written, with its decimals.
pub(crate) fn written(text: &str) -> (Rational, u8) {
    let decimal = Decimal::parse(text).unwrap_or_else(|_| panic!("{text} is no number"));
    (Rational::from(decimal), decimal.scale())
}

/// The exact value of a figure, or of a bare number.
pub(crate) fn exact(value: &Value) -> Option<Rational> {
    match value {
        Value::Number(number) => Some(written(&number.to_string()).0),
        figure => Rational::from_texts(figure["numerator"].as_str()?, figure["denominator"].as_str()?),
    }
}

/// Whether the value rounds to what is written, half away from zero, in the decimals written.
pub(crate) fn rounds_to(value: &Rational, text: &str) -> bool {
    let (wanted, decimals) = written(text);
    let power = Rational::power_of_ten(i8::try_from(decimals).unwrap());
    let twice = value.abs().mul(&power).mul(&Rational::integer(2));
    let wanted_whole = wanted.abs().mul(&power).mul(&Rational::integer(2));
    let one = Rational::integer(1);
    let same_sign = value.signum() * wanted.signum() >= 0;
    same_sign && twice >= wanted_whole.sub(&one) && twice < wanted_whole.add(&one)
}

#[test]
fn rounding_is_half_away_from_zero() {
    let value = |text: &str| written(text).0;
    assert!(rounds_to(&value("2.345"), "2.35") && !rounds_to(&value("2.345"), "2.34"));
    assert!(rounds_to(&value("-2.345"), "-2.35") && !rounds_to(&value("-2.345"), "-2.34"));
    assert!(rounds_to(&value("78.46568"), "78.5") && !rounds_to(&value("78.46568"), "-78.5"));
}

#[test]
fn quoted_commas_stay_in_their_cell() {
    assert_eq!(cells("a,\"b,c\",d"), ["a", "b,c", "d"]);
}
