//! An index as text parted by commas: one line a unit, one column a node.

use super::view::IndexView;

/// The units with their places, their index and their figure for each node, unrounded; with the mark that lets
/// spreadsheets see that it is UTF-8.
pub fn text(view: &IndexView) -> String {
    let mut out = String::from("\u{FEFF}");
    let groups: Vec<&str> = view
        .units
        .first()
        .map_or_else(Vec::new, |unit| unit.groups.iter().map(|group| group.column.as_str()).collect());
    let mut head = vec!["单位".to_owned(), "名次".to_owned(), view.index.clone()];
    for group in &groups {
        head.extend([(*group).to_owned(), format!("{group}内名次")]);
    }
    head.push("补缺个数".to_owned());
    head.extend(view.nodes.iter().skip(1).map(|node| node.name.clone()));
    line(&mut out, &head);
    for unit in &view.units {
        let mut cells = vec![unit.unit.clone(), unit.rank.to_string(), unit.value.clone()];
        for group in &unit.groups {
            cells.extend([group.group.clone(), group.rank.to_string()]);
        }
        cells.push(unit.imputed.to_string());
        cells.extend(unit.parts.iter().map(|part| part.value.clone().unwrap_or_default()));
        line(&mut out, &cells);
    }
    out
}

fn line(out: &mut String, cells: &[String]) {
    let quoted: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    out.push_str(&quoted.join(","));
    out.push_str("\r\n");
}

/// Quoted where a comma or quote would part it; what a spreadsheet would take for a formula is kept as text.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '@', '+', '\t', '\r']) || (cell.starts_with('-') && !is_number(cell));
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

fn is_number(cell: &str) -> bool {
    cell.strip_prefix('-').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
        && cell.bytes().skip(1).all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_what_they_are() {
        for (cell, expected) in [
            ("甲", "甲"),
            ("-0.5", "-0.5"),
            ("-1+2", "'-1+2"),
            ("=A1", "'=A1"),
            ("甲,乙", "\"甲,乙\""),
            ("\"", "\"\"\"\""),
        ] {
            assert_eq!(quoted(cell), expected);
        }
    }
}
