//! The tables of recurring streams.

use crate::table::ColumnKind::{Code, Currency, Date, Decimal, Id, Instant, Integer, Ratio};
use crate::table::{ColumnKind, ColumnShape, TableShape};

const fn required(name: &'static str, kind: ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, kind, about)
}

const fn optional(name: &'static str, kind: ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::optional(name, kind, about)
}

/// In: what customers pay month by month.
pub static STREAMS: TableShape = TableShape {
    name: "streams",
    about: "one row a recurring stream, and one more whenever something else becomes known of it",
    key: None,
    columns: &[
        required("stream_id", Id, "the stream"),
        required("amount", Decimal, "what a whole billing month is worth").money(),
        optional("currency", Currency, "its currency; that of the call, if empty"),
        required("from", Date, "the first day that it runs"),
        optional("to", Date, "the first day after its term; empty until further notice"),
        optional("ended_on", Date, "the first day that it no longer runs, where an event such as churn ended it"),
        optional("counted_from", Date, "the day its months are counted from, where it goes on with an earlier stream"),
        optional("payee_id", Id, "who owns it on days for which no other owner is given"),
        optional("known_at", Instant, "when the row became known; the one known last replaces those before"),
    ],
};

/// In: who owns them from when to when.
pub static STREAM_OWNERS: TableShape = TableShape {
    name: "stream_owners",
    about: "one row a stream and owner, for as long as it holds",
    key: None,
    columns: &[
        required("stream_id", Id, "the stream"),
        required("payee_id", Id, "who owns it"),
        required("from", Date, "the first day"),
        optional("to", Date, "the first day after; empty until further notice"),
        optional("share", Ratio, "the part of the stream; all of it, if empty"),
        optional("known_at", Instant, "when the row became known; on its days it replaces those known before"),
    ],
};

/// Out: the months that are billed, as transactions of a commission plan.
pub static STREAM_TRANSACTIONS: TableShape = TableShape {
    name: "transactions",
    about: "one row a stream and month that is billed, with the other columns of its stream",
    key: Some("transaction_id"),
    columns: &[
        required("transaction_id", Id, "the stream and the month's number, such as `S1/0003`"),
        required("stream_id", Id, "the stream"),
        required("month_index", Integer, "the month's number, from 1"),
        required("month_from", Date, "the first day of the billing month"),
        required("month_to", Date, "the first day after"),
        required("amount", Decimal, "what is billed for it, rounded so that the months of a stream foot").money(),
        required("currency", Currency, "the currency of the amount"),
        required("booked_on", Date, "the first day that the stream runs in the month, or the last"),
        optional("known_at", Instant, "when the stream first became known"),
    ],
};

/// Out: whose they are, as splits of a commission plan.
pub static STREAM_SPLITS: TableShape = TableShape {
    name: "splits",
    about: "one row a month that is billed and owner; the shares of a month sum to exactly 1",
    key: None,
    columns: &[
        required("transaction_id", Id, "the month"),
        required("payee_id", Id, "who owns a part of it"),
        required("role", Code(&["direct"]), "what a split of a commission plan asks for"),
        required("share", Ratio, "the part held times the days owned, over the days that the stream runs in the month"),
    ],
};
