//! How a figure of a row follows from its others, so that a workbook can hold a formula with the figure as its value.
//!
//! A formula stands only where it gives the figure: what was rounded before, printed otherwise or not told in the
//! table stays a number.

use super::table::{Row, RowKind, Value};

/// A figure out of others, which are named by their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipe {
    /// The figure with this key in the same row.
    Of(&'static str),
    /// The figure with this key in the row above.
    Above(&'static str),
    /// A whole number.
    Number(u8),
    /// The sum of two.
    Plus(Box<Self>, Box<Self>),
    /// The first without the second.
    Minus(Box<Self>, Box<Self>),
    /// The product of two.
    Times(Box<Self>, Box<Self>),
    /// The first divided by the second.
    Over(Box<Self>, Box<Self>),
}

/// A number and the formula for it.
type Worked = (f64, String);

macro_rules! joined {
    ($($name:ident, $variant:ident, $what:literal;)*) => {$(
        #[doc = $what]
        #[must_use]
        pub fn $name(self, other: Self) -> Self {
            Self::$variant(Box::new(self), Box::new(other))
        }
    )*};
}

impl Recipe {
    joined! {
        plus, Plus, "The sum of both.";
        minus, Minus, "The first without the second.";
        times, Times, "The product of both.";
        over, Over, "The first divided by the second.";
    }

    /// The formula, and what it gives: numbers and addresses of cells as `cell` knows them by key and rows above.
    fn worked_out(&self, cell: &dyn Fn(&str, usize) -> Option<Worked>) -> Option<Worked> {
        let both = |one: &Self, other: &Self| Some((one.worked_out(cell)?, other.worked_out(cell)?));
        match self {
            Self::Of(key) => cell(key, 0),
            Self::Above(key) => cell(key, 1),
            Self::Number(number) => Some((f64::from(*number), number.to_string())),
            Self::Plus(one, other) => {
                let ((one, left), (other, right)) = both(one, other)?;
                Some((one + other, format!("{left}+{right}")))
            }
            Self::Minus(one, other) => {
                let ((left, first), (right, second)) = both(one, other)?;
                Some((left - right, format!("{first}-{}", in_brackets(other, &second, false))))
            }
            Self::Times(one, other) => {
                let ((left, first), (right, second)) = both(one, other)?;
                let (first, second) = (in_brackets(one, &first, false), in_brackets(other, &second, false));
                Some((left * right, format!("{first}*{second}")))
            }
            Self::Over(one, other) => {
                let ((left, first), (right, second)) = both(one, other)?;
                let (first, second) = (in_brackets(one, &first, false), in_brackets(other, &second, true));
                Some((left / right, format!("{first}/{second}")))
            }
        }
    }

    const fn is_sum(&self) -> bool {
        matches!(self, Self::Plus(..) | Self::Minus(..))
    }

    const fn is_product(&self) -> bool {
        matches!(self, Self::Times(..) | Self::Over(..))
    }
}

fn in_brackets(recipe: &Recipe, formula: &str, products_too: bool) -> String {
    if recipe.is_sum() || (products_too && recipe.is_product()) { format!("({formula})") } else { formula.to_owned() }
}

/// The formula of a cell by the first recipe that gives what it shows; `address` names a cell by row and column of the
/// table.
pub(super) fn formula(
    recipes: &[(&'static str, Recipe)],
    rows: &[Row],
    (row, column): (usize, usize),
    address: impl Fn(usize, usize) -> String,
) -> Option<String> {
    let own = rows.get(row)?.cells.get(column)?;
    let Value::Number { key, value, decimals, .. } = own else { return None };
    let cell = |wanted: &str, up: usize| {
        let at = row.checked_sub(up)?;
        let line = rows.get(at).filter(|line| line.kind != RowKind::Group)?;
        let found = |cell: &Value| matches!(cell, Value::Number { key, .. } if *key == wanted);
        let place = line.cells.iter().position(found)?;
        Some((number(line.cells.get(place)?)?, address(at, place)))
    };
    let own: f64 = value.parse().ok()?;
    let mut meant = recipes.iter().filter(|(of, _)| of == key);
    meant.find_map(|(_, recipe)| {
        recipe.worked_out(&cell).filter(|(given, _)| shows_alike(*given, own, *decimals)).map(|(_, formula)| formula)
    })
}

fn number(cell: &Value) -> Option<f64> {
    match cell {
        Value::Number { value, .. } => value.parse().ok(),
        _ => None,
    }
}

/// Whether two numbers are the same but for the last digits of a binary fraction, and far enough from where the
/// rounding changes.
fn shows_alike(given: f64, own: f64, decimals: u8) -> bool {
    let scaled = given * 10_f64.powi(i32::from(decimals));
    let to_tie = ((scaled - scaled.floor()) - 0.5).abs();
    given.is_finite() && (given - own).abs() <= own.abs().max(1.0) * 1e-9 && to_tie > 1e-6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(key: &'static str, value: &str, decimals: u8) -> Value {
        Value::Number { key, value: value.to_owned(), decimals, shown: String::new(), bad: false }
    }

    fn of(rows: &[Row], at: (usize, usize), recipe: Recipe) -> Option<String> {
        formula(&[("c", recipe)], rows, at, crate::grid::address)
    }

    #[test]
    fn a_formula_stands_only_where_it_gives_the_figure() {
        let ratio = || Recipe::Of("a").over(Recipe::Of("b")).times(Recipe::Number(100));
        let row = |c: &str| [Row::body(vec![figure("a", "1", 0), figure("b", "3", 0), figure("c", c, 2)])];
        assert_eq!(of(&row("33.3333333333"), (0, 2), ratio()).as_deref(), Some("A1/B1*100"));
        assert_eq!(of(&row("33.33"), (0, 2), ratio()), None, "printed");
        let tie = [Row::body(vec![figure("a", "1", 0), figure("b", "800", 0), figure("c", "0.125", 2)])];
        assert_eq!(of(&tie, (0, 2), ratio()), None, "programs round a half this way or that");
        let none = [Row::body(vec![figure("a", "0", 0), figure("b", "0", 0), figure("c", "0", 2)])];
        assert_eq!(of(&none, (0, 2), ratio()), None);
        let missing = [Row::body(vec![figure("a", "1", 0), Value::text("未报"), figure("c", "1", 2)])];
        assert_eq!(of(&missing, (0, 2), ratio()), None);
    }

    #[test]
    fn brackets_stand_where_they_are_needed() {
        let rows = [
            Row::body(vec![figure("a", "5", 0), figure("b", "2", 0), figure("c", "7", 0)]),
            Row::body(vec![figure("a", "6", 0), figure("b", "2", 0), figure("c", "4", 0)]),
        ];
        let [a, b, c] = ["a", "b", "c"].map(|key| move || Recipe::Of(key));
        let given = |recipe| of(&rows, (1, 2), recipe).unwrap();
        assert_eq!(given(a().minus(b())), "A2-B2");
        assert_eq!(given(Recipe::Above("c").minus(a().over(b()))), "C1-A2/B2");
        assert_eq!(given(a().plus(b()).over(b())), "(A2+B2)/B2");
        assert_eq!(given(a().minus(b().minus(b())).minus(b())), "A2-(B2-B2)-B2");
        assert_eq!(given(a().times(b()).over(c().minus(Recipe::Number(1)))), "A2*B2/(C2-1)");
        assert_eq!(given(a().times(b()).over(a().over(b()))), "A2*B2/(A2/B2)");
    }
}
