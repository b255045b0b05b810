//! Those above whoever earned, and by which rate they are paid.

use crate::commission::credit::reporting_lines::ReportingLines;
use crate::commission::credit::superiors::{Superior, Superiors, Way};
use crate::commission::document::{DateBasis, HierarchyDocument, Paths};
use crate::commission::model::{Override, OverrideRate};
use crate::commission::periods::roster::{Roster, Standing};
use crate::commission::workings::Workings;
use crate::number::Exact;

/// The ways up of a call whose plan has overrides, and which transactions each of these takes.
#[derive(Debug, Default)]
pub(crate) struct Above {
    superiors: Superiors,
    /// By override: which transaction rows count; nothing where all do.
    eligible: Vec<Option<Vec<bool>>>,
}

impl Above {
    pub(crate) fn new(lines: &ReportingLines, roster: &Roster, eligible: Vec<Option<Vec<bool>>>) -> Self {
        // The levels are those of each override; here the way goes to the top, and both ways of counting are kept.
        let hierarchy =
            HierarchyDocument { date: DateBasis::BookedOn, levels: None, compress: true, paths: Paths::Maximum };
        // Shares reach people on other plans too.
        let everyone = 0..u32::try_from(roster.payees.len()).unwrap_or(0);
        Self { superiors: Superiors::of(everyone, lines, roster, hierarchy), eligible }
    }

    /// The way up from a payee on a day.
    pub(super) fn way(&self, payee: u32, day: i32) -> Option<Way<'_>> {
        self.superiors.on(payee, day)
    }

    /// Whether an override is on a transaction, or on what is of none.
    pub(super) fn takes(&self, number: usize, row: Option<usize>) -> bool {
        let rows = self.eligible.get(number).and_then(Option::as_ref);
        rows.is_none_or(|rows| row.and_then(|row| rows.get(row)) == Some(&true))
    }
}

impl Workings {
    /// Whether somebody is paid overrides on a day: on the plan, and with all that it needs.
    pub(super) fn is_overriding(&self, payee: u32, day: i32) -> bool {
        self.roster.standing(payee, day) == Standing::Assigned && !self.slices_of(payee).1.is_empty()
    }

    /// The rate of somebody so many levels above whoever earned; nothing where that is too far up.
    pub(super) fn override_rate(&self, one: &Override, level: u32, payee: u32, day: i32) -> Option<Exact> {
        if level == 0 || level > one.levels {
            return None;
        }
        match &one.rate {
            OverrideRate::One(rate) => Some(rate.clone()),
            OverrideRate::ByLevel(rates) => rates.get(level as usize - 1).cloned(),
            OverrideRate::Own => {
                let mut own = self.roster.assignments(payee).iter();
                own.find(|own| own.from <= day && day < own.to)?.override_rate.clone()
            }
        }
    }
}

impl Override {
    /// How many levels somebody is above another, or above whoever earned.
    pub(super) fn level(&self, above: Superior, below: Option<Superior>) -> u32 {
        let of = |one: Superior| if self.compress { one.counted } else { one.level };
        of(above).saturating_sub(below.map_or(0, of))
    }
}
