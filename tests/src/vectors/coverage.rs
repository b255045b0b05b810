//! Every code and every operation has a vector.

use std::collections::BTreeSet;

use quarterdeck::api;
use quarterdeck::problem::Code;
use serde_json::Value;

use super::read_all;
use crate::repository;

/// Codes that no vector can produce, because JSON cannot write their cause or the cause is too large
/// to commit: the cause, and the test by name that produces each.
const ELSEWHERE: &[(&str, &str, &str)] = &[];

#[test]
fn every_code_has_a_vector() {
    let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let mut produced: BTreeSet<&str> = BTreeSet::new();
    let mut unknown = BTreeSet::new();
    for vector in read_all().unwrap() {
        texts(&vector.expect, &mut |text| {
            produced.extend(known.get(text));
        });
        for list in ["problems", "warnings"] {
            let items = vector.expect[list].as_array().map_or(&[][..], Vec::as_slice);
            let codes = items.iter().filter_map(|item| item.as_str().or_else(|| item["code"].as_str()));
            unknown.extend(codes.filter(|code| !known.contains(code)).map(str::to_owned));
        }
    }
    assert!(unknown.is_empty(), "vectors expect codes that do not exist: {unknown:?}");

    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().map(|(code, ..)| *code).collect();
    let missing: Vec<_> = known.iter().filter(|code| !produced.contains(*code) && !elsewhere.contains(*code)).collect();
    assert!(missing.is_empty(), "codes without a vector: {missing:?}");
    let stale: Vec<_> = elsewhere.iter().filter(|code| produced.contains(*code) || !known.contains(*code)).collect();
    assert!(stale.is_empty(), "codes that a vector produces need no other test: {stale:?}");
}

#[test]
fn codes_without_a_vector_have_a_test() {
    let files = repository::files();
    for (code, cause, test) in ELSEWHERE {
        assert!(!cause.is_empty());
        let defined = |text: &String| text.contains(&format!("fn {test}(")) || text.contains(&format!("def {test}("));
        let held =
            files.iter().any(|(path, text)| !path.ends_with("coverage.rs") && defined(text) && text.contains(code));
        assert!(held, "`{code}` should be produced by a test `{test}` that names it");
    }
}

#[test]
fn every_operation_has_a_vector() {
    let used: BTreeSet<String> = read_all().unwrap().into_iter().map(|vector| vector.op).collect();
    let missing: Vec<_> =
        api::operations().iter().map(|operation| operation.name).filter(|name| !used.contains(*name)).collect();
    assert!(missing.is_empty(), "operations without a vector: {missing:?}");
}

/// Every text in a value.
fn texts<'v>(value: &'v Value, found: &mut impl FnMut(&'v str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(object) => object.values().for_each(|item| texts(item, found)),
        _ => {}
    }
}
