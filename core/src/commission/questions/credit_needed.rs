//! How much more credit a payout needs: the inverse of the calculation.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::one_payee::of_payee;
use super::ran::{Ran, asked};
use crate::commission::calculate::Inputs;
use crate::commission::credit::credits::column;
use crate::commission::document::DateBasis;
use crate::commission::engine::as_if::{COST, PRICE};
use crate::commission::model::Plan;
use crate::commission::output::answered::Answered;
use crate::commission::output::outcome::{Explanations, PeriodSummary};
use crate::commission::output::tabulate::decimal;
use crate::commission::params::{CalculateParams, Output};
use crate::number::{Decimal, Exact, Rounding, pow10};
use crate::problem::{Code, Problem, Problems, shape};
use crate::sorted;
use crate::table::{BadRecords, Cells, Column, DecimalColumn, RecordCount, Records, Table, Tables, TextColumn};
use crate::time::{Date, Instant, PeriodInput};

/// Parameters of [`Plan::credit_needed`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditNeededParams {
    /// The period that is paid: a label of the plan's calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// What was known then; absent: everything.
    #[serde(default)]
    pub known_at: Option<Instant>,
    /// Who is to earn it.
    pub payee_id: String,
    /// What is to be earned in the period.
    pub payout: Decimal,
    /// By which component; by all of them together unless said otherwise.
    #[serde(default)]
    pub component_id: Option<String>,
    /// The day of the deal; the last of the period unless said otherwise.
    #[serde(default)]
    pub on: Option<Date>,
    /// A transaction whose attributes the deal has, for rules that read them.
    #[serde(default)]
    pub like: Option<String>,
    /// What of the deal is asked for.
    #[serde(default)]
    pub credit: DealCredit,
}

/// What of a deal is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DealCredit {
    /// Its amount, to the minor unit of the plan's currency.
    #[default]
    Amount,
    /// Its units, whole ones.
    Units,
}

/// How much credit a payout needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CreditNeededSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period that is paid.
    pub period: PeriodSummary,
    /// Who is to earn it.
    pub payee_id: String,
    /// What is to be earned.
    pub payout: Decimal,
    /// What is earned without the deal.
    pub earned_now: Decimal,
    /// The smallest deal that earns it; 0 where it is earned already.
    pub credit_needed: Option<Decimal>,
    /// Why there is none: `unreachable` where no credit earns so much.
    pub credit_needed_reason: Option<&'static str>,
    /// What is earned with the deal.
    pub earned_then: Option<Decimal>,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// An answered question for credit: the tables `statements` with the deal, `excluded` and `set_aside` without it.
pub type CreditNeeded = Answered<CreditNeededSummary, Explanations>;

/// Credit beyond which nobody looks, in minor units.
const MOST: i128 = 1_000_000_000_000_000_000;

impl Plan {
    /// The smallest deal with which a payee earns a payout, by the whole plan: one deal is put below the
    /// transactions and the period calculated, as often as it takes. Where more credit pays less somewhere, it
    /// is still the smallest: every stretch between two turns of the payout is looked at from below.
    ///
    /// # Errors
    /// Those of [`calculate`](Self::calculate); `table.unknown_id` for a payee without a statement, a component
    /// or a transaction that is not there.
    pub fn credit_needed(
        &self,
        params: &CreditNeededParams,
        inputs: &Inputs,
        bad: BadRecords,
    ) -> Result<CreditNeeded, Problems> {
        let asked = asked(&params.period, params.known_at);
        let now = Ran::new(self, &asked, inputs.clone(), bad.clone())?;
        let known = |(what, at): (&str, &str), found: bool| {
            let message = format!("`{what}` has nothing in this period");
            if found { Ok(()) } else { Err(Problem::new(Code::TableUnknownId, at, message)) }
        };
        known((&params.payee_id, "/params/payee_id"), now.statements.iter().any(|one| one.payee == params.payee_id))?;
        if let Some(id) = &params.component_id {
            let found = now.statements.iter().any(|one| one.component.as_ref() == Some(id));
            known((id, "/params/component_id"), found)?;
        }
        let like = params.like.as_ref().map(|like| {
            let ids = inputs.transactions.table().text("transaction_id");
            (like, ids.and_then(|ids| (0..ids.len()).find(|&row| ids.get(row) == Some(like))))
        });
        if let Some((like, row)) = &like {
            known((like, "/params/like"), row.is_some())?;
        }
        let on = match params.on {
            Some(on) => on,
            None => {
                let last = now.summary.period.to.add_days(-1);
                last.map_err(|error| shape::time_problem(&error, "/params/period"))?
            }
        };
        let like = like.and_then(|(_, row)| u32::try_from(row?).ok()).map(|row| inputs.transactions.take(&[row]));
        let like = like.transpose()?;
        let deal = Deal { params, on, like, inputs: inputs.clone(), places: self.currency.minor_unit() };
        let target = Exact::from(params.payout);
        let whole = bad.clone();
        let mut search = Search { plan: self, asked, deal, bad, target, rows: Vec::new(), found: BTreeMap::new() };
        search.rows = search.rows_of(&now);
        let steps = search.pieces(&now);
        search.narrow(&now)?;
        let needed = search.smallest(&steps)?;
        let earned = |search: &mut Search<'_>, steps| search.earned(steps).map(|parts| sum(&parts));
        let (earned_now, unit) = (earned(&mut search, 0)?, search.deal.unit());
        let then = needed.map(|steps| earned(&mut search, steps)).transpose()?;
        let summary = CreditNeededSummary {
            plan_id: now.summary.plan_id.clone(),
            currency: now.summary.currency.clone(),
            period: now.summary.period.clone(),
            payee_id: params.payee_id.clone(),
            payout: params.payout,
            earned_now: decimal(&earned_now)?,
            credit_needed: needed.map(|steps| decimal(&Exact::from(steps).mul(&unit))).transpose()?,
            credit_needed_reason: needed.is_none().then_some("unreachable"),
            earned_then: then.as_ref().map(decimal).transpose()?,
            records: now.summary.records.clone(),
        };
        search.deal.inputs = inputs.clone();
        let last = search.deal.with(needed.unwrap_or(0))?;
        let then = Ran::new(self, &search.asked_for(None), last, whole)?;
        let mut tables = Tables::new();
        tables.insert("statements", then.table("statements"));
        tables.insert("excluded", now.table("excluded"));
        tables.insert("set_aside", now.table("set_aside"));
        Ok(Answered::new(summary, now.warnings, tables, then.explanations))
    }
}

fn sum(parts: &[Exact]) -> Exact {
    parts.iter().fold(Exact::ZERO, |sum, part| sum.add(part))
}

/// The deal whose size is looked for.
struct Deal<'q> {
    params: &'q CreditNeededParams,
    on: Date,
    like: Option<Records>,
    inputs: Inputs,
    places: u32,
}

impl Deal<'_> {
    /// The step in which its size is looked for.
    fn unit(&self) -> Exact {
        match self.params.credit {
            DealCredit::Amount => Exact::new(1, pow10(self.places)).unwrap_or(Exact::ONE),
            DealCredit::Units => Exact::ONE,
        }
    }

    /// The inputs with a deal of so many steps; without one for none.
    fn with(&self, steps: i128) -> Result<Inputs, Problem> {
        if steps == 0 {
            return Ok(self.inputs.clone());
        }
        let table = self.inputs.transactions.table();
        let mut id = "~deal".to_owned();
        while table.text("transaction_id").is_some_and(|ids| ids.iter().any(|taken| taken == Some(&id))) {
            id.push('~');
        }
        let scale = if self.params.credit == DealCredit::Amount { self.places } else { 0 };
        let size = |own: DealCredit| {
            let (value, scale) = if own == self.params.credit { (steps, scale) } else { (0, 0) };
            Column::Decimal(DecimalColumn { cells: Cells::full(vec![value]), scale })
        };
        let mut deal = Table::with_rows(1);
        deal.push("transaction_id", Column::Text(TextColumn::constant(&id, 1)))?;
        deal.push("payee_id", Column::Text(TextColumn::constant(&self.params.payee_id, 1)))?;
        deal.push("amount", size(DealCredit::Amount))?;
        deal.push("units", size(DealCredit::Units))?;
        let dates = [DateBasis::BookedOn, DateBasis::InvoicedOn, DateBasis::PaidOn].map(column);
        for name in dates {
            deal.push(name, Column::Date(Cells::full(vec![self.on.days()])))?;
        }
        let own = ["currency", "sequence", "reverses_id", "known_at", "price", "cost"];
        for (name, cells) in self.like.iter().flat_map(|like| like.table().columns()) {
            if !own.contains(&name) && deal.column(name).is_none() {
                deal.push(name, cells.clone())?;
            }
        }
        // Its profit is none, and its margin that of the deal it is like.
        for (name, of) in [(PRICE, "price"), (COST, "cost")] {
            let given = self.like.as_ref().and_then(|like| like.table().column(of));
            given.map(|column| deal.push(name, column.clone())).transpose()?;
        }
        for name in ["price", "cost"].into_iter().filter(|name| table.column(name).is_some()) {
            deal.push(name, Column::Decimal(DecimalColumn { cells: Cells::full(vec![0]), scale: 0 }))?;
        }
        let transactions = self.inputs.transactions.followed_by(&Records::sound(deal))?;
        Ok(Inputs { transactions, ..self.inputs.clone() })
    }
}

/// The search for the smallest deal.
struct Search<'q> {
    plan: &'q Plan,
    asked: CalculateParams,
    deal: Deal<'q>,
    bad: BadRecords,
    target: Exact,
    /// The rows of statements that count, while there is no deal.
    rows: Vec<usize>,
    /// By steps: what each of those rows earns.
    found: BTreeMap<i128, Vec<Exact>>,
}

impl Search<'_> {
    fn asked_for(&self, outputs: Option<Vec<Output>>) -> CalculateParams {
        CalculateParams { outputs, ..self.asked.clone() }
    }

    fn rows_of(&self, ran: &Ran) -> Vec<usize> {
        let params = self.deal.params;
        let counts = |id: &Option<String>| {
            id.is_some() && params.component_id.as_ref().is_none_or(|own| id.as_ref() == Some(own))
        };
        let own = ran.statements.iter().enumerate();
        own.filter(|(_, one)| one.payee == params.payee_id && counts(&one.component)).map(|(row, _)| row).collect()
    }

    /// Tries deals on the payee's own records alone, where that makes no difference: a trial then costs what one
    /// payee does, however many there are.
    fn narrow(&mut self, now: &Ran) -> Result<(), Problems> {
        let of_row = |ran: &Ran, row: &usize| ran.statements.get(*row).map_or(Exact::ZERO, |one| one.earned.clone());
        let whole: Vec<Exact> = self.rows.iter().map(|row| of_row(now, row)).collect();
        // What a team is paid hangs on all of its members.
        let own = if self.plan.is_pooled() { None } else { of_payee(&self.deal.inputs, &self.deal.params.payee_id)? };
        let Some(own) = own else { return Ok(()) };
        let bad = BadRecords::new(self.bad.policy());
        let params = self.asked_for(Some(vec![Output::Statements]));
        let Ok(alone) = Ran::new(self.plan, &params, own.clone(), bad.clone()) else { return Ok(()) };
        let rows = self.rows_of(&alone);
        if rows.iter().map(|row| of_row(&alone, row)).eq(whole.iter().cloned()) {
            (self.deal.inputs, self.bad, self.rows) = (own, bad, rows);
        }
        self.found.insert(0, whole);
        Ok(())
    }

    /// What every row earns with a deal of so many steps.
    fn earned(&mut self, steps: i128) -> Result<Vec<Exact>, Problems> {
        if let Some(parts) = self.found.get(&steps) {
            return Ok(parts.clone());
        }
        let params = self.asked_for(Some(vec![Output::Statements]));
        let ran = Ran::new(self.plan, &params, self.deal.with(steps)?, self.bad.clone())?;
        // What a deal hands on to others has statements of its own, which move the payee's.
        let earned = |row: &usize| ran.statements.get(*row).map_or(Exact::ZERO, |one| one.earned.clone());
        let parts: Vec<Exact> = self.rows_of(&ran).iter().map(earned).collect();
        self.found.insert(steps, parts.clone());
        Ok(parts)
    }

    /// The steps at which a stretch starts on which every row only rises or only falls.
    fn pieces(&self, now: &Ran) -> Vec<i128> {
        let unit = self.deal.unit();
        let mut steps = vec![0, 1];
        for turn in self.rows.iter().flat_map(|&row| now.turns(row)) {
            let Ok(turn) = turn.checked_div(&unit) else { continue };
            let below = i128::try_from(turn.round_to_integer(Rounding::Floor)).unwrap_or(-1);
            steps.extend([below, below.saturating_add(1)]);
        }
        steps.retain(|step| (0..MOST).contains(step));
        sorted::sort(&mut steps);
        steps.dedup();
        steps
    }

    fn smallest(&mut self, pieces: &[i128]) -> Result<Option<i128>, Problems> {
        for pair in pieces.windows(2) {
            if let [from, next] = *pair
                && let Some(found) = self.within(from, next - 1)?
            {
                return Ok(Some(found));
            }
        }
        let mut from = pieces.last().copied().unwrap_or(0);
        while from < MOST {
            let to = from.saturating_mul(2).max(1024);
            match self.within(from, to) {
                Ok(None) => from = to,
                // A credit that cannot be calculated any more is more than anybody has.
                Err(problems) if problems.has(Code::NumberOutOfRange) => return Ok(None),
                found => return found,
            }
        }
        Ok(None)
    }

    /// A step strictly between two. Inside a piece pay is mostly one straight line, so the step just before that on
    /// which the target lies is tried first, and then that; where the line bends, halves take turns with it.
    fn guess(&self, (from, low): (i128, &Exact), (to, high): (i128, &Exact)) -> i128 {
        let half = from + (to - from) / 2;
        let part = self.target.sub(low).checked_div(&high.sub(low)).ok();
        let place = part.map(|part| part.mul(&Exact::from(to - from)).round_to_integer(Rounding::Ceiling));
        let place = place.and_then(|place| i128::try_from(place).ok()).map_or(half, |place| from + place);
        let near = [place - 1, place].into_iter().find(|step| !self.found.contains_key(step));
        match near.filter(|_| self.found.len() % 3 != 2) {
            Some(step) if from < step && step < to => step,
            _ => half,
        }
    }

    /// The first of these steps that earns the target. No row earns more inside than at its better end.
    fn within(&mut self, from: i128, to: i128) -> Result<Option<i128>, Problems> {
        let low = self.earned(from)?;
        if sum(&low) >= self.target {
            return Ok(Some(from));
        }
        if to <= from {
            return Ok(None);
        }
        let high = self.earned(to)?;
        let best: Vec<Exact> = low.iter().zip(&high).map(|(low, high)| low.max(high).clone()).collect();
        if sum(&best) < self.target {
            return Ok(None);
        }
        if to - from == 1 {
            return Ok((sum(&high) >= self.target).then_some(to));
        }
        let middle = self.guess((from, &sum(&low)), (to, &sum(&high)));
        match self.within(from, middle)? {
            Some(found) => Ok(Some(found)),
            None => self.within(middle, to),
        }
    }
}
