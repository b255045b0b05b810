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
from functools import partial

import features as required
import filling
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


def wanted(name, pairs, least):
    """What pairs of a question are short of: the question itself, and features."""
    short = required.short(pairs, least, required.ASKED)
    return [one.removeprefix(f"{name}: ") for one in short if one == name or one.startswith(f"{name}: ")]


def seeds(name, asked, pairs):
    """The seeds of a question; with `--fill` those that bring what it is short of, until it is short of nothing."""
    every = range(asked.first, asked.first + asked.cases)
    if not asked.fill:
        yield from every
    elif name in random_questions.FROM_SCRATCH:
        for seed in every:
            random_questions.HAVING = set(wanted(name, pairs, asked.least))
            if not random_questions.HAVING:
                break
            yield seed
        random_questions.HAVING = set()
    else:
        draw = partial(random_questions.suited, name)
        found = filling.cases(draw, asked.first, asked.cases, lambda: wanted(name, pairs, asked.least))
        yield from (seed for seed, *_ in found)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=300)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--only", choices=random_questions.KINDS)
    asked.add_argument("--least", type=int, default=required.IN_THE_TEST_RUN)
    asked.add_argument("--fill", action="store_true")
    asked = asked.parse_args()
    door, pairs, wrong = open_door(), Counter(), 0
    for name, make in random_questions.KINDS.items():
        for seed in seeds(name, asked, pairs) if asked.only in (None, name) else ():
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
