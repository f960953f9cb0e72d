//! In which step, and on which day, a figure reaches the office.
//!
//! A step is a day and a file. Figures with a publication day up to the 10th come with the flash report,
//! those up to the 20th with the monthly or quarterly report, later ones with the supplement. The days are
//! working days not before the last publication day of the step; only the July report comes on the eve of
//! the 20 August that the demonstration district takes as today.

use anyhow::{Result, bail};

use super::{outline::Indicator, period::Month};

/// One import: on this day this file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Step {
    /// ISO date.
    pub(crate) date: &'static str,
    /// Path below `demo/`.
    pub(crate) file: String,
    /// What the file holds, in Chinese.
    pub(crate) content: String,
}

/// Day of the flash report and of the monthly report about each month of 2018.
const REPORT_DAYS: [(&str, &str); 7] = [
    ("2018-02-11", "2018-02-22"),
    ("2018-03-12", "2018-03-20"),
    ("2018-04-10", "2018-04-20"),
    ("2018-05-10", "2018-05-21"),
    ("2018-06-11", "2018-06-20"),
    ("2018-07-10", "2018-07-20"),
    ("2018-08-10", "2018-08-19"),
];

/// Day of the supplement after a quarter.
const SUPPLEMENT_DAYS: [(u8, &str); 2] = [(3, "2018-04-28"), (6, "2018-07-30")];

/// Day of the tables of the city with monthly figures, by month.
const MONTHLY_TABLE_DAYS: [(u8, &str); 2] = [(6, "2018-07-23"), (7, "2018-08-19")];

/// Day of units, frameworks, targets and the figures of 2016.
const FIRST_DAY: &str = "2018-02-05";

/// The imports before the first report of 2018.
pub(crate) fn first_steps() -> Vec<Step> {
    [
        (FIRST_DAY, "01-单位.csv", "单位：市、区、兄弟区县、部门、街镇、园区和分组"),
        (FIRST_DAY, "02-指标-2016.csv", "2016年有数的指标"),
        (FIRST_DAY, "02-指标-2017.csv", "2017年有数的指标"),
        (FIRST_DAY, "02-指标-2018.csv", "2018年指标体系"),
        (FIRST_DAY, "03-目标-2018.csv", "2018年目标，区级和街镇"),
        (FIRST_DAY, "04-合计关系.csv", "固定资产投资、规上工业总产值按街镇合计"),
        (FIRST_DAY, "数据/2016.csv", "2016年数据"),
        ("2018-02-11", "数据/2017.csv", "2017年数据"),
    ]
    .into_iter()
    .map(|(date, file, content)| step(date, file, content))
    .collect()
}

/// The step of one of the district's own figures of 2018.
pub(crate) fn own_step(indicator: &Indicator, end: Month) -> Result<Step> {
    // A figure that is a month late comes with the reports about the next month.
    let month = end.month + u8::from(indicator.late_month == "yes");
    let Some((flash, report)) = REPORT_DAYS.get(usize::from(month.saturating_sub(1))) else {
        bail!("{} of month {} comes after the last report", indicator.code, end.month);
    };
    let day = indicator.publication_day;
    if indicator.frequency != "monthly" {
        let quarter = quarter_name(month)?;
        return Ok(if day > 20 {
            let date = lookup(&SUPPLEMENT_DAYS, month)?;
            step(date, &format!("数据/2018-{quarter}报补充.csv"), &format!("{quarter}季度、半年指标（20日以后发布）"))
        } else {
            step(report, &format!("数据/2018-{quarter}报.csv"), &format!("{quarter}季度、半年指标"))
        });
    }
    Ok(match day {
        ..=10 => step(flash, &format!("数据/2018-{month:02}快报.csv"), &format!("{month}月部门快报（10日前发布）")),
        11..=20 => step(report, &format!("数据/2018-{month:02}月报.csv"), &format!("{month}月月报（20日前发布）")),
        _ => bail!("{} is published after the monthly report", indicator.code),
    })
}

/// The step of the streets' and towns' figures.
pub(crate) fn street_step(end: Month) -> Result<Step> {
    let Some((_, report)) = REPORT_DAYS.get(usize::from(end.month.saturating_sub(1))) else {
        bail!("there is no report about month {}", end.month);
    };
    let month = end.month;
    Ok(step(report, &format!("数据/2018-{month:02}街镇.csv"), &format!("{month}月街镇固定资产投资、规上工业总产值")))
}

/// The step of a table of the city.
pub(crate) fn city_step(indicator: &Indicator, end: Month) -> Result<Step> {
    let month = end.month;
    if indicator.frequency == "monthly" {
        let date = lookup(&MONTHLY_TABLE_DAYS, month)?;
        return Ok(step(date, &format!("数据/2018-{month:02}兄弟区县.csv"), &format!("{month}月全市各区县数据和位次")));
    }
    let quarter = quarter_name(month)?;
    let date = lookup(&SUPPLEMENT_DAYS, month)?;
    Ok(step(date, &format!("数据/2018-{quarter}兄弟区县.csv"), &format!("{quarter}全市各区县数据和位次")))
}

fn step(date: &'static str, file: &str, content: &str) -> Step {
    Step { date, file: file.to_owned(), content: content.to_owned() }
}

fn lookup(days: &[(u8, &'static str)], month: u8) -> Result<&'static str> {
    let Some((_, day)) = days.iter().find(|(of, _)| *of == month) else {
        bail!("no day is set for figures of month {month}");
    };
    Ok(day)
}

fn quarter_name(month: u8) -> Result<&'static str> {
    match month {
        3 => Ok("一季度"),
        6 => Ok("上半年"),
        _ => bail!("month {month} of 2018 does not end a published quarter"),
    }
}
