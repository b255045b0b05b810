//! Tables of columns, in and out.

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyCapsule;
use quarterdeck::api::guarded;
use quarterdeck::problem::{Code, Problem, Problems, pointer};
use quarterdeck::table::{self, Column, arrow};

use crate::capsule::{self, Source};
use crate::failure::Refused;

/// A table that a call gave.
#[pyclass(frozen, module = "quarterdeck._native")]
pub(crate) struct Table {
    pub(crate) inner: table::Table,
}

impl Table {
    /// Core work on the table without holding the interpreter.
    fn work<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&table::Table) -> Result<T, Problem> + Send,
    ) -> PyResult<T> {
        let done = py.detach(|| guarded(|| work(&self.inner).map_err(Problems::from)));
        done.map_err(|problems| Refused::Call.with(py, &problems.to_envelope()))
    }
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.inner.rows()
    }

    /// Its columns in order, each with the name of its type.
    fn columns(&self) -> Vec<(&str, &'static str)> {
        self.inner.columns().map(|(name, column)| (name, Column::type_name(column))).collect()
    }

    /// Its first rows, as a table.
    fn head(&self, py: Python<'_>, rows: usize) -> PyResult<Self> {
        let inner = self.work(py, |table| {
            let batch = arrow::to_batch(table)?;
            let head = batch.slice(0, rows.min(batch.num_rows()));
            arrow::from_batches(&head.schema(), &[head])
        })?;
        Ok(Self { inner })
    }

    /// Its rows, a JSON array of objects.
    fn to_rows(&self, py: Python<'_>) -> PyResult<Vec<u8>> {
        self.work(py, |table| Ok(table.to_rows()))
    }

    /// A stream of its columns. No other schema than its own is given, as the protocol allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        capsule::give(py, self.work(py, arrow::to_batch)?)
    }

    /// The schema of its columns.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::give_schema(py, &self.work(py, arrow::to_batch)?.schema())
    }
}

/// A table as a host gave it.
pub(crate) enum Given {
    Rows(PyBackedBytes),
    Csv(PyBackedBytes),
    /// What gave no capsule of the kind it should is told like any other failure.
    Arrow(Result<Source, String>),
}

impl Given {
    /// By the door that Python names: `rows`, `csv` or `arrow`.
    pub(crate) fn new(door: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        match door {
            "rows" => Ok(Self::Rows(value.extract()?)),
            "csv" => Ok(Self::Csv(value.extract()?)),
            _ => Ok(Self::Arrow(Source::take(value).map_err(|error| error.to_string()))),
        }
    }

    /// The columns. A problem points into this table.
    pub(crate) fn read(self, name: &str) -> Result<table::Table, Problem> {
        let table = match self {
            Self::Rows(json) => table::Table::from_rows(&json),
            Self::Csv(text) => table::Table::from_csv(&text),
            Self::Arrow(source) => match source.and_then(|source| source.read().map_err(|error| error.to_string())) {
                Ok((schema, batches)) => arrow::from_batches(&schema, &batches),
                Err(why) => Err(Problem::new(Code::TableUnsupportedType, "", why)),
            },
        };
        table.map_err(|problem| problem.under(&pointer::table(name, None)))
    }
}
