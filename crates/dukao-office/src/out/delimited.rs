//! Csv: UTF-8 with a mark, so that spreadsheets read the letters; texts that would be taken for formulas are
//! guarded by an apostrophe.

use super::{OutError, Table, Value};

/// First letters with which a spreadsheet begins a formula, or lets one begin behind them; full-width ones
/// count in East Asian settings.
fn is_risky(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') || first.is_control()
}

/// A text as it is safe in csv. What begins with an apostrophe before such a letter gets one more, so that taking
/// one off gives the same text again.
pub fn guarded(text: &str) -> String {
    let risky = text.trim_start_matches('\'').starts_with(is_risky);
    if risky { format!("'{text}") } else { text.to_owned() }
}

/// The text that was guarded; `None` when it was not.
pub fn unguarded(text: &str) -> Option<&str> {
    text.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(is_risky))
}

/// One table as csv: title and lines, heads, rows, notes.
///
/// # Errors
/// When the library refuses.
pub fn csv(table: &Table) -> Result<Vec<u8>, OutError> {
    let mut writer = ::csv::WriterBuilder::new()
        .flexible(true)
        .terminator(::csv::Terminator::CRLF)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    for line in table.title.iter().chain(&table.lines) {
        writer.write_record([guarded(line)]).map_err(refused)?;
    }
    if table.columns.iter().any(|column| column.group.is_some()) {
        let groups = table.columns.iter().map(|column| guarded(column.group.as_deref().unwrap_or_default()));
        writer.write_record(groups).map_err(refused)?;
    }
    writer.write_record(table.columns.iter().map(|column| guarded(&column.head))).map_err(refused)?;
    for row in &table.rows {
        let empty = (row.cells.len()..table.columns.len()).map(|_| String::new());
        writer.write_record(row.cells.iter().map(field).chain(empty)).map_err(refused)?;
    }
    for note in &table.notes {
        writer.write_record([guarded(note)]).map_err(refused)?;
    }
    writer.into_inner().map_err(|error| OutError::Library(error.to_string()))
}

/// Numbers begin with a minus and are no formulas.
fn field(value: &Value) -> String {
    match value {
        Value::Text(text) => guarded(text),
        Value::Number { shown, .. } => shown.replace('−', "-"),
        other => other.shown().to_owned(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn refused(error: ::csv::Error) -> OutError {
    OutError::Library(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::out::{Column, Row};

    #[test]
    fn a_guarded_text_comes_back() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("+86", "'+86"),
            ("-甲", "'-甲"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("''-", "'''-"),
            ("'甲", "'甲"),
            ("甲=乙", "甲=乙"),
            ("—", "—"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), safe);
            assert_eq!(unguarded(safe).unwrap_or(safe), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@＝\\-a甲\t]{0,6}") {
            let safe = guarded(&text);
            proptest::prop_assert_eq!(unguarded(&safe).unwrap_or(&safe), text);
        }
    }

    #[test]
    fn a_table_in_text() {
        let columns = vec![Column::text("单位"), Column::number("累计").under("完成"), Column::number("欠账")];
        let number = Value::Number {
            key: "",
            value: "-3.333333".to_owned(),
            decimals: 2,
            shown: "−3.33".to_owned(),
            bad: false,
        };
        let rows = vec![
            Row::group("一、街道"),
            Row::body(vec![Value::text("=甲"), Value::Exact("-115.20".to_owned()), number]),
        ];
        let table = Table {
            title: Some("表".to_owned()),
            lines: vec!["单位：亿元".to_owned()],
            columns,
            rows,
            notes: vec!["数据版本 v3".to_owned()],
            ..Table::default()
        };
        let text = String::from_utf8(csv(&table).unwrap()).unwrap();
        let expected = "\u{FEFF}表\r\n单位：亿元\r\n,完成,\r\n单位,累计,欠账\r\n一、街道,,\r\n'=甲,-115.20,-3.33\r\n数据版本 v3\r\n";
        assert_eq!(text, expected);
    }
}
