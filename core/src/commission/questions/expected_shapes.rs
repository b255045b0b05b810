//! The tables of an expected cost.

use crate::table::ColumnKind::{Currency, Decimal, Id, Integer, Ratio};
use crate::table::{ColumnShape, TableShape};

/// In: how likely which attainment is.
pub static DISTRIBUTION: TableShape = TableShape {
    name: "distribution",
    about: "one row an attainment and its probability; a payee with rows of their own has no others",
    key: None,
    columns: &[
        ColumnShape::optional("payee_id", Id, "whose attainment it is; everybody's who has no rows, if empty"),
        ColumnShape::optional("component_id", Id, "in which component, apart from the others; in all, if empty"),
        ColumnShape::required("attainment", Ratio, "measure over quota, in every component with a quota"),
        ColumnShape::optional(
            "attainment_to",
            Ratio,
            "the end of a range of attainments, each as likely; one attainment, if empty",
        ),
        ColumnShape::required("probability", Ratio, "how likely it is; those of one distribution sum to exactly 1"),
    ],
};

/// Out: what every payee costs.
pub static EXPECTED: TableShape = TableShape {
    name: "expected",
    about: "one row a payee: the payout of each attainment times its probability, summed",
    key: None,
    columns: &[
        ColumnShape::required("payee_id", Id, "the payee"),
        ColumnShape::required("expected_cost", Decimal, "the expected payout, to 12 places").money(),
        ColumnShape::required("expected_credit", Decimal, "the expected credit of all components, to 12 places"),
        ColumnShape::required("lowest", Decimal, "the smallest payout of an attainment that can come").money(),
        ColumnShape::required("highest", Decimal, "the largest").money(),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};

/// Out: what every attainment costs.
pub static SCENARIOS: TableShape = TableShape {
    name: "scenarios",
    about: "one row a payee and attainment, in the order of the distribution: the payout curve of the payee",
    key: None,
    columns: &[
        ColumnShape::required("payee_id", Id, "the payee"),
        ColumnShape::required("scenario_no", Integer, "the attainment's place in the distribution, from 1"),
        ColumnShape::required("attainment", Ratio, "measure over quota, to 12 places"),
        ColumnShape::required("probability", Ratio, "how likely it is, to 12 places"),
        ColumnShape::required("credit", Decimal, "the credit of all components, to 12 places"),
        ColumnShape::required("cost", Decimal, "what the payee earns").money(),
        ColumnShape::optional("cost_per_credit", Decimal, "cost over credit, to 12 places; none without credit"),
        ColumnShape::optional("marginal_rate", Decimal, "the cost over the credit above the row before, to 12 places"),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};
