//! The browser package, in a headless Chromium.

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
    let (true, Some(chromium)) = (ready, chromium) else { return };
    board.vectors(
        "browser",
        shell::command(root, "node", &["tests/runners/browser_vectors.mjs"]).env("CHROMIUM", chromium),
    );
}
