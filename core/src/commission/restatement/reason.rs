//! Why a line comes to something else than what was booked.

use std::collections::BTreeSet;

use super::facts::{Facts, Key};

/// The transactions of both sides, to tell a new line from a new transaction.
#[derive(Debug, Default)]
pub(crate) struct Sides {
    /// With lines that were booked.
    pub(crate) booked: BTreeSet<String>,
    /// Known now.
    pub(crate) known: BTreeSet<String>,
}

impl Sides {
    /// The first of the reasons that holds, from the transaction itself to the terms that it is paid by.
    pub(super) fn reason(&self, key: &Key, before: Option<&Facts>, now: Option<&Facts>) -> &'static str {
        let is_in = |side: &BTreeSet<String>| key.2.as_ref().is_some_and(|id| side.contains(id));
        match (before, now) {
            (None, _) if key.2.is_some() && !is_in(&self.booked) => "transaction_new",
            (_, None) if key.2.is_some() && !is_in(&self.known) => "transaction_withdrawn",
            (None, _) | (_, None) if key.2.is_some() => "credit_changed",
            (Some(before), Some(now)) => {
                if before.transaction_amount != now.transaction_amount {
                    "transaction_changed"
                } else if (&before.quota_credit, &before.commission_credit)
                    != (&now.quota_credit, &now.commission_credit)
                {
                    "credit_changed"
                } else if before.quota != now.quota {
                    "quota_changed"
                } else if before.measure_before != now.measure_before {
                    "earlier_credit_changed"
                } else {
                    "terms_changed"
                }
            }
            // What no transaction brings about follows from the credit of the period.
            _ => "earlier_credit_changed",
        }
    }
}
