//! Who is above whom, day by day: the reporting lines of a call.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::commission::periods::roster::days_of;
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::sorted;
use crate::table::intern::Interner;
use crate::table::{BadRecord, BadRecords, Records};
use crate::time::Date;

/// A row of the reporting lines: whom someone reports to on these days, counted from 1970-01-01.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) days: Range<i32>,
    /// Nobody at the top.
    pub(crate) manager: Option<u32>,
    pub(crate) row: usize,
}

/// The reporting lines by person, each person's by date.
#[derive(Debug, Default)]
pub(crate) struct ReportingLines {
    by_person: Vec<Vec<Link>>,
}

impl ReportingLines {
    /// Reads the lines; people are numbered as payees are.
    ///
    /// A row that ends where it starts, or before, and one that names another manager than a row before it
    /// does for the same day are pushed to `bad`.
    ///
    /// # Errors
    /// `reporting.cycle`, once for every circle.
    pub(crate) fn read(reporting: &Records, people: &mut Interner, bad: &mut BadRecords) -> Result<Self, Problems> {
        let mut lines = Self::default();
        let table = reporting.table();
        let Some(persons) = table.text("person_id") else { return Ok(lines) };
        let (managers, from, to) = (table.text("manager_id"), table.date("from"), table.date("to"));
        for row in (0..reporting.rows()).filter(|&row| reporting.is_good(row)) {
            let Some(id) = persons.get(row) else { continue };
            let boss = managers.and_then(|cells| cells.get(row)).filter(|boss| !boss.is_empty());
            let start = from.and_then(|cells| cells.get(row)).unwrap_or(i32::MIN);
            let end = to.and_then(|cells| cells.get(row)).unwrap_or(i32::MAX);
            let (person, manager) = (people.intern(id) as usize, boss.map(|boss| people.intern(boss)));
            let mut refuse = |column: &str, code: Code, value: String, message: String| {
                let (record_id, column) = (Some(id.to_owned()), column.to_owned());
                bad.push(BadRecord { table: "reporting", row, record_id, column, code, value, message });
            };
            if end <= start {
                let message = format!("the row ends on {}, not after it starts on {}", day(end), day(start));
                refuse("to", Code::TimeEmptyPeriod, day(end), message);
                continue;
            }
            lines.by_person.resize_with(people.len().max(lines.by_person.len()), Vec::new);
            let Some(own) = lines.by_person.get_mut(person) else { continue };
            let taken = |link: &&Link| start < link.days.end && link.days.start < end;
            if let Some(other) = own.iter().filter(taken).find(|link| link.manager != manager) {
                let message = format!("on one day `{id}` reports to another manager in row {}", other.row);
                refuse("manager_id", Code::ReportingOverlap, boss.unwrap_or_default().to_owned(), message);
                continue;
            }
            own.push(Link { days: start..end, manager, row });
        }
        for own in &mut lines.by_person {
            sorted::sort_by_key(own, |link| link.days.start);
        }
        lines.refuse_circles(people)?;
        Ok(lines)
    }

    /// The lines of a person that hold on any of these days.
    pub(crate) fn during(&self, person: u32, days: &Range<i32>) -> impl Iterator<Item = &Link> {
        let own = self.by_person.get(person as usize).map_or(&[][..], Vec::as_slice);
        own.iter().filter(move |link| link.days.start < days.end && days.start < link.days.end)
    }

    fn on(&self, person: u32, day: i32) -> Option<&Link> {
        self.during(person, &(day..day.saturating_add(1))).next()
    }

    /// Refuses people who report to each other. All lines of a circle hold on the day on which the last of
    /// them begins, so only such days are looked at; on one day nobody is looked at twice.
    fn refuse_circles(&self, people: &Interner) -> Result<(), Problems> {
        let links =
            self.by_person.iter().enumerate().flat_map(|(person, own)| own.iter().map(move |link| (person, link)));
        let mut starts: Vec<(i32, usize)> = links.map(|(person, link)| (link.days.start, person)).collect();
        sorted::sort(&mut starts);
        // By person: the day and the climb that came by last.
        let mut seen: Vec<(usize, usize)> = vec![(0, 0); self.by_person.len()];
        let (mut report, mut told) = (Report::new(), BTreeSet::new());
        for (number, of_day) in starts.chunk_by(|a, b| a.0 == b.0).enumerate() {
            for (climb, &(day, start)) in of_day.iter().enumerate() {
                let mut here = u32::try_from(start).ok();
                let mut path: Vec<(u32, usize)> = Vec::new();
                while let Some(person) = here {
                    let Some(mark) = seen.get_mut(person as usize) else { break };
                    if mark.0 == number + 1 {
                        if mark.1 == climb {
                            let circle = path.iter().skip_while(|(other, _)| *other != person);
                            self.refuse_circle(circle.copied().collect(), people, &mut told, &mut report);
                        }
                        break;
                    }
                    *mark = (number + 1, climb);
                    let link = self.on(person, day);
                    path.extend(link.map(|link| (person, link.row)));
                    here = link.and_then(|link| link.manager);
                }
            }
        }
        report.finish().map(drop)
    }

    fn refuse_circle(
        &self,
        mut circle: Vec<(u32, usize)>,
        people: &Interner,
        told: &mut BTreeSet<usize>,
        report: &mut Report,
    ) {
        let Some(first) = (0..circle.len()).min_by_key(|&at| circle.get(at).map(|(_, row)| *row)) else { return };
        circle.rotate_left(first);
        let Some(row) = circle.first().map(|(_, row)| *row).filter(|&row| told.insert(row)) else { return };
        let ids: Vec<&str> = circle.iter().map(|(person, _)| people.word(*person)).collect();
        let message = format!("`{}` report in a circle", ids.join("`, `"));
        let at = pointer::cell("reporting", row, "manager_id");
        report.push(Problem::new(Code::ReportingCycle, at, message).with("people", ids));
    }
}

fn day(days: i32) -> String {
    Date::from_days(days).map_or_else(|_| String::new(), |date| date.to_string())
}

/// The days of an open span, as an order of dates has them.
pub(crate) fn always() -> Range<i32> {
    days_of(None, i32::MIN)..days_of(None, i32::MAX)
}
