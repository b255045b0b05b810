//! What one payee's earnings bring to others: semantics 2.4, stage 15, with 2.11 and 2.18; and what teams earn together,
//! of stage 16.
//!
//! With `split_stage: payout` the payees of a transaction share what its owner earned on all of it; by `overrides`
//! those above somebody in the reporting lines are paid for what was sold or earned below them, level by level. Both
//! need everyone's earnings first: a plan that has either drafts all payees, hands on what is to be handed on, and
//! only then rounds and writes. A multi-level plan is an override with a rate for each level.

mod base;
mod describe;
mod explain;
mod handed;
mod lines;
mod overriding;
mod pools;
mod run;
mod shares;
mod way;

pub(super) use handed::HandedOn;
pub(super) use pools::{Looked, Pools};
pub(super) use run::run_together;
pub(super) use way::Above;
