//! The tables of a comparison.

use crate::table::ColumnKind::{Currency, Decimal, Id, Integer, Text};
use crate::table::{ColumnShape, TableShape};

/// Out: what everybody earns by either plan.
pub static COMPARISON: TableShape = TableShape {
    name: "comparison",
    about: "one row a payee, for the total, and one for each component that either plan has",
    key: None,
    columns: &[
        ColumnShape::required("payee_id", Id, "the payee"),
        ColumnShape::optional("component_id", Id, "the component; empty for the payee's total"),
        ColumnShape::required("earned_a", Decimal, "what plan A earns").money(),
        ColumnShape::required("earned_b", Decimal, "what plan B earns").money(),
        ColumnShape::required("delta", Decimal, "the difference: earned_b - earned_a").money(),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};

/// Out: which rules make the difference.
pub static DIFFERENCES: TableShape = TableShape {
    name: "differences",
    about: "one row a change of rules and payee whom it changes something for; those of a payee sum to the delta",
    key: None,
    columns: &[
        ColumnShape::required("payee_id", Id, "the payee"),
        ColumnShape::required("step", Integer, "the place of the change among all, from 1"),
        ColumnShape::required(
            "pointers",
            Text,
            "the keys changed, as JSON pointers into plan B, or A where B has none",
        ),
        ColumnShape::required("delta", Decimal, "what the change adds to what the payee earns").money(),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};
