//! Problems become the package's exceptions, which Python makes out of the envelope.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// What was refused; each has a maker of exceptions in Python.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Refused {
    Document,
    Call,
}

impl Refused {
    /// The exception for a failure envelope.
    pub(crate) fn with(self, py: Python<'_>, envelope: &[u8]) -> PyErr {
        let maker = match self {
            Self::Document => "document_error",
            Self::Call => "call_error",
        };
        let made = py
            .import("quarterdeck._errors")
            .and_then(|module| module.call_method1(maker, (PyBytes::new(py, envelope),)));
        made.map_or_else(|error| error, PyErr::from_value)
    }
}
