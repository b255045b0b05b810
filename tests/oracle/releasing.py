"""Releases of the reference: what of an earning is payable when, what is held back, and what is lost.

Written from semantics/commission.md 2.16 and 2.3, not from the Rust.
"""

from datetime import timedelta
from fractions import Fraction

from exact import MINOR_UNITS, number, rounded, shown
from fiscal import MONTHS, day
from settling import months_later

BUCKETS = ("released", "held", "forfeited", "cancelled")


def after(step, on):
    return months_later(on, step.get("months", 0)) + timedelta(step.get("days", 0))


class Earning:
    """One earning, and the days on which something happens to it."""

    def __init__(self, plan, row, tables):
        self.release = plan.get("release", {"schedule": [{"event": "booking", "share": "1"}]})
        self.places = MINOR_UNITS[plan["currency"]]
        self.mode = plan.get("rounding", {}).get("mode", "half_up")
        self.row, self.start, self.earned = row, day(row["effective_on"]), number(row["amount"])
        people = {one["person_id"]: day(one.get("last_day")) for one in tables.get("people", [])}
        last = people.get(row["payee_id"])
        self.gone = last + timedelta(1) if last else None
        name = row.get("transaction_id") or None
        self.transaction = next((one for one in tables.get("transactions", []) if one["transaction_id"] == name), None)
        paid = [one for one in tables.get("collections", []) if one["transaction_id"] == name]
        self.paid = sorted(paid, key=lambda one: one["collected_on"])

    def days(self):
        """(day, rank, event, what happens), in order."""
        found = []

        def add(on, rank, event, change):
            found.append((max(on, self.start), rank, len(found), event, change))

        if self.gone:
            add(self.gone, 0, "exit", ("exit",))
        for at, step in enumerate(self.release["schedule"]):
            event, share = step["event"], number(step["share"])
            if self.transaction is None and event in ("invoice", "cash"):
                add(self.start, 1, event, ("add", at, share))
            elif event == "booking":
                add(self.start, 1, event, ("add", at, share))
            elif event == "invoice" and self.transaction.get("invoiced_on"):
                add(day(self.transaction["invoiced_on"]), 1, event, ("add", at, share))
            elif event == "cash":
                total = number(self.transaction.get("invoiced_total") or self.transaction["amount"])
                collected = Fraction(0)
                for one in self.paid:
                    collected += number(one["amount"])
                    part = min(max(collected / total, Fraction(0)), Fraction(1))
                    add(day(one["collected_on"]), 1, event, ("set", at, share * part))
            elif event == "date":
                add(day(step["on"]), 1, event, ("add", at, share))
            elif event == "after":
                add(after(step, self.start), 1, event, ("add", at, share))
            elif event == "instalments":
                for number_of in range(step["count"]):
                    on = months_later(self.start, number_of * MONTHS[step["every"]])
                    add(on, 1, event, ("add", at, share / step["count"]))
        if self.release.get("holdback"):
            add(self.holdback_day(), 2, "holdback", ("pay",))
        return sorted(found, key=lambda one: one[:3])

    def holdback_day(self):
        release = self.release["holdback"]["release"]
        return day(release["on"]) if release["event"] == "date" else after(release, self.start)

    def leaves_too_early(self):
        holdback = self.release["holdback"]
        least = day(holdback.get("left_before")) or self.holdback_day()
        return holdback.get("forfeit", "left_before") == "left_before" and self.gone - timedelta(1) < least

    def follow(self, as_of):
        """The movements, and the amounts at the end."""
        holdback = self.release.get("holdback")
        steps, most = [Fraction(0)] * len(self.release["schedule"]), Fraction(1)
        hold, movements = "held" if holdback else "released", []
        state = self.amounts(Fraction(0), hold, most)
        for on, _, _, event, change in self.days():
            if as_of and on >= as_of:
                break
            before = min(sum(steps, Fraction(0)), most)
            if change[0] == "add":
                steps[change[1]] += change[2]
            elif change[0] == "set":
                steps[change[1]] = change[2]
            elif change[0] == "pay" and hold == "held":
                hold = "released"
            elif change[0] == "exit":
                if self.release.get("on_exit") == "cancel" and self.earned >= 0:
                    most = before
                if holdback and hold == "held" and self.leaves_too_early():
                    hold = "forfeited"
            due = min(sum(steps, Fraction(0)), most)
            after_it = self.amounts(due, hold, most)
            kinds = {"released": "reversal" if due < before else "release", "held": "holdback"}
            if change[0] == "pay":
                kinds["released"] = "holdback_release"
            for bucket in BUCKETS:
                moved = after_it[bucket] - state[bucket]
                if moved and not (bucket == "held" and change[0] in ("pay", "exit")):
                    kind = kinds.get(bucket, bucket)
                    movements.append({"released_on": str(on), "event": event, "kind": kind, "amount": moved, **after_it})
            state = after_it
        return movements, state

    def amounts(self, due, hold, most):
        """Differences of rounded running totals; the whole is the earning as it is."""
        kept = number(self.release["holdback"]["share"]) * due if self.release.get("holdback") else Fraction(0)
        parts = {"released": due, "held": Fraction(0), "forfeited": Fraction(0), "cancelled": 1 - most}
        if hold != "released":
            parts["released"] -= kept
            parts[hold] = kept
        amounts, share, total = {}, Fraction(0), Fraction(0)
        for bucket in BUCKETS:
            share += parts[bucket]
            running = rounded(share * self.earned, self.places, self.mode)
            running = self.earned if share == 1 or abs(running) > abs(self.earned) else running
            amounts[bucket] = running - total
            total = running
        return {**amounts, "pending": self.earned - total}


def release(request):
    """The answer for a sound plan and sound records."""
    plan, tables = request["definition"], request["tables"]
    as_of = day(request["params"].get("as_of"))
    releases, positions = [], []
    for row in tables["earnings"]:
        if as_of and day(row["effective_on"]) >= as_of:
            continue
        earning = Earning(plan, row, tables)
        movements, state = earning.follow(as_of)
        named = {key: row.get(key) or None for key in ("payee_id", "component_id", "transaction_id", "line_no")}
        named["currency"] = plan["currency"]
        for movement in movements:
            texts = {key: shown(value) if isinstance(value, Fraction) else value for key, value in movement.items()}
            releases.append({**named, "plan_id": plan["id"], **texts})
        amounts = {key: shown(value) for key, value in {"earned": earning.earned, **state}.items()}
        positions.append({**named, "effective_on": row["effective_on"], **amounts})
    return {"ok": True, "tables": {"releases": releases, "positions": positions}}
