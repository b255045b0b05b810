//! The pipeline from transactions to earnings, stage by stage.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::clawback::{Refunds, Removed};
use super::credit::credits;
use super::credit::fx::Rates;
use super::credit::profit::Profits;
use super::credit::reporting_lines::ReportingLines;
use super::credit::splits::Splits;
use super::credit::values::Values;
use super::document::{CreditBasis, DateBasis, HierarchyDocument, RollUp};
use super::engine::population::run;
use super::model::{Component, Plan};
use super::output::accounts::Others;
use super::output::outcome::Calculation;
use super::params::CalculateParams;
use super::periods::quotas::Quotas;
use super::periods::relief::Reliefs;
use super::periods::roster::Roster;
use super::periods::slices::{self, Planned};
use super::periods::start::Start;
use super::rates::blueprint::Blueprint;
use super::sharing::{Above, Pools};
use super::stages::{Deals, Flags};
use super::workings::Workings;
use crate::problem::{Code, Problem, Problems, Report, pointer, shape};
use crate::rule::Rule;
use crate::sorted;
use crate::table::{BadRecords, Records};
use crate::time::Period;

/// The tables of a calculation.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// What was sold, in the shape [`TRANSACTIONS`](crate::table::declared::TRANSACTIONS).
    pub transactions: Records,
    /// Who is credited, where that is not one payee, in the shape [`SPLITS`](crate::table::declared::SPLITS).
    pub splits: Option<Records>,
    /// Who is on which plan, in the shape [`ASSIGNMENTS`](crate::table::declared::ASSIGNMENTS).
    pub assignments: Records,
    /// Quotas by payee, in the shape [`QUOTAS`](crate::table::declared::QUOTAS).
    pub quotas: Option<Records>,
    /// What is taken off quotas, in the shape [`QUOTA_RELIEF`](crate::table::declared::QUOTA_RELIEF).
    pub quota_relief: Option<Records>,
    /// Exchange rates, in the shape [`FX_RATES`](crate::table::declared::FX_RATES).
    pub fx_rates: Option<Records>,
    /// Who reports to whom, in the shape [`REPORTING`](crate::table::declared::REPORTING); needed where a component
    /// counts credit that is rolled up.
    pub reporting: Option<Records>,
    /// Values from outside that conditions and objectives ask for, in the shape [`FLAGS`](crate::table::declared::FLAGS).
    pub flags: Option<Records>,
}

/// What is asked of a calculation that is made again, for a clawback or a book.
pub(crate) struct Again {
    /// The payees that are calculated.
    pub(crate) payees: BTreeSet<u32>,
    /// What is not credited; unless said otherwise, what was refunded before the period by recalculation.
    pub(crate) removed: Option<Removed>,
    /// By payee whose first lines are known: where each slice goes on.
    pub(crate) starts: BTreeMap<u32, Vec<Option<Start>>>,
}

impl Again {
    /// All lines of these payees.
    pub(crate) fn of(payees: BTreeSet<u32>, removed: Option<Removed>) -> Self {
        Self { payees, removed, starts: BTreeMap::new() }
    }
}

impl Plan {
    /// Calculates what every payee on the plan earned in a period.
    ///
    /// Every transaction's credit goes through the components in processing order (date, sequence,
    /// transaction id); line `k` earns the difference of two running totals, so that lines add up to
    /// the rounded total and a later line never changes an earlier one.
    ///
    /// # Errors
    /// Under `bad_records: refuse` every record that cannot be used, with its pointer; always:
    /// `time.bad_period`, `reporting.cycle`, a plan that rolls credit up without reporting lines, rules that do not fit the columns, `commission.below_first_tier`,
    /// `number.out_of_range`.
    pub fn calculate(
        &self,
        params: &CalculateParams,
        inputs: Inputs,
        mut bad: BadRecords,
    ) -> Result<Calculation, Problems> {
        self.calculate_for(None, params, &inputs, &mut bad)
    }

    /// The same for all payees or for some.
    pub(crate) fn calculate_for(
        &self,
        only: Option<&Again>,
        params: &CalculateParams,
        inputs: &Inputs,
        bad: &mut BadRecords,
    ) -> Result<Calculation, Problems> {
        let (mut workings, partly_assigned) = self.prepare(params, inputs, only, bad)?;
        let originals = self.originals(params, inputs, &workings, bad)?;
        workings.pools = self.pools(params, inputs, only, (&workings, &originals), bad)?;
        let results = run(&workings, &originals, params.threads)?;
        let others = Others {
            splits: inputs.splits.as_ref(),
            assignments: &inputs.assignments,
            quotas: inputs.quotas.as_ref(),
            quota_relief: inputs.quota_relief.as_ref(),
            fx_rates: inputs.fx_rates.as_ref(),
            reporting: inputs.reporting.as_ref(),
            flags: inputs.flags.as_ref(),
        };
        let accounts = workings.accounts(&results, &others, bad);
        let warnings = warnings(&workings, partly_assigned);
        Ok(Calculation::new(params, workings, results, &others, &accounts, bad, warnings)?)
    }

    /// Everything up to the kernel, for all payees or for some, and how many payees are assigned for a part of a
    /// measure period.
    pub(crate) fn prepare(
        &self,
        params: &CalculateParams,
        inputs: &Inputs,
        again: Option<&Again>,
        bad: &mut BadRecords,
    ) -> Result<(Workings, usize), Problems> {
        let out_of_calendar = |error| shape::time_problem(&error, "/params/period");
        let period = params.period.resolve(&self.calendar).map_err(out_of_calendar)?;
        let (mut workings, reach) = self.read(period, params, inputs, again, bad)?;
        let mut payees = workings.roster.in_order();
        payees.retain(|payee| again.is_none_or(|again| again.payees.contains(payee)));
        let planned = Planned {
            plan: self,
            roster: &workings.roster,
            quotas: &workings.quotas,
            reliefs: &workings.reliefs,
            denominator: params.denominator,
        };
        let planned = slices::plan(&planned, reach, &payees, bad).map_err(out_of_calendar)?;
        bad.settle()?;
        workings.set_slices(planned.slices);
        if let Some(again) = again {
            workings.go_on(&again.starts);
        }
        (workings.credit_places, workings.money_places) = workings.column_places();
        Ok((workings, planned.partly_assigned))
    }

    /// Reads and orders the inputs, and says which days bear on the call.
    pub(crate) fn read(
        &self,
        period: Period,
        params: &CalculateParams,
        inputs: &Inputs,
        again: Option<&Again>,
        bad: &mut BadRecords,
    ) -> Result<(Workings, Period), Problems> {
        let known_at = params.known_at.map(|instant| instant.micros());
        let transactions = inputs.transactions.clone();
        let mut roster = Roster::read(self, &inputs.assignments, bad);
        let mut splits =
            Splits::read(self.split_stage, inputs.splits.as_ref(), &transactions, known_at, &mut roster.payees, bad);
        let lines = self.reporting_lines(inputs.reporting.as_ref(), &mut roster, bad)?;
        let most = self.max_total_credit.as_ref();
        let mut refunds = Refunds::read(self, &transactions, known_at, bad);
        let removed = again.and_then(|again| again.removed.as_ref());
        refunds.remove(self, transactions.table(), removed, period.from().days());
        let credits = credits::read(&transactions, &splits, &refunds, &mut roster, known_at, most, bad);
        let credits = credits.without(refunds.removed(), &mut splits);
        let quotas = match &inputs.quotas {
            Some(quotas) => Quotas::read(self, quotas, known_at, &roster, bad),
            None => Quotas::default(),
        };
        let reliefs = Reliefs::read(self, inputs.quota_relief.as_ref(), known_at, &roster, bad);
        let rates = Rates::read(self, inputs.fx_rates.as_ref(), bad);
        let flags = Flags::read(self, inputs.flags.as_ref(), &roster, bad);
        let payees = roster.in_order();
        let reached = self.reach(period, &quotas, &payees);
        let reached = reached.and_then(|reach| Ok((reach, slices::window(self, reach, &quotas, &payees)?)));
        let (reach, window) = reached.map_err(|error| shape::time_problem(&error, "/params/period"))?;
        let eligible = self.eligible(&transactions)?;
        let above = match &lines {
            Some(lines) if !self.overrides.is_empty() => {
                let rules = self.overrides.iter().map(|one| one.eligible.as_ref());
                Above::new(lines, &roster, self.rows_of(rules, &transactions)?)
            }
            _ => Above::default(),
        };
        let ruled = self.ruled(transactions.table())?;
        let placed = self.placed(transactions.table())?;
        let fitting = self.fitting(transactions.table())?;
        let profits = Profits::read(self, transactions.table());
        let bits = |basis| {
            let column =
                profits.column(basis).or_else(|| transactions.table().decimal(super::engine::frame::column(basis)));
            Workings::largest_mantissa(column)
        };
        let bases = [
            CreditBasis::Amount,
            CreditBasis::Units,
            CreditBasis::GrossProfit,
            CreditBasis::GrossProfitOrLoss,
            CreditBasis::Deals,
        ];
        let column_bits = bases.map(bits);
        let mut workings = Workings {
            plan: self.clone(),
            period,
            known_at,
            window: window.clone(),
            roster,
            splits,
            rates,
            quotas,
            reliefs,
            credits,
            shaped: Vec::new(),
            rolled: None,
            above,
            pools: Pools::default(),
            refunds,
            orders: Vec::new(),
            listed: OnceLock::new(),
            eligible,
            ruled,
            placed,
            blueprints: self.components.iter().map(Blueprint::new).collect(),
            unaccelerated: match &self.ramp {
                Some(ramp) if ramp.holds_at_target() => {
                    self.components.iter().map(|component| Blueprint::new(&component.without_accelerators())).collect()
                }
                _ => Vec::new(),
            },
            slices: Vec::new(),
            slices_of: Vec::new(),
            credit_places: 0,
            money_places: 0,
            column_bits,
            profits,
            flags,
            deals: if self.caps_deals() { Deals::new(&transactions) } else { Deals::default() },
            transactions,
        };
        if let (Some(hierarchy), Some(lines)) = (self.rolling(), &lines) {
            workings.roll_up(hierarchy, lines, bad);
        }
        workings.take_off();
        if let Some(again) = again {
            workings.credits.keep(&again.payees);
        }
        let mut bases: Vec<DateBasis> = Vec::new();
        for component in &self.components {
            if !bases.contains(&component.date) {
                bases.push(component.date);
            }
        }
        // A transaction that one component cannot value is a bad record for all of them.
        let mut values = Values::default();
        let mut rates = Vec::with_capacity(bases.len());
        for &basis in &bases {
            rates.push(workings.rate_numbers(basis, &mut values, bad));
            workings.find_incomplete(basis, &mut values, bad);
        }
        let orders = bases.into_iter().zip(rates);
        workings.orders = orders.map(|(basis, rates)| (basis, workings.put_in_order(basis, rates, &values))).collect();
        if fitting.iter().any(Option::is_some) {
            workings.shape(fitting);
        }
        Ok((workings, reach))
    }

    /// How credit rolls up, where a component counts what does.
    fn rolling(&self) -> Option<HierarchyDocument> {
        let takes = |component: &Component| component.roll_up != RollUp::None;
        self.hierarchy.filter(|_| self.components.iter().any(takes))
    }

    /// Who reports to whom, where credit rolls up or overrides are paid.
    fn reporting_lines(
        &self,
        reporting: Option<&Records>,
        roster: &mut Roster,
        bad: &mut BadRecords,
    ) -> Result<Option<ReportingLines>, Problems> {
        let rolls = self.rolling().is_some();
        if !rolls && self.overrides.is_empty() {
            return Ok(None);
        }
        let reporting = reporting.ok_or_else(|| {
            let what = if rolls { "a component counts credit that is rolled up" } else { "the plan has overrides" };
            let message = format!("{what}, and the table `reporting` is missing");
            Problem::new(Code::TableMissingTable, pointer::table("reporting", None), message).with("table", "reporting")
        })?;
        Ok(Some(ReportingLines::read(reporting, &mut roster.payees, bad)?))
    }

    /// By component: which rows its rule takes. A rule that ends unknown does not match.
    fn eligible(&self, transactions: &Records) -> Result<Vec<Option<Vec<bool>>>, Problems> {
        let rules = self.components.iter().map(|component| component.eligible.as_ref());
        let mut rows = self.rows_of(rules, transactions)?;
        for (own, _) in rows.iter_mut().zip(&self.components).filter(|(_, component)| component.is_uncredited()) {
            *own = Some(vec![false; transactions.rows()]);
        }
        Ok(rows)
    }

    /// By rule: which rows it takes.
    fn rows_of<'r>(
        &self,
        rules: impl Iterator<Item = Option<&'r Rule>>,
        transactions: &Records,
    ) -> Result<Vec<Option<Vec<bool>>>, Problems> {
        let mut report = Report::new();
        let mut all = Vec::new();
        for rule in rules {
            let Some(rule) = rule else {
                all.push(None);
                continue;
            };
            // A table without rows may be without columns: there is nothing that a rule could miss, or take.
            if transactions.rows() == 0 {
                all.push(Some(Vec::new()));
                continue;
            }
            match rule.bind(transactions.table(), "transactions", self.zone, None) {
                Ok(bound) => all.push(Some((0..transactions.rows()).map(|row| bound.matches(row).is_true()).collect())),
                Err(problems) => report.absorb(problems),
            }
        }
        report.finish().map(|_| all)
    }
}

/// What comes with the result.
fn warnings(workings: &Workings, partly_assigned: usize) -> Vec<Problem> {
    let mut warnings = Vec::new();
    if workings.roster.in_order().is_empty() {
        let message = format!("no assignment names `{}` on a day on which it is in force", workings.plan.id);
        let at = pointer::table("assignments", Some("plan_id"));
        let plan_id = workings.plan.id.clone();
        warnings.push(Problem::new(Code::CommissionNoAssignments, at, message).with("plan_id", plan_id));
    }
    if workings.plan.is_pooled() && !workings.roster.in_order().is_empty() && !workings.roster.has_teams() {
        let message = format!("`{}` pays teams, and no assignment to it names one", workings.plan.id);
        let at = pointer::table("assignments", Some("team_id"));
        warnings.push(Problem::new(Code::CommissionNoTeams, at, message).with("plan_id", workings.plan.id.clone()));
    }
    if partly_assigned > 0 {
        let message = format!(
            "{partly_assigned} payees are assigned for a part of a measure period; quota and target variable are taken as given"
        );
        let at = pointer::table("assignments", None);
        warnings.push(Problem::new(Code::CommissionPartialAssignment, at, message).with("payees", partly_assigned));
    }
    sorted::sort_by(&mut warnings, |a, b| a.pointer.cmp(&b.pointer));
    warnings
}
