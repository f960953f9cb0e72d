//! The parameters of a method: what a scheme says, what a method wants, and what is wrong between them.

use std::collections::{BTreeMap, BTreeSet};

use crate::number::{Number, Rational};

/// One parameter as a scheme gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// A number; 80% is 0.8.
    Number {
        /// Its value.
        value: Rational,
        /// As it was written.
        text: String,
    },
    /// A word or a formula.
    Word(String),
    /// Several of a kind.
    List(Vec<Setting>),
    /// Names with what belongs to them, in the order of the scheme.
    Table(Vec<(String, Setting)>),
}

/// The parameters of one entry, by name.
pub type Parameters = BTreeMap<String, Setting>;

/// What is wrong with a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Which one; `None` when it is the method itself.
    pub parameter: Option<String>,
    /// What is wrong, to the user.
    pub message: String,
    /// What would be right, to the user; may be empty.
    pub hint: String,
}

/// Reads parameters one by one, so that all mistakes are found in one pass.
#[derive(Debug)]
pub struct Reader<'p> {
    given: &'p Parameters,
    asked: BTreeSet<&'static str>,
    wrong: Vec<Wrong>,
}

impl<'p> Reader<'p> {
    /// Over what the scheme gives.
    pub const fn new(given: &'p Parameters) -> Self {
        Self { given, asked: BTreeSet::new(), wrong: Vec::new() }
    }

    /// Notes a mistake of `parameter`.
    pub fn refuse(&mut self, parameter: &str, message: impl Into<String>, hint: impl Into<String>) {
        let parameter = Some(parameter.to_owned());
        self.wrong.push(Wrong { parameter, message: message.into(), hint: hint.into() });
    }

    fn take(&mut self, name: &'static str) -> Option<&'p Setting> {
        self.asked.insert(name);
        self.given.get(name)
    }

    /// A number that may be left out.
    pub fn optional(&mut self, name: &'static str) -> Option<Rational> {
        let value = number_of(self.take(name)?);
        if value.is_none() {
            self.refuse(name, format!("“{name}”应是一个数"), "写成 1.2 或 120%");
        }
        value
    }

    /// A number that must be there.
    pub fn number(&mut self, name: &'static str) -> Option<Rational> {
        if !self.given.contains_key(name) {
            self.asked.insert(name);
            self.refuse(name, format!("缺少参数“{name}”"), format!("补上“{name}: …”"));
            return None;
        }
        self.optional(name)
    }

    /// A number that must be there and over zero.
    pub fn positive(&mut self, name: &'static str) -> Option<Rational> {
        let value = self.number(name)?;
        if value.signum() > 0 {
            return Some(value);
        }
        self.refuse(name, format!("“{name}”应大于零"), "");
        None
    }

    /// A number with what holds when it is left out.
    pub fn number_or(&mut self, name: &'static str, default: Rational) -> Option<Rational> {
        if self.given.contains_key(name) {
            return self.optional(name);
        }
        self.asked.insert(name);
        Some(default)
    }

    /// A limit: a number over zero, the word 不限 for none, `default` when it is left out.
    pub fn limit_or(&mut self, name: &'static str, default: Rational) -> Option<Option<Rational>> {
        match self.given.get(name) {
            Some(Setting::Word(word)) if word == "不限" => {
                self.asked.insert(name);
                Some(None)
            }
            Some(_) => self.positive(name).map(Some),
            None => {
                self.asked.insert(name);
                Some(Some(default))
            }
        }
    }

    /// One of `choices`; the first one when it is left out.
    pub fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let default = choices.first().map(|(_, value)| *value);
        match self.take(name) {
            None => default,
            Some(Setting::Word(word)) if choices.iter().any(|(known, _)| known == word) => {
                choices.iter().find(|(known, _)| known == word).map(|(_, value)| *value)
            }
            Some(_) => {
                let known: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
                self.refuse(name, format!("“{name}”不能这样写"), format!("可写：{}", known.join("、")));
                None
            }
        }
    }

    /// A word that must be there.
    pub fn word(&mut self, name: &'static str) -> Option<&'p str> {
        match self.take(name) {
            Some(Setting::Word(word)) => Some(word),
            Some(Setting::Number { text, .. }) => Some(text),
            Some(_) => {
                self.refuse(name, format!("“{name}”应是一段文字"), "");
                None
            }
            None => {
                self.refuse(name, format!("缺少参数“{name}”"), format!("补上“{name}: …”"));
                None
            }
        }
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
        found
    }

    /// What was wrong, with every parameter that the method does not know; empty when all is well.
    pub fn finish(mut self) -> Vec<Wrong> {
        for name in self.given.keys().filter(|name| !self.asked.contains(name.as_str())) {
            let known: Vec<&str> = self.asked.iter().copied().collect();
            let hint = if known.is_empty() {
                "这种方法没有参数".to_owned()
            } else {
                format!("可用：{}", known.join("、"))
            };
            let message = format!("这种方法没有“{name}”这个参数");
            self.wrong.push(Wrong { parameter: Some(name.clone()), message, hint });
        }
        self.wrong
    }
}

fn number_of(setting: &Setting) -> Option<Rational> {
    match setting {
        Setting::Number { value, .. } => Some(value.clone()),
        _ => None,
    }
}
