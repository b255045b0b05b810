//! The generated files are what the generator writes today.

#[test]
fn generated_files_are_in_step() {
    let root = crate::root();
    let stale: Vec<_> = xtask::generate::files()
        .into_iter()
        .filter(|(path, text)| std::fs::read_to_string(root.join(path)).map_or(true, |found| found != *text))
        .map(|(path, _)| path)
        .collect();
    assert!(stale.is_empty(), "out of step, run `cargo xtask generate`: {stale:#?}");
}
