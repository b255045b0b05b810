//! The core and the conformance crate.

use std::path::Path;

use super::Board;
use crate::shell;

pub fn run(root: &Path, board: &mut Board) {
    let mut cargo = |name: &str, arguments: &[&str]| {
        board.step(name, || shell::run(&mut shell::cargo(root, arguments)));
    };
    cargo("format", &["fmt", "--all", "--check"]);
    cargo("lints", &["clippy", "--workspace", "--all-targets", "--all-features", "--", "--deny", "warnings"]);
    cargo("core tests", &["test", "--package", "quarterdeck", "--all-features"]);
    cargo("conformance", &["test", "--package", "conformance"]);
}
