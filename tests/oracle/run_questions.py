"""Puts questions about random plans to the reference and to Quarterdeck, and fails where they differ.

    python3 run_questions.py              a few hundred of each kind, always the same: for the test run
    python3 run_questions.py --cases 10000 --first 5000000

Prints how many pairs agreed on each question and feature.
"""

import argparse
import json
import sys
from collections import Counter

import random_questions
from quarterdeck_door import open_door
from run_payments import difference


def judge(expected, answer):
    """What differs, if anything."""
    if not answer["ok"]:
        return f"refused: {answer['problems'][0]}"
    for key, value in expected.get("summary", {}).items():
        if answer["summary"].get(key) != value:
            return f"summary: {expected['summary']} against {answer['summary']}"
    return difference(expected.get("tables", {}), answer["tables"])


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=300)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--only", choices=random_questions.KINDS)
    asked = asked.parse_args()
    door, pairs, wrong = open_door(), Counter(), 0
    for seed in range(asked.first, asked.first + asked.cases):
        for name, make in random_questions.KINDS.items():
            if asked.only not in (None, name):
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
    return 1 if wrong or not pairs else 0


if __name__ == "__main__":
    sys.exit(main())
