//! Running other programs.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use crate::Result;

/// A program with its arguments, to be run in this folder, with nothing to read from.
#[must_use]
pub fn command<A: AsRef<OsStr>>(folder: &Path, program: impl AsRef<OsStr>, arguments: &[A]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    // What cargo told this program about itself is not true of the packages that a child builds.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command
}

/// Cargo, the one that runs us.
#[must_use]
pub fn cargo<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Command {
    command(folder, std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
}

/// Runs it with its output streamed.
///
/// # Errors
/// It could not be started, or said that it failed.
pub fn run(command: &mut Command) -> Result {
    let line = show(command);
    println!("$ {line}");
    let status = command.status().map_err(|why| format!("cannot start `{line}`: {why}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status})").into()) }
}

/// Runs it with its output streamed, and shown line by line to a listener.
///
/// # Errors
/// It could not be started, or said that it failed.
pub fn stream(command: &mut Command, mut listen: impl FnMut(&str)) -> Result {
    let line = show(command);
    println!("$ {line}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|why| format!("cannot start `{line}`: {why}"))?;
    for written in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).split(b'\n')) {
        let written = String::from_utf8_lossy(&written?).into_owned();
        println!("{written}");
        listen(&written);
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status})").into()) }
}

/// Runs it and returns what it wrote to its standard output.
///
/// # Errors
/// It could not be started, said that it failed, or wrote something that is not UTF-8.
pub fn output(command: &mut Command) -> Result<String> {
    let (status, text) = captured(command)?;
    if status.success() { Ok(text) } else { Err(format!("`{}` failed ({status})\n{text}", show(command)).into()) }
}

/// The same for a program that tells in its output how it went.
///
/// # Errors
/// It could not be started, or wrote something that is not UTF-8.
pub fn output_of_any_status(command: &mut Command) -> Result<String> {
    println!("$ {}", show(command));
    Ok(captured(command)?.1)
}

fn captured(command: &mut Command) -> Result<(ExitStatus, String)> {
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|why| format!("cannot start `{}`: {why}", show(command)))?;
    Ok((output.status, String::from_utf8(output.stdout)?))
}

/// Whether the program can be started at all.
#[must_use]
pub fn exists(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .status()
        .is_ok()
}

fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
