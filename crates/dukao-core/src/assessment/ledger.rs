//! Facts out of the ledger: who is assessed, and every figure that a scheme asks for, with its derivation.

use std::sync::Arc;

use jiff::civil::Date;

use super::facts::Assessed;
use super::plan::{Node, Plan};
use super::scheme::{Body, Checkpoint, Condition, ExtraBody, Origin, Scheme};
use super::sheet::{Cell, Figure, Sheet};
use crate::ledger::{Book, Origin as Series};
use crate::organisation::{Unit, UnitKind};
use crate::period::Month;
use crate::progress::{Absence, Expr, FigureKind, Leaf, Reckoner, Source, Subject, Tracing, last_day};

/// The ledger as a scheme reads it.
#[derive(Debug, Clone, Copy)]
pub struct Ledger<'a> {
    /// The data.
    pub book: &'a Book,
    /// The year that is assessed.
    pub year: i16,
    /// The month that is assessed.
    pub month: Month,
    /// Whose series.
    pub series: Series,
}

impl<'a> Ledger<'a> {
    /// The units that a scheme assesses, class by class; without classes the region's own unit and its peers.
    ///
    /// # Errors
    /// What the scheme names and the ledger does not know.
    pub fn units(&self, scheme: &Scheme) -> Result<Vec<Assessed>, Vec<String>> {
        let Some(day) = last_day(self.year, self.month) else { return Ok(Vec::new()) };
        let (mut units, mut unknown): (Vec<Assessed>, Vec<String>) = (Vec::new(), Vec::new());
        if scheme.classes.is_empty() {
            let organisation = &self.book.organisation;
            let peers = organisation.own().into_iter().flat_map(|own| organisation.peers(own, day));
            units.extend(peers.map(|unit| assessed(unit, "")));
        }
        for class in &scheme.classes {
            for text in &class.units {
                let found = self.members(text, day);
                if found.is_empty() {
                    unknown.push(text.clone());
                }
                for unit in found {
                    match units.iter().find(|other| other.code == unit.code) {
                        None => units.push(assessed(unit, &class.name)),
                        Some(other) if other.class == class.name => {}
                        Some(other) => {
                            unknown.push(format!("{}同时归“{}”和“{}”", unit.label(), other.class, class.name));
                        }
                    }
                }
            }
        }
        if unknown.is_empty() { Ok(units) } else { Err(unknown) }
    }

    /// The units meant by a text: one by code or name, all of a group, or all of a kind (街道).
    fn members(&self, text: &str, day: Date) -> Vec<&'a Unit> {
        let organisation = &self.book.organisation;
        if let Some((kind, _)) = UnitKind::WORDS.iter().find(|(_, word)| *word == text) {
            return organisation.all_on(day).filter(|unit| unit.kind == *kind).collect();
        }
        let Some(unit) = organisation.find(text) else { return Vec::new() };
        if unit.kind.overlaps() {
            let members: Vec<&Unit> = organisation.members(&unit.code, day).collect();
            if !members.is_empty() {
                return members;
            }
        }
        organisation.on(&unit.code, day).into_iter().collect()
    }

    /// The figures that a scheme asks for; what is entered by hand is not among them.
    pub fn sheet(&self, plan: &Plan<'_>, units: &[Assessed]) -> Sheet {
        let mut sheet = Sheet::over(units.to_vec());
        for (at, node) in plan.nodes.iter().enumerate() {
            let Body::Scored(scored) = &node.entry.body else { continue };
            for (input, (name, _)) in node.inputs.iter().enumerate() {
                let Some(feed) = scored.feeds.iter().find(|feed| feed.input == *name) else { continue };
                for checkpoint in self.checkpoints(plan, node) {
                    for (number, unit) in units.iter().enumerate() {
                        let cell = self.looked_at(&feed.origin, &node.entry.clause, unit, checkpoint);
                        sheet.put(at, input, checkpoint, number, cell);
                    }
                }
            }
        }
        for condition in conditions(plan) {
            for (number, unit) in units.iter().enumerate() {
                let cell = self.looked_at(&condition.origin, &condition.text, unit, None);
                sheet.put_condition(&condition.subject, number, cell);
            }
        }
        sheet
    }

    /// When the figures of an entry are wanted: at the checkpoints of the entry or of the group it stands in that have
    /// passed; else in the month that is assessed.
    fn checkpoints(&self, plan: &Plan<'_>, node: &Node<'_>) -> Vec<Option<Checkpoint>> {
        let mut here = Some(node);
        while let Some(node) = here {
            let passed = node.entry.process.iter().map(|(point, _)| *point).filter(|point| point.0 <= self.month);
            let passed: Vec<Option<Checkpoint>> = passed.map(Some).collect();
            if !passed.is_empty() {
                return passed;
            }
            here = node.parent.and_then(|parent| plan.nodes.get(parent));
        }
        vec![None]
    }

    /// What an origin gives for a unit, or why the ledger does not have it.
    fn looked_at(&self, origin: &Origin, rule: &str, unit: &Assessed, at: Option<Checkpoint>) -> Cell {
        match origin {
            Origin::Figure { indicator, figure } => self.figure(indicator, *figure, unit, at),
            Origin::Fixed { value, text } => Ok(vec![Figure::leaf(Leaf {
                label: "办法定数".to_owned(),
                value: value.clone(),
                text: text.clone(),
                unit: String::new(),
                source: Source::Rule { rule: rule.to_owned() },
            })]),
            // Nobody can have entered it yet: that is never a missing report.
            Origin::Entered => Err(Absence::NotDue("还没有录入".to_owned())),
            Origin::Column(head) => Err(Absence::NotDue(format!("台账里没有“{head}”这一列，按表计分时才有"))),
        }
    }

    fn figure(&self, code: &str, kind: FigureKind, unit: &Assessed, at: Option<Checkpoint>) -> Cell {
        let month = at.map_or(self.month, |checkpoint| checkpoint.0);
        let subject = Subject { indicator: code, unit: &unit.code, year: self.year, month, origin: self.series };
        let reckoner = Reckoner::<Tracing>::new(self.book, subject)?;
        let indicator = reckoner.indicator();
        let traced = reckoner.trace(kind)?;
        let label = format!("{}·{}{}", unit.name, indicator.name, kind.label());
        let how = Expr::Named {
            label,
            value: traced.value().clone(),
            unit: kind.unit(indicator).as_str().to_owned(),
            decimals: kind.decimals(indicator),
            of: Arc::clone(traced.expr()),
        };
        Ok(vec![Figure { value: traced.value().clone(), how: Arc::new(how) }])
    }
}

fn assessed(unit: &Unit, class: &str) -> Assessed {
    Assessed { code: unit.code.clone(), name: unit.label().to_owned(), class: class.to_owned() }
}

/// Everything that entries and event rules presuppose.
fn conditions<'a>(plan: &'a Plan<'_>) -> Vec<&'a Condition> {
    let of_entries = plan.nodes.iter().flat_map(|node| &node.entry.conditions);
    let of_events = plan.scheme.extras.iter().flat_map(|extra| match &extra.body {
        ExtraBody::Events(rule) => rule.conditions.as_slice(),
        ExtraBody::Entry(_) => &[],
    });
    of_entries.chain(of_events).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::method::{Direction, Method, Parameters};
    use crate::assessment::scheme::{Class, Combine, Effective, Entry, Feed, FullMarks, Rules, Scored};
    use crate::assessment::{Assessment, evaluate};
    use crate::framework::{Goal, ValueKind};
    use crate::ledger::Measure;
    use crate::number::{Decimal, Rational};
    use crate::progress::Traced;
    use crate::testing::BookBuilder;

    fn scheme(classes: Vec<Class>, process: Vec<(Checkpoint, Rational)>) -> Scheme {
        let feed = |input: &str, figure| Feed {
            input: input.to_owned(),
            origin: Origin::Figure { indicator: "P01".to_owned(), figure },
        };
        let scored = Scored {
            indicator: Some("P01".to_owned()),
            method: Method::new("完成率", &Parameters::new()).unwrap(),
            parameters: Parameters::new(),
            direction: Direction::HigherIsBetter,
            feeds: vec![feed("实绩", FigureKind::Cumulative), feed("目标", FigureKind::Target)],
        };
        let entry = |code: &str, body, process| Entry {
            code: code.to_owned(),
            name: code.to_owned(),
            clause: "第一条".to_owned(),
            points: FullMarks::Same(Rational::from(Decimal::integer(10))),
            body,
            cap: None,
            floor: None,
            missing: None,
            conditions: Vec::new(),
            process,
            responsible: None,
            checked_by: None,
            scored_by: None,
            evidence: Vec::new(),
            rank_goal: None,
        };
        let leaf = entry("投资", Body::Scored(scored), Vec::new());
        let group = entry("经济", Body::Group { combine: Combine::Sum, entries: vec![leaf] }, process);
        Scheme {
            name: "办法".to_owned(),
            code: "B".to_owned(),
            owner: "考核办".to_owned(),
            document: None,
            about: None,
            effective: Effective { first: (2018, Month::new(1).unwrap()), last: (2018, Month::DECEMBER) },
            classes,
            rules: Rules::default(),
            entries: vec![group],
            extras: Vec::new(),
            vetoes: Vec::new(),
            grades: None,
            rewards: Vec::new(),
            lists: Vec::new(),
            cases: Vec::new(),
        }
    }

    fn book() -> Book {
        BookBuilder::new(2018)
            .streets(&["S1", "S2"])
            .indicator("P01", ValueKind::Flow, "亿元")
            .target("P01", "S1", Goal::Amount, "100", "亿元")
            .target("P01", "S2", Goal::Amount, "200", "亿元")
            .figure("P01", "S1", "2018-03", Measure::Cumulative, "20", "亿元")
            .figure("P01", "S1", "2018-06", Measure::Cumulative, "40", "亿元")
            .figure("P01", "S2", "2018-06", Measure::Cumulative, "100", "亿元")
            .build()
    }

    fn totals(scheme: &Scheme, book: &Book, month: u8) -> Vec<(String, String)> {
        let month = Month::new(month).unwrap();
        let ledger = Ledger { book, year: 2018, month, series: Series::Claimed };
        let plan = Plan::of(scheme);
        let units = ledger.units(scheme).unwrap();
        let names: Vec<String> = units.iter().map(|unit| unit.code.clone()).collect();
        let sheet = ledger.sheet(&plan, &units);
        let result: Assessment<Traced> = evaluate(&plan, &sheet, month);
        let totals = result.units.iter().map(|unit| unit.total.value().significant());
        names.into_iter().zip(totals).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(unit, total)| ((*unit).to_owned(), (*total).to_owned())).collect()
    }

    #[test]
    fn figures_come_with_their_cells() {
        let class = Class { name: "街道".to_owned(), units: vec!["街道".to_owned()] };
        let scheme = scheme(vec![class], Vec::new());
        let book = book();
        assert_eq!(totals(&scheme, &book, 6), pairs(&[("S1", "4"), ("S2", "5")]));
        let ledger = Ledger { book: &book, year: 2018, month: Month::new(6).unwrap(), series: Series::Claimed };
        let plan = Plan::of(&scheme);
        let sheet = ledger.sheet(&plan, &ledger.units(&scheme).unwrap());
        let result: Assessment<Traced> = evaluate(&plan, &sheet, Month::new(6).unwrap());
        let leaves = result.units[0].total.expr().leaves();
        assert!(leaves.iter().any(|leaf| leaf.text == "40" && matches!(leaf.source, Source::Cell { .. })));
        assert!(
            leaves
                .iter()
                .any(|leaf| leaf.label == "满分" && matches!(&leaf.source, Source::Rule { rule } if rule == "第一条"))
        );
    }

    #[test]
    fn process_scores_take_the_figures_of_their_checkpoints() {
        let half = || Rational::ratio(1, 2).unwrap();
        let process =
            vec![(Checkpoint::named("一季度").unwrap(), half()), (Checkpoint::named("上半年").unwrap(), half())];
        let scheme = scheme(vec![Class { name: "甲".to_owned(), units: vec!["S1".to_owned()] }], process);
        // 20 % and 40 % of 10 points, half each
        assert_eq!(totals(&scheme, &book(), 7), pairs(&[("S1", "3")]));
        assert_eq!(totals(&scheme, &book(), 4), pairs(&[("S1", "2")]));
    }

    #[test]
    fn an_unknown_unit_is_named() {
        let class = |units: &[&str]| Class {
            name: "街道".to_owned(),
            units: units.iter().map(|unit| (*unit).to_owned()).collect(),
        };
        let book = book();
        let ledger = Ledger { book: &book, year: 2018, month: Month::DECEMBER, series: Series::Claimed };
        let unknown = ledger.units(&scheme(vec![class(&["S1", "S9"]), class(&["镇"])], Vec::new()));
        assert_eq!(unknown.unwrap_err(), ["S9", "镇"]);
        let own = ledger.units(&scheme(Vec::new(), Vec::new())).unwrap();
        assert_eq!(own.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["Q00"]);
    }
}
