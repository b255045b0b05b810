//! Documents to start from: the templates of the rooms that have some.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Operation;
use super::operation::{Outcome, Request};
use super::operations::schema;
use crate::problem::{Code, Problem, Problems, Tree};
use crate::table::Tables;
use crate::{commission, crm, pipeline};

pub(super) const PLANS: Operation = Operation {
    name: "commission.templates",
    kind: None,
    about: "commission plans to start from, as documents",
    params: schema::<TemplatesParams>,
    tables_in: &[],
    summary: schema::<TemplatesSummary>,
    tables_out: &[],
    codes: &[Code::CommissionUnknownTemplate],
    since: "0.1.0",
    long: false,
    open: false,
    run: |request| found(&request, commission::TEMPLATES, Code::CommissionUnknownTemplate),
};

pub(super) const MAPPINGS: Operation = Operation {
    name: "crm.templates",
    about: "ready mapping documents, to be used as they are or as a start",
    codes: &[Code::CrmUnknownTemplate],
    run: |request| found(&request, crm::TEMPLATES, Code::CrmUnknownTemplate),
    ..PLANS
};

pub(super) const SETTLEMENTS: Operation = Operation {
    name: "settlement.templates",
    about: "settlement policies to start from, as documents: the kinds of draw",
    codes: &[Code::SettlementUnknownTemplate],
    run: |request| found(&request, commission::SETTLEMENT_TEMPLATES, Code::SettlementUnknownTemplate),
    ..PLANS
};

pub(super) const PIPELINES: Operation = Operation {
    name: "pipeline.templates",
    about: "pipelines to start from, as documents",
    codes: &[Code::PipelineUnknownTemplate],
    run: |request| found(&request, pipeline::TEMPLATES, Code::PipelineUnknownTemplate),
    ..PLANS
};

/// Which templates are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TemplatesParams {
    /// The one asked for; all of them, if absent.
    #[serde(default)]
    id: Option<String>,
}

/// Templates.
#[derive(Debug, Serialize, JsonSchema)]
struct TemplatesSummary {
    /// The documents, each with its `id` and `name`.
    documents: Vec<Value>,
}

fn found(request: &Request<'_>, all: &[(&str, &str)], unknown: Code) -> Result<Outcome, Problems> {
    let TemplatesParams { id } = request.params()?;
    let mut documents = Vec::new();
    for (_, text) in all.iter().filter(|(known, _)| id.as_ref().is_none_or(|id| id == known)) {
        documents.push(Tree::parse(text.as_bytes())?.to_value());
    }
    if documents.is_empty() {
        let known: Vec<&str> = all.iter().map(|(id, _)| *id).collect();
        let message = format!("`{}` is not a template", id.unwrap_or_default());
        return Err(Problem::new(unknown, "/params/id", message).with("known", known).into());
    }
    Ok(Outcome::of(&TemplatesSummary { documents }, Vec::new(), Tables::new()))
}
