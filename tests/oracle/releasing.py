"""Releases of the reference: what of an earning is payable when, what is held back, and what is lost.

Written from semantics/commission.md 2.16 and 2.3, not from the Rust.
"""

from datetime import timedelta
from fractions import Fraction

from exact import MINOR_UNITS, number, rounded, shown
from fiscal import MONTHS, day
from rerating import Rates
from settling import months_later

BUCKETS = ("released", "held", "forfeited", "cancelled", "clawed_back")


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
        self.taken, self.rates = [], None
        paid = [one for one in tables.get("collections", []) if one["transaction_id"] == name]
        self.paid = sorted(paid, key=lambda one: one["collected_on"])

    def days(self):
        """(day, rank, event, what happens), in order."""
        found = []

        def add(on, rank, event, change):
            found.append((max(on, self.start), rank, len(found), event, change))

        if self.gone:
            add(self.gone, 0, "exit", ("exit",))
        for on, share in self.taken:
            add(on, 1, "clawback", ("back", share))
        for at, step in enumerate(self.release["schedule"]):
            event, share = step["event"], number(step["share"])
            if self.transaction is None and event in ("invoice", "cash"):
                add(self.start, 2, event, ("add", at, share))
            elif event == "booking":
                add(self.start, 2, event, ("add", at, share))
            elif event == "invoice" and self.transaction.get("invoiced_on"):
                add(day(self.transaction["invoiced_on"]), 2, event, ("add", at, share))
            elif event == "cash":
                total = number(self.transaction.get("invoiced_total") or self.transaction["amount"])
                collected = Fraction(0)
                for one in self.paid:
                    collected += number(one["amount"])
                    part = min(max(collected / total, Fraction(0)), Fraction(1))
                    on = day(one["collected_on"])
                    add(on, 2, event, ("set", at, share * part, self.lost(on)))
            elif event == "date":
                add(day(step["on"]), 2, event, ("add", at, share))
            elif event == "after":
                add(after(step, self.start), 2, event, ("add", at, share))
            elif event == "instalments":
                for number_of in range(step["count"]):
                    on = months_later(self.start, number_of * MONTHS[step["every"]])
                    add(on, 2, event, ("add", at, share / step["count"]))
        if self.release.get("holdback") and self.holdback_day():
            add(self.holdback_day(), 3, "holdback", ("pay",))
        return sorted(found, key=lambda one: one[:3])

    def lost(self, on):
        """What is lost of a payment by the days from the day on which the invoice is due."""
        late = self.release.get("late_payment")
        if late is None:
            return Fraction(0)
        due = day(self.transaction.get("due_on"))
        due = due or day(self.transaction["invoiced_on"]) + timedelta(late.get("terms_days", 0))
        for step in late["steps"]:
            if step["from"] <= (on - due).days and (step.get("to") is None or (on - due).days < step["to"]):
                return number(step["share"])
        return Fraction(0)

    def holdback_day(self):
        """None where the event does not come."""
        release = self.release["holdback"]["release"]
        if release["event"] == "date":
            return day(release["on"])
        if release["event"] == "after":
            return after(release, self.start)
        if self.transaction is None:
            return self.start
        if release["event"] == "invoice":
            return day(self.transaction.get("invoiced_on"))
        total, collected = number(self.transaction.get("invoiced_total") or self.transaction["amount"]), Fraction(0)
        for one in self.paid:
            collected += number(one["amount"])
            if collected / total >= 1:
                return day(one["collected_on"])
        return None

    def leaves_too_early(self):
        holdback = self.release["holdback"]
        least = day(holdback.get("left_before")) or self.holdback_day()
        early = least is None or self.gone - timedelta(1) < least
        return holdback.get("forfeit", "left_before") == "left_before" and early

    def follow(self, as_of):
        """The movements, and the amounts at the end."""
        holdback = self.release.get("holdback")
        self.steps, self.most = [Fraction(0)] * len(self.release["schedule"]), Fraction(1)
        self.gone_late, self.clawed = Fraction(0), Fraction(0)
        self.hold, movements = "held" if holdback else "released", []
        self.re_rated = Fraction(0)
        state = self.amounts()
        for on, _, _, event, change in self.days():
            if as_of and on >= as_of:
                break
            before, lost, released = self.due(), Fraction(0), self.parts()["released"]
            if change[0] == "add":
                self.steps[change[1]] += change[2]
            elif change[0] == "set":
                self.steps[change[1]], lost = change[2:]
            elif change[0] == "pay" and self.hold == "held":
                self.hold = "released"
            elif change[0] == "back":
                # Pending parts are cancelled first; of what was due, what was neither held nor lost is clawed back.
                taken = min(change[1], self.most)
                from_due = max(Fraction(0), taken - (self.most - before))
                if from_due:
                    self.clawed += from_due * self.parts()["released"] / before
                self.most -= taken
            elif change[0] == "exit":
                if self.release.get("on_exit") == "cancel" and self.earned >= 0:
                    self.most = before
                if holdback and self.hold == "held" and self.leaves_too_early():
                    self.hold = "forfeited"
            due = self.due()
            if due > before:
                self.gone_late += (due - before) * lost
            elif before:
                self.gone_late *= due / before
            more = self.parts()["released"] - released
            if more > 0:
                self.re_rated += more * self.rates.difference(self.row, on)
            elif released:
                self.re_rated *= 1 + more / released
            after_it = self.amounts()
            kinds = {"released": "reversal" if due < before else "release", "held": "holdback"}
            if change[0] in ("pay", "back"):
                kinds["released"] = "holdback_release" if change[0] == "pay" else "clawback"
            for bucket in BUCKETS[:-1]:
                moved = after_it[bucket] - state[bucket]
                if moved and not (bucket == "held" and change[0] in ("pay", "exit")):
                    kind = kinds.get(bucket, bucket)
                    movements.append({"released_on": str(on), "event": event, "kind": kind, "amount": moved, **after_it})
            moved = after_it["re_rated"] - state["re_rated"]
            if moved:
                movements.append({"released_on": str(on), "event": event, "kind": "re_rated", "amount": moved, **after_it})
            state = after_it
        return movements, state

    def due(self):
        return min(sum(self.steps, Fraction(0)), self.most)

    def parts(self):
        kept = self.due() - self.gone_late
        aside = number(self.release["holdback"]["share"]) * kept if self.release.get("holdback") else Fraction(0)
        parts = {"released": kept, "held": Fraction(0), "forfeited": self.gone_late}
        if self.hold != "released":
            parts["released"] -= aside
            parts[self.hold] += aside
        return {**parts, "cancelled": 1 - self.most - self.clawed, "clawed_back": self.clawed}

    def amounts(self):
        """Differences of rounded running totals; the whole is the earning as it is."""
        amounts, share, total = {}, Fraction(0), Fraction(0)
        parts = self.parts()
        for bucket in BUCKETS:
            share += parts[bucket]
            running = rounded(share * self.earned, self.places, self.mode)
            running = self.earned if share == 1 or abs(running) > abs(self.earned) else running
            amounts[bucket] = running - total
            total = running
        return {**amounts, "pending": self.earned - total, "re_rated": rounded(self.re_rated, self.places, self.mode)}


def linked(rows):
    """By position: what takes an earning back, what of a clawback is an earning of its own, and whose cash it waits for."""
    taken, own, waits = {}, {}, {}
    left = [number(row["amount"]) for row in rows]
    clawbacks = [at for at, row in enumerate(rows) if row.get("source_transaction_id")]
    for at in sorted(clawbacks, key=lambda at: (rows[at]["effective_on"], at)):
        rest = number(rows[at]["amount"])
        for of, row in enumerate(rows):
            same = all(row.get(key) == rows[at].get(key) for key in ("payee_id", "component_id"))
            if of in clawbacks or not same or row.get("transaction_id") != rows[at]["source_transaction_id"]:
                continue
            if left[of] * rest > 0:
                waits[at] = row["transaction_id"]
            elif left[of] * rest < 0:
                part = min(abs(left[of]), abs(rest)) * (1 if left[of] > 0 else -1)
                taken.setdefault(of, []).append((day(rows[at]["effective_on"]), part / number(row["amount"])))
                left[of] -= part
                rest += part
        own[at] = rest
    return taken, own, waits


def release(request):
    """The answer for a sound plan and sound records."""
    plan, tables = request["definition"], request["tables"]
    as_of = day(request["params"].get("as_of"))
    releases, positions = [], []
    taken, own, waits = linked(tables["earnings"])
    rates = Rates(plan, tables["earnings"])
    for at, row in enumerate(tables["earnings"]):
        amount = own.get(at, number(row["amount"]))
        if as_of and day(row["effective_on"]) >= as_of or not amount and number(row["amount"]):
            continue
        awaited = {**row, "amount": shown(amount), "transaction_id": waits.get(at, row.get("transaction_id"))}
        earning = Earning(plan, awaited, tables)
        earning.taken, earning.rates = taken.get(at, []), rates
        movements, state = earning.follow(as_of)
        named = {key: row.get(key) or None for key in ("payee_id", "component_id", "transaction_id", "line_no")}
        named["currency"] = plan["currency"]
        for movement in movements:
            texts = {key: shown(value) if isinstance(value, Fraction) else value for key, value in movement.items()}
            releases.append({**named, "plan_id": plan["id"], **texts})
        amounts = {key: shown(value) for key, value in {"earned": earning.earned, **state}.items()}
        positions.append({**named, "effective_on": row["effective_on"], **amounts})
    if not rates.used:
        for row in releases + positions:
            del row["re_rated"]
    return {"ok": True, "tables": {"releases": releases, "positions": positions}}
