//! Holds what was sent against the description: every mistake at its place, in one pass.

use serde_json::Value;

use super::document::Components;
use super::failure::Mistake;
use super::parameter;

/// Holds values against schemas.
pub(crate) struct Check<'a> {
    pub(crate) components: &'a Components,
    pub(crate) mistakes: Vec<Mistake>,
}

impl Check<'_> {
    fn say(&mut self, place: &str, text: impl Into<String>) {
        let place = if place.is_empty() { "/" } else { place };
        self.mistakes.push(Mistake { place: place.to_owned(), text: text.into() });
    }

    /// Notes everything in which `value` is not as `schema` says.
    pub(crate) fn hold(&mut self, schema: &Value, value: &Value, place: &str) {
        if let Some(schema) = schema.get("$ref").and_then(Value::as_str).and_then(|name| self.components.get(name)) {
            return self.hold(&schema.clone(), value, place);
        }
        if let Some(Value::Array(choices)) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
            return self.hold_one(&choices.clone(), value, place);
        }
        if let Some(Value::Array(all)) = schema.get("allOf") {
            for one in all {
                self.hold(one, value, place);
            }
        }
        if !is_of(schema.get("type"), value) {
            return self.say(place, format!("应当是{}", kinds(schema.get("type"))));
        }
        if let Some(Value::Array(known)) = schema.get("enum")
            && !known.contains(value)
        {
            let known: Vec<&str> = known.iter().filter_map(Value::as_str).collect();
            return self.say(place, format!("可用的值：{}", known.join("、")));
        }
        match value {
            Value::Object(fields) => self.hold_object(schema, fields, place),
            Value::Array(items) => self.hold_list(schema, items, place),
            Value::String(text) => self.hold_text(schema, text, place),
            Value::Number(number) => self.hold_number(schema, number, place),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn hold_one(&mut self, choices: &[Value], value: &Value, place: &str) {
        let marks: Vec<(&str, &str)> = choices.iter().filter_map(mark).collect();
        if let (Some((name, _)), Value::Object(fields)) = (marks.first(), value)
            && marks.len() == choices.len()
        {
            let said = fields.get(*name).and_then(Value::as_str);
            let own = marks.iter().position(|(_, word)| said == Some(*word)).and_then(|at| choices.get(at));
            let words = || marks.iter().map(|(_, word)| *word).collect::<Vec<_>>().join("、");
            return match own {
                Some(choice) => self.hold(choice, value, place),
                None => self.say(&format!("{place}/{name}"), format!("可用的值：{}", words())),
            };
        }
        let mut best: Option<Vec<Mistake>> = None;
        for choice in choices {
            let mut check = Check { components: self.components, mistakes: Vec::new() };
            check.hold(choice, value, place);
            if check.mistakes.is_empty() {
                return;
            }
            let is_null = choice.get("type").is_some_and(|kind| kind == "null");
            if !is_null || best.is_none() {
                best = Some(check.mistakes);
            }
        }
        self.mistakes.extend(best.unwrap_or_default());
    }

    fn hold_object(&mut self, schema: &Value, fields: &serde_json::Map<String, Value>, place: &str) {
        let empty = serde_json::Map::new();
        let known = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                self.say(&format!("{place}/{name}"), "没有写");
            }
        }
        for (name, value) in fields {
            let here = format!("{place}/{name}");
            match (known.get(name), schema.get("additionalProperties")) {
                (Some(schema), _) | (None, Some(schema @ Value::Object(_))) => self.hold(schema, value, &here),
                (None, Some(Value::Bool(false))) => {
                    let names: Vec<&str> = known.keys().map(String::as_str).collect();
                    self.say(&here, format!("没有这一项；有：{}", names.join("、")));
                }
                (None, _) => {}
            }
        }
    }

    fn hold_list(&mut self, schema: &Value, items: &[Value], place: &str) {
        let bound = |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
        if bound("maxItems").is_some_and(|most| items.len() > most) {
            self.say(place, format!("太多：最多{}个", bound("maxItems").unwrap_or_default()));
        }
        if bound("minItems").is_some_and(|least| items.len() < least) {
            self.say(place, format!("太少：至少{}个", bound("minItems").unwrap_or_default()));
        }
        let first = schema.get("prefixItems").and_then(Value::as_array);
        for (at, item) in items.iter().enumerate() {
            let own = first.and_then(|first| first.get(at)).or_else(|| schema.get("items"));
            if let Some(own) = own.filter(|own| own.is_object()) {
                self.hold(own, item, &format!("{place}/{at}"));
            }
        }
    }

    fn hold_text(&mut self, schema: &Value, text: &str, place: &str) {
        let length = text.chars().count();
        let bound = |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
        if text.contains('\0') {
            self.say(place, "不能有空字符");
        }
        if let Some(most) = bound("maxLength").filter(|most| length > *most) {
            self.say(place, format!("太长：最多{most}个字"));
        }
        if let Some(least) = bound("minLength").filter(|least| length < *least) {
            self.say(place, if least == 1 { "不能是空的".to_owned() } else { format!("太短：至少{least}个字") });
        }
        if schema.get("format").is_some_and(|format| format == "date") && parameter::day(text).is_none() {
            self.say(place, "应当是日期，例如2018-08-01");
        }
    }

    fn hold_number(&mut self, schema: &Value, number: &serde_json::Number, place: &str) {
        let value = number.as_i64();
        let bound = |name: &str| schema.get(name).and_then(Value::as_i64);
        let small = bound("minimum").is_some_and(|least| value.is_none_or(|value| value < least));
        let large = bound("maximum").is_some_and(|most| value.is_none_or(|value| value > most));
        if small || large {
            let told = match (bound("minimum"), bound("maximum")) {
                (Some(least), Some(most)) => format!("应当在{least}到{most}之间"),
                (Some(least), None) => format!("应当不小于{least}"),
                (None, most) => format!("应当不大于{}", most.unwrap_or_default()),
            };
            self.say(place, told);
        }
    }
}

/// The property of an object that can have one word only, which tells it from other kinds of objects, and the word.
fn mark(choice: &Value) -> Option<(&str, &str)> {
    let properties = choice.get("properties")?.as_object()?;
    properties.iter().find_map(|(name, schema)| match schema.get("enum")?.as_array()?.as_slice() {
        [word] => Some((name.as_str(), word.as_str()?)),
        _ => None,
    })
}

fn is_of(kind: Option<&Value>, value: &Value) -> bool {
    match kind {
        None => true,
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| is_of(Some(kind), value)),
        Some(kind) => match kind.as_str().unwrap_or_default() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            _ => true,
        },
    }
}

fn kinds(kind: Option<&Value>) -> String {
    let word = |kind: &Value| match kind.as_str().unwrap_or_default() {
        "object" => "对象",
        "array" => "数组",
        "string" => "文字",
        "integer" => "整数",
        "number" => "数",
        "boolean" => "true或false",
        _ => "null",
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().map(word).collect::<Vec<_>>().join("或"),
        Some(kind) => word(kind).to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tells_every_mistake_at_its_place() {
        let schema = json!({
            "type": "object", "additionalProperties": false, "required": ["a", "b"],
            "properties": {
                "a": { "type": "integer", "minimum": 1 },
                "b": { "type": ["string", "null"], "maxLength": 2 },
                "c": { "type": "array", "items": { "type": "string", "enum": ["x", "y"] } },
                "d": { "oneOf": [{ "type": "null" }, { "type": "string", "format": "date" }] },
            },
        });
        let held = |value: Value| {
            let mut check = Check { components: &Components::default(), mistakes: Vec::new() };
            check.hold(&schema, &value, "");
            check.mistakes.into_iter().map(|one| format!("{} {}", one.place, one.text)).collect::<Vec<_>>()
        };
        assert_eq!(held(json!({ "a": 1, "b": null, "c": ["x"], "d": "2018-08-01" })), Vec::<String>::new());
        assert_eq!(
            held(json!({ "a": 0, "c": ["z"], "d": "八月", "e": 1 })),
            [
                "/b 没有写",
                "/a 应当不小于1",
                "/c/0 可用的值：x、y",
                "/d 应当是日期，例如2018-08-01",
                "/e 没有这一项；有：a、b、c、d",
            ]
        );
        assert_eq!(held(json!({ "a": "1", "b": "长长长" })), ["/a 应当是整数", "/b 太长：最多2个字"]);
        assert_eq!(held(json!([])), ["/ 应当是对象"]);
    }

    #[test]
    fn of_several_kinds_the_one_that_is_named_is_looked_at() {
        let kind = |word: &str, own: &str| {
            json!({
                "type": "object", "required": ["kind", own],
                "properties": { "kind": { "type": "string", "enum": [word] }, own: { "type": "string" } },
            })
        };
        let schema = json!({ "oneOf": [kind("merge", "units"), kind("end", "unit")] });
        let held = |value: Value| {
            let mut check = Check { components: &Components::default(), mistakes: Vec::new() };
            check.hold(&schema, &value, "/change");
            check.mistakes.into_iter().map(|one| format!("{} {}", one.place, one.text)).collect::<Vec<_>>()
        };
        assert_eq!(held(json!({ "kind": "end", "unit": "S01" })), Vec::<String>::new());
        assert_eq!(held(json!({ "kind": "merge", "unit": "S01" })), ["/change/units 没有写"]);
        assert_eq!(held(json!({ "unit": "S01" })), ["/change/kind 可用的值：merge、end"]);
    }
}
