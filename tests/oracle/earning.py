"""What the lines of one measure period earn: semantics 2.5 (tiers), 2.7 (quota) and the flat rates.

Everything is a fraction. Nothing here rounds; the caller does, by the plan's policy.
"""

from dataclasses import dataclass
from fractions import Fraction

from exact import number


class Stop(Exception):
    """A line ends the calculation with this code."""

    def __init__(self, code, line):
        super().__init__(code)
        self.code = code
        self.line = line


@dataclass
class Line:
    """One credit on its way through a component."""

    quota_credit: Fraction
    commission_credit: Fraction
    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)
    earned: Fraction = Fraction(0)
    tier: int | None = None
    rate: Fraction | None = None
    at_rate: Fraction = Fraction(0)


@dataclass
class Payee:
    """What a payee brings to a measure period."""

    quota: Fraction | None
    target: Fraction | None
    weight: Fraction


def base_rate(document, payee, zero):
    """Money per unit of base: a rate, or target variable x weight over quota."""
    if document is None:
        return Fraction(1)
    if document["kind"] == "rate":
        return number(document["rate"])
    return target_over_quota(payee, zero)


def target_over_quota(payee, zero):
    if payee.quota == 0 and zero == "zero_attainment":
        return Fraction(0)
    return payee.target * payee.weight / payee.quota


class Ladder:
    """A rate table for one payee and measure period."""

    def __init__(self, table, base, payee, zero):
        self.table = table
        self.marginal = table["mode"] == "marginal"
        self.below = table.get("below", "first_tier")
        self.upper = table["boundary"] == "upper_inclusive"
        starts = [number(tier["from"]) for tier in table["tiers"]]
        values = [number(tier["value"]) for tier in table["tiers"]]
        by_attainment = table["index"] == "attainment"
        share = table["value"] == "payout_share"
        self.lump = table["value"] == "step_amount" or (share and not self.marginal)
        factor = base if table["value"] == "multiplier" else Fraction(1)
        if share:
            factor = target_over_quota(payee, zero) if self.marginal else payee.target * payee.weight
        self.values = [value * factor for value in values]
        self.fixed = None
        self.bounds = starts
        if by_attainment and payee.quota == 0:
            if zero == "top_tier":
                self.fixed = len(starts)
            else:
                self.fixed = self.reached(Fraction(int(zero == "full_attainment")))
        elif by_attainment:
            self.bounds = [start * payee.quota for start in starts]

    def reached(self, x):
        """How many tiers are reached: the last of them is the tier, 0 is below the first."""
        count = 0
        for position, bound in enumerate(self.bounds):
            inside = x > bound if self.upper and position > 0 else x >= bound
            count += int(inside)
        return count

    def tier(self, x):
        return self.reached(x) if self.fixed is None else self.fixed

    def value(self, tier):
        """v(tier), with what holds below the first."""
        if tier > 0:
            return self.values[tier - 1]
        return self.values[0] if self.below == "first_tier" else Fraction(0)

    def area(self, x):
        """F(x): every tier pays on the part of x inside it; below the first bound by `below`."""
        if self.fixed is not None:
            return self.value(self.fixed) * x
        total = Fraction(0)
        ends = self.bounds[1:] + [None]
        for start, end, value in zip(self.bounds, ends, self.values):
            top = x if end is None else min(x, end)
            total += value * max(Fraction(0), top - start)
        if x < self.bounds[0] and self.below == "first_tier":
            total += self.values[0] * (x - self.bounds[0])
        return total

    def steps(self, tier):
        """The sum of money for reaching a tier; nothing below the first."""
        if self.table["value"] != "step_amount":
            return self.value(tier)
        if tier == 0:
            return Fraction(0)
        return sum(self.values[:tier], Fraction(0)) if self.marginal else self.values[tier - 1]

    def run(self, lines, alone):
        measure = base = earned = Fraction(0)
        for line in lines:
            if alone:
                measure = base = earned = Fraction(0)
            before, measure = measure, measure + line.quota_credit
            base += line.commission_credit
            tier = self.tier(measure)
            if tier == 0 and self.below == "error":
                raise Stop("commission.below_first_tier", line)
            line.tier = tier or None
            if self.lump:
                now = self.steps(tier)
                line.earned, earned = now - earned, now
                continue
            line.rate = self.value(tier)
            line.at_rate = line.rate * line.commission_credit
            if not self.marginal:
                now = line.rate * base
                line.earned, earned = now - earned, now
            elif line.quota_credit == 0:
                line.earned = self.value(self.tier(before)) * line.commission_credit
            else:
                span = self.area(measure) - self.area(before)
                line.earned = span * line.commission_credit / line.quota_credit


def earn(component, payee, lines):
    """Fills what each line earned, in processing order; nothing is earned before the first."""
    alone = component["measure"].get("accumulate", "period") == "transaction"
    running = Fraction(0)
    for line in lines:
        line.before = Fraction(0) if alone else running
        running = line.after = line.before + line.quota_credit
    zero = (component.get("quota") or {}).get("zero", "error")
    table = component.get("rate_table")
    if table is None:
        rate = number(component["rate"]) if "rate" in component else base_rate(component["base_rate"], payee, zero)
        for line in lines:
            line.rate = rate
            line.at_rate = line.earned = rate * line.commission_credit
        return
    base = base_rate(component.get("base_rate"), payee, zero)
    Ladder(table, base, payee, zero).run(lines, alone)


def zero_fault(component):
    """The code with which a quota of 0 stops a component, if it does."""
    zero = (component.get("quota") or {}).get("zero", "error")
    table = component.get("rate_table") or {}
    derived = (component.get("base_rate") or {}).get("kind") == "target_over_quota"
    derived = derived or (table.get("value") == "payout_share" and table["mode"] == "marginal")
    if derived and zero != "zero_attainment":
        return "commission.quota_zero"
    return "commission.quota_zero" if table.get("index") == "attainment" and zero == "error" else None


def pays_by_quota(component):
    derived = (component.get("base_rate") or {}).get("kind") == "target_over_quota"
    return derived or (component.get("rate_table") or {}).get("index") == "attainment"


def needs_quota(component):
    return pays_by_quota(component) or component["measure"]["period"] == "quota"


def needs_target(component):
    derived = (component.get("base_rate") or {}).get("kind") == "target_over_quota"
    return derived or (component.get("rate_table") or {}).get("value") == "payout_share"


def base_column(component):
    """What is paid on: units sold, the credited amount, or whatever the measure adds up."""
    measured = component["measure"].get("credit", "amount")
    table = component.get("rate_table")
    if table is None or table["value"] == "payout_share":
        return measured
    return "units" if table["value"] == "amount_per_unit" else "amount"
