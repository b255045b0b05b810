//! The settlement policy as a user writes it: `quarterdeck/settlement-policy@1`.
//!
//! It stands beside the plans, because a draw spans all plans of a payee.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::commission::document::FxKind;
use crate::number::{Currency, Decimal, Ratio, Rounding};
use crate::time::{Date, FiscalCalendar, PeriodUnit, ProrationBasis};

/// A settlement policy: how released earnings become pay, with draws, guarantees and balances.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SettlementPolicy")]
pub struct SettlementDocument {
    /// Names this kind of document and its version.
    pub schema: SettlementSchema,
    /// The policy's own id.
    #[schemars(length(min = 1))]
    pub id: String,
    /// A name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// The currency in which balances are kept and draws are given.
    pub currency: Currency,
    /// The fiscal calendar of pay periods; calendar years unless said otherwise.
    #[serde(default)]
    pub calendar: FiscalCalendar,
    /// How often people are paid.
    pub pay_period: PayPeriodDocument,
    /// How amounts between two minor units are rounded; ties go away from zero unless said otherwise.
    #[serde(default)]
    pub rounding: Rounding,
    /// What happens where a period's earnings are below zero.
    #[serde(default)]
    pub negative_true_up: NegativeTrueUp,
    /// Whether a payout may be below zero; `pay_negative` asks for it.
    #[serde(default)]
    pub allow_negative: bool,
    /// The period at whose end `clamp_until_period_end` stops.
    #[serde(default)]
    pub measure_period: Option<PeriodUnit>,
    /// How the negative balance is recovered from later earnings.
    #[serde(default)]
    pub negative_balance: RecoveryDocument,
    /// How draws are disbursed and recovered, and what everybody draws.
    #[serde(default)]
    pub draw: DrawDocument,
    /// Pay below this is carried to the next period, except while a draw holds and on leaving.
    #[serde(default)]
    pub minimum_payout: Option<Decimal>,
    /// How earnings in other currencies become the policy's.
    #[serde(default)]
    pub fx: EarningFxDocument,
    /// In which currency people are paid, and at which rate.
    #[serde(default)]
    pub payout: PayoutDocument,
}

/// The schema and version that this library reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum SettlementSchema {
    /// Version 1.
    #[serde(rename = "quarterdeck/settlement-policy@1")]
    V1,
}

/// How often people are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PayPeriodDocument {
    /// By the fiscal calendar.
    Calendar {
        /// A month, quarter, half or year.
        unit: PeriodUnit,
    },
    /// Every so many days: 7 for weekly, 14 for biweekly pay.
    Days {
        /// How many days a period has.
        #[schemars(range(min = 1, max = 366))]
        days: i32,
        /// The first day of one of the periods.
        from: Date,
    },
}

/// What happens where a period's earnings are below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NegativeTrueUp {
    /// They become the payee's negative balance, which later earnings recover.
    #[default]
    Carry,
    /// They are paid: the payout is below zero.
    PayNegative,
    /// Inside the measure period they are set against its later earnings, whole; what is left at its end
    /// becomes the negative balance.
    ClampUntilPeriodEnd,
}

/// How much of what a period earned goes to pay a balance back.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecoveryDocument {
    /// The largest part of the earnings that is taken, 0 to 1; all of them unless said otherwise.
    #[serde(default)]
    pub recover_pct: Option<Ratio>,
    /// The largest amount taken in one period; without limit unless said otherwise.
    #[serde(default)]
    pub recover_cap: Option<Decimal>,
}

/// How draws are disbursed and recovered, and what everybody draws.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawDocument {
    /// When a draw is paid.
    #[serde(default)]
    pub disburse: Disburse,
    /// The largest part of what was earned above the draw that pays it back, 0 to 1.
    #[serde(default)]
    pub recover_pct: Option<Ratio>,
    /// The largest amount recovered in one period.
    #[serde(default)]
    pub recover_cap: Option<Decimal>,
    /// How a draw is prorated to the days on which it holds and the payee is active.
    #[serde(default)]
    pub proration: DrawProration,
    /// What every payee of the `people` table draws who has no row in `draws`.
    #[serde(default)]
    pub terms: Option<TermsDocument>,
}

/// When a draw is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disburse {
    /// With the rest of the pay, when the period is settled.
    #[default]
    AtSettlement,
    /// When the period starts; settlement pays what is left.
    AtStart,
}

/// How a draw is prorated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawProration {
    /// Active days over the days of the pay period.
    #[default]
    CalendarDays,
    /// Whole months over the months of the pay period.
    WholeMonths,
    /// Days of the 30/360 convention.
    #[serde(rename = "thirty_360")]
    Thirty360,
    /// Not at all: whoever is active on one day of it draws the whole.
    None,
}

impl DrawProration {
    pub(super) fn basis(self) -> Option<ProrationBasis> {
        match self {
            Self::CalendarDays => Some(ProrationBasis::CalendarDays),
            Self::WholeMonths => Some(ProrationBasis::WholeMonths),
            Self::Thirty360 => Some(ProrationBasis::Thirty360),
            Self::None => None,
        }
    }
}

/// What a payee draws in every pay period. It has exactly one of `amount` and `target_share`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermsDocument {
    /// What becomes of it.
    pub kind: DrawKind,
    /// The amount for a whole pay period.
    #[serde(default)]
    pub amount: Option<Decimal>,
    /// The part of the payee's full, unramped target variable of a pay period.
    #[serde(default)]
    pub target_share: Option<Ratio>,
    /// The first day on which it holds; since ever, if absent.
    #[serde(default)]
    pub from: Option<Date>,
    /// The first day after; until further notice, if absent.
    #[serde(default)]
    pub to: Option<Date>,
    /// Only so many months from the payee's start date on.
    #[serde(default)]
    #[schemars(range(min = 1, max = 120))]
    pub months: Option<i32>,
}

/// What becomes of a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawKind {
    /// What it pays above the earnings is owed, and recovered from later ones.
    Recoverable,
    /// Pay is never below it, and nothing is owed.
    NonRecoverable,
    /// As `recoverable`; what is still owed when it ends is forgiven.
    RecoverableForgiven,
    /// As `non_recoverable`.
    Guarantee,
}

impl DrawKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Recoverable => "recoverable",
            Self::NonRecoverable => "non_recoverable",
            Self::RecoverableForgiven => "recoverable_forgiven",
            Self::Guarantee => "guarantee",
        }
    }

    pub(super) fn parse(text: &str) -> Self {
        [Self::NonRecoverable, Self::RecoverableForgiven, Self::Guarantee]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .unwrap_or(Self::Recoverable)
    }

    /// Whether what it pays above the earnings is owed.
    pub(super) fn is_owed(self) -> bool {
        matches!(self, Self::Recoverable | Self::RecoverableForgiven)
    }
}

/// How earnings in other currencies become the policy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarningFxDocument {
    /// Which date picks the rate.
    #[serde(default)]
    pub date: EarningFxDate,
    /// Which kind of rate is used; `spot` unless said otherwise.
    #[serde(default)]
    pub kind: FxKind,
}

/// Which date picks the rate of an earning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EarningFxDate {
    /// The day of the earning or of its release.
    #[default]
    Release,
    /// The first day of the pay period.
    PeriodStart,
    /// The last day of the pay period.
    PeriodEnd,
}

/// In which currency people are paid, and at which rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayoutDocument {
    /// The currency of whoever has none in `people`; the policy's unless said otherwise.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Which date picks the rate.
    #[serde(default)]
    pub fx_date: PayoutFxDate,
    /// Which kind of rate is used; `spot` unless said otherwise.
    #[serde(default)]
    pub fx_kind: FxKind,
}

/// Which date picks the rate of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayoutFxDate {
    /// The day of the payment: the first day of the period for a draw paid at the start, else its last.
    #[default]
    Payment,
    /// The first day of the pay period.
    PeriodStart,
    /// The last day of the pay period.
    PeriodEnd,
}
