//! No whole number on the wire is larger than JavaScript can hold.

use serde_json::Value;

use crate::repository;

const LARGEST: f64 = 9_007_199_254_740_991.0;

#[test]
fn whole_numbers_fit_every_host() {
    let schemas: Vec<_> = repository::files().into_iter().filter(|(path, _)| path.ends_with(".schema.json")).collect();
    assert!(!schemas.is_empty(), "there are no schemas");
    let mut wrong = Vec::new();
    for (path, text) in schemas {
        let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
        assert!(
            schema["$id"].as_str().is_some_and(|id| id.starts_with("urn:quarterdeck:schema:")),
            "{path} has no $id"
        );
        collect(&schema, &path, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The generated constraints of a document are found by its type's name in the schema, which a title is not.
#[test]
fn documents_are_renamed_not_titled() {
    let sources = repository::files().into_iter().filter(|(path, _)| path.starts_with("core/src/"));
    let titled: Vec<_> = sources.filter(|(_, text)| text.contains("#[schemars(title")).map(|(path, _)| path).collect();
    assert!(titled.is_empty(), "write `#[schemars(rename = ...)]` in {titled:?}");
}

fn collect(schema: &Value, at: &str, wrong: &mut Vec<String>) {
    let wide = schema["format"].as_str().is_some_and(|format| ["int64", "uint64", "int", "uint"].contains(&format));
    let bound = |name: &str| schema[name].as_f64().is_some_and(|bound| bound.abs() > LARGEST);
    if wide || bound("maximum") || bound("minimum") {
        wrong.push(at.to_owned());
    }
    match schema {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(step, item)| collect(item, &format!("{at}/{step}"), wrong));
        }
        Value::Object(object) => object.iter().for_each(|(step, item)| collect(item, &format!("{at}/{step}"), wrong)),
        _ => {}
    }
}
