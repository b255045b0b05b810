//! Quarterdeck: sales operations as a library.
#![forbid(unsafe_code)]

pub mod api;
pub mod commission;
pub mod number;
pub mod pipeline;
pub mod problem;
pub mod rule;
pub mod table;
pub mod time;
pub mod trace;
