//! Parameters that are lists and tables.

use std::collections::BTreeSet;

use super::{Reader, Setting, number_of};
use crate::number::{Number, Rational};

impl Reader<'_> {
    /// Names that must be there, not empty, each once.
    pub fn words(&mut self, name: &'static str) -> Option<Vec<String>> {
        let found = match self.take(name) {
            Some(Setting::List(items)) => items.iter().map(word_of).collect::<Option<Vec<_>>>(),
            Some(one @ Setting::Word(_)) => word_of(one).map(|word| vec![word]),
            _ => None,
        };
        match found {
            Some(words) if !words.is_empty() => self.each_once(name, words.iter()).then_some(words),
            _ => {
                self.refuse(name, format!("“{name}”应是一列名称"), "写成 [甲, 乙]");
                None
            }
        }
    }

    /// Whether no name stands twice; says so when one does.
    fn each_once<'w>(&mut self, name: &str, words: impl Iterator<Item = &'w String>) -> bool {
        let mut seen = BTreeSet::new();
        let twice: BTreeSet<&String> = words.filter(|word| !seen.insert(*word)).collect();
        for word in &twice {
            self.refuse(name, format!("“{name}”中“{word}”写了不止一次"), "每个名称只写一次");
        }
        twice.is_empty()
    }

    /// Names with a number each, empty when it is left out.
    pub fn table_or_none(&mut self, name: &'static str) -> Option<Vec<(String, Rational)>> {
        if self.given.contains_key(name) {
            return self.table(name);
        }
        self.asked.insert(name);
        Some(Vec::new())
    }

    /// A table of limits: each of its names must be one of `known`, each number not below zero.
    pub fn limits_of(&mut self, name: &'static str, known: &[(String, Rational)]) -> Option<Vec<(String, Rational)>> {
        let limits = self.table_or_none(name)?;
        let before = self.wrong.len();
        for (item, limit) in &limits {
            if !known.iter().any(|(other, _)| other == item) {
                let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
                self.refuse(name, format!("“{name}”中没有“{item}”这一项"), format!("可写：{}", names.join("、")));
            }
            if limit.signum() < 0 {
                self.refuse(name, format!("“{name}”中“{item}”不能小于零"), "");
            }
        }
        (self.wrong.len() == before).then_some(limits)
    }

    /// Shares by name that must come to 100 %, each over zero.
    pub fn shares(&mut self, name: &'static str) -> Option<Vec<(String, Rational)>> {
        let shares = self.table(name)?;
        let parts: Vec<Rational> = shares.iter().map(|(_, share)| share.clone()).collect();
        if Rational::sum(&parts) == Rational::integer(1) && parts.iter().all(|share| share.signum() > 0) {
            return Some(shares);
        }
        self.refuse(name, format!("“{name}”各项应大于零，合计应为100%"), "写成 {甲: 60%, 乙: 40%}");
        None
    }

    /// A list of numbers that must be there and not empty.
    pub fn numbers(&mut self, name: &'static str) -> Option<Vec<Rational>> {
        let found = match self.take(name) {
            Some(Setting::List(items)) => items.iter().map(number_of).collect::<Option<Vec<_>>>(),
            Some(one @ Setting::Number { .. }) => number_of(one).map(|value| vec![value]),
            _ => None,
        };
        if found.as_ref().is_none_or(Vec::is_empty) {
            self.refuse(name, format!("“{name}”应是一列数"), "写成 [4, 3, 2, 1]");
            return None;
        }
        found
    }

    /// Names with a number each, in the order of the scheme; must be there and not empty.
    pub fn table(&mut self, name: &'static str) -> Option<Vec<(String, Rational)>> {
        let found = match self.take(name) {
            Some(Setting::Table(rows)) => {
                rows.iter().map(|(key, value)| Some((key.clone(), number_of(value)?))).collect::<Option<Vec<_>>>()
            }
            _ => None,
        };
        if found.as_ref().is_none_or(Vec::is_empty) {
            self.refuse(name, format!("“{name}”应是一组“名称: 数”"), "写成 {甲: 5, 乙: 2}");
            return None;
        }
        found.filter(|rows| self.each_once(name, rows.iter().map(|(key, _)| key)))
    }
}

fn word_of(setting: &Setting) -> Option<String> {
    match setting {
        Setting::Word(word) => Some(word.clone()),
        _ => None,
    }
}
