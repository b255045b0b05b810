"""Puts questions about random plans to the reference and to Quarterdeck, and fails where they differ.

    python3 run_questions.py              a few hundred of each kind, always the same: for the test run
    python3 run_questions.py --cases 10000 --first 5000000 --least 200 --fill

Prints how many pairs agreed on each question and feature; `--least` is for those that `features.py` lists.
"""

import argparse
import json
import sys
from collections import Counter
from fractions import Fraction

import features as required
import random_questions
from quarterdeck_door import open_door
from run_payments import difference


def judge(expected, answer):
    """What differs, if anything."""
    # What needs more than 28 digits, some of them places of a rate, is held against the reference by run.py.
    if {problem["code"] for problem in answer.get("problems", [])} == {"number.out_of_range"}:
        return None
    if not answer["ok"]:
        return f"refused: {answer['problems'][0]}"
    for key, value in expected.get("summary", {}).items():
        if answer["summary"].get(key) != value:
            return f"summary: {expected['summary']} against {answer['summary']}"
    return difference(expected.get("tables", {}), answer["tables"]) or unexplained(answer["tables"])


def unexplained(tables):
    """A payee whose difference between two plans is not what the changes of rules add up to."""
    sums = Counter()
    for row in tables.get("differences", []):
        sums[row["payee_id"]] += Fraction(row["delta"])
    for row in tables.get("comparison", []):
        if row["component_id"] is None and Fraction(row["delta"]) != sums[row["payee_id"]]:
            return f"{row['payee_id']}: {row['delta']}, of which the rules explain {sums[row['payee_id']]}"
    return None


def aim(name, short):
    """Whether pairs of a question are still wanted; where it is only some features', plans without them are left out."""
    marks = {one.removeprefix(f"{name}: ") for one in short if one.startswith(f"{name}: ")}
    random_questions.HAVING = marks if name in random_questions.OF_PLANS and name not in short else set()
    return bool(marks) or name in short


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=300)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--only", choices=random_questions.KINDS)
    asked.add_argument("--least", type=int, default=required.IN_THE_TEST_RUN)
    asked.add_argument("--fill", action="store_true")
    asked = asked.parse_args()
    door, pairs, wrong = open_door(), Counter(), 0
    for seed in range(asked.first, asked.first + asked.cases):
        for name, make in random_questions.KINDS.items():
            if asked.only not in (None, name):
                continue
            if asked.fill and not aim(name, required.short(pairs, asked.least, required.ASKED)):
                continue
            case = make(seed)
            if case is None:
                continue
            request, expected, marks = case
            answer = door.answer(request)
            why = judge(expected, answer)
            if why:
                wrong += 1
                print(f"{name}, seed {seed}: {why}\n{json.dumps(request)}", file=sys.stderr)
                continue
            pairs.update([name, *(f"{name}: {mark}" for mark in sorted(marks))])
    print("pairs: " + ", ".join(f"{name} {pairs[name]}" for name in sorted(pairs)))
    print(f"{wrong} differences, through {door.name}")
    # The test run asks only that every question comes up.
    groups = {"question": required.ASKED["question"]} if asked.least == required.IN_THE_TEST_RUN else required.ASKED
    if asked.only:
        groups = {name: [one for one in names if one.split(":")[0] == asked.only] for name, names in groups.items()}
    lacking = required.lacking(pairs, asked.least, groups)
    if lacking:
        print(f"fewer than {asked.least} pairs: {', '.join(lacking)}", file=sys.stderr)
    return 1 if wrong or not pairs or lacking else 0


if __name__ == "__main__":
    sys.exit(main())
