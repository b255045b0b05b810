"""Rate tables of several dimensions: semantics 2.5, row 9 of the feature table.

A dimension that goes by the transaction says in which column its credit lies; one that runs says which column pays all
credit so far. So a table is one table of one dimension for each column: every credit goes into all of them that have
the places of its transaction, and of these the one that what runs has reached says what they have earned.
"""

from fractions import Fraction
from itertools import product

import profits
from exact import number
from records import cell
from tiers import Ladder, Stop

OF_TRANSACTIONS = ("transaction_amount", "transaction_units", "transaction_margin", "transaction_markup")


def dimensions(component):
    return (component.get("rate_table") or {}).get("across") or []


def used(plan):
    return any(dimensions(part) for part in plan["components"])


def is_own(dimension):
    """Whether the transaction alone picks the place."""
    return "column" in dimension or dimension["index"] in OF_TRANSACTIONS


def places(dimension):
    return len(dimension.get("values") or dimension["from"])


def beside(component, components):
    """By number of a dimension: the other component that it looks at."""
    found = {}
    for at, dimension in enumerate(dimensions(component)):
        wanted = dimension.get("index")
        for other in components if isinstance(wanted, dict) else []:
            same = other["effective"] == component["effective"] and other["id"] != component["id"]
            names = {"measure": other["measure"].get("id", other["id"]), "attainment_of": other["id"]}
            if same and all(names[key] == name for key, name in wanted.items()):
                found[at] = other
                break
    return found


def is_looked_up(component, components):
    """Whether another component's table looks up what it attains."""
    for part in components:
        wanted = [dimension.get("index") for dimension in dimensions(part)]
        if part["effective"] == component["effective"] and {"attainment_of": component["id"]} in wanted:
            return True
    return False


def needed(component):
    """The columns of transactions without which no place can be looked up."""
    wanted = {dimension.get("index") for dimension in dimensions(component) if is_own(dimension)}
    columns = ["units"] if "transaction_units" in wanted else []
    return columns + (["price", "cost"] if wanted & {"transaction_margin", "transaction_markup"} else [])


def unplaced(component, row):
    """The columns that hold none of the values of the table, where that is an error."""
    named = [one for one in dimensions(component) if "column" in one and one.get("otherwise", "error") == "error"]
    return [one["column"] for one in named if cell(row, one["column"]) not in one["values"]]


def of_transaction(dimension, row, rate):
    """What a transaction comes to along a dimension: a value, a number, or endlessly much profit or loss."""
    if "column" in dimension:
        return cell(row, dimension["column"])
    worth = profits.values(row, rate)
    if dimension["index"] in ("transaction_amount", "transaction_units"):
        return worth[dimension["index"].removeprefix("transaction_")]
    whole = worth["revenue" if dimension["index"] == "transaction_margin" else "cost"]
    profit = worth["gross_profit_or_loss"]
    if whole:
        return profit / whole
    return Fraction(0) if profit == 0 else float("inf") if profit > 0 else float("-inf")


def place(dimension, table, found):
    """Where that is along the dimension; none where nothing is paid, an error where the plan says so."""
    if "column" in dimension:
        return dimension["values"].index(found) if found in dimension["values"] else None
    if found is None:
        return None
    starts = [number(start) for start in dimension["from"]]
    upper = dimension.get("boundary", table["boundary"]) == "upper_inclusive"
    reached = sum(found > start if upper and at else found >= start for at, start in enumerate(starts))
    if reached:
        return reached - 1
    return {"first_tier": 0, "zero": None}.get(dimension.get("below", "first_tier"), "error")


class Grid:
    """A rate table of several dimensions for one payee and measure period."""

    def __init__(self, table, base, payee, zero, rounding=None):
        self.table, self.across = table, table["across"]
        self.ladders = {}
        for at, column in enumerate(product(*(range(places(one)) for one in self.across))):
            tiers = [{**tier, "value": tier["values"][at]} for tier in table["tiers"]]
            self.ladders[column] = Ladder({**table, "tiers": tiers}, base, payee, zero, rounding)
        self.numbers = {column: at for at, column in enumerate(self.ladders, 1)}
        self.first = next(iter(self.ladders.values()))

    def split(self, line):
        """The places of a line: by its transaction, and by what runs; none where nothing is paid."""
        found = [place(one, self.table, value) for one, value in zip(self.across, line.found)]
        if any(at == "error" for at, one in zip(found, self.across) if line.own or not is_own(one)):
            raise Stop("commission.below_first_tier", line)
        sides = []
        for own in (True, False):
            side = {at: found[at] for at, one in enumerate(self.across) if is_own(one) == own}
            nothing = None in side.values() or (own and side and not line.own)
            sides.append(None if nothing else side)
        return sides

    def column(self, own, running):
        if own is None or running is None:
            return None
        both = {**own, **running}
        return tuple(both[at] for at in range(len(self.across)))

    def run(self, lines, alone):
        pools, earned, measure = [], Fraction(0), Fraction(0)
        for line in lines:
            if alone:
                pools, earned, measure = [], Fraction(0), Fraction(0)
                self.first.beside.clear()
                for ladder in self.ladders.values():
                    ladder.clear()
            before, measure = measure, measure + line.quota_credit
            own, running = self.split(line)
            if own not in pools:
                pools.append(own)
            for column, ladder in self.ladders.items():
                mine = own is not None and all(column[at] == where for at, where in own.items())
                ladder.put(before, measure, line.commission_credit if mine else Fraction(0))
            tier = self.first.tier(self.first.beside.take(line, measure))
            if tier == 0 and self.first.below == "error":
                raise Stop("commission.below_first_tier", line)
            line.tier = tier or None
            paying = [column for pool in pools if (column := self.column(pool, running)) is not None]
            now = sum((self.ladders[column].total(tier) for column in paying), Fraction(0))
            line.earned, earned = now - earned, now
            column = self.column(own, running)
            line.tier_column = self.numbers.get(column)
            if not self.first.lump:
                line.rate = self.ladders[column].value(tier) if column is not None else Fraction(0)
                line.at_rate = line.rate * line.commission_credit
