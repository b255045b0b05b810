//! The table of a restatement.

use crate::table::ColumnKind::{Code, Currency, Date, Decimal, Id};
use crate::table::{ColumnShape, TableShape};

const fn required(name: &'static str, kind: crate::table::ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, kind, about)
}

const fn optional(name: &'static str, kind: crate::table::ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::optional(name, kind, about)
}

/// In and out: what is booked. Settlements take it as `earnings`.
pub static BOOKINGS: TableShape = TableShape {
    name: "bookings",
    about: "one row a line or an adjustment of one, never changed by a later one; those of a period add up to its latest calculation",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        required("plan_id", Id, "the plan that earned it"),
        required("component_id", Id, "the component that earned it"),
        optional("transaction_id", Id, "the transaction; empty where it is for the period"),
        optional("source_transaction_id", Id, "the sale that a clawback takes back"),
        required("line_kind", Code(&[]), "what the line is: earning, clawback, ..."),
        required(
            "kind",
            Code(&[]),
            "what the booking is: that of the line where its period is closed, else adjustment",
        ),
        required("period_from", Date, "the first day of the period that it belongs to"),
        required("period_to", Date, "the first day after"),
        required("effective_on", Date, "the day that it is booked on: the line's own, or one of the open period"),
        optional("transaction_amount", Decimal, "what the transaction was worth then").money(),
        optional("quota_credit", Decimal, "the credit that the line added to the measure then"),
        optional("commission_credit", Decimal, "the credit that it was paid on then").money(),
        optional("measure_before", Decimal, "the measure before the line then"),
        optional("quota", Decimal, "what it was measured against then"),
        required("amount", Decimal, "what is booked").money(),
        required("currency", Currency, "the currency of the amount"),
        required(
            "reason",
            Code(&[
                "closed",
                "transaction_new",
                "transaction_withdrawn",
                "transaction_changed",
                "credit_changed",
                "quota_changed",
                "earlier_credit_changed",
                "terms_changed",
            ]),
            "why",
        ),
    ],
};
