//! What adds up: totals of units, and indicators that are parts of another.

use super::claims::What;
use super::decided::Decided;
use super::evidence::{Number, adds_up};
use super::made::RowIndicator;
use super::roles::is_unit;
use super::rows::RowMeaning;
use super::vocabulary::Label;
use crate::batch::Nothing;
use crate::mapping::head_text::bare_name;

/// 合计关系 as it will be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) total: String,
    pub(super) by: String,
    pub(super) parts: Vec<String>,
    /// Parts are indicators, not units.
    pub(super) indicators: bool,
    pub(super) reason: String,
}

/// Columns of amounts that add up over units.
fn amounts(decided: &Decided<'_>) -> Vec<usize> {
    decided
        .figures()
        .filter(|(_, column)| {
            column.is_amount() && matches!(column.what(), Some(What::Amount | What::Base | What::Fixed(_)))
        })
        .map(|(at, _)| at)
        .collect()
}

fn number(decided: &Decided<'_>, row: usize, column: usize) -> Option<Number> {
    Number::of(decided.draft.cell(row, column))
}

/// The rows of units, with bare names.
fn unit_rows(decided: &Decided<'_>) -> Vec<(usize, String)> {
    let Some(at) = decided.label(Label::Unit) else { return Vec::new() };
    // Of several periods or indicators one below the other, the first shows how units add up.
    let parting: Vec<usize> =
        [Label::Period, Label::Indicator].into_iter().filter_map(|label| decided.label(label)).collect();
    let key =
        |row: usize| parting.iter().map(|at| decided.draft.cell(row, *at).trimmed().to_owned()).collect::<Vec<_>>();
    let first = decided.draft.data.first().map(|row| key(*row));
    let rows = decided.draft.data.iter().filter(|row| Some(key(**row)) == first);
    let named = rows.map(|row| (*row, bare_name(decided.draft.cell(*row, at).text())));
    named.filter(|(_, name)| !name.is_empty()).collect()
}

/// The row that is the whole: by its name, or because the others add up to it.
pub(super) fn total_row(decided: &Decided<'_>) -> Option<(usize, String, String)> {
    let rows = unit_rows(decided);
    let named = rows.iter().find(|(row, _)| decided.draft.meaning(*row) == RowMeaning::Total);
    if let Some((row, name)) = named {
        let said = decided.draft.said.contains(row);
        return Some((*row, name.clone(), if said { "由人指定".to_owned() } else { format!("行首写着“{name}”") }));
    }
    let columns = amounts(decided);
    if rows.len() < 4 || rows.len() > 60 {
        return None;
    }
    let proved = |(row, _): &&(usize, String)| {
        let parts: Vec<usize> = rows.iter().map(|(other, _)| *other).filter(|other| other != row).collect();
        holds(decided, *row, &parts, &columns) == Some(true)
    };
    let open = |(row, _): &&(usize, String)| !decided.draft.said.contains(row);
    let (row, name) = [rows.first(), rows.last()].into_iter().flatten().filter(open).find(proved)?;
    Some((*row, name.clone(), "其余各行相加等于这一行".to_owned()))
}

/// Whether the parts add up in nearly all columns; `None` when it cannot be tried.
fn holds(decided: &Decided<'_>, total: usize, parts: &[usize], columns: &[usize]) -> Option<bool> {
    let (mut tried, mut held) = (0, 0);
    for column in columns {
        let figures: Vec<Option<Number>> = parts.iter().map(|row| number(decided, *row, *column)).collect();
        if figures.iter().any(Option::is_none) {
            continue;
        }
        if let Some(adds) = adds_up(number(decided, total, *column), &figures) {
            tried += 1;
            held += usize::from(adds);
        }
    }
    (tried > 0).then(|| held * 5 >= tried * 4)
}

/// Complete partitions of the total over units.
pub(super) fn of_units(decided: &Decided<'_>, total: &str) -> Vec<Sum> {
    let rows = unit_rows(decided);
    let columns = amounts(decided);
    let Some((total_row, _)) = rows.iter().find(|(_, name)| name == total) else { return Vec::new() };
    let (total_row, total_name) = (*total_row, total.to_owned());
    let skipped = |row: &usize| matches!(decided.draft.meaning(*row), RowMeaning::Subtotal | RowMeaning::Total);
    let parts: Vec<&(usize, String)> =
        rows.iter().filter(|(row, name)| *row != total_row && *name != total_name && !skipped(row)).collect();
    let places: Vec<usize> = parts.iter().map(|(row, _)| *row).collect();
    if parts.len() < 2 || parts.len() > 80 {
        return Vec::new();
    }
    if holds(decided, total_row, &places, &columns) == Some(true) {
        let names: Vec<String> = parts.iter().map(|(_, name)| name.clone()).collect();
        let reason = "各行相加等于合计".to_owned();
        return vec![Sum { total: total_name, by: partition_name(&names), parts: names, indicators: false, reason }];
    }
    by_category(decided, total_row, &total_name, &parts, &columns)
}

/// What a partition is called.
fn partition_name(parts: &[String]) -> String {
    let all = |endings: &[char]| parts.iter().all(|part| part.ends_with(endings));
    match parts {
        [one] => format!("按{one}"),
        _ if parts.iter().any(|part| part.ends_with("本级")) => "按级次".to_owned(),
        _ if all(&['镇', '乡', '道', '办']) => "按街镇".to_owned(),
        _ if all(&['县', '区', '市', '旗']) => "按县区".to_owned(),
        _ => "按单位".to_owned(),
    }
}

/// Groups of categories that add up: 本级 and 县区 together, 征收系统 by itself.
fn by_category(
    decided: &Decided<'_>,
    total_row: usize,
    total: &str,
    parts: &[&(usize, String)],
    columns: &[usize],
) -> Vec<Sum> {
    let Some(at) = decided.label(Label::Category) else {
        return real_units(decided, total_row, total, parts, columns);
    };
    let word = |row: usize| bare_name(decided.draft.cell(row, at).text());
    let mut words: Vec<String> = Vec::new();
    for (row, _) in parts {
        let own = word(*row);
        if !own.is_empty() && !words.contains(&own) {
            words.push(own);
        }
    }
    let mut sums: Vec<Sum> = Vec::new();
    for chosen in 1_u32..1 << words.len().min(5) {
        let group: Vec<String> =
            words.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, word)| word.clone()).collect();
        if sums.iter().any(|sum: &Sum| sum.parts.iter().any(|part| group.contains(part))) {
            continue;
        }
        let rows: Vec<usize> = parts.iter().map(|(row, _)| *row).filter(|row| group.contains(&word(*row))).collect();
        if holds(decided, total_row, &rows, columns) == Some(true) {
            let by = partition_name(&group);
            let reason = "这些类别各行相加等于合计".to_owned();
            sums.push(Sum { total: total.to_owned(), by, parts: group, indicators: false, reason });
        }
    }
    sums
}

/// Without categories: rows that are surely units, when others (国税系统) break the sum.
fn real_units(
    decided: &Decided<'_>,
    total_row: usize,
    total: &str,
    parts: &[&(usize, String)],
    columns: &[usize],
) -> Vec<Sum> {
    let nothing = Nothing::default();
    let real: Vec<&&(usize, String)> = parts
        .iter()
        .filter(|(_, name)| is_unit(name, &nothing) && !name.ends_with("系统") && !name.ends_with("部门"))
        .collect();
    let rows: Vec<usize> = real.iter().map(|(row, _)| *row).collect();
    if real.len() < 2 || real.len() == parts.len() || holds(decided, total_row, &rows, columns) != Some(true) {
        return Vec::new();
    }
    let names = real.iter().map(|(_, name)| name.clone()).collect();
    vec![Sum {
        total: total.to_owned(),
        by: "按单位".to_owned(),
        parts: names,
        indicators: false,
        reason: "这些单位相加等于合计".to_owned(),
    }]
}

/// Indicators in rows that are the parts of the one above them.
pub(super) fn of_rows(decided: &Decided<'_>, rows: &[RowIndicator]) -> Vec<Sum> {
    let columns = amounts(decided);
    let mut sums = Vec::new();
    for (at, whole) in rows.iter().enumerate() {
        let below: Vec<&RowIndicator> = rows.iter().skip(at + 1).take_while(|row| row.level > whole.level).collect();
        let Some(first) = below.iter().map(|row| row.level).min() else { continue };
        let parts: Vec<&RowIndicator> = below.into_iter().filter(|row| row.level == first).collect();
        let places: Vec<usize> = parts.iter().map(|row| row.row).collect();
        let same_unit = parts.iter().all(|row| row.unit == whole.unit);
        if parts.len() >= 2 && same_unit && holds(decided, whole.row, &places, &columns) == Some(true) {
            let names: Vec<String> = parts.iter().map(|row| row.name.clone()).collect();
            let reason = format!("下面{}行相加等于这一行", names.len());
            sums.push(Sum {
                total: whole.name.clone(),
                by: "按分项".to_owned(),
                parts: names,
                indicators: true,
                reason,
            });
        }
    }
    sums
}

/// Indicators in columns that are the parts of another: three industries of the product.
pub(super) fn of_columns(decided: &Decided<'_>) -> Vec<Sum> {
    let mut whole: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, column) in decided.figures() {
        let Some(name) = column.indicator.clone().filter(|_| column.what() == Some(What::Amount) && column.is_amount())
        else {
            continue;
        };
        match whole.iter_mut().find(|(own, _)| *own == name) {
            Some((_, columns)) => columns.push(at),
            None => whole.push((name, vec![at])),
        }
    }
    let Some((total, columns)) = whole.first() else { return Vec::new() };
    let (Some(at), true) = (columns.first(), (3..=8).contains(&whole.len())) else { return Vec::new() };
    let parts: Vec<usize> = whole.iter().skip(1).filter_map(|(_, columns)| columns.first().copied()).collect();
    let unit = |at: usize| decided.columns.get(at).map(|column| (column.unit.clone(), column.scope));
    let (mut tried, mut held) = (0, 0);
    for row in decided.draft.data.iter().take(60) {
        let figures: Vec<Option<Number>> = parts.iter().map(|part| number(decided, *row, *part)).collect();
        // Parts of a whole are not negative; a difference of two others is no part.
        if figures.iter().flatten().any(|figure| figure.value < 0) {
            return Vec::new();
        }
        if figures.iter().any(Option::is_none) {
            continue;
        }
        if let Some(adds) = adds_up(number(decided, *row, *at), &figures) {
            tried += 1;
            held += usize::from(adds);
        }
    }
    if tried < 3 || held * 10 < tried * 9 || parts.iter().any(|part| unit(*part) != unit(*at)) {
        return Vec::new();
    }
    let names = whole.iter().skip(1).map(|(name, _)| name.clone()).collect();
    vec![Sum {
        total: total.clone(),
        by: "按构成".to_owned(),
        parts: names,
        indicators: true,
        reason: format!("{held}行里这几列相加都等于第一列"),
    }]
}
