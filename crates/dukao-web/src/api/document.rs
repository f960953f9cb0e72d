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

    /// The same for something that is sent: nothing else may stand in it.
    pub(crate) fn input<T: ToSchema>(&mut self) -> Value {
        let reference = self.add::<T>();
        if let Some(Value::Object(schema)) = self.schemas.get_mut(T::name().as_ref()) {
            schema.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
        reference
    }

    /// Says which words a property of something that is sent may have.
    pub(crate) fn words(&mut self, name: &str, property: &str, words: &[&str]) {
        let found =
            self.schemas.get_mut(name).and_then(|schema| schema.pointer_mut(&format!("/properties/{property}")));
        if let Some(Value::Object(schema)) = found {
            let known = words.iter().map(|word| Value::from(*word)).chain([Value::Null]);
            schema.insert("enum".to_owned(), known.collect());
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
