"""Runs random moves through the reference and through Quarterdeck, and fails where they differ.

    python3 run_moves.py              two thousand, always the same: for the test run
    python3 run_moves.py --cases 100000 --first 5000000

Prints how many pairs agreed on each feature, direction and reason. Pipelines that cannot be loaded
are counted apart: whether they are sound is for the vectors to say.
"""

import argparse
import json
import sys
from collections import Counter

import moves
import random_moves
from quarterdeck_door import open_door


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=2000)
    asked.add_argument("--first", type=int, default=0)
    asked = asked.parse_args()
    door, features, outcomes, wrong, unsound = open_door(), Counter(), Counter(), 0, 0
    for seed in range(asked.first, asked.first + asked.cases):
        request, marks = random_moves.move(seed)
        answer = door.answer(request)
        if not answer["ok"]:
            codes = {problem["code"] for problem in answer["problems"]}
            if not codes <= {"pipeline.unreachable_stage", "pipeline.no_path_to_closed"}:
                wrong += 1
                print(f"seed {seed}: refused: {answer['problems'][0]}\n{json.dumps(request)}", file=sys.stderr)
            unsound += 1
            continue
        expected = moves.judged(request["definition"], request["params"])
        found = {key: answer["summary"][key] for key in expected}
        if found != expected:
            wrong += 1
            print(f"seed {seed}: expected {expected}, found {found}\n{json.dumps(request)}", file=sys.stderr)
            continue
        features.update(marks)
        outcomes.update({str(expected["direction"]), *expected["codes"], *(["allowed"] if expected["allowed"] else [])})
    for title, counts in (("pairs per feature", features), ("pairs per outcome", outcomes)):
        print(f"{title}: " + ", ".join(f"{name} {counts[name]}" for name in sorted(counts)))
    judged = asked.cases - unsound
    print(f"{judged - wrong} of {judged} pairs agree, {unsound} pipelines not sound, through {door.name}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
