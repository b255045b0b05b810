//! The core and the conformance crate.

use std::path::Path;

use super::{Board, data};
use crate::shell::cargo;

pub fn run(root: &Path, board: &mut Board) {
    let runner = ["run", "--quiet", "--package", "conformance", "--bin", "vectors"];
    let lints = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "--deny", "warnings"];
    board.run("format", &mut cargo(root, &["fmt", "--all", "--check"]));
    board.run("lints", &mut cargo(root, &lints));
    board.tests("core tests", &mut cargo(root, &["test", "--package", "quarterdeck", "--all-features"]));
    board.tests("automation tests", &mut cargo(root, &["test", "--package", "xtask"]));
    data::tests(root, board, "conformance", &mut cargo(root, &["test", "--package", "conformance"]));
    board.vectors("rust", &mut cargo(root, &runner));
    board.same_vectors("vectors without features", cargo(root, &runner).arg("--no-default-features"));
    // A feature of a shared crate is on for everybody as soon as anybody asks for it.
    board.same_vectors("vectors with a stranger's features", cargo(root, &runner).args(["--features", "loose_json"]));
}
