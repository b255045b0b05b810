//! The ends of periods, in time: what each brings about.

use std::ops::Range;

use super::super::periods::segments::overlap;
use super::balances::BalanceRow;
use super::kind::Kind;
use super::sweep::Sweep;
use super::windows::Windows;
use crate::sorted;

/// What happens at the end of a period, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Close {
    /// The gates of a slice.
    Gates(usize),
    /// A component's kicker, by its number.
    Kicker(usize, usize),
    Link(usize),
    Cap(usize),
    Floor(usize),
    Bonus(usize),
    PlanCap,
    PlanFloor,
    /// Not an end: a day on which flags change.
    Flags,
    /// Nor this: a day on which a slice begins.
    Begins,
}

impl Sweep<'_> {
    /// The ends of periods, by date.
    pub(super) fn closes(&self) -> Vec<(Range<i32>, Close)> {
        let mut closes: Vec<(Range<i32>, Close)> = Vec::new();
        for (slice, windows) in self.gated.iter().enumerate() {
            closes.extend(windows.iter().map(|window| (window.clone(), Close::Gates(slice))));
        }
        closes.extend(self.flag_days().into_iter().map(|day| (day..day, Close::Flags)));
        closes.extend(self.first_days().into_iter().map(|day| (day..day, Close::Begins)));
        let mut add =
            |windows: &Windows, close: Close| closes.extend(windows.spans.iter().map(|window| (window.clone(), close)));
        for (component, number, windows) in &self.kickers {
            add(windows, Close::Kicker(*component, *number));
        }
        for (component, link) in self.links.iter().enumerate() {
            link.iter().for_each(|link| add(&link.windows, Close::Link(component)));
        }
        for (component, cap) in self.caps.iter().enumerate() {
            for windows in cap.iter().flat_map(|cap| [&cap.windows, &cap.between]) {
                add(windows, Close::Cap(component));
            }
        }
        for (component, floor) in self.floors.iter().enumerate() {
            floor.iter().for_each(|floor| add(&floor.windows, Close::Floor(component)));
        }
        for (component, windows) in &self.bonuses {
            add(windows, Close::Bonus(*component));
        }
        self.plan_cap.iter().for_each(|cap| add(&cap.windows, Close::PlanCap));
        self.plan_floor.iter().for_each(|floor| add(&floor.windows, Close::PlanFloor));
        sorted::sort_by_key(&mut closes, |(window, close)| (window.end, *close, window.start));
        closes
    }

    /// Ends a period, or says how one stands that goes on after the call.
    pub(super) fn close(&mut self, window: &Range<i32>, close: Close) {
        let (workings, payee, over) = (self.workings, self.payee, window.end <= self.asked.end);
        let shown = window.start < self.asked.end && self.asked.start < window.end;
        match close {
            Close::Gates(slice) => self.close_gates(slice, window, over, shown),
            Close::Flags => self.recheck(window.end, None),
            Close::Begins => self.recheck_periods(window.end),
            Close::Kicker(component, number) if over => self.close_kicker(component, number, window),
            Close::Link(component) => self.relink(component, window.end.min(self.asked.end) - 1),
            Close::Cap(component) => {
                let Some(cap) = self.caps.get_mut(component).and_then(Option::as_mut) else { return };
                if !cap.counts(window) {
                    return;
                }
                let (released, row) = if over {
                    cap.close(workings, payee, window)
                } else {
                    (Vec::new(), cap.interim(workings, payee, window))
                };
                if shown {
                    self.outcome.balances.push(BalanceRow { payee, component: Some(component), ..row });
                }
                for (row, part) in released {
                    self.release(component, window.end - 1, row, &part);
                }
            }
            Close::Floor(component) if over => {
                let Some(Some(floor)) = self.floors.get(component) else { return };
                let (short, rule) = (floor.short(workings, payee, window), floor.limit.pointer.clone());
                let what = "what the period is short of the floor of the component";
                self.extra(Kind::Floor, component, window.end - 1, &short, what, &rule);
            }
            Close::Bonus(component) => self.close_bonus(component, window, over),
            Close::PlanCap if shown => {
                let Some(cap) = &mut self.plan_cap else { return };
                let row = cap.row(workings, payee, window, !over);
                let there = self.slices.iter().any(|slice| !overlap(&slice.asked, window).is_empty());
                if there || !row.earned.is_zero() {
                    self.outcome.balances.push(row);
                }
            }
            Close::PlanFloor if over => {
                let Some(floor) = &self.plan_floor else { return };
                let (short, rule) = (floor.short(workings, payee, window), floor.limit.pointer.clone());
                // After the cap of the plan, which a floor is never above.
                if let Some(slice) = self.beside(self.component(0), window.end - 1) {
                    let what = "what the period is short of the floor of the plan";
                    self.place(Kind::Floor, slice, window.end - 1, short, (what.to_owned(), rule), Vec::new());
                }
            }
            Close::Kicker(..) | Close::Floor(_) | Close::PlanCap | Close::PlanFloor => {}
        }
    }
}
