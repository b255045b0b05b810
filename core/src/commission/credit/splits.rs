//! Who gets which share of a transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::fx::Rates;
use crate::commission::document::{CreditBasis, SplitStage};
use crate::number::{Decimal, Exact};
use crate::problem::Code;
use crate::table::intern::Interner;
use crate::table::{BadRecord, BadRecords, Records};

/// Whether a split is inside the direct shares that sum to 1, or beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Inside.
    Direct,
    /// Beside.
    Overlay,
    /// Not a split: what reaches those above the others.
    RollUp,
}

impl Role {
    /// As tables say them, in the order of the roles.
    pub(crate) const WORDS: [&'static str; 3] = ["direct", "overlay", "rollup"];
}

/// One split of a transaction.
#[derive(Debug, Clone)]
pub(crate) struct Split {
    pub(crate) payee: u32,
    pub(crate) role: Role,
    /// The number of its pair of shares.
    pub(crate) share: u32,
    pub(crate) row: usize,
}

/// The shares of a transaction's amount that count towards the measure, and that are paid on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Share {
    pub(crate) quota: Exact,
    pub(crate) commission: Exact,
}

impl Share {
    /// All of both.
    pub(crate) fn whole() -> Self {
        Self { quota: Exact::ONE, commission: Exact::ONE }
    }
}

/// The splits of a call, by transaction.
#[derive(Debug, Default)]
pub(crate) struct Splits {
    stage: SplitStage,
    /// By transaction row: the number of its splits, counted from 1; 0 where there are none. Empty where nothing is
    /// split.
    of_row: Vec<u32>,
    by_transaction: Vec<Vec<Split>>,
    /// Transactions whose splits cannot be used, with the reason.
    unusable: BTreeMap<u32, (Code, String)>,
    /// The pairs of shares by number; number 0 is all of both.
    pub(crate) shares: Vec<Share>,
    numbers: BTreeMap<Share, u32>,
}

/// What the splits say about a transaction.
#[derive(Debug)]
pub(crate) enum Found<'s> {
    /// Nothing.
    None,
    /// Who gets what.
    Splits(&'s [Split]),
    /// They cannot be used.
    Unusable(Code, &'s str),
}

struct Raw {
    payee: u32,
    role: Role,
    share: Option<Exact>,
    weight: Option<i64>,
    quota_share: Option<Exact>,
    row: usize,
}

impl Splits {
    /// Reads the splits. Direct shares of a transaction must sum to exactly 1; weights always do.
    pub(crate) fn read(
        stage: SplitStage,
        splits: Option<&Records>,
        transactions: &Records,
        known_at: Option<i64>,
        payees: &mut Interner,
        bad: &mut BadRecords,
    ) -> Self {
        let mut read = Self { stage, ..Self::default() };
        read.number(Share::whole());
        let Some(records) = splits else { return read };
        let table = records.table();
        let (Some(ids), Some(receivers), Some(roles)) =
            (table.text("transaction_id"), table.text("payee_id"), table.text("role"))
        else {
            return read;
        };
        let (shares, weights, quota_shares) =
            (table.ratio("share"), table.integer("weight"), table.ratio("quota_share"));
        // Far fewer transactions are split than there are.
        let mut split = Interner::new();
        let numbers = split.intern_column(ids);
        let mut is_known = vec![false; split.len()];
        if let Some(ids) = transactions.table().text("transaction_id").filter(|_| !split.is_empty()) {
            let number = |id: Option<&str>| split.find(id?);
            read.of_row = ids.iter().map(|id| number(id).map_or(0, |number| number + 1)).collect();
        }
        for number in read.of_row.iter().filter_map(|number| number.checked_sub(1)) {
            if let Some(known) = is_known.get_mut(number as usize) {
                *known = true;
            }
        }
        let later = later(transactions, known_at);
        let mut raw: Vec<Vec<Raw>> = Vec::new();
        raw.resize_with(split.len(), Vec::new);
        for (row, number) in numbers.into_iter().enumerate() {
            let Some(transaction) = number else { continue };
            let id = split.word(transaction);
            if is_known.get(transaction as usize) != Some(&true) {
                bad.push(BadRecord {
                    table: "splits",
                    row,
                    record_id: Some(id.to_owned()),
                    column: "transaction_id".to_owned(),
                    code: Code::TableUnknownId,
                    value: id.to_owned(),
                    message: format!("there is no transaction `{id}`"),
                });
                continue;
            }
            let (Some(receiver), true) = (receivers.get(row), records.is_good(row)) else {
                let reason = format!("the split in row {row} of `{id}` cannot be used");
                read.unusable.insert(transaction, (Code::CommissionSplitUnusable, reason));
                continue;
            };
            let role = if roles.get(row) == Some("overlay") { Role::Overlay } else { Role::Direct };
            let payee = payees.intern(receiver);
            let share = shares.and_then(|column| column.exact(row));
            let weight = weights.and_then(|cells| cells.get(row));
            let quota_share = quota_shares.and_then(|column| column.exact(row));
            if let Some(own) = raw.get_mut(transaction as usize) {
                own.push(Raw { payee, role, share, weight, quota_share, row });
            }
        }
        for (transaction, own) in raw.into_iter().enumerate() {
            let transaction = u32::try_from(transaction).unwrap_or(u32::MAX);
            let resolved = match (read.unusable.get(&transaction), resolve(stage, &own)) {
                (Some(_), _) => Vec::new(),
                (None, Ok(shares)) => shares,
                (None, Err((code, message))) => {
                    let id = split.word(transaction).to_owned();
                    // Splits of a transaction that is not known yet are not judged: they cannot change the past.
                    for split in own.iter().filter(|_| !later.contains(id.as_str())) {
                        bad.push(BadRecord {
                            table: "splits",
                            row: split.row,
                            record_id: Some(id.clone()),
                            column: if code == Code::CommissionSplitQuotaShare { "quota_share" } else { "share" }
                                .to_owned(),
                            code,
                            value: split.share.as_ref().map_or_else(String::new, Exact::to_string),
                            message: format!("{message} in `{id}`"),
                        });
                    }
                    read.unusable.insert(transaction, (code, message));
                    Vec::new()
                }
            };
            let splits = own.iter().zip(resolved).map(|(split, share)| Split {
                payee: split.payee,
                role: split.role,
                share: read.number(share),
                row: split.row,
            });
            let splits = splits.collect();
            read.by_transaction.push(splits);
        }
        read
    }

    /// The number of a pair of shares, given now if it has none.
    pub(crate) fn number(&mut self, share: Share) -> u32 {
        let next = u32::try_from(self.shares.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(share.clone()).or_insert(next);
        if number == next {
            self.shares.push(share);
        }
        number
    }

    /// What is said about the transaction of a row.
    pub(crate) fn find(&self, row: usize) -> Found<'_> {
        let number = self.of_row.get(row).and_then(|number| number.checked_sub(1));
        let Some(transaction) = number else { return Found::None };
        if let Some((code, message)) = self.unusable.get(&transaction) {
            return Found::Unusable(*code, message);
        }
        self.by_transaction.get(transaction as usize).map_or(Found::None, |splits| Found::Splits(splits))
    }

    /// Who has all of a transaction's credit, beside those who come on top: whom it names itself, or else the payee
    /// of the first direct split where splits share what is paid.
    pub(crate) fn owner(&self, named: Option<u32>, splits: &[Split]) -> Option<u32> {
        let first = || splits.iter().find(|split| self.is_shared_later(split)).map(|split| split.payee);
        named.or_else(first)
    }

    /// Whether a split shares what is paid, not the credit.
    pub(crate) fn is_shared_later(&self, split: &Split) -> bool {
        self.stage == SplitStage::Payout && split.role == Role::Direct
    }

    /// The factors of a pair of shares and an exchange rate on two columns.
    pub(crate) fn factors(&self, share: u32, rates: &Rates, rate: u32, bases: [CreditBasis; 2]) -> (Exact, Exact) {
        let share = self.shares.get(share as usize);
        let rate = rates.values.get(rate as usize).cloned().unwrap_or(Exact::ONE);
        let of = |share: Option<&Exact>, basis: CreditBasis| {
            let share = share.cloned().unwrap_or(Exact::ONE);
            // Units and deals are counted, not converted.
            if basis.is_count() { share } else { share.mul(&rate) }
        };
        let [quota, base] = bases;
        (of(share.map(|share| &share.quota), quota), of(share.map(|share| &share.commission), base))
    }

    /// What direct and overlay credit of a transaction come to together, where that is more than `most`, as
    /// quota or as commission credit. `whole` says whether a payee has all of it beside the splits.
    pub(crate) fn total_above(&self, most: &Exact, whole: bool, splits: &[Split]) -> Option<Exact> {
        if !splits.iter().any(|split| split.role == Role::Overlay) {
            return None;
        }
        let credited = || splits.iter().filter(|split| !self.is_shared_later(split));
        let shares = || credited().filter_map(|split| self.shares.get(split.share as usize));
        let start = if whole { Exact::ONE } else { Exact::ZERO };
        let quota = shares().fold(start.clone(), |sum, share| sum.add(&share.quota));
        let commission = shares().fold(start, |sum, share| sum.add(&share.commission));
        Some(quota.max(commission)).filter(|total| total > most)
    }

    /// The rows of the splits of the transaction in a row.
    pub(crate) fn rows_of(&self, row: usize) -> impl Iterator<Item = usize> {
        let splits = match self.find(row) {
            Found::Splits(splits) => splits,
            Found::None | Found::Unusable(..) => &[],
        };
        splits.iter().map(|split| split.row)
    }
}

/// The transactions that became known too late.
fn later(transactions: &Records, known_at: Option<i64>) -> BTreeSet<&str> {
    let table = transactions.table();
    let (Some(limit), Some(ids), Some(known)) = (known_at, table.text("transaction_id"), table.instant("known_at"))
    else {
        return BTreeSet::new();
    };
    let is_late = |row: &usize| known.get(*row).is_some_and(|known| known >= limit);
    (0..transactions.rows()).filter(is_late).filter_map(|row| ids.get(row)).collect()
}

/// The shares of one transaction's splits, in their order.
fn resolve(stage: SplitStage, splits: &[Raw]) -> Result<Vec<Share>, (Code, String)> {
    let apart = |split: &Raw| split.role == Role::Direct && split.quota_share.is_some();
    if stage == SplitStage::Payout && splits.iter().any(apart) {
        let message = "a direct split says which part counts towards quota, and the credit is not shared";
        return Err((Code::CommissionSplitQuotaShare, message.to_owned()));
    }
    let by_weight = splits.iter().any(|split| split.weight.is_some());
    let mixed = || {
        (Code::CommissionSplitMixed, "a split has neither or both of share and weight, or they are mixed".to_owned())
    };
    let direct = splits.iter().filter(|split| split.role == Role::Direct);
    let total_weight: i128 = direct.clone().filter_map(|split| split.weight).map(i128::from).sum();
    let mut shares = Vec::with_capacity(splits.len());
    let mut sum = Exact::from(Decimal::ZERO);
    for split in splits {
        let share = match (&split.share, split.weight) {
            (Some(share), None) if !by_weight || split.role == Role::Overlay => share.clone(),
            (None, Some(weight)) if split.role == Role::Direct => {
                if weight < 0 {
                    return Err((Code::CommissionSplitNegative, format!("the weight {weight} is negative")));
                }
                Exact::new(i128::from(weight), total_weight)
                    .map_err(|_| (Code::CommissionSplitSum, "the weights sum to 0".to_owned()))?
            }
            _ => return Err(mixed()),
        };
        let quota = split.quota_share.clone().unwrap_or_else(|| share.clone());
        if share.is_negative() || quota.is_negative() {
            return Err((Code::CommissionSplitNegative, "a share is negative".to_owned()));
        }
        if split.role == Role::Direct {
            sum = sum.add(&share);
        }
        shares.push(Share { quota, commission: share });
    }
    let any_direct = direct.clone().next().is_some();
    if any_direct && sum != Exact::from(Decimal::ONE) {
        return Err((Code::CommissionSplitSum, format!("the direct shares sum to {sum}, not to 1")));
    }
    Ok(shares)
}
