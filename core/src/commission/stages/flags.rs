//! Values from outside that conditions and objectives ask for, by payee and day.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::document::SubjectDocument;
use super::super::model::{Bonus, Plan};
use super::super::periods::roster::{Roster, days_of};
use super::super::periods::slices::Slice;
use super::super::workings::Workings;
use crate::number::Exact;
use crate::problem::Code;
use crate::table::{BadRecord, BadRecords, Records};

/// A value while it holds. Days are counted from 1970-01-01.
#[derive(Debug, Clone)]
struct Flag {
    days: Range<i32>,
    value: Exact,
    row: usize,
}

/// The flags of a call.
#[derive(Debug, Default)]
pub(crate) struct Flags(BTreeMap<(u32, String), Vec<Flag>>);

impl Flags {
    /// Reads the flags of payees; a score out of its range, one that ends where it starts, or before, and one that holds on the same day as
    /// another of its name are bad records.
    pub(crate) fn read(plan: &Plan, flags: Option<&Records>, roster: &Roster, bad: &mut BadRecords) -> Self {
        let mut read = Self::default();
        let Some(flags) = flags else { return read };
        let table = flags.table();
        let (Some(payees), Some(names)) = (table.text("payee_id"), table.text("name")) else { return read };
        let (from, to, values) = (table.date("from"), table.date("to"), table.decimal("value"));
        for row in (0..flags.rows()).filter(|&row| flags.is_good(row)) {
            let (Some(payee), Some(name)) = (payees.get(row), names.get(row)) else { continue };
            let Some(value) = values.and_then(|column| column.exact(row)) else { continue };
            let start = from.and_then(|cells| cells.get(row)).unwrap_or(days_of(None, i32::MIN));
            let end = to.and_then(|cells| cells.get(row)).unwrap_or(days_of(None, i32::MAX));
            let Some(number) = roster.payees.find(payee) else { continue };
            let own = read.0.entry((number, name.to_owned())).or_default();
            let range = plan.score_range(name).filter(|most| value.is_negative() || value > **most);
            let fault = if let Some(most) = range {
                let message = format!("the score {value} is not from 0 to {most}");
                Some(("value", Code::CommissionScoreRange, message))
            } else if end <= start {
                Some(("to", Code::TimeEmptyPeriod, format!("the flag `{name}` ends where it starts, or before")))
            } else {
                let taken = own.iter().find(|other| start < other.days.end && other.days.start < end);
                taken.map(|other| {
                    let message = format!("on one day `{payee}` has another value of `{name}` in row {}", other.row);
                    ("from", Code::CommissionFlagOverlap, message)
                })
            };
            if let Some((column, code, message)) = fault {
                let (record_id, value) = (Some(payee.to_owned()), name.to_owned());
                bad.push(BadRecord { table: "flags", row, record_id, column: column.to_owned(), code, value, message });
                continue;
            }
            own.push(Flag { days: start..end, value, row });
        }
        read
    }

    /// The value on a day.
    pub(super) fn on(&self, payee: u32, name: &str, day: i32) -> Option<&Exact> {
        self.of(payee, name).find(|flag| flag.days.contains(&day)).map(|flag| &flag.value)
    }

    /// The days on which a value begins or ends.
    pub(super) fn changes(&self, payee: u32, name: &str) -> Vec<i32> {
        self.of(payee, name).flat_map(|flag| [flag.days.start, flag.days.end]).collect()
    }

    fn of(&self, payee: u32, name: &str) -> impl Iterator<Item = &Flag> {
        self.0.get(&(payee, name.to_owned())).into_iter().flatten()
    }

    /// Whether a row's payee, name and days are asked for by anybody.
    pub(crate) fn is_asked(&self, row: usize, asked: impl Fn(u32, &str, &Range<i32>) -> bool) -> bool {
        let mut own = self.0.iter().flat_map(|(key, flags)| flags.iter().map(move |flag| (key, flag)));
        own.any(|((payee, name), flag)| flag.row == row && asked(*payee, name, &flag.days))
    }
}

impl Workings {
    /// Whether a gate of a payee's component asked for a row of the flags.
    pub(crate) fn is_asked(&self, row: usize) -> bool {
        self.flags.is_asked(row, |payee, name, days| {
            let asks = |slice: &Slice| {
                let component = self.component(slice);
                let scored = component.bonus.iter().flat_map(Bonus::scores).any(|score| score == name);
                let mut subjects = component.subjects();
                let named =
                    |subject: &SubjectDocument| matches!(subject, SubjectDocument::Flag(asked) if asked == name);
                slice.measure.start < days.end && days.start < slice.asked.end && (scored || subjects.any(named))
            };
            self.slices_of(payee).1.iter().any(asks)
        })
    }
}
