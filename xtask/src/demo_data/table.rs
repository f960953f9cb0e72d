//! Tables as a clerk would save them: csv in UTF-8 without BOM, lines ended by LF, empty columns left out.

use std::collections::BTreeMap;

use anyhow::Result;

/// One row: header to text; a header that is missing stands for an empty cell.
pub(crate) type Row = BTreeMap<&'static str, String>;

/// A row of the cells that hold something.
pub(crate) fn row<const N: usize>(cells: [(&'static str, &str); N]) -> Row {
    cells.into_iter().filter(|(_, text)| !text.is_empty()).map(|(header, text)| (header, text.to_owned())).collect()
}

/// The text of a csv file; columns in the order of `headers`, those without any cell left out.
pub(crate) fn to_csv(headers: &[&'static str], rows: &[Row]) -> Result<String> {
    let used: Vec<&&str> = headers.iter().filter(|header| rows.iter().any(|row| row.contains_key(**header))).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&used)?;
    for row in rows {
        writer.write_record(used.iter().map(|header| row.get(**header).map_or("", String::as_str)))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_columns_are_left_out_and_text_is_quoted_where_needed() {
        let rows = [row([("指标", "P01"), ("备注", "")]), row([("指标", "E,03"), ("累计", "1.5")])];
        let text = to_csv(&["指标", "累计", "备注"], &rows).unwrap();
        assert_eq!(text, "指标,累计\nP01,\n\"E,03\",1.5\n");
    }
}
