//! The table of operations, by room.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::operation::{Outcome, Request};
use super::{Handle, Kind, Operation, commission, crm, forecast, pipeline, questions, quota, settlement};
use crate::problem::{Problem, Problems, Severity, Tree};
use crate::table::Tables;

/// Every operation, by room.
#[must_use]
pub fn operations() -> &'static [Operation] {
    OPERATIONS
}

static OPERATIONS: &[Operation] = &[
    validate("pipeline.validate", Kind::Pipeline),
    super::templates::PIPELINES,
    pipeline::DESCRIBE,
    pipeline::CHECK_TRANSITION,
    pipeline::AVAILABLE_MOVES,
    pipeline::REQUIREMENTS,
    pipeline::CHECK_DEALS,
    validate("forecast.validate", Kind::ForecastModel),
    forecast::DESCRIBE,
    forecast::ROLL_UP,
    forecast::STAGE_WEIGHTED,
    quota::ALLOCATE,
    quota::TREE,
    quota::ATTAINMENT_OF,
    validate("commission.validate", Kind::CommissionPlan),
    super::templates::PLANS,
    commission::DESCRIBE,
    commission::EXPAND_STREAMS,
    commission::CALCULATE,
    super::restate::RESTATE,
    super::book::OPEN,
    commission::RELEASE,
    commission::CAPITALISE,
    questions::CHECK,
    questions::WHAT_IF_DEALS,
    questions::CREDIT_NEEDED,
    questions::EXPECTED_COST,
    questions::SIMULATE,
    questions::COMPARE,
    questions::OPTIONS_OF_CLAWBACK,
    questions::RATIOS_OF_PAY,
    questions::PAID_AGAINST,
    validate("book.validate", Kind::Book),
    super::book::DESCRIBE,
    super::book::RESULTS,
    super::book::APPLY,
    validate("crm.validate", Kind::CrmMapping),
    super::templates::MAPPINGS,
    crm::DESCRIBE,
    crm::READ,
    #[cfg(feature = "sample")]
    super::sample::COMPANY,
    validate("settlement.validate", Kind::SettlementPolicy),
    super::templates::SETTLEMENTS,
    settlement::DESCRIBE,
    settlement::SETTLE,
    #[cfg(feature = "probe")]
    Operation {
        name: "internal.panic",
        kind: None,
        about: "panics, to prove that a host survives it",
        params: schema::<NoParams>,
        tables_in: &[],
        open: false,
        summary: schema::<NoParams>,
        tables_out: &[],
        codes: &[],
        since: "0.1.0",
        long: false,
        run: |_| {
            #[expect(clippy::panic, reason = "this is what the operation is for")]
            {
                panic!("asked to panic")
            }
        },
    },
];

pub(super) fn schema<T: JsonSchema>() -> Value {
    #[cfg(feature = "schema")]
    return crate::problem::shape::schema_of::<T>();
    #[cfg(not(feature = "schema"))]
    Value::Bool(true)
}

/// The JSON Schemas of all that is read from JSON here: definitions, parameters, the deal in a
/// parameter, what to explain. Each has the name of its type as title.
#[cfg(feature = "schema")]
#[must_use]
pub fn documents() -> Vec<Value> {
    use super::{RecordOptions, run::ExplainRequest};
    use crate::pipeline::DealDocument;

    let definitions = Kind::ALL.iter().map(|kind| kind.schema());
    let params = OPERATIONS.iter().map(|operation| (operation.params)());
    let others = [schema::<RecordOptions>(), schema::<ExplainRequest>(), schema::<DealDocument>()];
    definitions.chain(params).chain(others).collect()
}

/// No parameters.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoParams {}

/// A definition in words.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DescribeSummary {
    /// A line for every part; those of a part are indented below it.
    pub(super) lines: Vec<String>,
}

/// A document to be checked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ValidateParams {
    /// The document, or its JSON text.
    #[expect(dead_code, reason = "it is read as a tree, so that its own problems are found")]
    document: Value,
}

/// What was found in a document.
#[derive(Debug, Serialize, JsonSchema)]
struct ValidateSummary {
    /// Whether it can be loaded.
    valid: bool,
    /// Errors and warnings, sorted by pointer, at most 100 of each.
    problems: Vec<Problem>,
    /// How many there are.
    total: usize,
}

/// Checks a document without raising: its problems are the result.
const fn validate(name: &'static str, kind: Kind) -> Operation {
    Operation {
        name,
        kind: None,
        about: "checks a document and lists its problems, without raising",
        params: schema::<ValidateParams>,
        tables_in: &[],
        open: false,
        summary: schema::<ValidateSummary>,
        tables_out: &[],
        codes: &[],
        since: "0.1.0",
        long: false,
        run: match kind {
            Kind::Pipeline => |request| validated(Kind::Pipeline, &request),
            Kind::ForecastModel => |request| validated(Kind::ForecastModel, &request),
            Kind::CommissionPlan => |request| validated(Kind::CommissionPlan, &request),
            Kind::Book => |request| validated(Kind::Book, &request),
            Kind::SettlementPolicy => |request| validated(Kind::SettlementPolicy, &request),
            Kind::CrmMapping => |request| validated(Kind::CrmMapping, &request),
        },
    }
}

fn validated(kind: Kind, request: &Request<'_>) -> Result<Outcome, Problems> {
    request.params::<ValidateParams>()?;
    // No document is a JSON string, so a string is a document's text, as hosts hold it.
    let document = match request.params.get("document") {
        Some(Tree::Text(text)) => text.clone().into_bytes(),
        document => document.map(Tree::to_json).unwrap_or_default(),
    };
    let (warnings, errors) = match Handle::load(kind, &document) {
        Ok((_, warnings)) => (warnings, None),
        Err(problems) => (Vec::new(), Some(problems)),
    };
    let total = errors.as_ref().map_or(warnings.len(), Problems::total);
    let errors = errors.iter().flatten().cloned();
    let problems: Vec<Problem> = errors.chain(warnings).collect();
    let valid = problems.iter().all(|problem| problem.severity != Severity::Error);
    let summary = ValidateSummary { valid, problems, total };
    Ok(Outcome::of(&summary, Vec::new(), Tables::new()))
}
