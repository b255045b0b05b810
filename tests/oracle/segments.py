"""A payee's part in a component and measure period: semantics 2.4 (steps 0 and 6), 2.7 and 2.13.

Days are looked at one by one: who is on the plan, in which month of a ramp.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

import across
import bonuses
import earning
from exact import number
from fiscal import day
from proration import applies, days, factor
from records import cell


@dataclass
class Stretch:
    """Days that are paid by the same terms; `active` are the spans that quota and target are for."""

    span: tuple
    counts_from: object
    active: list
    assignment: tuple
    quota: Fraction | None = None
    base: Fraction | None = None
    relief: Fraction | None = None
    target: Fraction | None = None
    salary: Fraction | None = None
    multiplier: Fraction = Fraction(1)
    accelerated: bool = True


class Terms:
    def __init__(self, call, payee, component, period):
        self.call, self.plan, self.payee, self.component, self.period = call, call.plan, payee, component, period
        self.measure = component["measure"].get("id", component["id"])
        self.mode = self.plan.get("mid_period", "segmented")
        self.ramp = self.plan.get("ramp")
        self.cuts_at_quotas = (component.get("quota") or {}).get("parts") == "segments"

    def pieces(self):
        """The days on the plan, cut where something changes that the component pays by."""
        found = []
        for start, end, *rest in self.call.roster.within(self.payee, self.period):
            own = in_force(self.component, start)
            if not own and not self.counts(start):
                continue
            span, terms = (max(start, self.period[0]), min(end, self.period[1])), (own, *rest)
            if found and found[-1][0][1] == span[0] and self.says(found[-1][1]) == self.says(terms):
                found[-1] = (found[-1][0][0], span[1]), found[-1][1]
            else:
                found.append((span, terms))
        if not self.cuts_at_quotas:
            return found
        bounds = {bound for quota in self.call.quotas.of(self.payee, self.measure, self.period) for bound in quota[1]}
        finer = []
        for span, rest in found:
            inside = [span[0], *sorted(bound for bound in bounds if span[0] < bound < span[1]), span[1]]
            finer += [(pair, rest) for pair in zip(inside, inside[1:])]
        return finer

    def says(self, terms):
        own, target, _, ramp_start, salary = terms
        target = target if earning.needs_target(self.component) else None
        salary = number(salary) if salary is not None and earning.needs_salary(self.component) else None
        ramped = self.ramp and "bonus" not in self.component
        return own, target, ramp_start if ramped else None, salary

    def counts(self, when):
        """Whether the days of another version of the plan count: carried on, or paid by the latest."""
        if self.mode == "carry_attainment":
            versions = [part for part in self.plan["components"] if part["id"] == self.component["id"]]
            return any(in_force(part, when) for part in versions)
        return self.mode == "latest_for_all"

    def segments(self):
        pieces = self.pieces()
        everything = [span for span, _ in pieces]
        own = [(span, terms) for span, (mine, *terms) in pieces if mine]
        if not own:
            return []
        if self.mode == "latest_for_all":
            hull = everything[0][0], everything[-1][1]
            return [Stretch(hull, hull[0], everything, own[-1][1])] if pieces[-1][1][0] else []
        if self.mode == "carry_attainment":
            return [Stretch(span, everything[0][0], everything, terms) for span, terms in own]
        return [Stretch(span, span[0], [span], terms) for span, terms in own]

    # Step 6: quota = base x ramp x proration - relief

    def month(self, start, when):
        """The month of the ramp that a day is in, or nothing."""
        if self.ramp is None or start is None or when < start:
            return None
        late = self.ramp.get("first_month") == "first_full_month" and start.day > 1
        since = (when.year - start.year) * 12 + when.month - start.month - int(late)
        months = self.ramp["months"]
        return months[max(since, 0)] if since < len(months) else None

    def ramped(self, start, spans):
        """The days of some spans in runs of the same month of the ramp, each with that month."""
        for span in spans:
            for _, run in groupby(days(span), key=lambda when: id(self.month(start, when))):
                run = list(run)
                yield (run[0], run[-1] + timedelta(1)), self.month(start, run[0])

    def weight(self, spans, whole, start):
        parts = [
            (factor(self.plan, run, whole), number((month or {}).get("quota") or "1"))
            for run, month in self.ramped(start, spans)
        ]
        total = sum((part * share for part, share in parts), Fraction(0))
        if applies(self.plan, "quota"):
            return total
        plain = sum((part for part, _ in parts), Fraction(0))
        return total / plain if plain else parts[0][1]

    def quota(self, stretch):
        """Fills the quota; answers the code of what is wrong."""
        if "quota" not in self.component:
            return None
        quotas, start, rows = self.call.quotas, stretch.assignment[2], {}
        latest = self.mode == "latest_for_all" and self.cuts_at_quotas
        for span in stretch.active[-1:] if latest else stretch.active:
            found, code = quotas.over(self.payee, self.measure, self.period, span)
            if code:
                return code
            rows.update({row[4]: row for row in found})
        stretch.base = sum((row[2] for row in rows.values()), Fraction(0))
        total = Fraction(0)
        for _, own, amount, *_ in rows.values():
            if latest:
                share = self.weight(stretch.active, self.period, start)
                of_own = factor(self.plan, own, self.period)
                if applies(self.plan, "quota"):
                    share = share / of_own if of_own else Fraction(1)
            else:
                inside = [(max(span[0], own[0]), min(span[1], own[1])) for span in stretch.active]
                share = self.weight([span for span in inside if span[0] < span[1]], own, start)
            total += amount * share
        stretch.relief = sum(
            (
                amount * factor(self.plan, span, own)
                for measure, own, amount, _ in self.call.reliefs.get(self.payee, [])
                if measure in (None, self.measure)
                for span in stretch.active
            ),
            Fraction(0),
        )
        stretch.quota = max(Fraction(0), total - stretch.relief)
        return earning.zero_fault(self.component) if stretch.quota == 0 else None

    def target(self, stretch):
        part = Fraction(1)
        if applies(self.plan, "target_variable"):
            part = sum((factor(self.plan, span, self.period) for span in stretch.active), Fraction(0))
        if earning.needs_target(self.component):
            if stretch.assignment[0] is None:
                return "commission.target_missing"
            stretch.target = stretch.assignment[0] * part
        if earning.needs_salary(self.component):
            if stretch.assignment[3] is None:
                return "commission.salary_missing"
            stretch.salary = number(stretch.assignment[3]) * part
        return None

    def by_rate(self, stretch):
        """A stretch cut where a ramp changes its rates."""
        start, months = stretch.assignment[2], (self.ramp or {}).get("months", [])
        if start is None or "bonus" in self.component or all(pays(month) == (1, True) for month in months):
            return [stretch]
        made = []
        for run, month in self.ramped(start, [stretch.span]):
            multiplier, accelerated = pays(month)
            terms = {**vars(stretch), "span": run, "multiplier": multiplier, "accelerated": accelerated}
            made.append(Stretch(**terms))
        return made

    def taken_whole(self):
        """Whether the payee has for a part of the period what the plan does not prorate."""
        needs = earning.pays_by_quota(self.component), earning.needs_target(self.component)
        whole = [needed and not applies(self.plan, what) for needed, what in zip(needs, ("quota", "target_variable"))]
        there = [when for span, _ in self.pieces() for when in days(span)]
        return any(whole) and len(there) < len(days(self.period))

    def elapsed(self, stretch, end):
        """The part of the days of a quota that lie before a day."""
        share = [factor(self.plan, span, self.period) for span in stretch.active]
        so_far = [factor(self.plan, (span[0], min(span[1], end)), self.period) for span in stretch.active]
        return sum(so_far, Fraction(0)) / sum(share, Fraction(0)) if sum(share) else Fraction(1)


def pays(month):
    """What a month of a ramp multiplies rates with, and whether it has accelerators."""
    month = month or {}
    return number(month.get("rate_multiplier") or "1"), month.get("accelerators") is not False


def guarantee(call, payee):
    """What a ramp guarantees for the months of the call, day by day; nothing without a guarantee."""
    ramp = call.plan.get("ramp") or {"months": []}
    if payee not in call.roster.spans or all(month.get("guarantee") is None for month in ramp["months"]):
        return None
    shares, ramped = {}, False
    for start, end, _, _, ramp_start, _ in call.roster.within(payee, call.period):
        if ramp_start is None:
            continue
        ramped = True
        terms = Terms(call, payee, call.plan["components"][0], call.period)
        for when in days((max(start, call.period[0]), min(end, call.period[1]))):
            month = terms.month(ramp_start, when)
            if month is not None and month.get("guarantee") is not None:
                first = when.replace(day=1)
                calendar = first, (first + timedelta(31)).replace(day=1)
                key = first, ramp["months"].index(month)
                shares.setdefault(key, []).append(factor(call.plan, (when, when + timedelta(1)), calendar))
    whole = not applies(call.plan, "guarantee")
    return sum(
        (number(ramp["months"][at]["guarantee"]) * (1 if whole else sum(parts)) for (_, at), parts in shares.items()),
        Fraction(0),
    ) if ramped else None


def in_force(component, when):
    return component["effective"][0] <= when < component["effective"][1]


def versions(definition):
    """The versions of a plan by date, each with the days on which it is in force."""
    listed = [definition, *definition.get("earlier_versions", [])]
    spans = [(day(one["effective"]["from"]), day(one["effective"].get("to")) or date.max) for one in listed]
    return sorted(zip(spans, listed), key=lambda one: one[0])


def components(definition):
    """The components of all versions: in the order of the latest, those of one id together and by date."""
    found = [{**part, "effective": span} for span, one in reversed(versions(definition)) for part in one["components"]]
    names = list(dict.fromkeys(part["id"] for part in found))
    found = sorted(found, key=lambda part: (names.index(part["id"]), part["effective"]))
    days = bonuses.plan_days([span for span, _ in versions(definition)])
    found = [{**part, "looked_up": across.is_looked_up(part, found)} for part in found]
    return found + list(bonuses.as_components(definition, found, days))


def reliefs(call, rows):
    """By payee: (measure, span, amount, row), as far as they are known and sound."""
    found = {}
    for at, row in enumerate(rows):
        known_at = cell(row, "known_at")
        if known_at is not None and call.limit is not None and known_at >= call.limit:
            continue
        span, amount = (day(row["from"]), day(row["to"])), number(row["amount"])
        fault = None
        if span[1] <= span[0]:
            fault = "to", "time.empty_period"
        elif amount < 0:
            fault = "amount", "commission.relief_negative"
        elif cell(row, "currency") not in (None, call.plan["currency"]):
            fault = "currency", "number.currency_mismatch"
        if fault:
            call.bad.append(("quota_relief", at, *fault))
        elif row["payee_id"] in call.roster.everyone:
            found.setdefault(row["payee_id"], []).append((cell(row, "measure_id"), span, amount, at))
    return found
