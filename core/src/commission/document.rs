//! The commission plan as a user writes it: `quarterdeck/commission-plan@1`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::{Currency, Ratio, Rounding};
use crate::rule::RuleDocument;
use crate::time::{Date, FiscalCalendar};

/// A commission plan: components that turn credit into pay.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "CommissionPlan")]
pub struct PlanDocument {
    /// Names this kind of document and its version.
    pub schema: PlanSchema,
    /// The plan's own id, which assignments name.
    #[schemars(length(min = 1))]
    pub id: String,
    /// A name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// The currency of quotas, measures and earnings.
    pub currency: Currency,
    /// The IANA zone in which an instant becomes a date; UTC unless said otherwise.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// The fiscal calendar of the measure periods; calendar years unless said otherwise.
    #[serde(default)]
    pub calendar: FiscalCalendar,
    /// When the plan is in force: `from` is its first day, `to` the first day after it.
    pub effective: EffectiveDocument,
    /// Where and how earnings are rounded.
    #[serde(default)]
    pub rounding: RoundingDocument,
    /// How amounts in other currencies become the plan's.
    #[serde(default)]
    pub fx: Option<FxDocument>,
    /// One measure and one payout rule each, in the order in which they are paid.
    #[schemars(length(min = 1))]
    pub components: Vec<ComponentDocument>,
}

/// The schema and version that this library reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum PlanSchema {
    /// Version 1.
    #[serde(rename = "quarterdeck/commission-plan@1")]
    V1,
}

/// A half-open span of dates; no `to` means without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectiveDocument {
    /// The first day.
    pub from: Date,
    /// The first day after.
    #[serde(default)]
    pub to: Option<Date>,
}

/// Where and how earnings are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundingDocument {
    /// The unit: the minor unit of the plan's currency.
    #[serde(default)]
    pub scale: RoundingScale,
    /// How a value between two units is rounded; ties go away from zero unless said otherwise.
    #[serde(default)]
    pub mode: Rounding,
    /// What is rounded: each line, the component's running total, or the payee's.
    #[serde(default)]
    pub at: RoundingLevel,
    /// How lines are made to add up to a rounded total. With `at: line` there is no such total.
    #[serde(default)]
    pub reconcile: Option<Reconcile>,
}

/// The unit of rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundingScale {
    /// The minor unit of the currency: cents of a dollar, yen whole.
    #[default]
    Currency,
}

/// What is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundingLevel {
    /// Each line for itself.
    Line,
    /// The total of a component in a measure period.
    #[default]
    Component,
    /// The total of a payee in the period of the call.
    Payee,
}

/// How lines are made to add up to a rounded total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reconcile {
    /// Each line is the difference of two rounded running totals; appending a line changes no earlier one.
    #[default]
    CumulativeDifference,
    /// Lines are rounded down and the left-over units go to the largest fractions.
    LargestRemainder,
    /// Not at all: only with `at: line`.
    None,
}

/// How amounts in other currencies become the plan's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FxDocument {
    /// Which date picks the rate; the component's measure date unless said otherwise.
    #[serde(default)]
    pub date: FxDate,
    /// Which kind of rate is used; `spot` unless said otherwise.
    #[serde(default)]
    pub kind: FxKind,
}

/// Which date picks an exchange rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FxDate {
    /// The date that the component measures by.
    #[default]
    Measure,
    /// `booked_on`.
    Booking,
    /// `invoiced_on`.
    Invoice,
    /// `paid_on`.
    Payment,
    /// The first day of the plan: one rate for all.
    PlanFixed,
}

/// A kind of exchange rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FxKind {
    /// The rate of the day.
    #[default]
    Spot,
    /// A period's average.
    Average,
    /// The rate that the plan was made with.
    Plan,
}

/// One measure and one payout rule. Exactly one of `rate` and `rate_table` is given, or a `base_rate`
/// alone, which then pays on every unit of credit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComponentDocument {
    /// The component's id, unique in the plan.
    #[schemars(length(min = 1))]
    pub id: String,
    /// A name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// The part of the target variable that this component carries. The weights of a plan sum to exactly 1.
    #[serde(default)]
    pub weight: Option<Ratio>,
    /// Which transactions count; all of them unless said otherwise.
    #[serde(default)]
    pub eligible: Option<RuleDocument>,
    /// What is added up, and over what.
    pub measure: MeasureDocument,
    /// Where the quota comes from; needed for attainment and for target-derived rates.
    #[serde(default)]
    pub quota: Option<QuotaDocument>,
    /// What a multiplier multiplies.
    #[serde(default)]
    pub base_rate: Option<BaseRateDocument>,
    /// One rate for every unit of credit.
    #[serde(default)]
    pub rate: Option<Ratio>,
    /// Rates by tier.
    #[serde(default)]
    pub rate_table: Option<RateTableDocument>,
}

/// What is added up, and over what.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureDocument {
    /// The id that quotas name; the component's id unless said otherwise.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub id: Option<String>,
    /// The column of a transaction that is credited.
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

/// The column of a transaction that is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CreditBasis {
    /// `amount`, in the plan's currency.
    #[default]
    Amount,
    /// `units`.
    Units,
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

/// Where the quota comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotaDocument {
    /// The `quotas` table.
    pub source: QuotaSource,
    /// What a quota of zero means when paying.
    #[serde(default)]
    pub zero: ZeroQuota,
}

/// Where the quota comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuotaSource {
    /// The `quotas` table.
    Table,
}

/// What a quota of zero means when paying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ZeroQuota {
    /// The calculation stops with `commission.quota_zero`.
    #[default]
    Error,
    /// Attainment counts as 0.
    ZeroAttainment,
    /// Attainment counts as 1.
    FullAttainment,
    /// The last tier applies.
    TopTier,
}

/// What a multiplier multiplies, and what pays where no table is given.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BaseRateDocument {
    /// A rate written in the plan.
    Rate {
        /// Pay per unit of credit.
        rate: Ratio,
    },
    /// The payee's target variable times the component's weight, over the quota: 100 % attainment pays
    /// the target to the cent.
    TargetOverQuota {},
}

/// Rates by tier.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateTableDocument {
    /// What picks the tier.
    pub index: TierIndex,
    /// Whether a tier's value pays on the credit inside the tier, or on all of it.
    pub mode: TierMode,
    /// What a tier's value is.
    pub value: TierValue,
    /// Which tier a value at a bound belongs to.
    pub boundary: Boundary,
    /// What holds below the first tier.
    #[serde(default)]
    pub below: Below,
    /// The tiers, from the lowest; the last has no end.
    #[schemars(length(min = 1))]
    pub tiers: Vec<TierDocument>,
}

/// What picks the tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierIndex {
    /// The measure, where it adds up `amount`.
    Amount,
    /// The measure, where it adds up `units`.
    Units,
    /// The measure over the quota.
    Attainment,
}

/// Which credit a tier's value pays on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierMode {
    /// Each tier pays on the credit that lies inside it.
    Marginal,
    /// The tier reached pays on all credit of the measure period.
    Whole,
}

/// What a tier's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierValue {
    /// Pay per unit of credited amount.
    Rate,
    /// Pay per unit sold.
    AmountPerUnit,
    /// A sum of money for reaching the tier: each tier reached in `marginal` mode, the highest in `whole`.
    StepAmount,
    /// A factor on the base rate.
    Multiplier,
    /// A part of the target variable times the component's weight: per 1.00 of attainment in `marginal`
    /// mode, for the tier reached in `whole`.
    PayoutShare,
}

/// Which tier a value at a bound belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// "At least": the upper tier.
    LowerInclusive,
    /// "More than": the lower tier; the first tier includes its own start.
    UpperInclusive,
}

/// What holds below the first tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Below {
    /// The first tier's value.
    #[default]
    FirstTier,
    /// Nothing is paid.
    Zero,
    /// The calculation stops with `commission.below_first_tier`.
    Error,
}

/// One tier.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TierDocument {
    /// Where it starts: an amount, a number of units, or an attainment (1 is 100 %).
    #[serde(default)]
    pub from: Option<Ratio>,
    /// Where it ends; nothing for the last.
    #[serde(default)]
    pub to: Option<Ratio>,
    /// Its value.
    pub value: Ratio,
}
