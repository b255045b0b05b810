//! The calls.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use quarterdeck::api::{self, guarded};
use quarterdeck::problem::{Code, Problem, Problems, Report, json};
use quarterdeck::table::Tables;

use crate::failure::Refused;
use crate::handle::Handle;
use crate::table::{Given, Table};

/// What a call gave: its envelope, its tables by name, the run to ask questions of, and what it made.
#[pyclass(frozen, get_all, module = "quarterdeck._native")]
pub(crate) struct Answer {
    json: Vec<u8>,
    tables: Py<PyDict>,
    run: Py<Run>,
    made: Option<Py<Handle>>,
}

/// A finished call that keeps its inputs.
#[pyclass(frozen, module = "quarterdeck._native")]
pub(crate) struct Run {
    inner: api::Run,
}

#[pymethods]
impl Run {
    /// The envelope of an explanation of one row.
    fn explain(&self, py: Python<'_>, request: &[u8]) -> Vec<u8> {
        py.detach(|| api::explain(&self.inner, request))
    }

    /// The envelope of where the numbers come from.
    fn provenance(&self, py: Python<'_>) -> Vec<u8> {
        py.detach(|| api::provenance(&self.inner))
    }
}

/// Runs an operation. Each table is its name, its door (`rows`, `csv`, `arrow`) and what goes through it.
#[pyfunction]
pub(crate) fn call(
    py: Python<'_>,
    op: &str,
    handle: Option<&Bound<'_, Handle>>,
    params: &[u8],
    tables: Vec<(String, String, Bound<'_, PyAny>)>,
) -> PyResult<Answer> {
    let given = tables.into_iter().map(|(name, door, value)| Ok((name, Given::new(&door, &value)?)));
    let given = given.collect::<PyResult<Vec<_>>>()?;
    let handle = handle.map(Bound::get);
    let answer = py.detach(|| match guarded(|| read(given)) {
        Ok(tables) => Ok(api::call(op, handle.map(|handle| &handle.inner), params, tables)),
        Err(problems) => Err(problems.to_envelope()),
    });
    let answer = answer.map_err(|envelope: Vec<u8>| Refused::Call.with(py, &envelope))?;
    let Some(run) = answer.run else { return Err(Refused::Call.with(py, &answer.json)) };
    let tables = PyDict::new(py);
    for (name, inner) in answer.tables {
        tables.set_item(name, Table { inner })?;
    }
    let made = answer.made.map(|made| Py::new(py, Handle::made(made))).transpose()?;
    Ok(Answer { json: answer.json, tables: tables.unbind(), run: Py::new(py, Run { inner: run })?, made })
}

/// Every table that cannot be read is a problem of its own.
fn read(given: Vec<(String, Given)>) -> Result<Tables, Problems> {
    let mut tables = Tables::new();
    let mut report = Report::new();
    for (name, given) in given {
        match given.read(&name) {
            Ok(table) => tables.insert(name, table),
            Err(problem) => report.push(problem),
        }
    }
    report.finish().map(|_| tables)
}

/// An envelope for an envelope: `{"op", "kind"?, "definition"?, "params"?, "tables"?}` as text.
#[pyfunction]
pub(crate) fn call_json(py: Python<'_>, request: &[u8]) -> Vec<u8> {
    py.detach(|| api::call_json(request))
}

/// The failure envelope of a value that has no form here, which only Python can see.
#[pyfunction]
pub(crate) fn refusal(code: &str, pointer: &str, message: &str) -> Vec<u8> {
    let code = Code::parse(code).unwrap_or(Code::InternalBug);
    Problems::from(Problem::new(code, pointer, message)).to_envelope()
}

/// The versions of the package and of its numbers, as JSON.
#[pyfunction]
pub(crate) fn versions() -> Vec<u8> {
    json::canonical(&api::versions())
}
