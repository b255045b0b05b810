"""Quota trees of the reference: both margins, and how near a table of whole units can come to the exact one.

Written from semantics/planning.md 3.2, not from the Rust.
"""

import math
from fractions import Fraction
from functools import lru_cache

from exact import number
from quota import allocate


def margins(params, nodes, seasonality):
    """What every node gets, and every period by its first day."""
    shares = {node: number(share) for node, share in allocate(params, nodes).items()}
    rows = [{"node_id": row["from"], "weight": row["weight"]} for row in seasonality]
    seasons = allocate(dict(params, tie="node_id"), rows)
    return shares, {start: number(share) for start, share in seasons.items()}


def judged(params, nodes, shares, seasons, quotas):
    """What is wrong with the quotas by node and period."""
    unit, starts = number(params["unit"]), sorted(seasons)
    quotas = {key: number(amount) for key, amount in quotas.items()}
    if set(quotas) != {(node["node_id"], start) for node in nodes for start in starts}:
        return "other nodes or periods"
    for node, share in shares.items():
        if sum(quotas[(node, start)] for start in starts) != share:
            return f"the periods of {node} do not add up to {share}"
    for parent in [None, *shares]:
        children = [node["node_id"] for node in nodes if node.get("parent_id") == parent]
        if not children:
            continue
        above = seasons if parent is None else {start: quotas[(parent, start)] for start in starts}
        for start in starts:
            if sum(quotas[(child, start)] for child in children) != above[start]:
                return f"the children of {parent} do not add up to {above[start]} from {start}"
        rows = [shares[child] / unit for child in children]
        columns = [above[start] / unit for start in starts]
        if not sum(rows):
            continue
        exact = [[row * column / sum(rows) for column in columns] for row in rows]
        found = [[quotas[(child, start)] / unit for start in starts] for child in children]
        distance = sum(abs(a - b) for one, other in zip(exact, found) for a, b in zip(one, other))
        if any(abs(a - b) >= 1 for one, other in zip(exact, found) for a, b in zip(one, other)):
            return f"a quota below {parent} is a unit or more away from its exact share"
        if len(children) <= 5 and distance != nearest(exact, columns):
            return f"the quotas below {parent} are {distance} away, {nearest(exact, columns)} is possible"
    return None


def nearest(exact, columns):
    """The least sum of differences of a table of floors and ceilings with whole margins."""
    sign = -1 if sum(columns) < 0 else 1
    exact = [[cell * sign for cell in row] for row in exact]
    floors = [[math.floor(cell) for cell in row] for row in exact]
    counts = [column * sign - sum(row[at] for row in floors) for at, column in enumerate(columns)]

    @lru_cache(maxsize=None)
    def rest(at, left):
        if at == len(exact):
            return None if any(left) else Fraction(0)
        best = None
        for choice in choices([cell - floor for cell, floor in zip(exact[at], floors[at])]):
            after = tuple(count - up for count, up in zip(left, choice))
            below = rest(at + 1, after) if min(after) >= 0 else None
            if below is not None:
                cells = zip(exact[at], floors[at], choice)
                whole = below + sum(abs(floor + up - cell) for cell, floor, up in cells)
                best = whole if best is None else min(best, whole)
        return best

    return rest(0, tuple(counts))


def choices(fractions):
    """Which cells of a row go up: as many as its fractions add up to, and none that is whole."""
    found = [()]
    for fraction in fractions:
        found = [choice + (up,) for choice in found for up in ((0, 1) if fraction else (0,))]
    return [choice for choice in found if sum(choice) == sum(fractions)]
