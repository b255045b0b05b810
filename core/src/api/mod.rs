//! The one door: what every binding calls, and the table of operations behind it.
//!
//! Rust programs call the typed functions of the rooms; a host that is not Rust loads a definition
//! with [`load`], gives tables and parameters to [`call`], and gets bytes, tables and a [`Run`] that
//! can be asked to [`explain`] any row. [`operations`] is the single list from which schemas, types,
//! host modules and docs are generated.

mod answer;
mod book;
mod commission;
mod crm;
mod forecast;
mod handle;
mod json;
mod operation;
mod operations;
mod options;
mod pipeline;
mod questions;
mod quota;
mod restate;
mod run;
#[cfg(feature = "sample")]
mod sample;
mod settlement;
mod templates;

pub use answer::Answer;
pub use handle::{Handle, Kind};
pub use json::call_json;
pub use operation::{Operation, TableUse};
#[cfg(feature = "schema")]
pub use operations::documents;
pub use operations::operations;
pub use options::{Limits, RecordOptions};
pub use run::{Run, explain, provenance};

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::problem::{Code, Problem, Problems};
use crate::table::Tables;

pub use crate::number::CALCULATION;

/// The version of the package, and of the numbers: a change in any number that a user can see is a
/// new calculation version.
#[must_use]
pub fn versions() -> serde_json::Value {
    serde_json::json!({"calculation": CALCULATION, "package": env!("CARGO_PKG_VERSION")})
}

/// Loads a definition of a kind (`pipeline`, `forecast_model`, `commission_plan`, `book`,
/// `settlement_policy`, `crm_mapping`) once, to be used many times.
/// Warnings come with the handle.
///
/// # Errors
/// Every problem of the document, `operation.unknown_kind`, `internal.bug`.
pub fn load(kind: &str, document: &[u8]) -> Result<(Handle, Vec<Problem>), Problems> {
    guarded(|| Handle::load(Kind::parse(kind)?, document))
}

/// Runs an operation by name. The answer is always an envelope.
#[must_use]
pub fn call(op: &str, handle: Option<&Handle>, params: &[u8], tables: Tables) -> Answer {
    Answer::from(guarded(|| operation::find(op)?.call(handle, params, tables)))
}

/// Nothing of ours may end a host's process: a panic becomes `internal.bug`. [`load`], [`call`] and
/// what follows from them are guarded already; this is for what a binding asks of a table by itself.
///
/// # Errors
/// Those of `work`, and `internal.bug`.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, Problems>) -> Result<T, Problems> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        Err(Problem::new(Code::InternalBug, "", format!("the library failed: {message}")).into())
    })
}
