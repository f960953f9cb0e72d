//! The district's own figures, January 2016 to July 2018, as rows of the table 数据.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};

use super::{
    fixed::Fixed,
    known::Known,
    outline::{Indicator, Outline},
    period::{Month, is_joint, is_published, period_text},
    shapes,
    table::{Row, row},
};

/// Columns of the table 数据 that the demonstration district uses; `#` marks remarks for the reader.
pub(crate) const HEADERS: [&str; 14] = [
    "指标",
    "#指标名称",
    "单位",
    "#单位名称",
    "期间",
    "累计",
    "当月",
    "累计增速",
    "增减额",
    "完成率",
    "位次",
    "上年位次",
    "进展",
    "备注",
];

/// The years with figures.
pub(crate) const YEARS: [u16; 3] = [2016, 2017, 2018];

/// One row of figures and the end of its period.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) code: String,
    pub(crate) end: Month,
    pub(crate) row: Row,
}

/// All figures of the district itself, in the order of the framework and of time.
pub(crate) fn own_figures(outline: &Outline) -> Result<Vec<Figure>> {
    let known = Known::collect(outline)?;
    let mut figures = Vec::new();
    for indicator in &outline.indicators {
        for year in YEARS {
            let of_year = if indicator.is_numeric() {
                numeric_year(outline, &known, indicator, year)
            } else {
                progress_year(indicator, year)
            };
            figures.extend(of_year.with_context(|| format!("{} in {year}", indicator.code))?);
        }
    }
    Ok(figures)
}

/// The cells that say what a row is about.
pub(crate) fn identity(indicator: &Indicator, end: Month) -> Result<Row> {
    Ok(row([
        ("指标", indicator.code.as_str()),
        ("#指标名称", indicator.name.as_str()),
        ("期间", period_text(indicator, end)?.as_str()),
    ]))
}

/// Progress in words: milestones so far, last year's yes or no.
fn progress_year(indicator: &Indicator, year: u16) -> Result<Vec<Figure>> {
    let (end, words) = match year {
        2017 => (Month::new(2017, 12), &indicator.last_year),
        2018 if !indicator.period_so_far.is_empty() => {
            (Month::parse(&indicator.period_so_far)?, &indicator.value_so_far)
        }
        _ => return Ok(Vec::new()),
    };
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut row = identity(indicator, end)?;
    row.insert("进展", words.clone());
    Ok(vec![Figure { code: indicator.code.clone(), end, row }])
}

fn numeric_year(outline: &Outline, known: &Known, indicator: &Indicator, year: u16) -> Result<Vec<Figure>> {
    let given = known.of_year(&indicator.code, year);
    let by_month = outline.has_series(&indicator.code) || !indicator.shape.is_empty();
    let cumulatives = if outline.has_series(&indicator.code) || indicator.shape.is_empty() {
        written_out(&given, indicator.decimals)?
    } else {
        filled(outline, indicator, year, &given)?
    };
    let mut figures = Vec::new();
    for (&month, &cumulative) in cumulatives.iter().filter(|(month, _)| is_published(indicator, **month)) {
        let end = Month::new(year, month);
        let mut row = identity(indicator, end)?;
        row.insert("累计", cumulative.to_string());
        if by_month && indicator.frequency == "monthly" && !(month == 2 && is_joint(indicator)) {
            let before = cumulatives.get(&(month - 1)).copied();
            let of_month = before.map_or(Ok(cumulative), |before| cumulative.minus(before))?;
            row.insert("当月", of_month.to_string());
        }
        row.extend(known.printed(&indicator.code, end).iter().cloned());
        figures.push(Figure { code: indicator.code.clone(), end, row });
    }
    Ok(figures)
}

/// The given figures with at least the decimals that the indicator displays.
fn written_out(given: &BTreeMap<u8, Fixed>, decimals: u32) -> Result<BTreeMap<u8, Fixed>> {
    given.iter().map(|(month, value)| Ok((*month, value.at_least(decimals)?))).collect()
}

/// The given figures and, between them, what the seasonal shape says.
fn filled(
    outline: &Outline,
    indicator: &Indicator,
    year: u16,
    given: &BTreeMap<u8, Fixed>,
) -> Result<BTreeMap<u8, Fixed>> {
    let shape = outline
        .shapes
        .iter()
        .find(|shape| shape.name == indicator.shape)
        .with_context(|| format!("there is no shape {}", indicator.shape))?;
    let weights = shapes::jittered(&shapes::weights(shape)?, &indicator.code, year)?;
    let decimals = indicator.decimals;
    let units: BTreeMap<u8, i64> =
        given.iter().map(|(month, value)| Ok((*month, value.units(decimals)?))).collect::<Result<_>>()?;
    let months = shapes::fill(&weights, &units)?;
    Ok(months.into_iter().map(|(month, value)| (month, Fixed::new(value, decimals))).collect())
}
