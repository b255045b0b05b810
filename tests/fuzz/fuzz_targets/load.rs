//! Whatever the document is, it loads or its problems are told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quarterdeck::api::{Kind, load};

fuzz_target!(|document: &[u8]| {
    for kind in Kind::ALL {
        if let Err(problems) = load(kind.as_str(), document) {
            assert!(problems.total() > 0);
            assert!(problems.iter().all(|problem| problem.code.as_str() != "internal.bug"), "{problems}");
        }
    }
});
