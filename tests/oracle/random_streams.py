"""Random recurring streams, who owns them, and what plans pay on them. A seed always gives the same."""

import copy
import random
from datetime import date, timedelta

from expanding import expand
from random_settlements import money
from restating import restate

PERIODS = [
    {"from": "2024-01-01", "to": "2027-01-01"},
    *("2025", "2025-H2", "2026-Q1", "2024-M02", "2026-M02", "2025-M12"),
    {"from": "2025-01-20", "to": "2025-04-07"},
]
STARTS = ["2024-01-01", "2024-01-31", "2024-02-29", "2024-11-15", "2025-01-01", "2025-01-30", "2025-08-31", "2026-01-02"]
KNOWN = [None, "2025-06-01T00:00:00Z", "2026-02-01T00:00:00Z"]
SHARES = [["1"], ["0.5", "0.5"], ["1/3", "2/3"], ["1", "0"], ["1/7", "2/7", "4/7"]]
PEOPLE = ["ann", "bo", "cy"]


def streams(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(f"streams {seed}")
    params = {"period": draw.choice(PERIODS), "currency": draw.choice(["USD", "USD", "JPY", "KWD"])}
    for key, values in (
        ("billing_months", ["calendar", "anniversary", "anniversary"]),
        ("billed", ["in_advance", "in_arrears"]),
        ("first_part_month", ["prorated", "prorated", "full", "none"]),
        ("last_part_month", ["prorated", "prorated", "full", "none"]),
        ("rounding", ["half_even", "down", "up", "floor", "ceiling", "half_down"]),
        ("places", [0, 1, 4]),
    ):
        if draw.random() < (0.2 if key in ("rounding", "places") else 0.6):
            params[key] = draw.choice(values)
    if draw.random() < 0.3:
        params["known_at"] = draw.choice(KNOWN[1:])
    if params["period"] == "2025" and draw.random() < 0.4:
        params["calendar"] = {"first_month": 7}
    made, owners = [], []
    for place in range(draw.randint(1, 4)):
        made += versions(draw, f"s{place}")
        owners += owned(draw, made[-1])
    found = marks(params, made, owners)
    found |= spoil(draw, made, owners) if draw.random() < 0.25 else set()
    tables = {"streams": made, "stream_owners": owners} if owners else {"streams": made}
    return {"op": "commission.expand_streams", "params": params, "tables": tables}, found


def days_later(on, days):
    return str(date.fromisoformat(on) + timedelta(days))


def versions(draw, name):
    row = {"stream_id": name, "amount": money(draw, 200_000), "from": draw.choice(STARTS)}
    row["product"] = draw.choice(["core", "add-on", None])
    if draw.random() < 0.2:
        row["amount"] = f"-{row['amount']}"
    if draw.random() < 0.3:
        row["to"] = days_later(row["from"], draw.choice([1, 20, 31, 200, 365, 1000]))
    if draw.random() < 0.2:
        row["currency"] = "EUR"
    if draw.random() < 0.3:
        row["counted_from"] = days_later(row["from"], -draw.choice([0, 3, 31, 40, 366]))
    if draw.random() < 0.6:
        row["payee_id"] = draw.choice(PEOPLE)
    ended = {**row, "ended_on": days_later(row["from"], draw.choice([0, 5, 45, 300, 700]))}
    if draw.random() < 0.4:
        return [row] if draw.random() < 0.6 else [ended]
    later = draw.sample(KNOWN, 2)
    return [{**row, "known_at": later[0]}, {**draw.choice([row, ended]), "known_at": later[1]}]


def owned(draw, stream):
    """One after the other from the first day on, and perhaps another from a day on, known later."""
    if "payee_id" in stream and draw.random() < 0.3:
        return []
    rows, start = [], stream["from"]
    for last in draw.choice([(True,), (False, True), (False, False, True)]):
        end = None if last else days_later(start, draw.choice([1, 9, 31, 100, 400]))
        shares = draw.choice(SHARES)
        for payee, share in zip(draw.sample(PEOPLE, len(shares)), shares):
            row = {"stream_id": stream["stream_id"], "payee_id": payee, "from": start, "to": end}
            rows.append(row if share == "1" and draw.random() < 0.5 and len(shares) == 1 else {**row, "share": share})
        start = end
    if draw.random() < 0.4:
        row = {"stream_id": stream["stream_id"], "payee_id": draw.choice(PEOPLE), "known_at": draw.choice(KNOWN[1:])}
        rows.append({**row, "from": days_later(stream["from"], draw.choice([0, 10, 300])), "to": None})
    return rows


def spoil(draw, made, owners):
    row = draw.choice(made)
    way = draw.choice(["unowned", "share", "negative", "overlap", "unknown", "ends", "term", "counted", "twice"])
    if way in ("share", "negative") and owners:
        draw.choice(owners)["share"] = "0.4" if way == "share" else "-0.5"
    if way == "overlap" and owners:
        owners.append({**draw.choice(owners), "payee_id": "dee"})
    if way == "unknown":
        owners.append({"stream_id": "zz", "payee_id": "ann", "from": "2024-01-01"})
    if way == "unowned":
        for one in made:
            one.pop("payee_id", None)
        owners[:] = owners[1:]
    changed = {"ends": ("ended_on", -1), "term": ("to", 0), "counted": ("counted_from", 1)}
    if way in changed:
        key, days = changed[way]
        row[key] = days_later(row["from"], days)
    if way == "twice":
        made.append(copy.deepcopy(row))
    return {f"streams spoiled {way}"}


def marks(params, made, owners):
    found = {f"billing {params.get('billing_months', 'calendar')}", f"billed {params.get('billed', 'in_advance')}"}
    found |= {f"first part month {params.get('first_part_month', 'prorated')}"}
    found |= {f"last part month {params.get('last_part_month', 'prorated')}"}
    found |= {"end event"} if any("ended_on" in row for row in made) else set()
    found |= {"stream counted on"} if any("counted_from" in row for row in made) else set()
    found |= {"stream known later"} if any(row.get("known_at") for row in made) else set()
    found |= {"owner known later"} if any(row.get("known_at") for row in owners) else set()
    found |= {"owner by the stream"} if any("payee_id" in row for row in made) else set()
    found |= {"stream shared"} if any("share" in row for row in owners) else set()
    return found | ({"stream reassigned"} if any(row.get("to") for row in owners) else set())


def sound(seed):
    """A request of streams in dollars that are all sound and owned."""
    while True:
        request, _ = streams(seed)
        request["params"] |= {"currency": "USD"}
        request["params"].pop("known_at", None)
        for row in request["tables"]["streams"]:
            row.pop("currency", None)
        try:
            return request, expand(request)["tables"]
        except Exception as refused:
            if type(refused).__name__ != "Refused":
                raise
        seed = f"{seed} again"


def paying(draw, request):
    """A plan that pays by the number of the month."""
    cuts = draw.choice([(2, 3), (13, 25), (1, 13), (7, 19)])
    precedence = draw.choice(["priority", "highest", "sum"])
    rules = [
        {"id": "first", "rate": "0.1", "when": {"column": "month_index", "op": "lt", "value": cuts[0]}},
        {"id": "then", "rate": "0.05", "when": {"column": "month_index", "op": "between", "from": cuts[0], "to": cuts[1]}},
        {"id": "later", "rate": "1/60"},
    ]
    if precedence == "priority":
        rules = [{**rule, "priority": place} for place, rule in enumerate(rules)]
    component = {"id": "residuals", "measure": {"date": "booked_on", "period": draw.choice(["month", "quarter"])}}
    return {
        "schema": "quarterdeck/commission-plan@1",
        "id": "plan",
        "currency": "USD",
        "effective": {"from": "2020-01-01"},
        **({"calendar": request["params"]["calendar"]} if "calendar" in request["params"] else {}),
        "components": [{**component, "rates": {"precedence": precedence, "rules": rules}}],
    }


def assignments():
    return [{"payee_id": payee, "plan_id": "plan", "from": "2020-01-01"} for payee in (*PEOPLE, "dee")]


def residual(seed):
    """A calculation of what streams pay."""
    draw = random.Random(f"residual {seed}")
    request, tables = sound(seed)
    plan, params = paying(draw, request), {"period": request["params"]["period"]}
    request = {"op": "commission.calculate", "kind": "commission_plan", "definition": plan, "params": params}
    marks = {"residual"} if tables["transactions"] else set()
    return {**request, "tables": {**tables, "assignments": assignments()}}, marks


def restated(seed):
    """A period that was closed by what was known in 2025, restated by all that is known."""
    draw = random.Random(f"residual restated {seed}")
    request, now = sound(seed)
    before = {**request, "params": {**request["params"], "known_at": draw.choice(KNOWN[1:])}}
    try:
        before = expand(before)["tables"]
    except Exception as refused:
        if type(refused).__name__ != "Refused":
            raise
        before = now
    plan = paying(draw, request)
    params = {"period": request["params"]["period"], "booked_on": "2027-01-15"}
    close = {"op": "commission.restate", "kind": "commission_plan", "definition": plan, "params": params}
    people = {"assignments": assignments()}
    bookings = restate({**close, "tables": {**before, **people}})["tables"]["bookings"]
    marks = {"residual restated"} if before != now and bookings else set()
    return {**close, "tables": {**now, **people, "bookings": bookings}}, marks
