"""What one payee's earnings bring to others: semantics 2.4 (stage 15), 2.11 and 2.18.

Splits of payouts share what a transaction earned its owner; overrides pay those above, by the reporting lines of
the day. Everything on one transaction goes up from the bottom, so that whoever is reached has what everyone below
was paid on it.
"""

from dataclasses import dataclass, field
from fractions import Fraction

import exact
from exact import displayed, number, shown
from records import cell
from rules import holds

ZERO = Fraction(0)


def pays_out(plan):
    return plan.get("split_stage") == "payout"


def used(plan):
    return pays_out(plan) or bool(plan.get("overrides"))


@dataclass
class Source:
    """What one payee has of one transaction on one day, or of none: (component, credit, earned, kept) a line.

    Where that is paid later, `later` says how many refunds of it came before.
    """

    payee: str
    row: int | None
    later: int | None
    when: object
    lines: list


@dataclass
class Handed:
    """A line that somebody is handed on."""

    kind: str
    payee: str
    source: str
    name: str
    row: int | None
    when: object
    earned: Fraction
    emitted: bool = True
    amount: Fraction = ZERO
    rate: Fraction | None = None
    tier: int | None = None
    credit: Fraction = ZERO
    before: Fraction = ZERO
    after: Fraction = ZERO
    at_rate: Fraction = ZERO
    true_up: Fraction = ZERO
    modified: Fraction = ZERO
    rule: int = 0
    window: tuple = ()
    date: str = ""
    later: int | None = None

    @property
    def component(self):
        """As far as a refund asks for it."""
        return {"id": self.name, "measure": {"date": self.date}}


@dataclass
class Sharing:
    call: object
    overrides: dict = field(default_factory=dict)  # payee: lines
    shares: dict = field(default_factory=dict)
    rows: set = field(default_factory=set)

    def units(self):
        rules = self.call.plan.get("overrides", [])
        return {rule.get("period") or self.first(rule)["measure"]["period"] for rule in rules}

    # Overrides

    def run(self):
        call, plan = self.call, self.call.plan
        self.seats = {segment.payee for segment in call.segments}
        self.running = {}
        if plan.get("overrides"):
            for source in self.sources():
                self.take_up(source)
        for mine in self.overrides.values():
            mine.sort(key=lambda one: (one.rule, one.window))

    def sources(self):
        found = {}
        for segment in self.call.segments:
            for line in segment.lines:
                row, component = getattr(line, "row", None), segment.component
                credit = line.commission_credit if getattr(line, "direct", False) else None
                given = [] if "bonus" in component else self.parts(segment.payee, row)
                kept = line.earned * (1 - sum((part for _, part in given), ZERO))
                of = row, getattr(line, "later", None), line.when
                mine = (segment.payee, *of), (component["id"], credit, line.earned, kept)
                theirs = [((to, *of), (component["id"], None, ZERO, line.earned * part)) for to, part in given]
                for key, part in [mine, *theirs]:
                    found.setdefault(key, []).append(part)
        made = [Source(*key, lines) for key, lines in found.items()]
        return sorted(made, key=self.place)

    def place(self, source):
        of = () if source.row is None else self.call.place(source.row, source.when)[1:]
        later = -1 if source.later is None else source.later
        return source.when, source.row is None, of, later, source.payee.encode()

    def take_up(self, source):
        call, below = self.call, []
        way, rows = self.way(source.payee, source.when)
        self.rows.update(rows)
        for person, level, counted in way:
            if person not in self.seats or not call.roster.on(person, source.when):
                continue
            got = []
            for at, rule in enumerate(call.plan["overrides"]):
                if rule.get("eligible") and (source.row is None or not holds(rule["eligible"], call.transactions[source.row])):
                    continue
                levels = counted if rule.get("compress") else level
                self.on_line(source, at, rule, person, levels, below, got)
                if rule.get("includes_overrides", rule["basis"] == "commission"):
                    for other, (plain, active), theirs in below:
                        up = levels - (active if rule.get("compress") else plain)
                        rate = self.rate(rule, person, up, source.when)
                        base = sum((part for _, part in theirs), ZERO)
                        if rate is not None:
                            self.pay(source, at, rule, person, other, rate, base, rate * base, got)
            below.append((person, (level, counted), got))

    def on_line(self, source, at, rule, person, level, below, got):
        rate = self.rate(rule, person, level, source.when)
        if rate is None:
            return
        names = self.names(rule)
        mine = [line for line in source.lines if line[0] in names]
        credit = next((line[1] for line in mine if line[1] is not None), ZERO)
        basis, before, base = rule["basis"], ZERO, credit
        if basis == "revenue":
            worth = rate * credit
        elif basis == "commission":
            base = sum((line[3] for line in mine), ZERO)
            worth = rate * base
        elif basis == "differential":
            paid = sum((part for _, _, theirs in below for one, part in theirs if one == at), ZERO)
            if rule.get("includes_earnings", True):
                paid += sum((line[2] for line in mine), ZERO)
            worth = max(ZERO, rate * credit - paid) if credit > 0 else min(ZERO, rate * credit - paid) if credit else ZERO
        else:
            key = person, at, self.window(rule, source.when)
            before = self.running.get(key, ZERO)
            self.running[key] = before + credit
            most = number(rule["threshold"])
            worth = rate * (max(ZERO, before + credit - most) - max(ZERO, before - most))
        self.pay(source, at, rule, person, source.payee, rate, base, worth, got, before)

    def pay(self, source, at, rule, person, below, rate, base, worth, got, before=None):
        if not worth:
            return
        got.append((at, worth))
        line = Handed("override", person, below, rule["id"], source.row, source.when, worth)
        line.emitted = source.when >= self.call.period[0]
        line.rate, line.credit, line.at_rate, line.true_up = rate, base, rate * base, worth - rate * base
        if rule["basis"] == "excess":
            line.before, line.after = before, before + base
        line.later = source.later
        line.rule, line.window, line.date = at, self.window(rule, source.when), self.date(rule)
        self.overrides.setdefault(person, []).append(line)

    def way(self, person, when):
        """Everyone above with their levels, counted both ways, and the rows passed."""
        call, found, rows, level, counted = self.call, [], [], 0, 0
        while True:
            line = call.lines.on(person, when)
            if line is None:
                break
            person, row = line
            rows.append(row)
            if person is None:
                break
            level += 1
            there = person in call.roster.spans and call.roster.on(person, when)
            counted += there
            if there:
                found.append((person, level, counted))
        return found, rows

    def rate(self, rule, person, level, when):
        if level < 1 or level > rule.get("levels", 10**9):
            return None
        if "rates" in rule:
            return number(rule["rates"][level - 1]) if level <= len(rule["rates"]) else None
        if "rate" in rule:
            return number(rule["rate"])
        for row in self.call.tables["assignments"]:
            if (row["payee_id"], row["plan_id"]) == (person, self.call.plan["id"]):
                if row["from"] <= str(when) and (not cell(row, "to") or str(when) < row["to"]):
                    own = cell(row, "override_rate")
                    return None if own is None else number(own)
        return None

    def names(self, rule):
        """The components whose lines count; bonuses come after what is handed on."""
        return rule.get("components") or [part["id"] for part in self.call.plan["components"] if "bonus" not in part]

    def first(self, rule):
        names = self.names(rule)
        return next(part for part in self.call.plan["components"] if part["id"] in names)

    def date(self, rule):
        return self.first(rule)["measure"]["date"]

    def window(self, rule, when):
        unit = rule.get("period") or self.first(rule)["measure"]["period"]
        return self.call.fiscal.period_of(unit, when)

    def groups(self, payee):
        """What overrides pay somebody, by override and period, what came before the call too."""
        found = {}
        for line in self.overrides.get(payee, []):
            found.setdefault((line.rule, line.window), []).append(line)
        return list(found.values())

    # Splits of payouts

    def parts(self, owner, row):
        """What others have of a transaction."""
        return [(payee, part) for payee, part in self.everyone(row) if payee != owner]

    def everyone(self, row):
        if row is None or not pays_out(self.call.plan):
            return []
        name = self.call.transactions[row]["transaction_id"]
        mine = [one for one in self.call.tables.get("splits", []) if one["transaction_id"] == name and one["role"] == "direct"]
        weights = sum(int(one["weight"]) for one in mine if cell(one, "weight") is not None)
        found = {}
        for one in mine:
            part = Fraction(int(one["weight"]), weights) if cell(one, "weight") is not None else number(one["share"])
            found[one["payee_id"]] = found.get(one["payee_id"], ZERO) + part
        return list(found.items())

    def share_out(self):
        """Minor units that add up to those of each line; the owner has the line and gives the others' parts away."""
        for segment in self.call.segments:
            for line in segment.lines:
                row = getattr(line, "row", None)
                if "bonus" in segment.component or not line.emitted or not line.amount or not self.parts(segment.payee, row):
                    continue
                everyone = self.everyone(row)
                if segment.payee not in dict(everyone):
                    everyone.insert(0, (segment.payee, ZERO))
                if all(payee == segment.payee or not part for payee, part in everyone):
                    continue
                exactly = [line.amount * part for _, part in everyone]
                amounts = exact.largest_remainder(exactly, self.call.places, "half_up")
                for (payee, part), amount in zip(everyone, amounts):
                    own = payee == segment.payee
                    part, amount = (part - 1, amount - line.amount) if own else (part, amount)
                    if part:
                        self.shares.setdefault(payee, []).append(self.share(segment, line, payee, part, amount))

    def share(self, segment, line, payee, part, amount):
        of = [displayed(line.at_rate), displayed(line.part - line.at_rate)]
        made = Handed("share", payee, segment.payee, segment.component["id"], line.row, line.when, amount)
        made.amount, made.rate, made.tier = amount, line.rate, line.tier
        made.credit = displayed(line.commission_credit) * part
        made.at_rate, made.true_up, made.modified = of[0] * part, of[1] * part, (line.earned - sum(of)) * part
        made.date, made.later = segment.component["measure"]["date"], getattr(line, "later", None)
        return made

    # Tables

    def handed(self, payee):
        """All lines that somebody is handed on in the call: shares by component, then overrides."""
        names = list(dict.fromkeys(part["id"] for part in self.call.plan["components"]))
        shares = sorted(self.shares.get(payee, []), key=lambda one: names.index(one.name))
        return shares + [one for one in self.overrides.get(payee, []) if one.emitted]

    def payees(self):
        return {payee for payee in [*self.shares, *self.overrides] if self.handed(payee)}

    def lines(self, payee, segments):
        rows, numbers = [], {}
        for one in self.handed(payee):
            mine = [segment for segment in segments if segment.component["id"] == one.name]
            start = sum(line.emitted for segment in mine for line in segment.lines)
            numbers[one.name] = numbers.get(one.name, start) + 1
            rows.append(row_of(self.call, one, numbers[one.name]))
        return rows

    def total(self, payee=None):
        payees = self.payees() if payee is None else [payee]
        return sum((one.amount for name in payees for one in self.handed(name)), ZERO)


def row_of(call, one, place):
    name = None if one.row is None else call.transactions[one.row]["transaction_id"]
    rest = displayed(one.at_rate) + displayed(one.true_up) + displayed(one.modified)
    return {
        "payee_id": one.payee,
        "component_id": one.name,
        "line_no": place,
        "transaction_id": name,
        "kind": one.kind,
        "source_transaction_id": name,
        "source_payee_id": one.source,
        "period_from": str(call.period[0]),
        "period_to": str(call.period[1]),
        "effective_on": str(one.when),
        "quota_credit": "0",
        "commission_credit": shown(one.credit),
        "measure_before": shown(one.before),
        "measure_after": shown(one.after),
        "tier": one.tier,
        "rate": shown(one.rate),
        "at_rate": shown(one.at_rate),
        "true_up": shown(one.true_up),
        "modified": shown(one.modified),
        "amount": shown(one.amount),
        "rounding": shown(one.amount - rest),
        "currency": call.plan["currency"],
    }
