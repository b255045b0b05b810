//! The tables of a capitalisation.

use crate::table::ColumnKind::{Boolean, Code, Currency, Date, Decimal, Id, Integer, Text};
use crate::table::{ColumnKind, ColumnShape, TableShape};

const fn required(name: &'static str, kind: ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, kind, about)
}

const fn optional(name: &'static str, kind: ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::optional(name, kind, about)
}

const fn money(name: &'static str, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, Decimal, about).money()
}

/// In: what was paid to win contracts.
pub static COSTS: TableShape = TableShape {
    name: "costs",
    about: "one row a cost of obtaining a contract, such as the commission on it",
    key: Some("cost_id"),
    columns: &[
        required("cost_id", Id, "the cost"),
        money("amount", "how much"),
        optional("currency", Currency, "its currency; that of the call, if empty"),
        required("capitalised_on", Date, "the day the contract was won"),
        required("benefit_months", Integer, "the benefit period: the term, or the expected life of the customer"),
        optional("incremental", Boolean, "whether it would not be there without the contract; yes, if empty"),
    ],
};

/// In: what became of them.
pub static COST_EVENTS: TableShape = TableShape {
    name: "cost_events",
    about: "one row a clawback of a cost, or the end of its contract",
    key: None,
    columns: &[
        required("cost_id", Id, "the cost"),
        required("on", Date, "the day"),
        required("kind", Code(&["clawback", "churn"]), "what happened: churn writes off what is left"),
        optional("amount", Decimal, "what was clawed back").money(),
    ],
};

/// Out: the amortisation of each asset, month by month.
pub static SCHEDULE: TableShape = TableShape {
    name: "schedule",
    about: "one row an asset and month: closing = opening + capitalised - amortised - clawed_back - written_off",
    key: None,
    columns: &[
        required("cost_id", Id, "the cost"),
        required("period_from", Date, "the first day of the month"),
        required("period_to", Date, "the first day after"),
        money("opening", "the asset before"),
        money("capitalised", "what was added to it"),
        money("amortised", "what was expensed, straight line"),
        money("clawed_back", "what clawbacks took off it"),
        money("written_off", "what was left when the contract ended"),
        money("closing", "the asset after"),
        money("recovered", "what was clawed back beyond the asset, which lowers the expense"),
        required("currency", Currency, "the currency of the amounts"),
    ],
};

/// Out: all assets together.
pub static ROLL_FORWARD: TableShape = TableShape {
    name: "roll_forward",
    about: "one row a period and currency: closing = opening + capitalised - amortised - clawed_back - written_off",
    key: None,
    columns: &[
        required("period_from", Date, "the first day"),
        required("period_to", Date, "the first day after"),
        optional("label", Text, "the period's label"),
        money("opening", "the assets before"),
        money("capitalised", "what was added"),
        money("amortised", "what was expensed, straight line"),
        money("clawed_back", "what clawbacks took off the assets"),
        money("written_off", "what was written off"),
        money("closing", "the assets after"),
        money("current", "what of them will be amortised in the twelve months after"),
        money("non_current", "the rest"),
        money("expensed", "what was never capitalised"),
        money("recovered", "what was clawed back beyond the assets, which lowers the expense"),
        required("currency", Currency, "the currency of the amounts"),
    ],
};

/// Out: how each cost is treated, and what is left of it at the end.
pub static ASSETS: TableShape = TableShape {
    name: "assets",
    about: "one row a cost, as it stands at the end of the period",
    key: None,
    columns: &[
        required("cost_id", Id, "the cost"),
        required("treatment", Code(&["capitalised", "expensed"]), "what becomes of it"),
        optional("treatment_reason", Code(&["short_benefit", "not_incremental"]), "why it is expensed"),
        money("amount", "how much it was"),
        required("benefit_from", Date, "the first day of its benefit"),
        required("benefit_to", Date, "the first day after"),
        money("carrying_amount", "what is left of the asset"),
        money("current", "what of that will be amortised in the twelve months after"),
        money("non_current", "the rest"),
        required("currency", Currency, "the currency of the amounts"),
    ],
};
