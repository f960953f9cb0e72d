//! Annex 1 (completion and the goal for the rest of the year) and annex 2 (units' completion and
//! remaining tasks).

use dukao_core::number::Rational;
use dukao_core::period::Month;
use dukao_core::rights::Right;
use serde::Serialize;

use super::ledger::Row;
use super::{Asked, Basis, Choices};
use crate::trail::Page;
use crate::{App, AppError};

/// 附表1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Annex1 {
    /// What it rests on.
    pub basis: Basis,
    /// What one may switch to.
    #[serde(skip)]
    pub choices: Choices,
    /// 2018年市考指标1—7月完成进度及下半年奋斗目标
    pub title: String,
    /// Name of the office that fills it in.
    pub office: String,
    /// Pace in words: 58.33%（季度指标50.00%）
    pub pace: String,
    /// 后5个月任务
    pub remaining_head: String,
    /// 三季度末累计, or the end of the year when the third quarter has passed.
    pub stage_head: String,
    /// Groups.
    pub groups: Vec<Annex1Group>,
}

/// A category of annex 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Annex1Group {
    /// 一、经济发展
    pub head: String,
    /// Rows.
    pub rows: Vec<Annex1Row>,
}

/// An indicator of annex 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Annex1Row {
    /// Running number.
    pub number: usize,
    /// The ledger row.
    pub row: Row,
}

/// 附表2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Annex2 {
    /// What it rests on.
    pub basis: Basis,
    /// What one may switch to.
    #[serde(skip)]
    pub choices: Choices,
    /// Title.
    pub title: String,
    /// 后5个月任务
    pub remaining_head: String,
    /// One block an indicator that was split to units.
    pub blocks: Vec<Annex2Block>,
}

/// One indicator of annex 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Annex2Block {
    /// The region's own row.
    pub total: Row,
    /// The units.
    pub rows: Vec<Annex2Row>,
}

/// One unit of annex 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Annex2Row {
    /// Running number.
    pub number: usize,
    /// The unit's row.
    pub row: Row,
}

impl App {
    /// 附表1: January to m completion and the goal for the rest of the year.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn annex1(&self, asked: &Asked) -> Result<Annex1, AppError> {
        let settled = self.settle_whole(Right::SeeFigures, asked).await?;
        self.saw(Page::Annex1, &settled, None, None).await;
        let ledger = settled.ledger()?;
        let mut number = 0;
        let mut numbered = |rows: Vec<Row>| {
            let mut with_number = |row: Row| {
                number += 1;
                Annex1Row { number, row }
            };
            rows.into_iter().map(&mut with_number).collect()
        };
        let groups = ledger
            .groups
            .into_iter()
            .enumerate()
            .map(|(index, group)| Annex1Group {
                head: format!("{}、{}", chinese_number(index + 1), group.category),
                rows: numbered(group.rows),
            })
            .collect();
        let basis = settled.basis();
        Ok(Annex1 {
            title: format!("{}年目标任务{}完成进度及后期奋斗目标", basis.year, basis.period),
            office: basis.region_name.clone(),
            pace: pace_in_words(settled.month),
            remaining_head: remaining_head(settled.month),
            stage_head: "三季度末累计".to_owned(),
            choices: settled.choices(),
            basis,
            groups,
        })
    }

    /// 附表2: the units' completion and the tasks of the remaining months.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn annex2(&self, asked: &Asked) -> Result<Annex2, AppError> {
        let settled = self.settle_whole(Right::SeeFigures, asked).await?;
        self.saw(Page::Annex2, &settled, None, None).await;
        let framework = settled.framework()?;
        let mut blocks = Vec::new();
        for indicator in framework.iter() {
            let mut units: Vec<&str> = framework
                .targets()
                .filter(|target| target.indicator == indicator.code && target.unit != settled.own)
                .map(|target| target.unit.as_str())
                .collect();
            let order: Vec<&str> = settled.book().organisation.iter().map(|unit| unit.code.as_str()).collect();
            units.sort_by_key(|unit| order.iter().position(|code| code == unit));
            let rows: Vec<Annex2Row> = units
                .into_iter()
                .filter_map(|unit| settled.row(indicator, unit))
                .enumerate()
                .map(|(index, row)| Annex2Row { number: index + 1, row })
                .collect();
            if let (false, Some(total)) = (rows.is_empty(), settled.row(indicator, &settled.own)) {
                blocks.push(Annex2Block { total, rows });
            }
        }
        let basis = settled.basis();
        Ok(Annex2 {
            title: format!("{}年{}各单位目标任务完成情况及{}", basis.year, basis.period, remaining_head(settled.month)),
            remaining_head: remaining_head(settled.month),
            choices: settled.choices(),
            basis,
            blocks,
        })
    }
}

/// 后5个月任务; in December nothing is left.
fn remaining_head(month: Month) -> String {
    match 12 - month.number() {
        0 => "未完成任务".to_owned(),
        left => format!("后{left}个月任务"),
    }
}

/// 58.33%: the even pace of the month.
pub(crate) fn pace_in_words(month: Month) -> String {
    let even = |month: u8| {
        let share = Rational::ratio(i64::from(month) * 100, 12).unwrap_or_else(Rational::zero);
        format!("{}%", share.round(2))
    };
    let quarter = month.number() / 3 * 3;
    if quarter == month.number() || quarter == 0 {
        return even(month.number());
    }
    format!("{}（季度指标{}）", even(month.number()), even(quarter))
}

fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: usize| DIGITS.get(value).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_pace_in_words() {
        let month = |number| Month::new(number).unwrap();
        assert_eq!(pace_in_words(month(7)), "58.33%（季度指标50.00%）");
        assert_eq!(pace_in_words(month(6)), "50.00%");
        assert_eq!(pace_in_words(month(2)), "16.67%");
        assert_eq!(remaining_head(month(7)), "后5个月任务");
        assert_eq!(chinese_number(11), "十一");
        assert_eq!(chinese_number(20), "二十");
    }
}
