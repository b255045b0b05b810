//! Splits of payouts: what a transaction earned its owner is shared by those whom its direct splits name.

use super::handed::Share;
use crate::commission::credit::splits::{Found, Role};
use crate::commission::document::SplitStage;
use crate::commission::engine::sink::{Figure, Reached};
use crate::commission::stages::{Draft, shown};
use crate::commission::workings::Workings;
use crate::number::{Exact, largest_remainder, pow10};
use crate::problem::{Problem, pointer, shape};

impl Workings {
    /// The parts that others than the owner have of a transaction, in the order of its splits; nothing where the
    /// owner shares it with nobody.
    pub(super) fn payout_shares(&self, owner: u32, row: Option<usize>) -> Option<Vec<(u32, Exact)>> {
        let shares = self.all_shares(row?)?;
        Some(shares.into_iter().filter(|(payee, _)| *payee != owner).collect())
    }

    /// Whether a component is a bonus: those come after what is handed on.
    pub(super) fn is_bonus(&self, component: usize) -> bool {
        self.plan.components.get(component).is_some_and(|component| component.bonus.is_some())
    }

    /// The parts that everybody has of a transaction, each payee once.
    fn all_shares(&self, row: usize) -> Option<Vec<(u32, Exact)>> {
        if self.plan.split_stage != SplitStage::Payout {
            return None;
        }
        let Found::Splits(splits) = self.splits.find(row) else { return None };
        let mut shares: Vec<(u32, Exact)> = Vec::new();
        for split in splits.iter().filter(|split| split.role == Role::Direct) {
            let Some(share) = self.splits.shares.get(split.share as usize) else { continue };
            match shares.iter_mut().find(|(payee, _)| *payee == split.payee) {
                Some((_, sum)) => *sum = sum.add(&share.commission),
                None => shares.push((split.payee, share.commission.clone())),
            }
        }
        Some(shares)
    }

    /// What the rows of a draft give to others, and what their owner is left less by it: minor units that add up to
    /// those of each line. `amounts` are those of the rows.
    pub(super) fn share_out(&self, owner: u32, draft: &Draft, amounts: &[i128]) -> Result<Vec<(u32, Share)>, Problem> {
        let mut all = Vec::new();
        let (_, slices) = self.slices_of(owner);
        for (drafted, &amount) in draft.rows().zip(amounts) {
            let Some(row) = drafted.row.filter(|_| amount != 0) else { continue };
            let (Some(mut shares), Some(slice)) = (self.all_shares(row), slices.get(drafted.slice)) else { continue };
            if self.is_bonus(slice.component) || shares.iter().all(|(payee, share)| *payee == owner || share.is_zero())
            {
                continue;
            }
            if !shares.iter().any(|(payee, _)| *payee == owner) {
                shares.insert(0, (owner, Exact::ZERO));
            }
            let weights: Vec<Exact> = shares.iter().map(|(_, share)| share.clone()).collect();
            let units = largest_remainder(amount, &weights, |place| place)
                .map_err(|error| shape::number_problem(&error, &pointer::table("lines", Some("amount"))))?;
            let lines = &draft.gathered().lines;
            let cell = |figure: Figure| drafted.line.and_then(|line| lines.figures.get(figure, line)).unwrap_or(0);
            let exact = |mantissa: i128, places: u32| Exact::new(mantissa, pow10(places)).unwrap_or(Exact::ZERO);
            let rated = [Figure::AtRate, Figure::TrueUp].map(|figure| exact(cell(figure), self.money_places));
            let modified = drafted.exact.sub(&rated[0]).sub(&rated[1]);
            let credit = exact(cell(Figure::CommissionCredit), self.credit_places);
            for ((payee, share), units) in shares.into_iter().zip(units) {
                // The owner has the whole line already.
                let own = payee == owner;
                let (part, units) = if own { (share.sub(&Exact::ONE), units - amount) } else { (share.clone(), units) };
                if part.is_zero() {
                    continue;
                }
                let money = |value: &Exact| shown(&value.mul(&part), self.money_places);
                let share = Share {
                    part: slice.component,
                    from: owner,
                    row,
                    after: drafted.after,
                    day: drafted.day,
                    share,
                    given: own,
                    line: drafted.line.map_or(Reached::NOTHING, |line| lines.reached_at(line)),
                    of: amount,
                    credit: shown(&credit.mul(&part), self.credit_places)?,
                    figures: [money(&rated[0])?, money(&rated[1])?, money(&modified)?],
                    amount: units,
                };
                all.push((payee, share));
            }
        }
        Ok(all)
    }
}
