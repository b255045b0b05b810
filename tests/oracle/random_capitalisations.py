"""Random costs of obtaining contracts, and what becomes of them. A seed always gives the same."""

import random

from random_settlements import money

DAYS = [f"202{year}-{month:02d}-{on:02d}" for year in (4, 5, 6) for month in range(1, 13, 2) for on in (1, 15, 28)]
DAYS += ["2024-02-29", "2024-01-31", "2025-08-31"]
PERIODS = [
    ({"from": "2024-01-01", "to": "2027-01-01"}, ["month", "quarter", "year"]),
    ("2025", ["month", "quarter", "half", "year"]),
    ("2025-Q3", ["month", "quarter"]),
    ("2026-M02", ["month"]),
]


def capitalisation(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(f"capitalisation {seed}")
    period, units = draw.choice(PERIODS)
    params = {"period": period, "unit": draw.choice(units), "short_benefit": draw.choice(["expense", "capitalise"])}
    params["start_convention"] = draw.choice(["full_month", "half_month", "daily"])
    params["currency"] = draw.choice(["USD", "JPY"])
    if draw.random() < 0.4:
        params["rounding"] = draw.choice(["half_even", "down", "up", "half_down"])
    if draw.random() < 0.3:
        params["places"] = draw.choice([0, 1, 3])
    if period == "2025" and draw.random() < 0.4:
        params["calendar"] = {"first_month": 7}
    costs = [cost(draw, number) for number in range(draw.randint(1, 5))]
    events = [event for one in costs for event in happened(draw, one)]
    tables = {"costs": costs, "cost_events": events} if events else {"costs": costs}
    request = {"op": "commission.capitalise", "params": params, "tables": tables}
    return request, marks(params, costs, events)


def cost(draw, number):
    row = {"cost_id": f"c{number}", "amount": money(draw, 3_000_000), "capitalised_on": draw.choice(DAYS)}
    row["benefit_months"] = draw.choice([1, 6, 12, 13, 24, 36, 48, 60])
    if draw.random() < 0.2:
        row["currency"] = "EUR"
    if draw.random() < 0.3:
        row["incremental"] = draw.choice([True, False])
    return row


def happened(draw, one):
    later = [on for on in DAYS if on >= one["capitalised_on"]]
    for _ in range(draw.choice([0, 0, 1, 2])):
        row = {"cost_id": one["cost_id"], "on": draw.choice(later)}
        if draw.random() < 0.35:
            yield {**row, "kind": "churn"}
        else:
            yield {**row, "kind": "clawback", "amount": money(draw, 2_000_000, 2, 1)}


def marks(params, costs, events):
    found = {f"start {params['start_convention']}", f"short benefit {params['short_benefit']}", "capitalise"}
    found |= {f"roll-forward by {params['unit']}"} | ({"places"} & set(params)) | ({"calendar"} & set(params))
    found |= {event["kind"] for event in events} | {"not incremental" for one in costs if one.get("incremental") is False}
    return found | {"several currencies" for one in costs if "currency" in one}
