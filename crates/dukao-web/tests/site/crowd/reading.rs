//! What may be asked of the API, read from its description.

use dukao_web::openapi;
use serde_json::Value;

use super::FIGURES;
use super::chance::Chance;
use super::data::OTHER;

/// An operation that reads.
pub(super) struct Reading {
    path: String,
    parameters: Vec<Parameter>,
}

/// A part of its address.
struct Parameter {
    name: String,
    in_path: bool,
    required: bool,
    /// The words that it may have; empty when there are others.
    words: Vec<String>,
}

impl Parameter {
    fn of(told: &Value) -> Self {
        let words = told["schema"]["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        Self {
            name: told["name"].as_str().unwrap().to_owned(),
            in_path: told["in"] == "path",
            required: told["required"] == true,
            words: words.filter(|word| *word != "xlsx").map(str::to_owned).collect(),
        }
    }

    /// A value by chance; nothing for what nobody need write.
    fn value(&self, (unit, indicator): (&str, &str), chance: &mut Chance) -> Option<String> {
        if !self.words.is_empty() {
            return Some(chance.one(&self.words).clone());
        }
        Some(match self.name.as_str() {
            "unit" => unit.to_owned(),
            "indicator" => indicator.to_owned(),
            "region" => if chance.once_in(8) { OTHER } else { "Q00" }.to_owned(),
            "figure" => (*chance.one(&FIGURES)).to_owned(),
            "year" => "2018".to_owned(),
            "month" => (chance.below(3) + 5).to_string(),
            "as-of" => format!("v{}", chance.below(3) + 1),
            "limit" => "500".to_owned(),
            "q" | "key" | "name" => "资".to_owned(),
            "cell" => format!("{}{}", chance.one(&["A", "B", "C", "D"]), chance.below(40) + 1),
            "version" | "id" => (chance.below(6) + 1).to_string(),
            "file" | "sheet" => "1".to_owned(),
            _ => return None,
        })
    }

    /// Whether it is written this time: always what must be, and in which kind a file is, for of others nothing is seen.
    fn is_written(&self, chance: &mut Chance) -> bool {
        self.required || self.name == "format" || (self.name == "unit" && chance.once_in(2)) || chance.once_in(4)
    }
}

/// Every operation that reads and asks who is there.
pub(super) fn readings() -> Vec<Reading> {
    let document: Value = serde_json::from_str(openapi()).unwrap();
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let told = &methods["get"];
        if told.is_object() && told["security"].is_null() {
            let parameters = told["parameters"].as_array().unwrap().iter().map(Parameter::of).collect();
            found.push(Reading { path: path.clone(), parameters });
        }
    }
    found
}

impl Reading {
    /// An address: about a unit and an indicator, where it is about one.
    pub(super) fn address(&self, about: (&str, &str), chance: &mut Chance) -> String {
        let (mut path, mut pairs) = (self.path.clone(), Vec::new());
        for parameter in &self.parameters {
            if !parameter.is_written(chance) {
                continue;
            }
            let Some(value) = parameter.value(about, chance) else { continue };
            if parameter.in_path {
                path = path.replace(&format!("{{{}}}", parameter.name), &value);
            } else {
                pairs.push(format!("{}={value}", parameter.name));
            }
        }
        let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
        format!("/api/v1{path}{query}")
    }
}
