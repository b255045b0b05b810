//! One call of the library per plan.

use quarterdeck::api::{self, Run};
use quarterdeck::table::Tables;
use serde_json::Value;

use crate::input::{Input, Plan};
use crate::trouble::Trouble;

/// What the library answered for one plan.
#[derive(Debug)]
pub(crate) struct Close<'i> {
    pub(crate) plan: &'i Plan,
    pub(crate) summary: Value,
    /// Messages of warnings, those of the plan first.
    pub(crate) warnings: Vec<String>,
    pub(crate) tables: Tables,
    run: Option<Run>,
}

/// Closes the period under every plan.
pub(crate) fn all(input: &Input) -> Result<Vec<Close<'_>>, Trouble> {
    input.plans.iter().map(|plan| one(input, plan)).collect()
}

fn one<'i>(input: &Input, plan: &'i Plan) -> Result<Close<'i>, Trouble> {
    let params = serde_json::to_vec(&input.params).unwrap_or_default();
    let answer = api::call("commission.calculate", Some(&plan.handle), &params, input.tables.clone());
    let envelope: Value = serde_json::from_slice(&answer.json).unwrap_or_default();
    if envelope["ok"] != true {
        return Err(Trouble::Answered(plan.id.clone(), envelope));
    }
    let mut warnings: Vec<String> = plan.warnings.iter().map(|warning| said(&warning.to_json())).collect();
    warnings.extend(envelope["warnings"].as_array().into_iter().flatten().map(said));
    Ok(Close { plan, summary: envelope["summary"].clone(), warnings, tables: answer.tables, run: answer.run })
}

fn said(problem: &Value) -> String {
    let text = |key: &str| problem[key].as_str().unwrap_or_default();
    format!("warning[{}]: {}", text("code"), text("message"))
}

impl Close<'_> {
    /// A row in the library's words.
    pub(crate) fn explained(&self, table: &str, row: usize) -> String {
        let Some(run) = &self.run else { return String::new() };
        let request = serde_json::json!({"table": table, "row": row}).to_string();
        let envelope: Value = serde_json::from_slice(&api::explain(run, request.as_bytes())).unwrap_or_default();
        envelope["summary"]["words"].as_str().unwrap_or_default().to_owned()
    }
}
