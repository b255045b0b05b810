"""Refunds that have periods calculated again: semantics 2.15, `recalculate`.

One refund after the other: each period from the sale's on, with what was left of the sale's credit before the
refund and with what is left after it, line by line.
"""

from datetime import date
from fractions import Fraction

import commission
import sharing
import stages
from fiscal import day
from records import cell

KINDS = ["earning", "gate", "multiplier", "kicker", "linked", "plan_cap", "cap_release", "floor", "spiff", "mbo", "milestone", "share", "override", "restored_attainment"]
UNITS = ["month", "quarter", "half", "year"]


def without(call):
    """The credits of a call, without what was refunded before it."""
    if call.removed is None:
        call.removed = call.refunds.removed_before(call.period[0])
    left = []
    for credit in call.credits:
        part = 1 - call.removed.get(credit.row, Fraction(0))
        credit.share, credit.quota_share = credit.share * part, credit.quota_share * part
        if part:
            left.append(credit)
    return left


def periods_since(call, sale):
    """From the period of the sale to that of the call, as far as a line can depend on the sale."""
    dated = []
    for part in call.plan["components"]:
        when = day(cell(call.transactions[sale], part["measure"]["date"]))
        if when:
            unit = "year" if stages.used(call.plan) else part["measure"]["period"]
            open_ended = part["measure"]["period"] == "quota"
            dated.append((when, date.max if open_ended else call.fiscal.period_of(unit, when)[1]))
    if not dated:
        return None
    first, until = min(dated)[0], max(until for _, until in dated)
    own = [unit for unit in UNITS if call.fiscal.period_of(unit, call.period[0]) == call.period]
    if not own:
        start = min(call.fiscal.period_of("year", first)[0], call.period[0])
        return [period for period in [(start, call.period[0]), call.period] if period[0] < period[1]]
    found = []
    while first < min(until, call.period[1]):
        found.append(call.fiscal.period_of(own[0], first))
        first = found[-1][1]
    return found


class Recalculations:
    """What recalculating refunds of the call's days change, line by line."""

    def __init__(self, call):
        self.call, self.failed, self.changes = call, None, []
        bad = {row for table, row, *_ in call.bad if table == "transactions"}
        steps = []
        for when, refund in call.refunds.recalculating():
            payees = {credit.payee for credit in call.credits if credit.row == refund.sale}
            if call.period[0] <= when < call.period[1] and refund.sale not in bad and payees:
                periods = periods_since(call, refund.sale)
                if periods is not None:
                    # What one earns others may have a part of.
                    everyone = call.roster.everyone if sharing.used(call.plan) else payees & set(call.roster.spans)
                    steps.append((when, refund, everyone, periods))
        removed, lines = dict(call.removed), {}
        for period in sorted({period for *_, periods in steps for period in periods}):
            payees = set().union(*(payees for _, _, payees, periods in steps if period in periods))
            if not self.again(period, payees, removed, lines):
                return
        for when, refund, payees, periods in steps:
            removed = {**removed, refund.sale: removed.get(refund.sale, 0) + refund.share}
            for period in periods:
                before = {payee: lines.get((payee, period), {}) for payee in payees}
                if not self.again(period, payees, removed, lines):
                    return
                for payee in payees:
                    self.compare(when, refund, payee, before[payee], lines.get((payee, period), {}))

    def again(self, period, payees, removed, lines):
        if not payees:
            return True
        call = self.call
        params = {**call.params, "period": {"from": str(period[0]), "to": str(period[1])}}
        known = payees & set(call.roster.spans)
        inner = commission.Call({**call.request, "params": params}, only=known, removed=dict(removed))
        answer = inner.run()
        if not answer["ok"]:
            self.failed = answer
            return False
        call.bad += [one for one in inner.bad if one not in call.bad]
        for payee in payees:
            lines[payee, period] = {}
        for segment in inner.segments:
            for line in segment.lines:
                if line.emitted and period[0] <= line.when < period[1]:
                    extra = isinstance(line, stages.Extra)
                    usual = "spiff" if "bonus" in segment.component else "earning"
                    kind = line.kind if extra else "restored_attainment" if line.lowers else usual
                    row = line.row
                    found = lines[segment.payee, period]
                    key = segment.component["id"], line.when, kind, row, None
                    found[key] = found.get(key, Fraction(0)) + line.amount
        for payee in inner.sharing.payees():
            for line in inner.sharing.handed(payee):
                if line.row not in call.refunds.linked:
                    found = lines[payee, period]
                    key = line.name, line.when, line.kind, line.row, line.source
                    found[key] = found.get(key, Fraction(0)) + line.amount
        return True

    def compare(self, when, refund, payee, before, after):
        for key in {**before, **after}:
            change = after.get(key, Fraction(0)) - before.get(key, Fraction(0))
            if change or key[3] == refund.sale:
                self.changes.append((payee, key, refund, when, change))

    def due(self, names, position):
        """In the shape that clawbacks are put in order in."""
        call, found = self.call, []
        basis = call.plan["components"][0]["measure"]["date"]
        people = list(dict.fromkeys(row["payee_id"] for row in call.tables["assignments"]))
        for payee, (component, on, kind, row, below), refund, when, change in self.changes:
            line = on, KINDS.index(kind), (row is None, row or 0), people.index(below) if below else 0
            place = names.index(component), call.refunds.place(refund.row, basis), position, line
            source = None if row is None else call.transactions[row]["transaction_id"]
            call.used.add(refund.row)
            found.append((place, payee, component, refund, when, change, change, source, below))
        return found
