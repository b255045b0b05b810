"""Rate tables: semantics 2.5.

The credit so far lies in the tiers, `inside[0]` below the first; a line puts its commission credit into
the tiers that its quota credit spans, each by its part of the span. A mode says at which tier's value the
credit inside each tier is paid once a tier is reached, and a line earns what that changes.
"""

from fractions import Fraction

from exact import number, to_units
from profits import Beside


class Stop(Exception):
    """A line ends the calculation with this code."""

    def __init__(self, code, line):
        super().__init__(code)
        self.code = code
        self.line = line


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

    def __init__(self, table, base, payee, zero, rounding=None):
        self.table, self.mode = table, table["mode"]
        self.below = table.get("below", "first_tier")
        self.upper = table["boundary"] == "upper_inclusive"
        by_attainment = table["index"] == "attainment"
        share = table["value"] == "payout_share"
        self.lump = table["value"] == "step_amount" or (share and self.mode == "whole")
        factor = base if table["value"] == "multiplier" else Fraction(1)
        if share:
            factor = payee.target * payee.weight if self.lump else target_over_quota(payee, zero)
        self.values = [number(tier["value"]) * factor * payee.multiplier for tier in table["tiers"]]
        self.entries = [entry(tier) for tier in table["tiers"]]
        self.limits = [tuple(tier.get(key) and number(tier[key]) for key in ("min", "max")) for tier in table["tiers"]]
        starts = [number(tier["from"]) for tier in table["tiers"]]
        scale = payee.quota if by_attainment else Fraction(1)
        self.fixed = None
        if by_attainment and payee.quota == 0:
            self.bounds, scale = starts, Fraction(1)
            self.fixed = len(starts) if zero == "top_tier" else self.reached(Fraction(int(zero == "full_attainment")))
        self.bounds = [start * scale for start in starts]
        self.rounding, self.scale = rounding, scale
        self.beside = Beside(table["index"])
        self.overage = number(table.get("overage_starts_at", "0")) * scale
        self.clear()

    def clear(self):
        self.measure = self.earned = self.under = self.over = Fraction(0)
        self.inside = [Fraction(0)] * (len(self.bounds) + 1)

    def reached(self, x):
        """How many tiers are reached: the last of them is the tier, 0 is below the first."""
        count = 0
        for position, bound in enumerate(self.bounds):
            inside = x > bound if self.upper and position > 0 else x >= bound
            count += int(inside)
        return count

    def tier(self, x):
        if self.fixed is not None:
            return self.fixed
        if self.rounding is not None:
            places = 10 ** self.rounding["scale"]
            mode = self.rounding.get("mode", "half_up")
            x = Fraction(to_units(x / self.scale * places, mode), places) * self.scale
        return self.reached(x)

    def value(self, tier):
        """v(tier), with what holds below the first."""
        if tier > 0:
            return self.values[tier - 1]
        return self.values[0] if self.below == "first_tier" else Fraction(0)

    def clamp(self, tier, portion):
        """Per-tier min and max, on a portion above zero only."""
        if tier == 0 or portion <= 0:
            return portion
        least, most = self.limits[tier - 1]
        portion = portion if least is None else max(portion, least)
        return portion if most is None else min(portion, most)

    def put(self, start, end, credit):
        """The commission credit of a line whose quota credit spans start to end."""
        edges = [None, *self.bounds, None]
        for tier, (low, high) in enumerate(zip(edges, edges[1:])):
            self.inside[tier] += credit * overlap(start, end, low, high, tier == self.reached(start))
        under = start < self.overage or (self.upper and start == self.overage)
        self.under += credit * overlap(start, end, None, self.overage, under)
        self.over += credit * overlap(start, end, self.overage, None, not under)

    def paid_by(self, at, tier):
        """The tier whose value the credit inside `tier` earns while the measure stands in tier `at`."""
        if at == tier:
            return tier
        back_to = self.entries[max(at, 1) - 1]
        if back_to == 0:
            return at
        if back_to is not None and back_to < at:
            return at if tier >= back_to else self.paid_by(back_to, tier)
        return self.paid_by(at - 1 if tier < at else at + 1, tier)

    def total(self, tier):
        """E, with the measure in this tier."""
        everything = sum(self.inside, Fraction(0))
        if self.lump:
            return self.steps(tier)
        if self.mode == "whole" or self.fixed is not None:
            return self.clamp(tier, self.value(tier) * everything)
        if self.mode == "whole_overage":
            base = self.values[0] if tier > 0 else self.value(0)
            return base * self.under + self.value(tier) * self.over
        if self.mode == "per_segment":
            paid = [self.value(self.paid_by(tier, inside)) * mass for inside, mass in enumerate(self.inside)]
        else:
            paid = [self.clamp(inside, self.value(inside) * mass) for inside, mass in enumerate(self.inside)]
        return sum(paid, Fraction(0))

    def steps(self, tier):
        """The sum of money for reaching a tier; nothing below the first."""
        if self.table["value"] != "step_amount":
            return self.value(tier)
        if tier == 0:
            return Fraction(0)
        every = "cumulative" if self.mode == "marginal" else "highest_only"
        cumulative = self.table.get("step_amount", every) == "cumulative"
        return sum(self.values[:tier], Fraction(0)) if cumulative else self.values[tier - 1]

    def run(self, lines, alone):
        for line in lines:
            if alone:
                self.clear()
                self.beside.clear()
            before, self.measure = self.measure, self.measure + line.quota_credit
            self.put(before, self.measure, line.commission_credit)
            tier = self.tier(self.beside.take(line, self.measure))
            if tier == 0 and self.below == "error":
                raise Stop("commission.below_first_tier", line)
            line.tier = tier or None
            now = self.total(tier)
            line.earned, self.earned = now - self.earned, now
            if not self.lump:
                line.rate = self.value(tier)
                line.at_rate = line.rate * line.commission_credit


def entry(tier):
    """The number of the tier back to whose start a tier pays; 0 for the first dollar, none for its own."""
    if tier.get("back_to") == "first_dollar":
        return 0
    return tier.get("back_to_tier") if tier.get("back_to") == "segment_start" else None


def overlap(start, end, low, high, holds):
    """The part of the way from start to end that lies between low and high; where there is no way, all or nothing."""
    if start == end:
        return Fraction(int(holds))
    first, last = min(start, end), max(start, end)
    low = first if low is None else max(low, first)
    high = last if high is None else min(high, last)
    return max(Fraction(0), high - low) / (last - first)
