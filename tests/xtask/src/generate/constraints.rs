//! `core/src/problem/generated/constraints.json`: what the shape pass asks of a schema, without its words.

use std::collections::BTreeMap;

use quarterdeck::api;
use serde_json::{Map, Value};

use super::{BANNER, File};

/// The keywords that the shape pass reads, and what their values are.
const CONSTRAINTS: [&str; 10] =
    ["$ref", "additionalProperties", "const", "enum", "format", "items", "maximum", "minItems", "minLength", "minimum"];
const LISTS_OF_SCHEMAS: [&str; 2] = ["anyOf", "oneOf"];
const NAMED_SCHEMAS: [&str; 2] = ["$defs", "properties"];

/// One line for each document, so that two changes meet only where they are about the same.
pub fn file() -> File {
    let mut all: BTreeMap<String, Value> = BTreeMap::new();
    for schema in api::documents() {
        let name = schema["title"].as_str().unwrap_or_default().to_owned();
        let bare = constraints(&schema);
        let known = all.entry(name.clone()).or_insert_with(|| bare.clone());
        assert!(*known == bare, "two documents are called `{name}`, but are not the same");
    }
    let lines: Vec<String> = all.iter().map(|(name, bare)| format!("{}:{bare}", Value::from(name.as_str()))).collect();
    let text = format!("{{\n\"$comment\":{},\n{}\n}}\n", Value::from(BANNER), lines.join(",\n"));
    ("core/src/problem/generated/constraints.json".to_owned(), text)
}

fn constraints(schema: &Value) -> Value {
    let Value::Object(schema) = schema else { return schema.clone() };
    let mut bare = Map::new();
    for (key, value) in schema {
        let kept = match (key.as_str(), value) {
            (key, Value::Object(named)) if NAMED_SCHEMAS.contains(&key) => {
                named.iter().map(|(name, schema)| (name.clone(), constraints(schema))).collect()
            }
            (key, Value::Array(schemas)) if LISTS_OF_SCHEMAS.contains(&key) => {
                schemas.iter().map(constraints).collect()
            }
            // A width of integers is said by its bounds.
            ("format", Value::String(format)) if format.trim_start_matches('u').starts_with("int") => continue,
            ("required" | "type", value) => value.clone(),
            (key, value) if CONSTRAINTS.contains(&key) => constraints(value),
            _ => continue,
        };
        bare.insert(key.clone(), kept);
    }
    Value::Object(bare)
}
