"""Runs random trees and quotas through the reference and through Quarterdeck, and fails where they differ.

    python3 run_quota.py              a thousand of each, always the same: for the test run
    python3 run_quota.py --cases 100000 --first 5000000

Prints how many pairs agreed on each feature.
"""

import argparse
import json
import sys
from collections import Counter

import quota
import quota_teams
import quota_tree
import random_quotas
from quarterdeck_door import open_door


def expected_shares(request):
    try:
        tables = request["tables"]
        return quota.allocate(request["params"], tables["nodes"], tables.get("metrics", ())), "computed"
    except quota.Refused as refused:
        return None, str(refused)


def allocation(door, request):
    """The outcome, and what differs."""
    shares, outcome = expected_shares(request)
    answer = door.answer(request)
    if shares is None:
        codes = [] if answer["ok"] else [problem["code"] for problem in answer["problems"]]
        return outcome, None if outcome in codes else f"expected {outcome}, found {codes}"
    if not answer["ok"]:
        return outcome, f"refused: {answer['problems'][0]}"
    found = {row["node_id"]: row["share"] for row in answer["tables"]["shares"]}
    return outcome, None if found == shares else f"expected {shares}, found {found}"


def tree(door, request):
    """The outcome, and what differs: sums in both directions, and nearness to the exact table."""
    answer, tables = door.answer(request), request["tables"]
    if not answer["ok"]:
        return "computed", f"refused: {answer['problems'][0]}"
    quotas = {(row["node_id"], row["from"]): row["amount"] for row in answer["tables"]["node_quotas"]}
    shares, seasons = quota_tree.margins(request["params"], tables["nodes"], tables["seasonality"])
    return "computed", quota_tree.judged(request["params"], tables["nodes"], shares, seasons, quotas)


def teams(door, request):
    """The outcome, and what differs."""
    tables, answer = request["tables"], door.answer(request)
    if not answer["ok"]:
        return "computed", f"refused: {answer['problems'][0]}"
    expected = quota_teams.teams(request["params"], tables)
    columns = ("actual", "quota", "attainment", "attainment_reason", "payees", "attained", "participation")
    rows = answer["tables"]["teams"]
    found = {(row["node_id"], row["measure_id"]): tuple(row[column] for column in columns) for row in rows}
    if found != expected:
        return "computed", f"expected {expected}, found {found}"
    counted = [(row["measure_id"], row["threshold"], row["counts"], row["payees"]) for row in answer["tables"]["distribution"]]
    expected = quota_teams.distribution(request["params"], tables)
    return "computed", None if counted == expected else f"expected {expected}, found {counted}"


def attainment(door, request):
    """The outcome, and what differs."""
    tables = request["tables"]
    expected = quota.attainment(request["params"], tables["transactions"], tables["quotas"])
    answer = door.answer(request)
    if not answer["ok"]:
        return "computed", f"refused: {answer['problems'][0]}"
    rows = answer["tables"]["attainment"]
    columns = ("actual", "quota", "attainment", "attainment_reason")
    found = {(row["payee_id"], row["measure_id"]): tuple(row[column] for column in columns) for row in rows}
    return "computed", None if found == expected else f"expected {expected}, found {found}"


PAIRS = (
    (random_quotas.allocation, allocation),
    (random_quotas.tree, tree),
    (random_quotas.attainment, attainment),
    (random_quotas.teams, teams),
)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=1000)
    asked.add_argument("--first", type=int, default=0)
    asked = asked.parse_args()
    door, features, outcomes, wrong = open_door(), Counter(), Counter(), 0
    for seed in range(asked.first, asked.first + asked.cases):
        for make, judge in PAIRS:
            request, marks = make(seed)
            outcome, why = judge(door, request)
            if why:
                wrong += 1
                print(f"seed {seed}: {why}\n{json.dumps(request)}", file=sys.stderr)
                continue
            features.update(marks)
            outcomes[outcome] += 1
    for title, counts in (("pairs per feature", features), ("pairs per outcome", outcomes)):
        print(f"{title}: " + ", ".join(f"{name} {counts[name]}" for name in sorted(counts)))
    pairs = len(PAIRS) * asked.cases
    print(f"{pairs - wrong} of {pairs} pairs agree, through {door.name}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
