//! Pace profiles: which share of the annual target should be done by the end of each month.

use serde::{Deserialize, Serialize};

use crate::number::Decimal;
use crate::period::Month;

/// A planned cumulative share by the end of a month (0 to 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacePoint {
    /// Month.
    pub month: Month,
    /// Cumulative share of the annual target due by its end.
    pub share: Decimal,
}

/// How the annual target spreads over the year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", content = "points", rename_all = "snake_case")]
pub enum PaceProfile {
    /// 均衡: exactly m/12, by completed months.
    #[default]
    Even,
    /// 上年同期: last year's own cumulative share.
    LastYear,
    /// 工作日: working days up to the end of the month by the State Council calendar.
    WorkingDays,
    /// 自定: a share typed for every month; months between two points are not interpolated but refused on input.
    Typed(Vec<PacePoint>),
    /// 分段: holds until the next point.
    Staged(Vec<PacePoint>),
}

impl PaceProfile {
    /// The word shown to users.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Even => "均衡",
            Self::LastYear => "上年同期",
            Self::WorkingDays => "工作日",
            Self::Typed(_) => "自定",
            Self::Staged(_) => "分段",
        }
    }

    /// The point in force at the end of `month`: for typed profiles the month's own, for staged ones
    /// the latest not after it.
    pub fn point(&self, month: Month) -> Option<PacePoint> {
        match self {
            Self::Typed(points) => points.iter().find(|point| point.month == month).copied(),
            Self::Staged(points) => {
                points.iter().filter(|point| point.month <= month).max_by_key(|point| point.month).copied()
            }
            Self::Even | Self::LastYear | Self::WorkingDays => None,
        }
    }

    /// What is wrong with the points of a typed or staged profile, in Chinese: order, range, the end.
    pub fn problem(&self) -> Option<String> {
        let (Self::Typed(points) | Self::Staged(points)) = self else {
            return None;
        };
        let one = Decimal::integer(1);
        let value = |point: &PacePoint| crate::number::Rational::from(point.share);
        if points.is_empty() {
            return Some("缺少进度节点".to_owned());
        }
        for pair in points.windows(2) {
            if let [earlier, later] = pair {
                if later.month <= earlier.month {
                    return Some(format!("{}月的节点重复或次序不对", later.month.number()));
                }
                if value(later) < value(earlier) {
                    return Some(format!("{}月的累计份额{}小于前一个节点", later.month.number(), later.share));
                }
            }
        }
        let out_of_range =
            points.iter().find(|point| point.share.mantissa() < 0 || value(point) > crate::number::Rational::from(one));
        if let Some(point) = out_of_range {
            return Some(format!("{}月的累计份额{}应在0与1之间", point.month.number(), point.share));
        }
        if matches!(self, Self::Typed(_)) && points.len() != 12 {
            return Some(format!("自定进度要写满12个月，只有{}个", points.len()));
        }
        match points.last() {
            Some(last) if !last.share.same_value(one) => Some(format!("最后一个节点应为1，写的是{}", last.share)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[(u8, &str)]) -> Vec<PacePoint> {
        list.iter()
            .map(|(month, share)| PacePoint {
                month: Month::new(*month).unwrap(),
                share: Decimal::parse(share).unwrap(),
            })
            .collect()
    }

    #[test]
    fn a_stage_holds_until_the_next_point() {
        let profile = PaceProfile::Staged(points(&[(3, "0.40"), (6, "0.80"), (8, "1.00")]));
        let share = |month| profile.point(Month::new(month).unwrap()).map(|point| point.share.to_string());
        assert_eq!(share(2), None);
        assert_eq!(share(3).as_deref(), Some("0.40"));
        assert_eq!(share(7).as_deref(), Some("0.80"));
        assert_eq!(share(12).as_deref(), Some("1.00"));
    }

    #[test]
    fn only_typed_and_staged_profiles_have_points() {
        let list = points(&[(3, "0.40"), (6, "1.00")]);
        let at =
            |profile: &PaceProfile, month| profile.point(Month::new(month).unwrap()).map(|point| point.month.number());
        let typed = PaceProfile::Typed(list.clone());
        assert_eq!((at(&typed, 3), at(&typed, 4), at(&typed, 6)), (Some(3), None, Some(6)));
        let staged = PaceProfile::Staged(list);
        assert_eq!((at(&staged, 2), at(&staged, 4), at(&staged, 6)), (None, Some(3), Some(6)));
        for profile in [PaceProfile::Even, PaceProfile::LastYear, PaceProfile::WorkingDays] {
            assert_eq!((at(&profile, 6), profile.problem()), (None, None));
        }
        let labels = [PaceProfile::default(), PaceProfile::LastYear, PaceProfile::WorkingDays, typed, staged]
            .map(|profile| profile.label());
        assert_eq!(labels, ["均衡", "上年同期", "工作日", "自定", "分段"]);
    }

    #[test]
    fn tells_what_is_wrong_with_a_profile() {
        let staged = |list: &[(u8, &str)]| PaceProfile::Staged(points(list)).problem();
        assert_eq!(staged(&[(6, "0.4"), (12, "1.0")]), None);
        assert!(staged(&[(6, "0.4"), (5, "1.0")]).unwrap().contains("次序"));
        assert!(staged(&[(5, "0.6"), (6, "0.4")]).unwrap().contains("小于"));
        assert!(staged(&[(5, "0.6"), (6, "1.4")]).unwrap().contains("0与1"));
        assert!(staged(&[(5, "0.6")]).unwrap().contains("最后"));
        assert!(staged(&[(5, "0.6"), (5, "1")]).unwrap().contains("重复"));
        assert_eq!(staged(&[(5, "0.6"), (6, "0.6"), (7, "1.00")]), None);
        assert!(staged(&[(5, "-0.1"), (6, "1")]).unwrap().contains("0与1"));
        assert_eq!(staged(&[(5, "0"), (6, "1")]), None);
        assert!(staged(&[]).unwrap().contains("缺少"));
        let whole: Vec<(u8, &str)> = (1..=12).map(|month| (month, if month == 12 { "1" } else { "0.5" })).collect();
        assert_eq!(PaceProfile::Typed(points(&whole)).problem(), None);
        assert!(PaceProfile::Typed(points(&[(6, "0.5"), (12, "1")])).problem().unwrap().contains("12个月"));
    }
}
