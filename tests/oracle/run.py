"""Runs random plans through the reference and through Quarterdeck, and fails where they differ.

    python3 run.py                    a few hundred plans, always the same: for the test run
    python3 run.py --cases 30000 --first 5000000 --least 200 --fill
    python3 run.py --keep             a difference becomes tests/vectors/commission/differences.json

Prints how many pairs agreed on each feature: on all of them, and on those that were computed and paid something,
which are the ones that `--least` counts for the features that `features.py` lists. A difference is made as small
as it goes before it is shown.
"""

import argparse
import json
import sys
import time
from collections import Counter

import compare
import features as required
import filling
from commission import calculate
from quarterdeck_door import ROOT, open_door
from random_plans import case

VECTORS = ROOT / "tests" / "vectors" / "commission" / "differences.json"


def vector(seed, request, answer, why):
    return {
        "name": f"commission/found/{seed}",
        "about": why,
        **request,
        "expect": answer,
        "source": "oracle",
    }


def outcome(door, request):
    """The reference's answer, and what differs."""
    try:
        expected = calculate(request)
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as fault:
        return None, f"the reference cannot answer: {fault!r}"
    found = door.answer(request)
    why = compare.difference(expected, found)
    return expected, None if why and is_beyond_elsewhere(request, found) else why


def is_beyond_elsewhere(request, found):
    """Whether a number that is too long stands in a part of the measure period that the call does not show."""
    if {problem["code"] for problem in found.get("problems", [])} != {"number.out_of_range"}:
        return False
    always = {**request["params"], "period": {"from": "2026-01-01", "to": "2027-01-01"}}
    return compare.is_beyond(calculate({**request, "params": always}), found)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=600)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--stop-after", type=int, default=5)
    asked.add_argument("--least", type=int, default=required.IN_THE_TEST_RUN)
    asked.add_argument("--fill", action="store_true")
    asked.add_argument("--keep", action="store_true")
    asked = asked.parse_args()
    door, started = open_door(), time.monotonic()
    features, paid, outcomes, found = Counter(), Counter(), Counter(), []
    lines, agreed = 0, 0
    drawn = ((seed, *case(seed)) for seed in range(asked.first, asked.first + asked.cases))
    if asked.fill:
        drawn = filling.cases(case, asked.first, asked.cases, lambda: required.short(paid, asked.least, required.CALCULATED))
    for seed, request, marks in drawn:
        expected, why = outcome(door, request)
        if why:
            small = compare.shrink(request, lambda other: is_difference(door, other, why))
            expected, why = outcome(door, small)
            found.append(vector(seed, small, expected, why))
            print(f"seed {seed}: {why}\n{json.dumps(small, ensure_ascii=False)}", file=sys.stderr)
            if len(found) >= asked.stop_after:
                break
            continue
        agreed += 1
        features.update(marks)
        if expected["ok"]:
            lines += len(expected["tables"]["lines"])
            paid.update({*marks, *required.seen(expected["tables"])} if expected["tables"]["lines"] else ())
            outcomes["computed"] += 1
            outcomes.update({f"excluded {row['reason']}" for row in expected["tables"]["excluded"]})
            outcomes.update({f"set aside {row['code']}" for row in expected["tables"]["set_aside"]})
        else:
            outcomes.update({problem["code"] for problem in expected["problems"]})
    named = ("pairs per feature", features), ("pairs that paid, per feature", paid), ("pairs per outcome", outcomes)
    for title, counts in named:
        print(f"{title}: " + ", ".join(f"{name} {counts[name]}" for name in sorted(counts)))
    seconds = time.monotonic() - started
    print(f"{agreed} of {agreed + len(found)} pairs agree, {lines} lines, {seconds:.0f} s, through {door.name}")
    if found and asked.keep:
        VECTORS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
        print(f"written to {VECTORS.relative_to(ROOT)}")
    lacking = required.lacking(paid, asked.least, required.CALCULATED)
    if lacking:
        print(f"fewer than {asked.least} pairs: {', '.join(lacking)}", file=sys.stderr)
    return 1 if found or lacking else 0


def is_difference(door, request, like):
    """Whether the two differ in the same way, on a plan that can be loaded: documents are not judged here."""
    expected, why = outcome(door, request)
    return bool(why) and expected is not None and "/components" not in why and compare.kind(why) == compare.kind(like)


if __name__ == "__main__":
    sys.exit(main())
