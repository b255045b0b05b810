"""Runs random forecasts through the reference and through Quarterdeck, and fails where they differ.

    python3 run_forecast.py              a thousand of each, always the same: for the test run
    python3 run_forecast.py --cases 100000 --first 5000000

Prints how many pairs agreed on each feature.
"""

import argparse
import json
import sys
from collections import Counter

import forecast
import random_forecasts
from exact import shown
from quarterdeck_door import open_door

KEPT = ("deals", "flag", "stale")


def written(row):
    return {key: value if key in KEPT else forecast.exactly(value) for key, value in row.items()}


def reasons(answer, table):
    return {row["record_id"]: row["reason"] for row in answer["tables"]["excluded"] if row["table"] == table}


def rolled(request, answer):
    """What differs."""
    expected, excluded = forecast.roll_up(request["definition"], request["params"], request["tables"])
    expected = {key: written(row) for key, row in expected.items()}
    found = {(row["node_id"], row["category"], row["mode"]): row for row in answer["tables"]["nodes"]}
    if set(found) != set(expected):
        return f"rows: {sorted(set(found) ^ set(expected))}"
    for key, row in expected.items():
        for column, value in row.items():
            if found[key][column] != value:
                return f"{key} {column}: expected {value}, found {found[key][column]}"
    tops = [node for (node, category, mode), row in found.items() if row["level"] == 1]
    for total in answer["summary"]["totals"]:
        parts = [forecast.number(expected[(top, total["category"], total["mode"])]["effective"]) for top in set(tops)]
        if forecast.number(total["effective"]) != sum(parts):
            return f"total: expected {sum(parts)}, found {total}"
    left_out = reasons(answer, "deals")
    return None if left_out == excluded else f"excluded: expected {excluded}, found {left_out}"


def weighed(request, answer):
    """What differs."""
    total, variance, contributions, excluded = forecast.stage_weighted(
        request["definition"], request["params"], request["tables"]
    )
    summary = answer["summary"]
    for name, value in (("total", total), ("variance", variance)):
        if summary[name] != forecast.exactly(value):
            return f"{name}: expected {forecast.exactly(value)}, found {summary[name]}"
    found = {row["deal_id"]: row for row in answer["tables"]["contributions"]}
    if set(found) != set(contributions):
        return f"contributions: {sorted(set(found) ^ set(contributions))}"
    for deal, (amount, weighted, probability) in contributions.items():
        row = found[deal]
        expected = (forecast.exactly(amount), forecast.exactly(weighted), shown(probability))
        shared = (row["amount"], row["weighted"], shown(forecast.number(row["probability"])))
        if shared != expected:
            return f"{deal}: expected {expected}, found {shared}"
    left_out = reasons(answer, "deals")
    return None if left_out == excluded else f"excluded: expected {excluded}, found {left_out}"


def compared(judge, request, answer):
    """The outcome, and what differs."""
    try:
        why = judge(request, answer) if answer["ok"] else None
        if answer["ok"]:
            return "computed", why
        reference = forecast.roll_up if judge is rolled else forecast.stage_weighted
        reference(request["definition"], request["params"], request["tables"])
    except forecast.Refused as refused:
        codes = [] if answer["ok"] else [problem["code"] for problem in answer["problems"]]
        return str(refused), None if str(refused) in codes else f"expected {refused}, found {codes}"
    return "computed", f"refused: {answer['problems'][0]}"


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=1000)
    asked.add_argument("--first", type=int, default=0)
    asked = asked.parse_args()
    door, features, outcomes, wrong = open_door(), Counter(), Counter(), 0
    for seed in range(asked.first, asked.first + asked.cases):
        for make, judge in ((random_forecasts.roll_up, rolled), (random_forecasts.stage_weighted, weighed)):
            request, marks = make(seed)
            outcome, why = compared(judge, request, door.answer(request))
            if why:
                wrong += 1
                print(f"seed {seed}: {why}\n{json.dumps(request)}", file=sys.stderr)
                continue
            features.update(marks)
            outcomes[outcome] += 1
    for title, counts in (("pairs per feature", features), ("pairs per outcome", outcomes)):
        print(f"{title}: " + ", ".join(f"{name} {counts[name]}" for name in sorted(counts)))
    print(f"{2 * asked.cases - wrong} of {2 * asked.cases} pairs agree, through {door.name}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
