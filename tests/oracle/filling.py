"""Which cases to try where features are still short: of some that are drawn in turn, the one with the rarest of them."""

from collections import Counter
from math import fsum

import features as required

# Drawing takes a tiny part of the time that a pair does.
DRAWN_FOR_ONE = 25


def cases(draw, first, count, short):
    """Seeds with their cases, until none of their features is short."""
    drawn = Counter()
    for start in range(first, first + count, DRAWN_FOR_ONE):
        wanted = set(short())
        if not wanted:
            return
        wanted.update(mark for name in tuple(wanted) for mark in required.BROUGHT_BY.get(name, ()))
        found = [(seed, *draw(seed)) for seed in range(start, min(start + DRAWN_FOR_ONE, first + count))]
        drawn.update(mark for *_, marks in found for mark in marks)
        yield max(found, key=lambda one: rarity(one[2], wanted, drawn) / size(one[1]) if one[1] else 0)


def rarity(marks, wanted, drawn):
    """How much a case brings; what may be refused for its faults brings less."""
    return (fsum(1 / drawn[mark] for mark in marks & wanted) or 1e-6) * (4 if "without faults" in marks else 1)


def size(request):
    """How long a case takes, about."""
    book = request["definition"].get("tables", {})
    plan, tables = request["definition"].get("plan", request["definition"]), {**request["tables"], **book}
    return 30 + len(tables["transactions"]) * len(plan["components"]) * (1 + len(tables["assignments"]))
