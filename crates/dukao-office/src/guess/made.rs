//! The indicators that a table brings, as the mapping file will define them.

use dukao_core::framework::{PriceBasis, ValueKind};
use dukao_core::quantity::UnitOfMeasure;

use super::decided::{Column, Decided};
use super::names;
use super::vocabulary::Label;
use crate::batch::Known;
use crate::mapping::head_text::{bare_name, bracketed_unit, sure_unit};

/// One indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) name: String,
    /// The region has it: only named.
    pub(super) held: bool,
    pub(super) unit: Option<UnitOfMeasure>,
    pub(super) kind: ValueKind,
    pub(super) price: PriceBasis,
    pub(super) category: &'static str,
    /// Some figure is in its own unit, so that the unit must be known.
    pub(super) has_amounts: bool,
}

/// Whether the region has an indicator of this name.
pub(super) fn is_held(name: &str, known: &dyn Known) -> bool {
    known.years().iter().any(|year| known.framework(*year).is_some_and(|held| held.find(name).is_some()))
}

/// The indicators that columns name.
pub(super) fn of_columns(decided: &Decided<'_>, known: &dyn Known) -> Vec<Made> {
    let mut all: Vec<Made> = Vec::new();
    for (_, column) in decided.figures() {
        let Some(name) = &column.indicator else { continue };
        if all.iter().any(|made| made.name == *name) {
            continue;
        }
        let own: Vec<&Column> = decided
            .figures()
            .filter(|(_, column)| column.indicator.as_ref() == Some(name))
            .map(|(_, column)| column)
            .collect();
        all.push(made(decided, name, &own, known));
    }
    all
}

fn made(decided: &Decided<'_>, name: &str, columns: &[&Column], known: &dyn Known) -> Made {
    let amounts: Vec<&&Column> = columns.iter().filter(|column| column.is_amount()).collect();
    let stated = amounts.iter().find_map(|column| column.unit.clone());
    let table = decided.facts.unit.clone().filter(|unit| unit.as_str() != "%");
    let cells = || {
        let at = decided
            .columns
            .iter()
            .position(|column| column.is_amount() && column.indicator.as_deref() == Some(name))?;
        typed_unit(decided, at)
    };
    let rates_only = amounts.is_empty();
    let row_units = decided.label(Label::UnitOfMeasure).is_some();
    let percent = || (rates_only && (name.ends_with('速') || name.ends_with('率'))).then(UnitOfMeasure::percent);
    let unit = stated.or_else(percent).or_else(cells).or(if rates_only { None } else { table });
    let (kind, price, category) = character(name, unit.as_ref());
    let has_amounts = !rates_only && !row_units;
    let needs = has_amounts || rates_only;
    Made { name: name.to_owned(), held: is_held(name, known), unit, kind, price, category, has_amounts: needs }
}

/// The unit typed in the cells of a column: 1.2亿元.
fn typed_unit(decided: &Decided<'_>, at: usize) -> Option<UnitOfMeasure> {
    decided.draft.data.iter().take(20).find_map(|row| match crate::cellvalue::figure(decided.draft.cell(*row, at)) {
        Ok(crate::cellvalue::Figure::Number(typed)) => UnitOfMeasure::parse(&typed.unit?).ok(),
        _ => None,
    })
}

/// Value kind, price and category by name and unit.
pub(super) fn character(name: &str, unit: Option<&UnitOfMeasure>) -> (ValueKind, PriceBasis, &'static str) {
    let common = names::exactly(name).or_else(|| names::inside(name));
    let (mut kind, price, category) =
        common.map_or((ValueKind::Flow, PriceBasis::None, "未分类"), |one| (one.kind, one.price, one.category));
    let unit = unit.map_or("", UnitOfMeasure::as_str);
    let counted = ["个", "户", "家", "人", "项", "套", "件", "次", "人次", "万人", "万户", "万人次", "宗", "处", "所"];
    if matches!(unit, "%" | "百分点" | "‰") && kind.accumulates() {
        kind = if name.contains('增') || name.ends_with('速') { ValueKind::Growth } else { ValueKind::Ratio };
    } else if counted.contains(&unit) && kind == ValueKind::Flow {
        kind = ValueKind::Count;
    } else if unit.contains("微克") || unit.contains("毫克") {
        kind = ValueKind::Average;
    }
    (kind, price, category)
}

/// A row that names an indicator, with the unit of measure that stands at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowIndicator {
    /// The row of the table.
    pub(super) row: usize,
    /// The name without brackets and numbering.
    pub(super) name: String,
    /// How deep it stands: 一、 is 1, （一） 2, 1. 3, 其中 one below the row before.
    pub(super) level: usize,
    pub(super) unit: Option<UnitOfMeasure>,
}

/// The indicators that rows name, in the rows looked at.
pub(super) fn of_rows(decided: &Decided<'_>) -> Vec<RowIndicator> {
    let Some(at) = decided.label(Label::Indicator).filter(|_| !decided.crossed) else { return Vec::new() };
    let units = decided.label(Label::UnitOfMeasure);
    let mut all: Vec<RowIndicator> = Vec::new();
    for row in &decided.draft.data {
        let text = decided.draft.cell(*row, at).text();
        let (name, bracketed) = bracketed_unit(&bare_name(text));
        if name.is_empty() {
            continue;
        }
        let in_column = units.and_then(|units| {
            sure_unit(decided.draft.cell(*row, units).trimmed().trim_matches(['(', ')', '（', '）']))
        });
        let level = level(text, all.last());
        all.push(RowIndicator { row: *row, name, level, unit: in_column.or(bracketed) });
    }
    all
}

fn level(text: &str, before: Option<&RowIndicator>) -> usize {
    let spaces =
        text.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum::<usize>();
    let plain = crate::mapping::head_text::plain(text);
    let numbered = |marks: &[char]| {
        plain
            .split_once(marks)
            .is_some_and(|(number, _)| !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c)))
    };
    let digits = plain.chars().take_while(char::is_ascii_digit).count();
    let behind = plain.chars().nth(digits);
    if plain.starts_with("其中") || plain.starts_with('#') {
        return before.map_or(2, |before| if before.level % 10 == 9 { before.level } else { before.level * 10 + 9 });
    }
    if numbered(&['、', '.']) {
        1
    } else if plain.starts_with('(') && plain.chars().nth(1).is_some_and(|c| "一二三四五六七八九十".contains(c))
    {
        2
    } else if digits > 0 && matches!(behind, Some('.' | '、')) {
        3
    } else if plain.starts_with('(') && plain.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
        4
    } else {
        let nested = before.is_some_and(|before| before.level % 10 == 9) && spaces == 0;
        if nested { before.map_or(5, |before| before.level) } else { 5 + spaces.min(20) * 100 }
    }
}
