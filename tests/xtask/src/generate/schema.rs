//! JSON Schemas of documents, parameters and summaries.

use quarterdeck::api::{Kind, Operation, RecordOptions};
use quarterdeck::problem::shape;
use serde_json::{Map, Value, json};

use super::{BANNER, File};

/// The largest whole number that every host can hold.
const LARGEST: i64 = (1 << 53) - 1;

/// `tests/schema/*.schema.json`: one per document kind, two per operation.
pub fn pages(operations: &[Operation]) -> Vec<File> {
    let documents = Kind::ALL.iter().map(|kind| page(kind.as_str(), kind.schema()));
    let calls = operations.iter().flat_map(|operation| {
        let name = operation.name;
        [page(&format!("{name}.params"), params(operation)), page(&format!("{name}.summary"), summary(operation))]
    });
    documents.chain(calls).collect()
}

/// What an operation takes beside tables: its own parameters, and those that every operation with
/// tables takes.
#[must_use]
pub fn params(operation: &Operation) -> Value {
    let mut own = tidy((operation.params)());
    if operation.takes_tables() {
        let shared = tidy(shape::schema_of::<RecordOptions>());
        for part in ["properties", "$defs"] {
            let theirs = shared.get(part).and_then(Value::as_object).cloned().unwrap_or_default();
            if let Some(object) = own.as_object_mut() {
                let ours = object.entry(part).or_insert_with(|| json!({}));
                ours.as_object_mut().into_iter().for_each(|ours| ours.extend(theirs.clone()));
            }
        }
    }
    own
}

/// What an operation answers beside tables.
#[must_use]
pub fn summary(operation: &Operation) -> Value {
    tidy((operation.summary)())
}

fn page(name: &str, schema: Value) -> File {
    let mut page = Map::new();
    page.insert("$comment".into(), BANNER.into());
    page.insert("$id".into(), format!("urn:quarterdeck:schema:{name}").into());
    page.extend(schema.as_object().cloned().unwrap_or_default());
    page.insert("title".into(), name.into());
    (format!("tests/schema/{name}.schema.json"), format!("{:#}\n", tidy(Value::Object(page))))
}

/// No whole number beyond what every host can hold.
pub(super) fn tidy(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(object) => {
            let format = object.get("format").and_then(Value::as_str).unwrap_or_default();
            if ["int64", "uint64", "int", "uint"].contains(&format) {
                let signed = !format.starts_with('u');
                object.remove("format");
                object.entry("maximum").or_insert_with(|| LARGEST.into());
                if signed {
                    object.entry("minimum").or_insert_with(|| (-LARGEST).into());
                }
            }
            for value in object.values_mut() {
                *value = tidy(value.take());
            }
        }
        Value::Array(items) => {
            for item in items {
                *item = tidy(item.take());
            }
        }
        _ => {}
    }
    schema
}
