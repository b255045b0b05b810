//! Whom somebody's credit reaches, resolved once a person and effective range.

use std::ops::Range;

use super::reporting_lines::{ReportingLines, always};
use crate::commission::document::HierarchyDocument;
use crate::commission::periods::roster::Roster;
use crate::sorted;

/// The way up from somebody on a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'s> {
    /// Those on the way who have an assignment to the plan, from the bottom up.
    pub(crate) managers: &'s [Superior],
    /// The rows of the reporting lines that say so.
    pub(crate) rows: &'s [usize],
}

/// Days on which the way up is the same.
#[derive(Debug)]
struct Stretch {
    days: Range<i32>,
    managers: Vec<Superior>,
    rows: Vec<usize>,
}

/// Somebody on a way up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Superior {
    pub(crate) payee: u32,
    /// How many are on the way up to there, from 1.
    pub(crate) level: u32,
    /// As many of them as count where only people on the plan do.
    pub(crate) counted: u32,
}

/// The ways up of everyone who was asked for. Credits ask in no order of persons, so all of it lies close together.
#[derive(Debug, Default)]
pub(crate) struct Superiors {
    /// By person: where the stretches stand, by date and without gap.
    of: Vec<Range<u32>>,
    /// The first day after each stretch, and where its managers and rows end; they begin where those before end.
    ends: Vec<End>,
    managers: Vec<Superior>,
    rows: Vec<usize>,
}

/// Where a stretch ends.
#[derive(Debug, Clone, Copy, Default)]
struct End {
    day: i32,
    managers: u32,
    rows: u32,
}

/// A line on a way up, with the one that comes before it.
struct Passed {
    manager: Option<u32>,
    row: usize,
    /// The levels that count up to there.
    counted: u32,
    before: Option<usize>,
}

/// Where a way up has come to.
struct Climb {
    person: u32,
    days: Range<i32>,
    levels: u32,
    passed: Option<usize>,
}

impl Superiors {
    /// The ways up of some payees.
    pub(crate) fn of(
        payees: impl Iterator<Item = u32>,
        lines: &ReportingLines,
        roster: &Roster,
        hierarchy: HierarchyDocument,
    ) -> Self {
        let mut all = Self { of: vec![0..0; roster.payees.len()], ..Self::default() };
        for payee in payees {
            if all.of.get(payee as usize).is_some_and(Range::is_empty) {
                all.add(payee, climb(payee, lines, roster, hierarchy));
            }
        }
        all
    }

    fn add(&mut self, payee: u32, stretches: Vec<Stretch>) {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let first = number(self.ends.len());
        for Stretch { days, managers, rows } in stretches {
            self.managers.extend(managers);
            self.rows.extend(rows);
            let (managers, rows) = (number(self.managers.len()), number(self.rows.len()));
            self.ends.push(End { day: days.end, managers, rows });
        }
        if let Some(own) = self.of.get_mut(payee as usize) {
            *own = first..number(self.ends.len());
        }
    }

    /// The way up from a payee on a day.
    #[inline]
    pub(crate) fn on(&self, payee: u32, day: i32) -> Option<Way<'_>> {
        let own = self.of.get(payee as usize)?;
        let (first, end) = (own.start as usize, own.end as usize);
        let stretches = self.ends.get(first..end)?;
        let at = if let [_] = stretches { 0 } else { stretches.partition_point(|stretch| stretch.day <= day) };
        let own = stretches.get(at)?;
        let before = (first + at).checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        Some(Way {
            managers: self.managers.get(before.managers as usize..own.managers as usize)?,
            rows: self.rows.get(before.rows as usize..own.rows as usize)?,
        })
    }
}

/// All ways up from a person, without recursion: a chain of command may be long.
fn climb(person: u32, lines: &ReportingLines, roster: &Roster, hierarchy: HierarchyDocument) -> Vec<Stretch> {
    let most = hierarchy.levels.map_or(u32::MAX, std::num::NonZeroU32::get);
    let mut stretches = Vec::new();
    let mut passed: Vec<Passed> = Vec::new();
    let mut waiting = vec![Climb { person, days: always(), levels: 0, passed: None }];
    while let Some(here) = waiting.pop() {
        let mut day = here.days.start;
        if here.levels < most {
            for link in lines.during(here.person, &here.days) {
                let days = link.days.start.max(day)..link.days.end.min(here.days.end);
                if days.is_empty() {
                    continue;
                }
                if day < days.start {
                    stretches.push(stretch(day..days.start, here.passed, &passed, roster));
                }
                day = days.end;
                let mut pass = |counted: u32| {
                    passed.push(Passed { manager: link.manager, row: link.row, counted, before: here.passed });
                    Some(passed.len() - 1)
                };
                let Some(manager) = link.manager else {
                    let at = pass(here.levels);
                    stretches.push(stretch(days, at, &passed, roster));
                    continue;
                };
                for (days, counts) in levels(&days, manager, roster, hierarchy.compress) {
                    let levels = here.levels.saturating_add(u32::from(counts));
                    waiting.push(Climb { person: manager, days, levels, passed: pass(levels) });
                }
            }
        }
        if day < here.days.end {
            stretches.push(stretch(day..here.days.end, here.passed, &passed, roster));
        }
    }
    sorted::sort_by_key(&mut stretches, |stretch| stretch.days.start);
    stretches
}

/// The days, cut where a manager begins or ceases to count as a level.
fn levels(days: &Range<i32>, manager: u32, roster: &Roster, compress: bool) -> Vec<(Range<i32>, bool)> {
    if !compress {
        return vec![(days.clone(), true)];
    }
    let mut cut = Vec::new();
    let mut day = days.start;
    for assignment in roster.assignments(manager) {
        let there = assignment.from.max(day)..assignment.to.min(days.end);
        if there.is_empty() {
            continue;
        }
        cut.push((day..there.start, false));
        day = there.end;
        cut.push((there, true));
    }
    cut.push((day..days.end, false));
    cut.retain(|(days, _)| !days.is_empty());
    cut
}

/// The days of a way up that ended with a line.
fn stretch(days: Range<i32>, last: Option<usize>, passed: &[Passed], roster: &Roster) -> Stretch {
    let mut way = Vec::new();
    let mut here = last;
    while let Some(line) = here.and_then(|at| passed.get(at)) {
        way.push(line);
        here = line.before;
    }
    way.reverse();
    let rows = way.iter().map(|line| line.row).collect();
    let superior = |(level, line): (u32, &&Passed)| {
        let payee = line.manager.filter(|&manager| !roster.assignments(manager).is_empty())?;
        Some(Superior { payee, level, counted: line.counted })
    };
    let managers = (1..).zip(&way).filter_map(superior).collect();
    Stretch { days, managers, rows }
}
