//! `cargo xtask build`: the packages of the hosts.

use std::path::Path;

use crate::{Result, setup, shell, wasm};

/// Builds the packages named, or all of them.
///
/// # Errors
/// A runtime is unknown, or a build failed.
pub fn run(root: &Path, runtimes: &[&str]) -> Result {
    if let Some(unknown) = runtimes.iter().find(|name| !["python", "node", "browser"].contains(name)) {
        return Err(format!("there is no package for `{unknown}`: python, node or browser").into());
    }
    let wanted = |name: &str| runtimes.is_empty() || runtimes.contains(&name);
    if wanted("python") {
        setup::virtual_environment(root)?;
        python(root, &[])?;
    }
    if wanted("node") {
        node(root, &[])?;
    }
    if wanted("browser") {
        wasm::build(root, &[])?;
    }
    Ok(())
}

/// Builds the wheel and installs it into `.venv`, as a user would have it.
///
/// # Errors
/// The build or the installation failed.
pub fn python(root: &Path, features: &[&str]) -> Result {
    let wheels = root.join("target/wheels");
    if wheels.exists() {
        std::fs::remove_dir_all(&wheels)?;
    }
    let python = |arguments: &[&str]| shell::command(root, setup::python(root), arguments);
    let build = ["-m", "maturin", "build", "--manifest-path", "bindings-python/Cargo.toml", "--out", "target/wheels"];
    let mut build = python(&build);
    for feature in features {
        build.args(["--features", feature]);
    }
    shell::run(&mut build)?;
    let install = ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--force-reinstall", "--no-deps"];
    for wheel in std::fs::read_dir(wheels)? {
        shell::run(python(&install).arg(wheel?.path()))?;
    }
    Ok(())
}

/// Builds the addon into `bindings-node`.
///
/// # Errors
/// The build failed.
pub fn node(root: &Path, features: &[&str]) -> Result {
    let build = ["bindings-node/build.mjs", "--features", &features.join(",")];
    shell::run(&mut shell::command(root, "node", &build))
}
