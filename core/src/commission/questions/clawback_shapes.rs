//! The table of clawback modes side by side.

use crate::table::ColumnKind::{Currency, Decimal, Id};
use crate::table::declared::CLAWBACK_MODES;
use crate::table::{ColumnShape, TableShape};

/// Out: what everybody gives back by each mode.
pub static CLAWBACK_OPTIONS: TableShape = TableShape {
    name: "clawback_options",
    about: "one row a clawback mode and payee who gives something back by it, and one for each component that does",
    key: None,
    columns: &[
        ColumnShape::required("mode", CLAWBACK_MODES, "the mode"),
        ColumnShape::required("payee_id", Id, "the payee"),
        ColumnShape::optional("component_id", Id, "the component; empty for the payee's total"),
        ColumnShape::required("unrefunded", Decimal, "what is earned in the period without the refunds").money(),
        ColumnShape::required("earned", Decimal, "what is earned by the mode").money(),
        ColumnShape::required("taken_back", Decimal, "the difference: unrefunded - earned").money(),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};
