"""Team attainment of the reference: sums over sums, participation and distribution.

Written from semantics/planning.md 3.3 and FEATURES.md Q-4 and Q-5, not from the Rust.
"""

from fractions import Fraction

from exact import number, shown
from forecast import chain, effective
from quota import ratio

USUAL = [("0.5", "at_or_below"), ("0.8", "at_or_above"), ("1", "at_or_above")]


def sums(params, tables):
    """(payee, measure) to actual and quota, for those who have a quota."""
    found = {}
    for quota in tables["quotas"]:
        if not quota.get("payee_id") or quota["from"] >= params["as_of"]:
            continue
        total = found.setdefault((quota["payee_id"], quota.get("measure_id")), [Fraction(0), Fraction(0)])
        total[1] += number(quota["amount"])
        for record in tables["transactions"]:
            measured = quota.get("measure_id") in (None, record.get("measure_id"))
            dated = quota["from"] <= record["booked_on"] < quota["to"] and record["booked_on"] < params["as_of"]
            if record["payee_id"] == quota["payee_id"] and measured and dated:
                total[0] += number(record["amount"])
    return found


def teams(params, tables):
    """(person, measure) to what the row says."""
    payees = sums(params, tables)
    managers = effective(tables["reporting"], params["as_of"])
    own = {}
    for quota in tables["quotas"]:
        if not quota.get("payee_id") and quota["node_id"] in managers:
            own[quota["node_id"]] = number(quota["amount"])
    out = {}
    for person in managers:
        members = [other for other in managers if other == person or person in chain(managers, other)]
        for measure in {measure for payee, measure in payees if payee in members}:
            team = [total for (payee, other), total in payees.items() if payee in members and other == measure]
            actual, quota = sum(total[0] for total in team), sum(total[1] for total in team)
            if measure is None and person in own:
                quota = own[person]
            judged = [total[0] >= total[1] for total in team if total[1]]
            participation = shown(Fraction(sum(judged), len(judged))) if judged else None
            row = (shown(actual), shown(quota), *ratio(actual, quota), len(judged), sum(judged), participation)
            out[(person, measure)] = row
    return out


def distribution(params, tables):
    """How many payees are on which side of each bound."""
    payees = sums(params, tables)
    thresholds = [(one["attainment"], one["counts"]) for one in params.get("thresholds", [])] or USUAL
    rows = []
    for measure in sorted({measure for _, measure in payees}, key=lambda measure: measure or ""):
        ratios = [actual / quota for (_, other), (actual, quota) in payees.items() if other == measure and quota]
        for bound, counts in thresholds:
            at = number(bound)
            inside = {
                "below": [ratio < at for ratio in ratios],
                "at_or_below": [ratio <= at for ratio in ratios],
                "at_or_above": [ratio >= at for ratio in ratios],
                "above": [ratio > at for ratio in ratios],
            }[counts]
            rows.append((measure, bound, counts, sum(inside)))
    return rows
