//! The tables of a release.

use crate::table::ColumnKind::{Code, Currency, Date, Decimal, Id, Integer, Ratio};
use crate::table::{ColumnKind, ColumnShape, TableShape};

const KINDS: &[&str] =
    &["release", "reversal", "holdback", "holdback_release", "forfeited", "cancelled", "clawback", "re_rated"];
const EVENTS: &[&str] = &["booking", "invoice", "cash", "date", "after", "instalments", "holdback", "exit", "clawback"];

const fn required(name: &'static str, kind: ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, kind, about)
}

const fn optional(name: &'static str, kind: ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::optional(name, kind, about)
}

const fn money(name: &'static str, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, Decimal, about).money()
}

/// What a release at the rates of its days pays beside everything else.
const RE_RATED: ColumnShape = optional(
    "re_rated",
    Decimal,
    "what rates of later days paid beyond those of booking; a plan that locks its rates has no such column",
)
.money();

/// In: earnings; the `lines` of a calculation fit.
pub static RELEASE_EARNINGS: TableShape = TableShape {
    name: "earnings",
    about: "one row an earning",
    key: None,
    columns: &[
        required("payee_id", Id, "who earned it"),
        optional("component_id", Id, "by which component of the plan"),
        optional("line_no", Integer, "its place in the component's processing order"),
        optional("transaction_id", Id, "for which transaction; empty where it is for the period"),
        optional("source_transaction_id", Id, "the transaction whose earning it takes back"),
        required("effective_on", Date, "the day on which it is earned"),
        money("amount", "how much; below zero where it is taken back"),
        optional("currency", Currency, "its currency, which is the plan's"),
        optional("rate", Ratio, "the rate of booking, for a plan that pays the rate of the day of release"),
        optional("commission_credit", Decimal, "the credit that the rate paid on").money(),
        optional("at_rate", Decimal, "the rate times the credit").money(),
        optional("true_up", Decimal, "what it earned besides").money(),
        optional("modified", Decimal, "what stages made of it").money(),
    ],
};

/// In: what is known of the transactions' invoices.
pub static RELEASE_TRANSACTIONS: TableShape = TableShape {
    name: "transactions",
    about: "one row a transaction",
    key: Some("transaction_id"),
    columns: &[
        required("transaction_id", Id, "the transaction"),
        optional("invoiced_on", Date, "the day it was invoiced"),
        optional("due_on", Date, "the day its invoice is due; the terms of the plan after the invoice, if empty"),
        optional("invoiced_total", Decimal, "what was invoiced, all parts together; the amount, if empty").money(),
        optional("amount", Decimal, "what it is worth").money(),
        optional("currency", Currency, "the currency of its amounts and collections"),
    ],
};

/// In: what was collected.
pub static COLLECTIONS: TableShape = TableShape {
    name: "collections",
    about: "one row a payment of a customer, below zero where it is paid back",
    key: None,
    columns: &[
        required("transaction_id", Id, "for which transaction"),
        required("collected_on", Date, "the day"),
        money("amount", "how much, in the transaction's currency"),
    ],
};

/// Out: every movement of every earning.
pub static RELEASES: TableShape = TableShape {
    name: "releases",
    about: "one row a movement of an earning; release, reversal, holdback_release, clawback and re_rated are payable",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        required("plan_id", Id, "the plan"),
        optional("component_id", Id, "the component"),
        optional("line_no", Integer, "the earning's place in the component"),
        optional("transaction_id", Id, "the transaction"),
        required("released_on", Date, "the day of the movement"),
        required("event", Code(EVENTS), "what brought it about"),
        required("kind", Code(KINDS), "what it is"),
        money("amount", "what it adds to what is released, held, forfeited or cancelled"),
        money("released", "what is released of the earning after it"),
        money("held", "what is held back"),
        money("forfeited", "what is forfeited"),
        money("cancelled", "what is cancelled"),
        money("clawed_back", "what was released and is taken back"),
        money("pending", "what is still to be released"),
        RE_RATED,
        required("currency", Currency, "the currency of the amounts"),
    ],
};

/// Out: where every earning stands.
pub static POSITIONS: TableShape = TableShape {
    name: "positions",
    about: "one row an earning: earned = released + held + forfeited + cancelled + clawed_back + pending",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        optional("component_id", Id, "the component"),
        optional("line_no", Integer, "its place in the component"),
        optional("transaction_id", Id, "the transaction"),
        required("effective_on", Date, "the day on which it was earned"),
        money("earned", "how much was earned"),
        money("released", "what of it is payable"),
        money("held", "what is held back"),
        money("forfeited", "what is forfeited"),
        money("cancelled", "what is cancelled"),
        money("clawed_back", "what was released and is taken back"),
        money("pending", "what is still to be released"),
        RE_RATED,
        required("currency", Currency, "the currency of the amounts"),
    ],
};
