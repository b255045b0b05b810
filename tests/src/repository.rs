//! The files of the repository, as git lists them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Every file that is or would be committed: its path, with `/` between the parts, and its text.
/// Files that are not UTF-8 are left out.
pub fn files() -> Vec<(String, String)> {
    let root = crate::root();
    let listing = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(&root)
        .output()
        .expect("the structure tests need git");
    assert!(listing.status.success(), "git ls-files failed");
    let paths = String::from_utf8(listing.stdout).expect("paths are UTF-8");
    let text = |path: &str| Some((path.to_owned(), std::fs::read_to_string(root.join(path)).ok()?));
    let files: Vec<_> = paths.split_terminator('\0').filter_map(text).collect();
    assert!(files.iter().any(|(path, _)| path == "Cargo.toml"), "the listing is not this repository's");
    files
}

/// Whether a file says in its first two lines that it is generated.
pub fn is_generated(text: &str) -> bool {
    text.lines().take(2).any(|line| line.contains("enerated by `cargo xtask generate`"))
}

/// The ending of a path, without the dot.
pub fn ending(path: &str) -> &str {
    Path::new(path).extension().and_then(|ending| ending.to_str()).unwrap_or_default()
}

/// Rust source with its comments and the insides of its strings taken out; line breaks stay.
pub fn bare_rust(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let (kept, skipped) = match next {
            '/' if rest.starts_with("//") => ("", rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => ("", rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '"' => ("\"\"", 1 + closing_quote(&rest[1..])),
            'r' if raw_hashes(rest).is_some() && !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                let hashes = raw_hashes(rest).unwrap_or_default();
                let end = format!("\"{}", "#".repeat(hashes));
                let start = hashes + 2;
                ("\"\"", rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len()))
            }
            '\'' if rest.starts_with("'\"'") => ("' '", 3),
            '\'' if rest.starts_with("'\\\"'") => ("' '", 4),
            other => (&rest[..other.len_utf8()], other.len_utf8()),
        };
        out.push_str(kept);
        if kept.is_empty() || kept == "\"\"" {
            out.extend(rest[..skipped].chars().filter(|&c| c == '\n'));
        }
        rest = &rest[skipped..];
    }
    out
}

/// The length of a string literal's rest, its closing quote included.
fn closing_quote(rest: &str) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices() {
        match character {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// How many `#` a raw string that starts here has, if one starts here.
fn raw_hashes(rest: &str) -> Option<usize> {
    let hashes = rest[1..].chars().take_while(|&c| c == '#').count();
    rest[1 + hashes..].starts_with('"').then_some(hashes)
}

/// The first names after a prefix such as `crate::`, those in braces included.
pub fn names_after(prefix: &str, source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for after in source.split(prefix).skip(1) {
        let after = after.trim_start();
        if let Some(group) = after.strip_prefix('{') {
            let mut depth = 0;
            for piece in group.split_inclusive(['{', '}', ',']) {
                if depth == 0 {
                    found.extend(identifier(piece.trim_start()));
                }
                match piece.chars().last() {
                    Some('{') => depth += 1,
                    Some('}') if depth == 0 => break,
                    Some('}') => depth -= 1,
                    _ => {}
                }
            }
        } else {
            found.extend(identifier(after));
        }
    }
    found
}

fn identifier(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

#[test]
fn comments_and_strings_are_taken_out() {
    let source = "use a; // use b\nlet s = \"use \\\" c\"; let r = r#\"use \" d\"#; /* e */ let q = '\"'; for\n";
    assert_eq!(bare_rust(source), "use a; \nlet s = \"\"; let r = \"\";  let q = ' '; for\n");
}

#[test]
fn names_in_braces_are_seen() {
    let source =
        "use crate::number::Decimal; use crate::{problem::{Code, x::Y}, table::Table, time}; crate::api::call()";
    let rooms: Vec<_> = names_after("crate::", source).into_iter().collect();
    assert_eq!(rooms, ["api", "number", "problem", "table", "time"]);
}
