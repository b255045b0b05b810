//! Release: when an earning becomes payable.
//!
//! A schedule gives shares of an earning to events: booking, invoice, cash, a date, instalments. Cash
//! releases `share × earning × collected to date / invoiced total`, at most the share, and takes back what
//! is paid back. A holdback keeps a share of everything released until a day, and who leaves before it
//! forfeits it. What is released later may be paid at the rate of its day (`rate_lock`). A clawback takes back what was released of the earning of its source, and cancels what was not.
//! Released + held + forfeited + cancelled + clawed back + pending is the earning, to the cent, at any time.
//!
//! ```
//! use quarterdeck::commission::{COLLECTIONS, Plan, RELEASE_EARNINGS, RELEASE_TRANSACTIONS, ReleaseInputs, ReleaseParams};
//! use quarterdeck::table::{BadRecords, Intake, Table, TableShape, conform};
//!
//! let (plan, _) = Plan::load(br#"{
//!     "schema": "quarterdeck/commission-plan@1", "id": "ae", "currency": "USD",
//!     "effective": {"from": "2026-01-01"},
//!     "components": [{"id": "new", "rate": "0.05", "measure": {"date": "booked_on", "period": "quarter"}}],
//!     "release": {"schedule": [{"event": "booking", "share": "0.4"}, {"event": "cash", "share": "0.6"}]}
//! }"#)?;
//! let mut bad = BadRecords::default();
//! let mut table = |rows: &str, shape| conform(Table::from_csv(rows.as_bytes())?, shape, &Intake::default(), &mut bad);
//! let inputs = ReleaseInputs {
//!     earnings: table("payee_id,transaction_id,effective_on,amount\nann,T1,2026-01-05,100\n", &RELEASE_EARNINGS)?,
//!     transactions: Some(table("transaction_id,invoiced_total\nT1,3000\n", &RELEASE_TRANSACTIONS)?),
//!     collections: Some(table("transaction_id,collected_on,amount\nT1,2026-03-01,1000\n", &COLLECTIONS)?),
//!     people: None,
//! };
//! let release = plan.release(&ReleaseParams::default(), &inputs, bad)?;
//! assert_eq!(release.summary().released.to_string(), "60");
//! assert_eq!(release.summary().pending.to_string(), "40");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Formulas: the semantics of commissions, section 2.16.

mod clawed;
mod describe;
mod document;
mod explain;
mod late;
mod model;
mod outcome;
mod position;
mod rated;
mod run;
mod shapes;
mod timeline;

pub(super) use document::ReleaseDocument;
pub use explain::ReleaseExplanations;
pub(super) use model::ReleaseSchedule;
pub use outcome::{Release, ReleaseParams, ReleaseSummary};
pub use run::ReleaseInputs;
pub use shapes::{COLLECTIONS, POSITIONS, RELEASE_EARNINGS, RELEASE_TRANSACTIONS, RELEASES};
