"""Gates, caps and floors between the rates and rounding: semantics 2.8 and 2.9.

Events come in time: lines in processing order, and the ends of periods. After each of them everything is
added up again from the first; what an event brings is the difference.
"""

import operator
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from exact import number
from proration import factor
from records import overlap
from subjects import judged, subjects

ZERO = Fraction(0)
OPS = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


def used(plan):
    own = any(plan.get(key) for key in ("plan_cap", "plan_floor"))
    return own or any(part.get(key) for part in plan["components"] for key in ("gates", "multipliers", "line_cap", "cap", "floor"))


def has_caps(plan):
    return bool(plan.get("plan_cap")) or any("payment" in (part.get("cap") or {}) for part in plan["components"])


def limits(plan):
    yield from (plan[key] for key in ("plan_cap", "plan_floor") if plan.get(key))
    yield from (part[key] for part in plan["components"] for key in ("cap", "floor") if part.get(key))


def reach(call):
    """The period of the call, begun as early as anything that adds up to it."""
    if not used(call.plan):
        return call.period
    units = {limit.get("period") for limit in limits(call.plan)} - {None}
    units |= {"year" for limit in limits(call.plan) if limit.get("excess") == "carry"}
    call.reach, before = call.period, None
    while call.reach != before:
        before = call.reach
        starts = [call.fiscal.period_of(unit, before[0])[0] for unit in units]
        call.reach = min([call.first_day(), *starts]), call.period[1]
    return call.reach


@dataclass
class Extra:
    """A line that no transaction brings about."""

    kind: str
    when: object
    earned: Fraction
    emitted: bool
    quota_credit: Fraction = ZERO
    own: bool = True
    amount: Fraction = ZERO


@dataclass
class Balance:
    component: str | None
    window: tuple
    cap: Fraction
    earned: Fraction
    opening: Fraction
    withheld: Fraction
    released: Fraction
    closing: Fraction
    provisional: bool


@dataclass
class Payee:
    """One payee on the way through the year."""

    call: object
    name: str
    segments: list
    parts: list = field(default_factory=list)  # (component, day, what it earned before its cap)
    released: list = field(default_factory=list)  # (component, day, amount) after the cap
    balances: list = field(default_factory=list)

    def __post_init__(self):
        self.components = self.call.plan["components"]
        self.done = {}

    # What limits say

    def windows(self, component, limit):
        segments = [one for one in self.segments if component is None or one.component is component]
        if limit.get("period"):
            found = {span for one in segments for span in self.call.fiscal.periods(limit["period"], one.window)}
        else:
            found = {one.period for one in segments}
        return sorted(found)

    def plan_windows(self):
        """The periods under the cap of the plan, up to the last that any component adds up."""
        limits = [(part, part[key]) for part in self.components for key in ("cap", "floor") if "payment" in part.get(key, {})]
        ends = [window[1] for part, limit in limits for window in self.windows(part, limit)]
        first = min(one.window[0] for one in self.segments)
        last = max([one.window[1] for one in self.segments] + ends)
        return self.call.fiscal.periods(self.call.plan["plan_cap"]["period"], (first, last))

    def worth(self, component, limit, window):
        amount = number(limit["payment"])
        if not limit.get("prorated"):
            return amount
        within = component["effective"] if component else window
        there = ZERO
        for start, end, *_ in self.call.roster.within(self.name, window):
            span = max(start, within[0]), min(end, within[1])
            there += factor(self.call.plan, span, window) if span[0] < span[1] else 0
        return amount * there

    # Totals of everything so far

    def capped(self, component):
        """What a component has paid so far, after its own cap."""
        mine = [(when, part) for other, when, part in self.parts if other is component]
        after = sum((part for other, _, part in self.released if other is component), ZERO)
        limit = component.get("cap")
        if not limit or "payment" not in limit:
            return after + sum((part for _, part in mine), ZERO)
        for window in self.windows(component, limit):
            total = sum((part for when, part in mine if window[0] <= when < window[1]), ZERO)
            after += min(total, self.worth(component, limit, window))
        return after

    def shared(self, most, earned):
        """A sum used up by components in their order; what is below zero makes room."""
        left = most - sum(min(part, ZERO) for part in earned)
        paid = []
        for part in earned:
            got = part if part < 0 else min(part, left)
            left -= max(got, ZERO)
            paid.append(got)
        return paid

    def paid(self):
        """By component: what it has paid so far, after the cap of the plan."""
        limit = self.call.plan.get("plan_cap")
        totals = []
        for window in self.plan_windows() if limit else [None]:
            inside = [one for one in self.booked if window is None or window[0] <= one[1] < window[1]]
            earned = [sum((part for other, _, part in inside if other is one), ZERO) for one in self.components]
            totals.append(self.shared(self.worth(None, limit, window), earned) if limit else earned)
        return [sum(column) for column in zip(*totals)]

    # Events

    def run(self):
        self.booked, self.after, self.moves = [], [ZERO] * len(self.components), []
        self.flow, self.floors = [], []
        self.seen, self.worths, self.ended, self.gates = [], {}, set(), []
        lines = []
        for at, segment in enumerate(self.segments):
            segment.extras = []
            lines += [(self.call.key(line), at, segment, line) for line in segment.lines if line.emitted]
        lines.sort(key=lambda one: one[:2])
        events = [((one[0][0], 1), one) for one in lines]
        closes = []
        for at, segment in enumerate(self.segments):
            measure = ZERO
            for line in segment.all:
                measure += line.quota_credit
                line.measured = measure
            if judged(segment.component):
                window = segment.span[0], self.end_of(segment)
                closes.append((window, (-1, at), segment))
                for subject in subjects(segment.component):
                    for when in self.call.flag_days(self.name, subject):
                        closes.append(((when, when), (9, 0), None))
        for at, component in enumerate(self.components):
            if "payment" in (component.get("cap") or {}):
                closes += [(window, (0, at), component) for window in self.windows(component, component["cap"])]
            if component.get("floor"):
                closes += [(window, (1, at), component) for window in self.windows(component, component["floor"])]
        if self.call.plan.get("plan_cap"):
            closes += [(window, (2, 0), None) for window in self.plan_windows()]
        if self.call.plan.get("plan_floor"):
            closes += [(window, (3, 0), None) for window in self.windows(None, self.call.plan["plan_floor"])]
        closes.sort(key=lambda one: (one[0][1], one[1], one[0][0]))
        for _, (_, _, segment, line) in events:
            while closes and closes[0][0][1] <= line.when:
                self.close(*closes.pop(0))
            self.line(segment, line)
        for close in closes:
            self.close(*close)
        self.finish()

    def line(self, segment, line):
        self.done.setdefault(id(segment), []).append(line)
        self.seen.append((self.start_of(segment), line.measured))
        now = self.value(segment, self.standing(segment, line.when, False), line.when)
        change, self.worths[id(segment)] = now - self.worths.get(id(segment), ZERO), now
        line.final = self.book(segment.component, line.when, change)
        self.recheck(line.when)

    def value(self, segment, gates, when):
        """What the lines of a segment so far are worth by how its gates stand."""
        component, lines = segment.component, self.done.get(id(segment), [])
        cap, factor, base_only, above = component.get("line_cap"), Fraction(1), False, None
        for gate, state in gates:
            if state[0]:
                if gate.get("on_pass") == "excess_only":
                    quota = segment.quota if gate["subject"] == "attainment" else 1
                    above = max([one for one in (above, number(gate["value"]) * quota) if one is not None])
                continue
            fails = gate.get("on_fail", "zero")
            if fails == "base_rate_only":
                base_only = True
            elif fails == "hold" and state[2] and gate.get("at_end") == "release":
                pass
            else:
                factor *= number(fails["factor"]) if isinstance(fails, dict) else 0
        for multiplier in component.get("multipliers", []):
            factor *= self.multiplier(multiplier, segment, when)
        deals = {}
        for line in lines:
            key = self.call.deal(line.row) if cap else id(line)
            worth = self.call.at_base_rate(segment, line) if base_only else line.earned
            deals[key] = deals.get(key, ZERO) + worth * factor
        total = sum((within(cap, deal) for deal in deals.values()), ZERO)
        most = (component.get("cap") or {}).get("attainment")
        if not segment.quota or component["measure"].get("accumulate") == "transaction":
            most = None
        if not lines or (above is None and most is None):
            return total
        top = None if most is None else number(most) * segment.quota
        start, end = lines[0].before, lines[-1].after
        everything = self.call.earned_at(segment, end) - self.call.earned_at(segment, start)
        part = self.between(segment, above, top, end) - self.between(segment, above, top, start)
        if part == everything:
            return total
        return total * part / everything if everything else ZERO

    def between(self, segment, above, top, measure):
        """What a measure earns above one bound and up to another."""
        measure = measure if top is None else min(measure, top)
        earned = self.call.earned_at(segment, measure)
        if above is None:
            return earned
        if measure <= above:
            return ZERO
        if (segment.component.get("rate_table") or {}).get("mode") == "whole" and not self.call.is_lump(segment):
            return earned * (measure - above) / measure
        return earned - self.call.earned_at(segment, above)

    # Gates

    def start_of(self, segment):
        return id(segment.component), segment.span[0]

    def measure_of(self, segment):
        mine = [line for key, line in self.seen if key == self.start_of(segment)]
        return mine[-1] if mine else ZERO

    def end_of(self, segment):
        return max(one.span[1] for one in self.segments if self.start_of(one) == self.start_of(segment))

    def attainment_of(self, segment):
        if segment.quota is None:
            return None
        if segment.quota:
            return self.measure_of(segment) / segment.quota
        return {"zero_attainment": ZERO, "full_attainment": Fraction(1)}.get(segment.component["quota"].get("zero"))

    def standing(self, segment, when, ended):
        """Each gate of a segment with whether it is passed, what there is, and whether its time is over."""
        return [(gate, (*self.judge(gate, segment, when), ended)) for gate in segment.component.get("gates", [])]

    def judge(self, gate, segment, when):
        actual = self.actual(gate["subject"], segment, when)
        return actual is not None and OPS[gate["op"]](actual, number(gate["value"])), actual

    def multiplier(self, multiplier, segment, when):
        """A factor: always, where a condition holds, or of the last step that is reached."""
        if "when" in multiplier:
            return number(multiplier["factor"]) if self.judge(multiplier["when"], segment, when)[0] else 1
        if "factor" in multiplier:
            return number(multiplier["factor"])
        actual = self.actual(multiplier["subject"], segment, when)
        reached = [step for step in multiplier["steps"] if actual is not None and actual >= number(step["from"])]
        return number(reached[-1]["factor"]) if reached else 1

    def actual(self, subject, segment, when):
        """What a condition looks at."""
        if isinstance(subject, dict) and "flag" in subject:
            actual = self.call.flag(self.name, subject["flag"], when)
        else:
            other, kind = segment, subject
            if isinstance(subject, dict):
                kind, name = next(iter(subject.items()))
                found = [one for one in self.segments if one.component["id"] == name and one.period == segment.period]
                found = [one for one in found if one.window[0] <= when]
                other = max(found, key=lambda one: one.window[0]) if found else None
            of = self.attainment_of if kind.startswith("attainment") else self.measure_of
            actual = of(other) if other is not None else None
        return actual

    def recheck(self, when):
        for segment in self.segments:
            if judged(segment.component) and segment.window[0] <= when and id(segment) not in self.ended:
                self.reopen(segment, when, False)

    def reopen(self, segment, when, ended):
        gates = self.standing(segment, when, ended)
        change = self.value(segment, gates, when) - self.worths.get(id(segment), ZERO)
        if change:
            self.worths[id(segment)] = self.worths.get(id(segment), ZERO) + change
            kind = "gate" if segment.component.get("gates") else "multiplier"
            self.moves.append((segment.component, when, self.book(segment.component, when, change), kind))

    def close_gates(self, segment, window, over, shown):
        start, end = self.call.period
        when = (window[1] if over else end) - timedelta(1)
        if over:
            self.reopen(segment, when, True)
            self.ended.add(id(segment))
        group = [one for one in self.segments if self.start_of(one) == self.start_of(segment)]
        if not shown or segment is not group[-1]:
            return
        withheld = sum((self.value(one, [], when) - self.worths.get(id(one), ZERO) for one in group), ZERO)
        for at, (gate, (passed, actual, ended)) in enumerate(self.standing(segment, when, over)):
            self.gates.append((segment, at, window, gate, passed, actual, withheld, ended))

    def book(self, component, when, part, capped=True):
        """Adds earnings, and answers what the component pays of them; others' changes are kept."""
        before = self.capped(component)
        (self.parts if capped else self.released).append((component, when, part))
        change = self.capped(component) - before
        self.booked.append((component, when, change))
        self.floors.append((component, when, change))
        after, own = self.paid(), ZERO
        for other, now, was in zip(self.components, after, self.after):
            if other is component:
                own = now - was
            elif now != was:
                self.moves.append((other, when, now - was, "plan_cap"))
            self.flow.append((when, now - was))
        self.after = after
        return own

    def close(self, window, kind, component):
        start, end = self.call.period
        over, last = window[1] <= end, window[1] - timedelta(1)
        shown = window[0] < end and start < window[1]
        if kind[0] == -1:
            self.close_gates(component, window, over, shown)
        elif kind[0] == 9 and window[1] < end:
            self.recheck(window[1])
        elif kind[0] == 0:
            self.close_cap(window, component, over, last, shown)
        elif kind[0] == 1 and over:
            total = sum((part for other, when, part in self.floors if other is component and window[0] <= when < window[1]), ZERO)
            short = max(ZERO, self.worth(component, component["floor"], window) - total)
            if short:
                self.place("floor", component, last, self.book(component, last, short, capped=False))
        elif kind[0] == 2 and shown:
            limit = self.call.plan["plan_cap"]
            inside = [one for one in self.booked if window[0] <= one[1] < window[1]]
            earned = [sum((part for other, _, part in inside if other is one), ZERO) for one in self.components]
            most = self.worth(None, limit, window)
            total, paid = sum(earned), sum(self.shared(most, earned))
            if total or any(overlap(one.window, window) for one in self.segments):
                self.balances.append(Balance(None, window, most, total, ZERO, total - paid, ZERO, ZERO, not over))
        elif kind[0] == 3 and over:
            total = sum((part for when, part in self.flow if window[0] <= when < window[1]), ZERO)
            short = max(ZERO, self.worth(None, self.call.plan["plan_floor"], window) - total)
            self.place("floor", self.segments[0].component, last, short)

    def close_cap(self, window, component, over, last, shown):
        limit = component["cap"]
        most = self.worth(component, limit, window)
        earned = sum((part for other, when, part in self.parts if other is component and window[0] <= when < window[1]), ZERO)
        year, carries = self.call.fiscal.period_of("year", window[0]), limit.get("excess") == "carry"
        before = [one for one in self.caps(component) if self.call.fiscal.period_of("year", one.window[0]) == year]
        opening = before[-1].closing if before else ZERO
        withheld, released = earned - min(earned, most), ZERO
        if over and carries:
            released = min(earned + opening, most) - min(earned, most)
        closing = opening + withheld - released if carries else ZERO
        row = Balance(component["id"], window, most, earned, opening, withheld, released, closing, not over)
        row.of, row.shown = component, shown
        self.balances.append(row)
        if released:
            self.place("cap_release", component, last, self.book(component, last, released, capped=False))

    def caps(self, component):
        return [one for one in self.balances if one.component is not None and one.of is component]

    def beside(self, component, when):
        own = [one for one in self.segments if one.component is component]
        begun = [one for one in own if one.window[0] <= when]
        return (begun or own[:1])[-1]

    def place(self, kind, component, when, amount):
        if amount:
            segment = self.beside(component, when)
            segment.extras.append(Extra(kind, when, amount, when >= self.call.period[0]))

    def finish(self):
        start, end = self.call.period
        sums = {}
        for component, when, change, kind in self.moves:
            segment = self.beside(component, when)
            if when < start:
                segment.extras.append(Extra(kind, when, change, False))
            else:
                key = id(segment), kind
                sums[key] = segment, kind, sums.get(key, (None, None, ZERO))[2] + change
        for segment, kind, change in sums.values():
            if change:
                segment.extras.append(Extra(kind, end - timedelta(1), change, True))
        order = ["earning", "gate", "multiplier", "plan_cap", "cap_release", "floor"]
        for segment in self.segments:
            segment.extras.sort(key=lambda one: (one.when, order.index(one.kind)))
            for line in segment.lines:
                line.part, line.earned = line.earned, line.final if line.emitted else line.earned
            # What comes before what is staged only moved the measure.
            segment.lines = [line for line in segment.lines if line.emitted]
            for line in segment.lines:
                line.emitted = line.when >= start
            early = [one for one in segment.extras if not one.emitted]
            segment.lines = early + segment.lines + [one for one in segment.extras if one.emitted]
        numbers = {id(one): at for at, one in enumerate(self.components)}
        self.balances = [one for one in self.balances if one.component is None or one.shown]
        self.gates.sort(key=lambda one: (numbers[id(one[0].component)], one[2][0], one[1]))
        self.balances.sort(key=lambda one: (one.component is None, numbers[id(one.of)] if one.component else 0, one.window[0]))


def within(cap, deal):
    """A deal within its least and its most; nothing at or below zero is cut or raised."""
    if not cap or deal <= 0:
        return deal
    if cap.get("min") is not None:
        deal = max(deal, number(cap["min"]))
    return min(deal, number(cap["max"])) if cap.get("max") is not None else deal
