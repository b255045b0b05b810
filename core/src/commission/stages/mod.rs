//! What happens to a payee's earnings between the rates and rounding: semantics 2.4, stages 8 and 11 to 16.
//!
//! The kernel's exact earnings of all lines are gathered, those of earlier calls of the same periods too;
//! the stages go through them in time and say what each line earns in the end. A stage works on running
//! totals, and a line gets the difference of two of them: earlier lines never change, and the calls of a
//! year add up to the year. What is paid for a transaction later, or taken back, is another line of that transaction, and
//! what is of a period, as the end of one brings about, is a line of its own.

mod balances;
mod bonus;
mod booking;
mod component_cap;
mod condition;
mod deals;
mod describe;
mod endings;
mod explain;
mod flags;
mod floor;
mod gate;
mod gates_table;
mod gather;
mod judging;
mod kept;
mod kicker;
mod kind;
mod link;
mod notes;
mod payee;
mod plan_cap;
mod reach;
mod round;
mod subjects;
mod sweep;
mod value;
mod windows;

pub use balances::CAP_BALANCES;
pub(super) use balances::balance_table;
pub(super) use deals::Deals;
pub(super) use explain::Notes;
pub(super) use flags::Flags;
pub use gates_table::GATES;
pub(super) use gates_table::gate_table;
pub(super) use kind::Kind;
pub(super) use payee::{Draft, Earned, shown};
pub(super) use subjects::last_of_sums;
