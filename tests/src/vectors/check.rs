//! Whether an answer is what a vector expects.

use serde_json::{Map, Value};

/// Says what differs, if anything does. `envelope` is the answer, `tables` its tables as rows.
pub fn answer(expect: &Value, envelope: &Value, tables: &Value) -> Result<(), String> {
    let ok = envelope["ok"].as_bool();
    if expect["ok"].as_bool() != ok {
        return Err(format!("expected ok: {}, found {envelope}", expect["ok"]));
    }
    if ok == Some(true) { success(expect, envelope, tables) } else { failure(expect, envelope) }
}

fn success(expect: &Value, envelope: &Value, tables: &Value) -> Result<(), String> {
    if let Some(summary) = expect.get("summary") {
        subset("summary", summary, &envelope["summary"])?;
    }
    if let Some(warnings) = expect.get("warnings") {
        let codes: Value = list(&envelope["warnings"]).iter().map(|warning| warning["code"].clone()).collect();
        same("warnings", warnings, &codes)?;
    }
    for (name, rows) in expect.get("tables").and_then(Value::as_object).unwrap_or(&Map::new()) {
        let found = tables.get(name).ok_or_else(|| format!("there is no table `{name}`"))?;
        let (rows, found) = (list(rows), list(found));
        if rows.len() != found.len() {
            return Err(format!("{name}: expected {} rows, found {}: {found:?}", rows.len(), found.len()));
        }
        for (row, (expected, found)) in rows.iter().zip(found).enumerate() {
            subset(&format!("{name}/{row}"), expected, found)?;
        }
    }
    Ok(())
}

fn failure(expect: &Value, envelope: &Value) -> Result<(), String> {
    let (expected, found) = (list(&expect["problems"]), list(&envelope["problems"]));
    let brief = |problems: &[Value]| -> Vec<String> {
        problems.iter().map(|problem| format!("{} at {}", problem["code"], problem["pointer"])).collect()
    };
    if brief(expected) != brief(found) {
        return Err(format!("expected {:?}, found {:?}", brief(expected), brief(found)));
    }
    for (position, (expected, found)) in expected.iter().zip(found).enumerate() {
        if let Some(params) = expected.get("params") {
            subset(&format!("problems/{position}/params"), params, &found["params"])?;
        }
    }
    expect.get("total").map_or(Ok(()), |total| same("total", total, &envelope["total"]))
}

/// The keys that are given must be there and equal.
pub fn subset(what: &str, expected: &Value, found: &Value) -> Result<(), String> {
    let given = expected.as_object().ok_or_else(|| format!("{what}: the expectation is not an object"))?;
    given.iter().try_for_each(|(key, value)| match found.get(key) {
        Some(found) => same(&format!("{what}/{key}"), value, found),
        None => Err(format!("{what}/{key} is absent from {found}")),
    })
}

fn same(what: &str, expected: &Value, found: &Value) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("{what}: expected {expected}, found {found}")) }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
