//! What can go wrong, with its code.

use std::fmt;

use quarterdeck::problem::{Problem, Problems};
use quarterdeck::time::TimeError;
use serde_json::Value;

/// Why there is no result.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The words on the command line, or a file that they name.
    Usage {
        /// `close.<what>`.
        code: &'static str,
        /// What is wrong.
        message: String,
        /// What to do about it.
        help: String,
    },
    /// The failure envelope of the library, and the input that it is about.
    Answered(String, Value),
}

impl Trouble {
    pub(crate) fn usage(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { code, message: message.into(), help: help.into() }
    }

    /// One problem of a file.
    pub(crate) fn one(source: impl Into<String>) -> impl FnOnce(Problem) -> Self {
        let of = Self::of(source);
        move |problem| of(problem.into())
    }

    /// A date, a moment or a period on the command line that cannot be read.
    pub(crate) fn time(option: &'static str) -> impl FnOnce(TimeError) -> Self {
        move |error| Self::usage(error.code(), format!("{option}: {error}"), "see --help")
    }

    /// Problems of a file.
    pub(crate) fn of(source: impl Into<String>) -> impl FnOnce(Problems) -> Self {
        let source = source.into();
        move |problems| Self::Answered(source, serde_json::from_slice(&problems.to_envelope()).unwrap_or_default())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage { code, message, help } => writeln!(f, "error[{code}]: {message}\n  help: {help}"),
            Self::Answered(source, envelope) => {
                let problems = envelope["problems"].as_array().map_or(&[][..], Vec::as_slice);
                for problem in problems {
                    write_problem(f, source, problem)?;
                }
                let total =
                    envelope["total"].as_u64().and_then(|total| usize::try_from(total).ok()).unwrap_or_default();
                match total.checked_sub(problems.len()) {
                    Some(more @ 1..) => writeln!(f, "and {more} more"),
                    _ => Ok(()),
                }
            }
        }
    }
}

fn write_problem(f: &mut fmt::Formatter<'_>, source: &str, problem: &Value) -> fmt::Result {
    let text = |key: &str| problem[key].as_str().unwrap_or_default();
    let at = if text("pointer").is_empty() { String::new() } else { format!(" at {}", text("pointer")) };
    writeln!(f, "error[{}]: {source}{at}: {}", text("code"), text("message"))?;
    if text("help").is_empty() { Ok(()) } else { writeln!(f, "  help: {}", text("help")) }
}
