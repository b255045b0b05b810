//! Roll-up: whoever stands above a credited payee is credited as well, once a transaction.

use std::collections::BTreeMap;

use super::credits::{Credits, column, days, id, refuse};
use super::reporting_lines::ReportingLines;
use super::splits::{Role, Share, Splits};
use super::superiors::{Superior, Superiors, Way};
use crate::commission::document::{DateBasis, HierarchyDocument, Paths, RollUp};
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::problem::Code;
use crate::table::{BadRecords, Cells, Table};

/// How the credits of a call rolled up.
#[derive(Debug)]
pub(crate) struct RollUps {
    pub(crate) hierarchy: HierarchyDocument,
    superiors: Superiors,
}

impl RollUps {
    /// The way up from a payee, for a transaction.
    pub(crate) fn way(&self, table: &Table, payee: u32, row: usize) -> Option<Way<'_>> {
        let day = days(table, self.hierarchy.date).and_then(|days| days.get(row))?;
        self.superiors.on(payee, day)
    }
}

impl Workings {
    /// Adds what rolls up to the credits, behind those of each transaction. A transaction that a component
    /// would roll up, but whose day for that is empty, is a bad record and loses its credits.
    pub(crate) fn roll_up(&mut self, hierarchy: HierarchyDocument, lines: &ReportingLines, bad: &mut BadRecords) {
        let own = std::mem::take(&mut self.credits);
        let superiors = Superiors::of(own.payee.iter().copied(), lines, &self.roster, hierarchy);
        let rolled = RollUps { hierarchy, superiors };
        let undated = self.undated(hierarchy.date);
        let table = self.transactions.table();
        let mut shares = Shares { paths: hierarchy.paths, splits: &mut self.splits, known: BTreeMap::new() };
        let mut all = Credits::with_capacity(2 * own.len());
        let mut reached: Vec<(u32, u32)> = Vec::new();
        // By payee: the transaction that reached it last, counted from 1, and its place among those reached.
        let mut places: Vec<(u32, u32)> = vec![(0, 0); self.roster.payees.len()];
        let mut first = 0;
        for of_row in own.row.chunk_by(|a, b| a == b) {
            let credits = first..first + of_row.len();
            first = credits.end;
            let Some(&row) = of_row.first() else { continue };
            if undated.binary_search(&(row as usize)).is_ok() {
                let name = column(hierarchy.date);
                let message = format!("`{}` has no {name}, by which credit rolls up", id(table, row as usize));
                refuse(bad, table, row as usize, name, Code::TableMissingValue, message);
                continue;
            }
            reached.clear();
            for credit in credits.clone() {
                let Some(way) = rolled.way(table, own.payee(credit), row as usize) else { continue };
                for &Superior { payee: manager, .. } in way.managers {
                    let Some(place) = places.get_mut(manager as usize) else { continue };
                    let share = own.share(credit);
                    if place.0 == row + 1 {
                        if let Some((_, known)) = reached.get_mut(place.1 as usize) {
                            *known = shares.together(share, Some(*known));
                        }
                    } else {
                        *place = (row + 1, u32::try_from(reached.len()).unwrap_or(u32::MAX));
                        reached.push((manager, shares.together(share, None)));
                    }
                }
            }
            for credit in credits {
                all.push(own.payee(credit), row, own.share(credit), own.role(credit));
            }
            for &(manager, share) in &reached {
                all.push(manager, row, share, Role::RollUp);
            }
        }
        self.credits = all;
        self.rolled = Some(rolled);
    }

    /// Which rows of the reporting lines the credit of used transactions went up by.
    pub(crate) fn climbed(&self, rows: usize, is_used: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut climbed = vec![false; rows];
        let Some(rolled) = &self.rolled else { return climbed };
        let table = self.transactions.table();
        for credit in (0..self.credits.len()).filter(|&credit| self.credits.role(credit) != Role::RollUp) {
            let row = self.credits.row(credit);
            let sold = self.refunds.value_row(row);
            let way = is_used(row).then(|| rolled.way(table, self.credits.payee(credit), sold)).flatten();
            for &line in way.map_or(&[][..], |way| way.rows) {
                if let Some(flag) = climbed.get_mut(line) {
                    *flag = true;
                }
            }
        }
        climbed
    }

    /// The transactions that a component would roll up and that have no day for it, by row.
    fn undated(&self, date: DateBasis) -> Vec<usize> {
        let table = self.transactions.table();
        let takers = self.plan.components.iter().filter(|part| part.roll_up != RollUp::None);
        let others: Vec<_> = takers.filter(|part| part.date != date).map(|part| days(table, part.date)).collect();
        let own = days(table, date);
        let on = |cells: Option<&Cells<i32>>, row: usize| cells.and_then(|cells| cells.get(row));
        let counts =
            |row: usize| others.iter().any(|&cells| on(cells, row).is_some_and(|day| self.window.contains(&day)));
        let rows = if others.is_empty() { 0 } else { table.rows() };
        (0..rows).filter(|&row| on(own, row).is_none() && counts(row)).collect()
    }
}

/// Shares by number while they are put together.
struct Shares<'s> {
    paths: Paths,
    splits: &'s mut Splits,
    known: BTreeMap<(u32, Option<u32>), u32>,
}

impl Shares<'_> {
    /// The share of someone whom a credit reaches, alone or beside what reached them before.
    fn together(&mut self, share: u32, before: Option<u32>) -> u32 {
        if self.paths == Paths::Maximum && before.is_none_or(|before| before == share) {
            return share;
        }
        if let Some(&number) = self.known.get(&(share, before)) {
            return number;
        }
        let of = |number: u32| self.splits.shares.get(number as usize).cloned().unwrap_or_else(Share::whole);
        let (own, other) = (of(share), before.map(of));
        let nothing = Exact::ZERO;
        let both = |part: fn(&Share) -> &Exact| {
            let (own, other) = (part(&own), other.as_ref().map_or(&nothing, part));
            match self.paths {
                Paths::Maximum => own.max(other).clone(),
                Paths::CappedSum => own.add(other).min(Exact::ONE),
            }
        };
        let share_of_all = Share { quota: both(|share| &share.quota), commission: both(|share| &share.commission) };
        let number = self.splits.number(share_of_all);
        self.known.insert((share, before), number);
        number
    }
}
