//! What everyone earned, plan by plan.

use quarterdeck::api::{self, Handle, Run};
use quarterdeck::table::Tables;
use quarterdeck::time::{Instant, Period};
use serde_json::{Value, json};

use super::called;
use crate::definitions::Definitions;
use crate::trouble::Trouble;

/// The payees of one plan.
#[derive(Debug)]
pub(crate) struct Commission {
    pub(crate) plan: String,
    pub(crate) summary: Value,
    pub(crate) warnings: Vec<Value>,
    pub(crate) tables: Tables,
    run: Option<Run>,
}

/// What is paid on.
pub(super) const TABLES: [&str; 5] = ["transactions", "splits", "assignments", "quotas", "fx_rates"];

/// The tables of these names, of those that there are.
pub(super) fn picked(tables: &Tables, names: &[&str]) -> Tables {
    let mut picked = Tables::new();
    for (name, table) in tables.iter().filter(|(name, _)| names.contains(name)) {
        picked.insert(name, table.clone());
    }
    picked
}

pub(super) fn calculate(
    definitions: &Definitions,
    tables: &Tables,
    period: Period,
    known_at: Option<&str>,
    policy: &str,
) -> Result<Vec<Commission>, Trouble> {
    let mut params = json!({
        "period": {"from": period.from().to_string(), "to": period.to().to_string()}, "bad_records": policy,
    });
    if let Some(known_at) = known_at {
        params["known_at"] = Instant::parse(known_at).map_err(Trouble::time("--known-at"))?.to_string().into();
    }
    let one = |plan: &crate::definitions::Plan| {
        let handle: &Handle = &plan.handle;
        let (summary, warnings, answer) =
            called("commission.calculate", Some(handle), &params, picked(tables, &TABLES), &plan.id)?;
        let warnings = plan.warnings.iter().map(|warning| warning.to_json()).chain(warnings).collect();
        Ok(Commission { plan: plan.id.clone(), summary, warnings, tables: answer.tables, run: answer.run })
    };
    definitions.plans.iter().map(one).collect()
}

impl Commission {
    pub(crate) fn count(&self, name: &str) -> usize {
        self.summary[name].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or_default()
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.summary[name].as_str().unwrap_or_default()
    }

    /// How a row of the statements came about: the tree of its steps.
    pub(crate) fn explained(&self, row: usize) -> Value {
        let Some(run) = &self.run else { return Value::Null };
        let request = json!({"table": "statements", "row": row}).to_string();
        let envelope: Value = serde_json::from_slice(&api::explain(run, request.as_bytes())).unwrap_or_default();
        envelope["summary"]["tree"].clone()
    }
}
