//! A call whose payees hand earnings on: all of them drafted, then what is handed on, then rounded and written.

use std::collections::BTreeMap;

use super::handed::Share;
use super::overriding::{Overriding, Passed};
use crate::commission::clawback::Originals;
use crate::commission::output::results::Results;
use crate::commission::stages::Draft;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::problem::{Problem, Problems, Report};
use crate::sorted;
use crate::trace::Off;

/// One payee on the way.
struct Payee {
    payee: u32,
    draft: Draft,
    /// What overrides pay in the call's period, by override and period.
    passed: Vec<Passed>,
    /// The minor units of the draft's rows, and then of these.
    amounts: Vec<i128>,
}

/// Runs every payee of a call whose plan shares payouts or has overrides.
pub(crate) fn run_together(workings: &Workings, originals: &Originals) -> Result<Results, Problems> {
    let mut results = Results::new(workings, &workings.slices);
    results.used = vec![false; workings.transactions.rows()];
    let mut report = Report::new();
    let (mut payees, mut earned) = (Vec::new(), Vec::new());
    for payee in workings.roster.in_order() {
        let (_, slices) = workings.slices_of(payee);
        if slices.is_empty() {
            continue;
        }
        match results.draft(workings, slices, &mut vec![Off; slices.len()]) {
            Ok(mut draft) => {
                earned.push((payee, std::mem::take(&mut draft.earned)));
                payees.push(Payee { payee, draft, passed: Vec::new(), amounts: Vec::new() });
            }
            Err(problem) => report.push(problem),
        }
    }
    report.finish()?;
    let mut report = Report::new();
    let mut overriding = Overriding::new(workings);
    if !workings.plan.overrides.is_empty() {
        workings.each_base(earned, |base| overriding.take_up(base))?;
    }
    results.handed.climbed = overriding.climbed.into_iter().collect();
    let mut shares: BTreeMap<u32, Vec<Share>> = BTreeMap::new();
    for payee in &mut payees {
        match payee.round(workings, overriding.passed.remove(&payee.payee).unwrap_or_default()) {
            Ok(given) => given.into_iter().for_each(|(to, share)| shares.entry(to).or_default().push(share)),
            Err(problem) => report.push(problem),
        }
    }
    report.finish()?;
    let mut report = Report::new();
    let mut drafts = sorted::map(payees.into_iter().map(|payee| (payee.payee, payee)));
    let everyone = sorted::set(originals.payees(workings).into_iter().chain(shares.keys().copied()));
    let mut everyone: Vec<u32> = everyone.into_iter().collect();
    sorted::sort_by(&mut everyone, |a, b| workings.roster.payees.word(*a).cmp(workings.roster.payees.word(*b)));
    for payee in everyone {
        let shares = shares.remove(&payee).unwrap_or_default();
        if let Err(problem) = results.shared_payee(workings, payee, drafts.remove(&payee), shares, originals) {
            report.push(problem);
        }
    }
    report.finish()?;
    Ok(results)
}

impl Payee {
    /// Rounds what the payee earned and is paid by overrides, and answers what others have of it.
    fn round(&mut self, workings: &Workings, mut passed: Vec<Passed>) -> Result<Vec<(u32, Share)>, Problem> {
        sorted::sort_by_key(&mut passed, |passed| (passed.rule, passed.window));
        let call = workings.period.from().days();
        let first = workings.slices_of(self.payee).1.len();
        let (mut others, mut early) = (Vec::new(), Vec::new());
        for (place, group) in passed.chunk_by(|a, b| (a.rule, a.window) == (b.rule, b.window)).enumerate() {
            let (before, inside): (Vec<&Passed>, Vec<&Passed>) = group.iter().partition(|passed| passed.day < call);
            early.push(before.iter().fold(Exact::ZERO, |sum, passed| sum.add(&passed.exact)));
            others.extend(inside.iter().map(|passed| (first + place, passed.exact.clone())));
        }
        passed.retain(|passed| call <= passed.day);
        self.amounts = self.draft.round(workings, &others, &early)?;
        self.passed = passed;
        workings.share_out(self.payee, &self.draft, &self.amounts)
    }
}

impl Results {
    /// Writes everything of one payee.
    fn shared_payee(
        &mut self,
        workings: &Workings,
        payee: u32,
        drafted: Option<Payee>,
        shares: Vec<Share>,
        originals: &Originals,
    ) -> Result<(), Problem> {
        let first_line = self.lines.len();
        let (number, slices) = workings.slices_of(payee);
        let mut totals = Vec::new();
        let mut passed = Vec::new();
        if let Some(drafted) = drafted {
            let amounts = drafted.amounts;
            totals = self.write(workings, payee, slices, number, drafted.draft, &amounts)?;
            let rest = amounts.len().saturating_sub(drafted.passed.len());
            passed = drafted.passed.into_iter().zip(amounts.into_iter().skip(rest)).collect();
        }
        totals.extend(self.hand_on(workings, payee, first_line, shares, passed)?);
        self.close_payee(workings, payee, first_line, totals, Some(originals))
    }
}
