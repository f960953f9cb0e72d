//! Values to places on the drawing, exactly; a place is counted in tenths of a pixel.

use dukao_core::number::{Number, Rational};

/// A place in tenths of a pixel.
pub(crate) type Tenths = i64;

/// Steps of an axis that read well, in tenths.
const STEPS: [i64; 13] = [10, 12, 15, 20, 25, 30, 35, 40, 50, 60, 70, 80, 100];
/// Intervals above zero.
const INTERVALS: i64 = 4;

/// A value axis from a round low to a round high.
#[derive(Debug, Clone)]
pub(crate) struct Axis {
    low: Rational,
    high: Rational,
    step: Rational,
    top: Tenths,
    bottom: Tenths,
}

impl Axis {
    /// An axis that holds all `values` and zero between the places `top` and `bottom`.
    pub(crate) fn new<'a>(values: impl Iterator<Item = &'a Rational>, top: Tenths, bottom: Tenths) -> Self {
        let zero = Rational::zero();
        let (mut low, mut high) = (zero.clone(), zero.clone());
        for value in values {
            low = low.min(value.clone());
            high = high.max(value.clone());
        }
        let span = high.clone().max(low.negate());
        let step = round_step(&span);
        Self {
            low: step.mul(&ceiling(&low.negate(), &step)).negate(),
            high: step.mul(&ceiling(&high, &step)),
            step,
            top,
            bottom,
        }
        .not_flat()
    }

    /// An axis from zero to exactly `high`, without grid.
    pub(crate) fn exact(high: &Rational, top: Tenths, bottom: Tenths) -> Self {
        Self { low: Rational::zero(), high: high.clone(), step: high.clone(), top, bottom }
    }

    fn not_flat(mut self) -> Self {
        if self.high == self.low {
            self.high = self.step.mul(&Rational::integer(INTERVALS));
        }
        self
    }

    /// Where a value stands.
    pub(crate) fn place(&self, value: &Rational) -> Tenths {
        let share = value.sub(&self.low).div(&self.high.sub(&self.low)).unwrap_or_else(Rational::zero);
        self.bottom - nearest(&share.mul(&Rational::integer(self.bottom - self.top)))
    }

    /// The grid lines from low to high: value, and its text.
    pub(crate) fn lines(&self) -> Vec<(Rational, String)> {
        let mut lines = Vec::new();
        let mut value = self.low.clone();
        while value <= self.high && lines.len() < 12 {
            lines.push((value.clone(), value.significant().replace('-', "−")));
            value = value.add(&self.step);
        }
        lines
    }
}

/// The nearest whole number, halves up.
pub(crate) fn nearest(value: &Rational) -> i64 {
    let half = Rational::ratio(1, 2).unwrap_or_else(Rational::zero);
    let moved = if value.signum() < 0 { value.sub(&half) } else { value.add(&half) };
    moved.to_i64().unwrap_or(0)
}

/// How many whole steps hold a value.
fn ceiling(value: &Rational, step: &Rational) -> Rational {
    let steps = value.div(step).unwrap_or_else(Rational::zero);
    let whole = Rational::integer(steps.to_i64().unwrap_or(0));
    if steps > whole { whole.add(&Rational::integer(1)) } else { whole }
}

/// The smallest step that reads well and of which four reach `span`.
fn round_step(span: &Rational) -> Rational {
    let wanted = span.div(&Rational::integer(INTERVALS)).unwrap_or_else(Rational::zero);
    (-12..=15)
        .flat_map(|power| {
            STEPS.iter().map(move |step| Rational::integer(*step).mul(&Rational::power_of_ten(power - 1)))
        })
        .find(|step| step >= &wanted && wanted.signum() > 0)
        .unwrap_or_else(|| Rational::integer(1))
}

/// A place as the drawing wants it: `12.5`.
pub(crate) fn px(place: Tenths) -> String {
    let sign = if place < 0 { "-" } else { "" };
    let (whole, rest) = (place.abs() / 10, place.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(values: &[(i64, i64)]) -> Axis {
        let values: Vec<Rational> = values.iter().map(|(n, d)| Rational::ratio(*n, *d).unwrap()).collect();
        Axis::new(values.iter(), 140, 2140)
    }

    #[track_caller]
    fn check(values: &[(i64, i64)], expected: &[&str]) {
        let texts: Vec<String> = axis(values).lines().into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn axes_end_on_round_numbers() {
        check(&[(265, 1)], &["0", "70", "140", "210", "280"]);
        check(&[(120_996, 1)], &["0", "35000", "70000", "105000", "140000"]);
        check(&[(7, 10)], &["0", "0.2", "0.4", "0.6", "0.8"]);
        check(&[], &["0", "1", "2", "3", "4"]);
    }

    #[test]
    fn negative_values_open_the_axis_below_zero() {
        check(&[(-12, 1), (5, 1)], &["−12", "−9", "−6", "−3", "0", "3", "6"]);
    }

    #[test]
    fn values_are_placed_exactly() {
        let axis = axis(&[(265, 1)]);
        assert_eq!(axis.place(&Rational::integer(0)), 2140);
        assert_eq!(axis.place(&Rational::integer(280)), 140);
        assert_eq!(axis.place(&Rational::integer(140)), 1140);
        assert_eq!((px(1140), px(1145), px(-5)), ("114".to_owned(), "114.5".to_owned(), "-0.5".to_owned()));
    }
}
