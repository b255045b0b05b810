"""Team bonuses: pools that the members of a team share (semantics 2.10).

What a team brought is looked up in a calculation of just the pool's period, which pays no teams.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

import bonuses
import commission
import exact
from exact import displayed, number, shown
from fiscal import day
from judging import OPS
from proration import factor
from records import cell, overlap
from segments import in_force
from sharing import used as hands_on

ZERO = Fraction(0)
DAY = timedelta(1)
UNITS = ["month", "quarter", "half", "year"]


@dataclass
class Share:
    bonus: dict
    payee: str
    when: object
    credit: Fraction
    exactly: Fraction
    amount: Fraction


@dataclass
class Pools:
    """The pools of a call, filled one period after the other."""

    call: object
    failed: dict | None = None
    shares: dict = field(default_factory=dict)  # payee: shares

    def __post_init__(self):
        call = self.call
        if call.only is not None or not call.pooled or not bonuses.of_teams(call.plan):
            return
        listed = []
        for unit in UNITS:
            mine = [(at, bonus) for at, bonus in enumerate(bonuses.of_teams(call.plan)) if bonus["period"] == unit]
            ends = [window for window in call.fiscal.periods(unit, call.period) if window[1] <= call.period[1]] if mine else []
            for window in ends:
                seen = Seen(call, window, any(bonus.get("base") == "component_result" for _, bonus in mine))
                self.failed = seen.failed
                for at, bonus in mine if not self.failed else []:
                    for team, members in seen.teams():
                        self.failed = self.failed or self.pool(seen, at, bonus, team, members, listed)
                if self.failed:
                    return
        for *_, shares in sorted(listed, key=lambda one: one[:3]):
            for share in shares:
                self.shares.setdefault(share.payee, []).append(share)

    def pool(self, seen, at, bonus, team, members, listed):
        brought = seen.brought(bonus)
        base = number(bonus["amount"]) if "amount" in bonus else ZERO
        if "rate" in bonus:
            what = 0 if bonus["base"] == "credit" else 1
            base = number(bonus["rate"]) * sum((one[what] for (name, _), one in brought.items() if name == team), ZERO)
        score = Fraction(1)
        if bonus.get("objectives"):
            score = ZERO
            for one in bonus["objectives"]:
                attained = seen.look_at({"attainment_of": one["attainment_of"]}, team, members)
                if attained is not None:
                    score += bonuses.paid_for(one, attained) * number(one["weight"])
        pool = base * score
        if "when" in bonus:
            actual = seen.look_at(bonus["when"]["subject"], team, members)
            if actual is None or not OPS[bonus["when"]["op"]](actual, number(bonus["when"]["value"])):
                pool = ZERO
        call = self.call
        pool = exact.rounded(pool, call.places, (call.plan.get("rounding") or {}).get("mode", "half_up"))
        credits = [brought.get((team, payee), (ZERO, ZERO))[0] for payee in members]
        weights = seen.weights(bonus, team, members, [-one if pool < 0 else one for one in credits])
        if weights is None:
            if pool:
                row = seen.seats(members[0], team)[0][2]
                return commission.failure([(f"/tables/assignments/{row}/team_weight", "commission.team_weights_zero")])
            weights = [Fraction(1)] * len(members)
        parts = [pool * weight / sum(weights) for weight in weights]
        amounts = exact.largest_remainder(parts, call.places, "half_up")
        shown_credit = bonus["share_by"] == "credit" or bonus.get("base") == "credit"
        rows = zip(members, credits, parts, amounts)
        shares = [Share(bonus, payee, seen.window[1] - DAY, credit if shown_credit else ZERO, part, amount) for payee, credit, part, amount in rows]
        listed.append((at, seen.window, team.encode(), shares))
        return None

    # Tables

    def payees(self):
        return set(self.shares)

    def lines(self, payee):
        rows, numbers = [], {}
        for share in self.shares.get(payee, []):
            name = share.bonus["id"]
            numbers[name] = numbers.get(name, 0) + 1
            rows.append(self.row(share, numbers[name]))
        return rows

    def row(self, share, place):
        call = self.call
        return {
            "payee_id": share.payee,
            "component_id": share.bonus["id"],
            "line_no": place,
            "transaction_id": None,
            "kind": "team",
            "period_from": str(call.period[0]),
            "period_to": str(call.period[1]),
            "effective_on": str(share.when),
            "quota_credit": "0",
            "commission_credit": shown(share.credit),
            "measure_before": "0",
            "measure_after": "0",
            "tier": None,
            "rate": None,
            "at_rate": "0",
            "true_up": "0",
            "modified": shown(share.exactly),
            "amount": shown(share.amount),
            "rounding": shown(share.amount - displayed(share.exactly)),
            "currency": call.plan["currency"],
            **({"source_payee_id": None} if hands_on(call.plan) else {}),
        }

    def total(self):
        return sum((share.amount for mine in self.shares.values() for share in mine), ZERO)


class Seen:
    """The calculation of one period."""

    def __init__(self, call, window, by_results):
        self.call, self.window, self.by_results, self.failed = call, window, by_results, None
        self.kept, self.inner = {}, self.other(window)
        answer = self.inner.run() if by_results else self.inner.prepare()
        if answer and not answer["ok"]:
            self.failed = answer
            return
        if not by_results:
            for segment in self.inner.segments:
                self.inner.fill(segment)
        call.bad += [one for one in self.inner.bad if one not in call.bad]

    def other(self, window, **more):
        params = {**self.call.params, "period": {"from": str(window[0]), "to": str(window[1])}}
        return commission.Call({**self.call.request, "params": params}, pooled=False, **more)

    # Who is in a team

    def seats(self, payee, team):
        """The days of a payee in a team in the period, each with the weight and the row."""
        found = []
        for start, end, _, row, *_ in self.inner.roster.within(payee, self.window):
            record = self.call.tables["assignments"][row]
            if cell(record, "team_id") == team:
                weight = cell(record, "team_weight")
                found.append(((max(start, self.window[0]), min(end, self.window[1])), None if weight is None else number(weight), row))
        return found

    def team_on(self, payee, when):
        for start, end, _, row, *_ in self.inner.roster.spans.get(payee, []):
            if start <= when < end:
                return cell(self.call.tables["assignments"][row], "team_id")
        return None

    def teams(self):
        paid = sorted({segment.payee for segment in self.inner.segments}, key=str.encode)
        names = {cell(row, "team_id") for row in self.call.tables["assignments"]} - {None}
        found = [(name, [payee for payee in paid if self.seats(payee, name)]) for name in sorted(names, key=str.encode)]
        return [(name, members) for name, members in found if members]

    def weights(self, bonus, team, members, credits):
        """What the members share by; nothing where all weights are zero."""
        if bonus["share_by"] == "credit":
            weights = [max(ZERO, credit) for credit in credits]
            return weights if any(weights) else [Fraction(1)] * len(members)
        plain = (lambda weight: weight) if bonus["share_by"] == "weight" else (lambda _: Fraction(1))
        seats = [self.seats(payee, team) for payee in members]
        last = [plain(mine[-1][1]) for mine in seats]
        there = [sum((plain(weight) * factor(self.call.plan, span, self.window) for span, weight, _ in mine), ZERO) for mine in seats]
        for weights in [there, last] if bonus.get("prorated") else [last]:
            if any(weights):
                return weights
        return None

    # What it brought

    def names(self, bonus):
        return bonus.get("components") or [one["id"] for one in self.inner.plan["components"] if "bonus" not in one]

    def brought(self, bonus):
        """By team and payee: the commission credit, and what the lines come to."""
        if bonus["id"] not in self.kept:
            found, names = {}, self.names(bonus)
            for payee, when, what, value in self.sums(names):
                team = self.team_on(payee, when)
                if team is not None:
                    both = list(found.get((team, payee), (ZERO, ZERO)))
                    both[what] += value
                    found[team, payee] = tuple(both)
            self.kept[bonus["id"]] = found
        return self.kept[bonus["id"]]

    def sums(self, names):
        inner = self.inner
        for segment, line in self.counted(lambda component: component["id"] in names):
            # What a refund takes off a measure is no credit; what it takes back of the pool's comes below.
            if not line.lowers:
                yield segment.payee, line.when, 0, line.commission_credit
        yield from self.refunded(names)
        if not self.by_results:
            return
        for segment in inner.segments:
            for line in segment.lines:
                if line.emitted and segment.component["id"] in names:
                    yield segment.payee, line.when, 1, line.amount
        for payee in inner.sharing.payees():
            for line in inner.sharing.handed(payee):
                if line.name in names:
                    yield payee, line.when, 1, line.amount
        for payee, component, sold, amount in inner.taken:
            if component in names:
                yield payee, sold, 1, amount

    def counted(self, meant):
        """The lines of the period's days with credit of their own."""
        for segment in self.inner.segments:
            start, end = max(segment.window[0], self.window[0]), min(segment.window[1], self.window[1])
            for line in segment.lines if meant(segment.component) else []:
                if getattr(line, "own", False) and hasattr(line, "commission_credit") and start <= line.when < end:
                    yield segment, line

    def refunded(self, names):
        """The credit of sales that refunds of the period take back, below zero."""
        parts = [one for one in self.inner.plan["components"] if one["id"] in names and "bonus" not in one]
        due, refunds = [], self.inner.refunds
        for part in parts:
            basis = part["measure"]["date"]
            dated = [pair for sale in refunds.sales for pair in refunds.of(sale, basis)] + refunds.recalculating()
            for when, refund in dated:
                sold = day(cell(self.call.transactions[refund.sale], basis))
                if sold and self.window[0] <= when < self.window[1]:
                    due.append((part["id"], part["effective"], refund, sold, refund.share * refunds.factor(refund, sold, when)))
        if not due:
            return
        first = min([self.window[0], *(sold for *_, sold, _ in due)])
        past = self.other((first, self.window[1]), only=set(self.inner.roster.spans), removed={})
        past.prepare()
        for name, effective, refund, sold, share in due:
            for part in past.plan["components"]:
                if part["id"] != name or part["effective"] != effective or not in_force(part, sold):
                    continue
                for credit in past.credits:
                    if credit.row == refund.sale and past.day_of(credit, part) == sold and past.is_eligible(credit, part):
                        yield credit.payee, sold, 0, -past.line(credit, part, sold).commission_credit * share

    def look_at(self, subject, team, members):
        """A measure of the team, or the attainment."""
        kind, name = next(iter(subject.items()))
        mine = {payee: [span for span, *_ in self.seats(payee, team)] for payee in members}
        inside = lambda payee, when: any(start <= when < end for start, end in mine.get(payee, []))
        lines = self.counted(lambda component: component["id"] == name)
        measure = sum((line.quota_credit for segment, line in lines if inside(segment.payee, line.when)), ZERO)
        if kind == "measure_of":
            return measure
        last = {}
        for segment in self.inner.segments:
            key = segment.payee, segment.span[0]
            if segment.payee in mine and segment.component["id"] == name and self.window[0] <= segment.period[0] < self.window[1]:
                if key not in last or last[key].window[0] <= segment.window[0]:
                    last[key] = segment
        if not last or any(segment.quota is None for segment in last.values()):
            return None
        quota = sum((segment.quota * self.part_there(segment, mine[segment.payee]) for segment in last.values()), ZERO)
        if quota:
            return measure / quota
        payee = max(members, key=lambda one: (any(key[0] == one for key in last), one.encode()))
        segment = last[max(key for key in last if key[0] == payee)]
        return {"zero_attainment": ZERO, "full_attainment": Fraction(1)}.get((segment.component.get("quota") or {}).get("zero"))

    def part_there(self, segment, spans):
        """The part of the days of a quota on which its payee is in the team."""
        days, plan = segment.quota_days, self.call.plan
        every = [(start, end) for start, end, *_ in self.inner.roster.within(segment.payee, days)]
        both = [sum((factor(plan, cut(one, days), segment.period) for one in found if overlap(one, days)), ZERO) for found in (spans, every)]
        return Fraction(1) if both[0] == both[1] or not both[1] else both[0] / both[1]


def cut(span, days):
    return max(span[0], days[0]), min(span[1], days[1])
