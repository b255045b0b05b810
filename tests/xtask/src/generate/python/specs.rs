//! Where a summary holds decimals, dates and instants, as a Python literal.

use serde_json::Value;

use super::text::quoted;

/// Where the summary of an operation holds such values, as an entry of a dictionary; nothing if nowhere.
pub fn entry(operation: &str, root: &Value) -> Option<String> {
    let found = entries(root, root, &mut Vec::new());
    if found.is_empty() {
        return None;
    }
    let line = format!("    {}: {{{}}},\n", quoted(operation), found.join(", "));
    if line.len() <= 111 {
        return Some(line);
    }
    Some(format!("    {}: {{\n        {},\n    }},\n", quoted(operation), found.join(",\n        ")))
}

fn spec<'s>(root: &'s Value, schema: &'s Value, inside: &mut Vec<&'s str>) -> Option<String> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next()?;
        // What holds itself is left as it is: no summary is a tree of numbers.
        if inside.contains(&name) {
            return None;
        }
        inside.push(name);
        let found = spec(root, root.get("$defs")?.get(name)?, inside);
        inside.pop();
        return found;
    }
    let kind = match schema.get("format").and_then(Value::as_str) {
        Some("decimal") => Some("decimal"),
        Some("ratio") => Some("ratio"),
        Some("date") => Some("date"),
        Some("date-time") => Some("instant"),
        _ => None,
    };
    if let Some(kind) = kind {
        return Some(quoted(kind));
    }
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        return choices.iter().find_map(|choice| spec(root, choice, inside));
    }
    if let Some(items) = schema.get("items") {
        return spec(root, items, inside).map(|item| format!("[{item}]"));
    }
    let found = entries(root, schema, inside);
    if found.is_empty() { None } else { Some(format!("{{{}}}", found.join(", "))) }
}

/// What the keys of an object hold.
fn entries<'s>(root: &'s Value, schema: &'s Value, inside: &mut Vec<&'s str>) -> Vec<String> {
    let mut found = Vec::new();
    for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        found.extend(spec(root, property, inside).map(|spec| format!("{}: {spec}", quoted(key))));
    }
    if let Some(others) = schema.get("additionalProperties").filter(|others| others.is_object()) {
        found.extend(spec(root, others, inside).map(|spec| format!("\"*\": {spec}")));
    }
    found
}
