//! Every code and every operation has a vector.

use std::collections::BTreeSet;

use quarterdeck::api;
use quarterdeck::problem::Code;
use serde_json::Value;

use super::read_all;
use crate::repository;

/// Codes that no vector can produce, because JSON cannot write their cause or the cause is too large
/// to commit: the cause, and the test by name that produces each.
const ELSEWHERE: &[(Code, &str, &str)] = &[
    (Code::InternalBug, "nothing that is not a probe panics", "a_panic_is_an_answer"),
    (Code::DocumentNotUtf8, "a vector is UTF-8", "a_document_that_is_not_utf8_is_refused"),
    (Code::DocumentTooLarge, "16 MB", "a_document_larger_than_16_mb_is_refused"),
    (Code::DocumentTooDeep, "a vector would be too deep itself", "a_document_nested_10_000_deep_is_refused"),
    (Code::NumberNan, "JSON has no word for it", "the_number_rule_holds_at_every_door"),
    (Code::NumberInfinite, "JSON has no word for it", "the_number_rule_holds_at_every_door"),
    (Code::NumberDivisionByZero, "operations name their zeros", "divisors_and_months_must_exist"),
    (Code::NumberZeroWeights, "operations name their weights", "shares_refuse_what_they_cannot_share_by"),
    (Code::NumberNegativeWeight, "operations name their weights", "shares_refuse_what_they_cannot_share_by"),
    (Code::NumberPartsMismatch, "operations make their own parts", "shares_refuse_what_they_cannot_share_by"),
    (Code::TimeBadMonth, "documents are told document.out_of_range", "divisors_and_months_must_exist"),
    (Code::TimeNoZoneData, "every package has time zones", "zones_need_their_data"),
    (Code::TableNotUtf8, "a vector is UTF-8", "csv_that_is_no_csv"),
    (Code::TableUnequalColumns, "rows and CSV cannot be uneven", "columns_of_unequal_length_are_refused"),
    (
        Code::TableUnsupportedType,
        "only typed columns have types",
        "a_table_that_does_not_fit_is_refused_as_a_whole_with_every_reason",
    ),
    (Code::TraceNoExplanation, "an explanation is asked for after the answer", "what_is_not_there_is_not_explained"),
    (Code::TraceUnknownRow, "an explanation is asked for after the answer", "what_is_not_there_is_not_explained"),
];

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

    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().map(|(code, ..)| code.as_str()).collect();
    let missing: Vec<_> = known.iter().filter(|code| !produced.contains(*code) && !elsewhere.contains(*code)).collect();
    assert!(missing.is_empty(), "codes without a vector: {missing:?}");
    let stale: Vec<_> = elsewhere.iter().filter(|code| produced.contains(*code)).collect();
    assert!(stale.is_empty(), "codes that a vector produces need no other test: {stale:?}");
}

#[test]
fn codes_without_a_vector_have_a_test() {
    let files = repository::files();
    for (code, cause, test) in ELSEWHERE {
        assert!(!cause.is_empty());
        let defined = |text: &String| text.contains(&format!("fn {test}("));
        let named = |text: &String| text.contains(code.as_str()) || text.contains(&format!("Code::{code:?}"));
        let held = files.iter().any(|(path, text)| !path.ends_with("coverage.rs") && defined(text) && named(text));
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
