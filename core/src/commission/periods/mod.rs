//! Which payee is paid for which days, and on what quota and target: assignments, segments, ramp, relief, proration.

pub(super) mod allotment;
pub(super) mod asked;
pub(super) mod guarantee;
#[cfg(test)]
mod partitions;
pub(super) mod proration;
pub(super) mod quotas;
pub(super) mod ramp;
pub(super) mod relief;
pub(super) mod roster;
pub(super) mod segments;
pub(super) mod slices;
pub(super) mod start;
