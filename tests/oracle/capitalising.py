"""Capitalisations of the reference: assets amortised straight line, what is clawed back and written off.

Written from semantics/commission.md 2.20 and 2.3, not from the Rust.
"""

from fractions import Fraction

from exact import MINOR_UNITS, number, rounded, shown
from fiscal import Fiscal, day, first_of
from settling import months_later

FLOWS = ("capitalised", "amortised", "clawed_back", "written_off", "recovered")


def month_number(on):
    return on.year * 12 + on.month - 1


class Asset:
    def __init__(self, params, cost, events):
        self.params, self.cost = params, cost
        self.currency = cost.get("currency") or params["currency"]
        self.places = params.get("places", MINOR_UNITS[self.currency])
        self.amount, self.start = number(cost["amount"]), day(cost["capitalised_on"])
        self.months = int(cost["benefit_months"])
        self.end = months_later(self.start, self.months)
        own = [event for event in events if event["cost_id"] == cost["cost_id"]]
        self.events = sorted(own, key=lambda event: event["on"])
        self.convention = params.get("start_convention", "full_month")

    def expensed(self):
        if self.cost.get("incremental") in (False, "false"):
            return "not_incremental"
        return "short_benefit" if self.params["short_benefit"] == "expense" and self.months <= 12 else None

    def passed(self, on):
        """The part of the benefit period that is over on the morning of a day."""
        months = month_number(on) - month_number(self.start)
        part = {
            "full_month": Fraction(months, self.months),
            "half_month": (months - Fraction(1, 2)) / self.months,
            "daily": Fraction((on - self.start).days, (self.end - self.start).days),
        }[self.convention]
        return min(max(part, Fraction(0)), Fraction(1))

    def booked(self, base, since, on):
        """What is amortised of `base` from one point to a day: all of it at the end, and never more."""
        passed = self.passed(on)
        if passed == 1:
            return base
        due = base * (passed - since) / (1 - since)
        return min(base, rounded(due, self.places, self.params.get("rounding", "half_up")))

    def life(self, until):
        """(month, its row, what of the closing is current) for each month before a day."""
        events, base, since, told = list(self.events), Fraction(0), Fraction(0), Fraction(0)
        at, first, left = month_number(self.start), True, Fraction(0)
        while first_of(at) < until and (first or left or events):
            month, flows = (first_of(at), first_of(at + 1)), dict.fromkeys(FLOWS, Fraction(0))
            opening = left
            if first:
                base, flows["capitalised"] = self.amount, self.amount
            while events and month[0] <= day(events[0]["on"]) < month[1]:
                event = events.pop(0)
                on = day(event["on"]) if self.convention == "daily" else month[0]
                now = self.booked(base, since, on)
                flows["amortised"] += now - told
                left = base - now
                if event["kind"] == "churn":
                    flows["written_off"] += left
                    left = Fraction(0)
                else:
                    lower = min(number(event["amount"]), left)
                    flows["clawed_back"] += lower
                    flows["recovered"] += number(event["amount"]) - lower
                    left -= lower
                base, since, told = left, self.passed(on), Fraction(0)
            now = self.booked(base, since, month[1])
            flows["amortised"] += now - told
            told, left = now, base - now
            current = self.booked(base, since, first_of(at + 13)) - told
            if first or opening or flows["recovered"]:
                yield month, {"opening": opening, **flows, "closing": left}, current
            at, first = at + 1, False


def capitalise(request):
    """The answer for sound records."""
    params, tables = request["params"], request["tables"]
    fiscal = Fiscal(params.get("calendar"))
    asked = params["period"]
    asked = fiscal.parse(asked) if isinstance(asked, str) else (day(asked["from"]), day(asked["to"]))
    periods = fiscal.periods(params.get("unit", "month"), asked)
    events = [event for event in tables.get("cost_events", []) if day(event["on"]) < asked[1]]
    assets = [Asset(params, cost, events) for cost in tables["costs"] if day(cost["capitalised_on"]) < asked[1]]
    columns = ("opening", *FLOWS, "closing", "current", "expensed")
    rolls = {
        (period, currency): dict.fromkeys(columns, Fraction(0))
        for period in periods
        for currency in sorted({asset.currency for asset in assets})
    }

    def roll(asset, on):
        return next((rolls[(one, asset.currency)] for one in periods if one[0] <= on < one[1]), None)

    schedule, stands = [], []
    for asset in assets:
        why, carrying = asset.expensed(), (Fraction(0), Fraction(0))
        if why:
            expense = roll(asset, asset.start)
            if expense:
                expense["expensed"] += asset.amount
            for event in asset.events:
                back = roll(asset, day(event["on"]))
                if back and event["kind"] == "clawback":
                    back["recovered"] += number(event["amount"])
        else:
            for month, row, current in asset.life(asked[1]):
                carrying = (row["closing"], current)
                sums = roll(asset, month[0])
                if sums is None:
                    continue
                for flow in FLOWS:
                    sums[flow] += row[flow]
                period = next(one for one in periods if one[0] <= month[0] < one[1])
                sums["opening"] += row["opening"] if month[0] == period[0] else 0
                if month[1] == period[1]:
                    sums["closing"] += row["closing"]
                    sums["current"] += current
                where = {"period_from": str(month[0]), "period_to": str(month[1]), "currency": asset.currency}
                amounts = {key: shown(value) for key, value in row.items()}
                schedule.append({"cost_id": asset.cost["cost_id"], **where, **amounts})
        stands.append(stand(asset, why, carrying))
    forward = []
    for (period, currency), sums in rolls.items():
        sums["non_current"] = sums["closing"] - sums["current"]
        where = {"period_from": str(period[0]), "period_to": str(period[1]), "label": fiscal.label(period)}
        forward.append({**where, "currency": currency, **{key: shown(value) for key, value in sums.items()}})
    return {"ok": True, "tables": {"schedule": schedule, "roll_forward": forward, "assets": stands}}


def stand(asset, why, carrying):
    amounts = {"amount": asset.amount, "carrying_amount": carrying[0], "current": carrying[1]}
    amounts["non_current"] = carrying[0] - carrying[1]
    return {
        "cost_id": asset.cost["cost_id"],
        "treatment": "expensed" if why else "capitalised",
        "treatment_reason": why,
        "benefit_from": str(asset.start),
        "benefit_to": str(asset.end),
        "currency": asset.currency,
        **{key: shown(value) for key, value in amounts.items()},
    }
