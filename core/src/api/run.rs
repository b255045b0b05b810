//! A finished call that keeps its inputs, so that any row can be explained and any number traced.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::answer::success;
use super::handle::digest;
use super::{Handle, Operation, guarded, versions};
use crate::problem::{Code, Problem, Problems, Tree, json as wire, shape};
use crate::sorted;
use crate::table::Table;
use crate::trace::Explain;

/// A finished call.
#[derive(Debug, Clone)]
pub struct Run {
    pub(super) operation: &'static Operation,
    pub(super) handle: Option<Handle>,
    pub(super) params: Arc<Tree>,
    pub(super) inputs: Arc<BTreeMap<String, Arc<Table>>>,
    pub(super) explain: Option<Arc<dyn Explain>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExplainRequest {
    table: String,
    row: u32,
}

/// Explains one row of a result: `{"table": "lines", "row": 0}` in, an envelope out whose summary is
/// `{"tree": …, "words": …}`.
#[must_use]
pub fn explain(run: &Run, request: &[u8]) -> Vec<u8> {
    envelope(guarded(|| {
        let request: ExplainRequest = shape::read(request)?;
        let Some(explain) = &run.explain else {
            let message = format!("`{}` has no rows to explain", run.operation.name);
            return Err(Problem::new(Code::TraceNoExplanation, "/table", message).into());
        };
        let node = explain.explain(&request.table, request.row as usize)?;
        let mut summary = b"{\"tree\":".to_vec();
        summary.extend_from_slice(&node.to_json());
        summary.extend_from_slice(b",\"words\":");
        wire::write_text(&node.words(), &mut summary);
        summary.push(b'}');
        Ok(summary)
    }))
}

/// Where a result comes from: digests of the definition, the parameters and every input table, and
/// the versions of the engine and of its numbers.
#[must_use]
pub fn provenance(run: &Run) -> Vec<u8> {
    envelope(guarded(|| {
        let tables = sorted::map(
            run.inputs.iter().map(|(name, table)| (name, json!({"digest": table.digest(), "rows": table.rows()}))),
        );
        Ok(wire::canonical(&json!({
            "definition": run.handle.as_ref().map(Handle::digest),
            "operation": run.operation.name,
            "params": digest(&wire::canonical(&run.params.to_value())),
            "tables": tables,
            "versions": versions(),
        })))
    }))
}

/// `summary` is canonical JSON.
fn envelope(result: Result<Vec<u8>, Problems>) -> Vec<u8> {
    match result {
        Ok(summary) => success(&summary, None, &[]),
        Err(problems) => problems.to_envelope(),
    }
}
