//! The tables of one sheet, each guessed by itself.

use dukao_core::period::Period;
use dukao_core::quantity::UnitOfMeasure;

use super::areas::blocks;
use super::correction::{Correction, Subject};
use super::decided::{Column, Decided, Meaning};
use super::draft::Draft;
use super::facts::{Facts, facts};
use super::heads::Scope;
use super::roles::name_columns;
use super::saved::Remembered;
use super::shown::{Bounds, ColumnGuess, FactGuess, RowGuess, TableGuess};
use super::table::Table;
use super::{Hints, clashes, columns, doubts, orientation, scopes, subjects, words, writing};
use crate::batch::Known;
use crate::grid::{Book, address};
use crate::mapping::moment::Moment;

/// All tables of a sheet; `before` tables were found on the sheets before.
pub(super) fn tables(book: &Book, at: usize, known: &dyn Known, hints: &Hints, before: usize) -> Vec<TableGuess> {
    let Some(sheet) = book.sheets.get(at) else { return Vec::new() };
    let mut drafts: Vec<Draft> = blocks(sheet).iter().filter_map(|block| orientation::draft(sheet, block)).collect();
    let said = |place: usize| hints.corrections.iter().filter(move |one| one.table == before + place);
    for (place, draft) in drafts.iter_mut().enumerate() {
        draft.correct_rows(&said(place).collect::<Vec<_>>());
    }
    let mut guessed = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        let own: Vec<&Correction> = said(place).collect();
        let stem = book.name.clone();
        let mut facts = facts(draft, sheet, &stem, known);
        correct_facts(&mut facts, &own);
        let remembered = super::saved::remembered(draft, &facts, hints);
        let decided = decide(draft, &facts, known, (&remembered, &own));
        let mut table = Table::of(book, at, decided, known);
        table.take(&own);
        table.place(&drafts, place);
        guessed.push(shown(&table, known, &own));
    }
    guessed
}

fn correct_facts(facts: &mut Facts, own: &[&Correction]) {
    for one in own {
        match one.subject {
            Subject::Period => {
                let period = Period::parse(&one.value);
                facts.moment = Moment { period, year: period.map(Period::year).or(facts.moment.year) };
                facts.other_periods.clear();
            }
            Subject::Indicator => facts.theme.clone_from(&one.value),
            Subject::Unit => facts.unit = UnitOfMeasure::parse(&one.value).ok(),
            Subject::Scope => facts.to_date = (one.value == "累计").then(|| "由人指定".to_owned()),
            _ => {}
        }
    }
}

/// Decides the columns: what was confirmed earlier goes before the guess, what a person says now before both.
fn decide<'d>(
    draft: &'d Draft,
    facts: &'d Facts,
    known: &dyn Known,
    (remembered, own): (&Remembered, &[&Correction]),
) -> Decided<'d> {
    let named = name_columns(draft, known);
    let mut decided = columns::decide(draft, facts, &named, known);
    correct_columns(&mut decided, &remembered.corrections.iter().collect::<Vec<_>>(), &remembered.reason);
    correct_columns(&mut decided, own, "由人指定");
    super::solve::unknown(&mut decided);
    if own.iter().any(|one| one.subject == Subject::Scope && one.value == "当月") {
        for column in decided.columns.iter_mut().filter(|column| column.what().is_some() && column.scope.is_none()) {
            column.scope = Some(Scope::OneMonth);
        }
    }
    scopes::settle(&mut decided);
    subjects::settle(&mut decided, known);
    clashes::settle(&mut decided);
    super::stale::ask_about_months(&mut decided);
    super::stale::ask_about_last_year(&mut decided);
    super::stale::one_indicator(&mut decided);
    decided
}

/// What a person says of a column holds; of two columns of names with one meaning the other gives way.
fn correct_columns(decided: &mut Decided<'_>, own: &[&Correction], reason: &str) {
    for one in own {
        let (Subject::Column(name) | Subject::ColumnIndicator(name) | Subject::ColumnUnit(name)) = &one.subject else {
            continue;
        };
        let Some(at) = (0..decided.columns.len()).find(|at| decided.draft.column_name(*at) == *name) else { continue };
        if let Subject::Column(_) = one.subject
            && let Some((Meaning::Label(label), _)) = words::meaning(&one.value)
        {
            for (other, column) in decided.columns.iter_mut().enumerate() {
                if other != at && column.is_label(label) {
                    column.meaning = Meaning::Unread;
                }
            }
        }
        if let Some(column) = decided.columns.get_mut(at) {
            correct_column(column, one, reason);
        }
    }
}

fn correct_column(column: &mut Column, one: &Correction, reason: &str) {
    match &one.subject {
        Subject::Column(_) => {
            let Some((meaning, scope)) = words::meaning(&one.value) else { return };
            let unit = column.unit.take();
            *column = Column { indicator: column.indicator.clone(), ..Column::new(meaning, 100, reason) };
            column.scope = scope;
            column.unit = unit;
            column.fixed = true;
        }
        Subject::ColumnIndicator(_) => {
            column.indicator = Some(one.value.clone());
            column.because(format!("指标：{reason}"));
        }
        Subject::ColumnUnit(_) => {
            column.unit = UnitOfMeasure::parse(&one.value).ok();
            column.because(format!("计量单位：{reason}"));
        }
        _ => {}
    }
}

/// The table as it is shown, with its mapping text.
fn shown(table: &Table<'_>, known: &dyn Known, own: &[&Correction]) -> TableGuess {
    let draft = table.draft;
    let block = &draft.block;
    let bounds = Bounds {
        top: block.rows.start,
        left: block.columns.start,
        bottom: block.rows.end.saturating_sub(1),
        right: block.columns.end.saturating_sub(1),
    };
    let area = format!("{}:{}", address(bounds.top, bounds.left), address(bounds.bottom, bounds.right));
    let columns = (0..draft.columns.len()).filter_map(|at| shown_column(table, at)).collect();
    let mut doubts = doubts::of(table);
    let mapping = writing::write(table);
    let said = own.iter().any(|one| matches!(one.subject, Subject::Unit | Subject::ColumnUnit(_)));
    if let Some((at, question)) = super::stale::out_of_proportion(table, known).filter(|_| !said) {
        let name = draft.column_name(at);
        let of_column = table.decided.columns.get(at).is_some_and(|column| column.unit.is_some());
        let what = if of_column { format!("{name}单位") } else { "计量单位".to_owned() };
        let answers = ["亿元", "万元", "元"].map(|unit| format!("{what}={unit}")).to_vec();
        doubts.push(super::shown::Doubt { at: name, question, answers });
    }
    if doubts.is_empty() {
        doubts.extend(table.trial(&mapping, known));
    }
    let sheet = table.book.sheets.get(table.sheet).map_or_else(String::new, |sheet| sheet.name.clone());
    let parts = (shown_rows(draft), columns, shown_facts(table), doubts);
    TableGuess::new(sheet, table.sheet, area, bounds, draft.transposed, parts, mapping)
}

fn shown_column(table: &Table<'_>, at: usize) -> Option<ColumnGuess> {
    let (col, column) = (table.draft.columns.get(at)?, table.decided.columns.get(at)?);
    let (row, place) = table.draft.at(0, at);
    let period = match &column.when {
        super::decided::When::Table => None,
        super::decided::When::Previous => Some("上月".to_owned()),
        super::decided::When::Named(text) => Some(text.clone()),
    };
    Some(ColumnGuess {
        index: if table.draft.transposed { row } else { place },
        name: table.draft.column_name(at),
        head: col.shown.clone(),
        meaning: words::word(column).to_owned(),
        indicator: column.indicator.clone(),
        about: column.about.clone(),
        unit: column.unit.as_ref().map(ToString::to_string),
        period,
        sure: column.sure,
        reasons: column.reasons.clone(),
        others: column.others.iter().map(|word| (*word).to_owned()).collect(),
    })
}

fn shown_rows(draft: &Draft) -> Vec<RowGuess> {
    let mut rows: Vec<RowGuess> = Vec::new();
    let start = if draft.transposed { draft.block.columns.start } else { draft.block.rows.start };
    for (at, meaning) in draft.shape.rows.iter().enumerate() {
        match rows.last_mut() {
            Some(last) if last.meaning == *meaning => last.last = start + at,
            _ => rows.push(RowGuess { first: start + at, last: start + at, meaning: *meaning }),
        }
    }
    let end = start + draft.sheet.height().saturating_sub(1);
    if let Some(last) = rows.last_mut() {
        last.last = last.last.max(end);
    }
    rows
}

fn shown_facts(table: &Table<'_>) -> Vec<FactGuess> {
    let facts = table.facts;
    let fact = |name, value: Option<String>, reason: Option<String>| {
        let sure = if value.is_some() { 95 } else { 0 };
        FactGuess { name, value, sure, reasons: reason.into_iter().filter(|reason| !reason.is_empty()).collect() }
    };
    let (region, why) = table.region().unzip();
    let period = facts.moment.period.map(|period| period.to_string());
    let mut all = vec![
        fact("地区", region.or_else(|| table.own.clone()), why),
        fact("期间", period, Some(facts.moment_reason.clone())),
    ];
    if !table.decided.indicators_in_rows() || table.decided.crossed {
        let names: Vec<String> = table.made.iter().map(|made| made.name.clone()).collect();
        all.push(fact("指标", (!names.is_empty()).then(|| names.join("、")), None));
    }
    all.push(fact("计量单位", facts.unit.as_ref().map(ToString::to_string), None));
    if let Some((_, name, reason)) = &table.total {
        all.push(fact("合计", Some(name.clone()), Some(reason.clone())));
    }
    all
}
