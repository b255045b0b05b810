//! The whole company, from its seed.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::booking::bookings;
use super::deal::{Deal, deal};
use super::dice::Key;
use super::dirt::{Dirt, spoil};
use super::documents::{PIPELINES, PLANS, value};
use super::params::CompanyParams;
use super::people::people;
use super::quarter::{MOMENT, NEXT_PERIOD, PERIOD};
use super::{tables, terms};
use crate::problem::Problem;
use crate::stat::NAME;
use crate::table::Tables;

/// Deals of a company share accounts: this many deals have one.
const DEALS_PER_ACCOUNT: u32 = 8;

/// A company: what there is to know about it, and its records.
#[derive(Debug, Clone)]
pub struct Company {
    /// What there is to know.
    pub summary: CompanySummary,
    /// `deals`, `deal_events`, `people`, `reporting`, `transactions`, `splits`, `assignments`, `quotas`,
    /// `targets`, `adjustments`, `fx_rates`.
    pub tables: Tables,
}

/// What there is to know about a company.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CompanySummary {
    /// The seed that it was made from.
    pub seed: u64,
    /// How many deals were asked for.
    pub size: u32,
    /// The generator of its draws.
    pub generator: &'static str,
    /// The quarter that is closed.
    pub period: &'static str,
    /// The quarter that is forecast.
    pub next_period: &'static str,
    /// The day at whose start the company is looked at.
    pub as_of: &'static str,
    /// The currency of its deals, quotas and plan.
    pub currency: &'static str,
    /// How many people sell or lead.
    pub people: usize,
    /// How many deals were closed in the quarter.
    pub closed_in_period: usize,
    /// What is wrong with its records, by kind.
    pub dirt: Vec<Dirt>,
    /// Its pipelines, as documents.
    pub pipelines: Vec<Value>,
    /// Its commission plans, as documents.
    pub plans: Vec<Value>,
}

/// Makes the company of a seed.
///
/// # Errors
/// None in practice: the columns of each table are of equal length.
pub fn company(params: &CompanyParams) -> Result<Company, Problem> {
    let key = Key::new(params.seed);
    let people = people(&key, params.size);
    let accounts = params.size.div_ceil(DEALS_PER_ACCOUNT);
    let deals: Vec<Deal> = (0..params.size).map(|number| deal(&key, number, &people, accounts)).collect();
    let (mut transactions, mut splits) = bookings(&key, &deals, &people);
    let (spoiled, dirt) = spoil(&key, &deals, &mut transactions, &mut splits);

    let mut all = Tables::new();
    all.insert("deals", tables::deals(&deals, &people, &spoiled)?);
    if params.history {
        all.insert("deal_events", tables::deal_events(&deals, &people)?);
    }
    all.insert("people", tables::people(&people)?);
    all.insert("reporting", tables::reporting(&people)?);
    all.insert("transactions", tables::transactions(&transactions)?);
    all.insert("splits", tables::splits(&splits)?);
    all.insert("assignments", tables::assignments(&terms::assignments(&people))?);
    all.insert("quotas", tables::quotas(&terms::quotas(params.size, &people))?);
    all.insert("targets", tables::targets(&terms::targets(params.size, &people))?);
    all.insert("adjustments", tables::adjustments(&terms::adjustments(&deals, &people))?);
    all.insert("fx_rates", tables::fx_rates(&terms::rates())?);
    let summary = CompanySummary {
        seed: params.seed,
        size: params.size,
        generator: NAME,
        period: PERIOD,
        next_period: NEXT_PERIOD,
        as_of: MOMENT,
        currency: "USD",
        people: people.len(),
        closed_in_period: tables::closed_in_quarter(&deals),
        dirt,
        pipelines: PIPELINES.map(value).to_vec(),
        plans: PLANS.map(value).to_vec(),
    };
    Ok(Company { summary, tables: all })
}
