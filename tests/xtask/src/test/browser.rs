//! The browser package: built, and used in a headless Chromium.

use std::path::Path;

use super::Board;
use crate::{setup, shell, wasm};

pub fn run(root: &Path, board: &mut Board) {
    let mut chromium = None;
    let ready = board.step("npm packages", |_| setup::npm(root, "tests"))
        && board.step("chromium", |_| {
            chromium = Some(setup::chromium(root)?);
            Ok(())
        })
        && board.step("browser package", |_| wasm::build(root, &["probe"]));
    let Some(chromium) = chromium.filter(|_| ready) else { return };
    let node = |arguments: &[&str]| {
        let mut command = shell::command(root, "node", arguments);
        command.env("CHROMIUM", &chromium);
        command
    };
    board.tests("browser tests", &mut node(&["--test", "bindings-wasm/test/*.mjs"]));
    board.vectors("browser", &mut node(&["tests/runners/browser_vectors.mjs"]));
}
