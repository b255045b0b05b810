//! The behaviour contract: every vector, through every door that a Rust program has.

mod check;
mod run;
mod transport;
mod vector;

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod mutation;

pub use run::{Outcome, run};
pub use transport::Transport;
pub use vector::{Vector, read_all};
