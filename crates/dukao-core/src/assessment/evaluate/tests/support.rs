//! Small schemes and sheets.

use crate::assessment::method::{Direction, Method, Parameters, Setting};
use crate::assessment::scheme::{Body, Combine, Effective, Entry, FullMarks, Rules, Scheme, Scored};
use crate::assessment::{Assessed, Cell, Figure, Plan, Sheet};
use crate::number::{Decimal, Rational};
use crate::period::Month;
use crate::progress::{Absence, Leaf, Source};

pub(super) fn number(text: &str) -> Rational {
    Rational::from(Decimal::parse(text).unwrap())
}

pub(super) fn scheme(entries: Vec<Entry>) -> Scheme {
    let month = |number| (2018, Month::new(number).unwrap());
    Scheme {
        name: "办法".to_owned(),
        code: "B".to_owned(),
        owner: "考核办".to_owned(),
        document: None,
        about: None,
        effective: Effective { first: month(1), last: month(12) },
        classes: Vec::new(),
        rules: Rules::default(),
        entries,
        extras: Vec::new(),
        vetoes: Vec::new(),
        grades: None,
        rewards: Vec::new(),
        lists: Vec::new(),
        cases: Vec::new(),
    }
}

/// An entry scored by completion without a cap, so that the points are `points × actual ÷ target`.
pub(super) fn entry(code: &str, points: &str) -> Entry {
    let parameters = Parameters::from([("上限".to_owned(), Setting::Word("不限".to_owned()))]);
    let scored = Scored {
        indicator: None,
        method: Method::new("完成率", &parameters).unwrap(),
        parameters,
        direction: Direction::HigherIsBetter,
        feeds: Vec::new(),
    };
    bare(code, points, Body::Scored(scored))
}

pub(super) fn group(code: &str, points: &str, combine: Combine, entries: Vec<Entry>) -> Entry {
    bare(code, points, Body::Group { combine, entries })
}

fn bare(code: &str, points: &str, body: Body) -> Entry {
    Entry {
        code: code.to_owned(),
        name: format!("{code}项"),
        clause: format!("第{code}条"),
        points: FullMarks::Same(number(points)),
        body,
        cap: None,
        floor: None,
        missing: None,
        conditions: Vec::new(),
        process: Vec::new(),
        responsible: None,
        checked_by: None,
        scored_by: None,
        evidence: Vec::new(),
        rank_goal: None,
    }
}

pub(super) fn leaf(label: &str, text: &str) -> Figure {
    Figure::leaf(Leaf {
        label: label.to_owned(),
        value: number(text),
        text: text.to_owned(),
        unit: String::new(),
        source: Source::Rule { rule: "试算".to_owned() },
    })
}

/// Units A, B, C … of one class.
pub(super) fn over(count: usize) -> Sheet {
    let unit = |name: char| Assessed { code: name.to_string(), name: name.to_string(), class: String::new() };
    Sheet::over(('A'..).take(count).map(unit).collect())
}

/// Puts in what each unit has done of a target of 100; `-` is missing.
pub(super) fn done(sheet: &mut Sheet, plan: &Plan<'_>, code: &str, actual: &[&str]) {
    let entry = plan.find(code).unwrap();
    for (unit, text) in actual.iter().enumerate() {
        let cell: Cell = match *text {
            "-" => Err(Absence::unreported("未报")),
            text => Ok(vec![leaf("实绩", text)]),
        };
        sheet.put(entry, 0, None, unit, cell);
        sheet.put(entry, 1, None, unit, Ok(vec![leaf("目标", "100")]));
    }
}
