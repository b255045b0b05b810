//! Which transactions had lines in a book, where those that differ do not say so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::CommissionBook;
use super::apply::Concerned;
use crate::commission::restatement::{Facts, Key, Sides};
use crate::sorted;

impl CommissionBook {
    /// The transactions of both books, to tell a new line from a new transaction; `before` and `now` are the lines that
    /// may differ.
    pub(super) fn sides(
        &self,
        after: &Self,
        concerned: &Concerned,
        [before, now]: [&BTreeMap<Key, Facts>; 2],
    ) -> Sides {
        let known_at = self.ground.params.known_at.map(|instant| instant.micros());
        let ids = || before.keys().filter_map(|key| key.2.as_deref());
        let is_known = |id: &&str| after.deals.by_id.get(*id).is_some_and(|deal| deal.is_known(known_at));
        let known = sorted::set(ids().filter(is_known).map(str::to_owned));
        let mut booked = sorted::set(ids().map(str::to_owned));
        // A transaction may come to one more line than it did, and all others of it to what they came to.
        let come = now.keys().filter(|key| !before.contains_key(*key)).filter_map(|key| key.2.as_deref());
        let unseen = sorted::set(come.filter(|id| !booked.contains(*id) && self.deals.by_id.get(*id).is_some()));
        booked.extend(self.with_lines(&unseen, concerned));
        Sides { booked, known }
    }

    /// Those of some transactions that have lines here.
    fn with_lines(&self, ids: &BTreeSet<&str>, concerned: &Concerned) -> BTreeSet<String> {
        let mut people: BTreeSet<Arc<str>> = BTreeSet::new();
        for deal in ids.iter().filter_map(|id| self.deals.by_id.get(*id)) {
            self.ground.concerned(deal, &self.deals, &mut people);
        }
        if !ids.is_empty() && (self.ground.plan.is_shared() || self.ground.plan.is_pooled()) {
            people.extend(concerned.payees.iter().cloned());
        }
        let mut found = BTreeSet::new();
        for account in people.iter().filter_map(|person| self.accounts.get(person)) {
            found.extend(account.transactions().filter(|id| ids.contains(id)).map(str::to_owned));
        }
        found
    }
}
