"""Runs random settlements, releases, capitalisations and recurring streams through the reference and through Quarterdeck, and fails where they differ.

    python3 run_payments.py              five hundred of each kind, always the same: for the test run
    python3 run_payments.py --cases 4000 --first 5000000 --least 200 --fill

Prints how many pairs agreed on each feature; `--least` is for those that `features.py` lists.
"""

import argparse
import json
import sys
from collections import Counter

import capitalising
import commission
import expanding
import features as required
import random_capitalisations
import random_releases
import random_settlements
import random_streams
import releasing
import restating
import settling
from quarterdeck_door import open_door

KINDS = [
    (random_settlements.settlement, settling.settle),
    (random_releases.release, releasing.release),
    (random_capitalisations.capitalisation, capitalising.capitalise),
    (random_streams.streams, expanding.expand),
    (random_streams.residual, commission.calculate),
    (random_streams.restated, restating.restate),
]

# How many of each kind say what it may bring.
BEFORE_FILLING = 100


def difference(expected, found):
    """The first difference in words, or nothing."""
    for name, rows in expected.items():
        there = found.get(name, [])
        if len(rows) != len(there):
            return f"{name}: {len(rows)} rows against {len(there)}: {rows} against {there}"
        for at, (row, other) in enumerate(zip(rows, there)):
            for key, value in row.items():
                if key not in other or other[key] != value:
                    return f"{name}/{at}/{key}: {value} against {other.get(key)}: {row} against {other}"
    return None


def judge(door, request, reference):
    """The outcome, what differs, and what came out."""
    answer = door.answer(request)
    codes = [] if answer["ok"] else [problem["code"] for problem in answer["problems"]]
    try:
        expected = reference(request)
    except settling.Refused as refused:
        outcome = str(refused)
        return outcome, None if outcome in codes else f"expected {outcome}, found {codes}", {}
    if not answer["ok"]:
        return "computed", f"refused: {answer['problems'][0]}", {}
    return "computed", difference(expected["tables"], answer["tables"]), expected["tables"]


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=500)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--least", type=int, default=required.IN_THE_TEST_RUN)
    asked.add_argument("--fill", action="store_true")
    asked = asked.parse_args()
    kinds = {make: set() for make, _ in KINDS}
    door, features, outcomes, pairs, wrong = open_door(), Counter(), Counter(), 0, 0
    for seed in range(asked.first, asked.first + asked.cases):
        for make, reference in KINDS:
            short = required.short(features, asked.least, required.PAID) if asked.fill else []
            if asked.fill and seed - asked.first >= BEFORE_FILLING and kinds[make].isdisjoint(short):
                continue
            request, marks = make(seed)
            outcome, why, tables = judge(door, request, reference)
            pairs += 1
            if why:
                wrong += 1
                print(f"seed {seed}: {why}\n{json.dumps(request)}", file=sys.stderr)
                continue
            seen = {f"a movement {row['kind']}" for row in tables.get("releases", [])}
            marks = marks | seen | {f"a ledger line {row['kind']}" for row in tables.get("ledger", [])}
            kinds[make] |= marks
            features.update(marks)
            outcomes[outcome] += 1
    for title, counts in (("pairs per feature", features), ("pairs per outcome", outcomes)):
        print(f"{title}: " + ", ".join(f"{name} {counts[name]}" for name in sorted(counts)))
    print(f"{pairs - wrong} of {pairs} pairs agree, through {door.name}")
    lacking = required.lacking(features, asked.least, required.PAID)
    if lacking:
        print(f"fewer than {asked.least} pairs: {', '.join(lacking)}", file=sys.stderr)
    return 1 if wrong or lacking else 0


if __name__ == "__main__":
    sys.exit(main())
