//! Settlement: from released earnings to pay, with draws, guarantees and balances.
//!
//! What a payee is paid for a period is what became payable in it, never less than the draw in force.
//! What a recoverable draw pays above the earnings is *owed* and recovered from later ones; earnings
//! below zero become a *negative balance*. A draw spans all plans of a payee, so a policy stands beside
//! the plans. What a release holds back is a *reserve*, beside the pay until it is released or forfeited. Every movement is a line of an append-only ledger, and the balances that come out go into
//! the next call: settling period by period is settling all of them at once.
//!
//! ```
//! use quarterdeck::commission::{EARNINGS, SettleInputs, SettleParams, SettlementPolicy};
//! use quarterdeck::table::{BadRecords, Intake, Table, conform};
//!
//! let (policy, _) = SettlementPolicy::load(br#"{
//!     "schema": "quarterdeck/settlement-policy@1", "id": "draws", "currency": "USD",
//!     "pay_period": {"kind": "calendar", "unit": "month"}, "minimum_payout": "50"
//! }"#)?;
//! let csv = b"payee_id,amount,effective_on\nann,40,2026-01-09\nann,30,2026-02-11\n";
//! let mut bad = BadRecords::default();
//! let earnings = conform(Table::from_csv(csv)?, &EARNINGS, &Intake::default(), &mut bad)?;
//! let inputs = SettleInputs { earnings, draws: None, balances: None, reserves: None, people: None, fx_rates: None };
//! let params: SettleParams = serde_json::from_str(r#"{"period": "2026-Q1"}"#)?;
//!
//! let settlement = policy.settle(&params, &inputs, bad)?;
//! let paid = settlement.tables().get("payouts").unwrap().decimal("paid").unwrap();
//! assert_eq!([paid.exact(0), paid.exact(1)].map(|cell| cell.unwrap().to_string()), ["0", "70"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Formulas: the semantics of commissions, sections 2.12 to 2.14 and 2.17.

mod describe;
mod document;
mod earned;
mod explain;
mod model;
mod movement;
mod outcome;
mod payees;
mod period;
mod periods;
mod reserves;
mod settle;
mod shapes;
mod tables;

pub(super) use describe::unit_name;
pub use document::SettlementDocument;
pub use explain::SettlementExplanations;
pub use model::SettlementPolicy;
pub use outcome::{SettleParams, Settlement, SettlementSummary};
pub use settle::SettleInputs;
pub use shapes::{BALANCES, DRAWS, EARNINGS, LEDGER, PAYOUTS, PEOPLE, RESERVES};
