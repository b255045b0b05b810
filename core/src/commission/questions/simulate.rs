//! How the cost of a plan spreads, by seeded simulation.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distribution::{Distributions, accounts};
use super::drawn::{Drawn, drawn};
use super::expected_cost::{ExpectedInputs, without_quota};
use super::findings::shown;
use super::ran::{Ran, asked};
use super::scenario::Scenario;
use super::simulate_shapes::{SIMULATED, TRIALS};
use crate::commission::model::Plan;
use crate::commission::output::answered::Answered;
use crate::commission::output::outcome::PeriodSummary;
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::number::{Decimal, Exact};
use crate::problem::{Code, Problem, Problems, pointer};
use crate::sorted;
use crate::stat::{Key, NAME};
use crate::table::{BadRecords, RecordCount, Table, Tables};
use crate::time::{Instant, PeriodInput};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// What the draws are keyed by, beside the seed.
const OPERATION: &str = "commission.simulate";

/// As many payees times trials as are kept.
const MOST: usize = 20_000_000;

/// Parameters of [`Plan::simulate`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulateParams {
    /// The period that is paid: a label of the plan's calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// What was known then; absent: everything.
    #[serde(default)]
    pub known_at: Option<Instant>,
    /// Which chance: the same seed gives the same bytes, everywhere.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub seed: u64,
    /// How many trials; 1,000 unless said otherwise.
    #[serde(default = "default_trials")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub trials: u32,
}

fn default_trials() -> u32 {
    1_000
}

/// How the cost of a plan spreads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SimulateSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period that is paid.
    pub period: PeriodSummary,
    /// The generator of the draws.
    pub generator: &'static str,
    /// The seed that they were drawn with.
    pub seed: u64,
    /// How many trials there were.
    pub trials: u32,
    /// How many payees there are.
    pub payees: usize,
    /// What the plan costs, on average of the trials, to 12 places.
    pub mean_cost: Decimal,
    /// The credit that goes with it, to 12 places.
    pub mean_credit: Decimal,
    /// The one over the other, to 12 places; none without credit.
    pub cost_per_credit: Option<Decimal>,
    /// The least cost that one trial in ten does not exceed: the low end.
    pub p10: Decimal,
    /// The least that half of the trials do not exceed.
    pub p50: Decimal,
    /// The least that nine trials in ten do not exceed.
    pub p90: Decimal,
    /// The components that no attainment says the credit of, for they have no quota: they are not in the cost.
    pub without_quota: Vec<String>,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// A simulation: the tables `simulated`, `trials`, `excluded` and `set_aside`.
pub type Simulation = Answered<SimulateSummary, SimulationExplanations>;

/// A cost and the credit that brings it.
type Outcome = (Exact, Exact);

/// What somebody, or everybody, earns in every trial.
#[derive(Debug)]
struct Spread {
    payee: Option<String>,
    mean: Outcome,
    /// The trials of the lowest, of P10, P50 and P90, and of the highest, with what they cost.
    marks: [(usize, Exact); 5],
    /// By mark: what every component of the payee attained.
    attained: Vec<Vec<(String, Exact)>>,
}

const MARKS: [&str; 5] = ["lowest", "p10", "p50", "p90", "highest"];

impl Plan {
    /// What the plan costs when everybody attains by chance what a distribution says: in every trial an attainment is
    /// drawn for each payee, the same in all components, but apart where the distribution names a component; a
    /// range is drawn from in millionths. Payouts are the plan's, rounded as it rounds, as in
    /// [`expected_cost`](Self::expected_cost). A percentile is the least cost that so many trials do not exceed.
    ///
    /// Draws are those of ChaCha8, keyed by operation and seed, one stream a payee: the same seed gives the same
    /// bytes, and a payee's attainments do not depend on who else is there.
    ///
    /// # Errors
    /// Those of [`expected_cost`](Self::expected_cost), `commission.distribution_range`;
    /// `document.out_of_range` for more than 20,000,000 trials of payees.
    pub fn simulate(
        &self,
        params: &SimulateParams,
        inputs: &ExpectedInputs,
        bad: BadRecords,
    ) -> Result<Simulation, Problems> {
        let asked = asked(&params.period, params.known_at);
        let given = Distributions::read(self, &inputs.distribution)?;
        let scenario = Scenario::new(self, inputs)?;
        let base = Ran::new(&scenario.plan, &asked, scenario.inputs.clone(), bad.clone())?;
        let trials = usize::try_from(params.trials).unwrap_or(usize::MAX);
        let payees = base.statements.iter().filter(|one| one.component.is_none()).count();
        if payees.saturating_mul(trials) > MOST {
            let message = format!("{payees} payees in {trials} trials are more than {MOST}");
            return Err(Problem::new(Code::DocumentOutOfRange, "/params/trials", message).into());
        }
        let (drawn, used) = drawn(&base, &given, &Key::new(OPERATION, params.seed), trials)?;
        let outcomes =
            outcomes(&scenario, &base, &drawn, |inputs| Ran::new(&scenario.plan, &asked, inputs, bad.clone()))?;
        let (records, excluded) = accounts(&base, &inputs.distribution, &used, &bad)?;
        let everybody = everybody(&drawn, &outcomes, trials);
        let all: Vec<usize> = (0..trials).collect();
        let mut spreads = Vec::with_capacity(payees + 1);
        for (payee, outcomes) in drawn.iter().zip(&outcomes) {
            spreads.push(Spread::new(Some(payee), outcomes, &payee.trials)?);
        }
        let whole = Spread::new(None, &everybody, &all)?;
        let currency = self.currency().code().to_owned();
        let [_, p10, p50, p90, _] = whole.marks.each_ref().map(|(_, cost)| decimal(cost));
        let (cost, credit) = whole.mean.clone();
        let ratio = cost.checked_div(&credit).ok();
        spreads.push(whole);
        let mut tables = Tables::new();
        tables.insert("simulated", simulated(&spreads, &currency)?);
        tables.insert("trials", trial_table(&everybody, &currency)?);
        tables.insert("excluded", excluded);
        tables.insert("set_aside", base.table("set_aside"));
        let summary = SimulateSummary {
            plan_id: self.id().to_owned(),
            currency,
            period: base.summary.period.clone(),
            generator: NAME,
            seed: params.seed,
            trials: params.trials,
            payees,
            mean_cost: decimal(&shown(&cost)?)?,
            mean_credit: decimal(&shown(&credit)?)?,
            cost_per_credit: ratio.map(|ratio| decimal(&shown(&ratio)?)).transpose()?,
            p10: p10?,
            p50: p50?,
            p90: p90?,
            without_quota: without_quota(self),
            records,
        };
        Ok(Answered::new(summary, Vec::new(), tables, SimulationExplanations(spreads)))
    }
}

/// By payee and combination: what it pays. Every calculation tries one combination of each payee who has that many.
fn outcomes(
    scenario: &Scenario,
    base: &Ran,
    drawn: &[Drawn],
    run: impl Fn(crate::commission::calculate::Inputs) -> Result<Ran, Problems>,
) -> Result<Vec<Vec<Outcome>>, Problems> {
    let by_id = sorted::map(drawn.iter().map(|drawn| (drawn.payee.as_str(), drawn)));
    let totals = base.statements.iter().enumerate().filter(|(_, one)| one.component.is_none());
    let totals: Vec<usize> = totals.map(|(row, _)| row).collect();
    let mut outcomes: Vec<Vec<Outcome>> = vec![Vec::new(); drawn.len()];
    for number in 0..drawn.iter().map(|drawn| drawn.combinations.len()).max().unwrap_or(0) {
        let at = |payee: &str, component: &str| by_id.get(payee)?.attainment(number, component).cloned();
        let (inputs, credits) = scenario.at(base, &at)?;
        let ran = run(inputs)?;
        for ((row, payee), outcomes) in totals.iter().zip(drawn).zip(&mut outcomes) {
            if number < payee.combinations.len() {
                let cost = ran.statements.get(*row).map_or(Exact::ZERO, |one| one.earned.clone());
                outcomes.push((cost, credits.get(&payee.payee).cloned().unwrap_or(Exact::ZERO)));
            }
        }
    }
    Ok(outcomes)
}

/// By trial: what all payees cost together.
fn everybody(drawn: &[Drawn], outcomes: &[Vec<Outcome>], trials: usize) -> Vec<Outcome> {
    let mut sums = vec![(Exact::ZERO, Exact::ZERO); trials];
    for (payee, outcomes) in drawn.iter().zip(outcomes) {
        for (sum, combination) in sums.iter_mut().zip(&payee.trials) {
            if let Some((cost, credit)) = outcomes.get(*combination) {
                *sum = (sum.0.add(cost), sum.1.add(credit));
            }
        }
    }
    sums
}

impl Spread {
    /// From the outcomes that there are, and which of them each trial has.
    fn new(payee: Option<&Drawn>, outcomes: &[Outcome], trials: &[usize]) -> Result<Self, Problem> {
        let mut times = vec![0_i128; outcomes.len()];
        let mut first = vec![0; outcomes.len()];
        for (trial, outcome) in trials.iter().enumerate().rev() {
            if let (Some(times), Some(first)) = (times.get_mut(*outcome), first.get_mut(*outcome)) {
                (*times, *first) = (*times + 1, trial);
            }
        }
        let count = i128::try_from(trials.len()).unwrap_or(i128::MAX);
        let mean = |figure: fn(&Outcome) -> &Exact| {
            let sums = outcomes.iter().zip(&times).map(|(one, &times)| figure(one).mul(&Exact::from(times)));
            let sum = sums.fold(Exact::ZERO, |sum, part| sum.add(&part));
            sum.checked_div(&Exact::from(count)).unwrap_or(Exact::ZERO)
        };
        let mut order: Vec<usize> = (0..outcomes.len()).collect();
        // Stable: of trials that cost the same, the first drawn is shown.
        let cost = |place: &usize| outcomes.get(*place).map(|(cost, _)| cost);
        sorted::sort_by(&mut order, |a, b| cost(a).cmp(&cost(b)));
        let mark = |percent: i128| {
            let wanted = (count * percent + 99) / 100;
            let mut seen = 0;
            let found = order.iter().find(|&&place| {
                seen += times.get(place).copied().unwrap_or(0);
                seen >= wanted.max(1)
            });
            found.copied().unwrap_or(0)
        };
        let places = [0, 10, 50, 90, 100].map(mark);
        let at = |place: usize| {
            let cost = outcomes.get(place).map_or(Exact::ZERO, |(cost, _)| cost.clone());
            (first.get(place).copied().unwrap_or(0), cost)
        };
        let attained = |payee: &Drawn| {
            let own = |place| payee.attainments(place).map(|(id, value)| (id.to_owned(), value.clone())).collect();
            places.map(own).to_vec()
        };
        Ok(Self {
            payee: payee.map(|payee| payee.payee.clone()),
            mean: (mean(|one| &one.0), mean(|one| &one.1)),
            marks: places.map(at),
            attained: payee.map(attained).unwrap_or_default(),
        })
    }
}

fn simulated(spreads: &[Spread], currency: &str) -> Result<Table, Problem> {
    let mean = |figure: fn(&Outcome) -> &Exact| -> Result<Vec<Exact>, Problem> {
        spreads.iter().map(|spread| shown(figure(&spread.mean))).collect()
    };
    let (cost, credit) = (mean(|one| &one.0)?, mean(|one| &one.1)?);
    let mut sheet = Sheet::new(spreads.len());
    sheet.text("payee_id", &mut spreads.iter().map(|spread| spread.payee.as_deref()));
    sheet.exacts("mean_cost", &mut cost.iter().map(Some));
    sheet.exacts("mean_credit", &mut credit.iter().map(Some));
    for (number, name) in MARKS.iter().enumerate() {
        sheet.exacts(name, &mut spreads.iter().map(|spread| spread.marks.get(number).map(|(_, cost)| cost)));
    }
    sheet.text("currency", &mut spreads.iter().map(|_| Some(currency)));
    sheet.in_order(&SIMULATED)
}

fn trial_table(everybody: &[Outcome], currency: &str) -> Result<Table, Problem> {
    let credits = everybody.iter().map(|(_, credit)| shown(credit)).collect::<Result<Vec<_>, _>>()?;
    let ratio = |(cost, credit): &Outcome| cost.checked_div(credit).ok().map(|ratio| shown(&ratio)).transpose();
    let ratios = everybody.iter().map(ratio).collect::<Result<Vec<_>, _>>()?;
    let mut sheet = Sheet::new(everybody.len());
    sheet.integers("trial_no", &mut (1..=everybody.len()));
    sheet.exacts("credit", &mut credits.iter().map(Some));
    sheet.exacts("cost", &mut everybody.iter().map(|(cost, _)| Some(cost)));
    sheet.exacts("cost_per_credit", &mut ratios.iter().map(Option::as_ref));
    sheet.text("currency", &mut everybody.iter().map(|_| Some(currency)));
    sheet.in_order(&TRIALS)
}

/// Explains the rows of a simulation.
#[derive(Debug)]
pub struct SimulationExplanations(Vec<Spread>);

impl Explain for SimulationExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "simulated" {
            return Err(not_computed(table));
        }
        let spread = self.0.get(row).ok_or_else(|| unknown_row(table, self.0.len(), row))?;
        let at = pointer::table("distribution", None);
        let marks = MARKS.iter().zip(&spread.marks).enumerate().map(|(number, (name, (trial, cost)))| {
            let node = Node::new(*name, "what a trial costs, of all in the order of their costs", at.clone());
            let attained = spread.attained.get(number).into_iter().flatten();
            attained.fold(node.input("trial", trial + 1), |node, (id, value)| node.input(id, value)).value(cost.clone())
        });
        let node = Node::new("mean_cost", "what is earned, on average of the trials", at.clone());
        let node = spread.payee.iter().fold(node, |node, payee| node.input("payee", payee));
        Ok(node.value(spread.mean.0.clone()).parts(marks))
    }
}
