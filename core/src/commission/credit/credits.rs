//! Transactions to credits: who is credited.

use super::splits::{Found, Role, Split, Splits};
use crate::commission::clawback::Refunds;
use crate::commission::document::DateBasis;
use crate::commission::periods::roster::Roster;
use crate::number::Exact;
use crate::problem::Code;
use crate::table::{BadRecord, BadRecords, Cells, Records, Table};

/// All credits of a call, in the order of their transactions.
#[derive(Debug, Default)]
pub(crate) struct Credits {
    pub(crate) payee: Vec<u32>,
    /// The transaction's row.
    pub(crate) row: Vec<u32>,
    /// The number of the pair of shares; empty where every credit is whole.
    pub(crate) share: Vec<u32>,
    /// Empty where every credit is direct.
    role: Vec<Role>,
}

impl Credits {
    pub(crate) fn with_capacity(credits: usize) -> Self {
        let (payee, row) = (Vec::with_capacity(credits), Vec::with_capacity(credits));
        Self { payee, row, ..Self::default() }
    }

    /// Adds a credit. What is usual is not kept until something else comes.
    pub(crate) fn push(&mut self, payee: u32, row: u32, share: u32, role: Role) {
        let before = self.payee.len();
        self.payee.push(payee);
        self.row.push(row);
        if share != 0 || !self.share.is_empty() {
            self.share.resize(before, 0);
            self.share.push(share);
        }
        if role != Role::Direct || !self.role.is_empty() {
            self.role.resize(before, Role::Direct);
            self.role.push(role);
        }
    }

    #[inline]
    pub(crate) fn role(&self, credit: usize) -> Role {
        self.role.get(credit).copied().unwrap_or(Role::Direct)
    }

    pub(crate) fn len(&self) -> usize {
        self.payee.len()
    }

    #[inline]
    pub(crate) fn share(&self, credit: usize) -> u32 {
        self.share.get(credit).copied().unwrap_or(0)
    }

    #[inline]
    pub(crate) fn row(&self, credit: usize) -> usize {
        self.row.get(credit).map_or(usize::MAX, |&row| row as usize)
    }

    #[inline]
    pub(crate) fn payee(&self, credit: usize) -> u32 {
        self.payee.get(credit).copied().unwrap_or(u32::MAX)
    }
}

/// Whether a transaction is visible: sound, and known at the time of the question.
pub(crate) fn is_visible(
    transactions: &Records,
    known: Option<&Cells<i64>>,
    known_at: Option<i64>,
    row: usize,
) -> bool {
    let late = |limit: i64| known.and_then(|cells| cells.get(row)).is_some_and(|known| known >= limit);
    transactions.is_good(row) && !known_at.is_some_and(late)
}

/// Makes the credits of every visible transaction. Transactions whose payee is unknown, whose splits cannot
/// be used, or whose credits together come to more than `most` are bad records; one without any payee has
/// no credit, nor has a refund that takes back what its sale earned.
pub(crate) fn read(
    transactions: &Records,
    splits: &Splits,
    refunds: &Refunds,
    roster: &mut Roster,
    known_at: Option<i64>,
    most: Option<&Exact>,
    bad: &mut BadRecords,
) -> Credits {
    let table = transactions.table();
    let known = table.instant("known_at");
    let rows = transactions.rows();
    let payees = table.text("payee_id").map(|column| roster.payees.intern_column(column)).unwrap_or_default();
    let payee_of = |row: usize| payees.get(row).copied().flatten();
    let mut credits = Credits::with_capacity(rows);
    for row in 0..rows {
        if !is_visible(transactions, known, known_at, row) || refunds.is_linked(row) {
            continue;
        }
        let receiver = payee_of(row);
        let split = match splits.find(row) {
            Found::None => &[][..],
            Found::Splits(splits) => splits,
            Found::Unusable(code, message) => {
                refuse(bad, table, row, "transaction_id", code, message.to_owned());
                continue;
            }
        };
        let shares = |split: &Split| split.role == Role::Direct && !splits.is_shared_later(split);
        if receiver.is_some() && split.iter().any(shares) {
            let message = format!("`{}` names a payee and has direct splits as well", id(table, row));
            refuse(bad, table, row, "payee_id", Code::CommissionCreditConflict, message);
            continue;
        }
        let owner = splits.owner(receiver, split);
        let total = most.and_then(|most| splits.total_above(most, owner.is_some(), split));
        if let Some(total) = total {
            let message =
                format!("the credits of `{}` come to {total}, which is more than the plan allows", id(table, row));
            refuse(bad, table, row, "transaction_id", Code::CommissionCreditTotal, message);
            continue;
        }
        let strangers = refuse_strangers(bad, table, row, split, roster);
        if let Some(unknown) = receiver.filter(|&payee| !roster.knows(payee)) {
            let message = format!("`{}` has no assignment to any plan", roster.payees.word(unknown));
            refuse(bad, table, row, "payee_id", Code::CommissionUnknownPayee, message);
            continue;
        }
        if strangers {
            continue;
        }
        let whole = owner.map(|payee| (payee, 0, Role::Direct)).into_iter();
        let credited = split.iter().filter(|split| !splits.is_shared_later(split));
        let receivers = whole.chain(credited.map(|split| (split.payee, split.share, split.role)));
        for (payee, share, role) in receivers {
            credits.push(payee, u32::try_from(row).unwrap_or(u32::MAX), share, role);
        }
    }
    credits
}

/// Splits whose payee is unknown are bad records, and their transaction with them. Says whether there is one.
fn refuse_strangers(bad: &mut BadRecords, table: &Table, row: usize, splits: &[Split], roster: &Roster) -> bool {
    let mut found = false;
    for split in splits.iter().filter(|split| !roster.knows(split.payee)) {
        let payee = roster.payees.word(split.payee).to_owned();
        bad.push(BadRecord {
            table: "splits",
            row: split.row,
            record_id: Some(id(table, row).to_owned()),
            column: "payee_id".to_owned(),
            code: Code::CommissionUnknownPayee,
            message: format!("`{payee}` has no assignment to any plan"),
            value: payee,
        });
        found = true;
    }
    if found {
        let message = format!("a split of `{}` names a payee without an assignment to any plan", id(table, row));
        refuse(bad, table, row, "transaction_id", Code::CommissionSplitUnusable, message);
    }
    found
}

pub(crate) fn id(table: &Table, row: usize) -> &str {
    table.text("transaction_id").and_then(|ids| ids.get(row)).unwrap_or_default()
}

pub(crate) fn refuse(bad: &mut BadRecords, table: &Table, row: usize, column: &str, code: Code, message: String) {
    let value = table.text(column).and_then(|cells| cells.get(row)).unwrap_or_default().to_owned();
    let record_id = Some(id(table, row).to_owned());
    bad.push(BadRecord { table: "transactions", row, record_id, column: column.to_owned(), code, value, message });
}

/// The days of a plan's date basis.
pub(crate) fn days(table: &Table, basis: DateBasis) -> Option<&Cells<i32>> {
    table.date(column(basis))
}

pub(crate) fn column(basis: DateBasis) -> &'static str {
    match basis {
        DateBasis::BookedOn => "booked_on",
        DateBasis::InvoicedOn => "invoiced_on",
        DateBasis::PaidOn => "paid_on",
    }
}
