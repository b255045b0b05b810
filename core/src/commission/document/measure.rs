//! What is added up, and over what.

use schemars::JsonSchema;
use serde::Deserialize;

/// What is added up, and over what.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureDocument {
    /// The id that quotas name; the component's id unless said otherwise.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub id: Option<String>,
    /// What of a transaction is credited.
    #[serde(default)]
    pub credit: CreditBasis,
    /// The date that places a transaction in a period.
    pub date: DateBasis,
    /// How long the measure runs before it starts again at zero.
    pub period: MeasurePeriod,
    /// Whether tiers see the running sum of the period or each transaction alone.
    #[serde(default)]
    pub accumulate: Accumulate,
}

/// What of a transaction is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CreditBasis {
    /// `amount`, in the plan's currency.
    #[default]
    Amount,
    /// `units`.
    Units,
    /// 1 for every transaction, and -1 for one whose amount is below zero.
    Deals,
    /// `price` less `cost`, times `units` (1 where there are none). A loss counts as 0, and so does what gives
    /// it back, so that a refund mirrors its sale.
    GrossProfit,
    /// `price` less `cost`, times `units`, losses and all.
    GrossProfitOrLoss,
}

/// The date that places a transaction in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::enum_variant_names, reason = "the variants are named for the columns")]
pub enum DateBasis {
    /// The day of booking.
    BookedOn,
    /// The day of the invoice.
    InvoicedOn,
    /// The day of payment.
    PaidOn,
}

/// How long a measure runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasurePeriod {
    /// A month of the plan's calendar.
    Month,
    /// A quarter.
    Quarter,
    /// Half a year.
    Half,
    /// A year.
    Year,
    /// The span of each of the payee's quotas, however uneven.
    Quota,
}

/// What tiers see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Accumulate {
    /// The running sum of the measure period.
    #[default]
    Period,
    /// Each transaction alone.
    Transaction,
}

impl CreditBasis {
    /// Whether no column of the transactions holds it.
    pub(crate) fn is_derived(self) -> bool {
        self == Self::Deals || self.is_profit()
    }

    /// Whether it is counted, not converted.
    pub(crate) fn is_count(self) -> bool {
        matches!(self, Self::Units | Self::Deals)
    }

    pub(crate) fn is_profit(self) -> bool {
        matches!(self, Self::GrossProfit | Self::GrossProfitOrLoss)
    }
}
