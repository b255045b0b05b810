//! Quarterdeck: sales operations as a library.
#![forbid(unsafe_code)]

pub mod problem;
pub mod table;
