//! A plan at given attainments: made-up credit that the plan's own calculation is run on.

use std::collections::BTreeMap;

use num_bigint::BigInt;

use super::expected_cost::ExpectedInputs;
use super::ran::Ran;
use crate::commission::calculate::Inputs;
use crate::commission::document::{RollUp, SplitStage};
use crate::commission::model::{Plan, Shaping};
use crate::commission::rates::across::Across;
use crate::number::{Exact, Rounding};
use crate::problem::{Code, Problem, Problems, Report};
use crate::rule::{Rule, RuleDocument};
use crate::table::{Cells, Column, DecimalColumn, RatioColumn, Records, Table, TextColumn};
use crate::time::Date;

/// The attribute that names the one component that made-up credit counts for.
const COMPONENT: &str = "~component";
/// Who takes what is left of a credit that is no decimal; on another plan, so that it counts for nothing.
const REST: &str = "~rest";

/// A plan whose components count the credit that is made up for them, and nothing else.
pub(super) struct Scenario {
    pub(super) plan: Plan,
    /// Without any credit.
    pub(super) inputs: Inputs,
}

/// One credit.
struct Credit {
    payee: String,
    component: String,
    day: i32,
    amount: Exact,
    by_profit: bool,
}

impl Scenario {
    pub(super) fn new(plan: &Plan, given: &ExpectedInputs) -> Result<Self, Problems> {
        let mut plan = plan.clone();
        let mut report = Report::new();
        // What is paid beside the components, and what is handed on to others, does not follow from attainment.
        plan.components.retain(|component| component.bonus.is_none());
        plan.overrides.clear();
        plan.split_stage = SplitStage::Credit;
        plan.teams.clear();
        for component in &mut plan.components {
            if component.credit != component.base() {
                let message = "the component pays on something else than it measures";
                report.push(Problem::new(Code::CommissionNotByAttainment, &component.pointer, message));
            }
            if component.payout.across().is_some_and(Across::parts_credit) {
                let message = "the transactions themselves pick the columns of its rate table";
                report.push(Problem::new(Code::CommissionNotByAttainment, &component.pointer, message));
            }
            let rule = serde_json::json!({"column": COMPONENT, "op": "eq", "value": component.id});
            let rule: Option<RuleDocument> = serde_json::from_value(rule).ok();
            // What is made up for a payee is the payee's measure, whoever sells it.
            component.roll_up = RollUp::None;
            component.shaping = Shaping::default();
            component.eligible = rule.and_then(|rule| Rule::check(&rule, &component.pointer, &|_| None, &mut report));
        }
        report.finish()?;
        let inputs = Inputs {
            transactions: Records::sound(transactions(&[], &[])?),
            splits: None,
            assignments: given.assignments.clone(),
            quotas: given.quotas.clone(),
            quota_relief: given.quota_relief.clone(),
            fx_rates: None,
            reporting: None,
            flags: None,
        };
        Ok(Self { plan, inputs })
    }

    /// The inputs when every payee's components measure an attainment, if any, and the credit of each payee.
    pub(super) fn at(
        &self,
        base: &Ran,
        attainment: &dyn Fn(&str, &str) -> Option<Exact>,
    ) -> Result<(Inputs, BTreeMap<String, Exact>), Problems> {
        let workings = &base.explanations.workings;
        let (mut credits, mut sums) = (Vec::new(), BTreeMap::new());
        for slice in &workings.slices {
            let payee = workings.roster.payees.word(slice.payee).to_owned();
            let component = workings.component(slice);
            let (Some(quota), Some(attainment)) = (&slice.quota, attainment(&payee, &component.id)) else { continue };
            let amount = quota.mul(&attainment);
            let sum = sums.entry(payee.clone()).or_insert(Exact::ZERO);
            *sum = sum.add(&amount);
            credits.push(Credit {
                payee,
                component: component.id.clone(),
                day: slice.asked.start,
                amount,
                by_profit: component.credit.is_profit(),
            });
        }
        // A credit that is no decimal is the share of a whole number.
        let mut amounts = Vec::with_capacity(credits.len());
        let mut splits = Vec::new();
        for (number, credit) in credits.iter().enumerate() {
            if credit.amount.to_decimal().is_some() {
                amounts.push(credit.amount.clone());
                continue;
            }
            let (whole, share) = share_of_whole(&credit.amount).ok_or_else(|| out_of_range(&credit.amount))?;
            let (numerator, denominator) = share.to_i128s().ok_or_else(|| out_of_range(&credit.amount))?;
            amounts.push(whole);
            splits.push((number, credit.payee.clone(), numerator, denominator));
            splits.push((number, REST.to_owned(), denominator - numerator, denominator));
        }
        let split = splits_table(&splits)?;
        // Nobody that the caller knows is changed by one more assignment, to a plan that there is not.
        let mut rest = Table::with_rows(1);
        rest.push("payee_id", text(&[REST.to_owned()]))?;
        rest.push("plan_id", text(&[REST.to_owned()]))?;
        rest.push("from", Column::Date(Cells::full(vec![0])))?;
        let inputs = Inputs {
            transactions: Records::sound(transactions(&credits, &amounts)?),
            assignments: self.inputs.assignments.followed_by(&Records::sound(rest))?,
            splits: (!splits.is_empty()).then(|| Records::sound(split)),
            ..self.inputs.clone()
        };
        Ok((inputs, sums))
    }
}

/// The next whole number away from zero, and which share of it a value is.
fn share_of_whole(value: &Exact) -> Option<(Exact, Exact)> {
    let whole = Exact::from_big(value.round_to_integer(Rounding::Up), BigInt::from(1)).ok()?;
    Some((whole.clone(), value.checked_div(&whole).ok()?))
}

fn out_of_range(value: &Exact) -> Problem {
    Problem::new(Code::NumberOutOfRange, "", format!("{value} needs more than 28 digits"))
}

fn text(words: &[String]) -> Column {
    Column::Text(TextColumn::from_options(words.iter().map(|word| Some(word.as_str()))))
}

fn transactions(credits: &[Credit], amounts: &[Exact]) -> Result<Table, Problem> {
    let decimals: Vec<_> = amounts
        .iter()
        .map(|amount| amount.to_decimal().ok_or_else(|| out_of_range(amount)))
        .collect::<Result<_, _>>()?;
    let scale = decimals.iter().map(|decimal| decimal.scale()).max().unwrap_or(0);
    let mantissas: Vec<i128> = decimals
        .iter()
        .zip(amounts)
        .map(|(decimal, amount)| decimal.mantissa_at(scale).ok_or_else(|| out_of_range(amount)))
        .collect::<Result<_, _>>()?;
    let units = credits.iter().zip(&mantissas).map(|(credit, &mantissa)| {
        // Profit is per unit.
        if credit.by_profit { crate::number::pow10(scale) } else { mantissa }
    });
    let column = |values: Vec<i128>| Column::Decimal(DecimalColumn { cells: Cells::full(values), scale });
    let whole = |credit: &Credit| credit.amount.to_decimal().is_some();
    let mut table = Table::with_rows(credits.len());
    let ids: Vec<String> = (0..credits.len()).map(id).collect();
    table.push("transaction_id", text(&ids))?;
    let payees = credits.iter().map(|credit| Some(credit.payee.as_str()).filter(|_| whole(credit)));
    table.push("payee_id", Column::Text(TextColumn::from_options(payees)))?;
    table.push("amount", column(mantissas.clone()))?;
    table.push("units", column(units.collect()))?;
    table.push("price", column(mantissas.clone()))?;
    table.push("cost", column(vec![0; credits.len()]))?;
    for name in ["booked_on", "invoiced_on", "paid_on"] {
        let days = credits.iter().map(|credit| Some(credit.day).filter(|&day| Date::from_days(day).is_ok()));
        table.push(name, Column::Date(Cells::from_options(days)))?;
    }
    let components: Vec<String> = credits.iter().map(|credit| credit.component.clone()).collect();
    table.push(COMPONENT, text(&components))?;
    Ok(table)
}

/// By which those of one day are processed in the order in which they are made up, whoever else there is.
fn id(number: usize) -> String {
    format!("{number:020}")
}

fn splits_table(splits: &[(usize, String, i128, i128)]) -> Result<Table, Problem> {
    let mut table = Table::with_rows(splits.len());
    let ids: Vec<String> = splits.iter().map(|split| id(split.0)).collect();
    let payees: Vec<String> = splits.iter().map(|split| split.1.clone()).collect();
    table.push("transaction_id", text(&ids))?;
    table.push("payee_id", text(&payees))?;
    table.push("role", Column::Text(TextColumn::constant("direct", splits.len())))?;
    let shares = RatioColumn {
        numerators: Cells::full(splits.iter().map(|split| split.2).collect()),
        denominators: splits.iter().map(|split| split.3).collect(),
    };
    table.push("share", Column::Ratio(shares))?;
    Ok(table)
}
