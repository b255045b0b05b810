//! What a plan is expected to cost, over how likely which attainment is: exact.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::expected_shapes::{EXPECTED, SCENARIOS};
use super::findings::shown;
use super::ran::{Ran, asked};
use super::scenario::Scenario;
use crate::commission::model::Plan;
use crate::commission::output::cells;
use crate::commission::output::outcome::PeriodSummary;
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::commission::output::tally::Tally;
use crate::number::{Decimal, Exact};
use crate::problem::{Code, Problem, Problems, pointer};
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

/// An expected cost.
#[derive(Debug)]
pub struct ExpectedCost {
    summary: ExpectedCostSummary,
    tables: Tables,
    explanations: ExpectedExplanations,
}

/// An attainment of a distribution.
#[derive(Debug, Clone)]
struct Point {
    attainment: Exact,
    probability: Exact,
}

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
    /// that counts; sums of payouts times probabilities are exact, and shown to 12 places.
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
        let given = distributions(&inputs.distribution);
        for (payee, points) in &given {
            check(payee.as_deref(), points)?;
        }
        let scenario = Scenario::new(self, inputs)?;
        let base = Ran::new(&scenario.plan, &asked, scenario.inputs.clone(), bad.clone())?;
        let totals: Vec<(usize, String)> = base
            .statements
            .iter()
            .enumerate()
            .filter(|(_, one)| one.component.is_none())
            .map(|(row, one)| (row, one.payee.clone()))
            .collect();
        let points_of = |payee: &String| given.get(&Some(payee.clone())).or_else(|| given.get(&None));
        let mut payees: Vec<Payee> = Vec::with_capacity(totals.len());
        for (_, id) in &totals {
            if points_of(id).is_none() {
                let message = format!("nothing says how likely which attainment of `{id}` is");
                let at = pointer::table("distribution", None);
                return Err(Problem::new(Code::CommissionDistributionSum, at, message)
                    .with("payee_id", id.clone())
                    .into());
            }
            payees.push(Payee { id: id.clone(), outcomes: Vec::new() });
        }
        let most = given.values().map(Vec::len).max().unwrap_or(0);
        for number in 0..most {
            let at = |payee: &str| points_of(&payee.to_owned())?.get(number).map(|point| point.attainment.clone());
            let (inputs, credits) = scenario.at(&base, &at)?;
            let ran = Ran::new(&scenario.plan, &asked, inputs, bad.clone())?;
            for ((row, id), payee) in totals.iter().zip(&mut payees) {
                let Some(point) = points_of(id).and_then(|points| points.get(number)) else { continue };
                payee.outcomes.push(Outcome {
                    point: point.clone(),
                    credit: credits.get(id).cloned().unwrap_or(Exact::ZERO),
                    cost: ran.statements.get(*row).map_or(Exact::ZERO, |one| one.earned.clone()),
                });
            }
        }
        ExpectedCost::new(self, &base, inputs, payees, &bad)
    }
}

/// The distributions, by payee; that of everybody else has none.
fn distributions(records: &Records) -> BTreeMap<Option<String>, Vec<Point>> {
    let mut found: BTreeMap<Option<String>, Vec<Point>> = BTreeMap::new();
    for row in cells::good(records, "distribution", "payee_id") {
        if let (Some(attainment), Some(probability)) = (row.exact("attainment"), row.exact("probability")) {
            let payee = row.text("payee_id").map(str::to_owned);
            found.entry(payee).or_default().push(Point { attainment, probability });
        }
    }
    found
}

fn check(payee: Option<&str>, points: &[Point]) -> Result<(), Problem> {
    let sum = points.iter().fold(Exact::ZERO, |sum, point| sum.add(&point.probability));
    if sum == Exact::ONE && !points.iter().any(|point| point.probability.is_negative()) {
        return Ok(());
    }
    let whose = payee.map_or_else(|| "everybody".to_owned(), |payee| format!("`{payee}`"));
    let message = format!("the probabilities of {whose} sum to {sum}, or one is negative");
    Err(Problem::new(Code::CommissionDistributionSum, pointer::table("distribution", Some("probability")), message)
        .with("sum", sum.to_string()))
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

impl ExpectedCost {
    fn new(
        plan: &Plan,
        base: &Ran,
        inputs: &ExpectedInputs,
        payees: Vec<Payee>,
        bad: &BadRecords,
    ) -> Result<Self, Problems> {
        let sum = |figure: fn(&Outcome) -> &Exact| {
            payees.iter().fold(Exact::ZERO, |sum, payee| sum.add(&payee.expected(figure)))
        };
        let (cost, credit) = (sum(|one| &one.cost), sum(|one| &one.credit));
        let ratio = cost.checked_div(&credit).ok();
        let mut tally = Tally::default();
        let everybody = payees.iter().any(|payee| !own(&inputs.distribution, &payee.id));
        let unused = |row: usize| match cells::all(&inputs.distribution, "distribution", "payee_id")
            .nth(row)?
            .text("payee_id")
        {
            None => (!everybody).then_some("not_needed"),
            Some(id) => (!payees.iter().any(|payee| payee.id == id)).then_some("not_on_plan"),
        };
        tally.add("distribution", "payee_id", Some(&inputs.distribution), bad, &unused);
        let mut records = base.summary.records.clone();
        records.remove("transactions");
        records.extend(tally.counts());
        let mut without_quota: Vec<String> =
            plan.components.iter().filter(|one| one.quota.is_none()).map(|one| one.id.clone()).collect();
        without_quota.dedup();
        let summary = ExpectedCostSummary {
            plan_id: plan.id().to_owned(),
            currency: plan.currency().code().to_owned(),
            period: base.summary.period.clone(),
            payees: payees.len(),
            expected_cost: decimal(&shown(&cost)?)?,
            expected_credit: decimal(&shown(&credit)?)?,
            cost_per_credit: ratio.map(|ratio| decimal(&shown(&ratio)?)).transpose()?,
            without_quota,
            records,
        };
        let mut tables = Tables::new();
        tables.insert("expected", expected(&payees, &summary.currency)?);
        tables.insert("scenarios", scenarios(&payees, &summary.currency)?);
        let mut excluded = Records::sound(base.table("excluded"));
        excluded = excluded.followed_by(&Records::sound(tally.excluded()?))?;
        tables.insert("excluded", excluded.into_table());
        tables.insert("set_aside", base.table("set_aside"));
        Ok(Self { summary, tables, explanations: ExpectedExplanations(payees) })
    }

    /// The totals.
    #[must_use]
    pub fn summary(&self) -> &ExpectedCostSummary {
        &self.summary
    }

    /// The result by value: its tables are `expected`, `scenarios`, `excluded` and `set_aside`.
    #[must_use]
    pub fn into_parts(self) -> (ExpectedCostSummary, Tables, ExpectedExplanations) {
        (self.summary, self.tables, self.explanations)
    }
}

/// Whether a payee has a distribution of their own.
fn own(distribution: &Records, payee: &str) -> bool {
    cells::good(distribution, "distribution", "payee_id").any(|row| row.text("payee_id") == Some(payee))
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
