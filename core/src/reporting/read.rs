//! Rows of reporting lines become the people of a day.

use std::collections::BTreeMap;

use super::Hierarchy;
use super::hierarchy::Line;
use crate::problem::{Code, Problems};
use crate::table::intern::Interner;
use crate::table::{BadRecord, BadRecords, Records};
use crate::time::Date;

impl Hierarchy {
    /// The people of the rows that hold on a day, those they report to included.
    ///
    /// A row that ends where it starts, or before, and one that names another manager than a row
    /// before it that holds on that day are pushed to `bad`.
    ///
    /// # Errors
    /// `reporting.cycle`.
    pub fn on(reporting: &Records, day: Date, bad: &mut BadRecords) -> Result<Self, Problems> {
        let table = reporting.table();
        let (persons, managers) = (table.text("person_id"), table.text("manager_id"));
        let date = |column: &str, row: usize| table.date(column).and_then(|cells| cells.get(row));
        let mut people = Interner::new();
        let mut lines: Vec<Line> = Vec::new();
        let mut known: BTreeMap<u32, usize> = BTreeMap::new();
        let mut effective = vec![false; reporting.rows()];
        for row in (0..reporting.rows()).filter(|&row| reporting.is_good(row)) {
            let Some(id) = persons.and_then(|persons| persons.get(row)) else { continue };
            let boss = managers.and_then(|managers| managers.get(row)).filter(|boss| !boss.is_empty());
            let (person, manager) = (people.intern(id), boss.map(|boss| people.intern(boss)));
            let (from, to) = (date("from", row), date("to", row));
            let mut refuse = |column: &str, code: Code, value: String, message: String| {
                let record_id = Some(id.to_owned());
                bad.push(BadRecord {
                    table: "reporting",
                    row,
                    record_id,
                    column: column.to_owned(),
                    code,
                    value,
                    message,
                });
            };
            if from.zip(to).is_some_and(|(from, to)| to <= from) {
                let shown = |days: Option<i32>| {
                    days.and_then(|days| Date::from_days(days).ok()).map_or_else(String::new, |date| date.to_string())
                };
                let message = format!("the row ends on {}, not after it starts on {}", shown(to), shown(from));
                refuse("to", Code::TimeEmptyPeriod, shown(to), message);
                continue;
            }
            if from.is_some_and(|from| day.days() < from) || to.is_some_and(|to| to <= day.days()) {
                continue;
            }
            let earlier = known.get(&person).and_then(|&position| lines.get(position)).copied();
            match earlier {
                Some(earlier) if earlier.manager != manager => {
                    let boss = boss.unwrap_or_default();
                    let message = format!("on {day} `{id}` reports to another manager in row {}", earlier.row);
                    refuse("manager_id", Code::ReportingOverlap, boss.to_owned(), message);
                    continue;
                }
                Some(_) => {}
                None => {
                    known.insert(person, lines.len());
                    lines.push(Line { row, person, manager });
                }
            }
            if let Some(flag) = effective.get_mut(row) {
                *flag = true;
            }
        }
        Self::build(people, &lines, effective)
    }
}
