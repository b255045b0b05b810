//! What the core may not depend on, and which features nobody may switch on.

use std::process::Command;

use crate::repository;

/// Crates that belong to a host.
const HOSTS: [&str; 6] = ["pyo3", "napi", "napi-derive", "wasm-bindgen", "js-sys", "web-sys"];

/// Crates that bring a clock, randomness, threads of their own or a megabyte of tables.
const AMBIENT: [&str; 6] = ["iana-time-zone", "getrandom", "rand", "regex", "tokio", "rayon"];

/// Features that would change how a number is read or how keys are ordered.
const LOOSE: [(&str, &[&str]); 2] = [
    ("serde_json", &["arbitrary_precision", "preserve_order", "float_roundtrip"]),
    ("rust_decimal", &["serde", "serde-float", "serde-str", "serde-arbitrary-precision", "serde-with-float", "maths"]),
];

/// The crates that a package links, each with its features.
fn tree(package: &str, more: &[&str]) -> Vec<(String, Vec<String>)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}|{f}", "--package", package])
        .args(more)
        .current_dir(crate::root())
        .output()
        .expect("cargo tree runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    let line = |line: &str| {
        let (package, features) = line.split_once('|')?;
        let features = features.trim_end_matches(" (*)").split(',').map(str::to_owned).collect();
        Some((package.split(' ').next()?.to_owned(), features))
    };
    let found: Vec<_> = text.lines().filter_map(line).collect();
    assert!(found.len() > 5, "cargo tree showed nothing of {package}");
    found
}

fn linked<'a>(tree: &'a [(String, Vec<String>)], banned: &[&str]) -> Vec<&'a str> {
    tree.iter().map(|(name, _)| name.as_str()).filter(|name| banned.contains(name)).collect()
}

#[test]
fn the_core_knows_no_host() {
    assert_eq!(linked(&tree("quarterdeck", &["--all-features"]), &HOSTS), [""; 0]);
}

/// Arrow's own crates link a clock and a random hasher, so this holds for the core without them.
#[test]
fn nothing_ambient_is_linked() {
    assert_eq!(linked(&tree("quarterdeck", &["--features", "sample"]), &AMBIENT), [""; 0]);
}

#[test]
fn no_feature_changes_a_number() {
    for package in published() {
        for (name, features) in tree(&package, &[]) {
            let loose = LOOSE.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, loose)| loose);
            let on: Vec<_> = features.iter().filter(|feature| loose.contains(&feature.as_str())).collect();
            assert!(on.is_empty(), "`{package}` builds `{name}` with {on:?}");
        }
    }
}

/// The packages that users get: the core and its bindings.
fn published() -> Vec<String> {
    let manifests = repository::files().into_iter().filter(|(path, _)| path.ends_with("Cargo.toml"));
    let name = |manifest: &str| Some(manifest.split_once("name = \"")?.1.split('"').next()?.to_owned());
    manifests.filter_map(|(_, text)| name(&text)).filter(|name| name.starts_with("quarterdeck")).collect()
}
