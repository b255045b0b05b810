"""What the lines of one measure period earn: the flat rates, and who needs a quota or a target (semantics 2.7).

Everything is a fraction. Nothing here rounds; the caller does, by the plan's policy.
"""

from dataclasses import dataclass
from fractions import Fraction

import bonuses
from across import Grid
from curves import Curve
from exact import number
import restoring
from profits import PROFITS, index
from tiers import Ladder, Stop, base_rate


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
    profit: Fraction = Fraction(0)
    revenue: Fraction = Fraction(0)
    cost: Fraction = Fraction(0)
    other: Fraction = Fraction(0)
    own: bool = True
    ruled: Fraction | None = None
    tier_column: int | None = None
    lowers: bool = False
    kept: Fraction = Fraction(1)


@dataclass
class Payee:
    """What a payee brings to a measure period."""

    quota: Fraction | None
    target: Fraction | None
    weight: Fraction
    multiplier: Fraction = Fraction(1)


def earn(component, payee, lines):
    """Fills what each line earned, in processing order; nothing is earned before the first."""
    earn_by_rule(component, payee, lines)
    restoring.earn_nothing(lines)


def earn_by_rule(component, payee, lines):
    alone = component["measure"].get("accumulate", "period") == "transaction"
    running = Fraction(0)
    for line in lines:
        line.before = Fraction(0) if alone else running
        running = line.after = line.before + line.quota_credit
    zero = (component.get("quota") or {}).get("zero", "error")
    table = component.get("rate_table")
    if "rates" in component:
        for line in lines:
            line.rate = (line.ruled or 0) * payee.multiplier
            line.at_rate = line.earned = line.rate * line.commission_credit
        return
    if table is None and "curve" not in component:
        rate = number(component["rate"]) if component.get("rate") else base_rate(component["base_rate"], payee, zero)
        rate *= payee.multiplier
        for line in lines:
            line.rate = rate
            line.at_rate = line.earned = rate * line.commission_credit
        return
    base = base_rate(component.get("base_rate"), payee, zero)
    if table is None or table["mode"] == "interpolated":
        Curve(component, base, payee, zero).run(lines, alone)
        return
    rounding = (component.get("quota") or {}).get("attainment_rounding")
    kind = Grid if "across" in table else Ladder
    kind(table, base, payee, zero, rounding).run(lines, alone)


def spreads_target(component):
    """Whether values are parts of the target variable for each 1.00 of attainment."""
    table = component.get("rate_table") or {}
    return table.get("value") == "payout_share" and table["mode"] not in ("whole", "interpolated")


def zero_fault(component):
    """The code with which a quota of 0 stops a component, if it does."""
    zero = (component.get("quota") or {}).get("zero", "error")
    table = component.get("rate_table") or {}
    derived = (component.get("base_rate") or {}).get("kind") == "target_over_quota"
    derived = derived or spreads_target(component)
    if derived and zero != "zero_attainment":
        return "commission.quota_zero"
    by_quota = index(component) == "attainment" or component.get("looked_up")
    return "commission.quota_zero" if by_quota and zero == "error" else None


def pays_by_quota(component):
    derived = (component.get("base_rate") or {}).get("kind") == "target_over_quota"
    return derived or index(component) == "attainment" or bool(component.get("looked_up"))


def needs_quota(component):
    return pays_by_quota(component) or component["measure"]["period"] == "quota"


def needs_target(component):
    derived = (component.get("base_rate") or {}).get("kind") == "target_over_quota"
    shared = (component.get("rate_table") or {}).get("value") == "payout_share"
    kicked = any(kicker.get("base") in ("target_variable", "ote") for kicker in component.get("kickers", []))
    linked = "share_of_target" in (component.get("linked") or {})
    scored = bonuses.needs_target(component)
    return scored or derived or shared or kicked or linked or (component.get("curve") or {}).get("apply") == "share_of_target"


def needs_salary(component):
    return bonuses.needs_salary(component) or any(kicker.get("base") == "ote" for kicker in component.get("kickers", []))


def base_column(component):
    """What is paid on: what the plan says, units sold, money, or whatever the measure adds up."""
    measured = component["measure"].get("credit", "amount")
    table = component.get("rate_table")
    if "pays_on" in component:
        return component["pays_on"]
    if table is None or table["value"] == "payout_share":
        return measured
    if table["value"] == "amount_per_unit":
        return "units"
    return measured if measured in PROFITS else "amount"
