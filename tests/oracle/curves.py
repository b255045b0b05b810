"""Payout curves and interpolated tables: semantics 2.6."""

import math
from fractions import Fraction

from exact import number, to_units
from profits import Beside
from tiers import Stop


def points_of(table):
    """An interpolated table as the curve through the cumulated values of its tiers, from its first start."""
    reached, points = Fraction(0), []
    for tier in table["tiers"]:
        points.append((number(tier["from"]), reached))
        reached += number(tier["value"])
    return [*points, (number(table["tiers"][-1]["to"]), reached)]


class Curve:
    """A curve for one payee and measure period."""

    def __init__(self, component, base, payee, zero):
        table, curve = component.get("rate_table"), component.get("curve")
        if table is not None:
            self.points, self.index = points_of(table), table["index"]
            below = table.get("below", "zero")
            self.error, self.ends = below == "error", ("extrapolate" if below == "first_tier" else "zero", "hold")
            kinds = {"step_amount": "amount", "payout_share": "share_of_target"}
            self.apply = kinds.get(table["value"], "rate_on_base")
            self.most, self.upper = len(table["tiers"]), table["boundary"] == "upper_inclusive"
        else:
            self.points = [(number(x), number(y)) for x, y in curve["points"]]
            self.index, self.apply = curve["x"], curve["apply"]
            self.error, self.ends = False, (curve.get("below", "zero"), curve.get("above", "hold"))
            self.most, self.upper = len(self.points), False
        self.factor = payee.target * payee.weight if self.apply == "share_of_target" else Fraction(1)
        if self.apply == "rate_on_base":
            self.factor = base
        self.factor *= payee.multiplier
        self.payee, self.fixed = payee, None
        self.beside = Beside(self.index)
        self.rounding = (component.get("quota") or {}).get("attainment_rounding")
        if self.index == "attainment" and payee.quota == 0:
            last = self.points[-1][0]
            self.fixed = last if zero == "top_tier" else Fraction(int(zero == "full_attainment"))

    def x(self, measure):
        if self.fixed is not None:
            return self.fixed
        if self.index != "attainment":
            return measure
        return attainment(measure, self.payee.quota, self.rounding)

    def reached(self, x):
        """How many points are reached; none is below the first."""
        count = sum(x > at if self.upper and position > 0 else x >= at for position, (at, _) in enumerate(self.points))
        return min(count, self.most) or None

    def y(self, x):
        below, above = self.ends
        if x == math.inf:
            return self.points[-1][1]
        if x == -math.inf:
            return Fraction(0) if below == "zero" else self.points[0][1]
        first, last = self.points[0], self.points[-1]
        if x < first[0]:
            if below == "extrapolate":
                return through(*self.points[:2], x)
            return first[1] if below == "hold" else Fraction(0)
        if x >= last[0]:
            return through(*self.points[-2:], x) if above == "extrapolate" else last[1]
        for low, high in zip(self.points, self.points[1:]):
            if low[0] <= x < high[0]:
                return through(low, high, x)
        raise ValueError("the points are not in order")

    def run(self, lines, alone):
        measure = base = earned = Fraction(0)
        for line in lines:
            if alone:
                measure = base = earned = Fraction(0)
                self.beside.clear()
            measure += line.quota_credit
            base += line.commission_credit
            x = self.x(self.beside.take(line, measure))
            line.tier = self.reached(x)
            if line.tier is None and self.error:
                raise Stop("commission.below_first_tier", line)
            now = self.y(x) * self.factor
            if self.apply == "rate_on_base":
                line.rate = now
                line.at_rate = now * line.commission_credit
                now *= base
            line.earned, earned = now - earned, now


def through(low, high, x):
    return low[1] + (x - low[0]) * (high[1] - low[1]) / (high[0] - low[0])


def attainment(measure, quota, rounding):
    """Measure over quota, rounded where the plan says so."""
    if rounding is None:
        return measure / quota
    scale = 10 ** rounding["scale"]
    return Fraction(to_units(measure / quota * scale, rounding.get("mode", "half_up")), scale)
