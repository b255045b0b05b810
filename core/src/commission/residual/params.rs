//! How streams are billed.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::{Currency, Rounding};
use crate::time::{FiscalCalendar, Instant, PeriodInput};

/// Parameters of [`expand_streams`](super::expand_streams).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpandStreamsParams {
    /// The days whose bookings are wanted: a label of the calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// The fiscal calendar; calendar years unless said otherwise.
    #[serde(default)]
    pub calendar: FiscalCalendar,
    /// What was known then: records with a `known_at` from this instant on do not exist yet. Absent: everything.
    #[serde(default)]
    pub known_at: Option<Instant>,
    /// Where one billing month ends and the next begins.
    #[serde(default)]
    pub billing_months: BillingMonths,
    /// On which day a month is booked.
    #[serde(default)]
    pub billed: Billed,
    /// What is billed for a month that the stream starts in the middle of.
    #[serde(default)]
    pub first_part_month: PartMonth,
    /// What is billed for a month that the stream ends in the middle of.
    #[serde(default)]
    pub last_part_month: PartMonth,
    /// How amounts are rounded; ties go away from zero unless said otherwise.
    #[serde(default)]
    pub rounding: Rounding,
    /// How many places amounts are rounded to; those of the currency's minor unit unless said otherwise.
    #[serde(default)]
    #[schemars(range(min = 0, max = 6))]
    pub places: Option<u32>,
    /// The currency of streams that name none.
    #[serde(default)]
    pub currency: Option<Currency>,
}

/// Where one billing month ends and the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BillingMonths {
    /// With the calendar: month 1 is that of the start, whatever its day.
    #[default]
    Calendar,
    /// On the day of the month on which the stream started, or the last of a month that does not have it.
    Anniversary,
}

/// On which day a month is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Billed {
    /// On the first day that the stream runs in it.
    #[default]
    InAdvance,
    /// On the last day that the stream runs in it.
    InArrears,
}

/// What is billed for a part of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartMonth {
    /// Its days over those of the month.
    #[default]
    Prorated,
    /// As for the whole month.
    Full,
    /// Nothing; the month still counts.
    None,
}

impl PartMonth {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Prorated => "prorated",
            Self::Full => "full",
            Self::None => "none",
        }
    }
}
