//! How one plan document becomes another, key by key.

use serde_json::{Map, Value};

use crate::problem::pointer;
use crate::sorted;

/// One change: where it is, and what it does to a document.
pub(super) struct Change {
    pub(super) pointer: String,
    pub(super) apply: Box<dyn FnOnce(&mut Value)>,
}

/// The changes from one document to another: keys of the plan by their names, then components in the order of
/// the second, each key of one that both have by its name; last the components that only the first has.
pub(super) fn changes(a: &Value, b: &Value) -> Vec<Change> {
    let (Value::Object(a), Value::Object(b)) = (read(a), read(b)) else { return Vec::new() };
    let mut found = Vec::new();
    for key in differing(&a, &b).into_iter().filter(|key| !["id", "name", "components"].contains(&key.as_str())) {
        let value = b.get(&key).cloned();
        let pointer = pointer::join("", &key);
        found.push(Change { pointer, apply: Box::new(move |document| set(document.as_object_mut(), &key, value)) });
    }
    let (from, to) = (components(&a), components(&b));
    for (place, (id, component)) in to.iter().enumerate() {
        let at = pointer::at("/components", place);
        match from.iter().find(|(other, _)| other == id) {
            None => {
                let added = Value::Object(component.clone());
                found.push(Change {
                    pointer: at,
                    apply: Box::new(move |document| edit(document, |list| list.push(added))),
                });
            }
            Some((_, other)) => {
                for key in differing(other, component) {
                    let (id, value) = (id.clone(), component.get(&key).cloned());
                    let pointer = pointer::join(&at, &key);
                    let apply = Box::new(move |document: &mut Value| {
                        edit(document, |list| {
                            let own = list.iter_mut().find(|one| id_of(one) == id);
                            set(own.and_then(Value::as_object_mut), &key, value);
                        });
                    });
                    found.push(Change { pointer, apply });
                }
            }
        }
    }
    for (place, (id, _)) in from.iter().enumerate() {
        if !to.iter().any(|(other, _)| other == id) {
            let id = id.clone();
            let pointer = pointer::at("/components", place);
            let apply =
                Box::new(move |document: &mut Value| edit(document, |list| list.retain(|one| id_of(one) != id)));
            found.push(Change { pointer, apply });
        }
    }
    found
}

/// A document, which may come as its text.
pub(super) fn read(document: &Value) -> Value {
    match document {
        Value::String(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        document => document.clone(),
    }
}

fn set(object: Option<&mut Map<String, Value>>, key: &str, value: Option<Value>) {
    match (object, value) {
        (Some(object), Some(value)) => drop(object.insert(key.to_owned(), value)),
        (Some(object), None) => drop(object.remove(key)),
        (None, _) => {}
    }
}

fn differing(a: &Map<String, Value>, b: &Map<String, Value>) -> Vec<String> {
    let mut keys: Vec<String> = a.keys().chain(b.keys()).filter(|key| a.get(*key) != b.get(*key)).cloned().collect();
    sorted::sort(&mut keys);
    keys.dedup();
    keys
}

fn components(document: &Map<String, Value>) -> Vec<(String, Map<String, Value>)> {
    let listed = document.get("components").and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(|one| Some((id_of(one), one.as_object()?.clone()))).collect()
}

fn id_of(component: &Value) -> String {
    component.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Changes the list of components.
fn edit(document: &mut Value, change: impl FnOnce(&mut Vec<Value>)) {
    if let Some(Value::Array(list)) = document.get_mut("components") {
        change(list);
    }
}
