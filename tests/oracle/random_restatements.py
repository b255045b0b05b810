"""Restatements drawn at random: a period is closed, records change, and it is restated, several times."""

import copy
from decimal import Decimal

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
        if draw.chance(0.3):
            other_terms(draw, made["definition"])
        draw.mark("restated from bookings")
    if made["tables"].get("bookings") and draw.chance(0.1):
        made["tables"]["bookings"].append({**made["tables"]["bookings"][0], "plan_id": "other"})
    return made, draw.features


def change(draw, tables):
    """Changes records after the close."""
    rows = tables["transactions"]
    for row in rows:
        # A refund stays one of its sale: with the other sign, and no larger.
        if draw.chance(0.2) and not row.get("reverses_id"):
            row["amount"] = format(Decimal(row["amount"]) * draw.one([2, 3, Decimal("1.5")]), "f")
            draw.mark("transaction changed")
    sold = [row for row in rows if not row.get("reverses_id")]
    if sold and draw.chance(0.4):
        rows.append({**draw.one(sold), "transaction_id": f"late-{draw.random.randrange(1000)}"})
        draw.mark("transaction new")
    if sold and draw.chance(0.4):
        gone = draw.one(sold)["transaction_id"]
        rows[:] = [row for row in rows if gone not in (row["transaction_id"], row.get("reverses_id"))]
        tables["splits"] = [row for row in tables.get("splits", []) if row["transaction_id"] != gone]
        draw.mark("transaction withdrawn")
    for row in tables.get("quotas", []):
        if draw.chance(0.2):
            row["amount"] = draw.one(["700", "2222"])
            draw.mark("quota changed")
    for row in tables.get("splits", []):
        if row["role"] == "overlay" and draw.chance(0.8):
            row["share"] = "0.75"
            draw.mark("split changed")


def other_terms(draw, plan):
    """Pays by other rates after the close."""
    for component in plan["components"]:
        if "rate" in component:
            component["rate"] = draw.one(["0.01", "0.123"])
        elif (component.get("rate_table") or {}).get("value") == "rate" and "across" not in component["rate_table"]:
            component["rate_table"]["tiers"][0]["value"] = draw.one(["0.01", "0.123"])
        elif (component.get("base_rate") or {}).get("kind") == "rate":
            component["base_rate"]["rate"] = draw.one(["0.01", "0.123"])
        else:
            continue
        draw.mark("terms changed")
