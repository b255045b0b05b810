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
//! Formulas: the semantics of commissions, sections 2.5, 2.6 and 2.19; in the list of features COM-1 and COM-3.

mod added;
mod check;
mod check_shapes;
mod compare;
mod compare_shapes;
mod credit_needed;
mod cuts;
mod expected_cost;
mod expected_shapes;
mod findings;
mod plan_changes;
mod ran;
mod scenario;
mod turns;
mod uncovered;
mod what_if;
mod what_if_shapes;

pub(crate) use check::check_text;
pub use check::{CheckParams, CheckSummary, Checked, CheckedExplanations, check};
pub use check_shapes::{FINDINGS, PAYOUT_CURVE};
pub use compare::{CompareParams, CompareSummary, Comparison, ComparisonExplanations, compare};
pub use compare_shapes::{COMPARISON, DIFFERENCES};
pub use credit_needed::{CreditNeeded, CreditNeededParams, CreditNeededSummary, DealCredit};
pub use expected_cost::{ExpectedCost, ExpectedCostParams, ExpectedCostSummary, ExpectedExplanations, ExpectedInputs};
pub use expected_shapes::{DISTRIBUTION, EXPECTED, SCENARIOS};
pub use what_if::{WhatIf, WhatIfExplanations, WhatIfParams, WhatIfSummary};
pub use what_if_shapes::{DEALS_ADDED, WHAT_IF};
