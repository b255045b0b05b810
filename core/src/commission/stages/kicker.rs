//! Kickers: what is added to a component once a window.

use std::ops::Range;

use super::super::document::KickerBase;
use super::super::model::Kicker;
use super::super::periods::slices::Slice;
use super::kind::Kind;
use super::subjects::last_of_sums;
use super::sweep::Sweep;
use crate::number::Exact;

impl Kicker {
    /// What it adds, in words.
    fn words(&self) -> String {
        let base = match self.base {
            None => "",
            Some(KickerBase::Credit) => " of the credit",
            Some(KickerBase::ComponentResult) => " of what the lines earned",
            Some(KickerBase::TargetVariable) => " of the target variable",
            Some(KickerBase::Ote) => " of the OTE",
        };
        format!("{}{base}", self.pays)
    }

    pub(super) fn describe(&self, window: &str) -> String {
        format!("  when {window} ends and {}, it adds {}", self.when.words(), self.words())
    }
}

impl Sweep<'_> {
    /// Ends a window of a kicker. The version of the component pays that is in force last in it.
    pub(super) fn close_kicker(&mut self, component: usize, number: usize, window: &Range<i32>) {
        let plan = &self.workings.plan;
        let Some(kicker) = plan.components.get(component).and_then(|one| one.stages.kickers.get(number)) else {
            return;
        };
        let own = plan.components.get(component).map(|one| one.lineage);
        let meant = |slice: &Slice| Some(self.workings.component(slice).lineage) == own;
        let sums = last_of_sums(self.slices, window, meant);
        let Some(last) = sums.last().filter(|last| last.component == component) else { return };
        let day = window.end - 1;
        let actual = self.subjects.actual(&kicker.when.subject, last, Some(window), day);
        if !kicker.when.holds(actual.as_ref()) {
            return;
        }
        let within = |of: &dyn Fn(usize) -> Option<Exact>| {
            let slices = self.slices.iter().enumerate();
            let slices = slices.filter(|(_, slice)| meant(slice) && window.contains(&slice.period.start));
            slices.filter_map(|(at, _)| of(at)).fold(Exact::ZERO, |sum, part| sum.add(&part))
        };
        let terms = |of: &dyn Fn(&Slice) -> Exact| sums.iter().fold(Exact::ZERO, |sum, slice| sum.add(&of(slice)));
        let target = |slice: &Slice| slice.target.clone().unwrap_or(Exact::ZERO);
        let base = kicker.base.map(|base| match base {
            KickerBase::Credit => within(&|at| self.credited.get(at).cloned()),
            KickerBase::ComponentResult => within(&|at| Some(self.values.get(at)?.total.clone())),
            KickerBase::TargetVariable => terms(&|slice| target(slice).mul(&self.workings.component(slice).weight)),
            KickerBase::Ote => terms(&|slice| target(slice).add(&slice.salary.clone().unwrap_or(Exact::ZERO))),
        });
        let amount = base.as_ref().map_or_else(|| kicker.pays.clone(), |base| base.mul(&kicker.pays));
        let what = format!("{}, as {} when the period ends", kicker.words(), kicker.when.words());
        let named = |name: &str, value: Option<Exact>| value.map(|value| (name.to_owned(), value));
        let mut inputs: Vec<(String, Exact)> = named("actual", actual).into_iter().collect();
        inputs.extend(named("base", base));
        let paid = self.pay(component, day, None, &amount);
        inputs.extend(named("before caps", (paid != amount).then_some(amount)));
        if let Some(slice) = self.beside(component, day) {
            self.place(Kind::Kicker, slice, day, paid, (what, kicker.pointer.clone()), inputs);
        }
    }
}
