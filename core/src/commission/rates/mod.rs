//! What credit is worth: tiers, curves and rules, checked when a plan is loaded and made ready once a call.

pub(super) mod accelerators;
pub(super) mod across;
pub(super) mod blueprint;
pub(super) mod check_across;
pub(super) mod climb;
pub(super) mod curve;
pub(super) mod describe_across;
pub(super) mod describe_table;
pub(super) mod index;
pub(super) mod ladder;
pub(super) mod modes;
pub(super) mod placed;
pub(super) mod ruled;
pub(super) mod terms;
pub(super) mod tiers;
