//! One version everywhere.

use serde_json::Value;

use crate::repository;

#[test]
fn there_is_one_version() {
    let version = env!("CARGO_PKG_VERSION");
    let files = repository::files();
    let text =
        |path: &str| &files.iter().find(|(known, _)| known == path).unwrap_or_else(|| panic!("{path} is missing")).1;

    for (path, manifest) in
        files.iter().filter(|(path, text)| path.ends_with("/Cargo.toml") && !text.contains("[workspace]"))
    {
        assert!(manifest.contains("version.workspace = true"), "{path} has a version of its own");
    }
    let pinned = format!("quarterdeck = {{ path = \"core\", version = \"={version}\" }}");
    assert!(text("Cargo.toml").contains(&pinned), "the workspace does not pin quarterdeck ={version}");

    let project = text("bindings-python/pyproject.toml");
    assert!(
        project.contains("dynamic = [\"version\"]") || project.contains(&format!("version = \"{version}\"")),
        "pyproject.toml has another version"
    );
    for path in ["bindings-node/package.json", "bindings-wasm/package.json"] {
        let package: Value = serde_json::from_str(text(path)).expect("package.json is JSON");
        assert_eq!(package["version"], version, "{path}");
    }
    assert!(text("CHANGELOG.md").contains(&format!("## [{version}]")), "the changelog does not tell of {version}");
}
