//! The parameters of a method: what a scheme says, what a method wants, and what is wrong between them.

mod tables;

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

/// Parameters that stand beside figures, not beside shares: 25% is 25 there, as figures in percent are held.
const FIGURES: [&str; 5] = ["满意值", "不允许值", "满分进步", "每", "档宽"];

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
        let setting = self.take(name)?;
        let mut value = number_of(setting);
        if FIGURES.contains(&name) && matches!(setting, Setting::Number { text, .. } if text.ends_with(['%', '％'])) {
            value = value.map(|value| value.mul(&Rational::integer(100)));
        }
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

    /// A number that must be there and not below zero.
    pub fn not_negative(&mut self, name: &'static str) -> Option<Rational> {
        let value = self.number(name)?;
        self.unless_negative(name, value)
    }

    /// A number not below zero; `default` when it is left out, where `None` means that a mistake has been noted already.
    pub fn not_negative_or(&mut self, name: &'static str, default: Option<Rational>) -> Option<Rational> {
        if self.given.contains_key(name) {
            return self.not_negative(name);
        }
        self.asked.insert(name);
        default
    }

    fn unless_negative(&mut self, name: &str, value: Rational) -> Option<Rational> {
        if value.signum() >= 0 {
            return Some(value);
        }
        self.refuse(name, format!("“{name}”不能小于零"), "写成正数");
        None
    }

    /// A share from 0 to 100 %, both included, that must be there.
    pub fn share(&mut self, name: &'static str) -> Option<Rational> {
        let value = self.number(name)?;
        self.share_or(name, value)
    }

    /// A share from 0 to 100 %, both included.
    pub fn share_or(&mut self, name: &'static str, default: Rational) -> Option<Rational> {
        let value = self.number_or(name, default)?;
        if value.signum() >= 0 && value <= Rational::integer(1) {
            return Some(value);
        }
        self.refuse(name, format!("“{name}”应在0与100%之间"), "写成 60% 或 0.6");
        None
    }

    /// A whole number not below zero, at most `most`.
    pub fn count_or(&mut self, name: &'static str, default: i64, most: i64) -> Option<i64> {
        let value = self.number_or(name, Rational::integer(default))?;
        let whole = value.scaled(0).filter(|count| (0..=most).contains(count));
        if whole.is_none() {
            self.refuse(name, format!("“{name}”应是0到{most}的整数"), "");
        }
        whole
    }

    /// A bound: a number not below zero, the word 不限 for none, `default` when it is left out.
    pub fn bound_or(&mut self, name: &'static str, default: Option<Rational>) -> Option<Option<Rational>> {
        let bound = self.limit_of_any_sign(name, default)?;
        match bound {
            Some(value) => self.unless_negative(name, value).map(Some),
            None => Some(None),
        }
    }

    /// A limit of any sign: a number, the word 不限 for none, `default` when it is left out.
    pub fn limit_of_any_sign(&mut self, name: &'static str, default: Option<Rational>) -> Option<Option<Rational>> {
        match self.take(name) {
            Some(Setting::Word(word)) if word == "不限" => Some(None),
            Some(_) => self.optional(name).map(Some),
            None => Some(default),
        }
    }

    /// Whether something holds: 是 or 否, 否 when it is left out.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        self.choice(name, &[("否", false), ("是", true)])
    }

    /// Says that the method knows the parameter.
    pub fn skip(&mut self, name: &'static str) {
        self.asked.insert(name);
    }

    /// Whether the parameter is there.
    pub fn has(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// Whether the parameter is a list.
    pub fn is_list(&self, name: &str) -> bool {
        matches!(self.given.get(name), Some(Setting::List(_)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_a_share_beside_shares_and_a_figure_beside_figures() {
        let written = |text: &str, value| Setting::Number { value, text: text.to_owned() };
        let quarter = || Rational::ratio(1, 4).unwrap();
        let given = Parameters::from([
            ("满意值".to_owned(), written("25%", quarter())),
            ("不允许值".to_owned(), written("0.25", quarter())),
            ("上限".to_owned(), written("25%", quarter())),
        ]);
        let mut reader = Reader::new(&given);
        assert_eq!(reader.number("满意值"), Some(Rational::integer(25)));
        assert_eq!(reader.number("不允许值"), Some(quarter()));
        assert_eq!(reader.number("上限"), Some(quarter()));
    }
}
