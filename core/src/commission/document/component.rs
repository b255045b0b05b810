//! One measure and one payout rule, as a user writes them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    CreditBasis, CreditCapDocument, CreditMultiplierDocument, CurveDocument, GateDocument, KickerDocument,
    LimitDocument, LineCapDocument, LinkedDocument, MeasureDocument, MultiplierDocument, QuotaDocument,
    RateTableDocument, RatesDocument, RollUp,
};
use crate::number::Ratio;
use crate::rule::RuleDocument;

/// One measure and one payout rule. Exactly one of `rate`, `rates`, `rate_table` and `curve` is given, or a `base_rate`
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
    /// Whether credit counts that was rolled up along the plan's `hierarchy`.
    #[serde(default)]
    pub roll_up: RollUp,
    /// Factors on credit before it is measured and paid on: an uplift for long terms, say.
    #[serde(default)]
    pub credit_multipliers: Vec<CreditMultiplierDocument>,
    /// The most of one transaction that is credit, after the factors.
    #[serde(default)]
    pub credit_cap: Option<CreditCapDocument>,
    /// What is added up, and over what.
    pub measure: MeasureDocument,
    /// Where the quota comes from; needed for attainment and for target-derived rates.
    #[serde(default)]
    pub quota: Option<QuotaDocument>,
    /// What rates pay on, where that is not what the measure adds up.
    #[serde(default)]
    pub pays_on: Option<CreditBasis>,
    /// What a multiplier multiplies.
    #[serde(default)]
    pub base_rate: Option<BaseRateDocument>,
    /// One rate for every unit of credit.
    #[serde(default)]
    pub rate: Option<Ratio>,
    /// A rate for each transaction, by rules.
    #[serde(default)]
    pub rates: Option<RatesDocument>,
    /// Rates by tier.
    #[serde(default)]
    pub rate_table: Option<RateTableDocument>,
    /// A payout curve.
    #[serde(default)]
    pub curve: Option<CurveDocument>,
    /// What has to be reached before the component pays in full.
    #[serde(default)]
    pub gates: Vec<GateDocument>,
    /// What multiplies its earnings.
    #[serde(default)]
    pub multipliers: Vec<MultiplierDocument>,
    /// What is added to its earnings once a window, after the multipliers.
    #[serde(default)]
    pub kickers: Vec<KickerDocument>,
    /// The least and the most that one deal earns.
    #[serde(default)]
    pub line_cap: Option<LineCapDocument>,
    /// The most that the component pays for a period.
    #[serde(default)]
    pub cap: Option<LimitDocument>,
    /// The least that it pays for a period, to whoever is on the plan in it; it is paid when the period is over.
    #[serde(default)]
    pub floor: Option<LimitDocument>,
    /// The most that it pays unless another component, or a flag, comes to something.
    #[serde(default)]
    pub linked: Option<LinkedDocument>,
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
