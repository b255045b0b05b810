//! The checked policy. Only [`SettlementPolicy::from_tree`] makes one, so every policy is sound.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::document::{
    Disburse, DrawKind, DrawProration, EarningFxDocument, NegativeTrueUp, PayPeriodDocument, PayoutDocument,
    SettlementDocument, TermsDocument,
};
use crate::number::{Currency, Decimal, Exact, Ratio, Rounding};
use crate::problem::{Code, Problem, Problems, Report, Tree, shape};
use crate::time::{FiscalCalendar, OpenPeriod, PeriodUnit};

/// A checked settlement policy.
///
/// ```
/// use quarterdeck::commission::SettlementPolicy;
///
/// let (policy, warnings) = SettlementPolicy::load(br#"{
///     "schema": "quarterdeck/settlement-policy@1", "id": "draws", "currency": "USD",
///     "pay_period": {"kind": "calendar", "unit": "month"}
/// }"#).unwrap();
/// assert_eq!(policy.id(), "draws");
/// assert!(warnings.is_empty());
/// ```
#[derive(Debug, Clone)]
pub struct SettlementPolicy {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) currency: Currency,
    pub(super) calendar: FiscalCalendar,
    pub(super) pay_period: PayPeriodDocument,
    pub(super) rounding: Rounding,
    pub(super) negative: NegativeTrueUp,
    pub(super) measure_period: Option<PeriodUnit>,
    pub(super) negative_recovery: Recovery,
    pub(super) draw_recovery: Recovery,
    pub(super) disburse: Disburse,
    pub(super) proration: DrawProration,
    pub(super) terms: Option<Terms>,
    pub(super) minimum: Option<Exact>,
    pub(super) fx: EarningFxDocument,
    pub(super) payout: PayoutDocument,
}

/// How much of what a period earned goes to pay a balance back.
#[derive(Debug, Clone)]
pub(super) struct Recovery {
    pub(super) pct: Exact,
    pub(super) cap: Option<Exact>,
}

/// What everybody draws who has no draw of their own.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    pub(super) kind: DrawKind,
    pub(super) size: Size,
    pub(super) holds: OpenPeriod,
    pub(super) months: Option<i32>,
}

/// How large a draw is.
#[derive(Debug, Clone)]
pub(super) enum Size {
    /// For a whole pay period.
    Amount(Exact),
    /// Of the full target variable of a pay period.
    TargetShare(Exact),
}

impl SettlementPolicy {
    /// Reads and checks a policy; warnings come with it.
    ///
    /// # Errors
    /// Every problem of the document: of its shape, or else of its meaning.
    pub fn load(document: &[u8]) -> Result<(Self, Vec<Problem>), Problems> {
        Self::from_tree(&Tree::parse(document)?)
    }

    /// Checks a policy that was read into a tree.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_tree(tree: &Tree) -> Result<(Self, Vec<Problem>), Problems> {
        shape::check_schema(tree, "quarterdeck/settlement-policy@1")?;
        Check::default().policy(shape::read_tree(tree)?)
    }

    /// The policy's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The currency of the balances.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }
}

#[derive(Default)]
struct Check {
    report: Report,
}

impl Check {
    fn policy(mut self, document: SettlementDocument) -> Result<(SettlementPolicy, Vec<Problem>), Problems> {
        self.negatives(&document);
        let minimum = document.minimum_payout.map(|minimum| self.amount(minimum, "/minimum_payout"));
        let negative = document.negative_balance;
        let draw = document.draw;
        let negative_recovery = self.recovery(negative.recover_pct, negative.recover_cap, "/negative_balance");
        let draw_recovery = self.recovery(draw.recover_pct, draw.recover_cap, "/draw");
        let terms = draw.terms.and_then(|terms| self.terms(terms));
        let policy = SettlementPolicy {
            id: document.id,
            name: document.name,
            currency: document.currency,
            calendar: document.calendar,
            pay_period: document.pay_period,
            rounding: document.rounding,
            negative: document.negative_true_up,
            measure_period: document.measure_period,
            negative_recovery,
            draw_recovery,
            disburse: draw.disburse,
            proration: draw.proration,
            terms,
            minimum,
            fx: document.fx,
            payout: document.payout,
        };
        self.report.finish().map(|warnings| (policy, warnings))
    }

    fn negatives(&mut self, document: &SettlementDocument) {
        let pays = document.negative_true_up == NegativeTrueUp::PayNegative;
        if pays && !document.allow_negative {
            let message = "`pay_negative` pays out amounts below zero, which `allow_negative` does not allow";
            self.report.push(Problem::new(Code::SettlementNegativePay, "/negative_true_up", message));
        }
        if document.allow_negative && !pays {
            let message = "nothing here pays out amounts below zero, so there is nothing to allow";
            self.report.push(Problem::new(Code::SettlementAllowNegativeUnused, "/allow_negative", message));
        }
        if document.negative_true_up != NegativeTrueUp::ClampUntilPeriodEnd {
            return;
        }
        let longer = |measure: PeriodUnit| match document.pay_period {
            PayPeriodDocument::Calendar { unit } => unit < measure,
            PayPeriodDocument::Days { .. } => true,
        };
        let problem = match document.measure_period {
            None => ("", "`clamp_until_period_end` needs a `measure_period`, at whose end it stops"),
            Some(measure) if !longer(measure) => {
                ("/measure_period", "a measure period that is no longer than the pay period leaves nothing to clamp")
            }
            Some(_) => return,
        };
        self.report.push(Problem::new(Code::SettlementMeasurePeriod, problem.0, problem.1));
    }

    /// An amount that is not below zero.
    fn amount(&mut self, amount: Decimal, at: &str) -> Exact {
        if amount.is_negative() {
            let message = format!("`{amount}` is below zero");
            self.report.push(Problem::new(Code::SettlementNegativeAmount, at, message));
        }
        amount.into()
    }

    fn recovery(&mut self, pct: Option<Ratio>, cap: Option<Decimal>, at: &str) -> Recovery {
        let pct = pct.map_or(Exact::ONE, Ratio::into_exact);
        if pct.is_negative() || pct > Exact::ONE {
            let message = format!("`{pct}` is not a part of the earnings, from 0 to 1");
            self.report.push(Problem::new(Code::SettlementPctOutOfRange, format!("{at}/recover_pct"), message));
        }
        Recovery { pct, cap: cap.map(|cap| self.amount(cap, &format!("{at}/recover_cap"))) }
    }

    fn terms(&mut self, terms: TermsDocument) -> Option<Terms> {
        let size = match (terms.amount, terms.target_share) {
            (Some(amount), None) => Some(Size::Amount(self.amount(amount, "/draw/terms/amount"))),
            (None, Some(share)) => {
                let share = share.into_exact();
                if share.is_negative() {
                    let message = format!("`{share}` is below zero");
                    let at = "/draw/terms/target_share";
                    self.report.push(Problem::new(Code::SettlementNegativeAmount, at, message));
                }
                Some(Size::TargetShare(share))
            }
            _ => {
                let message = "a draw has exactly one of `amount` and `target_share`";
                self.report.push(Problem::new(Code::SettlementDrawSize, "/draw/terms", message));
                None
            }
        };
        let holds = OpenPeriod::new(terms.from, terms.to).map_err(|error| {
            self.report.push(shape::time_problem(&error, "/draw/terms/to"));
        });
        let endless = terms.to.is_none() && terms.months.is_none();
        if terms.kind == DrawKind::RecoverableForgiven && endless {
            let message = "a draw that is forgiven when it ends needs `to` or `months`";
            self.report.push(Problem::new(Code::SettlementDrawWithoutEnd, "/draw/terms/kind", message));
        }
        Some(Terms { kind: terms.kind, size: size?, holds: holds.ok()?, months: terms.months })
    }
}
