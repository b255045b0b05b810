//! A binding converts, calls and raises; it stays small and knows no domain.

use std::collections::BTreeMap;

use crate::repository::{self, ending, is_generated};

const RUST_LINES: usize = 400;
const HOST_LINES: usize = 300;

/// The rooms that a binding may name: the door, the columns it moves, and the problems it raises.
/// A domain enum cannot be matched on, because its room cannot be named.
const OPEN_ROOMS: [&str; 3] = ["api", "problem", "table"];

#[test]
fn bindings_stay_small() {
    let mut lines: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for (path, text) in repository::files() {
        let Some((binding, language)) = place(&path) else { continue };
        if !is_generated(&text) {
            *lines.entry((binding, language)).or_default() += code_lines(&text, language);
        }
    }
    assert!(!lines.is_empty(), "no binding was found");
    let over: Vec<_> = lines
        .iter()
        .filter(|((_, language), count)| **count > if *language == "rust" { RUST_LINES } else { HOST_LINES })
        .collect();
    assert!(over.is_empty(), "over the budget of {RUST_LINES} Rust and {HOST_LINES} host lines: {over:?}");
    println!("{lines:?}");
}

/// The binding and the language of a file that ships with it; tests, builds and configuration do not count.
fn place(path: &str) -> Option<(String, &'static str)> {
    let binding = path.split('/').next()?.strip_prefix("bindings-")?.to_owned();
    let inside = path.split_once('/')?.1;
    let language = match ending(path) {
        // A stub (`.pyi`) or a declaration (`.d.ts`) only says again what the code beside it says.
        "rs" if inside.starts_with("src/") => "rust",
        "py" => "python",
        "js" | "mjs" | "cjs" => "javascript",
        _ => return None,
    };
    let apart = inside.starts_with("examples/")
        || inside.starts_with("tests/")
        || inside.starts_with("test/")
        || inside.starts_with("build.");
    (!apart).then_some((binding, language))
}

/// Lines that hold something else than comments, docstrings and space.
fn code_lines(text: &str, language: &str) -> usize {
    let bare = match language {
        "rust" => repository::bare_rust(text),
        "python" => without_docstrings(text),
        _ => text.to_owned(),
    };
    let comment = |line: &str| ["//", "#", "*", "/*"].iter().any(|sign| line.starts_with(sign)) && language != "rust";
    bare.lines().map(str::trim).filter(|line| !line.is_empty() && !comment(line)).count()
}

fn without_docstrings(text: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in text.lines() {
        let marks = line.matches("\"\"\"").count();
        let starts = !inside && line.trim_start().starts_with("\"\"\"");
        if !inside && !starts {
            kept.push_str(line);
            kept.push('\n');
        }
        if (starts || inside) && marks == 1 {
            inside = !inside;
        }
    }
    kept
}

#[test]
fn docstrings_are_no_code() {
    let text = "\"\"\"One.\"\"\"\nx = 1\n\n\"\"\"Two,\n\nover lines.\n\"\"\"\ny = 2  # two\n# three\n";
    assert_eq!(code_lines(text, "python"), 2);
}

#[test]
fn bindings_know_no_domain() {
    let mut wrong = Vec::new();
    for (path, text) in repository::files() {
        if place(&path).is_none_or(|(_, language)| language != "rust") {
            continue;
        }
        let bare = repository::bare_rust(&text);
        for room in repository::names_after("quarterdeck::", &bare) {
            if !OPEN_ROOMS.contains(&room.as_str()) {
                wrong.push(format!("{path} names `quarterdeck::{room}`"));
            }
        }
        if bare.lines().any(|line| line.contains("pub fn") && line.contains("&mut self")) {
            wrong.push(format!("{path} has a public method on `&mut self`: handles are immutable"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Files that may sort in machine code of their own: the one that sorts for all, and two that sort a million times.
const SORTING: [&str; 3] =
    ["core/src/sorted.rs", "core/src/number/allocation.rs", "core/src/commission/credit/order.rs"];

/// A sort of the standard library is compiled anew for every type: some six kilobytes of the browser package each.
#[test]
fn sorting_is_compiled_once() {
    let sorts = |text: &str| text.contains(".sort_") || text.contains(".sort(");
    let found: Vec<_> = repository::files()
        .into_iter()
        .filter(|(path, text)| path.starts_with("core/src/") && sorts(text) && !SORTING.contains(&path.as_str()))
        .map(|(path, _)| path)
        .collect();
    assert!(found.is_empty(), "crate::sorted sorts for all: {found:?}");
}
