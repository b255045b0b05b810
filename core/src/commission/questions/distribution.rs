//! How likely which attainment is.

use std::collections::{BTreeMap, BTreeSet};

use super::ran::Ran;
use crate::commission::model::Plan;
use crate::commission::output::cells;
use crate::commission::output::tally::Tally;
use crate::number::Exact;
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::sorted;
use crate::table::{BadRecords, RecordCount, Records, Table};

/// An attainment, or all between two, and how likely they are.
#[derive(Debug, Clone)]
pub(super) struct Point {
    pub(super) attainment: Exact,
    /// The end of a range, of which every place is as likely.
    pub(super) to: Option<Exact>,
    pub(super) probability: Exact,
}

/// Whose a distribution is: a payee's or everybody's, in a component or in all.
pub(super) type Whose = (Option<String>, Option<String>);

/// The distributions that were given.
#[derive(Debug)]
pub(super) struct Distributions(BTreeMap<Whose, Vec<Point>>);

impl Distributions {
    /// # Errors
    /// `commission.distribution_sum`, `commission.distribution_range`, and `table.unknown_id` for a component.
    pub(super) fn read(plan: &Plan, records: &Records) -> Result<Self, Problems> {
        let mut found: BTreeMap<Whose, Vec<Point>> = BTreeMap::new();
        let mut report = Report::new();
        for row in cells::good(records, "distribution", "payee_id") {
            let (Some(attainment), Some(probability)) = (row.exact("attainment"), row.exact("probability")) else {
                continue;
            };
            let (whose, to) = ((text(row, "payee_id"), text(row, "component_id")), row.exact("attainment_to"));
            if let Some(id) = whose.1.as_ref().filter(|id| plan.components.iter().all(|one| one.id != **id)) {
                let at = pointer::cell("distribution", row.at, "component_id");
                report.push(Problem::new(Code::TableUnknownId, at, format!("the plan has no component `{id}`")));
            }
            if let Some(to) = to.as_ref().filter(|to| **to <= attainment) {
                let at = pointer::cell("distribution", row.at, "attainment_to");
                let message = format!("attainments from {attainment} to {to} are none");
                report.push(Problem::new(Code::CommissionDistributionRange, at, message));
            }
            found.entry(whose).or_default().push(Point { attainment, to, probability });
        }
        for (whose, points) in &found {
            if let Err(problem) = sums_to_one(whose, points) {
                report.push(problem);
            }
        }
        report.finish().map(|_| Self(found))
    }

    /// # Errors
    /// `commission.distribution_not_discrete` where there are ranges, or components apart.
    pub(super) fn all_discrete(self) -> Result<Self, Problem> {
        let apart =
            self.0.iter().any(|(whose, points)| whose.1.is_some() || points.iter().any(|point| point.to.is_some()));
        if !apart {
            return Ok(self);
        }
        let message = "an exact cost is that of whole attainments, each with its probability, in all components";
        Err(Problem::new(Code::CommissionDistributionNotDiscrete, pointer::table("distribution", None), message))
    }

    /// The distribution of a payee in a component: their own before everybody's, the component's before all.
    pub(super) fn of(&self, payee: &str, component: Option<&str>) -> Result<(&Whose, &[Point]), Problem> {
        let (payee, component) = (Some(payee.to_owned()), component.map(str::to_owned));
        let wanted = [(payee.clone(), component.clone()), (payee.clone(), None), (None, component), (None, None)];
        let found = wanted.iter().find_map(|whose| self.0.get_key_value(whose));
        found.map(|(whose, points)| (whose, points.as_slice())).ok_or_else(|| {
            let payee = payee.unwrap_or_default();
            let message = format!("nothing says how likely which attainment of `{payee}` is");
            let at = pointer::table("distribution", None);
            Problem::new(Code::CommissionDistributionSum, at, message).with("payee_id", payee)
        })
    }

    /// How many points the longest has.
    pub(super) fn longest(&self) -> usize {
        self.0.values().map(Vec::len).max().unwrap_or(0)
    }
}

fn text(row: cells::Row<'_>, column: &str) -> Option<String> {
    row.text(column).map(str::to_owned)
}

fn sums_to_one((payee, component): &Whose, points: &[Point]) -> Result<(), Problem> {
    let sum = points.iter().fold(Exact::ZERO, |sum, point| sum.add(&point.probability));
    if sum == Exact::ONE && !points.iter().any(|point| point.probability.is_negative()) {
        return Ok(());
    }
    let whose = payee.as_ref().map_or_else(|| "everybody".to_owned(), |payee| format!("`{payee}`"));
    let part = component.as_ref().map_or_else(String::new, |id| format!(" in `{id}`"));
    let message = format!("the probabilities of {whose}{part} sum to {sum}, or one is negative");
    Err(Problem::new(Code::CommissionDistributionSum, pointer::table("distribution", Some("probability")), message)
        .with("sum", sum.to_string()))
}

/// What became of the records of a call without transactions: their counts, and the table `excluded`.
pub(super) fn accounts(
    base: &Ran,
    distribution: &Records,
    used: &BTreeSet<Whose>,
    bad: &BadRecords,
) -> Result<(BTreeMap<String, RecordCount>, Table), Problem> {
    let payees = sorted::set(base.statements.iter().map(|one| one.payee.as_str()));
    let all: Vec<cells::Row<'_>> = cells::all(distribution, "distribution", "payee_id").collect();
    let unused = |row: usize| {
        let row = *all.get(row)?;
        let on_plan = row.text("payee_id").is_none_or(|id| payees.contains(id));
        let needed = used.contains(&(text(row, "payee_id"), text(row, "component_id")));
        if on_plan { (!needed).then_some("not_needed") } else { Some("not_on_plan") }
    };
    let mut tally = Tally::default();
    tally.add("distribution", "payee_id", Some(distribution), bad, &unused);
    let mut records = base.summary.records.clone();
    records.remove("transactions");
    records.extend(tally.counts());
    let excluded = Records::sound(base.table("excluded")).followed_by(&Records::sound(tally.excluded()?))?;
    Ok((records, excluded.into_table()))
}
