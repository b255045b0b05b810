//! How a tier pays on the credit below it, checked when the plan is loaded.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use crate::commission::document::{BackTo, RateTableDocument, StepAmount, TierDocument, TierMode, TierValue};
use crate::number::Exact;
use crate::problem::{Code, Problem, Report, pointer};

/// What becomes of earlier credit when a tier is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// It keeps what it has earned.
    Keep,
    /// All of it earns at this tier's value.
    FirstDollar,
    /// What lies above the start of this tier, counted from 0, earns at the entered tier's value.
    Tier(usize),
}

/// The least and the most that a tier pays, in money.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Limits {
    pub(crate) least: Option<Exact>,
    pub(crate) most: Option<Exact>,
}

impl Limits {
    /// What a tier pays that would earn `portion`; a tier that earns nothing has no least.
    pub(crate) fn clamp(&self, portion: Exact) -> Exact {
        if portion <= Exact::ZERO {
            return portion;
        }
        let portion = self.least.as_ref().map_or_else(|| portion.clone(), |least| least.max(&portion).clone());
        self.most.as_ref().map_or_else(|| portion.clone(), |most| most.min(&portion).clone())
    }
}

/// What a table says beside its bounds and values.
#[derive(Debug, Clone, Default)]
pub(crate) struct Modes {
    /// With `whole_overage`: where the tier reached starts to pay on all credit.
    pub(crate) overage: Option<Exact>,
    /// With `per_segment`: one a tier.
    pub(crate) entries: Vec<Entry>,
    /// One a tier; empty where no tier has any.
    pub(crate) limits: Vec<Limits>,
    /// Whether every step reached counts, or the highest alone.
    pub(crate) cumulative: bool,
}

impl Modes {
    pub(crate) fn check(document: &RateTableDocument, at: &str, report: &mut Report) -> Option<Self> {
        let mut check = Check { document, at, report, sound: true };
        check.keys();
        let modes = Self {
            overage: check.overage(),
            entries: check.entries(),
            limits: check.limits(),
            cumulative: document
                .step_amount
                .map_or(document.mode == TierMode::Marginal, |steps| steps == StepAmount::Cumulative),
        };
        check.sound.then_some(modes)
    }
}

struct Check<'c> {
    document: &'c RateTableDocument,
    at: &'c str,
    report: &'c mut Report,
    sound: bool,
}

impl Check<'_> {
    /// Keys of the table that its mode and value have no use for, and modes that its value has no use for.
    fn keys(&mut self) {
        let (mode, value) = (self.document.mode, self.document.value);
        let steps = value == TierValue::StepAmount;
        if steps && matches!(mode, TierMode::WholeOverage | TierMode::PerSegment) {
            self.refuse(Code::CommissionModeMismatch, "mode", "sums for reaching a tier pay on no credit");
        }
        if self.document.overage_starts_at.is_some() && mode != TierMode::WholeOverage {
            self.unused("overage_starts_at", "only `whole_overage` has an overage");
        }
        if self.document.step_amount.is_some() && !(steps && matches!(mode, TierMode::Marginal | TierMode::Whole)) {
            self.unused("step_amount", "there are no steps to choose from");
        }
    }

    fn overage(&mut self) -> Option<Exact> {
        if self.document.mode != TierMode::WholeOverage {
            return None;
        }
        let Some(start) = &self.document.overage_starts_at else {
            self.sound = false;
            let message = "`whole_overage` needs to know where the overage starts";
            self.report.push(Problem::new(Code::CommissionOverageStartMissing, self.at, message));
            return None;
        };
        let start = start.exact();
        let first = self.document.tiers.first();
        let below = first.and_then(|tier| tier.from.as_ref()).is_some_and(|from| start < from.exact());
        let above = first.and_then(|tier| tier.to.as_ref()).is_some_and(|to| start > to.exact());
        if start.is_negative() || below || above {
            self.refuse(
                Code::CommissionOverageStartOutside,
                "overage_starts_at",
                "below the overage only the first tier pays, so it starts inside that tier or where it ends, at 0 or above",
            );
        }
        Some(start.clone())
    }

    fn entries(&mut self) -> Vec<Entry> {
        let by_segment = self.document.mode == TierMode::PerSegment;
        let tiers = &self.document.tiers;
        let entries = tiers.iter().enumerate().map(|(tier, document)| self.entry(tier, document, by_segment));
        let entries: Vec<Entry> = entries.collect();
        if by_segment { entries } else { Vec::new() }
    }

    fn entry(&mut self, tier: usize, document: &TierDocument, by_segment: bool) -> Entry {
        if document.back_to.is_some() && !by_segment {
            self.unused_of(tier, "back_to", "only with `per_segment` each tier has its own mode");
        }
        let named = document.back_to_tier.and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
        if named.is_some() && document.back_to != Some(BackTo::SegmentStart) {
            self.unused_of(tier, "back_to_tier", "the tier does not pay from the start of a segment");
        }
        match (document.back_to, named) {
            (Some(BackTo::FirstDollar), _) => Entry::FirstDollar,
            (Some(BackTo::SegmentStart), Some(named)) if named < tier => Entry::Tier(named),
            (Some(BackTo::SegmentStart), Some(named)) if named > tier => {
                let message = "a tier pays from its own start or from that of a tier below it";
                self.refuse_of(Code::CommissionBackToTierAbove, tier, "back_to_tier", message);
                Entry::Keep
            }
            // From its own start on a tier pays on the credit inside it.
            (Some(BackTo::SegmentStart) | None, _) => Entry::Keep,
        }
    }

    fn limits(&mut self) -> Vec<Limits> {
        let (mode, value) = (self.document.mode, self.document.value);
        let lump = value == TierValue::StepAmount || (value == TierValue::PayoutShare && mode == TierMode::Whole);
        let limited = matches!(mode, TierMode::Marginal | TierMode::Whole) && !lump;
        let mut limits = Vec::with_capacity(self.document.tiers.len());
        for (tier, document) in self.document.tiers.iter().enumerate() {
            let [least, most] = [&document.min, &document.max].map(|limit| limit.as_ref().map(|limit| limit.exact()));
            for (key, limit) in [("min", least), ("max", most)] {
                if limit.is_some() && !limited {
                    self.unused_of(tier, key, "only a tier of `marginal` or `whole` rates has a part of its own");
                }
            }
            if least.zip(most).is_some_and(|(least, most)| least > most) {
                let message = "the tier would pay at least more than at most";
                self.refuse_of(Code::CommissionTierLimitsCrossed, tier, "min", message);
            }
            limits.push(Limits { least: least.cloned(), most: most.cloned() });
        }
        if limits.iter().all(|limits| *limits == Limits::default()) { Vec::new() } else { limits }
    }

    fn unused(&mut self, key: &str, message: &str) {
        self.refuse(Code::CommissionTableKeyUnused, key, message);
    }

    fn unused_of(&mut self, tier: usize, key: &str, message: &str) {
        self.refuse_of(Code::CommissionTableKeyUnused, tier, key, message);
    }

    fn refuse(&mut self, code: Code, key: &str, message: &str) {
        self.sound = false;
        self.report.push(Problem::new(code, pointer::join(self.at, key), message));
    }

    fn refuse_of(&mut self, code: Code, tier: usize, key: &str, message: &str) {
        self.sound = false;
        let at = pointer::join(&pointer::at(&pointer::join(self.at, "tiers"), tier), key);
        self.report.push(Problem::new(code, at, message).with("tier", tier.saturating_add(1)));
    }
}
