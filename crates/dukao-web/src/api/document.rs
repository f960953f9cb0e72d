//! The shapes of what is sent and answered, by name, each property with what it means.

use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use super::fields;

/// The schemas under `#/components/schemas`.
#[derive(Debug, Default)]
pub(crate) struct Components {
    schemas: Map<String, Value>,
}

impl Components {
    /// Puts a type with all that it is made of; gives a reference to it.
    pub(crate) fn add<T: ToSchema>(&mut self) -> Value {
        let name = T::name().into_owned();
        if !self.schemas.contains_key(&name) {
            let mut parts = vec![(name.clone(), <T as PartialSchema>::schema())];
            T::schemas(&mut parts);
            for (part, schema) in parts {
                let mut schema = serde_json::to_value(schema).unwrap_or_default();
                describe(&mut schema, "");
                self.schemas.entry(part).or_insert(schema);
            }
        }
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    /// The same for something that is sent: nothing else may stand in it, nor in what it is made of.
    pub(crate) fn input<T: ToSchema>(&mut self) -> Value {
        let reference = self.add::<T>();
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        for name in parts.into_iter().map(|(name, _)| name).chain([T::name().into_owned()]) {
            if let Some(schema) = self.schemas.get_mut(&name) {
                close(schema);
            }
        }
        reference
    }

    /// Says which words a property of something that is sent may have.
    pub(crate) fn words(&mut self, name: &str, property: &str, words: &[&str]) {
        if let Some(schema) = self.schemas.get_mut(name) {
            say_words(schema, property, words);
        }
    }

    /// Puts them in the order of their names.
    pub(crate) fn sort(&mut self) {
        self.schemas.sort_keys();
    }

    /// All of them, by name.
    pub(crate) const fn schemas(&self) -> &Map<String, Value> {
        &self.schemas
    }

    /// The schema that a reference leads to.
    pub(crate) fn get(&self, reference: &str) -> Option<&Value> {
        self.schemas.get(reference.rsplit('/').next()?)
    }
}

/// Lets nothing stand in an object, or in one of several kinds of objects, but what it is said to have.
fn close(schema: &mut Value) {
    for kind in schema.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten() {
        close(kind);
    }
    if let Value::Object(schema) = schema
        && schema.contains_key("properties")
    {
        schema.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
}

/// Says which words a property may have; one that may be left out may also be null.
fn say_words(schema: &mut Value, property: &str, words: &[&str]) {
    for kind in schema.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten() {
        say_words(kind, property, words);
    }
    let needed =
        schema.get("required").and_then(Value::as_array).is_some_and(|names| names.contains(&Value::from(property)));
    if let Some(Value::Object(found)) = schema.pointer_mut(&format!("/properties/{property}")) {
        let known = words.iter().map(|word| Value::from(*word)).chain((!needed).then_some(Value::Null));
        found.insert("enum".to_owned(), known.collect());
    }
}

/// Says of each property in Chinese what it is; the words of the code are for whoever writes it.
fn describe(schema: &mut Value, name: &str) {
    let Value::Object(parts) = schema else {
        if let Value::Array(list) = schema {
            for part in list {
                describe(part, "");
            }
        }
        return;
    };
    parts.remove("description");
    if let Some(Value::Object(properties)) = parts.get_mut("properties") {
        for (name, property) in properties {
            describe(property, name);
        }
    }
    for (key, part) in parts.iter_mut().filter(|(key, _)| !["properties", "enum", "required"].contains(&key.as_str())) {
        let _ = key;
        describe(part, "");
    }
    if let Some(words) = fields::about(name) {
        parts.insert("description".to_owned(), Value::from(words));
    }
}
