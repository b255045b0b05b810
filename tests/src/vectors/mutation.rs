//! Whatever is done to a request, the answer is an envelope, and never a bug.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use quarterdeck::{api, problem::json::canonical};
use serde_json::{Value, json};

use super::{Vector, read_all};

/// Values that are at home nowhere, or nearly at home.
fn strangers() -> Vec<Value> {
    let nested = (0..70).fold(json!(1), |inner, _| json!([inner]));
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1e300),
        json!(0.1),
        json!(9_007_199_254_740_993_i64),
        json!(""),
        json!("x"),
        json!("-0"),
        json!("1/3"),
        json!("1/0"),
        json!("79228162514264337593543950335"),
        json!("-79228162514264337593543950336.5"),
        json!("0.0000000000000000000000000001"),
        json!("9".repeat(40)),
        json!("2026-02-30"),
        json!("0001-01-01"),
        json!("9999-12-31"),
        json!("2026-03-31T23:59:60Z"),
        json!("NaN"),
        json!("USD"),
        json!("JPY"),
        json!("\u{0}\u{10ffff}~/"),
        json!([]),
        json!({}),
        json!([{}]),
        json!({"op": "eq"}),
        nested,
    ]
}

fn request(vector: &Vector) -> Value {
    let mut request = json!({"op": vector.op, "params": vector.params, "tables": vector.tables});
    if let Some((kind, document)) = &vector.definition {
        request["kind"] = kind.as_str().into();
        request["definition"] = document.clone();
    }
    request
}

/// How many values there are, this one and all inside it.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(object) => object.values().map(count).sum(),
        _ => 0,
    }
}

/// Replaces, removes or repeats the value at this position, counted as [`count`] does.
fn change(value: &mut Value, at: usize, how: usize, stranger: &Value) {
    let mut left = at;
    let mut steps: Vec<&mut Value> = vec![value];
    while let Some(here) = steps.pop() {
        if left == 0 {
            match (how % 4, &mut *here) {
                (0, Value::Array(items)) if !items.is_empty() => items.push(items[0].clone()),
                (1, Value::Array(items)) => drop(items.pop()),
                (1, Value::Object(object)) => {
                    let first = object.keys().next().cloned();
                    first.and_then(|key| object.remove(&key));
                }
                (2, Value::Object(object)) => drop(object.insert("stranger".into(), stranger.clone())),
                _ => *here = stranger.clone(),
            }
            return;
        }
        left -= 1;
        match here {
            Value::Array(items) => steps.extend(items.iter_mut().rev()),
            Value::Object(object) => steps.extend(object.values_mut().rev()),
            _ => {}
        }
    }
}

fn is_an_envelope(answer: &[u8]) -> Result<(), TestCaseError> {
    let value: Value = serde_json::from_slice(answer).map_err(|why| TestCaseError::fail(why.to_string()))?;
    let problems = value["problems"].as_array().map_or(&[][..], Vec::as_slice);
    prop_assert!(value["ok"].is_boolean(), "{value}");
    prop_assert_eq!(value["ok"] == false, !problems.is_empty(), "{}", value);
    prop_assert!(problems.iter().all(|problem| problem["code"] != "internal.bug"), "{value}");
    Ok(())
}

#[test]
fn changed_requests_are_answered() {
    let requests: Vec<Value> = read_all().unwrap().iter().map(request).collect();
    let strangers = strangers();
    let change_of = (any::<prop::sample::Index>(), 0..4_usize, 0..strangers.len());
    let cases = (any::<prop::sample::Index>(), prop::collection::vec(change_of, 1..4));
    let config = Config { cases: 3_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, fixed());
    let law = |(which, changes): (prop::sample::Index, Vec<(prop::sample::Index, usize, usize)>)| {
        let mut request = which.get(&requests).clone();
        for (at, how, stranger) in changes {
            let at = at.index(count(&request));
            change(&mut request, at, how, &strangers[stranger]);
        }
        is_an_envelope(&api::call_json(&canonical(&request)))
    };
    runner.run(&cases, law).unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn broken_bytes_are_answered() {
    let requests: Vec<Vec<u8>> = read_all().unwrap().iter().map(|vector| canonical(&request(vector))).collect();
    let byte = (any::<prop::sample::Index>(), any::<u8>());
    let cases =
        (any::<prop::sample::Index>(), prop::collection::vec(byte, 1..4), any::<prop::sample::Index>(), any::<bool>());
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, fixed());
    type Case = (prop::sample::Index, Vec<(prop::sample::Index, u8)>, prop::sample::Index, bool);
    let law = |(which, bytes, end, cut): Case| {
        let mut request = which.get(&requests).clone();
        for (at, byte) in bytes {
            let at = at.index(request.len());
            request[at] = byte;
        }
        if cut {
            request.truncate(end.index(request.len()));
        }
        is_an_envelope(&api::call_json(&request))
    };
    runner.run(&cases, law).unwrap_or_else(|why| panic!("{why}"));
}

/// The same cases on every machine and every day.
fn fixed() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}
