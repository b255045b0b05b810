"""Runs random restatements through the reference and through Quarterdeck, and fails where they differ.

    python3 run_restatements.py --cases 300 --first 0
    python3 run_restatements.py --cases 6000 --first 5000000 --least 200 --fill

Prints how many pairs agreed on each feature and reason; `--least` is for the reasons that `features.py` lists. What is booked is also held against the calculation.
"""

import argparse
import json
import sys
from collections import Counter
from fractions import Fraction

import compare
import features as required
import filling
import random_plans
from quarterdeck_door import open_door
from random_restatements import case
from restating import calculating, restate


def difference(expected, found):
    # What needs more than 28 digits is held against the reference by run.py.
    if {problem["code"] for problem in found.get("problems", [])} == {"number.out_of_range"}:
        return None
    if expected["ok"] != found["ok"]:
        return f"{compare.brief(expected)} against {compare.brief(found)}"
    if not expected["ok"]:
        return compare.refused(expected, found)
    rows, there = expected["tables"]["bookings"], found["tables"]["bookings"]
    if len(rows) != len(there):
        return f"{len(rows)} rows against {len(there)}: {rows} against {there}"
    for at, (row, other) in enumerate(zip(rows, there)):
        for key, value in row.items():
            if other.get(key) != value:
                return f"{at}/{key}: {value} against {other.get(key)} in {row}"
    return None


def adds_up(request, found, door):
    """Whether the bookings of the period are its calculation."""
    if not found["ok"]:
        return True
    total = Fraction(door.answer(calculating(request, request["params"].get("known_at")))["summary"]["earned"])
    rows = [row for row in request["tables"].get("bookings", []) if row["plan_id"] == "plan"]
    return total == sum(Fraction(row["amount"]) for row in rows + found["tables"]["bookings"])


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=300)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--least", type=int, default=required.IN_THE_TEST_RUN)
    asked.add_argument("--fill", action="store_true")
    asked = asked.parse_args()
    door, features, reasons, agreed, wrong = open_door(), Counter(), Counter(), 0, 0
    seeds = range(asked.first, asked.first + asked.cases)
    if asked.fill:
        # The plan says what a seed brings: what is closed before takes the most time to draw.
        plans = filling.cases(random_plans.case, asked.first, asked.cases, lambda: required.short(reasons, asked.least, required.RESTATED))
        seeds = (seed for seed, *_ in plans)
    for seed in seeds:
        request, marks = case(seed)
        expected, found = restate(request), door.answer(request)
        why = difference(expected, found)
        if why is None and not adds_up(request, found, door):
            why = "the bookings do not add up to the calculation"
        if why:
            print(f"seed {seed}: {why}\n{json.dumps(request, ensure_ascii=False)}", file=sys.stderr)
            wrong += 1
            continue
        agreed += 1
        features.update(marks)
        if expected["ok"]:
            reasons.update({row["reason"] for row in expected["tables"]["bookings"]})
    print("pairs per feature: " + ", ".join(f"{name} {features[name]}" for name in sorted(features)))
    print("pairs per reason: " + ", ".join(f"{name} {reasons[name]}" for name in sorted(reasons)))
    print(f"{agreed} of {agreed + wrong} pairs agree, through {door.name}")
    lacking = required.lacking(reasons, asked.least, required.RESTATED)
    if lacking:
        print(f"fewer than {asked.least} pairs: {', '.join(lacking)}", file=sys.stderr)
    return 1 if wrong or lacking else 0


if __name__ == "__main__":
    sys.exit(main())
