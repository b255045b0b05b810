//! A policy in words.

use super::document::{Disburse, DrawKind, DrawProration, NegativeTrueUp, PayPeriodDocument};
use super::model::{Recovery, SettlementPolicy, Size, Terms};
use crate::time::PeriodUnit;

impl SettlementPolicy {
    /// The policy in words, a line for every part; those of a part are indented below it.
    ///
    /// ```
    /// let (policy, _) = quarterdeck::commission::SettlementPolicy::load(br#"{
    ///     "schema": "quarterdeck/settlement-policy@1", "id": "draws", "currency": "USD",
    ///     "pay_period": {"kind": "calendar", "unit": "month"},
    ///     "draw": {"recover_pct": "0.5", "terms": {"kind": "recoverable", "amount": "3000", "months": 6}}
    /// }"#).unwrap();
    /// assert_eq!(policy.describe(), [
    ///     "policy `draws` settles in USD, month by month",
    ///     "earnings below zero go to a negative balance, which later earnings make good",
    ///     "  up to all of what a period earned",
    ///     "a draw is paid at settlement, prorated by calendar days",
    ///     "  what is owed is recovered from up to 0.5 of what is earned above it",
    ///     "  who has no draw of their own has a recoverable draw of 3000 a pay period in the first 6 months",
    /// ]);
    /// ```
    #[must_use]
    pub fn describe(&self) -> Vec<String> {
        let name = self.name.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
        let every = match self.pay_period {
            PayPeriodDocument::Calendar { unit } => format!("{0} by {0}", unit_name(unit)),
            PayPeriodDocument::Days { days, from } => format!("every {days} days counted from {from}"),
        };
        let mut lines = vec![format!("policy `{}`{name} settles in {}, {every}", self.id, self.currency)];
        lines.push(self.negatives());
        if self.negative != NegativeTrueUp::PayNegative {
            lines.push(format!(
                "  up to {} of what a period earned{}",
                part(&self.negative_recovery),
                cap(&self.negative_recovery)
            ));
        }
        lines.extend(self.draws());
        if let Some(minimum) = &self.minimum {
            lines.push(format!(
                "pay below {minimum} waits for the next period, unless a draw holds or the payee has left"
            ));
        }
        if let Some(currency) = self.payout.currency {
            lines.push(format!("payees without a currency of their own are paid in {currency}"));
        }
        lines
    }

    fn negatives(&self) -> String {
        match (self.negative, self.measure_period) {
            (NegativeTrueUp::Carry, _) => {
                "earnings below zero go to a negative balance, which later earnings make good".to_owned()
            }
            (NegativeTrueUp::PayNegative, _) => "earnings below zero are paid as they are".to_owned(),
            (NegativeTrueUp::ClampUntilPeriodEnd, measure) => format!(
                "earnings below zero are set against the rest of their {}, then go to a negative balance",
                measure.map_or("period", unit_name)
            ),
        }
    }

    fn draws(&self) -> Vec<String> {
        let when = match self.disburse {
            Disburse::AtSettlement => "at settlement",
            Disburse::AtStart => "when the period starts",
        };
        let prorated = match self.proration {
            DrawProration::CalendarDays => "prorated by calendar days",
            DrawProration::WholeMonths => "prorated by whole months",
            DrawProration::Thirty360 => "prorated by 30/360",
            DrawProration::None => "never prorated",
        };
        let recovery = &self.draw_recovery;
        let recovered = format!(
            "  what is owed is recovered from up to {} of what is earned above it{}",
            part(recovery),
            cap(recovery)
        );
        let mut lines = vec![format!("a draw is paid {when}, {prorated}"), recovered];
        lines.extend(self.terms.as_ref().map(Terms::describe));
        lines
    }
}

impl Terms {
    fn describe(&self) -> String {
        let kind = match self.kind {
            DrawKind::Recoverable => "a recoverable draw",
            DrawKind::NonRecoverable => "a non-recoverable draw",
            DrawKind::RecoverableForgiven => "a recoverable draw that is forgiven at its end,",
            DrawKind::Guarantee => "a guarantee",
        };
        let size = match &self.size {
            Size::Amount(amount) => format!("of {amount} a pay period"),
            Size::TargetShare(share) => format!("of {share} of the full target variable of a pay period"),
        };
        let from = self.holds.from().map_or_else(String::new, |from| format!(" from {from}"));
        let to = self.holds.to().map_or_else(String::new, |to| format!(" up to, not including, {to}"));
        let months = self.months.map_or_else(String::new, |months| format!(" in the first {months} months"));
        format!("  who has no draw of their own has {kind} {size}{from}{to}{months}")
    }
}

fn part(recovery: &Recovery) -> String {
    if recovery.pct == crate::number::Exact::ONE { "all".to_owned() } else { recovery.pct.to_string() }
}

fn cap(recovery: &Recovery) -> String {
    recovery.cap.as_ref().map_or_else(String::new, |cap| format!(", at most {cap} a period"))
}

pub(crate) fn unit_name(unit: PeriodUnit) -> &'static str {
    match unit {
        PeriodUnit::Month => "month",
        PeriodUnit::Quarter => "quarter",
        PeriodUnit::Half => "half-year",
        PeriodUnit::Year => "year",
    }
}
