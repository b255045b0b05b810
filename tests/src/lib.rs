//! The proof that Quarterdeck does what it says: everything here runs under `cargo xtask test`.
#![forbid(unsafe_code)]

use std::io::Write as _;
use std::path::{Path, PathBuf};

pub mod vectors;

#[cfg(test)]
mod closes;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod repository;
#[cfg(test)]
mod structure;
#[cfg(test)]
mod templates;

/// The README, whose Rust examples run as tests of this crate.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The folder of real data that a test needs, if this machine has it. The test run is told either way.
#[must_use]
pub fn real_data(test: &str, folder: &str) -> Option<PathBuf> {
    let found =
        std::env::var_os("QUARTERDECK_DATA").map(|data| Path::new(&data).join(folder)).filter(|path| path.is_dir());
    if let Some(log) = std::env::var_os("QUARTERDECK_DATA_LOG") {
        let word = if found.is_some() { "ran" } else { "skipped" };
        let mut log = std::fs::OpenOptions::new().create(true).append(true).open(log).expect("the log can be written");
        writeln!(log, "{word} {test}").expect("the log can be written");
    }
    found
}
