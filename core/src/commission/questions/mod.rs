//! Questions about a plan, answered by the plan's own rule: what a document leaves open, what a deal would
//! earn, how much credit a payout needs, what a plan costs, and what another plan would have paid.
//!
//! Nothing here computes a payout in a way of its own: a question runs the calculation of
//! [`Plan::calculate`](super::Plan::calculate) on other records, or asks the ladder that it runs on.
//!
//! ```
//! use quarterdeck::commission::{CheckParams, check};
//!
//! let params: CheckParams = serde_json::from_str(r#"{"quota": "100000", "document": {
//!     "schema": "quarterdeck/commission-plan@1", "id": "ae", "currency": "USD",
//!     "effective": {"from": "2026-01-01"},
//!     "components": [{
//!         "id": "new", "measure": {"date": "booked_on", "period": "quarter"}, "quota": {"source": "table"},
//!         "rate_table": {"index": "attainment", "mode": "whole", "value": "rate", "boundary": "lower_inclusive",
//!             "tiers": [{"from": "0", "to": "1", "value": "0.05"}, {"from": "1", "to": null, "value": "0.08"}]}
//!     }]
//! }}"#)?;
//! let checked = check(&params)?;
//! let cliff = checked.summary().problems.iter().find(|problem| problem.code.as_str() == "commission.cliff").unwrap();
//! assert_eq!(cliff.pointer, "/components/0/rate_table/tiers/1");
//! assert_eq!(cliff.message, "at a credit of 100000 the payout jumps by 3000");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a plan costs when attainments come by chance, with the same bytes for the same seed everywhere:
//!
//! ```
//! use quarterdeck::commission::{DISTRIBUTION, ExpectedInputs, Plan, SimulateParams};
//! use quarterdeck::table::{BadRecords, Intake, Table, conform, declared};
//!
//! let (plan, _) = Plan::load(br#"{
//!     "schema": "quarterdeck/commission-plan@1", "id": "ae", "currency": "USD",
//!     "effective": {"from": "2026-01-01"},
//!     "components": [{
//!         "id": "new", "measure": {"date": "booked_on", "period": "quarter"}, "quota": {"source": "table"},
//!         "rate": "0.05", "gates": [{"subject": "attainment", "op": "ge", "value": "0.8"}]
//!     }]
//! }"#)?;
//! let mut bad = BadRecords::default();
//! let mut table = |rows: &str, shape| conform(Table::from_csv(rows.as_bytes())?, shape, &Intake::default(), &mut bad);
//! let inputs = ExpectedInputs {
//!     assignments: table("payee_id,plan_id,from\nann,ae,2026-01-01\n", &declared::ASSIGNMENTS)?,
//!     quotas: Some(table("payee_id,from,to,amount\nann,2026-01-01,2026-04-01,100000\n", &declared::QUOTAS)?),
//!     quota_relief: None,
//!     distribution: table("attainment,attainment_to,probability\n0.5,,1/4\n0.8,1.2,3/4\n", &DISTRIBUTION)?,
//! };
//! let params: SimulateParams = serde_json::from_str(r#"{"period": "2026-Q1", "seed": 7}"#)?;
//! let simulation = plan.simulate(&params, &inputs, bad)?;
//! let summary = simulation.summary();
//! assert_eq!((summary.generator, summary.p10.to_string().as_str()), ("ChaCha8", "0"));
//! assert!(summary.p10 < summary.p50 && summary.p50 < summary.p90);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Formulas: the semantics of commissions, sections 2.5, 2.6 and 2.19; in the list of features COM-1 and COM-3.

mod across_findings;
mod added;
mod check;
mod check_shapes;
mod clawback_options;
mod clawback_shapes;
mod compare;
mod compare_shapes;
mod coverage;
mod credit_needed;
mod cuts;
mod distribution;
mod drawn;
mod expected_cost;
mod expected_shapes;
mod findings;
mod one_payee;
mod paid;
mod paid_shapes;
mod paired;
mod plan_changes;
mod ran;
mod ratios;
mod ratios_shapes;
mod scenario;
mod simulate;
mod simulate_shapes;
mod stage_findings;
mod turns;
mod uncovered;
mod what_if;
mod what_if_shapes;

pub(crate) use check::check_text;
pub use check::{CheckParams, CheckSummary, Checked, CheckedExplanations, check};
pub use check_shapes::{FINDINGS, PAYOUT_CURVE};
pub use clawback_options::{
    ClawbackOption, ClawbackOptions, ClawbackOptionsExplanations, ClawbackOptionsParams, ClawbackOptionsSummary,
};
pub use clawback_shapes::CLAWBACK_OPTIONS;
pub use compare::{CompareParams, CompareSummary, Comparison, ComparisonExplanations, compare};
pub use compare_shapes::{COMPARISON, DIFFERENCES};
pub use credit_needed::{CreditNeeded, CreditNeededParams, CreditNeededSummary, DealCredit};
pub use expected_cost::{ExpectedCost, ExpectedCostParams, ExpectedCostSummary, ExpectedExplanations, ExpectedInputs};
pub use expected_shapes::{DISTRIBUTION, EXPECTED, SCENARIOS};
pub use paid::{PaidAgainst, PaidBy, PaidExplanations, PaidParams, PaidSummary};
pub use paid_shapes::{PAID, PAID_LINES, PAID_PAYEES};
pub use ratios::{Ratios, RatiosExplanations, RatiosParams, RatiosSummary};
pub use ratios_shapes::{COMPANY_TARGETS, COVERAGE, RATIOS};
pub use simulate::{SimulateParams, SimulateSummary, Simulation, SimulationExplanations};
pub use simulate_shapes::{SIMULATED, TRIALS};
pub use what_if::{WhatIf, WhatIfExplanations, WhatIfParams, WhatIfSummary};
pub use what_if_shapes::{DEALS_ADDED, WHAT_IF};
