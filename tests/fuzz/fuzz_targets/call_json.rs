//! Whatever the request is, the answer is an envelope and no bug.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|request: &[u8]| {
    let answer = quarterdeck::api::call_json(request);
    let value: serde_json::Value = serde_json::from_slice(&answer).unwrap();
    assert!(value["ok"].is_boolean());
    let problems = value["problems"].as_array().into_iter().flatten();
    problems.for_each(|problem| assert_ne!(problem["code"], "internal.bug", "{problem}"));
});
