//! The formulas, each once. They are generic over [`Number`]: the same lines compute exactly, run fast
//! over whole tables, and record the derivation that every page, the API and documents show.
//!
//! `T` annual target, `f(m)` planned cumulative share (0 to 1), `A(m)` cumulative actual, `a(m)`
//! month actual, `B(m)` cumulative of the same period last year, `g` growth in percent, `g*` target
//! growth in percent. Rates come back in percent, differences of rates in percentage points.

use crate::number::Number;

/// 完成率 %: `A(m) ÷ T × 100`; `None` for a zero target.
pub fn completion<N: Number>(actual: &N, target: &N) -> Option<N> {
    Some(actual.div(target)?.mul(&N::integer(100)))
}

/// 序时进度 %: `f(m) × 100`
pub fn pace<N: Number>(share: &N) -> N {
    share.mul(&N::integer(100))
}

/// 欠序时 in percentage points: `f(m) × 100 − completion`; positive is behind.
pub fn behind_pace<N: Number>(share: &N, completion: &N) -> N {
    pace(share).sub(completion)
}

/// 绝对量欠账: `T × f(m) − A(m)`; positive is owed. It is also the cumulative shortfall: the sum of the
/// monthly ones.
pub fn shortfall<N: Number>(target: &N, share: &N, actual: &N) -> N {
    target.mul(share).sub(actual)
}

/// 按月进度要求: `T × (f(m) − f(m−1))`
pub fn requirement<N: Number>(target: &N, share: &N, share_before: &N) -> N {
    target.mul(&share.sub(share_before))
}

/// 当月欠账: requirement − `a(m)`; positive is new shortfall (新账).
pub fn monthly_shortfall<N: Number>(requirement: &N, month: &N) -> N {
    requirement.sub(month)
}

/// 与目标增速相差, percentage points: `g* − g`; never turned into an amount.
pub fn growth_gap<N: Number>(target_growth: &N, growth: &N) -> N {
    target_growth.sub(growth)
}

/// 按增速差额: `B(m) × (1 + g*) − A(m)`; never called 欠账.
pub fn growth_amount_gap<N: Number>(base: &N, target_growth: &N, actual: &N) -> Option<N> {
    Some(base.mul(&factor(target_growth)?).sub(actual))
}

/// `1 + g ÷ 100`
fn factor<N: Number>(growth: &N) -> Option<N> {
    Some(N::integer(1).add(&growth.div(&N::integer(100))?))
}

/// 环比增减额: `a(m) − a(m−1)`
pub fn month_on_month<N: Number>(month: &N, before: &N) -> N {
    month.sub(before)
}

/// Growth in percent: `value ÷ base × 100 − 100`; `None` for a zero base.
pub fn growth<N: Number>(value: &N, base: &N) -> Option<N> {
    Some(value.div(base)?.mul(&N::integer(100)).sub(&N::integer(100)))
}

/// 推算上年同期: `A ÷ (1 + g)`; `None` when last year's figure would be infinite or of the other sign
/// (g ≤ −100 %).
pub fn implied_base<N: Number>(actual: &N, growth: &N) -> Option<N> {
    let factor = factor(growth)?;
    if factor.signum() > 0 { actual.div(&factor) } else { None }
}

/// 增减额: `A − A ÷ (1 + g)`
pub fn change<N: Number>(actual: &N, growth: &N) -> Option<N> {
    Some(actual.sub(&implied_base(actual, growth)?))
}

/// 增减额 where the base itself is known: `A − B`
pub fn change_from_base<N: Number>(actual: &N, base: &N) -> N {
    actual.sub(base)
}

/// 推算上年同期 where the change itself is printed: `A − change`
pub fn base_from_change<N: Number>(actual: &N, change: &N) -> N {
    actual.sub(change)
}

/// 推算目标: `A ÷ completion × 100`; `None` for a completion of zero or less.
pub fn implied_target<N: Number>(actual: &N, completion: &N) -> Option<N> {
    if completion.signum() <= 0 {
        return None;
    }
    Some(actual.div(completion)?.mul(&N::integer(100)))
}

/// 后N个月任务: `T − A(m)`
pub fn remaining<N: Number>(target: &N, actual: &N) -> N {
    target.sub(actual)
}

/// 后N个月月均: `(T − A(m)) ÷ (12 − m)`; `None` in December.
pub fn remaining_monthly<N: Number>(remaining: &N, months_left: &N) -> Option<N> {
    remaining.div(months_left)
}

/// 压力系数: remaining per month ÷ (T ÷ 12)
pub fn pressure<N: Number>(remaining_monthly: &N, target: &N) -> Option<N> {
    remaining_monthly.div(&target.div(&N::integer(12))?)
}

/// 三季度末累计 and the like: `T × f(m)`
pub fn due_by<N: Number>(target: &N, share: &N) -> N {
    target.mul(share)
}

/// 阶段完成率 %: `A(m) ÷ S × 100`
pub fn stage_completion<N: Number>(actual: &N, stage: &N) -> Option<N> {
    completion(actual, stage)
}

/// 超阶段目标, percentage points: `A(m) ÷ S × 100 − 100`
pub fn stage_ahead<N: Number>(actual: &N, stage: &N) -> Option<N> {
    growth(actual, stage)
}

/// Sum of parts.
pub fn total<N: Number>(parts: &[N]) -> N {
    N::sum(parts)
}

/// 拉动, percentage points: `share of base × own growth`, which is `(a − b) ÷ B × 100`.
pub fn contribution<N: Number>(part: &N, part_base: &N, total_base: &N) -> Option<N> {
    Some(part.sub(part_base).div(total_base)?.mul(&N::integer(100)))
}

/// 拉动, percentage points, with a growth that is published and not derivable from the amounts:
/// `b ÷ B × g`.
pub fn contribution_by_growth<N: Number>(part_base: &N, total_base: &N, part_growth: &N) -> Option<N> {
    Some(part_base.div(total_base)?.mul(part_growth))
}

/// 贡献率 %: contribution ÷ total growth × 100
pub fn contribution_share<N: Number>(contribution: &N, total_growth: &N) -> Option<N> {
    Some(contribution.div(total_growth)?.mul(&N::integer(100)))
}

/// 与目标位次相差: `rank − rank to reach`; positive is missing, since the first place is the lowest number.
pub fn places_missing<N: Number>(rank: &N, target: &N) -> N {
    rank.sub(target)
}

/// 较上年进位: last year's rank − this one.
pub fn places_won<N: Number>(before: &N, rank: &N) -> N {
    before.sub(rank)
}

/// 加快 (positive) or 回落; 扩大 (positive) or 收窄: this period's rate − the one before.
pub fn movement<N: Number>(now: &N, before: &N) -> N {
    now.sub(before)
}

/// 逾期天数: today − deadline, in days.
pub fn days_late<N: Number>(today: &N, deadline: &N) -> N {
    today.sub(deadline)
}

/// Distance to a level where higher is better: `T − x`; positive is short.
pub fn gap_to_target<N: Number>(target: &N, value: &N) -> N {
    target.sub(value)
}

/// A gap in percent of the target's size.
pub fn relative_gap<N: Number>(gap: &N, target: &N) -> Option<N> {
    let size = if target.signum() < 0 { N::integer(0).sub(target) } else { target.clone() };
    Some(gap.div(&size)?.mul(&N::integer(100)))
}

/// 占比 %: `part ÷ total × 100`; `None` for a zero total.
pub fn share<N: Number>(part: &N, total: &N) -> Option<N> {
    completion(part, total)
}

/// The value with its point moved by `power` places: 亿元 as 万元 is 4, back −4.
pub fn moved<N: Number>(value: &N, power: i8) -> Option<N> {
    let factor = N::integer(10_i64.checked_pow(u32::from(power.unsigned_abs()))?);
    if power < 0 { value.div(&factor) } else { Some(value.mul(&factor)) }
}

/// With the other sign: lower-is-better turns the signs.
pub fn turned<N: Number>(value: &N) -> N {
    N::integer(0).sub(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::{Decimal, Rational};

    fn n(text: &str) -> Rational {
        Decimal::parse(text).unwrap().into()
    }

    #[track_caller]
    fn check(value: &Rational, decimals: u8, expected: &str) {
        assert_eq!(value.round(decimals).to_string(), expected);
    }

    fn seven_twelfths() -> Rational {
        Rational::ratio(7, 12).unwrap()
    }

    /// Fixed-asset investment of the first source, July: every figure it prints.
    #[test]
    fn investment_in_july() {
        let (target, actual) = (n("252"), n("115.25"));
        let share = seven_twelfths();
        let done = completion(&actual, &target).unwrap();
        check(&done, 2, "45.73");
        check(&behind_pace(&share, &done), 2, "12.60");
        check(&shortfall(&target, &share, &actual), 2, "31.75");
        let due = requirement(&target, &share, &Rational::ratio(6, 12).unwrap());
        check(&due, 2, "21.00");
        check(&monthly_shortfall(&due, &n("16.25")), 2, "4.75");
        check(&month_on_month(&n("16.25"), &n("32.48")), 2, "-16.23");
        check(&growth(&n("16.25"), &n("32.48")).unwrap(), 1, "-50.0");
        let left = remaining(&target, &actual);
        check(&left, 2, "136.75");
        let monthly = remaining_monthly(&left, &n("5")).unwrap();
        check(&monthly, 2, "27.35");
        check(&pressure(&monthly, &target).unwrap(), 3, "1.302");
        check(&due_by(&target, &n("0.75")), 2, "189.00");
    }

    #[test]
    fn growth_measures() {
        check(&growth_gap(&n("12.2"), &n("6.8")), 1, "5.4");
        check(&implied_base(&n("76.7"), &n("-3.6")).unwrap(), 2, "79.56");
        check(&change(&n("76.7"), &n("-3.6")).unwrap(), 1, "-2.9");
        check(&implied_target(&n("115.25"), &n("46.7")).unwrap(), 1, "246.8");
        check(&growth_amount_gap(&n("100"), &n("12"), &n("105")).unwrap(), 1, "7.0");
        assert_eq!(implied_base(&n("5"), &n("-100")), None);
        assert_eq!(implied_base(&n("5"), &n("-120")), None);
        assert_eq!(implied_target(&n("5"), &n("0")), None);
        assert_eq!(implied_target(&n("5"), &n("-3")), None);
    }

    #[test]
    fn stages_and_contributions() {
        check(&stage_completion(&n("291.5"), &n("371.5")).unwrap(), 1, "78.5");
        check(&stage_ahead(&n("120.5"), &n("110.5")).unwrap(), 0, "9");
        let pull = contribution(&n("55"), &n("51"), &n("174.1")).unwrap();
        check(&pull, 2, "2.30");
        check(&contribution_share(&pull, &n("10")).unwrap(), 1, "23.0");
    }

    #[test]
    fn distances_and_places() {
        check(&gap_to_target(&n("98"), &n("97.5")), 1, "0.5");
        check(&relative_gap(&n("3"), &n("58")).unwrap(), 2, "5.17");
        check(&relative_gap(&n("3"), &n("-5")).unwrap(), 1, "60.0");
        assert_eq!(relative_gap(&n("3"), &n("0")), None);
        check(&places_missing(&n("5"), &n("3")), 0, "2");
        check(&places_won(&n("7"), &n("5")), 0, "2");
        check(&movement(&n("7.1"), &n("7.5")), 1, "-0.4");
        check(&turned(&n("4.5")), 1, "-4.5");
        check(&change_from_base(&n("110"), &n("100")), 0, "10");
        check(&base_from_change(&n("76.7"), &n("-2.9")), 1, "79.6");
        check(&contribution_by_growth(&n("80"), &n("200"), &n("20")).unwrap(), 1, "8.0");
        assert_eq!(contribution_by_growth(&n("80"), &n("0"), &n("20")), None);
    }

    #[test]
    fn a_zero_divisor_is_not_a_number() {
        assert_eq!(completion(&n("5"), &n("0")), None);
        assert_eq!(growth(&n("5"), &n("0")), None);
        assert_eq!(remaining_monthly(&n("5"), &n("0")), None);
        assert_eq!(contribution_share(&n("1"), &n("0")), None);
    }

    proptest::proptest! {
        /// The cumulative shortfall is the sum of the monthly ones, whatever the profile.
        #[test]
        fn cumulative_is_the_sum_of_months(target in 0_i64..1_000_000, months in proptest::collection::vec((0_i64..100, 0_i64..10_000), 12)) {
            let total: i64 = months.iter().map(|(share, _)| share).sum::<i64>().max(1);
            let target = Rational::integer(target);
            let (mut share, mut actual, mut owed) = (Rational::zero(), Rational::zero(), Rational::zero());
            for (weight, done) in months {
                let next = share.add(&Rational::ratio(weight, total).unwrap());
                let due = requirement(&target, &next, &share);
                owed = owed.add(&monthly_shortfall(&due, &Rational::integer(done)));
                actual = actual.add(&Rational::integer(done));
                share = next;
                proptest::prop_assert_eq!(&owed, &shortfall(&target, &share, &actual));
            }
        }

        #[test]
        fn contributions_add_up_to_the_growth(parts in proptest::collection::vec((1_i64..10_000, 1_i64..10_000), 1..8)) {
            let value = |list: Vec<i64>| list.into_iter().map(Rational::integer).collect::<Vec<_>>();
            let now = value(parts.iter().map(|(now, _)| *now).collect());
            let before = value(parts.iter().map(|(_, before)| *before).collect());
            let base = total(&before);
            let pulls: Vec<_> = now.iter().zip(&before).map(|(now, before)| contribution(now, before, &base).unwrap()).collect();
            proptest::prop_assert_eq!(total(&pulls), growth(&total(&now), &base).unwrap());
        }
    }
}
