//! Changes make another book.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::CommissionBook;
use super::account::{Account, Piece, dealt, joined};
use super::changes::{Changes, Read};
use super::deals::{Deal, Deals};
use super::differing::differing;
use super::outcome::{ApplyParams, ApplySummary};
use super::sent_back::Origins;
use super::tail::Tails;
use crate::commission::output::outcome::Explanations;
use crate::commission::output::tabulate::decimal;
use crate::commission::restatement::{Facts, Key, RestateExplanations, add_lines, adjustments, quotas};
use crate::number::Exact;
use crate::problem::{Problem, Problems};
use crate::sorted;
use crate::table::{BadRecords, RecordCount, Records, Tables};

/// Changes that were applied: the book that they make, and what they change in what everybody earns.
#[derive(Debug)]
pub struct Applied {
    book: CommissionBook,
    summary: ApplySummary,
    tables: Tables,
    explanations: RestateExplanations,
}

impl Applied {
    /// The book with the changes.
    #[must_use]
    pub fn book(&self) -> &CommissionBook {
        &self.book
    }

    /// The totals.
    #[must_use]
    pub fn summary(&self) -> &ApplySummary {
        &self.summary
    }

    /// The tables `bookings`, in the shape [`BOOKINGS`](crate::commission::BOOKINGS), and `set_aside`.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Book, summary, tables and explanations by value.
    #[must_use]
    pub fn into_parts(self) -> (CommissionBook, ApplySummary, Tables, RestateExplanations) {
        (self.book, self.summary, self.tables, self.explanations)
    }
}

/// Whom changes concern.
#[derive(Default)]
pub(super) struct Concerned {
    /// The transactions that change, and what takes them back.
    pub(super) deals: BTreeSet<Arc<str>>,
    pub(super) payees: BTreeSet<Arc<str>>,
}

/// What those concerned come to.
struct Calculated {
    /// Their rows of the tables that a book holds.
    pieces: BTreeMap<Arc<str>, [Vec<Piece>; 4]>,
    /// Of those whose first lines stay as they were: the lines before and after that may differ.
    tails: Tails,
    /// Whether the tails are all that it takes.
    fits: bool,
    explanations: Explanations,
}

impl CommissionBook {
    /// Puts in new transactions, puts others in place of those of the same id, takes out those withdrawn, and
    /// answers the book with these changes, and what they change: what each line comes to less what it came to, as
    /// [`Plan::restate`](crate::commission::Plan::restate) books it. The bookings add up to what the one book earns
    /// less what the other does. This book stays as it is.
    ///
    /// Only the payees whom the changes concern are calculated: those credited with a changed transaction before or
    /// after, directly or from above, or with a sale that it takes back.
    ///
    /// # Errors
    /// Under `bad_records: refuse`, also that of the call that opened the book, every change that cannot be used:
    /// `table.unknown_id`, `table.mixed_types`, and what [`calculate`](crate::commission::Plan::calculate) says of
    /// transactions and splits. A problem of what the book had before points at its table alone.
    pub fn apply(&self, params: &ApplyParams, changes: &Changes, mut bad: BadRecords) -> Result<Applied, Problems> {
        let read = self.changed(changes, &mut bad)?;
        bad.settle()?;
        let mut book = self.clone();
        book.batches += 1;
        book.columns = Arc::clone(&read.columns);
        let concerned = book.take_in(self, read);
        let calculated = book.calculate_concerned(self, &concerned, &mut bad)?;
        let [before, now] = self.differences(&book, &concerned, &calculated)?;
        let explanations = book.settle(self, &concerned, calculated)?;
        let sides = self.sides(&book, &concerned, [&before, &now]);
        let entries = adjustments(&before, &now, &sides, params.booked_on);
        let adjusted = entries.iter().fold(Exact::ZERO, |sum, entry| sum.add(&entry.amount));
        let (added, removed, changed) = counted(&before, &now);
        let summary = ApplySummary {
            plan_id: self.ground.plan.id.clone(),
            currency: self.ground.plan.currency.code().to_owned(),
            period: self.period_summary(),
            added,
            removed,
            changed,
            recalculated: concerned.payees.len(),
            booked: decimal(&self.earned)?,
            adjusted: decimal(&adjusted)?,
            earned: decimal(&book.earned)?,
            records: counts(changes, &bad),
        };
        let mut out = Tables::new();
        out.insert("bookings", self.ground.plan.bookings(&entries, self.period)?);
        out.insert("set_aside", bad.to_table());
        Ok(Applied { book, summary, tables: out, explanations: RestateExplanations::new(explanations, entries) })
    }

    /// Takes the changes in, and says whom they concern.
    fn take_in(&mut self, before: &Self, read: Read) -> Concerned {
        let mut concerned = Concerned::default();
        for id in read.deals.keys() {
            before.deals.with_refunds(id, &mut concerned.deals);
        }
        for (id, deal) in &read.deals {
            match deal {
                Some(deal) => self.deals.put(Arc::clone(deal)),
                None => self.deals.remove(id),
            }
        }
        for id in read.deals.keys() {
            self.deals.with_refunds(id, &mut concerned.deals);
        }
        let basis = self.ground.basis();
        let concerns = |deal: &Arc<Deal>, deals: &Deals| {
            let mut found = BTreeSet::new();
            self.ground.concerned(deal, deals, &mut found);
            found.retain(|person| before.accounts.get(person).is_some());
            found
        };
        let mut accounts: BTreeMap<Arc<str>, Account> = BTreeMap::new();
        let mut account = |person: &Arc<str>, change: &dyn Fn(&mut Account)| {
            let own = || {
                let old = before.accounts.get(person).map(|own| (own.deals.clone(), own.pieces.clone()));
                let (deals, pieces) = old.unwrap_or_default();
                Account { deals, pieces, plain: OnceLock::new() }
            };
            change(accounts.entry(Arc::clone(person)).or_insert_with(own));
        };
        for id in &concerned.deals {
            if let Some(deal) = before.deals.by_id.get(id) {
                let place = deal.place(basis);
                for person in &concerns(deal, &before.deals) {
                    account(person, &|own| own.deals = own.deals.without(&place));
                }
            }
            if let Some(deal) = self.deals.by_id.get(id) {
                let place = deal.place(basis);
                for person in &concerns(deal, &self.deals) {
                    account(person, &|own| own.deals = own.deals.with(place.clone(), Arc::clone(deal)));
                }
            }
        }
        for (person, account) in accounts {
            self.accounts = self.accounts.with(Arc::clone(&person), Arc::new(account));
            concerned.payees.insert(person);
        }
        // What one earns others may have a part of, and theirs is rounded among everything that others hand on.
        if self.ground.plan.is_shared() || self.ground.plan.is_pooled() {
            concerned.payees.extend(self.accounts.iter().map(|(person, _)| Arc::clone(person)));
        }
        concerned
    }

    /// Calculates those concerned: from where their lines go on, or from all of their transactions where that does not
    /// tell what they earn, or something is wrong.
    fn calculate_concerned(
        &self,
        before: &Self,
        concerned: &Concerned,
        bad: &mut BadRecords,
    ) -> Result<Calculated, Problems> {
        let tails = self.tails(before, concerned);
        if !tails.is_empty() {
            let mut found = bad.clone();
            if let Ok(calculated) = self.calculate(concerned, tails, &mut found)
                && calculated.fits
            {
                *bad = found;
                return Ok(calculated);
            }
        }
        self.calculate(concerned, Tails::new(), bad)
    }

    /// Calculates those concerned, from where their tails begin.
    fn calculate(&self, concerned: &Concerned, tails: Tails, bad: &mut BadRecords) -> Result<Calculated, Problems> {
        let of_payees = concerned.payees.iter().filter_map(|payee| {
            let deals = &self.accounts.get(payee)?.deals;
            Some(tails.get(payee).map_or_else(|| deals.iter(), |tail| deals.iter_from(&tail.from)))
        });
        let own = of_payees.flat_map(|deals| deals.map(|(_, deal)| deal));
        // What concerns nobody on the plan is looked at as well: it may be wrong.
        let given = concerned.deals.iter().filter_map(|id| self.deals.by_id.get(id));
        let mut part = self.ground.part(&concerned.payees, own.chain(given), &self.deals, &self.columns)?;
        let numbered = (0..).zip(&concerned.payees).filter_map(|(number, payee)| Some((number, tails.get(payee)?)));
        part.payees.starts = sorted::map(numbered.clone().map(|(number, tail)| (number, tail.starts.clone())));
        let origins = Origins { changes: self.batches - 1, gathered: &part.gathered };
        let mut found = BadRecords::new(self.ground.policy);
        let (plan, params) = (&self.ground.plan, &self.ground.params);
        let calculation = plan
            .calculate_for(Some(&part.payees), params, &part.inputs, &mut found)
            .map_err(|problems| origins.problems(&problems))?;
        let fits = numbered.clone().all(|(number, tail)| tail.fits(calculation.workings(), number));
        origins.records(&found, bad);
        bad.settle()?;
        let (_, _, tables, explanations) = calculation.into_parts();
        Ok(Calculated { pieces: dealt(tables), tails, fits, explanations })
    }

    /// What those concerned have of lines that may not come to the same in another book, here and there.
    fn differences(
        &self,
        other: &Self,
        concerned: &Concerned,
        calculated: &Calculated,
    ) -> Result<[BTreeMap<Key, Facts>; 2], Problem> {
        let (mut before, mut now) = (BTreeMap::new(), BTreeMap::new());
        let none = Default::default();
        for payee in &concerned.payees {
            let Some(old) = self.accounts.get(payee) else { continue };
            let new = calculated.pieces.get(payee).unwrap_or(&none);
            let [[was, first, ..], [is, then, ..]] = [&old.pieces, new];
            let was = calculated.tails.get(payee).map_or(was, |tail| &tail.old);
            let [gone, come] = differing(was, is, &concerned.deals);
            for (found, lines, statements, deals) in
                [(&mut before, gone, first, &self.deals), (&mut now, come, then, &other.deals)]
            {
                let quotas = quotas(&joined("statements", statements.iter())?);
                let worth = |id: &str| deals.by_id.get(id).and_then(|deal| deal.amount());
                for own in lines.chunk_by(|a, b| Arc::ptr_eq(&a.0, &b.0)) {
                    let Some((table, _)) = own.first() else { continue };
                    add_lines(found, table, own.iter().map(|(_, row)| *row), &quotas, &worth);
                }
            }
        }
        Ok([before, now])
    }

    /// Gives those concerned their rows, and adds them up.
    fn settle(
        &mut self,
        before: &Self,
        concerned: &Concerned,
        calculated: Calculated,
    ) -> Result<Explanations, Problem> {
        let Calculated { mut pieces, tails, explanations, .. } = calculated;
        for payee in &concerned.payees {
            let (Some(old), Some(account)) = (before.accounts.get(payee), self.accounts.get(payee)) else { continue };
            let mut pieces = pieces.remove(payee).unwrap_or_default();
            if let Some(tail) = tails.get(payee) {
                let [lines, statements, ..] = &mut pieces;
                *lines = tail.with(lines, statements)?;
            }
            let account = Account { deals: account.deals.clone(), pieces, plain: account.plain.clone() };
            let (was, is) = (old.earned(), account.earned());
            self.payees = self.payees + usize::from(is.is_some()) - usize::from(was.is_some());
            self.lines = self.lines + account.rows(0) - old.rows(0);
            let worth = |earned: Option<Exact>| earned.unwrap_or(Exact::ZERO);
            self.earned = self.earned.add(&worth(is)).sub(&worth(was));
            self.accounts = self.accounts.with(Arc::clone(payee), Arc::new(account));
        }
        Ok(explanations)
    }
}

/// How many lines there are that there were not, that there were, and that come to something else.
fn counted(before: &BTreeMap<Key, Facts>, now: &BTreeMap<Key, Facts>) -> (usize, usize, usize) {
    let added = now.keys().filter(|key| !before.contains_key(*key)).count();
    let removed = before.keys().filter(|key| !now.contains_key(*key)).count();
    let differs = |(key, facts): &(&Key, &Facts)| before.get(*key).is_some_and(|old| old.amount != facts.amount);
    (added, removed, now.iter().filter(differs).count())
}

/// What became of the records: a change is used, or set aside.
fn counts(changes: &Changes, bad: &BadRecords) -> BTreeMap<String, RecordCount> {
    let tables: [(&str, &Option<Records>); 3] =
        [("transactions", &changes.transactions), ("withdrawn", &changes.withdrawn), ("splits", &changes.splits)];
    let given = tables.into_iter().filter_map(|(name, records)| Some((name, records.as_ref()?.rows())));
    let count = |(name, rows): (&str, usize)| {
        let set_aside = bad.count(name);
        (name.to_owned(), RecordCount { rows, used: rows - set_aside, excluded: 0, set_aside })
    };
    sorted::map(given.map(count))
}
