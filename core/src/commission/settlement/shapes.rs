//! The tables of a settlement.

use crate::table::ColumnKind::{Code, Currency, Date, Decimal, Id, Integer, Ratio, Text};
use crate::table::{ColumnShape, TableShape};

const KINDS: &[&str] = &["recoverable", "non_recoverable", "recoverable_forgiven", "guarantee"];

const fn required(name: &'static str, kind: crate::table::ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, kind, about)
}

const fn optional(name: &'static str, kind: crate::table::ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::optional(name, kind, about)
}

const fn money(name: &'static str, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, Decimal, about).money()
}

/// In: what was earned or released; the `lines` of a calculation and the `releases` of a release fit.
pub static EARNINGS: TableShape = TableShape {
    name: "earnings",
    about: "one row an earning or a movement of its release",
    key: None,
    columns: &[
        required("payee_id", Id, "who earned it"),
        money("amount", "how much; below zero for a clawback"),
        optional("currency", Currency, "its currency; the policy's, if empty"),
        optional("released_on", Date, "the day it became payable"),
        optional("effective_on", Date, "the day it was earned, where it has no day of release"),
        optional(
            "kind",
            Code(&[]),
            "what it is: holdbacks, forfeitures and cancellations are not payable; clawbacks, adjustments and what is `manual` have lines of their own",
        ),
        optional("event", Code(&[]), "what brought a movement of its release about"),
        optional("plan_id", Id, "the plan that it was earned on"),
    ],
};

/// In: draws and guarantees of single payees.
pub static DRAWS: TableShape = TableShape {
    name: "draws",
    about: "one row a payee and draw, for as long as it holds",
    key: None,
    columns: &[
        required("payee_id", Id, "who draws"),
        required("from", Date, "the first day"),
        optional("to", Date, "the first day after; empty until further notice"),
        required("kind", Code(KINDS), "what becomes of it"),
        optional("amount", Decimal, "the amount for a whole pay period; this or target_share is filled").money(),
        optional("target_share", Ratio, "the part of the full target variable; this or amount is filled"),
    ],
};

/// In: who is paid.
pub static PEOPLE: TableShape = TableShape {
    name: "people",
    about: "one row a payee, where there is something to say",
    key: Some("person_id"),
    columns: &[
        required("person_id", Id, "the payee"),
        optional("start_date", Date, "the first day of work"),
        optional("last_day", Date, "the last day of work"),
        optional("target_variable", Decimal, "the full, unramped variable pay of one pay period").money(),
        optional("payout_currency", Currency, "the currency in which the payee is paid"),
    ],
};

/// In and out: what is carried from one period to the next.
pub static BALANCES: TableShape = TableShape {
    name: "balances",
    about: "one row a payee: what is carried into the first period, or out of the last",
    key: Some("payee_id"),
    columns: &[
        required("payee_id", Id, "the payee"),
        optional("negative_balance", Decimal, "what later earnings are to make good").money(),
        optional("draw_owed", Decimal, "the draw that is still owed").money(),
        optional("clamped", Decimal, "negative earnings of the running measure period").money(),
        optional("held", Decimal, "pay below the minimum payout").money(),
        optional("currency", Currency, "the currency of the balances, which is the policy's"),
    ],
};

/// In and out: what is kept back, in the currencies of the earnings that it is of.
pub static RESERVES: TableShape = TableShape {
    name: "reserves",
    about: "one row a payee and currency: what is kept back before the first period, or after the last",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        money("balance", "how much is kept back"),
        optional("currency", Currency, "its currency; the policy's, if empty"),
    ],
};

/// Out: pay by period.
pub static PAYOUTS: TableShape = TableShape {
    name: "payouts",
    about: "one row a payee and pay period: paid = earned + carried + clamped + advanced + topped_up - recovered_negative - recovered_draw - held",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        required("period_from", Date, "the first day of the pay period"),
        required("period_to", Date, "the first day after"),
        money("earned", "released earnings net of clawbacks, rounded"),
        optional("draw_kind", Code(KINDS), "the draw in force"),
        money("draw", "the draw of the period, prorated"),
        money("carried", "what went to the negative balance, so that pay is not below zero"),
        money("recovered_negative", "what came off the negative balance"),
        money("clamped", "what was put off inside the measure period; below zero where it is made good"),
        money("advanced", "the draw paid above the earnings, which is owed"),
        money("topped_up", "the draw or guarantee paid above the earnings, which is not owed"),
        money("recovered_draw", "what came off the draw owed"),
        money("forgiven", "the draw owed that was forgiven"),
        money("held", "what was held for being below the minimum payout; below zero where it is paid out"),
        money("paid_at_start", "the draw paid when the period started"),
        money("paid_at_settlement", "what was paid when it was settled"),
        money("paid", "the two together"),
        money("opening_negative_balance", "the negative balance before"),
        money("closing_negative_balance", "and after"),
        money("opening_draw_owed", "the draw owed before"),
        money("closing_draw_owed", "and after"),
        money("closing_clamped", "what the rest of the measure period is to make good"),
        money("closing_held", "what waits for the minimum payout"),
        optional("receivable", Decimal, "what a payee who has left still owes").money(),
        required("currency", Currency, "the currency of all of these"),
        money("payout", "what payroll pays, in the payout currency"),
        required("payout_currency", Currency, "the currency it is paid in"),
        money("fx_difference", "what rounding the conversion added, in the payout currency"),
    ],
};

/// Out: every movement.
pub static LEDGER: TableShape = TableShape {
    name: "ledger",
    about: "one row a movement, never changed by a later one; those of a payee, period and currency sum to zero, payments being negative and reserves beside the pay",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        required("period_from", Date, "the first day of the pay period"),
        required("period_to", Date, "the first day after"),
        required("line_no", Integer, "its place among those of the payee and period, from 1"),
        required("booked_on", Date, "the day of the movement"),
        required("kind", Code(&[]), "what it is: earned, draw_advanced, paid, ..."),
        optional("plan_id", Id, "the plan that earned it"),
        money("amount", "what it adds to the pay"),
        optional(
            "account",
            Code(&["negative_balance", "draw_owed", "clamped", "held", "reserve"]),
            "the balance that it moves",
        ),
        optional("change", Decimal, "what it adds to that balance").money(),
        optional("balance", Decimal, "the balance after it").money(),
        required("currency", Currency, "the currency of the amounts"),
        required("reason", Text, "why"),
    ],
};
