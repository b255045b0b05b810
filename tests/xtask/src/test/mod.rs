//! `cargo xtask test`: everything, in every runtime, with one line each at the end.

mod board;
mod browser;
mod data;
mod node;
mod python;
mod readme;
mod rust;
mod tally;

use std::path::Path;

use crate::Result;
use board::Board;

const RUNTIMES: [&str; 4] = ["rust", "python", "node", "browser"];

/// Sets up and runs the runtimes named, or all of them. A failing step does not stop the others.
///
/// # Errors
/// A runtime is unknown, or something failed.
pub fn run(root: &Path, runtimes: &[&str]) -> Result {
    if let Some(unknown) = runtimes.iter().find(|name| !RUNTIMES.contains(name)) {
        return Err(format!("there is no runtime `{unknown}`: one of {}", RUNTIMES.join(", ")).into());
    }
    let wanted = |name: &str| runtimes.is_empty() || runtimes.contains(&name);
    let mut board = Board::default();
    data::begin(root)?;
    if wanted("rust") {
        rust::run(root, &mut board);
    } else {
        // What the others are held against.
        rust::vectors(root, &mut board);
    }
    if wanted("python") {
        python::run(root, &mut board);
    }
    if wanted("node") {
        node::run(root, &mut board);
    }
    if wanted("browser") {
        browser::run(root, &mut board);
    }
    board.step("real data", |_| data::verdict(root));
    board.close()
}
