//! The generated files are what the generator writes today.

use std::collections::BTreeMap;

use crate::repository;

#[test]
fn generated_files_are_in_step() {
    let committed: BTreeMap<String, String> = repository::files().into_iter().collect();
    let written: BTreeMap<String, String> = xtask::generate::files().into_iter().collect();
    let differ = written.iter().filter(|(path, text)| committed.get(*path) != Some(text)).map(|(path, _)| path);
    let orphaned =
        committed.iter().filter(|(path, text)| repository::is_generated(text) && !written.contains_key(*path));
    let stale: Vec<_> = differ.chain(orphaned.map(|(path, _)| path)).collect();
    assert!(stale.is_empty(), "out of step, run `cargo xtask generate`: {stale:#?}");
}
