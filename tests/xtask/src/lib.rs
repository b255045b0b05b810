//! The project's own commands, in plain Rust over `std::process`.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};

pub mod bench;
pub mod build;
pub mod generate;
pub mod setup;
pub mod shell;
pub mod test;
pub mod wasm;

/// What every command answers.
pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}
