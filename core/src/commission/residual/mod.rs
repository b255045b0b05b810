//! Residuals: commissions on what customers pay month after month.
//!
//! A *stream* is worth its amount every *billing month*, from its start to the end of its term, or to an *end
//! event* such as churn before that. [`expand_streams`] makes a transaction of every month that is booked in a
//! period, and a split for everybody who owns a part of it; what it pays is up to a plan, whose rates may go
//! by the `month_index` of the transaction, as those of the template `residual` do. The transactions are like
//! any others: they are calculated, restated, kept in books and refunded.
//!
//! A month in which the stream is *reassigned* is split by the days that each owned it. What became known
//! later, such as an end or an owner, is a record with `known_at`: expand at the same `known_at` as the plan
//! is calculated at, and a closed month is what it was.
//!
//! ```
//! use quarterdeck::commission::{ExpandStreamsInputs, ExpandStreamsParams, STREAM_OWNERS, STREAMS, expand_streams};
//! use quarterdeck::table::{BadRecords, Intake, Table, conform};
//!
//! let mut bad = BadRecords::default();
//! let mut table = |rows: &str, shape| conform(Table::from_csv(rows.as_bytes())?, shape, &Intake::default(), &mut bad);
//! let inputs = ExpandStreamsInputs {
//!     streams: table("stream_id,amount,currency,from,ended_on\nS1,310,USD,2026-01-15,2026-03-11\n", &STREAMS)?,
//!     stream_owners: Some(table(
//!         "stream_id,payee_id,from,to\nS1,ann,2026-01-15,2026-02-08\nS1,bo,2026-02-08,\n", &STREAM_OWNERS)?),
//! };
//! let params: ExpandStreamsParams = serde_json::from_str(r#"{"period": "2026-Q1"}"#)?;
//! let expanded = expand_streams(&params, &inputs, bad)?;
//!
//! // 17 of 31 days of January, all of February, 10 of 31 days of March.
//! let transactions = expanded.tables().get("transactions").unwrap();
//! let amounts = [0, 1, 2].map(|row| transactions.decimal("amount").unwrap().exact(row).unwrap().to_string());
//! assert_eq!(amounts, ["170", "310", "100"]);
//! // February is Ann's for 7 of its 28 days.
//! let splits = expanded.tables().get("splits").unwrap();
//! let shares = [0, 1, 2, 3].map(|row| splits.ratio("share").unwrap().exact(row).unwrap().to_string());
//! assert_eq!(shares, ["1", "0.25", "0.75", "1"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Definitions: the semantics of commissions, section 2.18, and 2.13 for what is split.

mod explain;
mod months;
mod outcome;
mod owners;
mod params;
mod records;
mod run;
mod shapes;

pub use explain::StreamExplanations;
pub use outcome::ExpandStreamsSummary;
pub use params::{Billed, BillingMonths, ExpandStreamsParams, PartMonth};
pub use run::{ExpandStreamsInputs, expand_streams};
pub use shapes::{STREAM_OWNERS, STREAM_SPLITS, STREAM_TRANSACTIONS, STREAMS};
