//! What a capitalisation is asked for.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::{Currency, Rounding};
use crate::time::{FiscalCalendar, PeriodInput, PeriodUnit};

/// Parameters of [`capitalise`](super::capitalise).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapitaliseParams {
    /// What the schedule and the roll-forward cover: a label of the calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// The fiscal calendar; calendar years unless said otherwise.
    #[serde(default)]
    pub calendar: FiscalCalendar,
    /// How long a row of the roll-forward is; a month unless said otherwise.
    #[serde(default = "month")]
    pub unit: PeriodUnit,
    /// What happens to costs with a benefit period of at most twelve months: the accounting policy.
    pub short_benefit: ShortBenefit,
    /// How the first month counts.
    #[serde(default)]
    pub start_convention: StartConvention,
    /// How amortisation is rounded; ties go away from zero unless said otherwise.
    #[serde(default)]
    pub rounding: Rounding,
    /// How many places amortisation is rounded to; those of the currency's minor unit unless said otherwise.
    #[serde(default)]
    #[schemars(range(min = 0, max = 6))]
    pub places: Option<u32>,
    /// The currency of costs that name none.
    #[serde(default)]
    pub currency: Option<Currency>,
}

fn month() -> PeriodUnit {
    PeriodUnit::Month
}

/// What happens to costs with a benefit period of at most twelve months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShortBenefit {
    /// They are expensed at once: the practical expedient.
    Expense,
    /// They are capitalised like any other.
    Capitalise,
}

/// How the first month counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StartConvention {
    /// As a whole, whatever the day.
    #[default]
    FullMonth,
    /// As a half, and so does the month after the last.
    HalfMonth,
    /// By its days, as every other month.
    Daily,
}

impl StartConvention {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::FullMonth => "full_month",
            Self::HalfMonth => "half_month",
            Self::Daily => "daily",
        }
    }
}
