//! Several readings as one import: the tables of one file, or files that were read in different ways.

use std::collections::BTreeMap;

use dukao_core::framework::{Indicator, Target};
use dukao_core::ledger::{Observation, Place, Recorded};
use dukao_core::organisation::{Partition, Unit};

use crate::batch::{Batch, Outcome, Placed, Setting, SheetRef};
use crate::kept::{Explanation, KeptFilter, KeptText};
use crate::problem::{Problem, Severity};
use crate::workbook::written;

impl Outcome {
    /// Joins readings, in order. What two of them say alike is kept once; where they contradict each other, that is
    /// an error at the later place.
    pub fn join(outcomes: impl IntoIterator<Item = Self>) -> Self {
        let mut outcomes: Vec<Self> = outcomes.into_iter().collect();
        if outcomes.len() == 1 {
            return outcomes.pop().unwrap_or_default();
        }
        let mut joined = Joined::default();
        for outcome in outcomes {
            joined.take(outcome);
        }
        Self { batch: joined.batch, problems: joined.problems }
    }
}

/// What makes two statements the same one.
type Said = BTreeMap<String, (Recorded, Place)>;

/// A record that may be stated at two places.
trait Record {
    fn says_the_same(&self, other: &Self) -> bool;
}

impl Record for Unit {
    fn says_the_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Record for Indicator {
    fn says_the_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Record for Setting {
    fn says_the_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Record for Explanation {
    fn says_the_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Record for KeptFilter {
    fn says_the_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Record for KeptText {
    fn says_the_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Record for Partition {
    fn says_the_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Record for Target {
    fn says_the_same(&self, other: &Self) -> bool {
        written::target(self) == written::target(other)
    }
}

#[derive(Default)]
struct Joined {
    batch: Batch,
    problems: Vec<Problem>,
    said: Said,
}

impl Joined {
    fn take(&mut self, outcome: Outcome) {
        let Outcome { batch, problems } = outcome;
        self.problems.extend(problems);
        let numbers: Vec<u32> = batch.sheets.into_iter().map(|sheet| self.sheet(sheet)).collect();
        let moved = |place: Place| {
            let sheet = usize::try_from(place.sheet).ok().and_then(|sheet| numbers.get(sheet)).copied();
            Place { sheet: sheet.unwrap_or(place.sheet), ..place }
        };
        if !batch.title.is_empty() {
            let joint = if self.batch.title.is_empty() { "" } else { "、" };
            self.batch.title = format!("{}{joint}{}", self.batch.title, batch.title);
        }
        self.records(batch.units, moved, |unit| format!("单位“{}”", unit.key()), |batch| &mut batch.units);
        let name = |one: &Indicator| format!("{}年指标“{}”", one.year, one.code);
        self.records(batch.indicators, moved, name, |batch| &mut batch.indicators);
        let placed = |one: Placed<Target>| Placed { place: moved(one.place), value: with_places(one.value, moved) };
        let targets = batch.targets.into_iter().map(placed).collect();
        let name = |one: &Target| format!("{}年目标“{}”", one.year, one.key());
        self.records(targets, |place| place, name, |batch| &mut batch.targets);
        self.records(batch.partitions, moved, |one| format!("合计关系“{}”", one.key()), |batch| &mut batch.partitions);
        let name = |one: &Setting| format!("设置“{}”", one.name);
        self.records(batch.settings, moved, name, |batch| &mut batch.settings);
        let name = |one: &Explanation| format!("核对说明“{}”", one.key);
        self.records(batch.explanations, moved, name, |batch| &mut batch.explanations);
        self.records(batch.rules, moved, |_| "核对规则".to_owned(), |batch| &mut batch.rules);
        self.records(batch.mappings, moved, |one| format!("映射“{}”", one.title), |batch| &mut batch.mappings);
        self.records(batch.filters, moved, |one| format!("常用筛选“{}”", one.name), |batch| &mut batch.filters);
        for observation in batch.observations {
            self.figure(Observation { place: observation.place.map(moved), ..observation });
        }
    }

    fn sheet(&mut self, sheet: SheetRef) -> u32 {
        let found = self.batch.sheets.iter().position(|own| *own == sheet);
        let place = found.unwrap_or_else(|| {
            self.batch.sheets.push(sheet);
            self.batch.sheets.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// Takes up records; one that is there under the same name must say the same.
    fn records<T: Record>(
        &mut self,
        records: Vec<Placed<T>>,
        moved: impl Fn(Place) -> Place,
        name: impl Fn(&T) -> String,
        own: impl Fn(&mut Batch) -> &mut Vec<Placed<T>>,
    ) {
        let mut there: BTreeMap<String, usize> =
            own(&mut self.batch).iter().enumerate().map(|(at, one)| (name(&one.value), at)).collect();
        for record in records {
            let (key, place) = (name(&record.value), moved(record.place));
            let list = own(&mut self.batch);
            match there.get(&key).and_then(|at| list.get(*at)) {
                None => {
                    there.insert(key, list.len());
                    list.push(Placed { place, value: record.value });
                }
                Some(first) if first.value.says_the_same(&record.value) => {}
                Some(first) => {
                    let earlier = first.place;
                    self.contradiction(place, &format!("两处对{key}说得不一样"), earlier);
                }
            }
        }
    }

    fn figure(&mut self, observation: Observation) {
        let Observation { indicator, unit, period, measure, origin, standing, .. } = &observation;
        let key = format!("{indicator}|{unit}|{}|{measure:?}|{origin:?}|{standing:?}", period.code());
        let place = observation.place.unwrap_or(Place { sheet: 0, row: 0, column: 0 });
        match self.said.get(&key) {
            None => {
                self.said.insert(key, (observation.recorded.clone(), place));
                self.batch.observations.push(observation);
            }
            Some((said, _)) if *said == observation.recorded => {}
            Some((_, earlier)) => {
                let what = format!("“{indicator}”{period}的{}两处不一样", measure.label());
                let earlier = *earlier;
                self.contradiction(place, &what, earlier);
            }
        }
    }

    fn contradiction(&mut self, place: Place, what: &str, earlier: Place) {
        let sheet = |place: Place| usize::try_from(place.sheet).ok().and_then(|at| self.batch.sheets.get(at));
        let (own, first) = (sheet(place).cloned(), sheet(earlier).cloned());
        let first = first.map_or_else(String::new, |sheet| format!("{} {}", sheet.file, sheet.sheet).trim().to_owned());
        let own = own.unwrap_or(SheetRef { file: String::new(), sheet: String::new() });
        self.problems.push(Problem {
            file: own.file,
            sheet: own.sheet,
            cell: place.cell(),
            message: format!("{what}，前面 {first} {} 已有", earlier.cell()),
            hint: "只导入其中一处，或改正不对的一处".to_owned(),
            severity: Severity::Error,
        });
    }
}

fn with_places(target: Target, moved: impl Fn(Place) -> Place) -> Target {
    let mut target = target;
    for place in
        [&mut target.floor_place, &mut target.stretch_place, &mut target.deadline_place, &mut target.pace_place]
    {
        *place = place.map(&moved);
    }
    for stage in &mut target.stages {
        stage.place = stage.place.map(&moved);
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Nothing;
    use crate::{grid, workbook};

    const UNITS: &str = "代码,名称,类别,生效日期\nQ0,甲区,区县,2010-01-01\n";
    const INDICATORS: &str = "年度,代码,分类,名称,计量单位,数值类型\n2018,P01,项目,投资,亿元,流量\n";

    fn read(file: &str, figures: &str) -> Outcome {
        let books = [("单位.csv", UNITS), ("指标.csv", INDICATORS), (file, figures)]
            .map(|(name, text)| grid::open(name, text.as_bytes()).unwrap());
        workbook::read(&books, &Nothing::default())
    }

    #[test]
    fn what_is_said_twice_is_kept_once_and_contradictions_are_told() {
        let first = read("一.csv", "指标,期间,累计\nP01,2018-06,1\nP01,2018-07,2\n");
        let same = read("二.csv", "指标,期间,累计\nP01,2018-07,2\nP01,2018-08,3\n");
        let joined = Outcome::join([first.clone(), same]);
        assert!(joined.is_clean(), "{:?}", joined.problems);
        let batch = &joined.batch;
        assert_eq!((batch.units.len(), batch.indicators.len(), batch.observations.len()), (1, 1, 3));
        let files: Vec<&str> = batch.sheets.iter().map(|sheet| sheet.file.as_str()).collect();
        assert_eq!(files, ["单位.csv", "指标.csv", "一.csv", "二.csv"]);
        let last = batch.observations.last().unwrap().place.unwrap();
        assert_eq!((last.sheet, last.cell()), (3, "C3".to_owned()));

        let other = read("三.csv", "指标,期间,累计\nP01,2018-07,5\n");
        let told: Vec<String> = Outcome::join([first, other]).problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["三.csv C2：“P01”2018年7月的累计两处不一样，前面 一.csv C3 已有。只导入其中一处，或改正不对的一处"]
        );
    }
}
