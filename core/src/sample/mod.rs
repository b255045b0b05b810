//! A seeded, realistic company: forty people in three levels, two pipelines, a year of deals with their
//! history, a quarter's bookings, a plan with accelerators, and what every export has wrong.
//!
//! The same seed and size give the same bytes on every platform and in every host. Every entity draws from
//! a stream of its own (ChaCha8, keyed by seed and operation), samples are
//! taken by inversion from whole numbers, and no float comes near. No record is of anyone real.
//!
//! A company is looked at on the morning of 2026-04-01: the first quarter is over and about to be closed,
//! the second is forecast. About one deal in ten was won in that quarter and is booked, some of it in euros,
//! some shared by two or three people, some taken back. The dirt is counted in the summary, by kind.
//!
//! ```
//! use quarterdeck::sample::{CompanyParams, company};
//!
//! let company = company(&CompanyParams::of(2026))?;
//! assert_eq!(company.summary.people, 40);
//! assert_eq!(company.tables.get("deals").unwrap().rows(), 5_000);
//! assert!(company.summary.dirt.iter().all(|dirt| dirt.records > 0));
//! # Ok::<(), quarterdeck::problem::Problem>(())
//! ```

mod booking;
mod company;
mod deal;
mod dice;
mod dirt;
mod documents;
mod params;
mod people;
mod quarter;
mod tables;
mod terms;
mod track;

pub use company::{Company, CompanySummary, company};
pub use dirt::Dirt;
pub use documents::{PIPELINES, PLANS};
pub use params::CompanyParams;
