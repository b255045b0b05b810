"""Settlements of the reference: draws, guarantees, balances and pay, period by period.

Written from semantics/commission.md 2.12 to 2.14 and 2.17 and TABLES.md, not from the Rust.
"""

from datetime import date, timedelta
from fractions import Fraction

from exact import MINOR_UNITS, cumulative, number, rounded, shown
from fiscal import Fiscal, day, first_of

OWED = ("recoverable", "recoverable_forgiven")
ALWAYS = (date.min, date.max)


class Refused(Exception):
    """The code that a problem must have."""


def meet(*spans):
    """The days that all spans have; none if there is none."""
    start, end = max(span[0] for span in spans), min(span[1] for span in spans)
    return (start, end) if start < end else None


def months_later(on, months):
    first = first_of(on.year * 12 + on.month - 1 + months)
    after = first_of(on.year * 12 + on.month + months)
    return min(first + timedelta(on.day - 1), after - timedelta(1))


def thirty_360(first, on):
    def ends_february(one):
        return one.month == 2 and (one + timedelta(1)).month == 3

    start, end = first.day, on.day
    if ends_february(first):
        start = 30
        end = 30 if ends_february(on) else end
    if end == 31 and start >= 30:
        end = 30
    return (on.year - first.year) * 360 + (on.month - first.month) * 30 + end - min(start, 30)


def factor(basis, active, whole):
    """The part of a period that the active days are."""
    if basis == "none":
        return Fraction(1)
    if basis == "whole_months":
        starts, at = [], 0
        while months_later(whole[0], at) < whole[1]:
            starts.append(months_later(whole[0], at))
            at += 1
        return Fraction(sum(active[0] <= start < active[1] for start in starts), len(starts))
    if basis == "thirty_360":
        days = thirty_360(whole[0], whole[1])
        if days:
            return Fraction(thirty_360(whole[0], active[1]) - thirty_360(whole[0], active[0]), days)
    return Fraction((active[1] - active[0]).days, (whole[1] - whole[0]).days)


def span(row, start="from", end="to"):
    return day(row.get(start)) or date.min, day(row.get(end)) or date.max


class Policy:
    def __init__(self, document):
        self.document = document
        self.fiscal = Fiscal(document.get("calendar"))
        self.places = MINOR_UNITS[document["currency"]]
        self.mode = document.get("rounding", "half_up")
        self.draw = document.get("draw", {})

    def round(self, value):
        return rounded(value, self.places, self.mode)

    def periods(self, asked):
        asked = self.fiscal.parse(asked) if isinstance(asked, str) else (day(asked["from"]), day(asked["to"]))
        pay = self.document["pay_period"]
        if pay["kind"] == "calendar":
            found = self.fiscal.periods(pay["unit"], asked)
        else:
            start = asked[0] - timedelta((asked[0] - day(pay["from"])).days % pay["days"])
            found = []
            while start < asked[1]:
                found.append((start, start + timedelta(pay["days"])))
                start = found[-1][1]
        if (found[0][0], found[-1][1]) != asked:
            raise Refused("settlement.partial_pay_period")
        return found

    def recovered(self, terms, balance, earned):
        """min(balance, earned × recover_pct, recover_cap), in minor units."""
        if earned <= 0:
            return Fraction(0)
        most = [balance, earned, self.round(earned * number(terms.get("recover_pct", "1")))]
        if terms.get("recover_cap") is not None:
            most.append(number(terms["recover_cap"]))
        return min(most)

    def measure_ends(self, period):
        unit = self.document.get("measure_period")
        return unit is None or self.fiscal.period_of(unit, period[0])[1] <= period[1]


class Payee:
    def __init__(self, policy, name, tables):
        self.policy = policy
        person = next((row for row in tables.get("people", []) if row["person_id"] == name), None)
        self.person = person or {}
        last = day(self.person.get("last_day"))
        self.active = day(self.person.get("start_date")) or date.min, last + timedelta(1) if last else date.max
        payout = policy.document.get("payout", {})
        self.currency = self.person.get("payout_currency") or payout.get("currency") or policy.document["currency"]
        self.windows = [self.window(row) for row in tables.get("draws", []) if row["payee_id"] == name]
        terms = policy.draw.get("terms")
        if not self.windows and person is not None and terms:
            holds = span(terms)
            if terms.get("months"):
                start = day(person["start_date"])
                holds = meet(holds, (start, months_later(start, terms["months"])))
            if holds:
                self.windows = [(terms["kind"], self.size(terms), holds)]

    def window(self, row):
        return row["kind"], self.size(row), span(row)

    def size(self, terms):
        if terms.get("amount") not in (None, ""):
            return number(terms["amount"])
        return number(terms["target_share"]) * number(self.person["target_variable"])

    def draw(self, period):
        """Kind, amount, first day, and whether it ends in the period with the payee still there."""
        held, total = [], Fraction(0)
        for kind, amount, holds in self.windows:
            days = meet(holds, self.active, period)
            if days:
                total += amount * factor(self.policy.draw.get("proration", "calendar_days"), days, period)
                held.append((kind, days[0], holds[1] <= period[1] and self.active[1] >= holds[1]))
        if not held:
            return None
        return held[0][0], self.policy.round(total), min(one[1] for one in held), any(one[2] for one in held)


def rate(policy, tables, kind, base, quote, on):
    for row in tables.get("fx_rates", []):
        found = (row["kind"], row["base"], row["quote"]) == (kind, base, quote)
        if found and span(row)[0] <= on < span(row)[1]:
            return number(row["rate"])
    raise Refused("commission.fx_rate_missing")


SOURCES = {"adjustment": "adjusted", "clawback": "clawed_back", "manual": "manual"}
ORDER = ["earned", "adjusted", "clawed_back", "manual"]
RESERVES = {"holdback": ("reserved", 1), "holdback_release": ("reserve_released", -1), "forfeited": ("reserve_forfeited", -1)}


def kept_back(policy, tables, periods):
    """Payee → position of the period → (currency, kind) → what it adds to what is kept back."""
    found = {}
    for row in tables["earnings"]:
        on = day(row.get("released_on")) or day(row.get("effective_on"))
        where = [at for at, period in enumerate(periods) if period[0] <= on < period[1]]
        lost = row.get("kind") == "forfeited" and row.get("event") != "exit"
        if where and row.get("kind") in RESERVES and not lost:
            kind, sign = RESERVES[row["kind"]]
            moved = found.setdefault(row["payee_id"], {}).setdefault(where[0], {})
            key = row.get("currency") or policy.document["currency"], list(RESERVES.values()).index((kind, sign)), kind
            moved[key] = moved.get(key, Fraction(0)) + sign * number(row["amount"])
    return found


def earned(policy, tables, periods):
    """Payee → position of the period → (plan, place of what it is of) → exact sum in the policy's currency."""
    fx, sums = policy.document.get("fx", {}), {}
    for row in tables["earnings"]:
        on = day(row.get("released_on")) or day(row.get("effective_on"))
        where = [at for at, period in enumerate(periods) if period[0] <= on < period[1]]
        if not where or row.get("kind") in ("holdback", "forfeited", "cancelled"):
            continue
        amount, period = number(row["amount"]), periods[where[0]]
        if (row.get("currency") or policy.document["currency"]) != policy.document["currency"]:
            dates = {"period_start": period[0], "period_end": period[1] - timedelta(1), "release": on}
            at = dates[fx.get("date", "release")]
            amount *= rate(policy, tables, fx.get("kind", "spot"), row["currency"], policy.document["currency"], at)
        plans = sums.setdefault(row["payee_id"], {}).setdefault(where[0], {})
        plan = row.get("plan_id") or "", ORDER.index(SOURCES.get(row.get("kind"), "earned"))
        plans[plan] = plans.get(plan, Fraction(0)) + amount
    return sums


class Book:
    """One payee's settlement."""

    def __init__(self, policy, payee, tables, name):
        self.policy, self.payee, self.tables, self.name = policy, payee, tables, name
        opening = next((row for row in tables.get("balances", []) if row["payee_id"] == name), {})
        self.balance = {
            account: number(opening.get(account) or "0")
            for account in ("negative_balance", "draw_owed", "clamped", "held")
        }
        self.payouts, self.ledger, self.reserves = [], [], {}
        for row in tables.get("reserves", []):
            if row["payee_id"] == name:
                currency = row.get("currency") or policy.document["currency"]
                self.reserves[currency] = self.reserves.get(currency, Fraction(0)) + number(row["balance"])

    def settle(self, period, plans, kept=None):
        policy, document, draw = self.policy, self.policy.document, self.payee.draw(period)
        if draw is None and plans is None and kept is None and not any(self.balance.values()):
            return
        self.lines, self.on, last = [], period[1] - timedelta(1), period[1] - timedelta(1)
        opening, kind = dict(self.balance), draw[0] if draw else None
        d = draw[1] if draw else Fraction(0)
        left = self.payee.active[1] <= period[1]
        start = d if policy.draw.get("disburse") == "at_start" else Fraction(0)
        payout = Fraction(0)
        if start:
            self.on = draw[2]
            self.line("paid_at_start", -start)
            payout += self.pay_out(start, period)
            self.on = last
        names = sorted(plans or {})
        parts = cumulative([plans[plan] for plan in names], policy.places, policy.mode) if plans else []
        for (plan, source), part in zip(names, parts):
            self.line(ORDER[source], part, plan=plan or None)
        e = sum(parts, Fraction(0))

        choice = document.get("negative_true_up", "carry")
        clamps = choice == "clamp_until_period_end"
        ends = not clamps or left or policy.measure_ends(period)
        good = self.balance["clamped"] if ends else min(self.balance["clamped"], max(e, 0))
        e -= good
        self.move("unclamped", "clamped", -good, -good)
        if clamps and not ends and e < 0:
            self.move("clamped", "clamped", -e, -e)
            e = Fraction(0)
        if e < 0 and choice != "pay_negative":
            self.move("negative_carried", "negative_balance", -e, -e)
            e = Fraction(0)

        rec = policy.recovered(document.get("negative_balance", {}), self.balance["negative_balance"], e)
        self.move("negative_recovered", "negative_balance", -rec, -rec)
        e -= rec

        pay = e
        if d and kind not in OWED:
            pay = max(e, d)
            self.move("topped_up", None, pay - e, None)
        elif d and e < d:
            pay = d
            self.move("draw_advanced", "draw_owed", d - e, d - e)
        elif not d or kind in OWED:
            rec = policy.recovered(policy.draw, self.balance["draw_owed"], e - d)
            self.move("draw_recovered", "draw_owed", -rec, -rec)
            pay = e - rec
        forgiven = Fraction(0)
        if draw and kind == "recoverable_forgiven" and draw[3]:
            forgiven = self.balance["draw_owed"]
            self.move("draw_forgiven", "draw_owed", Fraction(0), -forgiven)

        minimum = document.get("minimum_payout")
        together = pay + self.balance["held"]
        if minimum is not None and not d and not left and 0 < together < number(minimum):
            self.move("held", "held", -pay, pay)
            pay = Fraction(0)
        else:
            held = self.balance["held"]
            self.move("held_released", "held", held, -held)
            pay += held
        if pay - start:
            self.line("paid", start - pay)
            payout += self.pay_out(pay - start, period)
        for currency, _, kind in sorted(kept or {}, key=lambda one: one[:2]):
            change = next(value for key, value in kept.items() if (key[0], key[2]) == (currency, kind))
            if change:
                self.reserves[currency] = self.reserves.get(currency, Fraction(0)) + change
                self.line(kind, Fraction(0), None, change, currency=currency)
                self.lines[-1] |= {"account": "reserve", "balance": self.reserves[currency]}
        self.close(period, opening, draw, left, payout, forgiven)

    def line(self, kind, amount, account=None, change=None, plan=None, currency=None):
        row = {"kind": kind, "amount": amount, "account": account, "change": change, "plan_id": plan}
        row["booked_on"] = self.on
        row["currency"] = currency or self.policy.document["currency"]
        row["balance"] = None if account is None else self.balance[account]
        self.lines.append(row)

    def move(self, kind, account, amount, change):
        if not amount and not change:
            return
        if account is not None:
            self.balance[account] += change
        self.line(kind, amount, account, change)

    def pay_out(self, amount, period):
        own, wanted = self.policy.document["currency"], self.payee.currency
        if own == wanted or not amount:
            return amount
        payout = self.policy.document.get("payout", {})
        dates = {"payment": self.on, "period_start": period[0], "period_end": period[1] - timedelta(1)}
        on = dates[payout.get("fx_date", "payment")]
        converted = amount * rate(self.policy, self.tables, payout.get("fx_kind", "spot"), own, wanted, on)
        paid = rounded(converted, MINOR_UNITS[wanted], self.policy.mode)
        for kind, value in (("converted", converted), ("fx_difference", paid - converted), ("payout", -paid)):
            if value:
                self.line(kind, value, currency=wanted)
        return paid

    def close(self, period, opening, draw, left, payout, forgiven):
        def total(*kinds):
            return sum((line["amount"] for line in self.lines if line["kind"] in kinds), Fraction(0))

        row = {
            "earned": total(*ORDER),
            "draw": draw[1] if draw else Fraction(0),
            "carried": total("negative_carried"),
            "recovered_negative": -total("negative_recovered"),
            "clamped": total("clamped", "unclamped"),
            "advanced": total("draw_advanced"),
            "topped_up": total("topped_up"),
            "recovered_draw": -total("draw_recovered"),
            "forgiven": forgiven,
            "held": -total("held", "held_released"),
            "paid_at_start": -total("paid_at_start"),
            "paid_at_settlement": -total("paid"),
            "paid": -total("paid_at_start", "paid"),
            "opening_negative_balance": opening["negative_balance"],
            "closing_negative_balance": self.balance["negative_balance"],
            "opening_draw_owed": opening["draw_owed"],
            "closing_draw_owed": self.balance["draw_owed"],
            "closing_clamped": self.balance["clamped"],
            "closing_held": self.balance["held"],
            "receivable": None,
            "payout": payout,
            "fx_difference": total("fx_difference"),
        }
        if left:
            row["receivable"] = sum(self.balance[name] for name in ("negative_balance", "draw_owed", "clamped"))
        row = {key: shown(value) for key, value in row.items()}
        where = {"payee_id": self.name, "period_from": str(period[0]), "period_to": str(period[1])}
        own = self.policy.document["currency"]
        row |= {"draw_kind": draw[0] if draw else None, "currency": own, "payout_currency": self.payee.currency}
        self.payouts.append({**where, **row})
        for at, line in enumerate(self.lines, 1):
            amounts = {key: shown(line[key]) for key in ("amount", "change", "balance")}
            booked_on = str(line["booked_on"])
            self.ledger.append({**where, "line_no": at, **line, **amounts, "booked_on": booked_on})


def settle(request):
    """The answer for a sound policy and sound records."""
    policy, tables = Policy(request["definition"]), request["tables"]
    periods = policy.periods(request["params"]["period"])
    sums = earned(policy, tables, periods)
    kept = kept_back(policy, tables, periods)
    names = set(sums) | set(kept) | {row["person_id"] for row in tables.get("people", [])}
    names |= {row["payee_id"] for table in ("draws", "balances", "reserves") for row in tables.get(table, [])}
    payouts, ledger, balances, reserves = [], [], [], []
    for name in sorted(names):
        book = Book(policy, Payee(policy, name, tables), tables, name)
        for at, period in enumerate(periods):
            book.settle(period, sums.get(name, {}).get(at), kept.get(name, {}).get(at))
        payouts += book.payouts
        ledger += book.ledger
        for currency in sorted(book.reserves):
            if book.reserves[currency]:
                reserves.append({"payee_id": name, "balance": shown(book.reserves[currency]), "currency": currency})
        if any(book.balance.values()):
            amounts = {account: shown(value) for account, value in book.balance.items()}
            balances.append({"payee_id": name, **amounts, "currency": policy.document["currency"]})
    found = {"payouts": payouts, "ledger": ledger, "balances": balances}
    return {"ok": True, "tables": {**found, **({"reserves": reserves} if kept or tables.get("reserves") else {})}}
