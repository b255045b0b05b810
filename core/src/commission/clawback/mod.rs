//! Refunds: what a sale earned is taken back by the plan's clawback mode.
//!
//! A refund is linked to its sale by `reverses_id`. It makes no credit of its own, unless the plan asks for
//! the rates of its day: whoever earned on the sale gives back, line by line, by the same components. Parts of
//! a refund are differences of rounded running totals, so that they add up to one full refund, and a sale
//! with its full refund to zero, for every payee. Source: the semantics of commissions, 2.15.

mod cancelled;
mod describe;
mod explain;
mod factor;
mod lines;
mod originals;
mod policy;
mod pooled;
mod recalculate;
mod refunds;
mod removed;
mod restored;
mod stage;

pub(super) use lines::columns;
pub(super) use originals::Originals;
pub(super) use policy::ClawbackPolicy;
pub(super) use refunds::{CLAWBACK_MODES, Refunds};
pub(super) use removed::Removed;
pub(super) use stage::Clawbacks;
