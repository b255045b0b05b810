//! The browser package: built, and used in a headless Chromium.

use std::path::Path;

use super::{Board, node};
use crate::{setup, shell, wasm};

pub fn run(root: &Path, board: &mut Board) {
    let mut chromium = None;
    let ready = board.step("npm packages", |_| setup::npm(root, "tests"))
        && board.step("chromium", |_| {
            chromium = Some(setup::chromium(root)?);
            Ok(())
        })
        && board.step("browser package", |_| wasm::build(root, &["probe", "sample"]));
    let Some(chromium) = chromium.filter(|_| ready) else { return };
    let browser = |arguments: &[&str]| {
        let mut command = shell::command(root, "node", arguments);
        command.env("CHROMIUM", &chromium);
        command
    };
    board.tests("browser tests", browser(&["--test"]).args(node::tests(root, "bindings-wasm/test")));
    board.vectors("browser", &mut browser(&["tests/runners/browser_vectors.mjs"]));
}
