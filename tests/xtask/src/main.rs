//! `cargo xtask <verb>`: see [`USAGE`].
#![forbid(unsafe_code)]

use std::process::ExitCode;

use xtask::{bench, build, generate, root, test};

const USAGE: &str = "\
cargo xtask test [rust|python|node|browser]...   set up what is needed and run everything, or these runtimes
cargo xtask build [python|node|browser]...       build the packages
cargo xtask generate                             write the schemas, types, host modules and reference pages
cargo xtask bench [ARGS]...                      run the benches, and the peers beside them; arguments, if any, go
                                                 to criterion and leave the peers out";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test", runtimes @ ..] => test::run(&root(), runtimes),
        ["build", runtimes @ ..] => build::run(&root(), runtimes),
        ["generate"] => generate::write(&root()),
        ["bench", rest @ ..] => bench::run(&root(), rest),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
