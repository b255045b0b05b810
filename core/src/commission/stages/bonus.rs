//! Bonuses by the period: objectives when it ends, milestones as soon as they are reached.

use std::ops::Range;

use super::super::document::{BonusKind, CreditBasis, MeasurePeriod, SubjectDocument};
use super::super::model::{Bonus, Cap, Component, Condition, Objective, Payout, Plan};
use super::super::periods::slices::Slice;
use super::kind::Kind;
use super::subjects::last_of_sums;
use super::sweep::{Cause, Sweep};
use super::windows::presence;
use crate::number::Exact;
use crate::time::Date;

impl Plan {
    /// The highest score under a name, where an objective asks for it: the least of several.
    pub(super) fn score_range(&self, name: &str) -> Option<&Exact> {
        let bonuses = self.components.iter().filter_map(|component| component.bonus.as_ref());
        let asking = bonuses.filter(|bonus| bonus.scores().any(|score| score == name));
        asking.map(|bonus| &bonus.max).min()
    }
}

impl Sweep<'_> {
    fn bonus(&self, component: usize) -> Option<(&Component, &Bonus)> {
        let component = self.workings.plan.components.get(component)?;
        Some((component, component.bonus.as_ref()?))
    }

    pub(super) fn is_milestone(&self, component: usize) -> bool {
        self.bonus(component).is_some_and(|(_, bonus)| bonus.kind == BonusKind::Milestone)
    }

    /// The last slice of each running sum of a bonus in a period, as far as they have begun on a day.
    fn terms(&self, component: usize, window: &Range<i32>, day: i32) -> Vec<&Slice> {
        last_of_sums(self.slices, window, |slice| slice.component == component && slice.asked.start <= day)
    }

    /// Ends the period of a bonus, or says how one stands that goes on after the call.
    pub(super) fn close_bonus(&mut self, component: usize, window: &Range<i32>, over: bool) {
        let kind = self.bonus(component).map(|(_, bonus)| bonus.kind);
        match kind {
            Some(BonusKind::Mbo) if over => self.score(component, window),
            _ => self.reach_milestone(component, window.end.min(self.asked.end) - 1),
        }
    }

    /// Pays objectives by the scores of the last day of their period.
    fn score(&mut self, component: usize, window: &Range<i32>) {
        let day = window.end - 1;
        let terms = self.terms(component, window, day);
        let (Some((own, bonus)), Some(last)) = (self.bonus(component), terms.last()) else { return };
        let base = match (&bonus.amount, &bonus.salary_share) {
            (Some(amount), _) => self.for_presence(bonus, amount, window),
            (None, Some(share)) => {
                let salaries = terms.iter().filter_map(|slice| slice.salary.as_ref());
                salaries.fold(Exact::ZERO, |sum, salary| sum.add(salary)).mul(share)
            }
            (None, None) => {
                let targets = terms.iter().filter_map(|slice| slice.target.as_ref());
                targets.fold(Exact::ZERO, |sum, target| sum.add(target)).mul(&own.weight)
            }
        };
        let actual = |when: &Condition| self.subjects.actual(&when.subject, last, Some(window), day);
        let failed = bonus.when.as_ref().filter(|when| !when.holds(actual(when).as_ref()));
        let mut inputs = vec![("base".to_owned(), base.clone())];
        let mut score = Exact::ZERO;
        let mut without = Vec::new();
        for objective in &bonus.objectives {
            let Objective { subject, weight, payout } = objective;
            let name = match subject {
                SubjectDocument::Flag(name) => name.clone(),
                subject => subject.words(),
            };
            match self.subjects.actual(subject, last, Some(window), day) {
                Some(own) => {
                    let paid = objective.paid(&own);
                    score = score.add(&paid.mul(weight));
                    inputs.push((name.clone(), own));
                    inputs.extend(payout.as_ref().map(|_| (format!("payout of {name}"), paid)));
                }
                None => without.push(format!("`{name}`")),
            }
        }
        inputs.push(("score".to_owned(), score.clone()));
        let missing =
            if without.is_empty() { String::new() } else { format!(", without a score of {}", without.join(", ")) };
        let (amount, what) = match failed {
            None => (base.mul(&score), format!("the base times the weighted scores{missing}")),
            Some(when) => (Exact::ZERO, format!("nothing, as it is not so that {}{missing}", when.words())),
        };
        self.pay_bonus(Kind::Mbo, component, day, &amount, what, inputs);
    }

    /// Pays a milestone that is reached by a day, or takes it back.
    pub(super) fn reach_milestone(&mut self, component: usize, day: i32) {
        let Some((_, windows)) = self.bonuses.iter().find(|(number, _)| *number == component) else { return };
        let Some(window) = windows.at(day).cloned() else { return };
        let terms = self.terms(component, &window, day);
        let (Some((_, bonus)), Some(last)) = (self.bonus(component), terms.last()) else { return };
        let (BonusKind::Milestone, Some(when), Some(amount)) = (bonus.kind, &bonus.when, &bonus.amount) else {
            return;
        };
        let actual = self.subjects.actual(&when.subject, last, Some(&window), day);
        let due = if when.holds(actual.as_ref()) { self.for_presence(bonus, amount, &window) } else { Exact::ZERO };
        let words = when.words();
        let paid = self.milestones.get(&(component, window.start)).cloned().unwrap_or(Exact::ZERO);
        let change = due.sub(&paid);
        if change.is_zero() {
            return;
        }
        let what = if change.is_negative() {
            format!("taken back, as it is no longer so that {words}")
        } else {
            format!("reached, as {words}")
        };
        self.milestones.insert((component, window.start), due);
        let inputs = actual.map(|actual| ("actual".to_owned(), actual)).into_iter().collect();
        self.pay_bonus(Kind::Milestone, component, day, &change, what, inputs);
    }

    /// A sum for the part of a period that the payee is there, where the bonus says so.
    fn for_presence(&self, bonus: &Bonus, amount: &Exact, window: &Range<i32>) -> Exact {
        if !bonus.prorated {
            return amount.clone();
        }
        amount.mul(&presence(self.workings, self.payee, window, &(i32::MIN..i32::MAX)))
    }

    fn pay_bonus(
        &mut self,
        kind: Kind,
        component: usize,
        day: i32,
        amount: &Exact,
        what: String,
        inputs: Vec<(String, Exact)>,
    ) {
        let paid = self.book(component, day, Cause::Period, amount);
        let rule = self.bonus(component).map_or_else(String::new, |(component, _)| component.pointer.clone());
        if let Some(slice) = self.beside(component, day) {
            self.place(kind, slice, day, paid, (what, rule), inputs);
        }
    }
}

impl Component {
    /// A bonus in words.
    pub(crate) fn describe_bonus(&self) -> Option<Vec<String>> {
        let bonus = self.bonus.as_ref()?;
        let period = match self.period {
            MeasurePeriod::Month => "a month",
            MeasurePeriod::Quarter => "a quarter",
            MeasurePeriod::Half => "half a year",
            MeasurePeriod::Year | MeasurePeriod::Quota => "a year",
        };
        let id = &self.id;
        let part = if bonus.prorated { " (by the part of it that one is there)" } else { "" };
        let amount = bonus.amount.clone().unwrap_or(Exact::ZERO);
        let mut lines = match (bonus.kind, &bonus.amount) {
            (BonusKind::Spiff, _) => self.describe_spiff(&amount),
            // Those of teams are no components.
            (BonusKind::Team, _) => return None,
            (BonusKind::Milestone, _) => vec![format!("milestone `{id}` pays {amount} once {period}{part}")],
            (BonusKind::Mbo, Some(_)) => {
                vec![format!("objectives `{id}` pay {amount} times their scores when {period} ends{part}")]
            }
            (BonusKind::Mbo, None) => {
                let (share, of) = match &bonus.salary_share {
                    Some(share) => (share, "base salary"),
                    None => (&self.weight, "target variable"),
                };
                vec![format!("objectives `{id}` pay {share} of the {of} times their scores when {period} ends")]
            }
        };
        let most = &bonus.max;
        for Objective { subject, weight, payout } in &bonus.objectives {
            let what = match subject {
                SubjectDocument::Flag(score) => format!("the score `{score}`, from 0 to {most}"),
                subject => subject.words(),
            };
            let points = payout.iter().flat_map(|payout| &payout.points).map(|(x, y)| format!("{y} at {x}"));
            let points: Vec<String> = points.collect();
            let pays = if points.is_empty() { String::new() } else { format!("; it pays {}", points.join(", ")) };
            lines.push(format!("  {weight} of it for {what}{pays}"));
        }
        let gate = if bonus.kind == BonusKind::Milestone { "  as soon as" } else { "  only where" };
        lines.extend(bonus.when.iter().map(|when| format!("{gate} {} over {period}", when.words())));
        if bonus.under_plan_cap {
            lines.push("  it counts under the cap and the floor of the plan, after the components".to_owned());
        }
        Some(lines)
    }
}

impl Component {
    fn describe_spiff(&self, amount: &Exact) -> Vec<String> {
        let days = self.bonus.as_ref().and_then(|bonus| bonus.span.clone()).unwrap_or_default();
        let date = |day: i32| Date::from_days(day).map_or_else(|_| day.to_string(), |date| date.to_string());
        let per = if self.credit == CreditBasis::Units { "unit" } else { "deal" };
        let basis = super::super::credit::credits::column(self.date);
        let (id, from, to) = (&self.id, date(days.start), date(days.end));
        let head = format!("spiff `{id}` pays {amount} a {per} by `{basis}` from {from} up to, not including, {to}");
        let mut lines = vec![head];
        lines.extend(self.eligible.iter().map(|rule| format!("  only where {}", rule.describe())));
        if let Payout::Table(table, _) = &self.payout {
            lines.extend(table.bounds.last().map(|most| format!("  for the first {most} of them")));
        }
        if let Some(Cap::Payment(limit)) = &self.stages.cap {
            lines.push(format!("  at most {} together", limit.payment));
        }
        lines
    }
}
