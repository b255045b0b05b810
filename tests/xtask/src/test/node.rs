//! The Node package: built, tested, typed, packed, and its vectors.

use std::path::Path;

use super::Board;
use crate::{build, setup, shell};

pub fn run(root: &Path, board: &mut Board) {
    let ready = board.step("npm packages", |_| setup::npm(root, "tests"))
        && board.step("node package", |_| build::node(root, &["probe"]));
    if !ready {
        return;
    }
    let node = |arguments: &[&str]| shell::command(root, "node", arguments);
    board.tests("node tests", &mut node(&["--expose-gc", "--test", "bindings-node/test/*.mjs"]));
    board.run(
        "typescript",
        &mut node(&["tests/node_modules/typescript/bin/tsc", "--project", "tests/consumers/typescript"]),
    );
    board.vectors("node", &mut node(&["tests/runners/node_vectors.mjs"]));
}
