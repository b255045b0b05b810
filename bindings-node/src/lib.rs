//! Quarterdeck for Node: a generic surface over the core's one door.
//!
//! It converts, calls and raises. Every error's message is the failure envelope that the core wrote;
//! `js/runtime.cjs` turns it into a `QuarterdeckError`.

mod columns;
mod source;

use std::sync::Arc;

use napi::bindgen_prelude::{AsyncTask, Uint8Array, Uint8ArraySlice};
use napi::{Env, Error, Result, Status, Task};
use napi_derive::napi;
use quarterdeck::api;
use quarterdeck::problem::{Code, Problem, Problems};

use crate::columns::ColumnOut;
use crate::source::{Input, Source, tables};

/// The system's allocator hands the pages of large columns back after every call, and zeroed ones cost as much
/// as a calculation does.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A checked definition.
#[napi]
#[derive(Debug)]
pub struct Handle {
    inner: api::Handle,
    warnings: String,
}

#[napi]
impl Handle {
    /// Loads a document of a kind of definition.
    #[napi(factory, catch_unwind)]
    pub fn load(kind: String, document: Uint8ArraySlice) -> Result<Self> {
        let (inner, warnings) = api::load(&kind, &document).map_err(raised)?;
        let warnings: Vec<_> = warnings.iter().map(Problem::to_json).collect();
        Ok(Self { inner, warnings: serde_json::Value::from(warnings).to_string() })
    }

    /// SHA-256 of the document in canonical JSON.
    #[napi(getter, catch_unwind)]
    pub fn digest(&self) -> String {
        self.inner.digest().to_owned()
    }

    /// What it can be loaded from again.
    #[napi(catch_unwind)]
    pub fn document(&self) -> Result<Uint8Array> {
        self.inner.document().map(Uint8Array::from).map_err(raised)
    }

    /// The warnings that came with it, as JSON text.
    #[napi(getter, catch_unwind)]
    pub fn warnings(&self) -> String {
        self.warnings.clone()
    }

    /// Runs an operation on it.
    #[napi(catch_unwind)]
    pub fn call(&self, op: String, params: String, sources: Vec<Source>) -> Result<Answer> {
        Call::new(op, Some(self), params, sources).run()
    }

    /// Runs an operation on it off the main thread.
    #[napi(catch_unwind)]
    pub fn call_long(&self, op: String, params: String, sources: Vec<Source>) -> AsyncTask<Call> {
        AsyncTask::new(Call::new(op, Some(self), params, sources))
    }
}

/// Runs an operation that needs no definition.
#[napi(catch_unwind)]
pub fn call(op: String, params: String, sources: Vec<Source>) -> Result<Answer> {
    Call::new(op, None, params, sources).run()
}

/// Runs an operation that needs no definition off the main thread.
#[napi(catch_unwind)]
pub fn call_long(op: String, params: String, sources: Vec<Source>) -> AsyncTask<Call> {
    AsyncTask::new(Call::new(op, None, params, sources))
}

/// A request as JSON text in, an envelope with its tables as rows out.
#[napi(catch_unwind)]
pub fn call_json(request: Uint8ArraySlice) -> Result<String> {
    text(api::call_json(&request))
}

/// The envelope of a problem that the host found itself.
#[napi(catch_unwind)]
pub fn refusal(code: String, pointer: String, message: String) -> Result<String> {
    let code = Code::ALL.iter().copied().find(|known| known.as_str() == code).unwrap_or(Code::InternalBug);
    text(Problems::from(Problem::new(code, pointer, message)).to_envelope())
}

/// The versions of the package and of its numbers, as JSON text.
#[napi(catch_unwind)]
pub fn versions() -> String {
    api::versions().to_string()
}

/// What a call answers.
#[napi]
#[derive(Debug)]
pub struct Answer {
    json: String,
    tables: Vec<(String, Table)>,
    run: Option<api::Run>,
    made: Option<api::Handle>,
}

#[napi]
impl Answer {
    /// The envelope.
    #[napi(getter, catch_unwind)]
    pub fn json(&self) -> String {
        self.json.clone()
    }

    /// What the call made for other calls to be made on.
    #[napi(getter, catch_unwind)]
    pub fn made(&self) -> Option<Handle> {
        self.made.clone().map(|inner| Handle { inner, warnings: "[]".to_owned() })
    }

    /// The names of the tables.
    #[napi(getter, catch_unwind)]
    pub fn names(&self) -> Vec<String> {
        self.tables.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The table of this name.
    #[napi(catch_unwind)]
    pub fn table(&self, name: String) -> Option<Table> {
        self.tables.iter().find(|(known, _)| *known == name).map(|(_, table)| table.share())
    }

    /// The envelope that explains the row that a request names.
    #[napi(catch_unwind)]
    pub fn explain(&self, request: String) -> Result<Option<String>> {
        self.run.as_ref().map(|run| text(api::explain(run, request.as_bytes()))).transpose()
    }

    /// The envelope that says what went in and what computed it.
    #[napi(catch_unwind)]
    pub fn provenance(&self) -> Result<Option<String>> {
        self.run.as_ref().map(|run| text(api::provenance(run))).transpose()
    }
}

/// A table of an answer.
#[napi]
#[derive(Debug)]
pub struct Table(Arc<quarterdeck::table::Table>);

#[napi]
impl Table {
    /// The same table behind another object.
    #[napi(catch_unwind)]
    pub fn share(&self) -> Self {
        Self(Arc::clone(&self.0))
    }

    /// How many rows there are.
    #[napi(getter, catch_unwind)]
    pub fn length(&self) -> f64 {
        self.0.rows() as f64
    }

    /// The names of the columns, in order.
    #[napi(getter, catch_unwind)]
    pub fn names(&self) -> Vec<String> {
        self.0.columns().map(|(name, _)| name.to_owned()).collect()
    }

    /// The column of this name as typed arrays.
    #[napi(catch_unwind)]
    pub fn column(&self, name: String) -> Option<ColumnOut> {
        self.0.column(&name).map(ColumnOut::of)
    }

    /// The rows as canonical JSON.
    #[napi(catch_unwind)]
    pub fn rows(&self) -> Result<String> {
        text(self.0.to_rows())
    }

    /// The rows as CSV with a header line.
    #[napi(catch_unwind)]
    pub fn csv(&self) -> Result<String> {
        text(self.0.to_csv())
    }
}

/// A call with everything it needs, able to run on another thread.
#[derive(Debug)]
pub struct Call {
    op: String,
    handle: Option<api::Handle>,
    params: String,
    inputs: Vec<(String, Input)>,
}

impl Call {
    fn new(op: String, handle: Option<&Handle>, params: String, sources: Vec<Source>) -> Self {
        let inputs = sources.into_iter().map(Source::read).collect();
        Self { op, handle: handle.map(|handle| handle.inner.clone()), params, inputs }
    }

    fn run(&mut self) -> Result<Answer> {
        let tables = tables(std::mem::take(&mut self.inputs)).map_err(raised)?;
        let answer = api::call(&self.op, self.handle.as_ref(), self.params.as_bytes(), tables);
        let tables = answer.tables.into_iter().map(|(name, table)| (name, Table(Arc::new(table)))).collect();
        Ok(Answer { json: text(answer.json)?, tables, run: answer.run, made: answer.made })
    }
}

impl Task for Call {
    type Output = Answer;
    type JsValue = Answer;

    fn compute(&mut self) -> Result<Answer> {
        self.run()
    }

    fn resolve(&mut self, _env: Env, answer: Answer) -> Result<Answer> {
        Ok(answer)
    }
}

/// An error whose message is the envelope of these problems.
fn raised(problems: Problems) -> Error {
    text(problems.to_envelope()).map_or_else(|error| error, Error::from_reason)
}

fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| Error::new(Status::GenericFailure, error.to_string()))
}
