"""Gates, kickers, caps, links and floors between the rates and rounding: semantics 2.8 to 2.10.

Events come in time: lines in processing order, and the ends of periods. After each of them everything is
added up again from the first; what an event brings is the difference.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from bonuses import Rewarding
from cancelling import Cancelling
from exact import number
from fiscal import day
from judging import Judging
from linking import Linking
from proration import factor
from records import cell, overlap
from stage_rows import Balance, Extra
from subjects import subjects, windows_of

ZERO = Fraction(0)
STAGES = ("gates", "multipliers", "kickers", "line_cap", "cap", "floor", "linked")


def used(plan):
    own = any(plan.get(key) for key in ("plan_cap", "plan_floor", "bonuses", "overrides")) or plan.get("split_stage") == "payout"
    return own or any(part.get(key) for part in plan["components"] for key in STAGES)


def pays_later(plan):
    """Whether something may be paid for a transaction later than on its own line."""
    multipliers = [one for part in plan["components"] for one in part.get("multipliers", [])]
    gated = any(part.get("gates") for part in plan["components"]) or any("when" in one or "subject" in one for one in multipliers)
    linked = any(part.get("linked") for part in plan["components"])
    return gated or linked or any((part.get("cap") or {}).get("excess") == "carry" for part in plan["components"])


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
    units |= {
        one["window"] for part in call.plan["components"] for key in ("gates", "kickers") for one in part.get(key, []) if one.get("window")
    }
    units |= call.sharing.units()
    units |= {"year" for limit in limits(call.plan) if limit.get("excess") == "carry"}
    call.reach, before = call.period, None
    while call.reach != before:
        before = call.reach
        starts = [call.fiscal.period_of(unit, before[0])[0] for unit in units]
        call.reach = min([call.first_day(), *starts]), call.period[1]
    return call.reach


@dataclass
class Payee(Judging, Linking, Rewarding, Cancelling):
    """One payee on the way through the year."""

    call: object
    name: str
    segments: list
    parts: list = field(default_factory=list)  # (component, day, what it earned before its cap)
    after_cap: list = field(default_factory=list)  # what a component earned, before its link
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

    def cap_windows(self, component):
        """The periods under a component's cap, and those in which kickers and gates pay after somebody has left."""
        found, limit = self.windows(component, component["cap"]), component["cap"]
        unit = limit.get("period") or component["measure"]["period"]
        for end in self.last_ends(component):
            if unit != "quota" and not any(window[0] < end <= window[1] for window in found):
                found.append(self.call.fiscal.period_of(unit, end - timedelta(1)))
        return sorted(found)

    def cap_gaps(self, component):
        """What lies between those periods, up to where the last kicker or gate ends: under the cap as well."""
        found, unit = self.cap_windows(component), component["cap"].get("period") or component["measure"]["period"]
        gaps = []
        for (_, start), end in zip(found, [window[0] for window in found[1:]] + [max(self.last_ends(component), default=None)]):
            if end is not None and start < end:
                gaps += [(start, end)] if unit == "quota" else self.call.fiscal.periods(unit, (start, end))
        return gaps

    def under_cap(self, component):
        return self.cap_windows(component) + self.cap_gaps(component)

    def last_ends(self, component):
        """Where the windows of kickers and gates end."""
        kicked = [window for kicker in component.get("kickers", []) for window in self.kicked(component, kicker)]
        own = [one for one in self.segments if one.component is component]
        return [end for _, end in kicked + [self.looked_at(one, unit) for one in own for unit in windows_of(component)]]

    def plan_windows(self):
        """The periods under the cap of the plan, up to the last that any component adds up."""
        ends = [window[1] for part in self.components if "payment" in part.get("cap", {}) for window in self.cap_windows(part)]
        ends += [window[1] for part in self.components if "floor" in part for window in self.windows(part, part["floor"])]
        ends += [window[1] for part in self.rewards() for window in self.windows(part, {})]
        ends += [end for part in self.components for end in self.last_ends(part)]
        first = min(one.window[0] for one in self.segments)
        last = max([one.window[1] for one in self.segments] + ends)
        return self.call.fiscal.periods(self.call.plan["plan_cap"]["period"], (first, last))

    def kicked(self, component, kicker):
        return self.windows(component, {"period": kicker.get("window")})

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
        after = ZERO
        limit = component.get("cap")
        if not limit or "payment" not in limit:
            return after + sum((part for _, part in mine), ZERO)
        for window in self.under_cap(component):
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
        self.booked, self.after, self.moved = [], [ZERO] * len(self.components), {}
        self.flow, self.floors = [], []
        self.seen, self.worths, self.gates = [], {}, []
        self.open, self.mosts = {id(one): [] for one in self.segments}, {}
        self.reached = {}
        self.gone, self.owed, self.lost, self.stood = {}, {}, {}, {}
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
                line.start = measure
                measure += line.quota_credit
                line.measured = measure
            for window in {self.looked_at(segment, unit) for unit in windows_of(segment.component)}:
                self.open[id(segment)].append(window)
                closes.append((window, (-1, at), segment))
            for subject in subjects(segment.component):
                for when in self.call.flag_days(self.name, subject):
                    closes.append(((when, when), (9, 0), None))
        # What a link or a milestone pays by a quota or a target is of the day on which that begins.
        if any(part.get("linked") or part.get("bonus", {}).get("kind") == "milestone" for part in self.components):
            closes += [((when, when), (10, 0), None) for when in {one.window[0] for one in self.segments}]
        for at, component in enumerate(self.components):
            for which, kicker in enumerate(component.get("kickers", [])):
                closes += [(window, (-0.5, at, which), component) for window in self.kicked(component, kicker)]
            if component.get("linked"):
                closes += [(window, (-0.25, at), component) for window in self.windows(component, {})]
            if "payment" in (component.get("cap") or {}):
                closes += [(window, (0, at), component) for window in self.under_cap(component)]
            if component.get("floor"):
                closes += [(window, (1, at), component) for window in self.windows(component, component["floor"])]
        for at, component in enumerate(self.rewards()):
            closes += [(window, (1.5, at), component) for window in self.windows(component, {})]
        if self.call.plan.get("plan_cap"):
            closes += [(window, (2, 0), None) for window in self.plan_windows()]
        if self.call.plan.get("plan_floor"):
            closes += [(window, (3, 0), None) for window in self.windows(None, self.call.plan["plan_floor"])]
        closes.sort(key=lambda one: (one[0][1], one[1], one[0][0]))
        def end(when):
            while closes and closes[0][0][1] <= when:
                self.close(*closes.pop(0))

        refunds = self.cancellings()
        for _, (place, _, segment, line) in events:
            while refunds and refunds[0][0] <= place:
                end(refunds[0][0][0])
                self.cancel(*refunds.pop(0)[1:])
            end(line.when)
            self.line(segment, line)
        for place, *refund in refunds:
            end(place[0])
            self.cancel(*refund)
        for close in closes:
            self.close(*close)
        self.finish()

    def line(self, segment, line):
        self.seen.append((self.start_of(segment), line.measured))
        self.revalue(segment, self.standing(segment, line.when, False), line.when)
        self.done.setdefault(id(segment), []).append(line)
        before = self.total_of(segment)
        self.weigh(segment)
        gone = self.gone_before(segment, line)
        line.final = self.pay(segment.component, line.when, line.row, self.total_of(segment) - before, gone, "line")
        self.leave_out(segment, [line], gone)
        self.recheck(line.when)

    def value(self, segment, gates, when):
        """What the lines of a segment so far are worth by how its gates stand."""
        return sum((worth for _, worth in self.by_line(segment, gates, when)), ZERO)

    def by_line(self, segment, gates, when):
        """What each line of a segment so far is worth by how its gates stand."""
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
        deals, found = {}, []
        for line in lines:
            key = self.call.deal(line.row) if cap else id(line)
            worth = self.call.at_base_rate(segment, line) if base_only else line.earned
            deal = deals.get(key, (ZERO, ZERO))
            deals[key] = deal[0] + worth * factor, deal[1] + line.commission_credit
            found.append((line, (within(cap, *deals[key]) - within(cap, *deal)) * line.kept))
        most = (component.get("cap") or {}).get("attainment")
        if not segment.quota or component["measure"].get("accumulate") == "transaction":
            most = None
        if not lines or (above is None and most is None):
            return found
        top = None if most is None else number(most) * segment.quota
        start, end = lines[0].before, lines[-1].after
        spans = [(start, end, Fraction(1))]
        if self.call.lowerings or any(line.kept != 1 for line in lines):
            spans = [(line.start, line.measured, line.kept) for line in lines if not line.lowers]
        earns = lambda measure: self.call.earned_at(segment, measure)
        pays = lambda measure: self.between(segment, above, top, measure)
        everything, part = (sum(((of(end) - of(start)) * kept for start, end, kept in spans), ZERO) for of in (earns, pays))
        if part == everything:
            return found
        paid = part / everything if everything else ZERO
        return [(line, worth * paid) for line, worth in found]

    def between(self, segment, above, top, measure):
        """What a measure earns above one bound and up to another."""
        measure = measure if top is None else min(measure, top)
        earned = self.call.earned_at(segment, measure)
        if above is None:
            return earned
        if measure <= above:
            return ZERO
        if (segment.component.get("rate_table") or {}).get("mode") == "whole" and not self.call.is_lump(segment):
            # Nothing is earned at zero, whatever is above the gate.
            return earned * (measure - above) / measure if measure else ZERO
        return earned - self.call.earned_at(segment, above)

    # What is paid

    def book(self, component, when, change, cause=("later", None)):
        """Adds what a component pays, and answers what is left of it under the cap of the plan; others' changes are kept."""
        bonus = component.get("bonus")
        if bonus and not bonus.get("under_plan_cap"):
            return change
        self.booked.append((component, when, change))
        self.floors.append((component, when, change))
        after, own = self.paid(), ZERO
        for other, now, was in zip(self.components, after, self.after):
            if other is component:
                own = now - was
            elif now != was:
                self.move("plan_cap", other, when, now - was, cause)
            self.flow.append((when, now - was))
        self.after = after
        return own

    def close(self, window, kind, component):
        start, end = self.call.period
        over, last = window[1] <= end, window[1] - timedelta(1)
        shown = window[0] < end and start < window[1]
        if kind[0] == -1:
            self.close_gates(component, window, over, shown)
        elif kind[0] == -0.5 and over:
            self.kick(window, component, component["kickers"][kind[2]])
        elif kind[0] == -0.25:
            self.relink(min(window[1], end) - timedelta(1))
        elif kind[0] == 1.5:
            self.close_bonus(component, window, over)
        elif kind[0] == 9 and window[1] < end:
            self.recheck(window[1])
        elif kind[0] == 10:
            self.recheck_periods(window[1])
        elif kind[0] == 0:
            self.close_cap(window, component, over, last, shown)
        elif kind[0] == 1 and over:
            total = sum((part for other, when, part in self.floors if other is component and window[0] <= when < window[1]), ZERO)
            short = max(ZERO, self.worth(component, component["floor"], window) - total)
            if short:
                self.place("floor", component, last, self.book(component, last, short))
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
        inside = [part for other, when, part in self.parts if other is component and window[0] <= when < window[1]]
        if window in self.cap_gaps(component) and not inside:
            return
        most, earned = self.worth(component, limit, window), sum(inside, ZERO)
        year, carries = self.call.fiscal.period_of("year", window[0]), limit.get("excess") == "carry"
        before = [one for one in self.caps(component) if self.call.fiscal.period_of("year", one.window[0]) == year]
        opening = (before[-1].closing if before else ZERO) - self.lost.get(id(component), ZERO)
        withheld, released = earned - min(earned, most), ZERO
        if over and carries:
            released = min(earned + opening, most) - min(earned, most)
        closing = opening + withheld - released if carries else ZERO
        row = Balance(component["id"], window, most, earned, opening, withheld, released, closing, not over)
        row.of, row.shown = component, shown
        self.balances.append(row)
        if over:
            parts = self.carry(component, window, released)
            self.lost.pop(id(component), None)
            for of, part in parts:
                self.release(component, last, of, part)

    def caps(self, component):
        return [one for one in self.balances if one.component is not None and one.of is component]

    def beside(self, component, when):
        own = [one for one in self.segments if one.component is component]
        begun = [one for one in own if one.window[0] <= when]
        return (begun or own[:1])[-1]

    def move(self, kind, component, when, change, cause):
        """What no line of a component brings about."""
        (how, row), segment = cause, self.beside(component, when)
        later = self.refunds_so_far(segment, row) if how == "later" else None
        key = id(segment), kind, when, row, later
        self.moved[key] = segment, self.moved.get(key, (None, ZERO))[1] + change

    def place(self, kind, component, when, amount, always=False):
        if amount or always:
            segment = self.beside(component, when)
            segment.extras.append(Extra(kind, when, amount, when >= self.call.period[0]))

    def of_transaction(self, segment, extra):
        """Of no transaction, of those whose lines are of the day, of earlier ones; each by how many refunds came before."""
        if extra.row is None:
            return (False,)
        sold = day(cell(self.call.transactions[extra.row], segment.component["measure"]["date"]))
        when = extra.when if extra.later is None else sold or extra.when
        return True, self.call.place(extra.row, when), extra.later or 0

    def finish(self):
        start = self.call.period[0]
        for (_, kind, when, row, later), (segment, change) in self.moved.items():
            if change:
                segment.extras.append(Extra(kind, when, change, when >= start, row, later))
        order = ["earning", "gate", "multiplier", "kicker", "linked", "plan_cap", "cap_release", "floor", "mbo", "milestone"]
        for segment in self.segments:
            segment.extras.sort(key=lambda one: (one.when, order.index(one.kind), *self.of_transaction(segment, one)))
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


def within(cap, deal, credit):
    """A deal of so much credit within its least and its most; nothing at or below zero is cut or raised."""
    if not cap or deal <= 0:
        return deal
    if cap.get("min") is not None:
        deal = max(deal, number(cap["min"]))
    if cap.get("max") is not None:
        deal = min(deal, number(cap["max"]))
    return min(deal, max(number(cap["max_rate"]) * credit, ZERO)) if cap.get("max_rate") is not None else deal
