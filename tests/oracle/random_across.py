"""Random dimensions of rate tables, and values for their columns."""

import random

from across import places
from exact import number
from random_rates import VALUES, some

STARTS = {
    "transaction_amount": ["0", "100", "250", "500", "1000", "1999.99"],
    "transaction_units": ["0", "1", "2", "5", "7"],
    "transaction_margin": ["0", "1/3", "0.1", "0.5", "0.25"],
    "transaction_markup": ["0", "0.5", "1", "0.25", "2"],
    "measure": ["0", "250", "500", "1000", "333.33"],
    "attainment_of": ["0", "0.25", "0.5", "1", "4/3"],
}
COLUMNS = {"family": ["Core", "Add-on", "Other"], "kind": ["new", "renewal"], "term": ["12", "36"]}


class Aside:
    """Draws of their own, so that what is drawn besides stays the same."""

    def __init__(self, draw, salt):
        self.random, self.sound, self.mark = random.Random(f"{salt} {draw.seed}"), draw.sound, draw.mark

    def chance(self, probability):
        return self.random.random() < probability

    def fault(self, probability):
        return not self.sound and self.chance(probability)

    def one(self, items):
        return self.random.choice(items)


def across(draw, parts):
    """Gives rate tables other dimensions now and then."""
    draw = Aside(draw, "across")
    for part in parts:
        table = part.get("rate_table")
        if table and table["mode"] != "interpolated" and draw.chance(0.3):
            spread(draw, part, parts)


def spread(draw, part, parts):
    table = part["rate_table"]
    lump = table["value"] == "step_amount" or (table["value"] == "payout_share" and table["mode"] == "whole")
    kinds = [] if lump else ["index", "index", "column"]
    others = [other for other in parts if runs_beside(part, other)]
    kinds += ["measure", "measure"] if others else []
    attaining = [one for one in others if "quota" in one and one["measure"]["period"] != "quota"]
    kinds += ["attainment_of", "attainment_of"] if attaining else []
    made = []
    for _ in range(draw.one([1, 1, 2, 2, 3]) if kinds else 0):
        kind = draw.one(kinds)
        if kind == "measure":
            other = draw.one(others)
            one = index(draw, table, {"measure": other["measure"].get("id", other["id"])})
        elif kind == "attainment_of":
            one = index(draw, table, {"attainment_of": draw.one(attaining)["id"]})
        else:
            one = index(draw, table, draw.one(list(STARTS)[:4])) if kind == "index" else column(draw)
        if all((one.get("index"), one.get("column")) != (other.get("index"), other.get("column")) for other in made):
            made.append(one)
    if not made:
        return
    table["across"] = made
    count = 1
    for one in made:
        count *= places(one)
    for tier in table["tiers"]:
        first = tier.pop("value")
        tier["values"] = [first, *(some(draw, VALUES[table["value"]]) for _ in range(count - 1))]
        tier.pop("min", None)
        tier.pop("max", None)
    if "accumulate" in part["measure"] and part["measure"]["accumulate"] == "transaction":
        draw.mark("across alone")
    draw.mark(f"{table['mode']} across", f"{table['value']} across", f"across {min(len(made), 2)} dimensions")


def runs_beside(part, other):
    """Whether two measures run over the same days and periods."""
    mine, others = part["measure"], other["measure"]
    sums = all(one.get("accumulate", "period") == "period" for one in (mine, others))
    return part is not other and sums and (mine["period"], mine["date"]) == (others["period"], others["date"])


def index(draw, table, what):
    name = what if isinstance(what, str) else next(iter(what))
    starts = draw.random.sample(STARTS[name], draw.one([1, 2, 2, 3]))
    starts.sort(key=number)
    made = {"index": what, "from": starts}
    if draw.chance(0.6):
        made["boundary"] = draw.one(["lower_inclusive", "upper_inclusive"])
    below = draw.one([None, "first_tier", "zero", "zero", "error" if draw.fault(0.5) else "zero"])
    if below:
        made["below"] = below
    draw.mark(f"across {name}", f"across {made.get('boundary', 'as the tiers')}", f"across below {below or 'default'}")
    return made


def column(draw):
    name = draw.one(list(COLUMNS))
    made = {"column": name, "values": draw.random.sample(COLUMNS[name], draw.one([1, 2, 2, len(COLUMNS[name])]))}
    if draw.sound or draw.chance(0.7):
        made["otherwise"] = "zero"
    draw.mark("across column")
    return made
