//! The native half of the Python package: documents, tables and calls cross here as bytes and
//! columns, and nothing is decided here. What users see is in `python/quarterdeck`.
#![deny(unsafe_code)]

mod capsule;
mod door;
mod failure;
mod handle;
mod table;

/// The system's allocator hands the pages of large columns back after every call, and zeroed ones cost as much
/// as a calculation does.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Definitions, tables, calls and runs, without a word about what they mean.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::door::{Answer, Run, call, call_json, refusal, versions};
    #[pymodule_export]
    use super::handle::Handle;
    #[pymodule_export]
    use super::table::Table;
}
