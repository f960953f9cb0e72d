//! Computes every step again from its formula and inputs alone.

use std::collections::BTreeMap;

use dukao_core::index::{Step, What};

use super::{read, root};

#[derive(Debug, Clone)]
enum Value {
    One(f64),
    List(Vec<f64>),
}

impl Value {
    fn one(&self) -> f64 {
        match self {
            Self::One(value) => *value,
            Self::List(_) => panic!("a list where a figure should be"),
        }
    }

    fn list(&self) -> Vec<f64> {
        match self {
            Self::One(value) => vec![*value],
            Self::List(values) => values.clone(),
        }
    }

    fn with(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        match (self, other) {
            (Self::One(left), Self::One(right)) => Self::One(f(*left, *right)),
            (Self::One(left), Self::List(right)) => Self::List(right.iter().map(|right| f(*left, *right)).collect()),
            (Self::List(left), Self::One(right)) => Self::List(left.iter().map(|left| f(*left, *right)).collect()),
            (Self::List(left), Self::List(right)) => {
                Self::List(left.iter().zip(right).map(|(left, right)| f(*left, *right)).collect())
            }
        }
    }
}

struct Parser<'p> {
    rest: &'p str,
    symbols: &'p BTreeMap<String, Value>,
}

impl Parser<'_> {
    fn eat(&mut self, sign: char) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Value {
        let mut left = self.product();
        loop {
            if self.eat('+') {
                left = left.with(&self.product(), |a, b| a + b);
            } else if self.eat('-') {
                left = left.with(&self.product(), |a, b| a - b);
            } else {
                return left;
            }
        }
    }

    fn product(&mut self) -> Value {
        let mut left = self.power();
        loop {
            if self.eat('*') {
                left = left.with(&self.power(), |a, b| a * b);
            } else if self.eat('/') {
                left = left.with(&self.power(), |a, b| a / b);
            } else {
                return left;
            }
        }
    }

    fn power(&mut self) -> Value {
        let base = self.atom();
        if self.eat('^') { base.with(&self.atom(), f64::powf) } else { base }
    }

    fn atom(&mut self) -> Value {
        if self.eat('(') {
            let inside = self.sum();
            assert!(self.eat(')'), "{}", self.rest);
            return inside;
        }
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| " +-*/^(),".contains(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        if let Ok(number) = word.parse() {
            return Value::One(number);
        }
        if self.eat('(') {
            let mut arguments = vec![self.sum()];
            while self.eat(',') {
                arguments.push(self.sum());
            }
            assert!(self.eat(')'), "{}", self.rest);
            return call(word, &arguments);
        }
        self.symbols.get(word).unwrap_or_else(|| panic!("no input “{word}”")).clone()
    }
}

fn mean(v: &[f64]) -> f64 {
    v.iter().sum::<f64>() / f64::from(u32::try_from(v.len()).unwrap())
}

fn deviation(v: &[f64], less: f64) -> f64 {
    let m = mean(v);
    let squares: f64 = v.iter().map(|x| (x - m) * (x - m)).sum();
    (squares / (f64::from(u32::try_from(v.len()).unwrap()) - less)).sqrt()
}

fn sorted(v: &[f64]) -> Vec<f64> {
    let mut v = v.to_vec();
    v.sort_by(f64::total_cmp);
    v
}

fn quantile(v: &[f64], q: f64) -> f64 {
    let v = sorted(v);
    let mut place = f64::from(u32::try_from(v.len() - 1).unwrap()) * q;
    let mut at = 0;
    while place >= 1.0 {
        place -= 1.0;
        at += 1;
    }
    if place > 0.0 { v[at] + (v[at + 1] - v[at]) * place } else { v[at] }
}

fn corr(a: &[f64], b: &[f64]) -> f64 {
    let (ma, mb) = (mean(a), mean(b));
    let up: f64 = a.iter().zip(b).map(|(a, b)| (a - ma) * (b - mb)).sum();
    let (da, db): (f64, f64) = (a.iter().map(|a| (a - ma).powi(2)).sum(), b.iter().map(|b| (b - mb).powi(2)).sum());
    up / (da * db).sqrt()
}

fn entropy(v: &[f64]) -> f64 {
    let total: f64 = v.iter().sum();
    let sum: f64 = v.iter().filter(|x| **x > 0.0).map(|x| x / total * (x / total).ln()).sum();
    -sum / f64::from(u32::try_from(v.len()).unwrap()).ln()
}

fn rows_by(rows: &[Value], w: &[f64]) -> Vec<f64> {
    rows.iter().map(|row| row.list().iter().zip(w).map(|(a, w)| a * w).sum()).collect()
}

fn principal(rows: &[Value]) -> Vec<f64> {
    let mut w = vec![1.0; rows.len()];
    for _ in 0..2_000 {
        let next = rows_by(rows, &w);
        let total: f64 = next.iter().sum();
        w = next.iter().map(|x| x / total).collect();
    }
    w
}

fn call(name: &str, arguments: &[Value]) -> Value {
    let list = || arguments[0].list();
    let all = || -> Vec<f64> { arguments.iter().flat_map(Value::list).collect() };
    let at = |value: &Value| usize::try_from(value.one().round().to_string().parse::<u32>().unwrap()).unwrap() - 1;
    let apply = |f: fn(f64) -> f64| match &arguments[0] {
        Value::One(value) => Value::One(f(*value)),
        Value::List(values) => Value::List(values.iter().map(|value| f(*value)).collect()),
    };
    Value::One(match name {
        "ln" => return apply(f64::ln),
        "sqrt" => return apply(f64::sqrt),
        "min" => all().into_iter().fold(f64::INFINITY, f64::min),
        "max" => all().into_iter().fold(f64::NEG_INFINITY, f64::max),
        "sum" => list().iter().sum(),
        "mean" => mean(&list()),
        "median" => quantile(&list(), 0.5),
        "sd_n" => deviation(&list(), 0.0),
        "sd_n1" => deviation(&list(), 1.0),
        "quantile" => quantile(&list(), arguments[1].one()),
        "smallest" => sorted(&list())[at(&arguments[1])],
        "largest" => sorted(&list()).into_iter().rev().collect::<Vec<_>>()[at(&arguments[1])],
        "corr" => corr(&list(), &arguments[1].list()),
        "entropy" => entropy(&list()),
        "at" => list()[at(&arguments[1])],
        "principal" => principal(&arguments[1..])[at(&arguments[0])],
        "geometric" => {
            let roots: Vec<f64> = arguments[1..]
                .iter()
                .map(|row| mean(&row.list().iter().map(|a| a.ln()).collect::<Vec<_>>()).exp())
                .collect();
            roots[at(&arguments[0])] / roots.iter().sum::<f64>()
        }
        "columns" => {
            let rows: Vec<Vec<f64>> = arguments[1..].iter().map(Value::list).collect();
            let share =
                |column: usize| rows[at(&arguments[0])][column] / rows.iter().map(|row| row[column]).sum::<f64>();
            mean(&(0..rows.len()).map(share).collect::<Vec<_>>())
        }
        "lambda" => {
            let products = rows_by(&arguments[1..], &list());
            mean(&products.iter().zip(list()).map(|(product, w)| product / w).collect::<Vec<_>>())
        }
        _ => panic!("no function “{name}”"),
    })
}

fn recompute(step: &Step) -> f64 {
    let number = |value: &dukao_core::number::Decimal| value.to_string().parse::<f64>().unwrap();
    let symbols = step
        .inputs
        .iter()
        .map(|input| {
            let values: Vec<f64> = input.values.iter().map(number).collect();
            (input.symbol.clone(), if input.list { Value::List(values) } else { Value::One(values[0]) })
        })
        .collect();
    let mut parser = Parser { rest: &step.formula, symbols: &symbols };
    let value = parser.sum().one();
    assert_eq!(parser.rest.trim(), "", "{}", step.formula);
    value
}

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-11 * right.abs().max(1.0)
}

#[test]
fn steps_of_means_of_columns_too() {
    let source = "指数: 甲\n单位列: 县\n赋权: {方法: AHP, 算法: 和积法, 判断矩阵: [[1, 3, 5], [1/3, 1, 2], [1/5, 1/2, 1]]}\n下级: [一, 二, 三]\n";
    let (file, sheet) = read(source, "县,一,二,三\n甲,1,2,3\n乙,3,1,2\n");
    let steps = file.explain(&sheet, "乙").unwrap().steps;
    let found = steps.iter().filter(|step| step.formula.starts_with("columns")).count();
    assert_eq!(found, 3);
    for step in &steps {
        assert!(close(recompute(step), step.result.to_string().parse().unwrap()), "{step:#?}");
    }
}

#[test]
fn every_step_follows_from_its_inputs_alone() {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut folders: Vec<_> =
        std::fs::read_dir(root().join("tests/index")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        let (file, sheet) = read(&text("指数.yaml"), &text("表.csv"));
        for unit in sheet.table.units.iter().take(4) {
            let explanation = file.explain(&sheet, unit).unwrap();
            let mut latest: BTreeMap<(usize, String), f64> = BTreeMap::new();
            for step in &explanation.steps {
                let result: f64 = step.result.to_string().parse().unwrap();
                let again = recompute(step);
                assert!(close(again, result), "{} {step:#?}\n{again}", folder.display());
                for input in step.inputs.iter().filter(|input| !input.list) {
                    let before = latest.get(&(step.node, input.symbol.clone()));
                    let value: f64 = input.values[0].to_string().parse().unwrap();
                    let own = matches!(step.what, What::Impute | What::Cut | What::Transform | What::Normalise);
                    assert!(!own || before.is_none_or(|before| close(*before, value)), "{step:#?} breaks the chain");
                }
                if step.scope.is_none() || step.what != What::Parameter {
                    latest.insert((step.node, step.symbol.clone()), result);
                }
                *kinds.entry(format!("{:?}", step.what)).or_default() += 1;
            }
            let index = explanation.results.units.iter().find(|found| found.unit == *unit).unwrap().index;
            let last = latest[&(0, "y".to_owned())];
            assert!(close(last, index.to_string().parse().unwrap()), "{} {unit}", folder.display());
        }
    }
    assert_eq!(kinds.len(), 9, "{kinds:?}");
}
