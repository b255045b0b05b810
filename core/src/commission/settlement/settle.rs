//! From what was released to what is paid, payee by payee and period by period.

use std::collections::BTreeMap;
use std::ops::Range;

use super::document::PayoutFxDate;
use super::earned::{Earned, last_day};
use super::model::SettlementPolicy;
use super::movement::{Kind, Movement};
use super::outcome::{SettleParams, Settlement};
use super::payees::{Payee, Payees};
use super::period::{Balances, Draw, Facts};
use super::reserves;
use crate::commission::credit::dated_rates::{DatedRates, UsedRates};
use crate::number::{Currency, Exact, NumberError};
use crate::problem::{Code, Problem, Problems, Report, pointer, shape};
use crate::table::{BadRecords, Records};
use crate::time::{Date, Period};

/// The tables of a settlement.
#[derive(Debug, Clone)]
pub struct SettleInputs {
    /// What became payable, in the shape [`EARNINGS`](super::EARNINGS).
    pub earnings: Records,
    /// Draws of single payees, in the shape [`DRAWS`](super::DRAWS).
    pub draws: Option<Records>,
    /// What is carried into the first period, in the shape [`BALANCES`](super::BALANCES).
    pub balances: Option<Records>,
    /// What was kept back before the first period, in the shape [`RESERVES`](super::RESERVES).
    pub reserves: Option<Records>,
    /// Who is paid, in the shape [`PEOPLE`](super::PEOPLE).
    pub people: Option<Records>,
    /// Exchange rates, in the shape [`FX_RATES`](crate::table::declared::FX_RATES).
    pub fx_rates: Option<Records>,
}

/// A payee's period, settled.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) payee: String,
    pub(super) period: usize,
    pub(super) draw: Option<Draw>,
    pub(super) opening: Balances,
    pub(super) closing: Balances,
    pub(super) left: bool,
    /// Its lines of the ledger.
    pub(super) lines: Range<usize>,
    pub(super) payout: Exact,
    pub(super) currency: Currency,
}

/// Everything that a settlement is made from, kept to explain it.
#[derive(Debug)]
pub(super) struct Workings {
    pub(super) policy: SettlementPolicy,
    pub(super) periods: Vec<Period>,
    pub(super) earnings: Records,
    pub(super) rates: DatedRates,
    pub(super) payees: Payees,
    pub(super) earned: Earned,
}

/// Lines of the ledger and the periods that they belong to.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) settled: Vec<Settled>,
    pub(super) ledger: Vec<Movement>,
    /// By payee: the balances after the last period.
    pub(super) closing: BTreeMap<String, Balances>,
    pub(super) used_rates: UsedRates,
}

impl SettlementPolicy {
    /// Settles every pay period of a span, each with the balances that the one before left.
    ///
    /// Amounts are rounded to the minor unit of the policy's currency three times, and nowhere else: a
    /// period's earnings, its prorated draw, and what is recovered as a part of them. A payment in another
    /// currency is rounded once more, and the difference is a line of its own.
    ///
    /// # Errors
    /// Under `bad_records: refuse` every record that cannot be used, with its pointer; always:
    /// `time.bad_period`, `settlement.partial_pay_period`, `commission.fx_rate_missing` for a payment,
    /// `number.out_of_range`.
    pub fn settle(
        &self,
        params: &SettleParams,
        inputs: &SettleInputs,
        mut bad: BadRecords,
    ) -> Result<Settlement, Problems> {
        let periods = self.pay_periods(params)?;
        let (draws, balances) = (inputs.draws.as_ref(), inputs.balances.as_ref());
        let mut payees = self.payees(inputs.people.as_ref(), draws, balances, &periods, &mut bad);
        self.kept_before(inputs.reserves.as_ref(), &mut payees);
        let rates = DatedRates::read(inputs.fx_rates.as_ref(), &mut bad);
        let mut book = Book::default();
        let earned = self.earned(&inputs.earnings, &rates, &periods, &mut payees, &mut book.used_rates, &mut bad);
        bad.settle()?;
        let earnings = inputs.earnings.clone();
        let workings = Workings { policy: self.clone(), periods, earnings, rates, payees, earned };
        let mut report = Report::new();
        for id in workings.payees.by_id.keys() {
            if let Err(problem) = workings.settle_payee(id, &mut book, false) {
                report.push(problem);
            }
        }
        report.finish()?;
        Settlement::new(workings, book, inputs, &bad)
    }
}

impl Workings {
    /// Adds all periods of a payee to the book.
    pub(super) fn settle_payee(&self, id: &str, book: &mut Book, recording: bool) -> Result<(), Problem> {
        let Some(payee) = self.payees.by_id.get(id) else { return Ok(()) };
        let mut balances = payee.opening.clone();
        for (number, period) in self.periods.iter().enumerate() {
            self.settle_one(id, payee, (number, *period), &mut balances, book, recording)?;
        }
        book.closing.insert(id.to_owned(), balances);
        Ok(())
    }

    fn settle_one(
        &self,
        id: &str,
        payee: &Payee,
        (number, period): (usize, Period),
        balances: &mut Balances,
        book: &mut Book,
        recording: bool,
    ) -> Result<(), Problem> {
        let policy = &self.policy;
        let out_of_range = |error: NumberError| shape::number_problem(&error, "").with("payee_id", id);
        let sums = self.earned.sums.get(id).and_then(|periods| periods.get(&number));
        let draw = payee.draw(policy, period).map_err(out_of_range)?;
        let kept = self.earned.reserves.get(id).and_then(|periods| periods.get(&number));
        if sums.is_none() && kept.is_none() && draw.is_none() && balances.is_none() {
            return Ok(());
        }
        let earned = policy.rounded(sums).map_err(out_of_range)?;
        let left = payee.has_left(period);
        let facts = Facts {
            earned: &earned,
            draw: draw.as_ref(),
            last: last_day(period),
            measure_ends: policy.measure_period.is_none_or(|measure| policy.ends_measure(measure, period)),
            left,
        };
        let opening = balances.clone();
        let movements = policy.settle_period(&facts, balances, recording).map_err(out_of_range)?;
        let start = book.ledger.len();
        let mut payout = Exact::ZERO;
        for movement in movements {
            let payment = matches!(movement.kind, Kind::Paid | Kind::PaidAtStart).then(|| movement.clone());
            book.ledger.push(movement);
            if let Some(payment) = payment {
                payout = payout.add(&self.pay_out(id, payee, period, &payment, book)?);
            }
        }
        book.ledger.extend(kept.into_iter().flat_map(|kept| reserves::movements(kept, balances, last_day(period))));
        let (closing, currency) = (balances.clone(), payee.currency);
        let lines = start..book.ledger.len();
        book.settled.push(Settled {
            payee: id.to_owned(),
            period: number,
            draw,
            opening,
            closing,
            left,
            lines,
            payout,
            currency,
        });
        Ok(())
    }

    /// A payment in the payee's currency: rounded once, what rounding added on a line of its own.
    fn pay_out(
        &self,
        id: &str,
        payee: &Payee,
        period: Period,
        payment: &Movement,
        book: &mut Book,
    ) -> Result<Exact, Problem> {
        let (own, wanted) = (self.policy.currency, payee.currency);
        let amount = payment.amount.neg();
        if own == wanted {
            return Ok(amount);
        }
        let on: Date = match self.policy.payout.fx_date {
            PayoutFxDate::Payment => payment.booked_on,
            PayoutFxDate::PeriodStart => period.from(),
            PayoutFxDate::PeriodEnd => last_day(period),
        };
        let kind = self.policy.payout.fx_kind;
        let (rate, row) = self.rates.find(kind, own.code(), wanted.code(), on).ok_or_else(|| {
            let message = format!("there is no {} rate of {own} in {wanted} on {on}, to pay `{id}`", kind.as_str());
            Problem::new(Code::CommissionFxRateMissing, pointer::table("fx_rates", None), message)
                .with("payee_id", id)
                .with("currency", wanted.code())
                .with("on", on.to_string())
        })?;
        book.used_rates.insert(row);
        let converted = amount.mul(rate);
        let payout = converted.round_to(wanted.minor_unit(), self.policy.rounding);
        let payout = Exact::from(payout.map_err(|error| shape::number_problem(&error, "").with("payee_id", id))?);
        let difference = payout.sub(&converted);
        for (kind, amount) in
            [(Kind::Converted, converted), (Kind::FxDifference, difference), (Kind::Payout, payout.neg())]
        {
            if !amount.is_zero() {
                let facts = vec![("rate", rate.clone())];
                let booked_on = payment.booked_on;
                let (account, plan, currency) = (None, None, None);
                book.ledger.push(Movement { kind, booked_on, amount, account, plan, currency, facts });
            }
        }
        Ok(payout)
    }
}
