"""Runs random books through the reference and through Quarterdeck, and fails where they differ.

    python3 run_books.py --cases 300 --first 0
    python3 run_books.py --cases 6000 --first 5000000 --least 200 --fill

Each case is some changes of a book: the reference calculates twice afresh and takes the difference. Prints how
many pairs agreed on each feature and reason; those that were applied count for `--least`, with the reasons, as `features.py`
lists them.
"""

import argparse
import json
import sys
from collections import Counter
from itertools import count

import compare
import features as required
import filling
from booking import apply
from quarterdeck_door import open_door
from random_books import case


def difference(expected, found):
    # What needs more than 28 digits is held against the reference by run.py.
    if {problem["code"] for problem in found.get("problems", [])} == {"number.out_of_range"}:
        return None
    if expected["ok"] != found["ok"]:
        return f"{compare.brief(expected)} against {compare.brief(found)}"
    if not expected["ok"]:
        # A problem points into the changes here and into all records there: the codes are the same.
        codes = [{problem["code"] for problem in answer["problems"]} for answer in (expected, found)]
        return None if codes[0] & codes[1] else f"{codes[0]} against {codes[1]}"
    for key, value in expected["summary"].items():
        if found["summary"][key] != value:
            return f"{key}: {value} against {found['summary'][key]}"
    rows, there = expected["tables"]["bookings"], found["tables"]["bookings"]
    if len(rows) != len(there):
        return f"{len(rows)} rows against {len(there)}: {rows} against {there}"
    for at, (row, other) in enumerate(zip(rows, there)):
        for key, value in row.items():
            if other.get(key) != value:
                return f"{at}/{key}: {value} against {other.get(key)} in {row}"
    return None


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=300)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--least", type=int, default=required.IN_THE_TEST_RUN)
    asked.add_argument("--fill", action="store_true")
    asked = asked.parse_args()
    door, features, reasons, agreed = open_door(), Counter(), Counter(), 0
    applied, wrong = Counter(), 0
    drawn = ((seed, *case(seed)) for seed in count(asked.first))
    if asked.fill:
        drawn = filling.cases(case, asked.first, asked.cases, lambda: required.short(applied, asked.least, required.BOOKED))
    for seed, request, marks in drawn:
        if agreed + wrong == asked.cases:
            break
        if request is None:
            continue
        expected, found = apply(request), door.answer(request)
        why = difference(expected, found)
        if why:
            print(f"seed {seed}: {why}\n{json.dumps(request, ensure_ascii=False)}", file=sys.stderr)
            wrong += 1
            continue
        agreed += 1
        features.update([*marks, "applied" if expected["ok"] else "refused"])
        if expected["ok"]:
            why = {row["reason"] for row in expected["tables"]["bookings"]}
            reasons.update(why)
            applied.update({*marks, *why})
    print("pairs per feature: " + ", ".join(f"{name} {features[name]}" for name in sorted(features)))
    print("pairs per reason: " + ", ".join(f"{name} {reasons[name]}" for name in sorted(reasons)))
    print(f"{agreed} of {agreed + wrong} pairs agree, through {door.name}")
    lacking = required.lacking(applied, asked.least, required.BOOKED)
    if lacking:
        print(f"fewer than {asked.least} pairs: {', '.join(lacking)}", file=sys.stderr)
    return 1 if wrong or lacking else 0


if __name__ == "__main__":
    sys.exit(main())
