//! The check of kickers and links.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use super::conditions::Condition;
use crate::commission::document::{ComponentDocument, KickerBase, KickerDocument, LinkedDocument};
use crate::number::{Exact, Ratio};
use crate::problem::{Code, Problem, pointer};
use crate::time::PeriodUnit;

/// What is added once a window.
#[derive(Debug, Clone)]
pub(crate) struct Kicker {
    pub(crate) when: Condition,
    pub(crate) window: Option<PeriodUnit>,
    /// A sum of money, or a part of a base.
    pub(crate) pays: Exact,
    pub(crate) base: Option<KickerBase>,
    pub(crate) pointer: String,
}

/// What is paid at most unless a condition holds.
#[derive(Debug, Clone)]
pub(crate) struct Linked {
    pub(crate) unless: Condition,
    /// A sum of money, or so many times the target.
    pub(crate) most: Exact,
    pub(crate) of_target: bool,
    pub(crate) pointer: String,
}

impl Check {
    pub(super) fn kickers(&mut self, document: &ComponentDocument, at: &str) -> Vec<Kicker> {
        let at = pointer::join(at, "kickers");
        let all = document.kickers.iter().enumerate();
        all.filter_map(|(position, kicker)| self.kicker(document, kicker, pointer::at(&at, position))).collect()
    }

    fn kicker(&mut self, component: &ComponentDocument, document: &KickerDocument, at: String) -> Option<Kicker> {
        self.window(component, document.window, &at);
        let when = self.condition(component, &document.when, document.window, &pointer::join(&at, "when"));
        let pays = match (&document.amount, &document.rate, document.base) {
            (Some(amount), None, None) => amount,
            (None, Some(rate), Some(_)) => rate,
            _ => {
                let message = "a kicker is either an `amount`, or a `rate` with its `base`";
                self.report.push(Problem::new(Code::CommissionKickerForm, at, message));
                return None;
            }
        };
        if pays.exact().is_negative() {
            let message = format!("the kicker {pays} is negative");
            let key = if document.base.is_some() { "rate" } else { "amount" };
            self.report.push(Problem::new(Code::CommissionKickerNegative, pointer::join(&at, key), message));
        }
        let (window, base, pays) = (document.window, document.base, pays.exact().clone());
        Some(Kicker { when, window, pays, base, pointer: at })
    }

    pub(super) fn linked(&mut self, component: &ComponentDocument, at: &str) -> Option<Linked> {
        let document: &LinkedDocument = component.linked.as_ref()?;
        let at = pointer::join(at, "linked");
        let unless = self.condition(component, &document.unless, None, &pointer::join(&at, "unless"));
        let (key, most) = match (&document.share_of_target, &document.payment) {
            (Some(share), None) => ("share_of_target", share),
            (None, Some(payment)) => ("payment", payment),
            _ => {
                let message = "a link says the most either as `share_of_target` or as `payment`";
                self.report.push(Problem::new(Code::CommissionLinkForm, at, message));
                return None;
            }
        };
        self.not_negative(Some(Ratio::exact(most)), &pointer::join(&at, key));
        Some(Linked { unless, most: most.exact().clone(), of_target: document.payment.is_none(), pointer: at })
    }
}
