//! The versions of a plan: which components are in force when.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::ops::Range;

use super::Component;
use super::check::{Check, Measure};
use crate::commission::document::{ComponentDocument, EffectiveDocument, VersionDocument};
use crate::commission::periods::roster::days_of;
use crate::commission::rates::across::Along;
use crate::number::Currency;
use crate::problem::{Code, Problem, pointer};
use crate::sorted;

/// One version on its way to the model: where it stands in the document, when it is in force, and its parts.
struct Version {
    at: String,
    effective: EffectiveDocument,
    components: Vec<ComponentDocument>,
}

impl Version {
    /// In days from 1970-01-01.
    fn days(&self) -> Range<i32> {
        self.effective.from.days()..days_of(self.effective.to, i32::MAX)
    }
}

impl Check {
    /// The components of all versions, those of one id together and by date, in the order of the latest
    /// version; and the days of each version, by date.
    pub(super) fn versions(
        &mut self,
        effective: EffectiveDocument,
        components: Vec<ComponentDocument>,
        earlier: Vec<VersionDocument>,
        currency: Currency,
    ) -> (Vec<Component>, Vec<Range<i32>>) {
        let earlier = earlier.into_iter().enumerate().map(|(position, version)| Version {
            at: pointer::at("/earlier_versions", position),
            effective: version.effective,
            components: version.components,
        });
        let mut versions: Vec<Version> =
            std::iter::once(Version { at: String::new(), effective, components }).chain(earlier).collect();
        self.in_force(&versions);
        sorted::sort_by_key(&mut versions, |version| std::cmp::Reverse(version.effective.from));
        let days: Vec<Range<i32>> = versions.iter().rev().map(Version::days).collect();
        let mut checked: Vec<Component> = Vec::new();
        let mut lineages: Vec<String> = Vec::new();
        let mut keys = 0_usize;
        for version in versions {
            let (root, days) = (pointer::join(&version.at, "components"), version.days());
            self.ids(&version.components, &root);
            self.weights(&version.components, &root);
            let first_key = keys;
            keys = keys.saturating_add(version.components.len());
            self.measures =
                (first_key..).zip(&version.components).map(|(key, component)| Measure::of(key, component)).collect();
            let single = version.components.len() == 1;
            for (position, component) in version.components.into_iter().enumerate() {
                let at = pointer::at(&root, position);
                let Some(component) = self.component(component, at, single, currency) else { continue };
                let known = lineages.iter().position(|id| *id == component.id);
                let lineage = known.unwrap_or(lineages.len());
                if known.is_none() {
                    lineages.push(component.id.clone());
                }
                let key = first_key.saturating_add(position);
                checked.push(Component { key, lineage, effective: days.clone(), ..component });
            }
        }
        sorted::sort_by_key(&mut checked, |component| (component.lineage, component.effective.start));
        let keys: Vec<usize> = checked.iter().map(|component| component.key).collect();
        for component in &mut checked {
            component.payout.place(|key| keys.iter().position(|known| *known == key));
        }
        let looked_up: Vec<Along> = checked.iter().flat_map(|component| component.payout.along()).collect();
        for (position, component) in checked.iter_mut().enumerate() {
            component.is_looked_up = looked_up.contains(&Along::AttainmentOf(position));
        }
        (checked, days)
    }

    /// Every version has a day, and no two are in force on the same.
    fn in_force(&mut self, versions: &[Version]) {
        for (position, version) in versions.iter().enumerate() {
            let days = version.days();
            if days.is_empty() {
                let message = "the plan ends where it starts, or before";
                let at = format!("{}/effective/to", version.at);
                self.report.push(Problem::new(Code::TimeEmptyPeriod, at, message));
            }
            for other in versions.iter().take(position) {
                let of_other = other.days();
                if days.start < of_other.end && of_other.start < days.end {
                    let message = "this version and another are in force on the same days";
                    let at = format!("{}/effective", version.at);
                    self.report.push(
                        Problem::new(Code::CommissionVersionOverlap, at, message)
                            .related(format!("{}/effective", other.at)),
                    );
                }
            }
        }
    }
}
