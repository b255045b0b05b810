//! The tables of a check.

use crate::table::ColumnKind::{Code, Decimal, Id, Integer, Text};
use crate::table::{ColumnShape, TableShape};

/// Out: what every component pays on how much credit.
pub static PAYOUT_CURVE: TableShape = TableShape {
    name: "payout_curve",
    about: "one row a component and stretch of credit on which its payout is one line",
    key: None,
    columns: &[
        ColumnShape::required("component_id", Id, "the component"),
        ColumnShape::required("pointer", Text, "the component in the document, as a JSON pointer"),
        ColumnShape::optional("tier", Integer, "the number of the tier that holds inside; none below the first"),
        ColumnShape::optional(
            "tier_column",
            Integer,
            "the column of the rate table that all credit lies in; a plan whose tables have one each has no such column",
        ),
        ColumnShape::required("credit_from", Decimal, "where it starts"),
        ColumnShape::optional("credit_to", Decimal, "where it ends; none for the last"),
        ColumnShape::required("rate", Decimal, "what one more unit of credit earns at its start"),
        ColumnShape::required("payout", Decimal, "what a credit of credit_from earns"),
        ColumnShape::required("jump", Decimal, "the payout just above credit_from less that just below it"),
    ],
};

/// Out: what was found, as rows.
pub static FINDINGS: TableShape = TableShape {
    name: "findings",
    about: "one row a problem of the document, of its payout, or of a case that it does not cover",
    key: None,
    columns: &[
        ColumnShape::required("code", Text, "the stable name of the kind of problem"),
        ColumnShape::required("severity", Code(&["error", "warning"]), "whether the document can be loaded with it"),
        ColumnShape::required("pointer", Text, "where it is, as a JSON pointer; where it would be, if it is missing"),
        ColumnShape::optional("component_id", Id, "the component it is about"),
        ColumnShape::optional("case", Code(&UNCOVERED), "the case that is not covered"),
        ColumnShape::required("message", Text, "what was found, in words"),
    ],
};

/// The cases that a plan may be silent on.
const UNCOVERED: [&str; 7] = ["currency", "refunds", "new_hires", "leave", "multi_year", "zero_quota", "split_orders"];
