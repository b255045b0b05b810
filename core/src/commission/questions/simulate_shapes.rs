//! The tables of a simulation.

use crate::table::ColumnKind::{Currency, Decimal, Id, Integer};
use crate::table::{ColumnShape, TableShape};

/// Out: how the cost of every payee spreads.
pub static SIMULATED: TableShape = TableShape {
    name: "simulated",
    about: "one row a payee, and one for the whole plan: how what is earned spreads over the trials",
    key: None,
    columns: &[
        ColumnShape::optional("payee_id", Id, "the payee; empty for the whole plan"),
        ColumnShape::required("mean_cost", Decimal, "what is earned, on average of the trials, to 12 places").money(),
        ColumnShape::required("mean_credit", Decimal, "the credit of all components, on average, to 12 places"),
        ColumnShape::required("lowest", Decimal, "the least of all trials").money(),
        ColumnShape::required("p10", Decimal, "the least that one trial in ten does not exceed: the low end").money(),
        ColumnShape::required("p50", Decimal, "the least that half of the trials do not exceed").money(),
        ColumnShape::required("p90", Decimal, "the least that nine trials in ten do not exceed").money(),
        ColumnShape::required("highest", Decimal, "the most of all trials").money(),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};

/// Out: what every trial costs.
pub static TRIALS: TableShape = TableShape {
    name: "trials",
    about: "one row a trial: what the plan costs when every payee attains what was drawn",
    key: None,
    columns: &[
        ColumnShape::required("trial_no", Integer, "the trial, from 1"),
        ColumnShape::required("credit", Decimal, "the credit of all payees and components, to 12 places"),
        ColumnShape::required("cost", Decimal, "what all payees earn").money(),
        ColumnShape::optional("cost_per_credit", Decimal, "the one over the other, to 12 places; none without credit"),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};
