"""Credit along the reporting lines, day by day (semantics 2.11).

One transaction credits everyone above a credited payee once: with the largest share that arrives, or with
the shares together up to the whole.
"""

from datetime import date
from fractions import Fraction

import restoring
from fiscal import day
from records import ALWAYS, cell, overlap

WHOLE = Fraction(1)


def takes(component, rolled):
    """Whether a component counts credit, that was rolled up or not."""
    kind = component.get("roll_up", "none")
    return kind == "included" or rolled == (kind == "only")


def counts_rolled(plan):
    return any(takes(component, True) for component in plan["components"])


class Lines:
    """Who reports to whom, by person in the order in which the lines begin."""

    def __init__(self, rows, bad):
        self.of = {}
        for at, row in enumerate(rows):
            person, manager = row["person_id"], cell(row, "manager_id")
            span = day(cell(row, "from")) or date.min, day(cell(row, "to")) or ALWAYS
            mine = self.of.setdefault(person, [])
            if span[1] <= span[0]:
                bad.append(("reporting", at, "to", "time.empty_period"))
            elif any(overlap(span, other) and manager != boss for other, boss, _ in mine):
                bad.append(("reporting", at, "manager_id", "reporting.overlap"))
            else:
                mine.append((span, manager, at))
        for mine in self.of.values():
            mine.sort(key=lambda line: line[0][0])

    def on(self, person, when):
        """The manager of a day and the row that says so."""
        held = [line[1:] for line in self.of.get(person, []) if line[0][0] <= when < line[0][1]]
        return held[0] if held else None

    def circles(self):
        """The first row of every circle. All its lines hold on the day on which the last of them begins."""
        found = set()
        for when in {line[0][0] for mine in self.of.values() for line in mine}:
            for start in self.of:
                passed, here = {}, start
                while here is not None and here not in passed:
                    line = self.on(here, when)
                    if line is None:
                        break
                    passed[here], here = line[1], line[0]
                else:
                    if here == start:
                        found.add(min(passed.values()))
        return found

    def way(self, call, person, when):
        """The managers above a person on a day, as far as credit goes, and the rows passed."""
        rule = call.plan["hierarchy"]
        managers, rows, levels = [], [], 0
        while levels < rule.get("levels", 10**9):
            line = self.on(person, when)
            if line is None:
                break
            person, row = line
            rows.append(row)
            if person is None:
                break
            managers.append(person)
            there = person in call.roster.spans and call.roster.on(person, when)
            levels += 1 if there or not rule.get("compress") else 0
        return managers, rows


def roll_up(call, lines, credit):
    """All credits with those that roll up behind each transaction's; `credit` makes one."""
    rule, column = call.plan["hierarchy"], call.plan["hierarchy"]["date"]
    others = {part["measure"]["date"] for part in call.plan["components"] if takes(part, True)} - {column}
    found = []
    for at in sorted({one.row for one in call.credits}):
        row, own = call.transactions[at], [one for one in call.credits if one.row == at]
        when = day(cell(row, column))
        dates = [day(cell(row, other)) for other in others]
        if when is None and any(one and call.window[0] <= one < call.window[1] for one in dates):
            call.bad.append(("transactions", at, column, "table.missing_value"))
            continue
        found += own
        reached = {}
        for one in own if when else []:
            for manager in lines.way(call, one.payee, when)[0]:
                if manager in call.roster.spans:
                    reached.setdefault(manager, []).append(one)
        for place, (manager, paths) in enumerate(reached.items()):
            quota, share = ([getattr(one, name) for one in paths] for name in ("quota_share", "share"))
            if rule.get("paths") == "capped_sum":
                quota, share = min(sum(quota), WHOLE), min(sum(share), WHOLE)
            else:
                quota, share = max(quota), max(share)
            found.append(credit(at, len(own) + place, manager, "rollup", quota, share))
    return found


def rows_passed(call):
    """The rows of the reporting lines that credit of used transactions went up by."""
    if not call.lines or not counts_rolled(call.plan):
        return set()
    passed = set()
    credits = call.credits + call.lowerings
    for one in (one for one in credits if restoring.placed(one) in call.used and one.role != "rollup"):
        when = day(cell(call.transactions[one.row], call.plan["hierarchy"]["date"]))
        if when:
            passed.update(call.lines.way(call, one.payee, when)[1])
    return passed
