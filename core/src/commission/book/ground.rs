//! What a book keeps whatever is changed in it: plan, parameters, and the tables beside the transactions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::deals::{Deal, Deals, Gathered, gather, rows_by};
use super::open::HELD;
use crate::commission::calculate::{Again, Inputs};
use crate::commission::document::{DateBasis, MeasurePeriod, RollUp};
use crate::commission::model::Plan;
use crate::commission::params::CalculateParams;
use crate::problem::{Problem, Problems};
use crate::sorted;
use crate::table::{BadRecordPolicy, Records};

/// The rows of a person in the tables that name people.
#[derive(Debug, Default)]
struct Rows {
    assignments: Vec<u32>,
    quotas: Vec<u32>,
    quota_relief: Vec<u32>,
    flags: Vec<u32>,
    reporting: Vec<u32>,
}

/// The ground that a book stands on.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) plan: Plan,
    pub(super) params: CalculateParams,
    pub(super) policy: BadRecordPolicy,
    /// All tables; of the transactions and splits only what they were at first.
    pub(super) inputs: Inputs,
    people: BTreeMap<Arc<str>, Rows>,
    /// Whom the credit of somebody can reach on any day, with themselves.
    reached: BTreeMap<Arc<str>, Vec<Arc<str>>>,
    rolls_up: bool,
    /// Whether measure periods are those of quotas: then how far back credit matters hangs on all of them.
    by_quota: bool,
    /// Whether running sums alone tell what a line earns, where transactions are whole credits.
    pub(super) goes_on: bool,
}

/// The tables from which some payees are calculated.
pub(super) struct Part {
    pub(super) inputs: Inputs,
    pub(super) gathered: [Vec<(usize, u32)>; 2],
    /// The payees by number.
    pub(super) payees: Again,
}

impl Ground {
    pub(super) fn new(plan: Plan, params: &CalculateParams, policy: BadRecordPolicy, inputs: Inputs) -> Self {
        let rolls_up = plan.hierarchy.is_some() && plan.components.iter().any(|part| part.roll_up != RollUp::None);
        let by_quota = plan.components.iter().any(|part| part.period == MeasurePeriod::Quota);
        let mut people: BTreeMap<Arc<str>, Rows> = BTreeMap::new();
        type Place = fn(&mut Rows) -> &mut Vec<u32>;
        let tables: [(Option<&Records>, &str, Place); 5] = [
            (Some(&inputs.assignments), "payee_id", |rows| &mut rows.assignments),
            (inputs.quotas.as_ref(), "payee_id", |rows| &mut rows.quotas),
            (inputs.quota_relief.as_ref(), "payee_id", |rows| &mut rows.quota_relief),
            (inputs.flags.as_ref(), "payee_id", |rows| &mut rows.flags),
            (inputs.reporting.as_ref(), "person_id", |rows| &mut rows.reporting),
        ];
        for (records, column, place) in tables {
            let Some(records) = records else { continue };
            for (person, rows) in rows_by(records.table().text(column), records.rows()) {
                *place(people.entry(person.into()).or_default()) = rows;
            }
        }
        let params = CalculateParams { outputs: Some(HELD.to_vec()), ..params.clone() };
        let (reached, goes_on) = (BTreeMap::new(), plan.goes_on() && !by_quota);
        let mut ground = Self { plan, params, policy, inputs, people, reached, rolls_up, by_quota, goes_on };
        if ground.rolls_up {
            let reached = ground.people.keys().map(|person| (Arc::clone(person), ground.above(person)));
            ground.reached = sorted::map(reached);
        }
        ground
    }

    /// The date that puts transactions in order.
    pub(super) fn basis(&self) -> DateBasis {
        self.plan.components.first().map_or(DateBasis::BookedOn, |component| component.date)
    }

    /// A person and everyone who is above them on some day.
    fn above(&self, person: &Arc<str>) -> Vec<Arc<str>> {
        let managers = self.inputs.reporting.as_ref().and_then(|records| records.table().text("manager_id"));
        let mut found = vec![Arc::clone(person)];
        let mut next = 0;
        while let Some(person) = found.get(next).cloned() {
            next += 1;
            let rows = self.people.get(&person).map_or(&[][..], |rows| &rows.reporting);
            for manager in rows.iter().filter_map(|&row| managers?.get(row as usize)) {
                if !found.iter().any(|known| **known == *manager) {
                    found.push(manager.into());
                }
            }
        }
        found
    }

    /// Everyone whose earnings a transaction may move: those whom it, its splits or the sales that it takes back
    /// name, and all above them where credit rolls up.
    pub(super) fn concerned(&self, deal: &Arc<Deal>, deals: &Deals, found: &mut BTreeSet<Arc<str>>) {
        for deal in deals.with_sales(deal) {
            deal.parties().for_each(|party| self.reached_by(party, found));
        }
    }

    /// Somebody whom a transaction names, and all above them where credit rolls up.
    fn reached_by(&self, party: &str, found: &mut BTreeSet<Arc<str>>) {
        match self.reached.get(party) {
            Some(above) => found.extend(above.iter().cloned()),
            None => drop(found.insert(party.into())),
        }
    }

    /// The tables from which `payees` are calculated, with these transactions and the sales that they take back.
    /// The payees are numbered from 0.
    pub(super) fn part<'d>(
        &self,
        payees: &BTreeSet<Arc<str>>,
        own: impl Iterator<Item = &'d Arc<Deal>>,
        deals: &'d Deals,
        columns: &Records,
    ) -> Result<Part, Problems> {
        let mut all: Vec<&Arc<Deal>> = own.flat_map(|deal| deals.with_sales(deal)).collect();
        // Mostly their ids are in order already, which a map would not use.
        sorted::sort_by(&mut all, |a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        let mut others: BTreeSet<Arc<str>> = BTreeSet::new();
        let mut parties: BTreeSet<&str> = BTreeSet::new();
        for party in all.iter().flat_map(|deal| deal.parties()) {
            // Whom the sales name that a deal takes back is told by these, which are here as well.
            if parties.insert(party) {
                self.reached_by(party, &mut others);
            }
        }
        let plan_currency = self.plan.currency.code();
        let foreign = all.iter().any(|deal| deal.currency().is_some_and(|own| own != plan_currency));
        let Gathered { transactions, splits, from } = gather(all.into_iter(), columns)?;
        // Whoever is calculated comes first, so that their numbers are known; the rest only has to be there.
        let of = |who: &mut dyn Iterator<Item = &Arc<str>>, rows: fn(&Rows) -> &Vec<u32>| -> Vec<u32> {
            who.filter_map(|person| self.people.get(person)).flat_map(|own| rows(own).iter().copied()).collect()
        };
        let rest = others.iter().filter(|person| !payees.contains(*person));
        let assignments: Vec<u32> = if self.by_quota {
            let everyone = self.people.keys().filter(|person| !payees.contains(*person));
            of(&mut payees.iter().chain(everyone), |rows| &rows.assignments)
        } else {
            of(&mut payees.iter().chain(rest), |rows| &rows.assignments)
        };
        let table = |records: &Option<Records>, rows: fn(&Rows) -> &Vec<u32>| -> Result<Option<Records>, Problem> {
            let own = |records: &Records| Records::picked("", &[(records, &of(&mut payees.iter(), rows))]);
            records.as_ref().map(own).transpose()
        };
        let given = &self.inputs;
        let inputs = Inputs {
            transactions,
            splits,
            assignments: Records::picked("assignments", &[(&given.assignments, &assignments)])?,
            quotas: if self.by_quota { given.quotas.clone() } else { table(&given.quotas, |rows| &rows.quotas)? },
            quota_relief: table(&given.quota_relief, |rows| &rows.quota_relief)?,
            fx_rates: given.fx_rates.clone().filter(|_| foreign),
            reporting: match &given.reporting {
                Some(lines) if self.plan.overrides.is_empty() => {
                    let own = of(&mut others.union(payees), |rows| &rows.reporting);
                    Some(Records::picked("reporting", &[(lines, &own)])?)
                }
                // Overrides climb by people who are neither paid nor named.
                all => all.clone(),
            },
            flags: table(&given.flags, |rows| &rows.flags)?,
        };
        let count = u32::try_from(payees.len()).unwrap_or(u32::MAX);
        Ok(Part { inputs, gathered: from, payees: Again::of(sorted::set(0..count), None) })
    }
}
