//! Input that JSON text in a vector cannot hold: each gets its code, at its place, and nothing is lost.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use quarterdeck::api::{call, call_json, load};
use quarterdeck::problem::Code;
use quarterdeck::table::Tables;
use serde_json::Value;

/// The codes and pointers of a load that fails.
fn refused(document: &[u8]) -> Vec<(String, String)> {
    let problems = load("commission_plan", document).expect_err("the document is broken");
    assert_eq!(problems.total(), problems.iter().count());
    problems.iter().map(|problem| (problem.code.to_string(), problem.pointer.clone())).collect()
}

fn one(code: Code, pointer: &str) -> Vec<(String, String)> {
    vec![(code.to_string(), pointer.to_owned())]
}

#[test]
fn a_document_that_is_not_utf8_is_refused() {
    assert_eq!(Code::DocumentNotUtf8.as_str(), "document.not_utf8");
    assert_eq!(refused(b"{\"id\":\"\xff\"}"), one(Code::DocumentNotUtf8, ""));
}

#[test]
fn a_document_larger_than_16_mb_is_refused() {
    assert_eq!(Code::DocumentTooLarge.as_str(), "document.too_large");
    let document = format!("{{\"name\":\"{}\"}}", "x".repeat(16 << 20));
    assert_eq!(refused(document.as_bytes()), one(Code::DocumentTooLarge, ""));
}

#[test]
fn a_document_nested_10_000_deep_is_refused() {
    assert_eq!(Code::DocumentTooDeep.as_str(), "document.too_deep");
    let document = "[".repeat(10_000) + &"]".repeat(10_000);
    let found = refused(document.as_bytes());
    assert_eq!(found.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["document.too_deep"]);
}

#[test]
fn every_byte_string_is_answered() {
    let requests: [&[u8]; 7] = [b"", b"{", b"null", b"[]", b"{\"op\":1}", b"\xff", b"{\"op\":\"x\",\"op\":\"x\"}"];
    for request in requests {
        let answer: Value = serde_json::from_slice(&call_json(request)).expect("an envelope");
        assert_eq!(answer["ok"], false, "{answer}");
    }
}

#[test]
fn params_that_are_no_object_are_refused() {
    for params in [&b"[]"[..], b"null", b"3", b"", b"\xff"] {
        let answer: Value =
            serde_json::from_slice(&call("commission.validate", None, params, Tables::new()).json).unwrap();
        let pointer = answer["problems"][0]["pointer"].as_str().unwrap();
        assert!(pointer.starts_with("/params"), "{answer}");
    }
}

/// `internal.bug` is what a panic becomes.
#[cfg(feature = "probe")]
#[test]
fn a_panic_is_an_answer() {
    let answer: Value = serde_json::from_slice(&call("internal.panic", None, b"{}", Tables::new()).json).unwrap();
    assert_eq!(answer["problems"][0]["code"], "internal.bug");
    assert!(answer["problems"][0]["message"].as_str().unwrap().contains("asked to panic"), "{answer}");
}
