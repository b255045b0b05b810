"""How conditions stand in time, and what gates and multipliers change by it: semantics 2.8 and 2.10."""

import operator
from datetime import timedelta
from fractions import Fraction

from exact import number

ZERO = Fraction(0)
DAY = timedelta(1)
OPS = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


class Judging:
    """The part of a payee that looks at conditions."""

    def start_of(self, segment):
        return id(segment.component), segment.span[0]

    def measure_of(self, segment):
        mine = [line for key, line in self.seen if key == self.start_of(segment)]
        return mine[-1] if mine else ZERO

    def end_of(self, segment):
        return max(one.span[1] for one in self.segments if self.start_of(one) == self.start_of(segment))

    def attained(self, sums, measure):
        """Measure over quota; over a quota of 0 what the plan says of such quotas."""
        if any(one.quota is None for one in sums):
            return None
        quota = sum((one.quota for one in sums), ZERO)
        if quota:
            return measure / quota
        zero = (sums[-1].component.get("quota") or {}).get("zero")
        return {"zero_attainment": ZERO, "full_attainment": Fraction(1)}.get(zero)

    def looked_at(self, segment, unit):
        """The days that a condition of a segment looks at."""
        if unit:
            return self.call.fiscal.period_of(unit, segment.period[0])
        return segment.span[0], self.end_of(segment)

    def standing(self, segment, when, over):
        """Each gate of a segment with whether it is passed, what there is, and whether its time is over."""
        found = []
        for gate in segment.component.get("gates", []):
            span = self.looked_at(segment, gate.get("window"))
            window = span if gate.get("window") else None
            passed, actual = self.judge(gate, segment, min(when, span[1] - DAY), window)
            found.append((gate, (passed, actual, span[1] <= when + DAY * over)))
        return found

    def judge(self, condition, segment, when, window=None):
        actual = self.actual(condition["subject"], segment, when, window)
        return actual is not None and OPS[condition["op"]](actual, number(condition["value"])), actual

    def multiplier(self, multiplier, segment, when):
        """A factor: always, where a condition holds, or of the last step that is reached."""
        when = min(when, self.end_of(segment) - DAY)
        if "when" in multiplier:
            return number(multiplier["factor"]) if self.judge(multiplier["when"], segment, when)[0] else 1
        if "factor" in multiplier:
            return number(multiplier["factor"])
        actual = self.actual(multiplier["subject"], segment, when)
        reached = [step for step in multiplier["steps"] if actual is not None and actual >= number(step["from"])]
        return number(reached[-1]["factor"]) if reached else 1

    def actual(self, subject, segment, when, window=None):
        """What a condition looks at: in a window all measure periods of it that have begun, else its own."""
        if isinstance(subject, dict) and "flag" in subject:
            return self.call.flag(self.name, subject["flag"], when)
        kind, name = subject, segment.component["id"]
        if isinstance(subject, dict):
            kind, name = next(iter(subject.items()))
        if window:
            sums = self.sums(window, lambda one: one.component["id"] == name and one.window[0] <= when)
        elif name == segment.component["id"]:
            sums = [segment]
        else:
            found = [one for one in self.segments if one.component["id"] == name and one.period == segment.period]
            sums = sorted((one for one in found if one.window[0] <= when), key=lambda one: one.window[0])[-1:]
        if not sums:
            return None
        measure = sum(map(self.measure_of, sums), ZERO)
        return self.attained(sums, measure) if kind.startswith("attainment") else measure

    def sums(self, window, meant):
        """The last segment of each running sum in a window."""
        found = {}
        for one in self.segments:
            if window[0] <= one.period[0] < window[1] and meant(one):
                last = found.get(one.span[0])
                found[one.span[0]] = one if last is None or last.window[0] <= one.window[0] else last
        return [found[start] for start in sorted(found)]

    def recheck(self, when):
        for segment in self.segments:
            if segment.window[0] <= when and self.open[id(segment)]:
                self.reopen(segment, when, False)
        self.recheck_periods(when)

    def recheck_periods(self, when):
        self.relink(when)
        for component in self.rewards():
            if component["bonus"]["kind"] == "milestone":
                self.reach(component, when)

    def reopen(self, segment, when, over):
        self.revalue(segment, self.standing(segment, when, over), when)

    def revalue(self, segment, gates, when):
        """What gates and multipliers change of what a line is worth is paid for its transaction later, or taken back."""
        self.stood[id(segment)] = gates, when
        before = self.worths.get(id(segment), {})
        self.weigh(segment)
        kind = "gate" if segment.component.get("gates") else "multiplier"
        for line in self.done.get(id(segment), []):
            change = self.worths[id(segment)][id(line)] - before[id(line)]
            if change:
                self.pay_later(kind, segment.component, when, line.row, change)

    def weigh(self, segment):
        """What each line of a segment so far is worth, as its gates stand."""
        self.worths[id(segment)] = {id(line): worth for line, worth in self.by_line(segment, *self.stood[id(segment)])}

    def total_of(self, segment):
        """What all of them are worth."""
        return sum(self.worths.get(id(segment), {}).values(), ZERO)

    def close_gates(self, segment, window, over, shown):
        start, end = self.call.period
        when = (window[1] if over else end) - DAY
        if over:
            self.reopen(segment, when, True)
            self.open[id(segment)].remove(window)
        if not shown:
            return
        after = self.segments[self.segments.index(segment) + 1 :]
        for at, (gate, (passed, actual, ended)) in enumerate(self.standing(segment, when, over)):
            if self.looked_at(segment, gate.get("window")) != window:
                continue

            def same(one, gate=gate):
                if one.component is not segment.component:
                    return False
                return window[0] <= one.period[0] < window[1] if gate.get("window") else one.span[0] == segment.span[0]

            if any(map(same, after)):
                continue
            lost = [self.value(one, [], when) - self.total_of(one) for one in filter(same, self.segments)]
            self.gates.append((segment, at, window, gate, passed, actual, sum(lost, ZERO), ended))
