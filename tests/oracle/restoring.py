"""Quota credit that refunds take off measures: semantics 2.15, `restore_attainment`.

Whoever was credited with a sale is credited with what its refund takes off, on the refund's day: what the sale counts
as, times the refunded part, below zero.
"""

from dataclasses import dataclass
from fractions import Fraction

from fiscal import day
from records import cell


@dataclass
class Lowering:
    """Like a credit of the sale; `placed` is the row of the refund, `by` what the credit is times."""

    row: int
    position: int
    payee: str
    role: str
    quota_share: Fraction
    share: Fraction
    placed: int
    by: Fraction


def policy(call):
    return (call.plan.get("clawback") or {}).get("restore_attainment", "none")


def refunds_of(call, sale):
    """Those that take credit off, with what it is times."""
    if policy(call) == "none":
        return []
    return [(one, -refunds_left(call, one)) for one in call.refunds.sales.get(sale, []) if one.mode != "recalculate"]


def refunds_left(call, refund):
    """What a refund takes of what is credited of its sale."""
    left = 1 - call.removed.get(refund.sale, Fraction(0))
    return refund.share / left if left else Fraction(0)


def lowerings(call):
    found = []
    for credit in call.credits:
        for refund, by in refunds_of(call, credit.row):
            own = credit.row, credit.position, credit.payee, credit.role, credit.quota_share, credit.share
            found.append(Lowering(*own, refund.row, by))
    return found


def placed(credit):
    """The row that says when a credit counts."""
    return getattr(credit, "placed", credit.row)


def counts(call, credit, segment):
    """Whether a credit that is none of a lowering's, or whose credit comes off here."""
    if not isinstance(credit, Lowering):
        return True
    if "bonus" in segment.component:
        return False
    sold = day(cell(call.transactions[credit.row], segment.component["measure"]["date"]))
    return policy(call) == "current" or segment.period[0] <= sold < segment.period[1]


def lower(line, by):
    """Makes a line of the sale one that takes so much of it off."""
    for name in ("quota_credit", "commission_credit", "profit", "revenue", "cost", "other"):
        setattr(line, name, getattr(line, name) * by)
    line.lowers, line.direct = True, False


def earn_nothing(lines):
    for line in lines:
        if line.lowers:
            line.earned = line.at_rate = line.commission_credit = Fraction(0)


def taken_off_later(call, segment):
    """What comes off the measure that a statement shows, where its measure period is over by then."""
    if policy(call) != "original" or "bonus" in segment.component:
        return Fraction(0)
    total = Fraction(0)
    for line in segment.all:
        if not hasattr(line, "row") or line.lowers:
            continue
        for refund, by in refunds_of(call, line.row):
            back = day(cell(call.transactions[refund.row], segment.component["measure"]["date"]))
            if back is not None and not segment.period[0] <= back < segment.period[1]:
                total += line.quota_credit * by
    return total
