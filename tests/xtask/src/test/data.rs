//! Tests on real data, which is not in the repository.
//!
//! Such a test, in any language, looks for its folder under `QUARTERDECK_DATA` and notes in the file
//! named by `QUARTERDECK_DATA_LOG` whether it `ran` or was `skipped`. What was skipped is said, and
//! is a failure where the folder exists.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// The folder: `QUARTERDECK_DATA`, else `../shared/data` beside the checkout.
fn folder(root: &Path) -> Option<PathBuf> {
    let named = std::env::var_os("QUARTERDECK_DATA").map(PathBuf::from);
    named.or_else(|| Some(root.parent()?.join("shared/data"))).filter(|folder| folder.is_dir())
}

fn log(root: &Path) -> PathBuf {
    root.join("target/real-data.log")
}

/// Begins a new log.
pub fn begin(root: &Path) -> Result {
    std::fs::create_dir_all(root.join("target"))?;
    Ok(std::fs::write(log(root), "")?)
}

/// Tells a command where the data is, and where to note what it did with it.
pub fn given<'c>(root: &Path, command: &'c mut Command) -> &'c mut Command {
    command.env("QUARTERDECK_DATA_LOG", log(root)).env_remove("QUARTERDECK_DATA");
    command.envs(folder(root).map(|folder| ("QUARTERDECK_DATA", folder)))
}

/// Says how many tests ran and how many were skipped.
pub fn verdict(root: &Path) -> Result {
    let log = std::fs::read_to_string(log(root)).unwrap_or_default();
    let noted = |word: &str| log.lines().filter(|line| line.starts_with(word)).count();
    let (ran, skipped) = (noted("ran "), noted("skipped "));
    println!("real data: {ran} tests ran, {skipped} skipped");
    match (folder(root), skipped) {
        (Some(folder), 1..) => {
            Err(format!("{} is there, but {skipped} tests were skipped:\n{log}", folder.display()).into())
        }
        _ => Ok(()),
    }
}
