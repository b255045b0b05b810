//! `core/src/problem/generated/constraints.json`: what the shape pass asks of a schema, without its words.

use std::collections::BTreeMap;

use quarterdeck::api;
use serde_json::{Map, Value};

use super::{BANNER, File};

/// The keywords that constrain nothing.
const WORDS: [&str; 5] = ["$schema", "default", "description", "examples", "title"];

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
    match schema {
        Value::Object(schema) => {
            let kept = schema.iter().filter(|(key, value)| !WORDS.contains(&key.as_str()) && !is_width(key, value));
            kept.map(|(key, value)| (key.clone(), within(key, value))).collect()
        }
        Value::Array(schemas) => schemas.iter().map(constraints).collect(),
        other => other.clone(),
    }
}

/// What is inside a keyword: schemas by names that are the user's, values, or more schemas.
fn within(keyword: &str, value: &Value) -> Value {
    match (keyword, value) {
        ("$defs" | "properties", Value::Object(named)) => {
            Value::Object(named.iter().map(|(name, schema)| (name.clone(), constraints(schema))).collect::<Map<_, _>>())
        }
        ("const" | "enum" | "required" | "type", value) => value.clone(),
        (_, value) => constraints(value),
    }
}

/// How wide an integer is, which its bounds say as well.
fn is_width(keyword: &str, value: &Value) -> bool {
    let format = value.as_str().filter(|_| keyword == "format").unwrap_or_default();
    format.trim_start_matches('u').starts_with("int")
}
