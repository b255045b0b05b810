//! The release section of a commission plan, as a user writes it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Ratio;
use crate::time::{Date, PeriodUnit};

/// When earnings become payable. Without this section they are payable when they are booked.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseDocument {
    /// What releases which share of an earning. The shares sum to exactly 1.
    #[schemars(length(min = 1))]
    pub schedule: Vec<StepDocument>,
    /// What is kept back of everything released.
    #[serde(default)]
    pub holdback: Option<HoldbackDocument>,
    /// What is lost of what a customer pays late.
    #[serde(default)]
    pub late_payment: Option<LatePaymentDocument>,
    /// What becomes of what is still pending when the payee leaves.
    #[serde(default)]
    pub on_exit: OnExit,
    /// Which rate is paid on what is released after the day of its booking.
    #[serde(default)]
    pub rate_lock: RateLock,
}

/// Which rate is paid on what is released after the day of its booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RateLock {
    /// That of its booking.
    #[default]
    Booking,
    /// The one in force on the day of its release: that of the latest line which the payee has by then of the
    /// component, in the component's measure period of that day. It is paid on the line's commission credit instead of
    /// the line's own rate, as far as stages left the line what its rate earned. Tiers that a line crossed stay as they
    /// were. The rate of booking stays where there is no such line yet, where a line has no rate, on the day of booking
    /// itself, and where the measure goes by the spans of quotas. Only flat rates and `marginal` tiers have rates to
    /// lock: in the other modes later lines re-rate earlier credit themselves.
    Release,
}

/// One event, and the share of an earning that it releases. Nothing is released before it is earned, and
/// an earning without a transaction does not wait for an invoice or for cash.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum StepDocument {
    /// The day of the earning.
    Booking {
        /// The share released.
        share: Ratio,
    },
    /// The day of the transaction's invoice.
    Invoice {
        /// The share released.
        share: Ratio,
    },
    /// The share times what was collected over what was invoiced, at most the share; what is paid back is
    /// released no more.
    Cash {
        /// The share released.
        share: Ratio,
    },
    /// A fixed day.
    Date {
        /// The share released.
        share: Ratio,
        /// The day.
        on: Date,
    },
    /// So long after the day of the earning.
    After {
        /// The share released.
        share: Ratio,
        /// Months after.
        #[serde(default)]
        #[schemars(range(min = 0, max = 120))]
        months: i32,
        /// Days after those months.
        #[serde(default)]
        #[schemars(range(min = 0, max = 3_660))]
        days: i32,
    },
    /// Equal parts, the first on the day of the earning.
    Instalments {
        /// The share released, all parts together.
        share: Ratio,
        /// How many parts.
        #[schemars(range(min = 1, max = 120))]
        count: i32,
        /// How far they are apart.
        every: PeriodUnit,
    },
}

/// What is kept back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldbackDocument {
    /// The share of everything released that is kept back, 0 to 1.
    pub share: Ratio,
    /// When it is paid.
    pub release: HoldbackReleaseDocument,
    /// Whether leaving forfeits it.
    #[serde(default)]
    pub forfeit: Forfeit,
    /// Leaving before this day forfeits it; before its release, unless said otherwise.
    #[serde(default)]
    pub left_before: Option<Date>,
}

/// What is lost of what a customer pays late, by the days from the day on which the invoice is due.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LatePaymentDocument {
    /// From the invoice to the day on which it is due, where the transaction has no `due_on`.
    #[serde(default)]
    #[schemars(range(min = 0, max = 3_660))]
    pub terms_days: i32,
    /// The part that is lost of what a payment would release; nothing before the first step and after the last.
    #[schemars(length(min = 1))]
    pub steps: Vec<LateStepDocument>,
}

/// A step of late payments.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LateStepDocument {
    /// The first day, counted from the day on which the invoice is due, which is 0.
    #[schemars(range(min = 1, max = 100_000))]
    pub from: i32,
    /// The first day after; none for the rest of time.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100_000))]
    pub to: Option<i32>,
    /// The part that is lost, 0 to 1.
    pub share: Ratio,
}

/// When a holdback is paid.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum HoldbackReleaseDocument {
    /// A fixed day.
    Date {
        /// The day.
        on: Date,
    },
    /// So long after the day of the earning.
    After {
        /// Months after.
        #[serde(default)]
        #[schemars(range(min = 0, max = 120))]
        months: i32,
        /// Days after those months.
        #[serde(default)]
        #[schemars(range(min = 0, max = 3_660))]
        days: i32,
    },
    /// The day of the transaction's invoice; never, where it is not invoiced.
    Invoice {},
    /// The first day on which all that was invoiced is collected; never, where it is not. What is paid back later
    /// takes no holdback back into being held.
    Collected {},
}

/// Whether leaving forfeits what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Forfeit {
    /// Who leaves too early loses it.
    #[default]
    LeftBefore,
    /// It is paid whoever leaves.
    Never,
}

/// What becomes of what is still pending when the payee leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnExit {
    /// It is released as it comes.
    #[default]
    Keep,
    /// It is cancelled.
    Cancel,
}
