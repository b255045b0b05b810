//! What the benches share: the rows that they and their peers run on.
#![forbid(unsafe_code)]

pub mod company;
