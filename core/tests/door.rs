//! Input that JSON text in a vector cannot hold: each gets its code, at its place, and nothing is lost.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use quarterdeck::api::{call, call_json, explain, load};
use quarterdeck::number::Exact;
use quarterdeck::problem::Code;
use quarterdeck::table::{Cells, Column, Table, Tables};
use quarterdeck::time::FiscalCalendar;
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

#[test]
fn what_is_not_there_is_not_explained() {
    let plan =
        br#"{"schema":"quarterdeck/commission-plan@1","id":"p","currency":"USD","effective":{"from":"2026-01-01"},
        "components":[{"id":"c","rate":"0.06","measure":{"date":"booked_on","period":"quarter"}}]}"#;
    let (plan, _) = load("commission_plan", plan).unwrap();
    let mut tables = Tables::new();
    let transactions = b"transaction_id,payee_id,amount,booked_on\nt1,ana,100,2026-01-10\nt2,ana,x,2026-01-10\n";
    tables.insert("transactions", Table::from_csv(transactions).unwrap());
    tables.insert("assignments", Table::from_csv(b"payee_id,plan_id,from\nana,p,2026-01-01\n").unwrap());
    let params = br#"{"period":"2026-Q1","bad_records":"set_aside"}"#;
    let run = call("commission.calculate", Some(&plan), params, tables).run.expect("a sound call");
    let code = |request: &[u8]| {
        let answer: Value = serde_json::from_slice(&explain(&run, request)).unwrap();
        answer["problems"][0]["code"].as_str().map(str::to_owned)
    };
    assert_eq!(code(br#"{"table":"lines","row":0}"#), None);
    assert_eq!(code(br#"{"table":"lines","row":1}"#).as_deref(), Some("trace.unknown_row"));
    assert_eq!(code(br#"{"table":"set_aside","row":0}"#).as_deref(), Some("trace.no_explanation"));
    assert_eq!(code(br#"{"table":"wishes","row":0}"#).as_deref(), Some("trace.no_explanation"));
    assert_eq!(code(br#"{"table":"lines","row":-1}"#).as_deref(), Some("document.out_of_range"));
}

#[test]
fn columns_of_unequal_length_are_refused() {
    let column = |cells: usize| Column::Integer(Cells::full(vec![1; cells]));
    let problem = Table::new([("a", column(2)), ("b", column(3))]).unwrap_err();
    assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("table.unequal_columns", "/b"));
}

#[test]
fn divisors_and_months_must_exist() {
    assert_eq!(Exact::new(1, 0).unwrap_err().code(), "number.division_by_zero");
    assert_eq!(FiscalCalendar::new(13).unwrap_err().code(), "time.bad_month");
}

/// `internal.bug` is what a panic becomes.
#[cfg(feature = "probe")]
#[test]
fn a_panic_is_an_answer() {
    let answer: Value = serde_json::from_slice(&call("internal.panic", None, b"{}", Tables::new()).json).unwrap();
    assert_eq!(answer["problems"][0]["code"], "internal.bug");
    assert!(answer["problems"][0]["message"].as_str().unwrap().contains("asked to panic"), "{answer}");
}
