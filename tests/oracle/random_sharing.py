"""Random splits of payouts and overrides."""

import random_credit

RATES = ["0.03", "0.05", "0.1", "1/3", "0.02"]
RULES = [
    {"column": "amount", "op": "ge", "value": "250"},
    {"column": "family", "op": "eq", "value": "Core"},
]


def sharing(draw, made, people, tables):
    """What a plan hands on between payees."""
    if "splits" in tables and draw.chance(0.35):
        payout(draw, made, people, tables)
    if draw.chance(0.35):
        overrides(draw, made)
        if made.get("overrides"):
            lines = ladder(draw, people) if draw.chance(0.6) else random_credit.reporting(draw, people)
            tables.setdefault("reporting", lines)
            own_rates(draw, tables["assignments"])


def payout(draw, made, people, tables):
    made["split_stage"] = "payout"
    draw.mark("split_stage payout")
    for one in tables["splits"]:
        if one["role"] == "direct" and not draw.fault(0.02):
            one.pop("quota_share", None)
    named = {one["transaction_id"] for one in tables["splits"]}
    for row in tables["transactions"]:
        if row["transaction_id"] in named and "payee_id" not in row and draw.chance(0.3):
            row["payee_id"] = draw.one(people)
            draw.mark("split_stage owner named")


def overrides(draw, made):
    parts = [part for one in [made, *made.get("earlier_versions", [])] for part in one["components"]]
    dates = {}
    for part in parts:
        dates.setdefault(part["id"], set()).add(part["measure"]["date"])
    found = []
    for place in range(draw.one([1, 1, 2, 3])):
        when = draw.one([part["measure"]["date"] for part in parts])
        names = [name for name in dates if dates[name] == {when}]
        if names:
            found.append(override(draw, f"over-{place}", names, len(names) == len(dates), parts))
    if found:
        made["overrides"] = found


def override(draw, name, names, everything, parts):
    basis = draw.one(["revenue", "commission", "commission", "differential", "excess"])
    made = {"id": name, "basis": basis}
    kind = draw.one(["rate", "rate", "rates", "own_rate"])
    if kind == "rate":
        made["rate"] = draw.one(RATES)
        if draw.chance(0.6):
            made["levels"] = draw.one([1, 1, 2, 3])
            if draw.chance(0.2):
                made["max_total"] = "1"
    elif kind == "rates":
        made["rates"] = [draw.one([*RATES, "0"]) for _ in range(draw.one([1, 2, 3]))]
        if draw.chance(0.3):
            made["max_total"] = "1"
    else:
        made["own_rate"] = True
    if draw.chance(0.4):
        made["compress"] = draw.one([True, True, False])
    if not everything or draw.chance(0.3):
        made["components"] = draw.random.sample(names, draw.random.randint(1, len(names)))
    if draw.chance(0.2):
        made["eligible"] = draw.one(RULES)
        draw.mark("override eligible")
    named = made.get("components", names)
    if draw.chance(0.3) or any(part["id"] in named and part["measure"]["period"] == "quota" for part in parts):
        made["period"] = draw.one(["month", "quarter", "half", "year"])
        draw.mark(f"override period {made['period']}")
    if basis == "excess":
        made["threshold"] = draw.one(["0", "250", "1000", "1000.5"])
    if basis == "commission" and draw.chance(0.5):
        made["includes_overrides"] = draw.chance(0.5)
    if basis == "differential" and draw.chance(0.5):
        made["includes_earnings"] = draw.chance(0.5)
    draw.mark(f"override {basis}", f"override by {kind}", *(["override compressed"] if made.get("compress") else []))
    if made.get("includes_overrides", basis == "commission"):
        draw.mark("override on overrides")
    return made


def ladder(draw, people):
    """Everybody reports to the next; now and then two change places on a day."""
    order = draw.random.sample(people, len(people))
    changed = order[:]
    when = draw.one([None, "2026-01-20", "2026-02-15", "2026-05-01"])
    if when and len(order) > 1:
        at = draw.random.randrange(len(order) - 1)
        changed[at], changed[at + 1] = changed[at + 1], changed[at]
        draw.mark("override lines change")
    rows = []
    for chain, span in ((order, {"to": when} if when else {}), (changed, {"from": when} if when else {})):
        if chain is changed and not when:
            break
        rows += [{"person_id": below, "manager_id": above, **span} for below, above in zip(chain, chain[1:])]
    draw.mark("override ladder")
    return rows


def own_rates(draw, rows):
    for row in rows:
        if draw.chance(0.7):
            row["override_rate"] = draw.one(RATES)
