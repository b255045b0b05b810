"""Random release schedules, earnings and collections. A seed always gives the same."""

import random

from exact import number as exact
from exact import rounded, shown
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
    if any(one["event"] == "cash" for one in schedule) and draw.random() < 0.5:
        section["late_payment"] = late_payment(draw)
    if draw.random() < 0.4:
        section["on_exit"] = draw.choice(["cancel", "keep"])
    locked = draw.random() < 0.6
    if not locked:
        section["rate_lock"] = "release"
    plan = {
        "schema": "quarterdeck/commission-plan@1",
        "id": "plan",
        "currency": draw.choice(["USD", "USD", "JPY", "KWD"]),
        "effective": {"from": "2026-01-01"},
        "components": components(draw, locked),
        "release": section,
    }
    if draw.random() < 0.5:
        plan["rounding"] = {"mode": draw.choice(["half_even", "down", "up", "floor", "ceiling", "half_down"])}
    tables = population(draw)
    if not locked or draw.random() < 0.3:
        rates(draw, tables["earnings"])
    if draw.random() < 0.1:
        del plan["release"]
    params = {"as_of": draw.choice(DAYS)} if draw.random() < 0.4 else {}
    request = {"op": "commission.release", "kind": "commission_plan", "definition": plan}
    return {**request, "params": params, "tables": tables}, marks(plan, params, tables)


def components(draw, locked):
    """One that pays by a flat rate or by tiers; and where rates are not locked another whose rates stay as booked."""
    tiers = [{"from": "0", "to": "100", "value": "0.05"}, {"from": "100", "to": None, "value": "0.1"}]
    table = {"index": "amount", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive", "tiers": tiers}
    own = draw.choice([{"rate": "0.1"}, {"rate_table": table}])
    found = [{"id": "all", **own, "measure": {"date": "booked_on", "period": draw.choice(["year", "year", "quarter", "month"])}}]
    if not locked:
        other = {"id": "whole", "rate_table": {**table, "mode": "whole"}}
        found.append({**other, "measure": {"date": "booked_on", "period": "year"}})
    return found


def rates(draw, earnings):
    """Says of lines what a calculation says of them: a rate, the credit that it paid on, and what stages left."""
    for row in earnings:
        row["component_id"] = draw.choice(["all", "all", "all", "all", "whole"])
        row["payee_id"] = draw.choice(["p0", "p0", row["payee_id"]])
        if "source_transaction_id" in row or draw.random() < 0.1:
            continue
        row["rate"] = draw.choice(["0", "0.05", "0.1", "0.12", "1/30"])
        credit = money(draw, 50_000, 2, draw.choice([0, -5_000]))
        row |= {"commission_credit": credit, "at_rate": shown(exact(credit) * exact(row["rate"]))}
        row |= {"true_up": draw.choice(["0", "0", "0", "-1.25"]), "modified": draw.choice(["0", "0", "0", "-3", "7.5"])}


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


def late_payment(draw):
    cuts = draw.choice([[1], [10, 40], [31, 61, 91]])
    shares = ["0.25", "1/3", "1"]
    ends = [*cuts[1:], draw.choice([None, 120])]
    made = {"steps": [{"from": start, "to": end, "share": shares[at]} for at, (start, end) in enumerate(zip(cuts, ends))]}
    return {**made, "terms_days": 30} if draw.random() < 0.5 else made


def holdback(draw):
    release = draw.choice(
        [
            {"event": "date", "on": draw.choice(DAYS)},
            {"event": "after", "months": draw.randint(0, 5)},
            {"event": "invoice"},
            {"event": "collected"},
            {"event": "collected"},
        ]
    )
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
        row["due_on"] = draw.choice(DAYS)
        if draw.random() < 0.7:
            row["invoiced_on"] = draw.choice(DAYS)
            if draw.random() < 0.5:
                del row["due_on"]
        if draw.random() < 0.5:
            row["invoiced_total"] = money(draw, 900_000, 2, 1)
        transactions.append(row)
        for _ in range(draw.randint(0, 4)):
            amount = money(draw, 500_000, 2, draw.choice([0, -300_000]))
            collections.append({"transaction_id": f"t{number}", "collected_on": draw.choice(DAYS), "amount": amount})
    for number in range(draw.randint(1, 8)):
        row = {"payee_id": f"p{draw.randint(0, 2)}", "component_id": "all", "line_no": number + 1}
        row |= {"effective_on": draw.choice(DAYS), "amount": money(draw, 200_000, draw.choice([0, 2, 3]))}
        if draw.random() < 0.2:
            row["amount"] = f"-{row['amount']}"
        if draw.random() < 0.85:
            row["transaction_id"] = draw.choice(transactions)["transaction_id"]
        earnings.append(row)
    for number in range(draw.choice([0, 0, 1, 2, 3])):
        clawback(draw, earnings, transactions, number)
    for number in range(3):
        row = {"person_id": f"p{number}"}
        if draw.random() < 0.5:
            row["last_day"] = draw.choice(DAYS)
        people.append(row)
    return {"earnings": earnings, "transactions": transactions, "collections": collections, "people": people}


def clawback(draw, earnings, transactions, number):
    """Takes some of an earning back, all of it, or more; now and then what it does not have."""
    of = draw.choice(earnings)
    if "transaction_id" not in of or "source_transaction_id" in of:
        return
    part = draw.choice(["1", "1", "0.5", "0.4", "1/3", "1.2", "-0.5"])
    amount = rounded(-exact(of["amount"]) * exact(part), 2, "half_up")
    name = f"r{number}"
    transactions.append({"transaction_id": name, "amount": "-100", "due_on": draw.choice(DAYS)})
    row = {**of, "transaction_id": name, "source_transaction_id": of["transaction_id"], "amount": shown(amount)}
    earnings.append({**row, "line_no": 90 + number, "effective_on": draw.choice(DAYS)})


def marks(plan, params, tables):
    section = plan.get("release", {"schedule": []})
    found = {f"release by {one['event']}" for one in section["schedule"]} | {"release"}
    found |= {"holdback"} & set(section) | {"left_before" for one in section.get("holdback", {}) if one == "left_before"}
    found |= {f"holdback until {section['holdback']['release']['event']}"} if "holdback" in section else set()
    found |= {f"rate_lock {section.get('rate_lock', 'booking')}"}
    found |= {"cancelled on exit"} if section.get("on_exit") == "cancel" else set()
    found |= {"release as of a day"} if params else set()
    found |= {"no release section"} if "release" not in plan else set()
    found |= {"negative collection" for one in tables["collections"] if one["amount"].startswith("-")}
    found |= {"negative earning" for one in tables["earnings"] if one["amount"].startswith("-")}
    found |= {"someone left" for one in tables["people"] if "last_day" in one}
    found |= {"late payment"} & {key.replace("_", " ") for key in section}
    backs = [one for one in tables["earnings"] if "source_transaction_id" in one]
    found |= {"clawback of what was earned" for one in backs} | {"several clawbacks" for one in backs[1:]}
    return found | {"earning without a transaction" for one in tables["earnings"] if "transaction_id" not in one}
