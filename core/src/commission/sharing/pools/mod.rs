//! Team bonuses: one pool a team and period, shared by its members. Semantics 2.10, in stage 16.
//!
//! A pool is a sum of its own, or a part of what all members brought; it is rounded once, and its parts add up to it by
//! largest remainder, ties to the first payee by id. What they brought is looked up in a calculation of just the
//! pool's period: so a pool is the same whatever call pays it, and calls of months add up to their year.
//!
//! What becomes of records is said of the call itself, as it is where refunded sales are calculated again.
//!
//! Members are those who are in the team on any day of the period. A refund takes back of the team in which its sale
//! counted, in the period of the refund, whoever is still there: a sale and its full refund come to nothing. Pools
//! are no earnings of a transaction, so no clawback takes them back besides.

mod brought;
mod describe;
mod due;
mod explain;
mod filled;
mod members;

pub(crate) use brought::Looked;
pub(super) use filled::Part;
pub(crate) use filled::Pools;
