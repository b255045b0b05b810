//! How a number came to be: a tree of steps, made for one row on request.
//!
//! A kernel is generic over a [`Recorder`]. With [`Off`] the recording compiles to nothing; to
//! explain a row, the same kernel runs again over that row's payee with [`Recording`] on, so that
//! the explanation cannot differ from the calculation.

mod node;
mod recorder;
mod words;

pub use node::Node;
pub use recorder::{Off, Recorder, Recording};

use std::fmt;

use crate::problem::{Code, Problem};

/// A result that can explain its rows.
pub trait Explain: Send + Sync {
    /// The tree behind one row of one result table.
    ///
    /// # Errors
    /// `trace.unknown_row`, `trace.no_explanation`.
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem>;
}

/// A result is not shown as it is inside: what would format it is code that every build had to carry.
impl fmt::Debug for dyn Explain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Explain")
    }
}

/// The problem of a table whose rows are not computed.
#[must_use]
pub fn not_computed(table: &str) -> Problem {
    let message = format!("rows of `{table}` are not computed");
    Problem::new(Code::TraceNoExplanation, "/table", message).with("table", table)
}

/// The problem of a row that a table does not have.
#[must_use]
pub fn unknown_row(table: &str, rows: usize, row: usize) -> Problem {
    let message = format!("`{table}` has {rows} rows, and none is number {row}");
    Problem::new(Code::TraceUnknownRow, "/row", message).with("rows", rows)
}
