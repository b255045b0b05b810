//! Pay against quota, sales and target: whether a plan is aligned with what the company wants.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::coverage::coverage;
use super::findings::shown;
use super::ran::{Ran, asked};
use super::ratios_shapes::RATIOS;
use crate::commission::calculate::Inputs;
use crate::commission::document::CreditBasis;
use crate::commission::model::Plan;
use crate::commission::output::answered::Answered;
use crate::commission::output::cells;
use crate::commission::output::outcome::PeriodSummary;
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::commission::output::tally::Tally;
use crate::commission::periods::slices::Slice;
use crate::number::{Decimal, Exact};
use crate::problem::{Problem, Problems, shape};
use crate::sorted;
use crate::table::{BadRecords, RecordCount, Records, Table, Tables};
use crate::time::{Date, Instant, Period, PeriodInput, PeriodUnit, ProrationBasis, TimeError};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Parameters of [`Plan::ratios`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatiosParams {
    /// The period that is paid: a label of the plan's calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// What was known then; absent: everything.
    #[serde(default)]
    pub known_at: Option<Instant>,
}

/// Pay against quota, sales and target, for the whole plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RatiosSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period that is paid.
    pub period: PeriodSummary,
    /// How many payees there are.
    pub payees: usize,
    /// Quota over on-target earnings, to 12 places; none where a part is missing.
    pub quota_to_ote: Option<Decimal>,
    /// Target variable over on-target earnings, to 12 places.
    pub pay_mix: Option<Decimal>,
    /// What was earned over the target variable, to 12 places.
    pub pay_to_target: Option<Decimal>,
    /// What was earned over sales, to 12 places.
    pub cost_of_sale: Option<Decimal>,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// Answered ratios: the tables `ratios`, `coverage`, `excluded` and `set_aside`.
pub type Ratios = Answered<RatiosSummary, RatiosExplanations>;

/// The figures of a payee, or of all.
#[derive(Debug)]
struct Figures {
    payee: Option<String>,
    quota: Option<Exact>,
    base_salary: Option<Exact>,
    target: Option<Exact>,
    sales: Exact,
    earned: Exact,
}

/// A ratio, or why there is none.
type Quotient = Result<Exact, &'static str>;

fn over(one: Result<&Exact, &'static str>, other: Result<&Exact, &'static str>) -> Quotient {
    one?.checked_div(other?).map_err(|_| "zero_denominator")
}

impl Figures {
    fn on_target(&self) -> Result<Exact, &'static str> {
        let target = self.target.as_ref().ok_or("no_target")?;
        self.base_salary.as_ref().map(|salary| salary.add(target)).ok_or("no_salary")
    }

    /// In the order of [`NAMES`].
    fn ratios(&self) -> [Quotient; 4] {
        let on_target = self.on_target();
        let on_target = on_target.as_ref().map_err(|reason| *reason);
        let target = self.target.as_ref().ok_or("no_target");
        let sales = if self.sales.is_zero() { Err("no_sales") } else { Ok(&self.sales) };
        [
            over(self.quota.as_ref().ok_or("no_quota"), on_target),
            over(target, on_target),
            over(Ok(&self.earned), target),
            over(Ok(&self.earned), sales),
        ]
    }
}

const NAMES: [(&str, &str); 4] = [
    ("quota_to_ote", "quota_to_ote_reason"),
    ("pay_mix", "pay_mix_reason"),
    ("pay_to_target", "pay_to_target_reason"),
    ("cost_of_sale", "cost_of_sale_reason"),
];

impl Plan {
    /// Quota to on-target earnings, pay mix, pay to target and cost of sale of every payee and of the plan, over the
    /// measure periods that the call pays; and what of the company's targets the plan pays for.
    ///
    /// A salary is given for a year: a month of it is a twelfth, a part of a month goes by calendar days. Where no
    /// component pays by the target variable, it is that of the assignment, once a measure period of the first.
    /// The whole plan has a figure where all payees have it.
    ///
    /// # Errors
    /// Those of [`calculate`](Self::calculate).
    pub fn ratios(
        &self,
        params: &RatiosParams,
        inputs: Inputs,
        targets: Option<&Records>,
        bad: BadRecords,
    ) -> Result<Ratios, Problems> {
        let assignments = inputs.assignments.clone();
        let ran = Ran::new(self, &asked(&params.period, params.known_at), inputs, bad.clone())?;
        let figures = figures(&ran, &assignments).map_err(|error| shape::time_problem(&error, "/params/period"))?;
        let mut tally = Tally::default();
        tally.add("company_targets", "target_id", targets, &bad, &|_| None);
        let mut records = ran.summary.records.clone();
        records.extend(tally.counts());
        let whole = figures.last().map(Figures::ratios);
        let [quota_to_ote, pay_mix, pay_to_target, cost_of_sale] = whole
            .unwrap_or([Err(""), Err(""), Err(""), Err("")])
            .map(|ratio| ratio.ok().map(|ratio| decimal(&shown(&ratio)?)).transpose());
        let summary = RatiosSummary {
            plan_id: ran.summary.plan_id.clone(),
            currency: ran.summary.currency.clone(),
            period: ran.summary.period.clone(),
            payees: figures.len().saturating_sub(1),
            quota_to_ote: quota_to_ote?,
            pay_mix: pay_mix?,
            pay_to_target: pay_to_target?,
            cost_of_sale: cost_of_sale?,
            records,
        };
        let mut tables = Tables::new();
        tables.insert("ratios", table(&figures, &summary.currency)?);
        tables.insert("coverage", coverage(&ran, targets)?);
        tables.insert("excluded", ran.table("excluded"));
        tables.insert("set_aside", ran.table("set_aside"));
        Ok(Answered::new(summary, ran.warnings, tables, RatiosExplanations(figures)))
    }
}

/// Those of every payee with a statement, and at last those of the plan.
fn figures(ran: &Ran, assignments: &Records) -> Result<Vec<Figures>, TimeError> {
    let workings = &ran.explanations.workings;
    let (sales, direct) = sales(ran);
    let mut all: Vec<Figures> = Vec::new();
    let mut start = 0;
    for of_payee in ran.statements.chunk_by(|one, other| one.payee == other.payee) {
        let rows = start..start + of_payee.len();
        start = rows.end;
        let Some(total) = of_payee.iter().find(|one| one.component.is_none()) else { continue };
        let Some(number) = workings.roster.payees.find(&total.payee) else { continue };
        let slices: Vec<&Slice> = rows.filter_map(|row| ran.slice(row)).collect();
        let mut quotas: BTreeMap<(&str, i32), &Exact> = BTreeMap::new();
        let (mut target, mut spans): (Option<Exact>, Vec<Range<i32>>) = (None, Vec::new());
        for slice in &slices {
            let component = workings.component(slice);
            if let Some(quota) = slice.quota.as_ref().filter(|_| component.credit != CreditBasis::Units) {
                quotas.insert((component.measure_id.as_str(), slice.measure.start), quota);
            }
            if let Some(own) = slice.target.as_ref().filter(|_| component.needs_target()) {
                let own = own.mul(&component.weight);
                target = Some(target.map_or_else(|| own.clone(), |sum: Exact| sum.add(&own)));
            }
            spans.push(slice.period.clone());
        }
        let assigned = workings.roster.assignments(number);
        if target.is_none() && !slices.is_empty() {
            let first = slices.first().map(|slice| slice.component);
            let own = sorted::set(
                slices
                    .iter()
                    .filter(|slice| Some(slice.component) == first)
                    .map(|slice| (slice.period.start, slice.period.end)),
            );
            target = own.into_iter().try_fold(Exact::ZERO, |sum, (start, end)| {
                let last = assigned.iter().rev().find(|one| one.from < end && start < one.to)?;
                Some(sum.add(last.target.as_ref()?))
            });
        }
        let mut salary = (!slices.is_empty()).then_some(Exact::ZERO);
        for span in merged(spans) {
            for one in assigned.iter().filter(|one| one.from < span.end && span.start < one.to) {
                let given = cells::all(assignments, "assignments", "payee_id").nth(one.row);
                let given = given.and_then(|row| row.exact("base_salary"));
                let share = share_of_year(ran, span.start.max(one.from)..span.end.min(one.to))?;
                salary = salary.zip(given).map(|(sum, given)| sum.add(&given.mul(&share)));
            }
        }
        all.push(Figures {
            payee: Some(total.payee.clone()),
            quota: (!quotas.is_empty()).then(|| quotas.values().fold(Exact::ZERO, |sum, quota| sum.add(quota))),
            base_salary: salary,
            target,
            sales: sales.get(&total.payee).cloned().unwrap_or(Exact::ZERO),
            earned: total.earned.clone(),
        });
    }
    let sum = |figure: fn(&Figures) -> Option<&Exact>| {
        all.iter().try_fold(Exact::ZERO, |sum, one| Some(sum.add(figure(one)?))).filter(|_| !all.is_empty())
    };
    let whole = Figures {
        payee: None,
        quota: sum(|one| one.quota.as_ref()),
        base_salary: sum(|one| one.base_salary.as_ref()),
        target: sum(|one| one.target.as_ref()),
        sales: direct,
        earned: sum(|one| Some(&one.earned)).unwrap_or(Exact::ZERO),
    };
    all.push(whole);
    Ok(all)
}

/// What was credited on the lines of the period: to each payee, and to all directly.
fn sales(ran: &Ran) -> (BTreeMap<String, Exact>, Exact) {
    let (lines, credits) = (Records::sound(ran.table("lines")), Records::sound(ran.table("credits")));
    let lines = cells::all(&lines, "lines", "payee_id");
    let paid: BTreeSet<(&str, &str)> =
        sorted::set(lines.filter_map(|row| Some((row.id(), row.text("transaction_id")?))));
    let (mut own, mut direct): (BTreeMap<String, Exact>, Exact) = (BTreeMap::new(), Exact::ZERO);
    for row in cells::all(&credits, "credits", "payee_id") {
        let known = row.text("transaction_id").is_some_and(|id| paid.contains(&(row.id(), id)));
        let Some(credit) = row.exact("quota_credit").filter(|_| known) else { continue };
        let sum = own.entry(row.id().to_owned()).or_insert(Exact::ZERO);
        *sum = sum.add(&credit);
        if row.text("role") == Some("direct") {
            direct = direct.add(&credit);
        }
    }
    (own, direct)
}

/// The days that any of these spans has, each once.
fn merged(mut spans: Vec<Range<i32>>) -> Vec<Range<i32>> {
    sorted::sort_by_key(&mut spans, |span| span.start);
    let mut joined: Vec<Range<i32>> = Vec::new();
    for span in spans {
        match joined.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => joined.push(span),
        }
    }
    joined
}

/// A twelfth for each month, and of a part of a month as much as its calendar days are.
fn share_of_year(ran: &Ran, days: Range<i32>) -> Result<Exact, TimeError> {
    let span = Period::new(Date::from_days(days.start)?, Date::from_days(days.end)?)?;
    let months = ran.explanations.workings.plan.calendar.periods(PeriodUnit::Month, span)?;
    let parts = months.into_iter().map(|month| ProrationBasis::CalendarDays.factor(Some(span), month));
    let sum = parts.fold(Exact::ZERO, |sum, part| sum.add(&part));
    Ok(sum.checked_div(&Exact::from(12)).unwrap_or(sum))
}

fn table(figures: &[Figures], currency: &str) -> Result<Table, Problem> {
    let each = |figure: &dyn Fn(&Figures) -> Option<Exact>| {
        figures.iter().map(|one| figure(one).as_ref().map(shown).transpose()).collect::<Result<Vec<_>, _>>()
    };
    let amounts = [
        ("quota", each(&|one| one.quota.clone())?),
        ("base_salary", each(&|one| one.base_salary.clone())?),
        ("target_variable", each(&|one| one.target.clone())?),
        ("on_target_earnings", each(&|one| one.on_target().ok())?),
        ("sales", each(&|one| Some(one.sales.clone()))?),
        ("earned", each(&|one| Some(one.earned.clone()))?),
    ];
    let ratios: Vec<[Quotient; 4]> = figures.iter().map(Figures::ratios).collect();
    let mut sheet = Sheet::new(figures.len());
    sheet.text("payee_id", &mut figures.iter().map(|one| one.payee.as_deref()));
    for (name, cells) in &amounts {
        sheet.exacts(name, &mut cells.iter().map(Option::as_ref));
    }
    for (number, (name, reason)) in NAMES.iter().enumerate() {
        let of = |row: &[Quotient; 4]| row.get(number).cloned().unwrap_or(Err("zero_denominator"));
        let cells = ratios.iter().map(|row| of(row).ok().as_ref().map(shown).transpose());
        let cells = cells.collect::<Result<Vec<_>, _>>()?;
        sheet.exacts(name, &mut cells.iter().map(Option::as_ref));
        sheet.text(reason, &mut ratios.iter().map(|row| of(row).err()));
    }
    sheet.text("currency", &mut figures.iter().map(|_| Some(currency)));
    sheet.in_order(&RATIOS)
}

/// Explains the rows of `ratios`.
#[derive(Debug)]
pub struct RatiosExplanations(Vec<Figures>);

impl Explain for RatiosExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "ratios" {
            return Err(not_computed(table));
        }
        let found = self.0.get(row).ok_or_else(|| unknown_row(table, self.0.len(), row))?;
        let said = |figure: Option<&Exact>| figure.map_or_else(|| "none".to_owned(), ToString::to_string);
        let ops = [
            "quota over salary and target variable",
            "target variable over salary and target variable",
            "what was earned over the target variable",
            "what was earned over sales",
        ];
        let parts = NAMES.iter().zip(ops).zip(found.ratios()).map(|(((name, _), op), ratio)| {
            let node = Node::new(*name, op, "/params/period");
            match ratio {
                Ok(ratio) => node.value(ratio),
                Err(reason) => node.input("reason", reason),
            }
        });
        Ok(Node::new("ratios", "pay against quota, sales and target", "/params/period")
            .input("quota", said(found.quota.as_ref()))
            .input("base_salary", said(found.base_salary.as_ref()))
            .input("target_variable", said(found.target.as_ref()))
            .input("sales", &found.sales)
            .input("earned", &found.earned)
            .parts(parts))
    }
}
