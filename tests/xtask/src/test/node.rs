//! The Node package.

use std::path::Path;

use super::{Board, readme};
use crate::{Result, build, setup, shell};

pub fn run(root: &Path, board: &mut Board) {
    let ready = board.step("npm packages", |_| setup::npm(root, "tests"))
        && board.step("node package", |_| build::node(root, &["probe"]));
    if !ready {
        return;
    }
    let node = |arguments: &[&str]| shell::command(root, "node", arguments);
    board.tests(
        "node tests",
        shell::command(&root.join("bindings-node"), setup::NPM, &["test"]).env("FORCE_COLOR", "0"),
    );
    board.vectors("node", &mut node(&["tests/runners/node_vectors.mjs"]));
    board.step("node readme", |_| {
        let blocks = readme::blocks(root, "js", "mjs")?;
        link(&root.join("bindings-node"), &root.join("target/readme/node_modules"))?;
        blocks.iter().try_for_each(|block| shell::run(node(&[]).arg(block)))
    });
}

/// Lets programs beside `modules` import the package by its name.
fn link(package: &Path, modules: &Path) -> Result {
    std::fs::create_dir_all(modules)?;
    let name = modules.join("quarterdeck");
    if name.exists() {
        return Ok(());
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(package, name)?;
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(package, name)?;
    Ok(())
}
