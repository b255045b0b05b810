//! What the benches share: the rows that they and their peers run on.
#![forbid(unsafe_code)]

pub mod company;
pub mod population;

/// An allocator that keeps the pages it was given, such as polars brings along as well. The system's hands
/// those of large columns back after every call, and to be given zeroed ones again costs a third of a call.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
