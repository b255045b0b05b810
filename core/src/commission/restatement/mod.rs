//! Closed periods restated: what a period comes to now, against what was booked for it.
//!
//! Bookings are only ever added. An adjustment is the difference of two numbers, line by line, booked in the
//! open period with the period that it belongs to and why: so what is booked for a period always adds up to
//! its latest calculation, and where nothing has changed nothing is booked. Source: the semantics of
//! commissions, 2.15.

mod adjustment;
mod explain;
mod facts;
mod reason;
mod run;
mod shapes;

pub(crate) use adjustment::adjustments;
pub use explain::RestateExplanations;
pub(crate) use facts::{Facts, Key, add_lines, quotas};
pub(crate) use reason::Sides;
pub use run::{RestateInputs, RestateParams, RestateSummary, Restatement};
pub use shapes::BOOKINGS;
