//! Who is credited with how much: splits, roll-up, exchange rates, factors and caps, in processing order.

pub(super) mod credits;
pub(super) mod dated_rates;
pub(super) mod explain_credit;
pub(super) mod fx;
pub(super) mod line_credits;
pub(super) mod listed;
pub(super) mod order;
pub(super) mod profit;
pub(super) mod reporting_lines;
pub(super) mod rollup;
pub(super) mod shaping;
pub(super) mod splits;
pub(super) mod superiors;
pub(super) mod values;
