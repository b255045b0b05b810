//! Tests on real data, which is not in the repository.
//!
//! Such a test asks for its folder and notes in a log whether it ran; what was skipped is said, and
//! is a failure where the folder exists.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Board;

/// The folder: `QUARTERDECK_DATA`, else `../shared/data` beside the checkout.
fn folder(root: &Path) -> Option<PathBuf> {
    let named = std::env::var_os("QUARTERDECK_DATA").map(PathBuf::from);
    named.or_else(|| Some(root.parent()?.join("shared/data"))).filter(|folder| folder.is_dir())
}

/// Runs tests of which some need the data.
pub fn tests(root: &Path, board: &mut Board, name: &str, command: &mut Command) {
    let log = root.join("target/real-data.log");
    let folder = folder(root);
    command.env("QUARTERDECK_DATA_LOG", &log).env_remove("QUARTERDECK_DATA");
    command.envs(folder.iter().map(|folder| ("QUARTERDECK_DATA", folder)));
    // Nothing to remove on a first run.
    let _ = std::fs::remove_file(&log);
    board.tests(name, command);
    board.step(&format!("{name} on real data"), |_| {
        let log = std::fs::read_to_string(&log).unwrap_or_default();
        let count = |word: &str| log.lines().filter(|line| line.starts_with(word)).count();
        let (ran, skipped) = (count("ran "), count("skipped "));
        println!("real data: {ran} tests ran, {skipped} skipped");
        match (folder, skipped) {
            (Some(folder), 1..) => {
                Err(format!("{} is there, but {skipped} tests were skipped:\n{log}", folder.display()).into())
            }
            _ => Ok(()),
        }
    });
}
