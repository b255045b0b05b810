//! Commissions: what each payee earned, line by line, and why.
//!
//! A *plan* has *components*; each adds up the *credit* of transactions into a *measure* over a
//! measure period, and pays by a rate or by the tiers of a rate table. What a component has earned
//! after a running measure is one exact function, and a *line* earns the difference of two of its
//! values: an earlier line never changes, lines add up to the rounded total, and a refund takes back
//! what the sale earned. Nothing is rounded before the one step that the plan names.
//!
//! ```
//! use quarterdeck::commission::{CalculateParams, Inputs, Plan};
//! use quarterdeck::table::{BadRecords, Intake, Table, conform, declared};
//!
//! let (plan, _) = Plan::load(br#"{
//!     "schema": "quarterdeck/commission-plan@1", "id": "ae", "currency": "USD",
//!     "effective": {"from": "2026-01-01"},
//!     "components": [{
//!         "id": "new", "measure": {"date": "booked_on", "period": "quarter"}, "quota": {"source": "table"},
//!         "rate_table": {"index": "attainment", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive",
//!             "tiers": [{"from": "0", "to": "0.75", "value": "0.05"}, {"from": "0.75", "to": "1", "value": "0.10"},
//!                       {"from": "1", "to": null, "value": "0.15"}]}
//!     }]
//! }"#)?;
//!
//! let mut bad = BadRecords::default();
//! let mut table = |rows: &str, shape| conform(Table::from_csv(rows.as_bytes())?, shape, &Intake::default(), &mut bad);
//! let inputs = Inputs {
//!     transactions: table("transaction_id,payee_id,amount,booked_on\nT1,ann,500,2026-01-05\nT2,ann,500,2026-02-05\n", &declared::TRANSACTIONS)?,
//!     assignments: table("payee_id,plan_id,from\nann,ae,2026-01-01\n", &declared::ASSIGNMENTS)?,
//!     quotas: Some(table("payee_id,from,to,amount\nann,2026-01-01,2026-04-01,1000\n", &declared::QUOTAS)?),
//!     splits: None,
//!     quota_relief: None,
//!     fx_rates: None,
//!     reporting: None,
//!     flags: None,
//! };
//! let params: CalculateParams = serde_json::from_str(r#"{"period": "2026-Q1"}"#)?;
//! let calculation = plan.calculate(&params, inputs, bad)?;
//! assert_eq!(calculation.summary().earned.to_string(), "62.5");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A rate table may have other dimensions, which pick a column of it: `across` the margin of each deal, its size, a column
//! of transactions, or what another component has come to. The tiers are those of the component's own measure in all
//! columns; each credit is paid in the column of its own transaction.
//!
//! A transaction's credit may roll up: under a plan's `hierarchy` everyone above a credited payee on the
//! transaction's date is credited as well, once a transaction and payee, in a role of its own. A component
//! says in `roll_up` whether it counts such credit.
//!
//! A transaction with `reverses_id` is a refund: it takes back what its sale earned, from everyone who was
//! credited, by the mode of the plan's `clawback`; a sale and its full refund come to nothing.
//!
//! What comes after the earnings are operations of their own, on tables: [`Plan::restate`] books what a closed
//! period comes to now against what was booked for it, [`Plan::release`] says what of an
//! earning is payable when, [`SettlementPolicy::settle`] what a payee is paid for a period, against draws,
//! guarantees and balances, and [`capitalise`] what of the commissions is an asset. What comes before is
//! [`expand_streams`], which makes the transactions of residuals: one a month of what customers pay again and again.
//!
//! Between the rates and rounding come the stages of a plan that has any: gates, multipliers, kickers, line,
//! component and plan caps and floors, links between components, and bonuses beside them. They work on the exact earnings of all lines that bear on the call; a line gets the
//! difference of two running totals in the column `modified`, and what no line brings about, as the end of a
//! period does, is a line of a `kind` of its own.
//!
//! What one payee earns can bring something to others: `split_stage: payout` shares it among the payees of the
//! transaction, and `overrides` pay those above them in the reporting lines. These are lines of the kinds `share` and
//! `override`, each naming the transaction and the payee whose line it is of. Bonuses of teams are pools that all
//! members brought together and share, in lines of the kind `team`, one a member and period.
//!
//! In this room, `document` and `model` are a plan as it is written and as it was checked. `credit` says who is
//! credited with how much, `periods` for which days and on what quota, `rates` what credit is worth; `engine` runs
//! the lines, `stages`, `sharing` and `clawback` say what becomes of their earnings, and `output` is what leaves. The folders
//! beside these are operations of their own.
//!
//! Formulas and the order of the stages: the semantics of commissions, sections 2.1 to 2.5, 2.7 and 2.11; for the
//! stages after the earnings 2.12 to 2.14, 2.16, 2.17 and 2.20; for residuals 2.18.

mod book;
mod calculate;
mod capitalisation;
mod clawback;
mod credit;
mod describe;
mod document;
mod engine;
mod model;
mod output;
mod params;
mod periods;
mod prepared;
mod questions;
mod rates;
mod release;
mod residual;
mod restatement;
mod settlement;
mod sharing;
mod stages;
mod templates;
mod workings;

pub use book::{Applied, ApplyParams, ApplySummary, BookSummary, Changes, CommissionBook, WITHDRAWN};
pub use calculate::Inputs;
pub use capitalisation::{
    ASSETS, COST_EVENTS, COSTS, Capitalisation, CapitalisationExplanations, CapitalisationSummary, CapitaliseInputs,
    CapitaliseParams, ROLL_FORWARD, SCHEDULE, ShortBenefit, StartConvention, capitalise,
};
pub use document::PlanDocument;
pub use model::Plan;
pub use output::accounts::RecordCount;
pub use output::answered::Answered;
pub use output::outcome::{Calculation, CalculationSummary, Explanations, PeriodSummary};
pub use params::{CalculateParams, Denominator, Output};
pub use prepared::Prepared;
pub(crate) use questions::check_text;
pub use questions::{
    CLAWBACK_OPTIONS, COMPANY_TARGETS, COMPARISON, COVERAGE, CheckParams, CheckSummary, Checked, CheckedExplanations,
    ClawbackOption, ClawbackOptions, ClawbackOptionsExplanations, ClawbackOptionsParams, ClawbackOptionsSummary,
    CompareParams, CompareSummary, Comparison, ComparisonExplanations, CreditNeeded, CreditNeededParams,
    CreditNeededSummary, DEALS_ADDED, DIFFERENCES, DISTRIBUTION, DealCredit, EXPECTED, ExpectedCost,
    ExpectedCostParams, ExpectedCostSummary, ExpectedExplanations, ExpectedInputs, FINDINGS, PAID, PAID_LINES,
    PAID_PAYEES, PAYOUT_CURVE, PaidAgainst, PaidBy, PaidExplanations, PaidParams, PaidSummary, RATIOS, Ratios,
    RatiosExplanations, RatiosParams, RatiosSummary, SCENARIOS, SIMULATED, SimulateParams, SimulateSummary, Simulation,
    SimulationExplanations, TRIALS, WHAT_IF, WhatIf, WhatIfExplanations, WhatIfParams, WhatIfSummary, check, compare,
};
pub use release::{
    COLLECTIONS, POSITIONS, RELEASE_EARNINGS, RELEASE_TRANSACTIONS, RELEASES, Release, ReleaseExplanations,
    ReleaseInputs, ReleaseParams, ReleaseSummary,
};
pub use residual::{
    Billed, BillingMonths, ExpandStreamsInputs, ExpandStreamsParams, ExpandStreamsSummary, PartMonth, STREAM_OWNERS,
    STREAM_SPLITS, STREAM_TRANSACTIONS, STREAMS, StreamExplanations, expand_streams,
};
pub use restatement::{BOOKINGS, RestateExplanations, RestateInputs, RestateParams, RestateSummary, Restatement};
pub use settlement::{
    BALANCES, DRAWS, EARNINGS, LEDGER, PAYOUTS, PEOPLE, RESERVES, SettleInputs, SettleParams, Settlement,
    SettlementDocument, SettlementExplanations, SettlementPolicy, SettlementSummary,
};
pub use stages::{CAP_BALANCES, GATES};
pub use templates::{SETTLEMENT_TEMPLATES, TEMPLATES};
