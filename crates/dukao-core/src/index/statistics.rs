//! Sums and what rests on them, in an order that does not hang on the order of the units.

use super::figure::of_count;

/// The sum, from the smallest to the largest, with the error of each addition carried along.
pub(super) fn sum(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    in_order(&sorted)
}

/// The sum in the order given, with the error of each addition carried along.
pub(super) fn in_order(values: &[f64]) -> f64 {
    let mut total = 0.0_f64;
    let mut carried = 0.0_f64;
    for value in values {
        let next = total + value;
        carried += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
    }
    total + carried
}

/// The smallest.
pub(super) fn min(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The largest.
pub(super) fn max(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// The mean; not a number for nothing.
pub(super) fn mean(values: &[f64]) -> f64 {
    sum(values) / of_count(values.len())
}

/// The standard deviation by `n − 1` or by `n`.
pub(super) fn deviation(values: &[f64], sample: bool) -> f64 {
    let middle = mean(values);
    let squares: Vec<f64> = values.iter().map(|value| (value - middle) * (value - middle)).collect();
    let by = of_count(values.len()) - if sample { 1.0 } else { 0.0 };
    libm::sqrt(sum(&squares) / by)
}

/// The median.
pub(super) fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The quantile `share` between 0 and 1, interpolated between the neighbours at `(n − 1)·share`.
pub(super) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    let place = of_count(last) * share;
    let below = (0..=last).rev().find(|at| of_count(*at) <= place).unwrap_or(0);
    let at = |place: usize| sorted.get(place.min(last)).copied().unwrap_or(f64::NAN);
    let part = place - of_count(below);
    if part > 0.0 { at(below) + (at(below + 1) - at(below)) * part } else { at(below) }
}

/// Pearson's correlation of two columns of the same length.
pub(super) fn correlation(left: &[f64], right: &[f64]) -> f64 {
    let (left_mean, right_mean) = (mean(left), mean(right));
    let part = |f: &dyn Fn(f64, f64) -> f64| {
        let products: Vec<f64> =
            left.iter().zip(right).map(|(left, right)| f(left - left_mean, right - right_mean)).collect();
        sum(&products)
    };
    part(&|left, right| left * right) / libm::sqrt(part(&|left, _| left * left) * part(&|_, right| right * right))
}

/// Whether all are the same, as far as floats can tell.
pub(super) fn is_flat(values: &[f64]) -> bool {
    let (least, most) = (min(values), max(values));
    most - least <= 1e-14 * most.abs().max(least.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() <= 1e-14 * expected.abs().max(1.0), "{value} is not {expected}");
    }

    #[test]
    fn sums_do_not_hang_on_the_order() {
        near(sum(&[1e16, 1.0, -1e16]), 1.0);
        near(in_order(&[1e16, 1.0, -1e16]), 1.0);
        assert_eq!(sum(&[0.1, 0.7, 0.2]).to_bits(), sum(&[0.7, 0.2, 0.1]).to_bits());
    }

    #[test]
    fn means_deviations_quantiles() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        near(mean(&values), 5.0);
        // Squares of the distances: 9+1+1+1+0+0+4+16 = 32; by 8 it is 4, by 7 it is 32/7.
        near(deviation(&values, false), 2.0);
        near(deviation(&values, true), 2.138_089_935_299_395);
        near(median(&values), 4.5);
        near(median(&[3.0, 1.0, 2.0]), 2.0);
        near(quantile(&values, 0.0), 2.0);
        near(quantile(&values, 1.0), 9.0);
        // (8 − 1)·0.9 = 6.3: three tenths of the way from 7 to 9.
        near(quantile(&values, 0.9), 7.6);
    }

    #[test]
    fn correlations() {
        near(correlation(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]), 1.0);
        near(correlation(&[1.0, 2.0, 3.0], &[6.0, 4.0, 2.0]), -1.0);
        // Distances (−1, 0, 1) and (−1, 1, 0): 1/√(2·2).
        near(correlation(&[1.0, 2.0, 3.0], &[1.0, 3.0, 2.0]), 0.5);
    }

    #[test]
    fn flat_columns() {
        assert!(is_flat(&[3.0, 3.0]) && is_flat(&[0.0]) && is_flat(&[0.1 + 0.2, 0.3]));
        assert!(!is_flat(&[3.0, 3.000_001]));
    }
}
