//! The commission plan as a user writes it: `quarterdeck/commission-plan@1`. One file for each part.

mod across;
mod bonus;
mod clawback;
mod component;
mod curve;
mod fx;
mod gate;
mod hierarchy;
mod kicker;
mod limits;
mod linked;
mod measure;
mod mid_period;
mod multiplier;
mod overrides;
mod proration;
mod quota;
mod ramp;
mod rate_table;
mod rates;
mod rounding;
mod shaping;
mod version;

use schemars::JsonSchema;
use serde::Deserialize;

use super::release::ReleaseDocument;
use crate::number::{Currency, Ratio};
use crate::time::{Date, FiscalCalendar};

pub(super) use across::{AcrossDocument, AcrossIndex};
pub(super) use bonus::{BonusDocument, BonusKind, PayoutDocument, ShareBy, SpiffPer, TeamBase};
pub(super) use clawback::{ClawbackBasis, ClawbackDocument, ClawbackMode, ElapsedUnit, RestoreAttainment};
pub(super) use component::{BaseRateDocument, ComponentDocument};
pub(super) use curve::{CurveAbove, CurveApply, CurveBelow, CurveDocument};
pub(super) use fx::{FxDate, FxDocument, FxKind};
pub(super) use gate::{AtEnd, Comparison, GateDocument, OnFail, OnPass, SubjectDocument};
pub(super) use hierarchy::{HierarchyDocument, Paths, RollUp};
pub(super) use kicker::{KickerBase, KickerDocument};
pub(super) use limits::{Excess, LimitDocument, LineCapDocument};
pub(super) use linked::LinkedDocument;
pub(super) use measure::{Accumulate, CreditBasis, DateBasis, MeasureDocument, MeasurePeriod};
pub(super) use mid_period::MidPeriod;
pub(super) use multiplier::{ConditionDocument, MultiplierDocument};
pub(super) use overrides::{OverrideBasis, OverrideDocument, SplitStage};
pub(super) use proration::{Prorated, ProrationBy, ProrationDocument};
pub(super) use quota::{AttainmentRoundingDocument, QuotaDocument, QuotaParts, ZeroQuota};
pub(super) use ramp::{FirstMonth, RampDocument};
pub(super) use rate_table::{
    BackTo, Below, Boundary, RateTableDocument, StepAmount, TierDocument, TierIndex, TierMode, TierValue,
};
pub(super) use rates::{Otherwise, Precedence, RateRuleDocument, RatesDocument};
pub(super) use rounding::{Reconcile, RoundingDocument, RoundingLevel};
pub(super) use shaping::{CreditCapDocument, CreditMultiplierDocument};
pub(super) use version::VersionDocument;

/// A commission plan: components that turn credit into pay.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CommissionPlan")]
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
    /// When the plan is in force, less its earlier versions: `from` is its first day, `to` the first day after it.
    pub effective: EffectiveDocument,
    /// Where and how earnings are rounded.
    #[serde(default)]
    pub rounding: RoundingDocument,
    /// How amounts in other currencies become the plan's.
    #[serde(default)]
    pub fx: Option<FxDocument>,
    /// The most that the credits of a transaction may come to, direct and overlay together, as a multiple of it;
    /// without end unless said otherwise. What is rolled up is outside of it.
    #[serde(default)]
    pub max_total_credit: Option<Ratio>,
    /// How credit rolls up along the reporting lines; components say whether they count it.
    #[serde(default)]
    pub hierarchy: Option<HierarchyDocument>,
    /// Where the direct splits of a transaction come in: they share its credit, or what it earns.
    #[serde(default)]
    pub split_stage: SplitStage,
    /// What those above whoever earned are paid for it.
    #[serde(default)]
    pub overrides: Vec<OverrideDocument>,
    /// What somebody gets who is there for a part of a period.
    #[serde(default)]
    pub proration: ProrationDocument,
    /// What happens to a measure period in which a payee's terms change.
    #[serde(default)]
    pub mid_period: MidPeriod,
    /// What holds in a payee's first months.
    #[serde(default)]
    pub ramp: Option<RampDocument>,
    /// One measure and one payout rule each, in the order in which they are paid.
    #[schemars(length(min = 1))]
    pub components: Vec<ComponentDocument>,
    /// The most that all components together pay for a period, used up by them in the order in which they are
    /// written.
    #[serde(default)]
    pub plan_cap: Option<LimitDocument>,
    /// The least that all components together pay for a period; what is short is added to the first of them.
    #[serde(default)]
    pub plan_floor: Option<LimitDocument>,
    /// What is paid beside the components: SPIFFs, objectives, milestones, team pools.
    #[serde(default)]
    pub bonuses: Vec<BonusDocument>,
    /// When earnings become payable; when they are booked, unless said otherwise.
    #[serde(default)]
    pub release: Option<ReleaseDocument>,
    /// What a refund takes back: what its sale earned, unless said otherwise.
    #[serde(default)]
    pub clawback: Option<ClawbackDocument>,
    /// What the plan paid by before, each in force on days of its own; the date decides which version pays.
    #[serde(default)]
    pub earlier_versions: Vec<VersionDocument>,
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
