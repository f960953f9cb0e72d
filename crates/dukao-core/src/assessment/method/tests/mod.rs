//! Every method with the worked numbers of real schemes and every edge, for the value and for the derivation at once.

mod completions;
mod counts;
mod examples;
mod laws;
mod places;
mod spread;
mod turning;

use std::collections::BTreeMap;

use super::{Direction, Method, Note, Outcome, Parameters, Row, Setting, Slot, Terms, Wrong};
use crate::index::power;
use crate::number::{Decimal, Number, Rational};
use crate::progress::{Absence, Derived, Expr, Leaf, Relation, Source, Traced, is_better};

/// An independent reading of a derivation: leaves and signs only, every recorded branch and name looked at again.
pub(crate) fn evaluate(expr: &Expr) -> Rational {
    let all = |parts: &[std::sync::Arc<Expr>]| parts.iter().map(|part| evaluate(part)).collect::<Vec<_>>();
    match expr {
        Expr::Leaf(leaf) => leaf.value.clone(),
        Expr::Integer(value) => Rational::integer(*value),
        Expr::Add(left, right) => evaluate(left).add(&evaluate(right)),
        Expr::Sub(left, right) => evaluate(left).sub(&evaluate(right)),
        Expr::Mul(left, right) => evaluate(left).mul(&evaluate(right)),
        Expr::Div(left, right) => evaluate(left).div(&evaluate(right)).unwrap(),
        Expr::Sum(parts) => all(parts).iter().fold(Rational::zero(), |sum, part| sum.add(part)),
        Expr::Least(parts) => all(parts).into_iter().min().unwrap(),
        Expr::Greatest(parts) => all(parts).into_iter().max().unwrap(),
        Expr::Named { value, of, label, .. } => {
            let found = evaluate(of);
            assert_eq!(&found, value, "{label}");
            found
        }
        Expr::Rank { own, others, lower_is_better } => {
            let own = evaluate(own);
            let better = all(others).iter().filter(|other| is_better(other, &own, *lower_is_better)).count();
            Rational::integer(i64::try_from(better).unwrap() + 1)
        }
        Expr::When { left, relation, right, then } => {
            let (left, right) = (evaluate(left), evaluate(right));
            assert!(relation.holds(&left, &right), "{left:?} {} {right:?}", relation.sign());
            evaluate(then)
        }
        Expr::Rounded { decimals, of } => evaluate(of).rounded(*decimals),
        Expr::Power { base, exponent, value } => {
            assert_eq!(power(&evaluate(base), &evaluate(exponent)).as_ref(), Some(value));
            value.clone()
        }
    }
}

/// `80%`, `-1.5`.
pub(crate) fn number(text: &str) -> Option<Rational> {
    match text.strip_suffix('%') {
        Some(text) => Rational::from(Decimal::parse(text).ok()?).div(&Rational::integer(100)),
        None => Decimal::parse(text).ok().map(Rational::from),
    }
}

/// Cuts at commas outside of brackets.
fn cut(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, sign) in text.char_indices() {
        match sign {
            '[' | '{' | '(' | '（' => depth += 1,
            ']' | '}' | ')' | '）' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

fn pair(text: &str) -> (String, Setting) {
    let (name, value) = text.split_once(':').unwrap_or_else(|| panic!("{text}"));
    (name.trim().to_owned(), setting(value.trim()))
}

fn setting(text: &str) -> Setting {
    let inside = |open, close| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    if let Some(items) = inside('[', ']') {
        return Setting::List(cut(items).into_iter().map(setting).collect());
    }
    if let Some(rows) = inside('{', '}') {
        return Setting::Table(cut(rows).into_iter().map(pair).collect());
    }
    match number(text) {
        Some(value) => Setting::Number { value, text: text.to_owned() },
        None => Setting::Word(text.to_owned()),
    }
}

pub(crate) fn parameters(text: &str) -> Parameters {
    cut(text).into_iter().map(pair).collect::<BTreeMap<_, _>>()
}

/// A method under test.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) method: Method,
    full: Rational,
    direction: Direction,
}

/// The method `name` with these parameters, for figures of which higher is better.
#[track_caller]
pub(crate) fn case(name: &str, full: &str, written: &str) -> Case {
    let method = Method::new(name, &parameters(written)).unwrap_or_else(|wrong| panic!("{name} {written}: {wrong:?}"));
    Case { method, full: number(full).unwrap(), direction: Direction::HigherIsBetter }
}

/// What is wrong with parameters, one line each.
#[track_caller]
pub(crate) fn wrong(name: &str, written: &str) -> Vec<String> {
    let line = |wrong: Wrong| format!("{}: {}", wrong.parameter.unwrap_or_default(), wrong.message);
    Method::new(name, &parameters(written)).unwrap_err().into_iter().map(line).collect()
}

impl Case {
    pub(crate) fn lower(mut self) -> Self {
        self.direction = Direction::LowerIsBetter;
        self
    }

    /// What each row gets: points to twelve digits, with the notes, or the reason why not.
    /// A row is the inputs in order; `-` is absent, `9/8/7` several.
    #[track_caller]
    pub(crate) fn run(&self, rows: &[&str]) -> Vec<String> {
        let plain: Vec<Vec<Slot<Rational>>> = rows.iter().map(|row| row.split(' ').map(slot).collect()).collect();
        let traced: Vec<Vec<Slot<Traced>>> = rows.iter().map(|row| row.split(' ').map(slot).collect()).collect();
        let (plain, traced) = (self.score(&plain), self.score(&traced));
        for (plain, traced) in plain.iter().zip(&traced) {
            match (plain, traced) {
                (Ok(plain), Ok(traced)) => {
                    assert_eq!(&plain.value, traced.value.value());
                    assert_eq!(plain.value, evaluate(traced.value.expr()));
                    assert_eq!(plain.notes, traced.notes);
                }
                (plain, traced) => assert_eq!(plain.as_ref().err(), traced.as_ref().err()),
            }
        }
        assert_eq!(plain.len(), rows.len());
        plain.iter().map(shown).collect()
    }

    fn score<N: Derived>(&self, rows: &[Vec<Slot<N>>]) -> Vec<Outcome<N>> {
        let terms = Terms::new(&self.full, self.direction, "第一条");
        let rows: Vec<Row<'_, N>> = rows.iter().map(|inputs| Row { inputs }).collect();
        self.method.points(&terms, &rows)
    }

    /// The points of each row, `None` where there are none.
    pub(crate) fn values(&self, rows: &[Vec<i64>]) -> Vec<Option<Rational>> {
        let slots = |row: &Vec<i64>| row.iter().map(|value| Slot::One(Rational::integer(*value))).collect();
        let rows: Vec<Vec<Slot<Rational>>> = rows.iter().map(slots).collect();
        self.score(&rows).into_iter().map(|outcome| outcome.ok().map(|points| points.value)).collect()
    }

    /// As [`Case::run`] for one row.
    #[track_caller]
    pub(crate) fn one(&self, row: &str) -> String {
        self.run(&[row]).remove(0)
    }

    /// The branches of one row, outermost first: `1.6 ≥ 0.8`.
    pub(crate) fn branches(&self, row: &str) -> Vec<String> {
        let row: Vec<Slot<Traced>> = row.split(' ').map(slot).collect();
        let points = self.score(&[row]).remove(0).unwrap();
        let mut found = Vec::new();
        collect(points.value.expr(), &mut found);
        found
    }
}

fn collect(expr: &Expr, found: &mut Vec<String>) {
    if let Expr::When { left, relation, right, .. } = expr {
        let (left, right) = (evaluate(left).significant(), evaluate(right).significant());
        found.push(format!("{left} {} {right}", relation.sign()));
    }
    for part in expr.parts() {
        collect(part, found);
    }
}

fn shown(outcome: &Outcome<Rational>) -> String {
    match outcome {
        Ok(points) if points.notes.is_empty() => points.value.significant(),
        Ok(points) => {
            let notes: Vec<&str> = points.notes.iter().copied().map(Note::text).collect();
            format!("{} {}", points.value.significant(), notes.join(" "))
        }
        Err(refusal) => refusal.to_string(),
    }
}

fn slot<N: Derived>(text: &str) -> Slot<N> {
    let figure = |text: &str| {
        let value = number(text).unwrap_or_else(|| panic!("{text}"));
        N::put(value, |value| Leaf {
            label: "数".to_owned(),
            text: text.to_owned(),
            value,
            unit: String::new(),
            source: Source::Rule { rule: "试".to_owned() },
        })
    };
    match text {
        "-" => Slot::Absent(Absence::unreported("未报送")),
        several if several.contains('/') => Slot::Many(several.split('/').map(figure).collect()),
        one => Slot::One(figure(one)),
    }
}

pub(crate) const ABSENT: &str = "缺少“实绩”：未报送";

#[test]
fn a_method_that_is_not_known() {
    let wrong = Method::new("完成", &Parameters::new()).unwrap_err();
    assert_eq!(wrong[0].message, "没有“完成”这种方法");
    assert!(wrong[0].hint.starts_with("可用的方法：完成率、门槛完成率、封顶完成率"), "{}", wrong[0].hint);
    assert_eq!(wrong[0].parameter, None);
}

#[test]
fn every_relation_and_its_contrary() {
    use super::common::ask;
    let ask = |left, relation, right| ask(&Rational::integer(left), relation, &Rational::integer(right));
    for relation in Relation::ALL {
        for (left, right) in [(1, 2), (2, 2), (3, 2)] {
            let (holds, stands) = ask(left, *relation, right);
            let (left, right) = (Rational::integer(left), Rational::integer(right));
            assert_eq!(holds, relation.holds(&left, &right));
            assert!(stands.holds(&left, &right), "{left:?} {} {right:?}", relation.sign());
            assert_eq!(holds, stands == *relation);
        }
    }
    assert_eq!(ask(1, Relation::Equal, 2), (false, Relation::Less));
    assert_eq!(ask(3, Relation::Equal, 2), (false, Relation::Greater));
}
