//! The check of the rounding policy.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::RoundingPolicy;
use super::check::Check;
use crate::commission::document::{Reconcile, RoundingDocument, RoundingLevel};
use crate::number::Currency;
use crate::problem::{Code, Problem};

impl Check {
    pub(super) fn rounding(&mut self, document: RoundingDocument, currency: Currency) -> RoundingPolicy {
        let RoundingDocument { mode, at, reconcile, .. } = document;
        let by_line = at == RoundingLevel::Line;
        if by_line && !matches!(reconcile, None | Some(Reconcile::None)) {
            let message = "each line is rounded for itself, so there is no total for the lines to add up to";
            self.report.push(Problem::new(Code::CommissionReconcileUnused, "/rounding/reconcile", message));
        }
        if !by_line && reconcile == Some(Reconcile::None) {
            let message = "a rounded total needs a way for its lines to add up to it";
            self.report.push(Problem::new(Code::CommissionReconcileMissing, "/rounding/reconcile", message));
        }
        let reconcile = if by_line { Reconcile::None } else { reconcile.unwrap_or_default() };
        RoundingPolicy { scale: currency.minor_unit(), mode, at, reconcile }
    }
}
