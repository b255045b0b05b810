//! What a plan is expected to cost, over how likely which attainment is: exact.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distribution::{Distributions, Point, accounts};
use super::expected_shapes::{EXPECTED, SCENARIOS};
use super::findings::shown;
use super::ran::{Ran, asked};
use super::scenario::Scenario;
use crate::commission::model::Plan;
use crate::commission::output::answered::Answered;
use crate::commission::output::outcome::PeriodSummary;
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::number::{Decimal, Exact};
use crate::problem::{Problem, Problems};
use crate::table::{BadRecords, RecordCount, Records, Table, Tables};
use crate::time::{Instant, PeriodInput};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Parameters of [`Plan::expected_cost`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedCostParams {
    /// The period that is paid: a label of the plan's calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// What was known then; absent: everything.
    #[serde(default)]
    pub known_at: Option<Instant>,
}

/// What a plan is expected to cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExpectedCostSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period that is paid.
    pub period: PeriodSummary,
    /// How many payees there are.
    pub payees: usize,
    /// The sum of what every payee is expected to cost, to 12 places.
    pub expected_cost: Decimal,
    /// The sum of the credit that they are expected to bring, to 12 places.
    pub expected_credit: Decimal,
    /// The one over the other, to 12 places; none without credit.
    pub cost_per_credit: Option<Decimal>,
    /// The components that no attainment says the credit of, for they have no quota: they are not in the cost.
    pub without_quota: Vec<String>,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// The inputs of an expected cost: those of a calculation but for what was sold.
#[derive(Debug, Clone)]
pub struct ExpectedInputs {
    /// Who is on the plan.
    pub assignments: Records,
    /// Quotas by payee.
    pub quotas: Option<Records>,
    /// What is taken off quotas.
    pub quota_relief: Option<Records>,
    /// How likely which attainment is, in the shape [`DISTRIBUTION`](super::DISTRIBUTION).
    pub distribution: Records,
}

/// An expected cost: the tables `expected`, `scenarios`, `excluded` and `set_aside`.
pub type ExpectedCost = Answered<ExpectedCostSummary, ExpectedExplanations>;

/// A payee at one attainment.
#[derive(Debug)]
struct Outcome {
    point: Point,
    credit: Exact,
    cost: Exact,
}

/// A payee with every attainment.
#[derive(Debug)]
struct Payee {
    id: String,
    outcomes: Vec<Outcome>,
}

impl Plan {
    /// The sum over payees and attainments of probability times payout. A payout is what the plan pays, rounded
    /// as it rounds, when every component with a quota measures `attainment × quota`, as one deal on the first day
    /// that counts, one component after the other; sums of payouts times probabilities are exact, and shown to 12
    /// places. Bonuses and what is handed on to others follow from no attainment and are not in it.
    ///
    /// # Errors
    /// `commission.distribution_sum` where probabilities are negative or do not sum to exactly 1;
    /// `commission.not_by_attainment` for a component that pays on something else than it measures; those of
    /// [`calculate`](Self::calculate), among them `rule.unknown_column` where rates depend on attributes of deals.
    pub fn expected_cost(
        &self,
        params: &ExpectedCostParams,
        inputs: &ExpectedInputs,
        bad: BadRecords,
    ) -> Result<ExpectedCost, Problems> {
        let asked = asked(&params.period, params.known_at);
        let given = Distributions::read(self, &inputs.distribution)?.all_discrete()?;
        let scenario = Scenario::new(self, inputs)?;
        let base = Ran::new(&scenario.plan, &asked, scenario.inputs.clone(), bad.clone())?;
        let totals: Vec<(usize, String)> = base
            .statements
            .iter()
            .enumerate()
            .filter(|(_, one)| one.component.is_none())
            .map(|(row, one)| (row, one.payee.clone()))
            .collect();
        let mut points = BTreeMap::new();
        let mut used = BTreeSet::new();
        for (_, id) in &totals {
            let (whose, of_payee) = given.of(id, None)?;
            used.insert(whose.clone());
            points.insert(id.as_str(), of_payee);
        }
        let mut payees: Vec<Payee> =
            totals.iter().map(|(_, id)| Payee { id: id.clone(), outcomes: Vec::new() }).collect();
        let point_of = |payee: &str, number: usize| points.get(payee)?.get(number);
        for number in 0..given.longest() {
            let at = |payee: &str, _: &str| point_of(payee, number).map(|point| point.attainment.clone());
            let (inputs, credits) = scenario.at(&base, &at)?;
            let ran = Ran::new(&scenario.plan, &asked, inputs, bad.clone())?;
            for ((row, id), payee) in totals.iter().zip(&mut payees) {
                let Some(point) = point_of(id, number) else { continue };
                payee.outcomes.push(Outcome {
                    point: point.clone(),
                    credit: credits.get(id).cloned().unwrap_or(Exact::ZERO),
                    cost: ran.statements.get(*row).map_or(Exact::ZERO, |one| one.earned.clone()),
                });
            }
        }
        let records = accounts(&base, &inputs.distribution, &used, &bad)?;
        answer(self, &base, payees, records)
    }
}

impl Payee {
    /// A figure of every attainment times its probability, summed.
    fn expected(&self, figure: fn(&Outcome) -> &Exact) -> Exact {
        self.outcomes.iter().fold(Exact::ZERO, |sum, one| sum.add(&figure(one).mul(&one.point.probability)))
    }

    /// The payouts that can come.
    fn possible(&self) -> impl Iterator<Item = &Exact> {
        self.outcomes.iter().filter(|one| !one.point.probability.is_zero()).map(|one| &one.cost)
    }
}

fn answer(
    plan: &Plan,
    base: &Ran,
    payees: Vec<Payee>,
    (records, excluded): (BTreeMap<String, RecordCount>, Table),
) -> Result<ExpectedCost, Problems> {
    let sum =
        |figure: fn(&Outcome) -> &Exact| payees.iter().fold(Exact::ZERO, |sum, payee| sum.add(&payee.expected(figure)));
    let (cost, credit) = (sum(|one| &one.cost), sum(|one| &one.credit));
    let ratio = cost.checked_div(&credit).ok();
    let summary = ExpectedCostSummary {
        plan_id: plan.id().to_owned(),
        currency: plan.currency().code().to_owned(),
        period: base.summary.period.clone(),
        payees: payees.len(),
        expected_cost: decimal(&shown(&cost)?)?,
        expected_credit: decimal(&shown(&credit)?)?,
        cost_per_credit: ratio.map(|ratio| decimal(&shown(&ratio)?)).transpose()?,
        without_quota: without_quota(plan),
        records,
    };
    let mut tables = Tables::new();
    tables.insert("expected", expected(&payees, &summary.currency)?);
    tables.insert("scenarios", scenarios(&payees, &summary.currency)?);
    tables.insert("excluded", excluded);
    tables.insert("set_aside", base.table("set_aside"));
    Ok(Answered::new(summary, Vec::new(), tables, ExpectedExplanations(payees)))
}

/// The components that no attainment says the credit of.
pub(super) fn without_quota(plan: &Plan) -> Vec<String> {
    let mut ids: Vec<String> = plan
        .components
        .iter()
        .filter(|one| one.quota.is_none() && one.bonus.is_none())
        .map(|one| one.id.clone())
        .collect();
    ids.dedup();
    ids
}

fn expected(payees: &[Payee], currency: &str) -> Result<Table, Problem> {
    let each = |figure: &dyn Fn(&Payee) -> Exact| -> Result<Vec<Exact>, Problem> {
        payees.iter().map(|payee| shown(&figure(payee))).collect()
    };
    let columns = [
        ("expected_cost", each(&|payee| payee.expected(|one| &one.cost))?),
        ("expected_credit", each(&|payee| payee.expected(|one| &one.credit))?),
        ("lowest", each(&|payee| payee.possible().min().cloned().unwrap_or(Exact::ZERO))?),
        ("highest", each(&|payee| payee.possible().max().cloned().unwrap_or(Exact::ZERO))?),
    ];
    let mut sheet = Sheet::new(payees.len());
    sheet.text("payee_id", &mut payees.iter().map(|payee| Some(payee.id.as_str())));
    for (name, cells) in &columns {
        sheet.exacts(name, &mut cells.iter().map(Some));
    }
    sheet.text("currency", &mut payees.iter().map(|_| Some(currency)));
    sheet.in_order(&EXPECTED)
}

fn scenarios(payees: &[Payee], currency: &str) -> Result<Table, Problem> {
    let rows = || payees.iter().flat_map(|payee| (0..payee.outcomes.len()).map(move |number| (payee, number)));
    type Figure<'f> = &'f dyn Fn(&Outcome, Option<&Outcome>) -> Option<Exact>;
    let each = |figure: Figure<'_>| -> Result<Vec<Option<Exact>>, Problem> {
        let one = |(payee, number): (&Payee, usize)| {
            let before = number.checked_sub(1).and_then(|before| payee.outcomes.get(before));
            figure(payee.outcomes.get(number)?, before)
        };
        rows().map(|row| one(row).as_ref().map(shown).transpose()).collect()
    };
    let columns = [
        ("attainment", each(&|one, _| Some(one.point.attainment.clone()))?),
        ("probability", each(&|one, _| Some(one.point.probability.clone()))?),
        ("credit", each(&|one, _| Some(one.credit.clone()))?),
        ("cost", each(&|one, _| Some(one.cost.clone()))?),
        ("cost_per_credit", each(&|one, _| one.cost.checked_div(&one.credit).ok())?),
        (
            "marginal_rate",
            each(&|one, before| {
                let before = before?;
                one.cost.sub(&before.cost).checked_div(&one.credit.sub(&before.credit)).ok()
            })?,
        ),
    ];
    let mut sheet = Sheet::new(rows().count());
    sheet.text("payee_id", &mut rows().map(|(payee, _)| Some(payee.id.as_str())));
    sheet.integers("scenario_no", &mut rows().map(|(_, number)| number + 1));
    for (name, cells) in &columns {
        sheet.exacts(name, &mut cells.iter().map(Option::as_ref));
    }
    sheet.text("currency", &mut rows().map(|_| Some(currency)));
    sheet.in_order(&SCENARIOS)
}

/// Explains the rows of an expected cost.
#[derive(Debug)]
pub struct ExpectedExplanations(Vec<Payee>);

impl Explain for ExpectedExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "expected" {
            return Err(not_computed(table));
        }
        let payee = self.0.get(row).ok_or_else(|| unknown_row(table, self.0.len(), row))?;
        let parts = payee.outcomes.iter().map(|one| {
            Node::new("scenario", "the payout at an attainment times its probability", "/tables/distribution")
                .input("attainment", &one.point.attainment)
                .input("probability", &one.point.probability)
                .input("payout", &one.cost)
                .value(one.cost.mul(&one.point.probability))
        });
        Ok(Node::new(
            "expected_cost",
            "what every attainment pays times its probability, summed",
            "/tables/distribution",
        )
        .input("payee", &payee.id)
        .value(payee.expected(|one| &one.cost))
        .parts(parts))
    }
}
