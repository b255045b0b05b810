//! The core and the conformance crate.

use std::path::Path;

use super::{Board, data};
use crate::shell::cargo;

const RUNNER: [&str; 6] = ["run", "--quiet", "--package", "conformance", "--bin", "vectors"];

pub fn run(root: &Path, board: &mut Board) {
    let lints = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "--deny", "warnings"];
    board.run("format", &mut cargo(root, &["fmt", "--all", "--check"]));
    board.run("lints", &mut cargo(root, &lints));
    let core = ["test", "--no-fail-fast", "--package", "quarterdeck", "--all-features"];
    board.tests("core tests", data::given(root, &mut cargo(root, &core)));
    board.tests("automation tests", &mut cargo(root, &["test", "--package", "xtask"]));
    let conformance = ["test", "--no-fail-fast", "--package", "conformance"];
    board.tests("conformance", data::given(root, &mut cargo(root, &conformance)));
    // Each bench once, on few rows: that they run, not how fast.
    board.run(
        "benches",
        cargo(root, &["test", "--package", "benches", "--benches"]).env("QUARTERDECK_BENCH_ROWS", "3000"),
    );
    vectors(root, board);
    board.same_vectors(
        "vectors without features",
        cargo(root, &RUNNER).args(["--no-default-features", "--features", "sample"]),
    );
    // A feature of a shared crate is on for everybody as soon as anybody asks for it.
    board.same_vectors("vectors with a stranger's features", cargo(root, &RUNNER).args(["--features", "loose_json"]));
}

/// The first of the four runs, which the others are held against.
pub fn vectors(root: &Path, board: &mut Board) {
    board.vectors("rust", &mut cargo(root, &RUNNER));
}
