//! The three planted mistakes, as files that are imported on top of the clean district.

use anyhow::Result;

use super::{
    figures::{HEADERS, identity},
    outline::Outline,
    period::Month,
    table::{Row, to_csv},
};

/// Path below `demo/` and text of each file.
pub(crate) fn files(outline: &Outline) -> Result<Vec<(String, String)>> {
    let streets = [planted(
        outline,
        ("P01", 7),
        Some("S09"),
        &[("累计", "7.35"), ("当月", "1.75"), ("备注", "重复计入昭北工业园1.00亿元")],
    )?];
    let bulletin = [
        planted(outline, ("P01", 7), None, &[("完成率", "46.7"), ("备注", "通报稿")])?,
        planted(outline, ("E04", 6), None, &[("累计增速", "7.8"), ("备注", "通报稿")])?,
    ];
    Ok(vec![
        ("planted/01-街镇7月固投.csv".to_owned(), to_csv(&HEADERS, &streets)?),
        ("planted/02-通报稿比率.csv".to_owned(), to_csv(&HEADERS, &bulletin)?),
    ])
}

fn planted(
    outline: &Outline,
    (code, month): (&str, u8),
    unit: Option<&str>,
    cells: &[(&'static str, &str)],
) -> Result<Row> {
    let mut row = identity(outline.indicator(code)?, Month::new(2018, month))?;
    if let Some(unit) = unit {
        let unit = outline.unit(unit)?;
        row.insert("单位", unit.code.clone());
        row.insert("#单位名称", unit.name.clone());
    }
    row.extend(cells.iter().map(|(header, text)| (*header, (*text).to_owned())));
    Ok(row)
}
