//! The tables of ratios.

use crate::table::ColumnKind::{Code, Currency, Decimal, Id, Integer, Ratio};
use crate::table::{ColumnShape, TableShape};

/// In: what the company wants of the period.
pub static COMPANY_TARGETS: TableShape = TableShape {
    name: "company_targets",
    about: "one row a target of the company, and the measure of the plan that serves it",
    key: Some("target_id"),
    columns: &[
        ColumnShape::required("target_id", Id, "the target"),
        ColumnShape::optional("measure_id", Id, "the measure of the plan that it is counted by; none, if empty"),
        ColumnShape::required("amount", Decimal, "what is wanted, in units of the measure"),
    ],
};

/// Why there is no ratio.
pub(super) const NO_RATIO: &[&str] = &["no_quota", "no_salary", "no_target", "no_sales", "zero_denominator"];

/// Out: the ratios of pay.
pub static RATIOS: TableShape = TableShape {
    name: "ratios",
    about: "one row a payee, and one for the whole plan: pay against quota, sales and target",
    key: None,
    columns: &[
        ColumnShape::optional("payee_id", Id, "the payee; empty for the whole plan"),
        ColumnShape::optional("quota", Decimal, "the quotas in money, each measure once"),
        ColumnShape::optional("base_salary", Decimal, "the salary of the months of the measure periods, to 12 places")
            .money(),
        ColumnShape::optional("target_variable", Decimal, "variable pay at full attainment, to 12 places").money(),
        ColumnShape::optional("on_target_earnings", Decimal, "salary and target variable together").money(),
        ColumnShape::required("sales", Decimal, "the amounts credited; for the whole plan the direct credit alone"),
        ColumnShape::required("earned", Decimal, "what was earned").money(),
        ColumnShape::optional("quota_to_ote", Ratio, "quota over on-target earnings, to 12 places"),
        ColumnShape::optional("quota_to_ote_reason", Code(NO_RATIO), "why there is none"),
        ColumnShape::optional("pay_mix", Ratio, "target variable over on-target earnings, to 12 places"),
        ColumnShape::optional("pay_mix_reason", Code(NO_RATIO), "why there is none"),
        ColumnShape::optional("pay_to_target", Ratio, "what was earned over the target variable, to 12 places"),
        ColumnShape::optional("pay_to_target_reason", Code(NO_RATIO), "why there is none"),
        ColumnShape::optional("cost_of_sale", Ratio, "what was earned over sales, to 12 places"),
        ColumnShape::optional("cost_of_sale_reason", Code(NO_RATIO), "why there is none"),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};

/// Out: what of the company's targets the plan pays for.
pub static COVERAGE: TableShape = TableShape {
    name: "coverage",
    about: "one row a target of the company, and one a measure that serves none",
    key: None,
    columns: &[
        ColumnShape::optional("target_id", Id, "the target; empty for a measure that serves none"),
        ColumnShape::optional("measure_id", Id, "the measure"),
        ColumnShape::optional("amount", Decimal, "what is wanted"),
        ColumnShape::required("components", Integer, "how many components of the plan pay on the measure"),
        ColumnShape::required("quota", Decimal, "the quotas of all payees for it"),
        ColumnShape::required("measured", Decimal, "what they attained"),
        ColumnShape::required("earned", Decimal, "what its components earned").money(),
        ColumnShape::optional("quota_coverage", Ratio, "quota over amount, to 12 places"),
        ColumnShape::optional("attainment", Ratio, "measured over amount, to 12 places"),
        ColumnShape::optional(
            "pay_share",
            Ratio,
            "its part of all earnings, to 12 places; none where nothing is earned",
        ),
        ColumnShape::required(
            "standing",
            Code(&["covered", "quota_short", "not_paid", "no_target"]),
            "covered, quotas that come to less than the target, a target that nobody is paid for, or pay for none",
        ),
    ],
};
