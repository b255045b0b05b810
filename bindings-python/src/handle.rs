//! Definitions, loaded once.

use pyo3::prelude::*;
use quarterdeck::api;
use quarterdeck::problem::{Problem, json};
use serde_json::Value;

use crate::failure::Refused;

/// A checked definition.
#[pyclass(frozen, module = "quarterdeck._native")]
pub(crate) struct Handle {
    pub(crate) inner: api::Handle,
    /// What came with it when it was loaded, a JSON array of problems.
    #[pyo3(get)]
    warnings: Vec<u8>,
}

impl Handle {
    /// The definition that a call has made.
    pub(crate) fn made(inner: api::Handle) -> Self {
        Self { inner, warnings: b"[]".to_vec() }
    }
}

#[pymethods]
impl Handle {
    /// Loads a definition of a kind from the text of its document.
    #[staticmethod]
    fn load(py: Python<'_>, kind: &str, document: &[u8]) -> PyResult<Self> {
        let loaded = py.detach(|| api::load(kind, document));
        let (inner, warnings) = loaded.map_err(|problems| Refused::Document.with(py, &problems.to_envelope()))?;
        let warnings: Value = warnings.iter().map(Problem::to_json).collect();
        Ok(Self { inner, warnings: json::canonical(&warnings) })
    }

    /// What it can be loaded from again.
    fn document(&self, py: Python<'_>) -> PyResult<Vec<u8>> {
        let document = py.detach(|| self.inner.document());
        document.map_err(|problems| Refused::Call.with(py, &problems.to_envelope()))
    }

    /// The wire name of its kind.
    #[getter]
    fn kind(&self) -> &'static str {
        self.inner.kind().as_str()
    }

    /// SHA-256 of its canonical JSON, in hexadecimal.
    #[getter]
    fn digest(&self) -> &str {
        self.inner.digest()
    }
}
