"""What every line of a segment finds along the dimensions of a rate table."""

from fractions import Fraction
from types import SimpleNamespace

import profits
import restoring
import shaping
from across import beside, dimensions, is_own, of_transaction
from segments import Terms


def look(call, segment):
    """Fills what every line of a segment finds along each dimension."""
    component, others = segment.component, beside(segment.component, call.plan["components"])
    sums = {at: Fraction(0) for at in others}
    for line in segment.lines:
        line.found = []
        for at, dimension in enumerate(dimensions(component)):
            if is_own(dimension):
                # What a refund takes off a measure counts as the sale does.
                row = call.transactions[line.credit.row]
                # One more unit of a deal stands where the deal does that is larger by it.
                deal = row.get("one more of", row)
                place = of_transaction(dimension, deal, call.find_rate(deal, component)[0]) if line.own else None
                if deal is not row and line.own and dimension.get("index") == f"transaction_{row['unit of']}":
                    place += 1
                line.found.append(place)
            elif "measure" in dimension["index"]:
                sums[at] += credited(call, line.credit, others[at])
                line.found.append(sums[at])
            else:
                line.found.append(attained(call, segment, line, others[at]))


def credited(call, credit, component):
    """What a credit adds to the measure of a component."""
    if not call.is_eligible(credit, component):
        return Fraction(0)
    row = call.transactions[credit.row]
    worth = profits.values(row, call.find_rate(row, component)[0])
    counted = credit.quota_share * worth[component["measure"].get("credit", "amount")]
    by = credit.by if isinstance(credit, restoring.Lowering) else 1
    return shaping.shaped(component, row, counted, Fraction(0))[0] * by


def attained(call, segment, line, other):
    """What another component has attained after a line: its own sum of its own segment, over that segment's quota."""
    terms = Terms(call, segment.payee, other, segment.period)
    for stretch in terms.segments():
        if not stretch.span[0] <= line.when < stretch.span[1] or terms.quota(stretch):
            continue
        total = Fraction(0)
        measured = SimpleNamespace(component=other, period=segment.period)
        for credit in call.credits + call.lowerings:
            when = call.day_of(credit, other)
            if credit.payee != segment.payee or when is None or when < stretch.counts_from:
                continue
            if not restoring.counts(call, credit, measured):
                continue
            if (call.place(restoring.placed(credit), when), credit.position) <= (call.place(line.row, line.when), line.credit.position):
                total += credited(call, credit, other)
        if stretch.quota:
            return total / stretch.quota
        zero = other["quota"].get("zero", "error")
        return float("inf") if zero == "top_tier" else Fraction(int(zero == "full_attainment"))
    return None
