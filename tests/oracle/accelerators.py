"""A payout rule without accelerators: semantics 2.13, a ramp's "accelerators on/off".

What is looked up by attainment pays no more above 100 % than what 100 % reaches; where tiers pay on the
credit inside them that is the tier below 100 %, and a curve stays where it is.
"""

from fractions import Fraction

from curves import through
from exact import number


def held(component):
    """The component as such a month of a ramp pays it."""
    table, curve = component.get("rate_table"), component.get("curve")
    if table is not None and table["index"] == "attainment":
        if "across" in table:
            columns = [column(table, at) for at in range(len(table["tiers"][0]["values"]))]
            values = [list(row) for row in zip(*columns)]
            held_tiers = [{**tier, "values": own} for tier, own in zip(table["tiers"], values)]
            return {**component, "rate_table": {**table, "tiers": held_tiers}}
        return {**component, "rate_table": {**table, "tiers": tiers(table)}}
    if curve is not None and curve["x"] == "attainment":
        return {**component, "curve": points(curve)}
    return component


def column(table, at):
    """The values of one column, held."""
    alone = {**table, "tiers": [{**tier, "value": tier["values"][at]} for tier in table["tiers"]]}
    return [tier["value"] for tier in tiers(alone)]


def tiers(table):
    mode, value, upper = table["mode"], table["value"], table["boundary"] == "upper_inclusive"
    reaches = mode == "whole" or (value == "step_amount" and mode != "interpolated")
    starts = [number(tier["from"]) for tier in table["tiers"]]
    if reaches:
        reached = [start < 1 if upper and position else start <= 1 for position, start in enumerate(starts)]
    else:
        reached = [start < 1 for start in starts]
    usual = "cumulative" if mode == "marginal" else "highest_only"
    added = mode == "interpolated" or (value == "step_amount" and table.get("step_amount", usual) == "cumulative")
    own = [number(tier["value"]) for tier, at in zip(table["tiers"], reached) if at]
    most = own[-1] if own and not added else Fraction(0)
    return [
        tier if at else {**tier, "value": min(number(tier["value"]), most)} for tier, at in zip(table["tiers"], reached)
    ]


def points(curve):
    given = [(number(x), number(y)) for x, y in curve["points"]]
    below, above = curve.get("below", "zero"), curve.get("above", "hold")

    def at(x):
        if x < given[0][0]:
            if below == "extrapolate":
                return through(*given[:2], x)
            return given[0][1] if below == "hold" else Fraction(0)
        for low, high in zip(given, given[1:]):
            if low[0] <= x < high[0]:
                return through(low, high, x)
        return through(*given[-2:], x) if above == "extrapolate" else given[-1][1]

    kept = [point for point in given if point[0] <= 1]
    if (above == "extrapolate" or given[-1][0] > 1) and kept[-1:] != [(1, at(1))]:
        kept.append((Fraction(1), at(1)))
    if len(kept) == 1 and below == "extrapolate":
        kept.insert(0, (Fraction(0), at(0)))
    return {**curve, "points": kept, "above": "hold"}
