//! Sales operations as a library: exact quotas and commissions, checked pipelines, and the reason for
//! every number.
//!
//! A *definition* is a document: a pipeline or a commission plan in JSON, loaded once and checked
//! whole. *Records* are tables: rows, CSV, typed arrays or Arrow, turned into columns at the door.
//! A calculation reads columns and writes columns, on exact fractions until the one step where the
//! plan says to round; and any row of a result can be explained by running it again with recording on.
//!
//! ```
//! use quarterdeck::api;
//! use quarterdeck::table::{Table, Tables};
//!
//! let (plan, _) = api::load("commission_plan", br#"{
//!     "schema": "quarterdeck/commission-plan@1", "id": "ae", "currency": "USD",
//!     "effective": {"from": "2026-01-01"},
//!     "components": [{"id": "new", "rate": "0.06", "measure": {"date": "booked_on", "period": "quarter"}}]
//! }"#)?;
//! let mut tables = Tables::new();
//! tables.insert("transactions", Table::from_csv(b"transaction_id,payee_id,amount,booked_on\nT1,ana,125.25,2026-02-03\n")?);
//! tables.insert("assignments", Table::from_csv(b"payee_id,plan_id,from\nana,ae,2026-01-01\n")?);
//!
//! let answer = api::call("commission.calculate", Some(&plan), br#"{"period": "2026-Q1"}"#, tables);
//! let lines = answer.tables.get("lines").unwrap();
//! assert_eq!(lines.decimal("amount").unwrap().exact(0).unwrap().to_string(), "7.52");
//!
//! let why = api::explain(answer.run.as_ref().unwrap(), br#"{"table": "lines", "row": 0}"#);
//! assert!(String::from_utf8(why)?.contains("rounded to 7.52"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The rooms
//!
//! Each floor uses only those below it.
//!
//! | floor | rooms |
//! | --- | --- |
//! | the door | [`api`]: the table of operations, and what every binding calls |
//! | around the field | [`crm`]; `sample`, with the feature of that name |
//! | the field | [`commission`], [`forecast`], [`pipeline`], [`quota`] |
//! | shapes | [`table`], [`rule`], [`trace`], [`reporting`] |
//! | foundation | [`number`], [`time`], [`problem`], and `stat` behind the others |
//!
//! A room of the field has the same doors as any other: `document.rs` is what a user writes,
//! `model.rs` what is checked, one file a calculation, `outcome.rs` what comes out.
//!
//! # Features
//!
//! * `schema` (default): JSON Schemas in full, and [`problem::shape::read`] of any type that has one.
//!   Without it documents are read against their constraints as generated, with the same result;
//!   the packages for other hosts are built so, and smaller.
//! * `tz` (default): named time zones. Without it, only UTC is known and a named zone answers
//!   `time.no_zone_data`.
//! * `arrow`: tables from and to Arrow record batches, in [`table::arrow`](crate::table).
//! * `sample`: a generated company, in `sample`.
//!
//! A feature adds API; it never changes a number.
#![forbid(unsafe_code)]

pub mod api;
pub mod commission;
pub mod crm;
pub mod forecast;
pub mod number;
pub mod pipeline;
pub mod problem;
pub mod quota;
pub mod reporting;
pub mod rule;
#[cfg(feature = "sample")]
pub mod sample;
mod sorted;
mod stat;
pub mod table;
pub mod time;
pub mod trace;
