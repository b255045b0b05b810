//! Lines in order through a payout rule: in integers where running sums are enough, in fractions where not.

pub(super) mod as_if;
pub(super) mod beside;
pub(super) mod frame;
pub(super) mod kernel;
pub(super) mod population;
pub(super) mod proof;
pub(super) mod rounder;
pub(super) mod run;
pub(super) mod scale;
pub(super) mod sink;
pub(super) mod spots;
pub(super) mod walk;
#[cfg(test)]
mod widths;
