//! The tables of what was paid against what is recomputed.

use crate::table::ColumnKind::{Code, Currency, Decimal, Id, Integer, Ratio};
use crate::table::{ColumnShape, TableShape};

/// In: what was paid for the period.
pub static PAID: TableShape = TableShape {
    name: "paid",
    about: "one row an amount that was paid; rows of the same line are added up",
    key: None,
    columns: &[
        ColumnShape::required("payee_id", Id, "who was paid"),
        ColumnShape::optional("component_id", Id, "by which component of the plan"),
        ColumnShape::optional("transaction_id", Id, "for which transaction; empty where it is for the period"),
        ColumnShape::required("amount", Decimal, "what was paid").money(),
        ColumnShape::optional("currency", Currency, "the currency of the amount; the plan's, if empty"),
    ],
};

/// Out: what was paid beside what is recomputed.
pub static PAID_LINES: TableShape = TableShape {
    name: "paid_lines",
    about: "one row a line, component or payee that was paid, or should have been",
    key: None,
    columns: &[
        ColumnShape::required("payee_id", Id, "the payee"),
        ColumnShape::optional("component_id", Id, "the component; empty by payee, or where the payment names none"),
        ColumnShape::optional("transaction_id", Id, "the transaction; empty but by line, or where there is none"),
        ColumnShape::required("paid", Decimal, "what was paid").money(),
        ColumnShape::required("recomputed", Decimal, "what the plan pays").money(),
        ColumnShape::required("difference", Decimal, "paid less recomputed: above zero where too much was paid")
            .money(),
        ColumnShape::required(
            "standing",
            Code(&["correct", "overpaid", "underpaid", "not_due", "not_paid"]),
            "what is wrong with it: not_due where the plan pays nothing, not_paid where nothing was paid",
        ),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};

/// Out: how far everybody's pay was right.
pub static PAID_PAYEES: TableShape = TableShape {
    name: "paid_payees",
    about: "one row a payee: how many lines were wrong, and by how much",
    key: None,
    columns: &[
        ColumnShape::required("payee_id", Id, "the payee"),
        ColumnShape::required("lines", Integer, "how many rows of paid_lines the payee has"),
        ColumnShape::required("wrong", Integer, "how many of them are not correct"),
        ColumnShape::required("error_rate", Ratio, "wrong over lines, to 12 places"),
        ColumnShape::required("paid", Decimal, "what was paid").money(),
        ColumnShape::required("recomputed", Decimal, "what the plan pays").money(),
        ColumnShape::required("overpaid", Decimal, "the differences above zero of wrong lines").money(),
        ColumnShape::required("underpaid", Decimal, "those below zero, as an amount above").money(),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};
