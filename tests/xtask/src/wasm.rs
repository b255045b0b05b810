//! The browser's package: WebAssembly from cargo, and the JavaScript beside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, setup, shell};

const TARGET: &str = "wasm32-unknown-unknown";

/// The compiler and the sources of the standard library that Debian packages for this target.
const DEBIAN: [&str; 2] = ["rustc-web", "rust-web-src"];
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library";

/// The standard library made for size, as one sort for every type shows: 44 KB gzipped less than the one that is shipped.
const STD_FOR_SIZE: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// Builds `bindings-wasm/pkg` with these features of the binding.
///
/// # Errors
/// The target cannot be had, or a build failed.
pub fn build(root: &Path, features: &[&str]) -> Result {
    let mut cargo = shell::cargo(root, &["build", "--package", "quarterdeck-wasm", "--profile", "wasm"]);
    cargo.args(["--target", TARGET, "--target-dir", "target/wasm", "--features", &features.join(",")]);
    if has_sources(root)? {
        cargo.env("RUSTC_BOOTSTRAP", "1").args(STD_FOR_SIZE);
    } else if !has_target(root)? {
        debian(root, &mut cargo)?;
    }
    shell::run(&mut cargo)?;
    let module = format!("target/wasm/{TARGET}/wasm/quarterdeck_wasm.wasm");
    let tool = ["run", "--package", "wasm-bindgen-tool", "--", &module, "bindings-wasm/pkg", "quarterdeck"];
    shell::run(&mut shell::cargo(root, &tool))
}

fn sysroot(root: &Path) -> Result<PathBuf> {
    Ok(shell::output(&mut shell::command(root, "rustc", &["--print", "sysroot"]))?.trim().into())
}

/// Whether the compiler has the sources of its standard library, after asking rustup for them.
fn has_sources(root: &Path) -> Result<bool> {
    let sources = sysroot(root)?.join("lib/rustlib/src/rust/library");
    if !sources.is_dir() && shell::exists("rustup") {
        let added = shell::run(&mut shell::command(root, "rustup", &["component", "add", "rust-src"]));
        println!(
            "{}",
            added.map_or_else(|why| format!("{why}: the standard library is not built"), |()| String::new())
        );
    }
    Ok(sources.is_dir())
}

/// Whether the compiler has the target, after asking rustup for it.
fn has_target(root: &Path) -> Result<bool> {
    // The folder is what counts: rustup's own list can be wrong.
    let library = sysroot(root)?.join("lib/rustlib").join(TARGET).join("lib");
    if !library.is_dir() && shell::exists("rustup") {
        let added = shell::run(&mut shell::command(root, "rustup", &["target", "add", TARGET]));
        println!("{}", added.map_or_else(|why| format!("{why}: using Debian's compiler"), |()| String::new()));
    }
    Ok(library.is_dir())
}

/// Lets this build use Debian's compiler and build the standard library from Debian's sources.
fn debian(root: &Path, cargo: &mut Command) -> Result {
    if !Path::new(DEBIAN_SOURCES).is_dir() {
        DEBIAN.iter().try_for_each(|package| setup::apt(root, package))?;
    }
    let version = shell::output(&mut shell::command(root, "rustc", &["-vV"]))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    // Debian's compiler brings no linker for the target; the one of the usual compiler will do.
    let linker = sysroot(root)?.join("lib/rustlib").join(host).join("bin/rust-lld");
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    cargo.args(STD_FOR_SIZE);
    Ok(())
}
