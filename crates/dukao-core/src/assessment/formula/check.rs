//! What the names of a formula mean, and whether numbers and conditions stand where they should.

use super::functions::FUNCTIONS;
use super::nearest::nearest;
use super::program::{Cond, Num};
use super::tree::{Kind, Node, Operator};
use super::{FULL, FormulaError, Function};
use crate::number::{Number, Rational};
use crate::progress::Relation;

/// The checked formula with the figures it uses; `None` where something was wrong.
pub(super) fn program(
    tree: &Node,
    text: &str,
    inputs: &[String],
    constants: &[(String, Rational)],
    errors: &mut Vec<FormulaError>,
) -> Option<(Num, Vec<String>)> {
    let mut checker = Checker { text, inputs, constants, used: Vec::new(), errors };
    let program = checker.number(tree);
    Some((program?, checker.used))
}

struct Checker<'c> {
    text: &'c str,
    inputs: &'c [String],
    constants: &'c [(String, Rational)],
    used: Vec<String>,
    errors: &'c mut Vec<FormulaError>,
}

impl Checker<'_> {
    fn refuse<T>(&mut self, node: &Node, message: impl Into<String>, hint: impl Into<String>) -> Option<T> {
        self.errors.push(FormulaError::new(node.at, node.length, message, hint));
        None
    }

    fn number(&mut self, node: &Node) -> Option<Num> {
        match &node.kind {
            Kind::Number(value) => Some(Num::Fixed(String::new(), value.clone())),
            Kind::Name(name) => self.name(node, name),
            Kind::Negative(of) => Some(Num::Negative(Box::new(self.number(of)?))),
            Kind::Binary(operator, left, right) => self.binary(*operator, left, right),
            Kind::Call(name, arguments) => self.call(node, name, arguments),
            Kind::Compare(..) | Kind::And(..) | Kind::Or(..) | Kind::Not(_) => {
                self.condition(node);
                self.refuse(node, "这里应是数，写的是条件", "用 如果(条件, 甲, 乙) 得出数")
            }
            Kind::Broken => None,
        }
    }

    fn condition(&mut self, node: &Node) -> Option<Cond> {
        match &node.kind {
            Kind::Compare(relation, left, right) => {
                let (left, right) = (self.number(left), self.number(right));
                let (left, right) = (left?, right?);
                Some(match relation {
                    Some(relation) => Cond::Compare(*relation, left, right),
                    None => Cond::Not(Box::new(Cond::Compare(Relation::Equal, left, right))),
                })
            }
            Kind::And(left, right) => {
                let (left, right) = (self.condition(left), self.condition(right));
                Some(Cond::And(Box::new(left?), Box::new(right?)))
            }
            Kind::Or(left, right) => {
                let (left, right) = (self.condition(left), self.condition(right));
                Some(Cond::Or(Box::new(left?), Box::new(right?)))
            }
            Kind::Not(of) => Some(Cond::Not(Box::new(self.condition(of)?))),
            Kind::Broken => None,
            _ => {
                self.number(node)?;
                self.refuse(node, "这里应是条件，写的是数", "如 实绩 ≥ 目标")
            }
        }
    }

    fn name(&mut self, node: &Node, name: &str) -> Option<Num> {
        if name == FULL {
            return Some(Num::Full);
        }
        if let Some(at) = self.input(name) {
            return Some(Num::Input(at));
        }
        if let Some((_, value)) = self.constants.iter().find(|(own, _)| own == name) {
            return Some(Num::Fixed(name.to_owned(), value.clone()));
        }
        if let Some(function) = Function::named(name) {
            return self.refuse(node, format!("“{name}”后面缺少括号"), format!("写成 {}", function.written()));
        }
        let hint = self.hint(name, false);
        self.refuse(node, format!("没有“{name}”这个数"), hint)
    }

    /// The place of a figure among the used ones.
    fn input(&mut self, name: &str) -> Option<usize> {
        if !self.inputs.iter().any(|own| own == name) {
            return None;
        }
        if let Some(at) = self.used.iter().position(|own| own == name) {
            return Some(at);
        }
        self.used.push(name.to_owned());
        self.used.len().checked_sub(1)
    }

    fn hint(&self, name: &str, function: bool) -> String {
        let inputs = self.inputs.iter().map(String::as_str);
        let numbers = || inputs.clone().chain(self.constants.iter().map(|(own, _)| own.as_str())).chain([FULL]);
        let functions = || FUNCTIONS.iter().map(|(_, own, ..)| *own);
        let near = if function { nearest(name, functions()) } else { nearest(name, numbers()) };
        if let Some(near) = near {
            return format!("是不是“{near}”？");
        }
        if name.contains(['且', '或', '非']) {
            return "“且”“或”“非”的两边要留空格".to_owned();
        }
        let known: Vec<&str> = if function { functions().collect() } else { numbers().collect() };
        format!("可用：{}", known.join("、"))
    }

    fn binary(&mut self, operator: Operator, left: &Node, right: &Node) -> Option<Num> {
        let (dividend, divisor) = (self.number(left), self.number(right));
        if operator == Operator::Div && divisor.as_ref().and_then(constant).is_some_and(|value| value.is_zero()) {
            return self.refuse(right, "除数是零", "改正除数");
        }
        let (left, right_num) = (Box::new(dividend?), Box::new(divisor?));
        Some(match operator {
            Operator::Add => Num::Add(left, right_num),
            Operator::Sub => Num::Sub(left, right_num),
            Operator::Mul => Num::Mul(left, right_num),
            Operator::Div => {
                let text = self.text.chars().skip(right.at).take(right.length).collect();
                Num::Div(left, right_num, text)
            }
        })
    }

    fn call(&mut self, node: &Node, name: &str, arguments: &[Node]) -> Option<Num> {
        let Some(function) = Function::named(name) else {
            for argument in arguments {
                self.anything(argument);
            }
            let hint = self.hint(name, true);
            return self.refuse(node, format!("没有“{name}”这个函数"), hint);
        };
        let wanted = function.arguments();
        if wanted.is_some_and(|wanted| wanted != arguments.len()) || arguments.is_empty() {
            for argument in arguments {
                self.anything(argument);
            }
            let count = wanted.map_or("至少1个数".to_owned(), |wanted| format!("{wanted}个数"));
            let message = format!("“{name}”的括号里要{count}，写了{}个", arguments.len());
            return self.refuse(node, message, format!("写成 {}", function.written()));
        }
        self.function(function, arguments)
    }

    /// Looks for mistakes only.
    fn anything(&mut self, node: &Node) {
        if matches!(node.kind, Kind::Compare(..) | Kind::And(..) | Kind::Or(..) | Kind::Not(_)) {
            self.condition(node);
        } else {
            self.number(node);
        }
    }

    fn function(&mut self, function: Function, arguments: &[Node]) -> Option<Num> {
        match (function, arguments) {
            (Function::If, [condition, yes, no]) => {
                let (condition, yes, no) = (self.condition(condition), self.number(yes), self.number(no));
                Some(Num::If(Box::new(condition?), Box::new(yes?), Box::new(no?)))
            }
            (Function::Round, [of, decimals]) => {
                let of = self.number(of);
                let decimals = self.decimals(decimals);
                Some(Num::Round(Box::new(of?), decimals?))
            }
            (Function::Absolute, [of]) => Some(Num::Absolute(Box::new(self.number(of)?))),
            (Function::Whole, [of]) => Some(Num::Whole(Box::new(self.number(of)?))),
            (Function::Place | Function::ClassGreatest | Function::ClassLeast | Function::ClassMean, [of]) => {
                self.class(function, of)
            }
            (_, all) => {
                let all: Vec<Option<Num>> = all.iter().map(|one| self.number(one)).collect();
                Some(Num::Of(function, all.into_iter().collect::<Option<Vec<_>>>()?))
            }
        }
    }

    fn decimals(&mut self, node: &Node) -> Option<u8> {
        let whole = match &node.kind {
            Kind::Number(value) => value.scaled(0).and_then(|value| u8::try_from(value).ok()),
            _ => None,
        };
        let whole = whole.filter(|decimals| *decimals <= 12);
        if whole.is_none() {
            self.refuse::<u8>(node, "位数应是0到12的整数", format!("写成 {}", Function::Round.written()));
        }
        whole
    }

    fn class(&mut self, function: Function, of: &Node) -> Option<Num> {
        let Kind::Name(name) = &of.kind else {
            if of.kind == Kind::Broken {
                return None;
            }
            return self.refuse(of, "括号里只能是一个数据的名称", format!("写成 {}", function.written()));
        };
        let Some(at) = self.input(name) else {
            let hint = format!("可用：{}", self.inputs.join("、"));
            return self.refuse(of, format!("没有“{name}”这个数据"), hint);
        };
        Some(Num::Class(function, at))
    }
}

/// What a part comes to that has no figures in it.
fn constant(num: &Num) -> Option<Rational> {
    match num {
        Num::Fixed(_, value) => Some(value.clone()),
        Num::Negative(of) => Some(constant(of)?.negate()),
        Num::Add(left, right) => Some(constant(left)?.add(&constant(right)?)),
        Num::Sub(left, right) => Some(constant(left)?.sub(&constant(right)?)),
        Num::Mul(left, right) => Some(constant(left)?.mul(&constant(right)?)),
        Num::Div(left, right, _) => constant(left)?.div(&constant(right)?),
        _ => None,
    }
}
