//! The proof that Quarterdeck does what it says: everything here runs under `cargo xtask test`.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};

/// The repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

#[cfg(test)]
mod generated;
#[cfg(test)]
mod repository;
#[cfg(test)]
mod structure;
