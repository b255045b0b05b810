//! What happens to earnings between the rates and rounding: the stages that a plan uses, none by default.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use super::{Cap, Component, Gate, Kicker, Limit, LineCap, Linked, MultipliedBy, Multiplier, Plan};
use crate::commission::document::{ComponentDocument, KickerBase, PlanDocument, SubjectDocument};

/// The stages of a component.
#[derive(Debug, Clone, Default)]
pub(crate) struct ComponentStages {
    pub(crate) gates: Vec<Gate>,
    pub(crate) multipliers: Vec<Multiplier>,
    pub(crate) kickers: Vec<Kicker>,
    pub(crate) line_cap: Option<LineCap>,
    pub(crate) cap: Option<Cap>,
    pub(crate) floor: Option<Limit>,
    pub(crate) linked: Option<Linked>,
}

/// The stages of a plan, over all of its components.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlanStages {
    pub(crate) cap: Option<Limit>,
    pub(crate) floor: Option<Limit>,
}

impl Check {
    pub(super) fn component_stages(&mut self, document: &ComponentDocument, at: &str) -> ComponentStages {
        let line_cap = document.line_cap.as_ref().map(|cap| self.line_cap(cap, at));
        let (cap, floor) = self.component_limits(document.cap.as_ref(), document.floor.as_ref(), at);
        ComponentStages {
            gates: self.gates(document, at),
            multipliers: self.multipliers(document, at),
            kickers: self.kickers(document, at),
            line_cap,
            cap,
            floor,
            linked: self.linked(document, at),
        }
    }

    pub(super) fn plan_stages(&mut self, document: &PlanDocument) -> PlanStages {
        let (cap, floor) = self.plan_limits(document.plan_cap.as_ref(), document.plan_floor.as_ref());
        PlanStages { cap, floor }
    }
}

impl ComponentStages {
    /// What its conditions look at.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = &SubjectDocument> {
        let multipliers = self.multipliers.iter().filter_map(Multiplier::subject);
        let kickers = self.kickers.iter().map(|kicker| &kicker.when.subject);
        let linked = self.linked.iter().map(|linked| &linked.unless.subject);
        self.gates.iter().map(|gate| &gate.when.subject).chain(multipliers).chain(kickers).chain(linked)
    }

    /// Whether gates or multipliers may value lines anew that have been paid.
    pub(crate) fn revalue(&self) -> bool {
        !self.gates.is_empty()
            || self.multipliers.iter().any(|multiplier| !matches!(multiplier.by, MultipliedBy::Always))
    }

    /// Whether something may be paid for a transaction later than on its own line.
    pub(crate) fn pay_later(&self) -> bool {
        self.revalue() || self.linked.is_some() || matches!(&self.cap, Some(Cap::Payment(limit)) if limit.carry)
    }

    /// Whether gates or multipliers look at more than the measure of the component itself in its measure period.
    pub(crate) fn looks_around(&self) -> bool {
        let own = |subject: &SubjectDocument| matches!(subject, SubjectDocument::Measure | SubjectDocument::Attainment);
        let gates = self.gates.iter().all(|gate| gate.window.is_none() && own(&gate.when.subject));
        !gates || !self.multipliers.iter().filter_map(Multiplier::subject).all(own)
    }

    /// Whether it pays by the target variable.
    pub(crate) fn needs_target(&self) -> bool {
        let targeted = |kicker: &Kicker| matches!(kicker.base, Some(KickerBase::TargetVariable | KickerBase::Ote));
        self.kickers.iter().any(targeted) || self.linked.as_ref().is_some_and(|linked| linked.of_target)
    }

    /// Whether it pays by the base salary.
    pub(crate) fn needs_salary(&self) -> bool {
        self.kickers.iter().any(|kicker| kicker.base == Some(KickerBase::Ote))
    }

    fn any(&self) -> bool {
        !self.gates.is_empty()
            || !self.multipliers.is_empty()
            || !self.kickers.is_empty()
            || self.line_cap.is_some()
            || self.cap.is_some()
            || self.floor.is_some()
            || self.linked.is_some()
    }
}

impl Plan {
    /// Whether anything has to be reached before it pays in full.
    pub(crate) fn has_gates(&self) -> bool {
        self.components.iter().any(|component| !component.stages.gates.is_empty())
    }

    /// Whether it holds a period's total to a sum.
    pub(crate) fn has_caps(&self) -> bool {
        let capped = |component: &Component| matches!(component.stages.cap, Some(Cap::Payment(_)));
        self.stages.cap.is_some() || self.components.iter().any(capped)
    }

    /// Whether what is paid depends on which transactions are one deal.
    pub(crate) fn caps_deals(&self) -> bool {
        self.components.iter().any(|component| component.stages.line_cap.is_some())
    }

    /// Whether earnings are more than what the rates say: then all of a payee's lines are gathered before they
    /// are rounded.
    pub(crate) fn is_staged(&self) -> bool {
        let own = self.stages.cap.is_some() || self.stages.floor.is_some() || self.is_shared() || self.is_pooled();
        own || self.components.iter().any(|component| component.bonus.is_some() || component.stages.any())
    }
}
