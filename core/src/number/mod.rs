//! Numbers that never lie: decimals, exact fractions, rounding, money, and shares that add up.
//!
//! | type | is | lives |
//! | --- | --- | --- |
//! | [`Decimal`] | at most 28 significant digits, canonical | at every door |
//! | [`Exact`] | a fraction in lowest terms, of any size | between the door and a rounding step |
//! | [`Ratio`] | an [`Exact`] as documents write it: `"0.25"` or `"1/3"` | in documents |
//! | [`Money`] | a decimal of one [`Currency`] | in documents and summaries |
//! | [`Rounding`] | how a fraction becomes an integer | where a plan says so, and only there |
//!
//! Nothing is rounded because of how it is represented. A value is rounded once, where a rule asks
//! for it, by [`Exact::round_to`] or one of the two reconciling algorithms:
//! [`CumulativeDifference`] for a sequence in time, [`largest_remainder`] for simultaneous shares.
//! With both, the parts add up to their total.
//!
//! ```
//! use quarterdeck::number::{CumulativeDifference, Decimal, Exact, Rounding, largest_remainder};
//!
//! // 80,000 of target pay over a quota of 150,000, for a deal of 150,000: to the cent.
//! let rate = Exact::new(80_000, 150_000)?;
//! let pay = rate.mul(&Decimal::parse("150000")?.into());
//! assert_eq!(pay.round_to(2, Rounding::HalfUp)?.to_string(), "80000");
//!
//! // A third of a dollar, three times, line by line.
//! let third = Exact::new(1, 3)?;
//! let mut lines = CumulativeDifference::new(2, Rounding::HalfUp);
//! assert_eq!([lines.next(&third)?, lines.next(&third)?, lines.next(&third)?], [33, 34, 33]);
//!
//! // A dollar shared by three at once.
//! let weights = [third.clone(), third.clone(), third];
//! assert_eq!(largest_remainder(100, &weights, |position| position)?, [34, 33, 33]);
//! # Ok::<(), quarterdeck::number::NumberError>(())
//! ```
//!
//! No type here has operators: every step that can fail says so, and none uses floating point.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions))]

/// The version of the numbers: a change in any number that a user can see is a new one.
pub const CALCULATION: u32 = 1;

mod allocation;
mod cumulative;
mod currency;
mod decimal;
mod divider;
mod error;
mod exact;
mod float;
mod highest_averages;
mod integer;
mod money;
mod parse;
mod power;
mod ratio;
mod rounding;
mod wire;

#[cfg(test)]
mod tests;

pub use allocation::{largest_remainder, largest_remainder_of_parts, largest_remainder_of_weights};
pub use cumulative::CumulativeDifference;
pub use currency::Currency;
pub use decimal::Decimal;
pub(crate) use divider::Divider;
pub use error::NumberError;
pub use exact::Exact;
pub use highest_averages::sainte_lague;
pub use integer::Integer;
pub use money::Money;
pub use parse::parse_mantissa;
pub use power::pow10;
pub use ratio::Ratio;
pub use rounding::Rounding;
