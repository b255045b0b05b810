"""The records of a call as the reference reads them: who is on the plan, quotas, rates, credits.

Written from TABLES.md and semantics 2.4 (steps 0 to 3), 2.7, 2.11 and 2.17. Cells are taken as sound in
themselves; what is judged here is what records say together. A bad record is (table, row, column, code).
"""

from datetime import date
from fractions import Fraction

import bonuses
from exact import number
from fiscal import day

ALWAYS = date.max


def cell(row, name):
    value = row.get(name)
    return None if value == "" else value


def known(row, limit):
    at = cell(row, "known_at")
    return at is None or limit is None or at < limit


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


class Roster:
    """Payees by their assignments, cut to the days on which a version of the plan is in force."""

    def __init__(self, plan, versions, rows, bad):
        self.everyone = set()
        self.spans, self.teams = {}, {}
        for at, row in enumerate(rows):
            payee = row["payee_id"]
            self.everyone.add(payee)
            if row["plan_id"] != plan["id"]:
                continue
            given = day(row["from"]), day(cell(row, "to")) or ALWAYS
            spans = [(max(given[0], start), min(given[1], end)) for start, end in versions]
            mine = self.spans.setdefault(payee, [])
            if any(overlap(span, other[:2]) for other in mine for span in spans):
                bad.append(("assignments", at, "from", "commission.assignment_overlap"))
                continue
            team, weight = cell(row, "team_id"), cell(row, "team_weight")
            if team is not None and bonuses.by_weight(plan) and (weight is None or number(weight) < 0):
                bad.append(("assignments", at, "team_weight", "commission.team_weight"))
                continue
            self.teams[at] = team if any(start < end for start, end in spans) else None
            target = cell(row, "target_variable")
            salary = cell(row, "base_salary")
            terms = None if target is None else number(target), at, day(cell(row, "ramp_start")), salary
            mine += [(*span, *terms) for span in spans if span[0] < span[1]]
        self.spans = {payee: sorted(mine, key=lambda one: one[0]) for payee, mine in self.spans.items() if mine}

    def on(self, payee, when):
        return any(start <= when < end for start, end, *_ in self.spans[payee])

    def within(self, payee, period):
        return [span for span in self.spans[payee] if overlap(span, period)]


class Quotas:
    def __init__(self, plan, rows, limit, roster, bad):
        self.rows = {}
        for at, row in enumerate(rows):
            if not known(row, limit):
                continue
            payee, amount = cell(row, "payee_id"), number(row["amount"])
            span, measure = (day(row["from"]), day(row["to"])), cell(row, "measure_id")
            fault = None
            if payee is None:
                continue
            if span[1] <= span[0]:
                fault = "to", "time.empty_period"
            elif amount < 0:
                fault = "amount", "commission.quota_negative"
            elif cell(row, "currency") not in (None, plan["currency"]):
                fault = "currency", "number.currency_mismatch"
            if fault:
                bad.append(("quotas", at, *fault))
                continue
            if payee not in roster.everyone:
                continue
            self.rows.setdefault(payee, []).append((measure, span, amount, cell(row, "known_at") or "", at))
        self.rows = {payee: self.latest(mine, bad) for payee, mine in self.rows.items()}

    def latest(self, rows, bad):
        """For the same days the quota known last holds; two that became known together contradict each other."""
        kept = []
        for quota in sorted(rows, key=lambda one: one[3], reverse=True):
            met = [other for other in kept if other[0] == quota[0] and overlap(other[1], quota[1])]
            if any(other[3] == quota[3] for other in met):
                bad.append(("quotas", quota[4], "from", "commission.quota_overlap"))
            elif not met:
                kept.append(quota)
        return kept

    def of(self, payee, measure, period):
        """Rows that touch a period: those that name the measure, or else those that name none."""
        touching = [quota for quota in self.rows.get(payee, []) if overlap(quota[1], period)]
        named = [quota for quota in touching if quota[0] == measure]
        return sorted(named or [quota for quota in touching if quota[0] is None], key=lambda quota: quota[1])

    def over(self, payee, measure, period, part):
        """The quotas that make up a part of a measure period, or the code of what is wrong."""
        rows = [quota for quota in self.of(payee, measure, period) if overlap(quota[1], part)]
        if not rows:
            return None, "commission.quota_missing"
        spans = [quota[1] for quota in rows]
        inside = period[0] <= spans[0][0] <= part[0] and part[1] <= spans[-1][1] <= period[1]
        if not inside or any(earlier[1] != later[0] for earlier, later in zip(spans, spans[1:])):
            return None, "commission.quota_span"
        return rows, None


class Rates:
    """Rates into the plan's currency: given, or turned round and put together where the plan allows it."""

    def __init__(self, plan, rows, bad):
        fx = plan.get("fx") or {}
        self.own, allow = plan["currency"], fx.get("allow") or {}
        self.inverse, self.cross = allow.get("inverse", False), allow.get("cross")
        kind = fx.get("kind") or ("average" if fx.get("date") == "period_average" else "spot")
        self.rows = []
        targets = {self.own, self.cross}
        for at, row in enumerate(rows):
            if row["kind"] != kind or not (row["quote"] in targets or self.inverse and row["base"] in targets):
                continue
            pair = row["base"], row["quote"]
            span, rate = (day(row["from"]), day(cell(row, "to")) or ALWAYS), number(row["rate"])
            if rate <= 0:
                bad.append(("fx_rates", at, "rate", "commission.fx_rate_not_positive"))
            elif any(known == pair and overlap(span, other) for known, other, *_ in self.rows):
                bad.append(("fx_rates", at, "from", "commission.fx_rate_overlap"))
            else:
                self.rows.append((pair, span, rate, at))

    def between(self, base, quote, when):
        """The rate of a day and the rows that it comes from."""
        ways = [((base, quote), lambda rate: rate)]
        if self.inverse:
            ways.append(((quote, base), lambda rate: 1 / rate))
        for wanted, turned in ways:
            for pair, span, rate, at in self.rows:
                if when and pair == wanted and span[0] <= when < span[1]:
                    return turned(rate), {at}
        return None, None

    def find(self, currency, when):
        """What one unit of a currency is worth on a day, and the rows that say so."""
        if currency in (None, self.own):
            return Fraction(1), set()
        rate, rows = self.between(currency, self.own, when)
        if rate is None and self.cross and self.cross not in (currency, self.own):
            first, some = self.between(currency, self.cross, when)
            second, others = self.between(self.cross, self.own, when)
            if first is not None and second is not None:
                rate, rows = first * second, some | others
        return rate, rows


def read_flags(plan, rows, roster, bad):
    """The values of flags, each with its days; those that do not fit are bad."""
    read = []
    for at, row in enumerate(rows):
        if row["payee_id"] not in roster.everyone:
            continue
        start, end = day(cell(row, "from")) or date.min, day(cell(row, "to")) or date.max
        same = [one for one in read if (one["payee_id"], one["name"]) == (row["payee_id"], row["name"])]
        most = bonuses.most_score(plan, row["name"])
        if most is not None and not 0 <= number(row["value"]) <= most:
            bad.append(("flags", at, "value", "commission.score_range"))
        elif end <= start:
            bad.append(("flags", at, "to", "time.empty_period"))
        elif any(overlap((one["from"], one["to"]), (start, end)) for one in same):
            bad.append(("flags", at, "from", "commission.flag_overlap"))
        else:
            read.append({**row, "from": start, "to": end, "row": at})
    return read


def shares(splits):
    """The shares of one transaction as (payee, role, quota share, share), or the code of what is wrong."""
    direct = [split for split in splits if split["role"] == "direct"]
    for split in splits:
        if (cell(split, "share") is None) == (cell(split, "weight") is None):
            return None, "commission.split_mixed"
        if split["role"] == "overlay" and cell(split, "share") is None:
            return None, "commission.split_mixed"
    if len({cell(split, "share") is None for split in direct}) > 1:
        return None, "commission.split_mixed"
    weights = sum(int(split["weight"]) for split in direct if cell(split, "weight") is not None)
    found = []
    for split in splits:
        if cell(split, "weight") is not None and int(split["weight"]) < 0:
            return None, "commission.split_negative"
        if cell(split, "weight") is not None and weights == 0:
            return None, "commission.split_sum"
        share = number(split["share"]) if cell(split, "share") is not None else Fraction(int(split["weight"]), weights)
        quota = number(split["quota_share"]) if cell(split, "quota_share") is not None else share
        if share < 0 or quota < 0:
            return None, "commission.split_negative"
        found.append((split["payee_id"], split["role"], quota, share))
    if direct and sum(share for _, role, _, share in found if role == "direct") != 1:
        return None, "commission.split_sum"
    return found, None


def credits_of(at, row, splits, roster, most=None, pays_out=False):
    """The credits of a transaction, or what is wrong with it and its splits, as bad records."""
    found, code = shares([split for _, split in splits])
    direct = [split for _, split in splits if split["role"] == "direct"]
    if pays_out and any(cell(split, "quota_share") is not None for split in direct):
        code = "commission.split_quota_share"
        return [], [("transactions", at, "transaction_id", code), *(("splits", place, "quota_share", code) for place, _ in splits)]
    if code:
        return [], [
            ("transactions", at, "transaction_id", code),
            *(("splits", place, "share", code) for place, _ in splits),
        ]
    payee = cell(row, "payee_id")
    if pays_out and direct:
        # One payee has all of the credit; what it earns is shared.
        found = [one for one in found if one[1] != "direct"]
        payee = payee or direct[0]["payee_id"]
    if payee is not None and any(role == "direct" for _, role, _, _ in found):
        return [], [("transactions", at, "payee_id", "commission.credit_conflict")]
    whole = 0 if payee is None else 1
    total = max(whole + sum(one[place] for one in found) for place in (2, 3))
    if most is not None and any(role == "overlay" for _, role, _, _ in found) and total > most:
        return [], [("transactions", at, "transaction_id", "commission.credit_total")]
    unknown = "commission.unknown_payee"
    strangers = [place for place, split in splits if split["payee_id"] not in roster.everyone]
    faults = [("splits", place, "payee_id", unknown) for place in strangers]
    if strangers:
        faults.append(("transactions", at, "transaction_id", "commission.split_unusable"))
    if payee is not None:
        found = [(payee, "direct", Fraction(1), Fraction(1)), *found]
        if payee == cell(row, "payee_id") and payee not in roster.everyone:
            faults.append(("transactions", at, "payee_id", unknown))
    return ([], faults) if faults else (found, [])
