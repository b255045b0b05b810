//! What went wrong, where, and what to do about it.
//!
//! A [`Problem`] is data: a stable [`Code`], an RFC 6901 pointer into the document or the records,
//! a message for people and parameters for programs. Problems are collected, not thrown one at a
//! time: a document is read in a *shape* pass ([`shape::read`]) that finds every unknown or missing
//! key, wrong type and bad number, and only then in a pass over its meaning.
//!
//! ```
//! use quarterdeck::problem::{Code, Problem, Report};
//!
//! let mut report = Report::new();
//! report.push(Problem::new(Code::DocumentMissingKey, "/plan", "`id` is missing").with("key", "id"));
//! let problems = report.finish().unwrap_err();
//! assert_eq!(problems.total(), 1);
//! assert_eq!(problems.iter().next().unwrap().code.as_str(), "document.missing_key");
//! ```

mod code;
mod constraints;
pub mod json;
pub mod pointer;
mod reading;
mod report;
pub mod shape;
mod tree;

pub use code::{Code, Severity};
pub(crate) use report::KEPT;
pub use report::{Problem, Problems, Report};
pub use tree::Tree;
