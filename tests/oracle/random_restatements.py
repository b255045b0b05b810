"""Restatements drawn at random: a period is closed, records change, and it is restated, several times."""

import copy

import random_plans
from restating import restate

CLOSE = {"booked_on": "2026-12-01"}


def case(seed):
    """A request and the features that it exercises; bookings are those that the reference made before."""
    request, _ = random_plans.case(seed)
    draw = random_plans.Draw(seed + 1)
    params = {"period": request["params"]["period"], **CLOSE}
    if draw.chance(0.8):
        params["bad_records"] = "set_aside"
    if "known_at" in request["params"]:
        params["known_at"] = request["params"]["known_at"]
    elif draw.chance(0.3):
        params["closed_at"] = "2026-04-01T00:00:00Z"
        draw.mark("restated from what was known at the close")
    made = {**request, "op": "commission.restate", "params": params}
    for _ in range(draw.one([0, 1, 1, 2])):
        closed = restate(made)
        if not closed["ok"]:
            break
        made = copy.deepcopy(made)
        made["tables"]["bookings"] = made["tables"].get("bookings", []) + closed["tables"]["bookings"]
        made["params"].pop("closed_at", None)
        change(draw, made["tables"])
        draw.mark("restated from bookings")
    if made["tables"].get("bookings") and draw.chance(0.1):
        made["tables"]["bookings"].append({**made["tables"]["bookings"][0], "plan_id": "other"})
    return made, draw.features


def change(draw, tables):
    """Changes records after the close."""
    rows = tables["transactions"]
    for row in rows:
        if draw.chance(0.25):
            row["amount"] = draw.one(["77", "-5", "1234.56"])
            draw.mark("transaction changed")
    if rows and draw.chance(0.3):
        rows.append({**draw.one(rows), "transaction_id": f"late-{draw.random.randrange(1000)}"})
        draw.mark("transaction new")
    if rows and draw.chance(0.3):
        gone = rows.pop(draw.random.randrange(len(rows)))["transaction_id"]
        tables["splits"] = [row for row in tables.get("splits", []) if row["transaction_id"] != gone]
        draw.mark("transaction withdrawn")
    for row in tables.get("quotas", []):
        if draw.chance(0.2):
            row["amount"] = draw.one(["700", "2222"])
            draw.mark("quota changed")
    for row in tables.get("splits", []):
        if row["role"] == "overlay" and draw.chance(0.3):
            row["share"] = "0.75"
            draw.mark("split changed")
