//! Quarterdeck for the browser: a generic surface over the core's one door.
//!
//! It converts, calls and raises. Everything thrown is the text of a failure envelope that the core
//! wrote; `js/runtime.js` turns it into a `QuarterdeckError`. A panic cannot be caught here: its
//! envelope is thrown from the panic hook, after which the host starts a new instance.

mod columns;
#[cfg(target_arch = "wasm32")]
mod memory;
mod source;

use std::sync::Arc;

use quarterdeck::api;
use quarterdeck::problem::{Code, Problem, Problems};
use wasm_bindgen::prelude::*;

use crate::columns::ColumnOut;
use crate::source::{Source, tables};

/// Says how a panic leaves.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let problem = Problem::new(Code::InternalBug, "", format!("the library failed: {panic}"));
        wasm_bindgen::throw_str(&text(Problems::from(problem).to_envelope()));
    }));
}

/// A checked definition.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Handle {
    inner: api::Handle,
    warnings: String,
}

#[wasm_bindgen]
impl Handle {
    /// Loads a document of a kind of definition.
    pub fn load(kind: &str, document: &[u8]) -> Result<Handle, String> {
        let (inner, warnings) = api::load(kind, document).map_err(raised)?;
        let warnings: Vec<_> = warnings.iter().map(Problem::to_json).collect();
        Ok(Self { inner, warnings: serde_json::Value::from(warnings).to_string() })
    }

    /// SHA-256 of the document in canonical JSON.
    #[wasm_bindgen(getter)]
    pub fn digest(&self) -> String {
        self.inner.digest().to_owned()
    }

    /// What it can be loaded from again.
    pub fn document(&self) -> Result<Vec<u8>, String> {
        self.inner.document().map_err(raised)
    }

    /// The warnings that came with it, as JSON text.
    #[wasm_bindgen(getter)]
    pub fn warnings(&self) -> String {
        self.warnings.clone()
    }

    /// Runs an operation on it.
    pub fn call(&self, op: &str, params: &str, sources: Vec<Source>) -> Result<Answer, String> {
        Answer::of(op, Some(&self.inner), params, &sources)
    }
}

/// Runs an operation that needs no definition.
#[wasm_bindgen]
pub fn call(op: &str, params: &str, sources: Vec<Source>) -> Result<Answer, String> {
    Answer::of(op, None, params, &sources)
}

/// A request as JSON text in, an envelope with its tables as rows out.
#[wasm_bindgen(js_name = callJson)]
pub fn call_json(request: &[u8]) -> String {
    text(api::call_json(request))
}

/// The envelope of a problem that the host found itself.
#[wasm_bindgen]
pub fn refusal(code: &str, pointer: String, message: String) -> String {
    let code = Code::ALL.iter().copied().find(|known| known.as_str() == code).unwrap_or(Code::InternalBug);
    text(Problems::from(Problem::new(code, pointer, message)).to_envelope())
}

/// The versions of the package and of its numbers, as JSON text.
#[wasm_bindgen]
pub fn versions() -> String {
    api::versions().to_string()
}

/// What a call answers.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Answer {
    json: String,
    tables: Vec<(String, Table)>,
    run: Option<api::Run>,
    made: Option<api::Handle>,
}

#[wasm_bindgen]
impl Answer {
    /// The envelope.
    #[wasm_bindgen(getter)]
    pub fn json(&self) -> String {
        self.json.clone()
    }

    /// What the call made for other calls to be made on.
    #[wasm_bindgen(getter)]
    pub fn made(&self) -> Option<Handle> {
        self.made.clone().map(|inner| Handle { inner, warnings: "[]".to_owned() })
    }

    /// The names of the tables.
    #[wasm_bindgen(getter)]
    pub fn names(&self) -> Vec<String> {
        self.tables.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The table of this name.
    pub fn table(&self, name: &str) -> Option<Table> {
        self.tables.iter().find(|(known, _)| known == name).map(|(_, table)| table.share())
    }

    /// The envelope that explains the row that a request names.
    pub fn explain(&self, request: &str) -> Option<String> {
        self.run.as_ref().map(|run| text(api::explain(run, request.as_bytes())))
    }

    /// The envelope that says what went in and what computed it.
    pub fn provenance(&self) -> Option<String> {
        self.run.as_ref().map(|run| text(api::provenance(run)))
    }

    fn of(op: &str, handle: Option<&api::Handle>, params: &str, sources: &[Source]) -> Result<Self, String> {
        let answer = api::call(op, handle, params.as_bytes(), tables(sources).map_err(raised)?);
        let tables = answer.tables.into_iter().map(|(name, table)| (name, Table(Arc::new(table)))).collect();
        Ok(Self { json: text(answer.json), tables, run: answer.run, made: answer.made })
    }
}

/// A table of an answer.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Table(Arc<quarterdeck::table::Table>);

#[wasm_bindgen]
impl Table {
    /// The same table behind another object.
    pub fn share(&self) -> Table {
        Self(Arc::clone(&self.0))
    }

    /// How many rows there are.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> f64 {
        self.0.rows() as f64
    }

    /// The names of the columns, in order.
    #[wasm_bindgen(getter)]
    pub fn names(&self) -> Vec<String> {
        self.0.columns().map(|(name, _)| name.to_owned()).collect()
    }

    /// The column of this name as typed arrays.
    pub fn column(&self, name: &str) -> Option<ColumnOut> {
        self.0.column(name).map(ColumnOut::of)
    }

    /// The rows as canonical JSON.
    pub fn rows(&self) -> String {
        text(self.0.to_rows())
    }

    /// The rows as CSV with a header line.
    pub fn csv(&self) -> String {
        text(self.0.to_csv())
    }
}

/// What is thrown for these problems.
fn raised(problems: Problems) -> String {
    text(problems.to_envelope())
}

/// The core writes nothing but UTF-8.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
