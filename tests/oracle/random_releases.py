"""Random release schedules, earnings and collections. A seed always gives the same."""

import random

from random_settlements import money

DAYS = [f"2026-{month:02d}-{on:02d}" for month in range(1, 9) for on in (1, 9, 15, 28)]
SHARES = [["1"], ["0.5", "0.5"], ["1/3", "1/3", "1/3"], ["0.2", "0.3", "0.5"], ["1/7", "6/7"]]


def release(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(f"release {seed}")
    schedule = [step(draw, share) for share in draw.choice(SHARES)]
    section = {"schedule": schedule}
    if draw.random() < 0.5:
        section["holdback"] = holdback(draw)
    if draw.random() < 0.4:
        section["on_exit"] = draw.choice(["cancel", "keep"])
    plan = {
        "schema": "quarterdeck/commission-plan@1",
        "id": "plan",
        "currency": draw.choice(["USD", "USD", "JPY", "KWD"]),
        "effective": {"from": "2026-01-01"},
        "components": [{"id": "all", "rate": "0.1", "measure": {"date": "booked_on", "period": "year"}}],
        "release": section,
    }
    if draw.random() < 0.5:
        plan["rounding"] = {"mode": draw.choice(["half_even", "down", "up", "floor", "ceiling", "half_down"])}
    tables = population(draw)
    if draw.random() < 0.1:
        del plan["release"]
    params = {"as_of": draw.choice(DAYS)} if draw.random() < 0.4 else {}
    request = {"op": "commission.release", "kind": "commission_plan", "definition": plan}
    return {**request, "params": params, "tables": tables}, marks(plan, params, tables)


def step(draw, share):
    event = draw.choice(["booking", "invoice", "cash", "cash", "date", "after", "instalments"])
    made = {"event": event, "share": share}
    if event == "date":
        made["on"] = draw.choice(DAYS)
    if event == "after":
        made |= draw.choice([{"months": 2}, {"days": 45}, {"months": 1, "days": 10}, {}])
    if event == "instalments":
        made |= {"count": draw.randint(1, 5), "every": draw.choice(["month", "quarter"])}
    return made


def holdback(draw):
    release = draw.choice([{"event": "date", "on": draw.choice(DAYS)}, {"event": "after", "months": draw.randint(0, 5)}])
    made = {"share": draw.choice(["0.1", "1/3", "0", "1"]), "release": release}
    if draw.random() < 0.5:
        made["forfeit"] = draw.choice(["left_before", "never"])
    if draw.random() < 0.3:
        made["left_before"] = draw.choice(DAYS)
    return made


def population(draw):
    transactions, collections, earnings, people = [], [], [], []
    for number in range(draw.randint(1, 4)):
        row = {"transaction_id": f"t{number}", "amount": money(draw, 900_000, 2, 1)}
        if draw.random() < 0.2:
            row["amount"] = f"-{row['amount']}"
        if draw.random() < 0.7:
            row["invoiced_on"] = draw.choice(DAYS)
        if draw.random() < 0.5:
            row["invoiced_total"] = money(draw, 900_000, 2, 1)
        transactions.append(row)
        for _ in range(draw.randint(0, 4)):
            amount = money(draw, 500_000, 2, draw.choice([0, -300_000]))
            collections.append({"transaction_id": f"t{number}", "collected_on": draw.choice(DAYS), "amount": amount})
    for number in range(draw.randint(1, 6)):
        row = {"payee_id": f"p{draw.randint(0, 2)}", "component_id": "all", "line_no": number + 1}
        row |= {"effective_on": draw.choice(DAYS), "amount": money(draw, 200_000, draw.choice([0, 2, 3]))}
        if draw.random() < 0.2:
            row["amount"] = f"-{row['amount']}"
        if draw.random() < 0.85:
            row["transaction_id"] = draw.choice(transactions)["transaction_id"]
        earnings.append(row)
    for number in range(3):
        row = {"person_id": f"p{number}"}
        if draw.random() < 0.5:
            row["last_day"] = draw.choice(DAYS)
        people.append(row)
    return {"earnings": earnings, "transactions": transactions, "collections": collections, "people": people}


def marks(plan, params, tables):
    section = plan.get("release", {"schedule": []})
    found = {f"release by {one['event']}" for one in section["schedule"]} | {"release"}
    found |= {"holdback"} & set(section) | {"left_before" for one in section.get("holdback", {}) if one == "left_before"}
    found |= {"cancelled on exit"} if section.get("on_exit") == "cancel" else set()
    found |= {"release as of a day"} if params else set()
    found |= {"no release section"} if "release" not in plan else set()
    found |= {"negative collection" for one in tables["collections"] if one["amount"].startswith("-")}
    found |= {"negative earning" for one in tables["earnings"] if one["amount"].startswith("-")}
    found |= {"someone left" for one in tables["people"] if "last_day" in one}
    return found | {"earning without a transaction" for one in tables["earnings"] if "transaction_id" not in one}
