//! Who is on the plan, and when: the assignments of a call.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::commission::model::Plan;
use crate::number::Exact;
use crate::problem::Code;
use crate::sorted;
use crate::table::intern::Interner;
use crate::table::{BadRecord, BadRecords, Records, Table};
use crate::time::Date;

/// One assignment to the plan of the call. Days are counted from 1970-01-01.
#[derive(Debug, Clone)]
pub(crate) struct Assignment {
    pub(crate) from: i32,
    /// The first day after.
    pub(crate) to: i32,
    pub(crate) target: Option<Exact>,
    pub(crate) salary: Option<Exact>,
    pub(crate) ramp_start: Option<i32>,
    /// The payee's own rate of overrides.
    pub(crate) override_rate: Option<Exact>,
    /// The team that the payee is in, where the plan pays teams.
    pub(crate) seat: Option<Arc<Seat>>,
    pub(crate) row: usize,
}

/// A place in a team.
#[derive(Debug)]
pub(crate) struct Seat {
    pub(crate) team: String,
    /// There where the plan asks for it.
    pub(crate) weight: Option<Exact>,
}

/// Everyone whom the assignments name, by number; and who of them is on the plan of the call.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    pub(crate) payees: Interner,
    on_plan: Vec<Vec<Assignment>>,
    /// The days of each payee's only assignment, so that the common question stays in the cache;
    /// empty for payees with none or several.
    only: Vec<(i32, i32)>,
    known: usize,
}

/// Whether a payee can be credited on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// On the plan.
    Assigned,
    /// On the plan, but not on that day.
    NotAssigned,
    /// On other plans only.
    NotOnPlan,
}

pub(crate) fn days_of(date: Option<Date>, open: i32) -> i32 {
    date.map_or(open, Date::days)
}

impl Roster {
    /// Reads the assignments; overlapping ones are bad records.
    pub(crate) fn read(plan: &Plan, assignments: &Records, bad: &mut BadRecords) -> Self {
        let mut roster = Self::default();
        let table = assignments.table();
        let (Some(payees), Some(plans)) = (table.text("payee_id"), table.text("plan_id")) else { return roster };
        let (from, to, target) = (table.date("from"), table.date("to"), table.decimal("target_variable"));
        let (salaries, ramp_start) = (table.decimal("base_salary"), table.date("ramp_start"));
        let override_rate = table.ratio("override_rate");
        let teams = if plan.is_pooled() { table.text("team_id") } else { None };
        for row in (0..assignments.rows()).filter(|&row| assignments.is_good(row)) {
            let (Some(payee), Some(plan_id)) = (payees.get(row), plans.get(row)) else { continue };
            let code = roster.payees.intern(payee) as usize;
            roster.on_plan.resize_with(roster.payees.len(), Vec::new);
            if plan_id != plan.id {
                continue;
            }
            let start = from.and_then(|cells| cells.get(row)).unwrap_or(i32::MIN);
            let end = to.and_then(|cells| cells.get(row)).unwrap_or(i32::MAX);
            let within = |days: &Range<i32>| start.max(days.start)..end.min(days.end);
            let target = target.and_then(|column| column.exact(row));
            let salary = salaries.and_then(|column| column.exact(row));
            let Some(assigned) = roster.on_plan.get_mut(code) else { continue };
            let inside: Vec<Range<i32>> = plan.versions.iter().map(within).collect();
            let taken = |other: &&Assignment| inside.iter().any(|days| days.start < other.to && other.from < days.end);
            if let Some(other) = assigned.iter().find(taken) {
                bad.push(BadRecord {
                    table: "assignments",
                    row,
                    record_id: Some(payee.to_owned()),
                    column: "from".to_owned(),
                    code: Code::CommissionAssignmentOverlap,
                    value: payee.to_owned(),
                    message: format!(
                        "`{payee}` is assigned to `{plan_id}` twice on one day, first in row {}",
                        other.row
                    ),
                });
                continue;
            }
            let seat = match teams.and_then(|teams| teams.get(row)).map(|team| Seat::read(plan, table, row, team)) {
                Some(Err((code, value, message))) => {
                    let (column, record_id) = ("team_weight".to_owned(), Some(payee.to_owned()));
                    bad.push(BadRecord { table: "assignments", row, record_id, column, code, value, message });
                    continue;
                }
                Some(Ok(seat)) => Some(Arc::new(seat)),
                None => None,
            };
            let ramp_start = ramp_start.and_then(|cells| cells.get(row));
            let override_rate = override_rate.and_then(|column| column.exact(row));
            for days in inside.into_iter().filter(|days| !days.is_empty()) {
                let (from, to, target, salary) = (days.start, days.end, target.clone(), salary.clone());
                let (override_rate, seat) = (override_rate.clone(), seat.clone());
                assigned.push(Assignment { from, to, target, salary, ramp_start, override_rate, seat, row });
            }
        }
        for assigned in &mut roster.on_plan {
            sorted::sort_by_key(assigned, |assignment| assignment.from);
        }
        roster.known = roster.payees.len();
        let only = |assigned: &Vec<Assignment>| match assigned.as_slice() {
            [one] => (one.from, one.to),
            _ => (0, 0),
        };
        roster.only = roster.on_plan.iter().map(only).collect();
        roster
    }

    /// Whether an assignment to any plan names the payee.
    pub(crate) fn knows(&self, payee: u32) -> bool {
        (payee as usize) < self.known
    }

    /// Everyone whom an assignment to any plan names.
    pub(crate) fn everyone(&self) -> BTreeSet<u32> {
        sorted::set(0..u32::try_from(self.known).unwrap_or(u32::MAX))
    }

    /// The payee's assignments to the plan, by date.
    pub(crate) fn assignments(&self, payee: u32) -> &[Assignment] {
        self.on_plan.get(payee as usize).map_or(&[], Vec::as_slice)
    }

    #[inline]
    pub(crate) fn standing(&self, payee: u32, day: i32) -> Standing {
        if self.only.get(payee as usize).is_some_and(|&(from, to)| from <= day && day < to) {
            return Standing::Assigned;
        }
        match self.assignments(payee) {
            [] => Standing::NotOnPlan,
            assigned if assigned.iter().any(|one| one.from <= day && day < one.to) => Standing::Assigned,
            _ => Standing::NotAssigned,
        }
    }

    /// The team of a payee on a day.
    pub(crate) fn team_on(&self, payee: u32, day: i32) -> Option<&str> {
        let own = self.assignments(payee).iter().find(|one| one.from <= day && day < one.to)?;
        Some(&own.seat.as_ref()?.team)
    }

    /// Whether anybody is in a team.
    pub(crate) fn has_teams(&self) -> bool {
        self.on_plan.iter().flatten().any(|one| one.seat.is_some())
    }

    /// The payees on the plan, by the bytes of their ids.
    pub(crate) fn in_order(&self) -> Vec<u32> {
        let mut payees: Vec<u32> = (0..self.known).filter_map(|code| u32::try_from(code).ok()).collect();
        payees.retain(|&payee| !self.assignments(payee).is_empty());
        sorted::sort_by(&mut payees, |&a, &b| self.payees.word(a).as_bytes().cmp(self.payees.word(b).as_bytes()));
        payees
    }
}

impl Seat {
    /// The place of a row; a weight that the plan asks for and that is not there, or is below zero, is a fault.
    fn read(plan: &Plan, table: &Table, row: usize, team: &str) -> Result<Self, (Code, String, String)> {
        let weight = table.ratio("team_weight").and_then(|column| column.exact(row));
        if !plan.shares_by_weight() {
            return Ok(Self { team: team.to_owned(), weight: None });
        }
        let fault = |value: String, what: String| Err((Code::CommissionTeamWeight, value, what));
        match weight {
            None => fault(String::new(), format!("there is no weight in team `{team}`, which shares by weight")),
            Some(weight) if weight.is_negative() => {
                fault(weight.to_string(), format!("the weight {weight} in team `{team}` is below zero"))
            }
            weight => Ok(Self { team: team.to_owned(), weight }),
        }
    }
}
