"""Margins and other indexes that are not the component's own measure: semantics 2.5 and 2.18."""

import math
from fractions import Fraction

from exact import number
from records import cell

PROFITS = ("gross_profit", "gross_profit_or_loss")


def values(row, rate):
    """What a transaction is worth, by what a plan may credit; amounts and profits in the plan's currency."""
    units = number(cell(row, "units") or "0")
    amount = number(row["amount"])
    worth = {"amount": amount * rate, "units": units, "deals": Fraction(-1 if amount < 0 else 1)}
    if cell(row, "price") is None or cell(row, "cost") is None:
        return worth
    count = Fraction(1) if cell(row, "units") is None else units
    price, cost = number(row["price"]) * rate * count, number(row["cost"]) * rate * count
    profit = price - cost
    # A loss counts as 0; what gives a sale back takes back no more than the sale had.
    floored = max(profit, Fraction(0)) if price > 0 else min(profit, Fraction(0)) if price < 0 else Fraction(0)
    return {**worth, "revenue": price, "cost": cost, "gross_profit": floored, "gross_profit_or_loss": profit}


def index(component):
    """What is looked up."""
    if "curve" in component:
        return component["curve"]["x"]
    return (component.get("rate_table") or {}).get("index")


def other_measure(component, components):
    """The component whose measure picks the tier."""
    wanted = index(component)
    if not isinstance(wanted, dict):
        return None
    for other in components:
        beside = other["effective"] == component["effective"] and other["id"] != component["id"]
        if beside and other["measure"].get("id", other["id"]) == wanted["measure"]:
            return other
    return None


def needs_profit(component, paid):
    return index(component) in ("margin", "markup") or component["measure"].get("credit") in PROFITS or paid in PROFITS


class Beside:
    """Where an index stands that is not the component's own measure."""

    def __init__(self, kind):
        self.kind = kind
        self.clear()

    def clear(self):
        self.part = self.whole = self.other = Fraction(0)

    def take(self, line, measure):
        """The place after a line."""
        self.part += line.profit
        self.whole += line.revenue if self.kind == "margin" else line.cost
        self.other += line.other
        if isinstance(self.kind, dict):
            return self.other
        if self.kind not in ("margin", "markup"):
            return measure
        if self.whole:
            return self.part / self.whole
        return self.part and math.copysign(math.inf, self.part)
