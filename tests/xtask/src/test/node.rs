//! The Node package: built, tested, typed, packed, and its vectors.

use std::path::{Path, PathBuf};

use super::{Board, readme};
use crate::{Result, build, setup, shell};

pub fn run(root: &Path, board: &mut Board) {
    let ready = board.step("npm packages", |_| setup::npm(root, "tests"))
        && board.step("node package", |_| build::node(root, &["probe"]));
    if !ready {
        return;
    }
    let node = |arguments: &[&str]| shell::command(root, "node", arguments);
    board.tests("node tests", node(&["--expose-gc", "--test"]).args(tests(root, "bindings-node/test")));
    board.run(
        "typescript",
        &mut node(&["tests/node_modules/typescript/bin/tsc", "--project", "tests/consumers/typescript"]),
    );
    board.vectors("node", &mut node(&["tests/runners/node_vectors.mjs"]));
    board.step("node readme", |_| {
        let blocks = readme::blocks(root, "js", "mjs")?;
        link(&root.join("bindings-node"), &root.join("target/readme/node_modules"))?;
        blocks.iter().try_for_each(|block| shell::run(node(&[]).arg(block)))
    });
}

/// The test files of a folder. Older versions of Node take neither folders nor patterns.
pub fn tests(root: &Path, folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    files
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
