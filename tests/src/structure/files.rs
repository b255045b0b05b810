//! Files are short, finished, and tied to no machine.

use crate::repository::{self, ending, is_generated};

const LINES: usize = 450;

/// Signs of unfinished work. Joined here, so that this file does not hold them itself.
const UNFINISHED: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("unimpl", "emented!"),
    concat!("to", "do!("),
    concat!("#[ig", "nore"),
    concat!("dbg", "!("),
];

/// Folders of one machine.
const MACHINES: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Use", "rs/")];

/// The hosts that a file may name.
const HOSTS: [&str; 15] = [
    "127.0.0.1",
    "crates.io",
    "github.com",
    "json-schema.org",
    "keepachangelog.com",
    "opensource.org",
    "quarterdeck.example",
    "registry.npmjs.org",
    "semver.org",
    "www.apache.org",
    "example.com",
    "docs.rs",
    "localhost",
    "www.w3.org",
    "vega.github.io",
];

#[test]
fn files_are_short() {
    let hand_written = ["rs", "py", "js", "mjs", "cjs", "ts", "sh"];
    let long: Vec<_> = repository::files()
        .into_iter()
        .filter(|(path, text)| {
            hand_written.contains(&ending(path)) && !is_generated(text) && !path.contains("/generated/")
        })
        .map(|(path, text)| (text.lines().count(), path))
        .filter(|(lines, _)| *lines > LINES)
        .collect();
    assert!(long.is_empty(), "longer than {LINES} lines, to be split by what they compute: {long:?}");
}

#[test]
fn nothing_is_unfinished() {
    let found: Vec<_> = repository::files()
        .into_iter()
        .flat_map(|(path, text)| {
            let signs = UNFINISHED.iter().filter(move |sign| text.contains(**sign));
            signs.map(move |sign| format!("{path} holds `{sign}`")).collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_file_names_a_machine() {
    let mut found = Vec::new();
    for (path, text) in repository::files() {
        found.extend(
            MACHINES.iter().filter(|folder| text.contains(**folder)).map(|folder| format!("{path} names {folder}")),
        );
        // A lock file repeats where the authors of its packages take donations.
        let kept: Vec<_> =
            text.lines().filter(|line| !path.ends_with("-lock.json") || !line.contains("\"url\":")).collect();
        for after in kept.join("\n").split("://").skip(1) {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && !".-".contains(c)).unwrap_or(after.len());
            let host = after[..end].trim_end_matches('.');
            if host.contains('.') && !HOSTS.contains(&host) {
                found.push(format!("{path} names the host {host}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
