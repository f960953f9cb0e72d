//! From data rows to figures and targets.

use std::collections::BTreeMap;

use dukao_core::ledger::{Measure, Observation, Place, Recorded};
use dukao_core::period::Period;
use dukao_core::quantity::UnitOfMeasure;

use super::definition::Definition;
use super::head_text::{bare_name, bracketed_unit};
use super::indicators::{Made, Wanted};
use super::layout::Layout;
use super::sides;
use super::spec::{Column, Indicators, Mapping, Source};
use super::targets::Targets;
use super::units::Units;
use super::when::{When, Year};
use super::words::Item;
use crate::batch::{Batch, Known, Report};
use crate::cellvalue::{figure, note_mark};
use crate::grid::Cell;
use crate::recorded::{Facts, recorded, unit_of_measure};
use crate::text::{Problems, nearest};
use crate::typed::{Said, period};

/// Reads all data rows.
pub(super) fn read(
    mapping: &Mapping,
    layout: &Layout<'_>,
    known: &dyn Known,
    wrong: &mut Problems,
    batch: &mut Batch,
    report: &mut Report,
) {
    let mut reader = Reader {
        mapping,
        layout,
        known,
        units: Units::new(mapping, known, wrong),
        made: Made::default(),
        targets: Targets::default(),
        seen: BTreeMap::new(),
        batch,
        report,
    };
    for row in layout.rows.0..layout.rows.1 {
        if !layout.sheet.is_blank_row(row) && !layout.is_skipped(mapping, row) {
            reader.row(row);
        }
    }
    let Reader { units, made, targets, .. } = reader;
    targets.finish(batch);
    // Without all columns the parts of sums cannot be known.
    if wrong.is_empty() {
        super::sums::build(mapping, layout, &units, &made, known, wrong, batch);
    }
}

struct Reader<'m, 'r> {
    mapping: &'m Mapping,
    layout: &'m Layout<'m>,
    known: &'m dyn Known,
    units: Units<'m>,
    made: Made,
    targets: Targets,
    /// Statements seen, by indicator and unit, for duplicates.
    seen: BTreeMap<String, BTreeMap<String, Vec<Statement>>>,
    batch: &'r mut Batch,
    report: &'r mut Report,
}

/// What was said of an indicator and a unit, and where.
type Statement = (Period, Measure, Place);

/// What all columns of a row share; `None` where something was reported.
struct Common {
    unit: Option<String>,
    definition: Option<Definition>,
    period: Option<Period>,
    unit_of_measure: Option<UnitOfMeasure>,
    indicator_at: Option<Place>,
}

impl Reader<'_, '_> {
    fn row(&mut self, row: usize) {
        let unit = self.units.of_row(self.layout, row, self.report);
        let (definition, indicator_at) = self.definition(row);
        let period = self.mapping.period.as_ref().and_then(|source| self.period(row, source));
        let unit_of_measure = self.unit_column(row);
        let common = Common { unit, definition, period, unit_of_measure, indicator_at };
        let mapping = self.mapping;
        for column in &mapping.columns {
            self.cell(row, column, &common);
        }
    }

    /// The indicator of the row, and the cell that names it.
    fn definition(&mut self, row: usize) -> (Option<Definition>, Option<Place>) {
        let (column, defined) = match &self.mapping.indicators {
            Indicators::None => return (None, None),
            Indicators::One(definition) => return (Some(definition.clone()), None),
            Indicators::Column { column, defined, .. } => (column, defined),
        };
        let Some((cell, at)) = self.layout.shown(row, &column.value) else { return (None, None) };
        let name = bare_name(cell.text());
        if name.is_empty() {
            self.report.error(at, "这一行没有指标", "填上指标；不是数据的行用“数据行”排除");
            return (None, Some(at));
        }
        // A row may be meant by its number, where names repeat.
        let by_row = self.layout.row_name(row);
        let listed = defined
            .iter()
            .find(|(word, _)| *word == by_row)
            .or_else(|| defined.iter().find(|(word, _)| bare_name(word) == name));
        let (bare, _) = bracketed_unit(&name);
        let listed = listed.or_else(|| defined.iter().find(|(word, _)| bare_name(word) == bare));
        let listed = listed.map(|(_, definition)| definition.clone());
        if listed.is_none() && !defined.is_empty() && self.mapping.defaults.is_none() {
            let near = nearest(&name, defined.iter().map(|(word, _)| word.as_str()));
            let hint = near.map_or_else(String::new, |near| format!("是不是“{near}”？"));
            self.report.error(
                at,
                format!("映射文件没有说明指标“{name}”"),
                format!("{hint}在“指标”下写上它，或写“指标缺省”"),
            );
            return (None, Some(at));
        }
        (listed.or_else(|| Some(Definition::named(&bare, column.span.clone()))), Some(at))
    }

    /// 纺织业 in the row and 利润总额 above the column are 纺织业利润总额; 规模以上工业合计 is 规模以上工业利润总额,
    /// and 合计 by itself 利润总额.
    fn crossed(&self, column: &Column, common: &Common) -> Option<Definition> {
        let Indicators::Column { crossed: true, .. } = &self.mapping.indicators else { return None };
        let (of_column, of_row) = (column.indicator.as_ref()?, common.definition.as_ref()?);
        let (part, whole) = (of_row.name.as_deref()?, of_column.name.as_deref()?);
        let part = ["合计", "总计"].iter().find_map(|word| part.strip_suffix(word)).unwrap_or(part);
        if part.is_empty() {
            return Some(of_column.clone());
        }
        Some(Definition { name: Some(format!("{part}{whole}")), code: None, ..of_row.clone() }.or(of_column))
    }

    fn period(&mut self, row: usize, source: &When) -> Option<Period> {
        let column = match source {
            When::Fixed(period) => return Some(*period),
            When::Column(column) => column,
            When::Title | When::Previous | When::InYear(_) => return None,
        };
        let (cell, at) = self.layout.shown(row, &column.value)?;
        if cell.is_empty() {
            self.report.error(at, "这一行没有期间", "填上期间；只在每段第一行写期间的表，映射文件里加“沿用上行”");
            return None;
        }
        let year = self.year();
        let read = period(cell).or_else(|refusal| {
            let with_year = year.and_then(|year| Period::parse(&format!("{year}年{}", cell.trimmed())));
            with_year.ok_or(refusal)
        });
        self.reported(read, at)
    }

    /// The year of the whole table.
    const fn year(&self) -> Option<i16> {
        match self.mapping.year {
            Some(Year::Fixed(year)) => Some(year),
            _ => None,
        }
    }

    /// The unit of measure that the row itself states.
    fn unit_column(&mut self, row: usize) -> Option<UnitOfMeasure> {
        let Some(Source::Column(column)) = &self.mapping.unit else { return self.unit_behind_name(row) };
        let (cell, at) = self.layout.shown(row, &column.value)?;
        if cell.is_empty() {
            return self.unit_behind_name(row);
        }
        let text = cell.trimmed().trim_matches(['(', ')', '（', '）']);
        self.reported(unit_of_measure(text), at)
    }

    /// The unit in brackets behind the name of the row's indicator: `地区生产总值（亿元）`.
    fn unit_behind_name(&self, row: usize) -> Option<UnitOfMeasure> {
        let Indicators::Column { column, .. } = &self.mapping.indicators else { return None };
        let (cell, _) = self.layout.shown(row, &column.value)?;
        bracketed_unit(&bare_name(cell.text())).1
    }

    fn reported<T>(&mut self, read: Said<T>, at: Place) -> Option<T> {
        read.map_err(|refusal| self.report.error(at, refusal.message, refusal.hint)).ok()
    }

    fn cell(&mut self, row: usize, column: &Column, common: &Common) {
        let Some(at_column) = self.layout.column(&column.head.value) else { return };
        let cell = self.layout.sheet.cell(row, at_column);
        if cell.is_empty() {
            return;
        }
        let at = self.layout.place(row, at_column);
        let period = column.period.as_ref().map_or(common.period, |source| self.period(row, source));
        let unit = column.about.as_ref().map_or_else(|| common.unit.clone(), |name| self.units.named(name, None));
        let crossed = self.crossed(column, common);
        let definition = crossed.as_ref().or(column.indicator.as_ref()).or(common.definition.as_ref());
        let year = period.map(Period::year).or(self.year());
        let (Some(unit), Some(definition), Some(year)) = (unit, definition, year) else {
            // What is missing has been reported; the writing of the figure is checked all the same.
            self.check_writing(cell, column, at);
            return;
        };
        let (mapping, layout) = (self.mapping, self.layout);
        let likely = || likely_unit(mapping, layout, row, column, common);
        let wanted = Wanted { definition, defaults: mapping.defaults.as_ref(), likely: &likely };
        let by_column = column.indicator.is_some() && crossed.is_none();
        let named_at = if by_column { at } else { common.indicator_at.unwrap_or(at) };
        let indicator = match self.made.ensure(year, &wanted, self.known, named_at, self.batch) {
            Ok(indicator) => indicator,
            Err(refusal) => {
                self.report.error(named_at, refusal.message, refusal.hint);
                self.check_writing(cell, column, at);
                return;
            }
        };
        self.units.keep(&unit, at, self.batch);
        let facts = Facts { unit: &indicator.unit, kind: indicator.kind };
        match (column.item.measure(), period) {
            (Some(measure), Some(period)) => {
                let unit_here = self.unit_here(cell, at_column, column, common, measure, facts);
                let read = recorded(cell, measure, facts, unit_here.as_ref());
                let stored = |read: Recorded| sides::as_stored(read, cell, column.item);
                let read = self.reported(read.and_then(|read| read.map(stored).transpose()), at).flatten();
                if let Some(value) = read.filter(|read| !sides::said_by_the_other(read, mapping, layout, row, column)) {
                    let statement = Observation {
                        indicator: indicator.code.clone(),
                        unit,
                        period,
                        measure,
                        origin: self.mapping.origin,
                        recorded: value,
                        firmness: self.mapping.firmness,
                        standing: self.mapping.standing,
                        place: Some(at),
                        note: None,
                    };
                    if let Some(mark) = note_mark(cell) {
                        self.report.note(at, format!("数后面的注号“{mark}”没有读"), "注的内容可以写到备注里");
                    }
                    self.observe(statement, at);
                }
            }
            (Some(_), None) => {}
            (None, _) => {
                let unit_here = self.unit_here(cell, at_column, column, common, Measure::Cumulative, facts);
                let stage = column.stage.as_ref().and_then(|source| self.stage(row, source));
                let read = self.targets.take(column, cell, stage.as_deref(), &indicator, year, &unit, unit_here, at);
                self.reported(read, at);
            }
        }
    }

    fn observe(&mut self, statement: Observation, at: Place) {
        let (period, measure) = (statement.period, statement.measure);
        let earlier = self.seen.get(&statement.indicator).and_then(|units| units.get(&statement.unit));
        let said = |other: &&Statement| (other.0, other.1) == (period, measure);
        if let Some((.., first)) = earlier.and_then(|earlier| earlier.iter().find(said)) {
            let indicator = &statement.indicator;
            let message = format!("“{indicator}”{period}的{}重复，前面 {} 已有", measure.label(), first.cell());
            self.report.error(at, message, "同一指标、单位、期间的一个数只写一次");
            return;
        }
        let units = self.seen.entry(statement.indicator.clone()).or_default();
        units.entry(statement.unit.clone()).or_default().push((period, measure, at));
        self.batch.observations.push(statement);
    }

    fn check_writing(&mut self, cell: &Cell, column: &Column, at: Place) {
        if !matches!(column.item, Item::Measure(Measure::Progress | Measure::Done)) && !is_rank(column) {
            self.reported(figure(cell), at);
        }
    }

    fn stage(&self, row: usize, source: &Source<String>) -> Option<String> {
        match source {
            Source::Fixed(stage) => Some(stage.clone()),
            Source::Column(column) => self.layout.shown(row, &column.value).map(|(cell, _)| cell.trimmed().to_owned()),
        }
    }

    /// The unit of a figure without one in its cell.
    fn unit_here(
        &self,
        cell: &Cell,
        at: usize,
        column: &Column,
        common: &Common,
        measure: Measure,
        facts: Facts<'_>,
    ) -> Option<UnitOfMeasure> {
        if typed_unit(cell).is_some() {
            return None;
        }
        let of_column = column.unit.clone().or_else(|| self.layout.head_unit(at).cloned());
        if of_column.is_some() || !measure.in_indicator_unit() {
            return of_column;
        }
        // What is said of the whole table holds where it fits: 单位：万元、户.
        let fits = |unit: &UnitOfMeasure| unit.power_to(facts.unit).is_some();
        common.unit_of_measure.clone().or_else(|| table_unit(self.mapping, self.layout).filter(fits))
    }
}

/// The unit that a new indicator of this cell should have: what its amounts are written in.
fn likely_unit(
    mapping: &Mapping,
    layout: &Layout<'_>,
    row: usize,
    column: &Column,
    common: &Common,
) -> Option<UnitOfMeasure> {
    let same = |other: &&Column| {
        other.indicator.as_ref().map(Definition::identity) == column.indicator.as_ref().map(Definition::identity)
            && is_amount(other)
    };
    let stated = mapping.columns.iter().filter(same).find_map(|other| {
        let at = layout.column(&other.head.value)?;
        let said = other.unit.clone().or_else(|| layout.head_unit(at).cloned());
        said.or_else(|| typed_unit(layout.sheet.cell(row, at)))
    });
    stated.or_else(|| common.unit_of_measure.clone()).or_else(|| table_unit(mapping, layout))
}

/// The unit stated for the whole table, by the mapping file or above the heads.
fn table_unit(mapping: &Mapping, layout: &Layout<'_>) -> Option<UnitOfMeasure> {
    match &mapping.unit {
        Some(Source::Fixed(unit)) => Some(unit.clone()),
        _ => layout.stated_unit.clone(),
    }
}

fn is_amount(column: &Column) -> bool {
    match column.item {
        Item::Measure(measure) | Item::Turned(measure) => measure.in_indicator_unit(),
        Item::Floor | Item::Stretch | Item::Stage => column.goal.is_none(),
    }
}

const fn is_rank(column: &Column) -> bool {
    matches!(column.item, Item::Measure(Measure::Rank | Measure::LastYearRank))
}

/// The unit typed in the cell itself.
fn typed_unit(cell: &Cell) -> Option<UnitOfMeasure> {
    match figure(cell) {
        Ok(crate::cellvalue::Figure::Number(typed)) => UnitOfMeasure::parse(&typed.unit?).ok(),
        _ => None,
    }
}
