//! One table with everything that its mapping will say.

use dukao_core::organisation::UnitKind;
use dukao_core::period::Period;
use dukao_core::quantity::UnitOfMeasure;

use super::claims::What;
use super::decided::{Decided, Meaning, When};
use super::draft::Draft;
use super::facts::Facts;
use super::made::{self, Made, RowIndicator, character};
use super::rows::RowMeaning;
use super::sums::{self, Sum};
use super::vocabulary::Label;
use super::writing::head_key;
use crate::batch::Known;
use crate::grid::Book;
use crate::mapping::head_text::bare_name;
use crate::mapping::words::{Item, guess_kind, unit_kind};

/// A table, ready to be written.
pub(super) struct Table<'d> {
    pub(super) book: &'d Book,
    pub(super) sheet: usize,
    pub(super) draft: &'d Draft,
    pub(super) facts: &'d Facts,
    pub(super) decided: Decided<'d>,
    /// Whether hidden rows are read has been answered.
    pub(super) hidden_settled: bool,
    /// Set by a correction.
    pub(super) fixed_period: Option<Period>,
    pub(super) fixed_region: Option<String>,
    pub(super) own: Option<String>,
    /// 工作表, when it must be named.
    pub(super) sheet_key: Option<String>,
    /// 区域, when the sheet holds more.
    pub(super) area_key: Option<String>,
    /// 表头, 数据行, where they would not be found.
    pub(super) rows_key: Vec<String>,
    /// 计量单位, where the mapping would not find it by itself.
    pub(super) unit_key: Option<UnitOfMeasure>,
    /// Row, name and reason of the total.
    pub(super) total: Option<(usize, String, String)>,
    pub(super) made: Vec<Made>,
    pub(super) row_indicators: Vec<RowIndicator>,
    /// Rows that need a definition: key, name, and what differs from the rest.
    pub(super) row_definitions: Vec<(String, String, Option<Made>)>,
    pub(super) row_defaults: Option<Made>,
    pub(super) skipped: Vec<String>,
    pub(super) sums: Vec<Sum>,
}

impl<'d> Table<'d> {
    /// Everything that follows from the columns.
    pub(super) fn of(book: &'d Book, sheet: usize, decided: Decided<'d>, known: &dyn Known) -> Self {
        let (draft, facts) = (decided.draft, decided.facts);
        let mut table = Self {
            book,
            sheet,
            draft,
            facts,
            decided,
            hidden_settled: false,
            fixed_period: None,
            fixed_region: None,
            own: known.organisation().own().map(|unit| unit.name.clone()),
            sheet_key: None,
            area_key: None,
            rows_key: Vec::new(),
            unit_key: None,
            total: None,
            made: Vec::new(),
            row_indicators: Vec::new(),
            row_definitions: Vec::new(),
            row_defaults: None,
            skipped: Vec::new(),
            sums: Vec::new(),
        };
        table.total = sums::total_row(&table.decided);
        table.made = made::of_columns(&table.decided, known);
        table.row_indicators = made::of_rows(&table.decided);
        table.define_rows(known);
        table.skip_rows();
        table.add_sums();
        table
    }

    /// What the mapping is called: without a period, so that it fits every month.
    pub(super) fn title(&self) -> String {
        let place = self.region().map(|(name, _)| name).or_else(|| self.own.clone()).unwrap_or_default();
        let theme = if self.facts.theme.is_empty() { "数据" } else { &self.facts.theme };
        format!("{place}{theme}")
    }

    /// The region as the mapping must name it, and why.
    pub(super) fn region(&self) -> Option<(String, String)> {
        if let Some(name) = &self.fixed_region {
            return Some((name.clone(), "由人指定".to_owned()));
        }
        if self.own.is_some() {
            return None;
        }
        let total = self.total.as_ref().map(|(_, name, _)| name).filter(|name| is_place_name(name));
        match (&self.facts.region, total) {
            (Some((name, reason)), _) => Some((name.clone(), reason.clone())),
            (None, Some(name)) => Some((name.clone(), format!("合计行写着“{name}”"))),
            (None, None) => None,
        }
    }

    /// The key of a column in the mapping file: its head where that is enough, else its letter.
    pub(super) fn key(&self, at: usize) -> String {
        let Some(col) = self.draft.columns.get(at) else { return String::new() };
        let letter = || self.draft.column_name(at);
        let column = self.decided.columns.get(at);
        let literal = column.is_some_and(|column| {
            matches!(column.when, When::Named(_)) || column.what() == Some(What::Fixed(Item::Stage))
        });
        let same = self.draft.columns.iter().filter(|other| other.head.path == col.head.path).count();
        let key = head_key(&col.head.path, self.facts.moment, literal);
        let looks_like_letter = key.ends_with(['列', '行'])
            && key.is_char_boundary(1)
            && key.starts_with(|c: char| c.is_ascii_alphanumeric());
        if same > 1 || key.is_empty() || looks_like_letter || !self.is_found(&key, at) { letter() } else { key }
    }

    fn is_found(&self, key: &str, at: usize) -> bool {
        let filled = crate::mapping::settle::filled(key, self.facts.moment);
        crate::mapping::finds(&self.draft.sheet, self.draft.shape.head, &filled) == Some(at)
    }

    /// The head's unit cannot be read by the mapping: it stands in a word of letters, or on its own.
    pub(super) fn unit_in_head_is_hidden(&self, at: usize) -> bool {
        let head = self.draft.columns.get(at).map(|col| &col.head);
        let seen = crate::mapping::unit_in_head(&self.draft.sheet, self.draft.shape.head, at);
        head.is_some_and(|head| head.unit.is_some() && head.unit != seen)
    }

    /// Columns that are told to be left out.
    pub(super) fn unread(&self) -> Vec<usize> {
        let left_out =
            |meaning: &Meaning| matches!(meaning, Meaning::Unread | Meaning::Unknown | Meaning::Label(Label::Sequence));
        let columns = self.decided.columns.iter().zip(&self.draft.columns).enumerate();
        columns
            .filter(|(_, (column, col))| left_out(&column.meaning) && !col.head.path.is_empty())
            .map(|(at, _)| at)
            .collect()
    }

    /// The words of the column of categories, with the kinds they stand for.
    pub(super) fn category_words(&self, at: usize) -> Vec<(String, &'static str)> {
        let mut words: Vec<(String, &'static str)> = Vec::new();
        for word in self.draft.names(at) {
            if word.is_empty() || words.iter().any(|(own, _)| *own == word) {
                continue;
            }
            let is_total = crate::guess::roles::is_total(&word);
            let kind = unit_kind(&word).ok().filter(|_| !is_total).unwrap_or_else(|| self.kind_by_names(at, &word));
            let label = UnitKind::WORDS.iter().find(|(own, _)| *own == kind).map_or("其他", |(_, label)| *label);
            words.push((word, label));
        }
        words
    }

    fn kind_by_names(&self, at: usize, word: &str) -> UnitKind {
        let Some(units) = self.decided.label(Label::Unit) else { return UnitKind::Other };
        let names = self.draft.names(at).into_iter().zip(self.draft.names(units));
        let region = self.region().map_or(UnitKind::City, |(name, _)| crate::mapping::words::guess_region(&name));
        let kinds: Vec<UnitKind> =
            names.filter(|(own, _)| own == word).map(|(_, name)| guess_kind(&name, region)).collect();
        let first = kinds.first().copied().unwrap_or(UnitKind::Other);
        if kinds.iter().all(|kind| *kind == first) { first } else { UnitKind::Other }
    }

    /// Names that repeat are told apart by the row above that they belong to; kinds that differ are said.
    fn define_rows(&mut self, known: &dyn Known) {
        if self.row_indicators.is_empty() {
            return;
        }
        let growth = !self.decided.figures().any(|(_, column)| column.is_amount())
            && self.decided.figures().any(|(_, column)| column.what() == Some(What::Growth));
        let mut rows = self.row_indicators.clone();
        let with_units = self.decided.label(Label::Unit).is_some() || self.decided.label(Label::Period).is_some();
        if with_units {
            let mut seen: Vec<String> = Vec::new();
            rows.retain(|row| {
                !seen.contains(&row.name) && {
                    seen.push(row.name.clone());
                    true
                }
            });
        }
        let table_unit = self.facts.unit.clone().filter(|unit| unit.as_str() != "%");
        let default = majority(rows.iter().map(|row| character(&row.name, row.unit.as_ref().or(table_unit.as_ref()))));
        for (at, row) in rows.iter().enumerate() {
            let repeated = rows.iter().filter(|other| other.name == row.name).count() > 1;
            let name = if repeated { qualified(&rows, at) } else { self.row_name(row, known) };
            let renamed = !repeated && name != row.name;
            let held = made::is_held(&name, known);
            let (kind, price, category) = character(&name, row.unit.as_ref().or(table_unit.as_ref()));
            let differs = !growth && kind != default.0 && !held;
            let rate = growth && !held && !row.name.ends_with('速') && row.unit.is_none();
            if !repeated && !differs && !rate && !renamed {
                continue;
            }
            let key = if repeated { self.draft.row_name(row.row) } else { row.name.clone() };
            let name = if rate { format!("{name}增速") } else { name };
            let made = differs.then(|| Made {
                name: name.clone(),
                held,
                unit: None,
                kind,
                price,
                category,
                has_amounts: true,
            });
            self.row_definitions.push((key, name, made));
        }
        let (kind, price, category) = default;
        let unit = growth.then(UnitOfMeasure::percent);
        let kind = if growth { dukao_core::framework::ValueKind::Growth } else { kind };
        self.row_defaults =
            Some(Made { name: String::new(), held: false, unit, kind, price, category, has_amounts: true });
        if growth {
            self.growth_as_amounts(known);
        }
    }

    /// 收入 under a title of 一般公共预算收支 is 一般公共预算收入.
    fn row_name(&self, row: &RowIndicator, known: &dyn Known) -> String {
        let whole = super::roles::is_total(&row.name) && !self.facts.theme.is_empty();
        if whole && !self.row_indicators.iter().any(|other| other.name == self.facts.theme) {
            return self.facts.theme.clone();
        }
        let part = matches!(row.name.as_str(), "收入" | "支出");
        if part { super::naming::full_name(&row.name, &self.facts.theme, known) } else { row.name.clone() }
    }

    /// A table of growth rates by row: the rates are the figures.
    fn growth_as_amounts(&mut self, known: &dyn Known) {
        if self.row_indicators.iter().any(|row| made::is_held(&row.name, known)) {
            self.row_definitions.clear();
            return;
        }
        for column in self.decided.columns.iter_mut().filter(|column| column.meaning == Meaning::Figures(What::Growth))
        {
            column.meaning = Meaning::Figures(What::Amount);
            column.unit = Some(UnitOfMeasure::percent());
        }
    }

    /// 小计 and rows that number the columns.
    fn skip_rows(&mut self) {
        let keys = [Label::Unit, Label::Indicator].into_iter().filter_map(|label| self.decided.label(label));
        let Some(at) = keys.into_iter().next() else { return };
        for (row, meaning) in self.draft.shape.rows.iter().enumerate() {
            let skip = match meaning {
                RowMeaning::Subtotal => self.decided.label(Label::Unit).is_some(),
                RowMeaning::Numbering | RowMeaning::Unread => true,
                // 合计 of indicators that is no indicator itself.
                RowMeaning::Total => self.is_nameless_total(row),
                _ => false,
            };
            let name = bare_name(self.draft.cell(row, at).text());
            if skip && !name.is_empty() && !self.skipped.contains(&name) {
                self.skipped.push(name);
            }
        }
    }

    /// A row 合计 among indicators that has no name of its own.
    fn is_nameless_total(&self, row: usize) -> bool {
        let units = self.decided.label(Label::Unit).is_some();
        let named = self.decided.label(Label::Indicator).filter(|_| !units && !self.decided.crossed);
        let Some(at) = named else { return false };
        let name = bare_name(self.draft.cell(row, at).text());
        super::roles::is_total(&name) && !self.row_definitions.iter().any(|(key, ..)| *key == name)
    }

    fn add_sums(&mut self) {
        let made = self.made.iter().map(|made| made.kind);
        let rows = self.row_indicators.iter().map(|row| character(&row.name, row.unit.as_ref()).0);
        // Balances and rates of units do not add up.
        let adds_up = made.chain(rows).any(dukao_core::framework::ValueKind::accumulates);
        if let Some((_, name, _)) = self.total.as_ref().filter(|_| adds_up) {
            self.sums.extend(sums::of_units(&self.decided, &name.clone()));
        }
        let repeated: Vec<&String> = self.row_definitions.iter().map(|(_, name, _)| name).collect();
        let rows = sums::of_rows(&self.decided, &self.row_indicators);
        let defined = |sum: &Sum| {
            sum.parts.iter().chain([&sum.total]).all(|name| {
                self.row_indicators.iter().filter(|row| row.name == *name).count() == 1 && !repeated.contains(&name)
            })
        };
        let rows: Vec<Sum> = rows.into_iter().filter(defined).collect();
        self.sums.extend(rows);
        if self.row_indicators.is_empty() {
            self.sums.extend(sums::of_columns(&self.decided));
        }
        let flows = |sum: &Sum| {
            !sum.indicators || sum.parts.iter().chain([&sum.total]).all(|name| character(name, None).0.accumulates())
        };
        self.sums.retain(flows);
    }
}

fn is_place_name(name: &str) -> bool {
    name.chars().count() > 2 && name.ends_with(['市', '县', '区', '州', '省', '盟', '旗']) && !name.starts_with('全')
}

type Character = (dukao_core::framework::ValueKind, dukao_core::framework::PriceBasis, &'static str);

/// The most frequent character of the rows.
fn majority(all: impl Iterator<Item = Character>) -> Character {
    let all: Vec<Character> = all.collect();
    let mut best = (0, character("", None));
    for one in &all {
        let times = all.iter().filter(|other| *other == one).count();
        if times > best.0 {
            best = (times, *one);
        }
    }
    best.1
}

/// 企业所得税（国税部门）: the name with that of the row above it belongs to.
fn qualified(rows: &[RowIndicator], at: usize) -> String {
    let Some(row) = rows.get(at) else { return String::new() };
    let unique = |name: &str| rows.iter().filter(|other| other.name == name).count() == 1;
    let above = rows.iter().take(at).rev().find(|other| other.level < row.level && unique(&other.name));
    let above = above.or_else(|| rows.iter().take(at).rev().find(|other| unique(&other.name)));
    above.map_or_else(|| row.name.clone(), |above| format!("{}（{}）", above.name, row.name))
}
