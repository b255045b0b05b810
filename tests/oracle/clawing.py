"""What refunds take back of what their sales earned: semantics 2.15.

A sale outside the period of the call is calculated again, in a period of the call's own kind.
"""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

import commission
import exact
import recalculating
import sharing
import stages
from exact import displayed, number, shown
from fiscal import day, first_of
from records import cell, known

UNITS = ["month", "quarter", "half", "year"]


@dataclass
class Refund:
    row: int
    sale: int
    mode: str
    share: Fraction


@dataclass
class Sold:
    """A line of a sale: what it earned, and its rate times its credit where it has a rate.

    Of what is paid later: how many refunds of the sale came before, and the part of the sale that it is for.
    """

    payee: str
    component: dict
    row: int
    when: object
    amount: Fraction
    at_rate: Fraction | None
    source: str | None = None
    after: int = 0
    of: Fraction = Fraction(1)
    sold: object = None

    def paid_later(self, call, after):
        if after is not None:
            basis = self.component["measure"]["date"]
            before = call.refunds.of(self.row, basis)[:after]
            self.after, self.sold = after, day(cell(call.transactions[self.row], basis))
            self.of -= call.removed.get(self.row, 0) + sum(one.share for _, one in before)
        return self


class Refunds:
    def __init__(self, call):
        self.call, self.policy = call, call.plan.get("clawback") or {}
        self.linked, self.named, self.sales = set(), {}, {}
        first = {}
        for at, row in enumerate(call.transactions):
            first.setdefault(row["transaction_id"], at)
        found = []
        for at, row in enumerate(call.transactions):
            name = cell(row, "reverses_id")
            if name is None or not known(row, call.limit) or first[row["transaction_id"]] != at:
                continue
            self.named[at] = first.get(name)
            mode = cell(row, "clawback_mode") or self.policy.get("mode", "original_rate")
            if mode == "current_rate":
                continue
            self.linked.add(at)
            sale = first.get(name)
            if sale is None:
                call.bad.append(("transactions", at, "reverses_id", "table.unknown_id"))
            elif known(call.transactions[sale], call.limit):
                fault = self.fault(row, call.transactions[sale], mode)
                if fault:
                    call.bad.append(("transactions", at, *fault))
                else:
                    share = -number(row["amount"]) / number(call.transactions[sale]["amount"])
                    found.append(Refund(at, sale, mode, share))
        basis = call.plan["components"][0]["measure"]["date"]
        for refund in sorted(found, key=lambda one: self.place(one.row, basis)):
            others = self.sales.setdefault(refund.sale, [])
            if sum((other.share for other in others), refund.share) > 1:
                call.bad.append(("transactions", refund.row, "amount", "commission.refund_too_large"))
            else:
                others.append(refund)

    def fault(self, row, sale, mode):
        if cell(sale, "reverses_id") is not None:
            return "reverses_id", "commission.refund_of_refund"
        own = self.call.plan["currency"]
        if (cell(row, "currency") or own) != (cell(sale, "currency") or own):
            return "currency", "number.currency_mismatch"
        if number(row["amount"]) * number(sale["amount"]) >= 0:
            return "amount", "commission.refund_sign"
        lacks = {
            "schedule": "schedule" not in self.policy,
            "pro_rata_term": not 1 <= (self.term(sale) or 0) <= 1200,
        }
        return ("reverses_id", "commission.clawback_terms") if lacks.get(mode) else None

    def term(self, sale):
        own = cell(sale, "term_months")
        return self.policy.get("term_months") if own is None else int(own)

    def place(self, at, basis):
        row = self.call.transactions[at]
        when, sequence = day(cell(row, basis)), cell(row, "sequence")
        dated = (1, when) if when else (0,)
        return dated, (sequence is not None, int(sequence or 0)), row["transaction_id"].encode()

    def of(self, sale, basis):
        """The refunds of a sale with their days, in processing order."""
        own = [one for one in self.sales.get(sale, []) if one.mode != "recalculate"]
        found = [(day(cell(self.call.transactions[one.row], basis)), one) for one in own]
        return sorted(((when, one) for when, one in found if when), key=lambda pair: self.place(pair[1].row, basis))

    # The part that is taken back

    def recalculating(self):
        """The refunds that have periods calculated again, with their days, in processing order."""
        basis = self.call.plan["components"][0]["measure"]["date"]
        every = [one for refunds in self.sales.values() for one in refunds if one.mode == "recalculate"]
        dated = [(day(cell(self.call.transactions[one.row], basis)), one) for one in every]
        return sorted(((when, one) for when, one in dated if when), key=lambda pair: self.place(pair[1].row, basis))

    def removed_before(self, when):
        removed = {}
        for on, refund in self.recalculating():
            if on < when:
                removed[refund.sale] = removed.get(refund.sale, Fraction(0)) + refund.share
        return removed

    def factor(self, refund, sold, when):
        if refund.mode == "schedule":
            elapsed = self.elapsed(sold, when)
            for step in self.policy["schedule"]:
                if step["from"] <= elapsed and (step.get("to") is None or elapsed < step["to"]):
                    return number(step["share"])
            return Fraction(0)
        if refund.mode == "pro_rata_term":
            months = self.term(self.call.transactions[refund.sale])
            days = (later(sold, months) - sold).days
            term = days if self.policy.get("unit") == "days" else months
            return Fraction(term - min(term, self.elapsed(sold, when)), term)
        return Fraction(1)

    def elapsed(self, sold, when):
        if when <= sold:
            return 0
        if self.policy.get("unit") == "days":
            return (when - sold).days
        months = 0
        while later(sold, months + 1) <= when:
            months += 1
        return months


def later(when, months):
    """So many months later, on the last day of the month where it has no such day."""
    first = first_of(when.year * 12 + when.month - 1 + months)
    last = (first_of(first.year * 12 + first.month) - timedelta(1)).day
    return first.replace(day=min(when.day, last))


class Originals:
    """The lines of refunded sales outside the call."""

    def __init__(self, call):
        self.found, self.failed, self.recalculated = [], None, None
        if call.only is not None:
            return
        bases = {part["measure"]["date"] for part in call.plan["components"]}
        units = [unit for unit in UNITS if call.fiscal.period_of(unit, call.period[0]) == call.period]
        unit = units[0] if units else "year"
        wanted = {}
        for sale in call.refunds.sales:
            due = {basis for basis in bases if any(call.period[0] <= when < call.period[1] for when, _ in call.refunds.of(sale, basis))}
            # What is paid later is of every period from the sale to the call.
            since = recalculating.periods_since(call, sale) if due and stages.pays_later(call.plan) else None
            for period in since or []:
                if period[0] < call.period[0]:
                    wanted.setdefault(period, set()).add(sale)
            for basis in bases:
                # Under the cap of the plan a line of one date takes of a component of another.
                inside = due if call.plan.get("plan_cap") else basis in due
                when = day(cell(call.transactions[sale], basis))
                if inside and when and not call.period[0] <= when < call.period[1] and (when >= call.period[1] or since is None):
                    wanted.setdefault(call.fiscal.period_of(unit, when), set()).add(sale)
        for period, sales in sorted(wanted.items()):
            payees = {credit.payee for credit in call.credits if credit.row in sales}
            everyone = set(call.roster.spans)
            # What was handed on was rounded among everything that others handed on.
            together = sharing.used(call.plan) and payees
            self.again(call, period, sales, everyone if together else payees & everyone)
            if self.failed:
                return
        self.recalculated = recalculating.Recalculations(call)
        self.failed = self.recalculated.failed

    def again(self, call, period, sales, payees):
        if not payees:
            return
        params = {**call.params, "period": {"from": str(period[0]), "to": str(period[1])}}
        inner = commission.Call({**call.request, "params": params}, only=payees)
        answer = inner.run()
        if not answer["ok"]:
            self.failed = answer
            return
        call.bad += [one for one in inner.bad if one not in call.bad]
        # A period around the call finds only what is after it, where others find what is before.
        around = stages.pays_later(call.plan) and call.period[0] < period[1]
        first = call.period[1] if around else period[0]
        self.found += [
            sold
            for sold in lines_of(inner)
            if sold.row in sales and first <= sold.when and not call.period[0] <= sold.when < call.period[1]
        ]


def lines_of(call):
    for segment in call.segments:
        for line in segment.lines:
            if line.emitted and line.row is not None:
                at_rate = None if line.rate is None else displayed(line.at_rate)
                sold = Sold(segment.payee, segment.component, line.row, line.when, line.amount, at_rate)
                yield sold.paid_later(call, getattr(line, "later", None))
    for payee in sorted(call.sharing.payees(), key=str.encode):
        for line in call.sharing.handed(payee):
            if line.row is not None:
                at_rate = None if line.rate is None else displayed(line.at_rate)
                sold = Sold(payee, line.component, line.row, line.when, line.amount, at_rate, line.source)
                yield sold.paid_later(call, line.later)


def take_back(call, originals):
    """By payee: the clawback lines, in the shape of the result."""
    call.taken = []  # (payee, component, day of what is taken back, amount)
    if call.only is not None:
        return {}
    parts = call.plan["components"] + call.plan.get("overrides", [])
    names = list(dict.fromkeys(part["id"] for part in parts))
    due = []
    sold_lines = originals.found + [sold for sold in lines_of(call) if sold.row in call.refunds.sales]
    for position, sold in enumerate(sold_lines):
        basis = sold.component["measure"]["date"]
        refunds = call.refunds.of(sold.row, basis)[sold.after :]
        worth = sold.amount
        if call.refunds.policy.get("basis") == "rate" and sold.at_rate is not None:
            if abs(sold.at_rate) < abs(worth) and (sold.at_rate < 0) == (worth < 0):
                worth = sold.at_rate
        since = sold.sold or sold.when
        parts = [-worth * one.share / sold.of * call.refunds.factor(one, since, when) for when, one in refunds]
        mode = (call.plan.get("rounding") or {}).get("mode", "half_up")
        amounts = exact.cumulative(parts, call.places, mode)
        for (when, refund), part, amount in zip(refunds, parts, amounts):
            if call.period[0] <= when < call.period[1]:
                call.used.add(refund.row)
                component = sold.component["id"]
                place = names.index(component), call.refunds.place(refund.row, basis), position
                source = call.transactions[refund.sale]["transaction_id"]
                call.taken.append((sold.payee, component, sold.when, amount))
                due.append((place, sold.payee, component, refund, when, part, amount, source, sold.source))
    due += originals.recalculated.due(names, len(sold_lines))
    changes = originals.recalculated.changes
    call.taken += [(payee, component, on, change) for payee, (component, on, *_), _, _, change in changes]
    found = {}
    for _, payee, component, refund, when, part, amount, source, below in sorted(due, key=lambda one: one[0]):
        mine = [segment for segment in call.segments if (segment.payee, segment.component["id"]) == (payee, component)]
        earned = sum(line.emitted for segment in mine for line in segment.lines)
        earned += sum(one.name == component for one in call.sharing.handed(payee))
        taken = [row for row in found.get(payee, []) if row["component_id"] == component]
        found.setdefault(payee, []).append(
            {
                "payee_id": payee,
                "component_id": component,
                "line_no": earned + len(taken) + 1,
                "transaction_id": call.transactions[refund.row]["transaction_id"],
                "kind": "clawback",
                "source_transaction_id": source,
                "period_from": str(call.period[0]),
                "period_to": str(call.period[1]),
                "effective_on": str(when),
                "quota_credit": "0",
                "commission_credit": "0",
                "measure_before": "0",
                "measure_after": "0",
                "tier": None,
                "rate": None,
                "at_rate": shown(part),
                "true_up": "0",
                "amount": shown(amount),
                "rounding": shown(amount - displayed(part)),
                "currency": call.plan["currency"],
                **({"modified": "0"} if stages.used(call.plan) else {}),
                **({"source_payee_id": below} if sharing.used(call.plan) else {}),
            }
        )
    return found


def kind(call, row, usual="earning"):
    """What a line of a transaction is, and the sale that it takes back."""
    if not call.refunds.named:
        return {"kind": usual}
    if row not in call.refunds.named:
        return {"kind": usual, "source_transaction_id": None}
    sale = call.refunds.named[row]
    source = None if sale is None else call.transactions[sale]["transaction_id"]
    kind = usual if usual == "restored_attainment" else "clawback"
    return {"kind": kind, "source_transaction_id": source}


def total(of_payees):
    return sum((Fraction(row["amount"]) for rows in of_payees for row in rows), Fraction(0))


def statements(call, payee, rows):
    """One row for the clawbacks of each component."""
    found = []
    for component in dict.fromkeys(row["component_id"] for row in rows):
        mine = [row for row in rows if row["component_id"] == component]
        found.append(summed(call, payee, component, total([mine]), None, len(mine)))
    return found


def summed(call, payee, component, earned, guarantee, lines):
    """A row of statements that is of no segment."""
    return {
        "payee_id": payee,
        "component_id": component,
        "period_from": str(call.period[0]),
        "period_to": str(call.period[1]),
        "measure": None,
        "base_quota": None,
        "quota_relief": None,
        "quota": None,
        "attainment": None,
        "attainment_reason": None,
        "target_variable": None,
        "earned": shown(earned),
        "guarantee": guarantee,
        "currency": call.plan["currency"],
        "lines": lines,
    }
